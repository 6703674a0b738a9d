"""Libraries on the shelf: made whole or not at all, opened by who may, every fault in one sentence."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from fidelity_rater.app.errors import (
    DiskFull,
    LibraryInUse,
    NewerLibrary,
    NotALibrary,
    UserFacingError,
    WrongPassphrase,
)
from fidelity_rater.app.ports.library import Library, LibraryShelf
from fidelity_rater.storage import checked_json
from fidelity_rater.storage.database import Database
from fidelity_rater.storage.identity import Unlocked
from fidelity_rater.storage.shelf import FolderShelf
from helpers.libraries import add_recording, heard, new_identity

SOUND = bytes(range(256)) * 1000


@pytest.fixture
def shelf() -> FolderShelf:
    return FolderShelf()


@pytest.fixture
def ada(tmp_path: Path) -> Unlocked:
    return new_identity(tmp_path / "identities")


@pytest.fixture
def place(tmp_path: Path, shelf: FolderShelf, ada: Unlocked) -> Path:
    """A library that was made and closed."""
    library, _ = shelf.create(tmp_path / "Clinic", name="Clinic", identity=ada)
    library.close()
    return library.info.folder


@pytest.fixture
def opened(place: Path, shelf: FolderShelf, ada: Unlocked) -> Iterator[Library]:
    library = shelf.open(place, ada)
    yield library
    library.close()


def content(folder: Path) -> dict[str, bytes]:
    """Everything in a folder, to see that a refusal changed nothing."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_shelf_and_its_libraries_are_what_the_ports_ask_for(shelf: LibraryShelf, opened: Library) -> None:
    assert opened.info.name == "Clinic"


def test_a_new_library_holds_its_parts_and_its_maker(tmp_path: Path, shelf: FolderShelf, ada: Unlocked) -> None:
    library, recovery = shelf.create(tmp_path / "new" / "North clinic", name=" North  clinic ", identity=ada)
    try:
        folder = library.info.folder
        assert folder.name == "North clinic.fidelity"
        assert {path.name for path in folder.iterdir()} >= {"library.db", "keys.json", "vault", "backups", "lock"}
        assert [path.name for path in folder.parent.iterdir()] == [folder.name]
        assert len(recovery) == 47
        with library.read() as work:
            assert work.people.all() == (ada.person,)
    finally:
        library.close()
    peek = shelf.peek(folder)
    assert (peek.uid, peek.name, peek.demo, peek.people) == (library.info.uid, "North clinic", False, (ada.person.uid,))


def test_what_is_kept_is_there_after_reopening(place: Path, shelf: FolderShelf, ada: Unlocked) -> None:
    library = shelf.open(place, ada)
    recording = add_recording(library, SOUND)
    library.close()
    library.close()
    again = shelf.open(place, ada)
    assert heard(again, recording.uid) == SOUND
    assert again.check(Progressless()) == ()
    again.close()


class Progressless:
    def tell(self, done: int, total: int) -> None:
        assert 0 <= done <= total

    def check(self) -> None:
        """Go on."""


def test_nothing_readable_lies_in_the_folder(place: Path, shelf: FolderShelf, ada: Unlocked) -> None:
    library = shelf.open(place, ada)
    add_recording(library, b"spoken in confidence " * 5000, code="THERAPISTCODE")
    files = content(place)
    library.close()
    files |= content(place)
    assert not [name for name, data in files.items() if b"THERAPISTCODE" in data or b"confidence" in data]


def test_nothing_is_ever_made_over_something(tmp_path: Path, shelf: FolderShelf, ada: Unlocked, place: Path) -> None:
    (tmp_path / "Empty.fidelity").mkdir()
    (tmp_path / "File.fidelity").write_bytes(b"mine")
    before = content(place)
    for name in ("Clinic", "Clinic.fidelity", "Empty", "File"):
        with pytest.raises(UserFacingError, match="already something"):
            shelf.create(tmp_path / name, name="x", identity=ada)
    assert content(place) == before
    assert (tmp_path / "File.fidelity").read_bytes() == b"mine"


