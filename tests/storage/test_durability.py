"""Saved means on disk: what a kill leaves behind, and how often the disk is really waited for."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from fidelity_rater.storage import unit_of_work
from fidelity_rater.storage.database import Database
from fidelity_rater.storage.faults import disk_full
from storage import unsynced
from storage.stories import START, Quiet, Story, recording

ROOT = Path(__file__).resolve().parents[2]
CLICKS = 40

_CLICKING = f"""
import os, sys
sys.path.insert(0, {str(ROOT / "tests")!r})
from pathlib import Path
from fidelity_rater.storage import unit_of_work
from fidelity_rater.storage.database import Database
from fidelity_rater.storage.faults import disk_full
from storage.stories import Story
database = Database.open(Path(sys.argv[1]), bytes(range(32)))
assert database.pragma("synchronous") == 2
desk = Story(database).begin()
for n in range({CLICKS}):
    desk.score("A", n % 5) if sys.argv[2] == "click" else None
os._exit(0)
"""


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_no_acknowledged_click_is_lost_when_the_process_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    tally = load("kill").kill_many(3)
    assert tally.kills == 3
    assert tally.acknowledged > 0
    assert tally.clean


def test_the_disk_is_waited_for_once_per_click(database_path: Path, tmp_path: Path) -> None:
    """Counted from outside, by the system: the setting alone would not show a driver that ignores it."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed, so syncs cannot be counted from outside")

    def syncs(what: str) -> int:
        told = tmp_path / f"{what}.trace"
        command = [strace, "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", str(told), sys.executable, "-c", _CLICKING]
        done = subprocess.run(
            [*command, str(database_path), what], cwd=ROOT, capture_output=True, text=True, check=False
        )
        if "ptrace" in done.stderr.lower():
            pytest.skip("this system lets no process be watched, so syncs cannot be counted from outside")
        assert done.returncode == 0, done.stderr
        return len(re.findall(r"(?:fsync|fdatasync)\(\d+\) += 0", told.read_text()))

    copy = database_path.read_bytes()
    without = syncs("idle")
    for leftover in database_path.parent.glob("library.db*"):
        leftover.unlink()
    database_path.write_bytes(copy)
    assert CLICKS <= syncs("click") - without <= CLICKS * 1.2


def test_no_click_is_acknowledged_while_the_disk_cannot_be_waited_for(database_path: Path, key: bytes) -> None:
    """Every sync is made to fail from outside; with synchronous = OFF the clicks would go through."""
    command = [sys.executable, "-m", "storage.unsynced", str(database_path)]
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False)
    if done.returncode == unsynced.NO_FILTER:
        pytest.skip("this system takes no seccomp filter, so syncs cannot be made to fail")
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [str(unsynced.CLICKS)]
    opened = Database.open(database_path, key)
    assert opened.check(Quiet()) == ()
    with opened.queries() as queries:
        # The last attempt may be in the log all the same: told as unsaved, found whole. The other way round is a loss.
        assert len(list(queries.export_rows())) <= 1
    opened.close()


def test_a_destroyed_key_is_in_no_page_of_the_library(database_path: Path, key: bytes) -> None:
    def pages() -> bytes:
        return b"".join(decrypted(path, key) for path in database_path.parent.glob("library.db*"))

    opened = Database.open(database_path, key)
    story = Story(opened)
    with opened.work() as work:
        for part in range(2, 8):
            work.recordings.add(*recording(story.session, part))
        work.commit()
    opened.close()
    assert story.sealed.wrapped_key in pages()
    opened = Database.open(database_path, key)
    with opened.work() as work:
        work.recordings.destroy(story.recording.uid, START)
        work.commit()
    assert story.sealed.wrapped_key not in pages()
    assert story.sealed.vault_name.encode() in pages()
    opened.close()


def test_a_name_that_was_taken_back_is_in_no_page_of_a_closed_library(database_path: Path, key: bytes) -> None:
    name = "Ada Example-Somebody, of a street with a rather long name"
    opened = Database.open(database_path, key)
    therapist = Story(opened).therapist
    opened.close()
    for given in (name, ""):
        opened = Database.open(database_path, key)
        with opened.work() as work:
            work.therapists.set_name(therapist.uid, given)
            work.commit()
        opened.close()
        assert (name.encode() in decrypted(database_path, key)) == bool(given)


def test_a_destroyed_key_stays_destroyed_when_the_log_cannot_be_emptied(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = Story(database)

    def refuse(engine: object) -> None:
        raise disk_full()

    with monkeypatch.context() as patch:
        patch.setattr(unit_of_work, "empty_log", refuse)
        with database.work() as work:
            work.recordings.destroy(story.recording.uid, START)
            work.commit()
    assert database.vault_name_and_key(story.recording.uid) == (story.sealed.vault_name, b"")


def decrypted(path: Path, key: bytes) -> bytes:
    """Every page of an encrypted database in the clear: AES-256-CBC; 16 bytes of salt, 80 reserved in each page."""
    data = path.read_bytes()
    if path.suffix != ".db":
        assert data == b"" or path.name.endswith("-shm"), "the log was not emptied"
        return b""
    clear = []
    for start in range(0, len(data), 4096):
        page = data[start : start + 4096]
        body, vector = page[16 if start == 0 else 0 : -80], page[-80:-64]
        decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
        clear.append(decryptor.update(body) + decryptor.finalize())
    return b"".join(clear)
