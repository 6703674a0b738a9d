"""How long sealing a recording takes beside copying the file and encrypting the same bytes.

    python benchmarks/importing.py [RECORDING] [--rounds N]

The baseline copies the file, forces the copy to disk, and encrypts the bytes with AES-256-GCM in memory: what cannot
be saved. Sealing hashes, encrypts, forces to disk, renames, forces the folder to disk, reads everything back, decrypts
and hashes it again. Both take turns in one run; the ratio is of medians. Importing as a whole adds probing the file.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fidelity_rater.media.probe import PyAvProbe
from fidelity_rater.storage.library import NoProgress
from fidelity_rater.storage.vault import FolderVault
from fidelity_rater.storage.vault_format import CHUNK, TAG

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("FIDELITY_TEST_DATA", ROOT.parent / "shared" / "data"))
GOAL = 1.5


def main() -> int:
    """Print the figures; fail when the goal is missed."""
    arguments = parse()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        folder = Path(name)
        local = folder / "recording"
        shutil.copyfile(arguments.recording, local)
        vault = FolderVault(folder, os.urandom(32), lambda uid: None)
        times = take_turns(
            {
                "copy and encrypt": lambda: copy_and_encrypt(local, folder / "copy"),
                "seal": lambda: seal(vault, local),
                "probe": lambda: probe(local),
            },
            rounds=arguments.rounds,
        )
        size = local.stat().st_size
    base, sealing, probing = (statistics.median(times[name]) for name in ("copy and encrypt", "seal", "probe"))
    print(f"recording: {size / 1e6:.1f} MB, {arguments.rounds} rounds in turn, medians")
    for what, taken in (("copy and encrypt", base), ("seal", sealing), ("probe", probing)):
        print(f"  {what:18} {taken * 1000:8.1f} ms {size / taken / 1e6:8.0f} MB/s")
    print(f"  seal / copy and encrypt:           {sealing / base:5.2f}  (goal: at most {GOAL})")
    quickest = min(times["seal"]) / min(times["copy and encrypt"])
    print(f"  the same of the quickest rounds:   {quickest:5.2f}")
    print(f"  (probe + seal) / copy and encrypt: {(sealing + probing) / base:5.2f}")
    return 0 if sealing <= GOAL * base else 1


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="time the import of a recording")
    parser.add_argument("recording", nargs="?", type=Path, default=DATA / "audio" / "meeting_55min.opus")
    parser.add_argument("--rounds", type=int, default=31)
    parser.add_argument("--folder", type=Path, default=ROOT, help="a folder on the disk to be measured")
    return parser.parse_args()


def take_turns(jobs: dict[str, Callable[[], None]], *, rounds: int) -> dict[str, list[float]]:
    """Time the jobs one after the other, over and over, so that a busy machine slows them alike."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for turn in range(rounds + 2):
        for name, job in jobs.items():
            began = time.perf_counter()
            job()
            if turn >= 2:
                times[name].append(time.perf_counter() - began)
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


def seal(vault: FolderVault, source: Path) -> None:
    """Seal, and take the result away again."""
    with source.open("rb") as reading:
        vault.discard(vault.seal(reading, size=source.stat().st_size, progress=NoProgress()))


def probe(source: Path) -> None:
    """Find out what the recording is, as an import does first."""
    with source.open("rb") as reading:
        PyAvProbe().facts(reading)


if __name__ == "__main__":
    sys.exit(main())