@pytest.mark.parametrize("name", ["..", "two\nlines", "no\udcfftext", "/"])
def test_a_folder_needs_a_name_that_can_be_kept_and_shown(
    tmp_path: Path, shelf: FolderShelf, ada: Unlocked, name: str
) -> None:
    with pytest.raises(UserFacingError, match="name"):
        shelf.create(tmp_path / name, name="Clinic", identity=ada)
    assert not list(tmp_path.rglob("library.db"))


@pytest.mark.parametrize("name", ["", "   ", "x" * 300])
def test_a_library_needs_a_name(tmp_path: Path, shelf: FolderShelf, ada: Unlocked, name: str) -> None:
    with pytest.raises(UserFacingError, match="name"):
        shelf.create(tmp_path / "Clinic", name=name, identity=ada)
    with pytest.raises(UserFacingError, match="name"):
        shelf.create(tmp_path / ".fidelity", name="Clinic", identity=ada)


def test_another_person_is_told_to_use_the_recovery_key_and_gets_in_with_it(
    tmp_path: Path, shelf: FolderShelf, ada: Unlocked
) -> None:
    library, recovery = shelf.create(tmp_path / "Clinic", name="Clinic", identity=ada)
    library.close()
    ben = new_identity(tmp_path / "identities", name="Ben", initials="BB")
    with pytest.raises(WrongPassphrase, match="recovery key"):
        shelf.open(library.info.folder, ben)
    shelf.open_with_recovery_key(library.info.folder, recovery_key=recovery, identity=ben).close()
    for person in (ben, ada):
        shelf.open(library.info.folder, person).close()
    assert set(shelf.peek(library.info.folder).people) == {ada.person.uid, ben.person.uid}


def test_a_mistyped_recovery_key_lets_nobody_in(place: Path, shelf: FolderShelf, ada: Unlocked) -> None:
    before = content(place)
    with pytest.raises(WrongPassphrase):
        shelf.open_with_recovery_key(place, recovery_key="ABCDE", identity=ada)
    assert content(place) == before


def test_a_closed_library_serves_nobody_who_is_late(place: Path, shelf: FolderShelf, ada: Unlocked) -> None:
    library = shelf.open(place, ada)
    recording = add_recording(library, SOUND)
    library.close()
    late: list[Callable[[], object]] = [
        lambda: library.work().__enter__(),
        lambda: library.read().__enter__(),
        lambda: library.queries().__enter__(),
        lambda: library.vault.open(recording.uid),
        lambda: library.vault.seal(io.BytesIO(SOUND), size=len(SOUND), progress=Progressless()),
        lambda: library.check(Progressless()),
        lambda: library.back_up(place.parent, Progressless()),
        lambda: library.back_up_automatically(Progressless()),
    ]
    before = content(place)
    for call in late:
        with pytest.raises(UserFacingError, match="locked"):
            call()
    assert content(place) == before


def test_the_start_screen_does_not_wait_for_databases() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "import sys, fidelity_rater.storage.shelf; print('sqlalchemy' in sys.modules)"],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "False"


def test_a_second_opening_is_refused_with_who_and_where(
    opened: Library, shelf: FolderShelf, ada: Unlocked, place: Path
) -> None:
    with pytest.raises(LibraryInUse, match="AE has this library open in another window on this computer"):
        shelf.open(place, ada)
    with opened.read() as work:
        assert work.people.all()


def test_closing_gives_the_library_free(place: Path, shelf: FolderShelf, ada: Unlocked) -> None:
    shelf.open(place, ada).close()
    assert (place / "lock").read_bytes() == b""
    shelf.open(place, ada).close()


def test_a_lock_left_by_a_crash_is_taken_over_after_a_look_for_damage(
    place: Path, shelf: FolderShelf, ada: Unlocked, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Path] = []
    copy = Database.backup_to
    monkeypatch.setattr(Database, "backup_to", lambda self, path: (looked.append(path), copy(self, path)))
    shelf.open(place, ada).close()
    assert looked == []
    (place / "lock").write_text(json.dumps({"host": "elsewhere", "pid": 1, "initials": "ZZ"}), encoding="utf-8")
    shelf.open(place, ada).close()
    assert len(looked) == 1
    assert list((place / "backups").iterdir()) == []


