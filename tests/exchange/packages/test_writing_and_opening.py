"""Packages that are as they should be: what was put in comes out, and nothing else is written."""

from __future__ import annotations

import io
import os
import re
import stat
import sys
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchange.packages.forging import ADA, BEN, CLIP, ENVELOPES, PARTS, SCALE
from fidelity_rater.app.errors import UserFacingError, WrongPassphrase
from fidelity_rater.app.ports.jobs import Cancelled
from fidelity_rater.app.ports.packages import Envelopes, Lock, PackageHead, PackageKind, Part
from fidelity_rater.exchange.packages.files import SealedPackageFiles
from fidelity_rater.exchange.packages.names import Limits
from helpers.libraries import Told
from helpers.packages import PlainEnvelopes, head_of, lines_part, memory_scratch, package_files, signer_of

Scratch = Callable[[], AbstractContextManager[BinaryIO]]
WORDS = "four unrelated words"
TO_BEN = Lock(person=BEN.person)


def parts_of(contents: dict[str, bytes]) -> list[Part]:
    return [Part.of_bytes(name, data) for name, data in contents.items()]


def write(files: SealedPackageFiles, path: Path, parts: list[Part], *, lock: Lock = TO_BEN) -> PackageHead:
    head = head_of(ADA, addressee=lock.person, counts={"clips": 1}, about="r-1", in_reply_to="p-1", app_version="1.2")
    files.write(path, head, parts, identity=ADA, lock=lock, progress=Told())
    return head


@pytest.mark.parametrize("envelopes", [ENVELOPES, PlainEnvelopes()], ids=["age", "plain"])
class TestEveryEnvelope:
    @pytest.mark.parametrize(
        ("lock", "key"), [(TO_BEN, BEN), (Lock(passphrase=WORDS), WORDS)], ids=["person", "passphrase"]
    )
    def test_what_was_put_in_comes_out(
        self, envelopes: Envelopes, lock: Lock, key: object, tmp_path: Path, scratch: Scratch
    ) -> None:
        files, path = package_files(envelopes), tmp_path / "a.fidpkg"
        head = write(files, path, parts_of(PARTS), lock=lock)
        assert files.by_passphrase(path) is (lock.person is None)
        with files.open(path, key=key, scratch=scratch, progress=Told()) as package:  # type: ignore[arg-type]
            assert package.head == head
            assert package.names == tuple(PARTS)
            assert {name: package.read(name) for name in package.names} == PARTS
            assert {name: package.size(name) for name in PARTS} == {name: len(data) for name, data in PARTS.items()}
            assert list(package.lines("feedback.jsonl")) == [{"uid": "1"}, {"uid": "2"}]
            assert list(package.lines("moments.jsonl")) == []

    def test_the_wrong_key_is_refused(self, envelopes: Envelopes, tmp_path: Path, scratch: Scratch) -> None:
        files = package_files(envelopes)
        write(files, tmp_path / "a", [], lock=Lock(passphrase=WORDS))
        with (
            pytest.raises(WrongPassphrase),
            files.open(tmp_path / "a", key="four unrelated worms", scratch=scratch, progress=Told()),
        ):
            pytest.fail("it opened")


names = st.one_of(
    st.from_regex(r"[a-z][a-z_]{0,12}\.jsonl", fullmatch=True),
    st.from_regex(r"scales/[0-9a-f]{64}\.toml", fullmatch=True),
    st.from_regex(r"media/[0-9a-f-]{1,36}\.[a-z0-9]{1,4}", fullmatch=True),
)


