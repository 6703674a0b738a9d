"""What may be done with a recording once it is here: consent, playing, moving it to its right session, deleting it."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import NotAllowed, UserFacingError
from fidelity_rater.app.plain_files import opened, state_of
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.library import Library
from fidelity_rater.app.ports.sealed import SealedSound
from fidelity_rater.app.ports.sound import SoundSource
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.domain.caseload import Consent, Recording
from fidelity_rater.domain.consent import HeardFor, refusal
from fidelity_rater.domain.people import Role
from fidelity_rater.i18n import tr

log = logging.getLogger(__name__)


class Recordings:
    """Consent governs: nothing here plays what it does not allow."""

    def __init__(self, library: Library, *, clock: WallClock, bus: Bus) -> None:
        self._library, self._clock, self._bus = library, clock, bus

    def set_consent(self, recording_uid: str, consent: Consent) -> None:
        with self._library.work() as uow:
            uow.recordings.set_consent(recording_uid, consent)
            uow.commit()
        self._bus.publish(Changed.RECORDINGS)

    def withdraw_consent(self, recording_uid: str, on: date) -> None:
        """From now on it is not played; its scores stay."""
        with self._library.read() as uow:
            consent = uow.recordings.get(recording_uid).consent
        self.set_consent(recording_uid, replace(consent, withdrawn_on=on))

    def why_not(self, recording: Recording, *, purpose: HeardFor, role: Role) -> str | None:
        """The sentence that says why this recording may not be played, or None where it may."""
        if recording.deleted_at is not None:
            return _deleted().message
        return refusal(recording.consent, purpose=purpose, role=role, today=self._clock.now().date())

    def sound(self, recording_uid: str, *, purpose: HeardFor, role: Role) -> SoundSource:
        """The sound to play. Raises ``NotAllowed`` where consent does not cover it."""
        with self._library.read() as uow:
            recording = uow.recordings.get(recording_uid)
        if sentence := self.why_not(recording, purpose=purpose, role=role):
            raise NotAllowed(sentence)
        return self._library.vault.open(recording_uid)

    def fault(self, recording_uid: str) -> UserFacingError | None:
        """What a quick look finds wrong with a recording's sound: missing, or altered in its length or at its end.

        None where nothing is; an alteration in the middle is found by playing it, and by checking the library.
        """
        try:
            self._library.vault.open(recording_uid)
        except UserFacingError as fault:
            return fault
        return None

    def faults(self, recording_uids: Sequence[str]) -> Mapping[str, str]:
        """What is wrong with each of these, as sentences; whole ones are left out."""
        looked_at = {uid: self.fault(uid) for uid in recording_uids}
        return {uid: str(fault) for uid, fault in looked_at.items() if fault is not None}

    def relink(self, recording_uid: str, path: Path, progress: Progress) -> None:
        """Seal a recording's sound anew from its original, known by its hash; ratings and all else stay as they are.

        Slow; belongs in a job. Raises ``Cancelled``, or ``UserFacingError`` where the file is another one or the
        recording is deleted; then nothing has changed.
        """
        with self._library.read() as uow:
            recording = uow.recordings.get(recording_uid)
        if recording.deleted_at is not None:
            raise _deleted()
        vault = self._library.vault
        with opened(path) as file:
            if state_of(file)[0] != recording.size:
                raise _another_file()
            sealed = vault.seal(file, size=recording.size, progress=progress)
        try:
            if sealed.sha256 != recording.sha256:
                raise _another_file()
            progress.check()
            peaks = vault.peaks(recording_uid)
            with self._library.work() as uow:
                before = uow.recordings.reseal(recording_uid, sealed)
                uow.commit()
        except BaseException:
            vault.discard(sealed)
            raise
        if peaks is not None:
            vault.keep_peaks(recording_uid, peaks)
        self._discard(before)
        log.info("a recording's sound was brought back from its original")
        self._bus.publish(Changed.RECORDINGS)

    def _discard(self, before: SealedSound) -> None:
        try:
            self._library.vault.discard(before)
        except UserFacingError as fault:
            # Nothing stands on it any more, so the next opening sweeps it away.
            log.warning("the sound that was replaced is still there: %s", fault.message)

    def move(self, recording_uid: str, session_uid: str) -> None:
        """Put a recording under another session, as long as nobody has rated the one it is under."""
        with self._library.work() as uow:
            recording = uow.recordings.get(recording_uid)
            if uow.ratings.of_session(recording.session_uid):
                raise UserFacingError(
                    tr("This recording has been rated where it is."), tr("Import it again under the right session.")
                )
            uow.recordings.set_session(recording_uid, session_uid)
            uow.commit()
        self._bus.publish(Changed.RECORDINGS | Changed.CASELOAD)

    def delete(self, recording_uid: str) -> datetime:
        """Destroy the recording's key, sound, peaks and transcript; its scores stay. There is no way back."""
        at = self._clock.now()
        with self._library.work() as uow:
            uow.recordings.destroy(recording_uid, at)
            uow.commit()
        try:
            self._library.vault.erase(recording_uid)
        finally:
            # Whatever becomes of its file, the recording is gone.
            self._bus.publish(Changed.RECORDINGS | Changed.CASELOAD)
        return at


def _deleted() -> NotAllowed:
    return NotAllowed(tr("This recording was deleted. Its scores are kept."))


def _another_file() -> UserFacingError:
    return UserFacingError(
        tr("This is not the file that the recording was imported from."),
        tr("Choose the original; it may have another name now, but nothing in it may have changed."),
    )
