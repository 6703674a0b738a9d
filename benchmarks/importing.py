"""How long an import takes beside copying the file and encrypting the same bytes.

    python benchmarks/importing.py [RECORDING] [--minutes N] [--rounds N]

The baseline copies the file, forces the copy to disk, and encrypts the bytes with AES-256-GCM in memory: what cannot
be saved. The import is the app's own, from choosing the file to the committed row: looking (opening, probing, asking
for duplicates) and bringing in (encrypting, forcing file and folder to disk while everything is read back, decrypted
and hashed; then the commit, forced to disk). The import keeps one promise more than the baseline, and so waits for the
disk once more: the row that holds the key. On a small file those waits are most of the time; ``--minutes`` makes a wav
of that length instead, where the bytes are. All take turns in one run; the ratio is of medians.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
import uuid
import wave
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.importing import Candidate, Importing
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.domain.caseload import Case, Consent, Session, Therapist
from fidelity_rater.media.probe import PyAvProbe
from fidelity_rater.storage.identity import IdentityFiles
from fidelity_rater.storage.identity_file import KeyCost
from fidelity_rater.storage.shelf import FolderShelf
from fidelity_rater.storage.vault_format import CHUNK, TAG

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("FIDELITY_TEST_DATA", ROOT.parent / "shared" / "data"))
GOAL = 1.5


class Now:
    """The computer's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class Import:
    """The app's import into an encrypted library of its own; each leaves the library as it found it."""

    def __init__(self, folder: Path, source: Path) -> None:
        self._source = source
        files = IdentityFiles(folder / "identities", cost=KeyCost(memory_kib=64, iterations=1, lanes=1))
        passphrase = uuid.uuid4().hex
        uid = files.create(name="Ada", initials="A", passphrase=passphrase).person.uid
        identity = files.unlock(uid, passphrase)
        self._library, _ = FolderShelf().create(folder / "Bench.fidelity", name="Bench", identity=identity)
        self._importing = Importing(self._library, probe=PyAvProbe(), clock=Now(), bus=Bus())
        self._session = str(uuid.uuid4())
        therapist, case = Therapist(str(uuid.uuid4()), "T01"), str(uuid.uuid4())
        with self._library.work() as uow:
            uow.therapists.add(therapist)
            uow.cases.add(Case(uid=case, therapist_uid=therapist.uid, code="C1"))
            uow.sessions.add(Session(uid=self._session, case_uid=case, scheduled=1, attended=1, held_on=None))
            uow.commit()
        self._chosen: Candidate | None = None
        self._imported = ""

    def look(self) -> None:
        self._chosen = self._importing.look_at(self._source, SilentProgress())

    def bring_in(self) -> None:
        assert self._chosen is not None
        done = self._importing.bring_in(self._chosen, self._session, Consent(), SilentProgress())
        self._imported = done.recording.uid

    def forget(self) -> None:
        """Make room for the next round, which must not find a duplicate."""
        with self._library.work() as uow:
            uow.recordings.destroy(self._imported, datetime.now(UTC))
            uow.commit()
        self._library.vault.erase(self._imported)

    def close(self) -> None:
        self._library.close()


def main() -> int:
    """Print the figures; fail when the goal is missed."""
    arguments = parse()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        folder = Path(name)
        local = folder / "recording"
        if arguments.minutes:
            write_wav(local, minutes=arguments.minutes)
        else:
            shutil.copyfile(arguments.recording, local)
        app = Import(folder, local)
        jobs = {
            "copy and encrypt": lambda: copy_and_encrypt(local, folder / "copy"),
            "one disk wait": lambda: wait_for_disk(folder / "wait"),
            "look": app.look,
            "bring in": app.bring_in,
        }
        times = take_turns(jobs, rounds=arguments.rounds, after=app.forget)
        app.close()
        size = local.stat().st_size
    times["whole import"] = [sum(both) for both in zip(times["look"], times["bring in"], strict=True)]
    base = statistics.median(times["copy and encrypt"])
    print(f"recording: {size / 1e6:.1f} MB, {arguments.rounds} rounds in turn, medians (quickest)")
    for what, taken in times.items():
        middle = statistics.median(taken)
        print(
            f"  {what:18}{middle * 1000:8.1f} ms ({min(taken) * 1000:7.1f})   {middle / base:5.2f} of copy and encrypt"
        )
    ratio = statistics.median(times["whole import"]) / base
    print(f"  whole import / copy and encrypt: {ratio:.2f} (goal: at most {GOAL})")
    return 0 if ratio <= GOAL else 1


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="time the import of a recording")
    parser.add_argument("recording", nargs="?", type=Path, default=DATA / "audio" / "meeting_55min.opus")
    parser.add_argument("--minutes", type=int, default=0, help="a made-up wav (16 kHz mono) of this length instead")
    parser.add_argument("--rounds", type=int, default=31)
    parser.add_argument("--folder", type=Path, default=ROOT, help="a folder on the disk to be measured")
    return parser.parse_args()


def write_wav(path: Path, *, minutes: int) -> None:
    """Write noise: nothing on the way may find it easy."""
    with wave.open(str(path), "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(16_000)
        for _ in range(minutes):
            wav.writeframes(os.urandom(60 * 16_000 * 2))


def wait_for_disk(path: Path) -> None:
    """Force one small new thing to disk: what each promise costs at least."""
    with path.open("ab") as file:
        file.write(bytes(4096))
        file.flush()
        os.fsync(file.fileno())


def take_turns(
    jobs: dict[str, Callable[[], None]], *, rounds: int, after: Callable[[], None]
) -> dict[str, list[float]]:
    """Time the jobs one after the other, over and over, so that a busy machine slows them alike."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for turn in range(rounds + 2):
        for name, job in jobs.items():
            began = time.perf_counter()
            job()
            if turn >= 2:
                times[name].append(time.perf_counter() - began)
        after()
    return times


def copy_and_encrypt(source: Path, target: Path) -> None:
    """Do the least that an encrypted import could do."""
    cipher = AESGCM(os.urandom(32))
    with source.open("rb") as reading, target.open("wb") as writing:
        shutil.copyfileobj(reading, writing)
        writing.flush()
        os.fsync(writing.fileno())
    with source.open("rb") as reading:
        number, sealed = 0, memoryview(bytearray(CHUNK + TAG))
        while piece := reading.read(CHUNK):
            cipher.encrypt_into(number.to_bytes(12), piece, None, sealed[: len(piece) + TAG])
            number += 1
    target.unlink()


if __name__ == "__main__":
    sys.exit(main())
