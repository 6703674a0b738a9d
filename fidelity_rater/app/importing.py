"""Bring a recording into the library: look at the file, seal it into the vault, put it under its session."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.plain_files import digest, opened, state_of
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.library import Library
from fidelity_rater.app.ports.sealed import SealedSound
from fidelity_rater.app.ports.sound import Probe, RecordingFacts
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.domain.caseload import Consent, Recording
from fidelity_rater.i18n import tr

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that can be imported: its facts, and where the same sound already is."""

    path: Path
    facts: RecordingFacts
    size: int
    changed_ns: int
    """When the file was last written to, as its system tells it."""
    sha256: str | None = None
    """None where no recording here has this size: it cannot be here already, and sealing reads it all anyway."""
    duplicates: tuple[str, ...] = ()
    """Where the library already holds this very sound, e.g. "T07 · C2 · session 6"."""


@dataclass(frozen=True, slots=True)
class ImportPlace:
    """Where recordings that come in now most likely belong, by codes; empty: not known."""

    therapist: str = ""
    case: str = ""
    session: int | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """A recording that is in the library, verified, and the plain file it came from."""

    recording: Recording
    original: Path


class Importing:
    """Imports recordings. Every method may be slow and belongs in a job."""

    def __init__(self, library: Library, *, probe: Probe, clock: WallClock, bus: Bus) -> None:
        self._library, self._probe, self._clock, self._bus = library, probe, clock, bus

    def look_at(self, path: Path, progress: Progress) -> Candidate:
        """Find out whether the file can be rated, and whether it is here already.

        Raises ``UserFacingError`` with one clear sentence otherwise.
        """
        with opened(path) as file:
            found = self._probed(path, file)
            if not self._holds_one_of(found.size):
                return found
            sha256 = digest(file, progress)
        return replace(found, sha256=sha256, duplicates=self._places_of(sha256))

    def _probed(self, path: Path, file: BinaryIO) -> Candidate:
        size, changed_ns = state_of(file)
        facts = self._probe.facts(file)
        file.seek(0)
        return Candidate(path, facts, size, changed_ns)

    def _holds_one_of(self, size: int) -> bool:
        with self._library.read() as uow:
            return any(r.deleted_at is None for r in uow.recordings.of_size(size))

    def _places_of(self, sha256: str) -> tuple[str, ...]:
        with self._library.read() as uow:
            found = [r for r in uow.recordings.by_sha256(sha256) if r.deleted_at is None]
            places = []
            for recording in found:
                session = uow.sessions.get(recording.session_uid)
                case = uow.cases.get(session.case_uid)
                therapist = uow.therapists.get(case.therapist_uid)
                places.append(
                    tr(
                        "{therapist} · {case} · session {n}",
                        therapist=therapist.code,
                        case=case.code,
                        n=session.scheduled,
                    )
                )
            return tuple(places)

    def bring_in(self, chosen: Candidate | Path, session_uid: str, consent: Consent, progress: Progress) -> Imported:
        """Seal the file into the vault and put it under the session; the original stays as it is.

        A file that nobody has looked at, or that was written to since, is probed first. Raises ``Cancelled`` or
        ``UserFacingError``; then nothing of it is left in the library.
        """
        path = chosen.path if isinstance(chosen, Candidate) else chosen
        with opened(path) as file:
            if isinstance(chosen, Path) or state_of(file) != (chosen.size, chosen.changed_ns):
                chosen = self._probed(path, file)
            sealed = self._library.vault.seal(file, size=chosen.size, progress=progress)
        try:
            if chosen.sha256 not in (None, sealed.sha256):
                raise UserFacingError(
                    tr("The file is no longer the one that was looked at."),
                    tr("Take it out of the list and add it again."),
                )
            progress.check()
            recording = self._put_under(session_uid, chosen.facts, sealed, consent)
        except BaseException:
            self._library.vault.discard(sealed)
            raise
        log.info("imported a recording of %d s", chosen.facts.duration_ms // 1000)
        self._bus.publish(Changed.RECORDINGS | Changed.CASELOAD)
        return Imported(recording, path)

    def _put_under(self, session_uid: str, facts: RecordingFacts, sealed: SealedSound, consent: Consent) -> Recording:
        with self._library.work() as uow:
            parts = uow.recordings.of_session(session_uid)
            recording = Recording(
                uid=new_uid(),
                session_uid=session_uid,
                part=max((r.part for r in parts), default=0) + 1,
                duration_ms=facts.duration_ms,
                container=facts.container,
                codec=facts.codec,
                sample_rate=facts.sample_rate,
                channels=facts.channels,
                sha256=sealed.sha256,
                size=sealed.size,
                added_at=self._clock.now(),
                consent=consent,
            )
            uow.recordings.add(recording, sealed)
            uow.commit()
        return recording

    def delete_original(self, imported: Imported, progress: Progress) -> None:
        """Delete the plain file, once the sound in the vault is proved to be the same bytes.

        Raises ``UserFacingError`` and deletes nothing where it is not, or where the file has changed since.
        """
        with self._library.vault.open(imported.recording.uid).open() as sealed:
            in_vault = digest(sealed, progress)
        with opened(imported.original) as file:
            in_file = digest(file, progress)
        if not in_vault == in_file == imported.recording.sha256:
            raise UserFacingError(
                tr("The original was not deleted: it is no longer the file that was imported."),
                tr("Compare the two by ear before you delete it yourself."),
            )
        try:
            imported.original.unlink()
        except OSError:
            raise UserFacingError(
                tr("The original could not be deleted."), tr("Close programs that use it, or delete it yourself.")
            ) from None