def test_damage_after_a_crash_is_found_and_remembered(place: Path, shelf: FolderShelf, ada: Unlocked) -> None:
    data = bytearray((place / "library.db").read_bytes())
    data[-2000] ^= 1
    (place / "library.db").write_bytes(data)
    (place / "lock").write_text("{}", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(NotALibrary, match="damaged"):
            shelf.open(place, ada)


CRASH = """
import os, sys
from pathlib import Path
sys.path[:0] = sys.argv[2].split(os.pathsep)
from fidelity_rater.storage.shelf import FolderShelf
from helpers.libraries import add_recording, new_identity
ada = new_identity(Path(sys.argv[1]) / "identities", initials="CR")
library, recovery = FolderShelf().create(Path(sys.argv[1]) / "Crashed", name="Crashed", identity=ada)
recording = add_recording(library, b"sound" * 1000)
(library.info.folder / "vault" / ("0" * 32 + ".sound.part")).write_bytes(b"half")
print(recovery, recording.uid, flush=True)
sys.stdin.read(1)
os._exit(9)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the crash is staged with POSIX means")
def test_another_process_holds_the_library_until_it_dies(tmp_path: Path, shelf: FolderShelf) -> None:
    paths = os.pathsep.join([str(Path(__file__).parents[2]), str(Path(__file__).parents[1])])
    ben = new_identity(tmp_path / "mine", name="Ben", initials="BB")
    with subprocess.Popen(
        [sys.executable, "-c", CRASH, str(tmp_path), paths], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        recovery, recording_uid = other.stdout.readline().split()
        folder = tmp_path / "Crashed.fidelity"
        with pytest.raises(LibraryInUse, match="CR has this library open"):
            shelf.open_with_recovery_key(folder, recovery_key=recovery, identity=ben)
        other.stdin.write("x")
    library = shelf.open_with_recovery_key(folder, recovery_key=recovery, identity=ben)
    assert heard(library, recording_uid) == b"sound" * 1000
    assert len(list((folder / "vault").iterdir())) == 1
    library.close()


def test_half_a_library_is_no_library_and_is_cleared_away(
    tmp_path: Path, shelf: FolderShelf, ada: Unlocked, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PowerCut(BaseException):
        pass

    def cut(*args: object, **kwargs: object) -> None:
        raise PowerCut

    with monkeypatch.context() as patched:
        patched.setattr("fidelity_rater.storage.opening.KeyFile.write", cut)
        patched.setattr("fidelity_rater.storage.making.shutil.rmtree", lambda *args, **kwargs: None)
        with pytest.raises(PowerCut):
            shelf.create(tmp_path / "Half", name="Half", identity=ada)
    (left,) = tmp_path.glob(".Half.fidelity.*")
    assert not (tmp_path / "Half.fidelity").exists()
    with pytest.raises(NotALibrary):
        shelf.peek(left)
    library, _ = shelf.create(tmp_path / "Half", name="Half", identity=ada)
    library.close()
    assert not left.exists()


def missing(place: Path) -> None:
    shutil.rmtree(place)


def a_file(place: Path) -> None:
    shutil.rmtree(place)
    place.write_bytes(b"")


def foreign(place: Path) -> None:
    (place / "library.db").unlink()
    (place / "keys.json").unlink()


def keyless(place: Path) -> None:
    (place / "keys.json").unlink()


def bodiless(place: Path) -> None:
    (place / "library.db").unlink()


def empty(place: Path) -> None:
    (place / "library.db").write_bytes(b"")


def truncated(place: Path) -> None:
    os.truncate(place / "library.db", 3000)


def garbage(place: Path) -> None:
    (place / "library.db").write_bytes(b"SQLite format 3\0" + bytes(8000))


def other_database(place: Path) -> None:
    import sqlite3

    (place / "library.db").unlink()
    connection = sqlite3.connect(place / "library.db")
    connection.execute("CREATE TABLE x (y)")
    connection.close()


def damaged_keys(place: Path) -> None:
    (place / "keys.json").write_bytes((place / "keys.json").read_bytes().replace(b"Clinic", b"Clinix"))


def newer_keys(place: Path) -> None:
    record = checked_json.read(place / "keys.json", format_name="fidelity-library-keys", version=1)
    del record["format"], record["version"]
    (place / "keys.json").write_bytes(checked_json.to_bytes(record, format_name="fidelity-library-keys", version=2))


FAULTS: dict[str, tuple[Callable[[Path], None], type[UserFacingError], str]] = {
    "missing": (missing, NotALibrary, "no library at this place"),
    "a file": (a_file, NotALibrary, "is a file"),
    "foreign folder": (foreign, NotALibrary, "no library"),
    "key file missing": (keyless, NotALibrary, "key file is missing"),
    "database missing": (bodiless, NotALibrary, "database is missing"),
    "database empty": (empty, NotALibrary, "empty"),
    "database truncated": (truncated, NotALibrary, "."),
    "database garbage": (garbage, NotALibrary, "."),
    "database of another program": (other_database, NotALibrary, "."),
    "key file damaged": (damaged_keys, NotALibrary, "key file is damaged"),
    "newer": (newer_keys, NewerLibrary, "later version"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_is_one_sentence_and_changes_nothing(
    place: Path, shelf: FolderShelf, ada: Unlocked, fault: str
) -> None:
    spoil, kind, words = FAULTS[fault]
    spoil(place)
    before = content(place) if place.is_dir() else None
    with pytest.raises(kind, match=words) as caught:
        shelf.open(place, ada)
    assert caught.value.message.endswith(".")
    assert (content(place) if place.is_dir() else None) == before


def test_a_network_drive_is_refused_for_making_and_opening(tmp_path: Path, place: Path, ada: Unlocked) -> None:
    far = FolderShelf(mounts=lambda: [SimpleNamespace(mountpoint="/", fstype="nfs4", opts="rw")])
    before = content(place)
    with pytest.raises(UserFacingError, match="network drive"):
        far.open(place, ada)
    with pytest.raises(UserFacingError, match="network drive"):
        far.create(tmp_path / "Far", name="Far", identity=ada)
    assert content(place) == before
    assert not (tmp_path / "Far.fidelity").exists()


def test_a_folder_that_cannot_be_written_to_is_called_so(
    place: Path, shelf: FolderShelf, ada: Unlocked, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def read_only(path: os.PathLike[str], flags: int, *args: int, **kwargs: int) -> int:
        if flags & (os.O_RDWR | os.O_CREAT):
            raise PermissionError(13, "denied")
        return real(path, flags, *args, **kwargs)

    monkeypatch.setattr(os, "open", read_only)
    with pytest.raises(UserFacingError, match="cannot be written to"):
        shelf.open(place, ada)


def test_a_full_disk_makes_no_library(
    tmp_path: Path, shelf: FolderShelf, ada: Unlocked, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=1000))
    with pytest.raises(DiskFull):
        shelf.create(tmp_path / "Full", name="Full", identity=ada)
    assert not list(tmp_path.glob("*Full*"))


def test_a_check_names_the_session_whose_sound_is_damaged(opened: Library, place: Path) -> None:
    add_recording(opened, SOUND)
    (file,) = (place / "vault").iterdir()
    data = bytearray(file.read_bytes())
    data[70_000] ^= 1
    file.write_bytes(data)
    (finding,) = opened.check(Progressless())
    assert "T01" in finding
    assert "damaged" in finding


def test_a_disk_that_is_full_at_closing_loses_nothing_and_gives_the_lock_back(
    place: Path, shelf: FolderShelf, ada: Unlocked, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Database) -> None:
        raise DiskFull("full")

    library = shelf.open(place, ada)
    recording = add_recording(library, SOUND)
    with monkeypatch.context() as patched:
        patched.setattr(Database, "close", full)
        library.close()
    again = shelf.open(place, ada)
    assert heard(again, recording.uid) == SOUND
    again.close()
