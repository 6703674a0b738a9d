"""The search for plain bytes finds what a careless use case would leave, wherever that is."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from helpers import plain_bytes
from helpers.plain_bytes import assert_nowhere

NEEDLE = "Zebulon Thrushcross-Ähre"


@pytest.mark.parametrize("form", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("before", [0, 60, 90], ids=["first", "across pieces", "later"])
def test_what_stands_in_a_file_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, before: int
) -> None:
    monkeypatch.setattr(plain_bytes, "_PIECE", 64)
    file = tmp_path / "deep" / "er" / "file.bin"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"x" * before + NEEDLE.encode(form) + b"x" * 200)
    with pytest.raises(AssertionError, match="stands in the clear"):
        assert_nowhere(tmp_path, [b"absent", NEEDLE], temp=False)
    assert_nowhere(tmp_path, [b"absent"], temp=False)


def test_names_of_files_and_temporary_files_are_looked_at(tmp_path: Path) -> None:
    (tmp_path / f"{NEEDLE}.txt").touch()
    with pytest.raises(AssertionError, match="in the name"):
        assert_nowhere(tmp_path, [NEEDLE], temp=False)
    (tmp_path / f"{NEEDLE}.txt").unlink()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "left").write_text(NEEDLE, encoding="utf-8")
        with pytest.raises(AssertionError, match="in the clear"):
            assert_nowhere(tmp_path, [NEEDLE])
    assert_nowhere(tmp_path, [NEEDLE])
    with pytest.raises(AssertionError, match="nothing to look through"):
        assert_nowhere(tmp_path / "misspelt", [NEEDLE])
