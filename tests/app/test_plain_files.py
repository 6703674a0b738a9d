"""A file that a person points at is a file, or a sentence says why not."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from app.worlds import QUIET
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.plain_files import digest, opened, state_of
from fidelity_rater.app.ports.jobs import Cancelled
from fidelity_rater.app.silent import SilentProgress


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (lambda path: None, "not there"),
        (Path.mkdir, "folder or a device"),
        *([(os.mkfifo, "folder or a device")] if hasattr(os, "mkfifo") else []),
    ],
    ids=["missing", "folder", "pipe"],
)
def test_what_is_no_file_is_refused_before_it_can_block(tmp_path: Path, made: Callable[[Path], None], why: str) -> None:
    path = tmp_path / "x"
    made(path)
    with pytest.raises(UserFacingError, match=why):
        opened(path)


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"x")

    def held(*args: object, **more: object) -> None:
        raise PermissionError(13, "held", "secret name")

    monkeypatch.setattr(Path, "open", held)
    with pytest.raises(UserFacingError, match="cannot be read") as told:
        opened(path)
    assert "secret" not in str(told.value)


def test_a_file_is_known_by_its_hash_size_and_time(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"abc")
    os.utime(path, ns=(1, 2_000_000_000))
    with opened(path) as file:
        assert state_of(file) == (3, 2_000_000_000)
        assert digest(file, QUIET) == hashlib.sha256(b"abc").hexdigest()
        assert digest(file, QUIET) == hashlib.sha256(b"").hexdigest()


def test_hashing_can_be_stopped() -> None:
    class Impatient(SilentProgress):
        def check(self) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        digest(io.BytesIO(b"abc"), Impatient())