@settings(max_examples=30, deadline=None)
@given(
    contents=st.dictionaries(names, st.binary(max_size=2000), max_size=6),
    kind=st.sampled_from(PackageKind),
    made_at=st.integers(0, 10**10).map(lambda at: datetime.fromtimestamp(at / 7, timezone(timedelta(hours=2)))),
    counts=st.dictionaries(st.text("abc_", min_size=1, max_size=5), st.integers(0, 10**9), max_size=3),
)
def test_any_package_comes_out_as_it_went_in(
    contents: dict[str, bytes], kind: PackageKind, made_at: datetime, counts: dict[str, int]
) -> None:
    room = io.BytesIO()
    files = SealedPackageFiles(
        PlainEnvelopes(),
        verify=lambda person, message, signature: True,
        new_file=lambda path: _Kept(room),
        open_file=lambda path: io.BytesIO(room.getvalue()),
    )
    head = PackageHead("p-1", kind, made_at, signer_of(ADA.person), BEN.person.uid, counts=counts)
    files.write(Path("x"), head, parts_of(contents), identity=ADA, lock=TO_BEN, progress=Told())
    with files.open(Path("x"), key=BEN, scratch=memory_scratch, progress=Told()) as package:
        assert package.head == head
        assert package.head.made_at.tzinfo is UTC
        assert {name: package.read(name) for name in package.names} == contents


class _Kept:
    """A file of a test that stays readable when it is closed."""

    def __init__(self, room: io.BytesIO) -> None:
        self._room = room

    def __enter__(self) -> BinaryIO:
        return self._room

    def __exit__(self, *error: object) -> None:
        """Stay."""


def test_it_lies_there_alone_for_its_owners_eyes(files: SealedPackageFiles, tmp_path: Path) -> None:
    write(files, tmp_path / "a.fidpkg", parts_of(PARTS))
    assert [path.name for path in tmp_path.iterdir()] == ["a.fidpkg"]
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "a.fidpkg").stat().st_mode) == 0o600


