"""What may be done with a recording once it is here: consent, playing, moving it to its right session, deleting it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import NotAllowed, UserFacingError
from fidelity_rater.app.ports.library import Library
from fidelity_rater.app.ports.sound import SoundSource
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.domain.caseload import Consent, Recording
from fidelity_rater.domain.consent import refusal
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.i18n import tr


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

    def why_not(self, recording: Recording, *, purpose: Purpose, role: Role) -> str | None:
        """The sentence that says why this recording may not be played, or None where it may."""
        if recording.deleted_at is not None:
            return tr("This recording was deleted. Its scores are kept.")
        return refusal(recording.consent, purpose=purpose, role=role, today=self._clock.now().date())

    def sound(self, recording_uid: str, *, purpose: Purpose, role: Role) -> SoundSource:
        """The sound to play. Raises ``NotAllowed`` where consent does not cover it."""
        with self._library.read() as uow:
            recording = uow.recordings.get(recording_uid)
        if sentence := self.why_not(recording, purpose=purpose, role=role):
            raise NotAllowed(sentence)
        return self._library.vault.open(recording_uid)

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
        """Destroy the recording's key, sound and peaks; its scores stay. There is no way back."""
        at = self._clock.now()
        with self._library.work() as uow:
            uow.recordings.destroy(recording_uid, at)
            uow.commit()
        self._library.vault.erase(recording_uid)
        self._bus.publish(Changed.RECORDINGS | Changed.CASELOAD)
        return at
