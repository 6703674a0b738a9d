"""Real libraries for tests: cheap identities, a caseload of one, a recording in the vault."""

from __future__ import annotations

import io
import uuid
from datetime import UTC, date, datetime
from pathlib import Path

from fidelity_rater.app.ports.jobs import Cancelled
from fidelity_rater.app.ports.library import Library
from fidelity_rater.domain.caseload import Case, Recording, Session, Therapist
from fidelity_rater.storage.identity import IdentityFiles, Unlocked
from fidelity_rater.storage.identity_file import KeyCost

CHEAP = KeyCost(memory_kib=64, iterations=1, lanes=1)
PASSPHRASE = "correct horse"


class Told:
    """A job's progress, which a test may stop at the n-th word."""

    def __init__(self, *, stop_at: int | None = None) -> None:
        self.words: list[tuple[int, int]] = []
        self._stop_at = stop_at

    def tell(self, done: int, total: int) -> None:
        self.words.append((done, total))
        if self._stop_at is not None and len(self.words) >= self._stop_at:
            raise Cancelled

    def check(self) -> None:
        """Never stop between words."""


def new_identity(folder: Path, *, name: str = "Ada", initials: str = "AE") -> Unlocked:
    """Make a person with keys that cost nothing to open."""
    files = IdentityFiles(folder, cost=CHEAP)
    return files.unlock(files.create(name=name, initials=initials, passphrase=PASSPHRASE).person.uid, PASSPHRASE)


def add_recording(library: Library, sound: bytes, *, code: str = "T01") -> Recording:
    """Put a therapist, a case, a session and a sealed recording into a library."""
    sealed = library.vault.seal(io.BytesIO(sound), size=len(sound), progress=Told())
    therapist = Therapist(uid=str(uuid.uuid4()), code=code)
    case = Case(uid=str(uuid.uuid4()), therapist_uid=therapist.uid, code="1")
    session = Session(uid=str(uuid.uuid4()), case_uid=case.uid, scheduled=3, attended=3, held_on=date(2026, 3, 2))
    recording = Recording(
        uid=str(uuid.uuid4()),
        session_uid=session.uid,
        part=1,
        duration_ms=1000,
        container="wav",
        codec="pcm",
        sample_rate=8000,
        channels=1,
        sha256=sealed.sha256,
        size=sealed.size,
        added_at=datetime.now(UTC),
    )
    with library.work() as work:
        work.therapists.add(therapist)
        work.cases.add(case)
        work.sessions.add(session)
        work.recordings.add(recording, sealed)
        work.commit()
    return recording


def heard(library: Library, recording_uid: str) -> bytes:
    """Read a recording's sound to its end."""
    with library.vault.open(recording_uid).open() as reader:
        return reader.read()