def test_it_takes_no_other_files_place(files: SealedPackageFiles, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(UserFacingError, match="already a file"):
        write(files, tmp_path / "a", parts_of(PARTS))
    assert (tmp_path / "a").read_bytes() == b"old"


def test_nothing_of_the_sender_but_initials_and_keys_is_in_it(files: SealedPackageFiles, tmp_path: Path) -> None:
    write(files, tmp_path / "a", parts_of(PARTS))
    room = io.BytesIO()
    with (tmp_path / "a").open("rb") as sealed:
        ENVELOPES.open(sealed, room, key=BEN, limit=1 << 20, progress=Told())
    assert not re.search(rb"\bAda\b", room.getvalue())
    archive = zipfile.ZipFile(room)
    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    compressed = {info.filename for info in archive.infolist() if info.compress_type == zipfile.ZIP_DEFLATED}
    assert compressed == {"feedback.jsonl", SCALE, "manifest.json"}
    assert archive.testzip() is None


def test_a_whole_recording_passes_through_without_a_trace(
    files: SealedPackageFiles, tmp_path: Path, room: Path, scratch: Scratch
) -> None:
    """Larger than what the scratch holds in memory, so that some of it must lie on disk."""
    sound = os.urandom(1 << 16) + b"words that must not be found" * 1000
    sound *= 64
    part = Part.of_bytes(CLIP, sound)
    written, read = Told(), Told()
    head = head_of(ADA, addressee=BEN.person)
    files.write(tmp_path / "a", head, [part], identity=ADA, lock=TO_BEN, progress=written)
    with files.open(tmp_path / "a", key=BEN, scratch=scratch, progress=read) as package:
        on_disk = b"".join(path.read_bytes() for path in (*room.iterdir(), tmp_path / "a"))
        assert any(room.iterdir())
        assert b"must not be found" not in on_disk
        with package.open(CLIP) as clip:
            assert clip.read() == sound
    assert not any(room.iterdir())
    for told in (written, read):
        shares = [done / total for done, total in told.words]
        assert shares == sorted(shares)
        assert shares[-1] == 1
        assert len(shares) > 4


@pytest.mark.parametrize("stop_at", [1, 2, 5])
def test_stopping_leaves_nothing(
    files: SealedPackageFiles, tmp_path: Path, room: Path, scratch: Scratch, stop_at: int
) -> None:
    parts, head = [Part.of_bytes(CLIP, bytes(3 << 20))], head_of(ADA, addressee=BEN.person)
    with pytest.raises(Cancelled):
        files.write(tmp_path / "a", head, parts, identity=ADA, lock=TO_BEN, progress=Told(stop_at=stop_at))
    assert [path.name for path in tmp_path.iterdir()] == ["room"]
    files.write(tmp_path / "a", head, parts, identity=ADA, lock=TO_BEN, progress=Told())
    with (
        pytest.raises(Cancelled),
        files.open(tmp_path / "a", key=BEN, scratch=scratch, progress=Told(stop_at=stop_at)),
    ):
        pytest.fail("it opened")
    assert not any(room.iterdir())


def test_a_failing_part_leaves_nothing_and_says_why(files: SealedPackageFiles, tmp_path: Path) -> None:
    def broken() -> BinaryIO:
        raise UserFacingError("This recording is damaged.")

    with pytest.raises(UserFacingError, match="recording is damaged"):
        write(files, tmp_path / "a", [*parts_of({SCALE: b"x"}), Part(CLIP, 5, broken)])
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize("size", [4, 6])
def test_a_part_of_another_size_than_announced_is_not_sent(
    files: SealedPackageFiles, tmp_path: Path, size: int
) -> None:
    with pytest.raises(UserFacingError, match="changed while"):
        write(files, tmp_path / "a", [Part(CLIP, size, lambda: io.BytesIO(b"12345"))])
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize(
    "name", ["../up.jsonl", "/etc/a.jsonl", "media/a/b.ogg", "notes.txt", "manifest.json", "media/A b.ogg", ""]
)
def test_a_name_that_would_be_refused_is_not_written(files: SealedPackageFiles, tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="names of their own"):
        write(files, tmp_path / "a", [Part.of_bytes(name, b"")])


def test_two_parts_of_one_name_are_not_written(files: SealedPackageFiles, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="names of their own"):
        write(files, tmp_path / "a", [Part.of_bytes(CLIP, b""), Part.of_bytes(CLIP, b"")])


@pytest.mark.parametrize("limits", [Limits(parts=2), Limits(text=10), Limits(texts=20), Limits(whole=1000, texts=500)])
def test_more_than_would_be_taken_in_is_not_written(tmp_path: Path, limits: Limits) -> None:
    with pytest.raises(UserFacingError, match="too much for one package"):
        write(package_files(limits=limits), tmp_path / "a", parts_of(PARTS))
    assert not any(tmp_path.iterdir())


def test_the_head_names_who_signs_and_who_opens(files: SealedPackageFiles, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="signer"):
        files.write(tmp_path / "a", head_of(BEN, addressee=BEN.person), [], identity=ADA, lock=TO_BEN, progress=Told())
    with pytest.raises(ValueError, match="addressee"):
        files.write(tmp_path / "a", head_of(ADA), [], identity=ADA, lock=TO_BEN, progress=Told())


@pytest.mark.parametrize("what", ["nothing", "a folder"])
def test_what_is_no_file_cannot_be_read(files: SealedPackageFiles, tmp_path: Path, scratch: Scratch, what: str) -> None:
    path = tmp_path / "nothing" if what == "nothing" else tmp_path
    with pytest.raises(UserFacingError, match="cannot be read"):
        files.by_passphrase(path)
    with (
        pytest.raises(UserFacingError, match="cannot be read"),
        files.open(path, key=BEN, scratch=scratch, progress=Told()),
    ):
        pytest.fail("it opened")


def test_lines_come_one_at_a_time(files: SealedPackageFiles, tmp_path: Path, scratch: Scratch) -> None:
    records = [{"n": n, "text": "ü" * 50} for n in range(500)]
    write(files, tmp_path / "a", [lines_part("events.jsonl", records)])
    with files.open(tmp_path / "a", key=BEN, scratch=scratch, progress=Told()) as package:
        lines = package.lines("events.jsonl")
        assert next(lines) == records[0]
        assert list(lines) == records[1:]
