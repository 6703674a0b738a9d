"""What a moment is heard from where ratings are told beside each other: in place, apart from the desk.

Whether it may be heard is what the desk would say of the rating that it was marked in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from fidelity_rater.app.errors import NotAllowed
from fidelity_rater.app.evidence_models import Play
from fidelity_rater.app.ports.library import Library, UnitOfWork
from fidelity_rater.app.ports.sound import SoundSource
from fidelity_rater.app.rating.calibrating import reference_in
from fidelity_rater.app.rating.clipped import clips_for, play_of
from fidelity_rater.app.recordings import Recordings
from fidelity_rater.domain.caseload import ConsentPurpose, Recording
from fidelity_rater.domain.consent import HeardFor
from fidelity_rater.domain.people import Role
from fidelity_rater.i18n import tr


@dataclass(frozen=True, slots=True)
class MomentWanted:
    """One moment of a rating; the recording by its uid here."""

    uid: str
    rating_uid: str
    recording_uid: str
    start_ms: int
    end_ms: int


class MomentSounds:
    """Finds and opens what moments are heard from; belongs in a job."""

    def __init__(self, library: Library, *, recordings: Recordings) -> None:
        self._library, self._recordings = library, recordings

    def find(self, wanted: MomentWanted) -> Play:
        """What to play. Raises ``NotAllowed`` where consent does not cover it, or there is no sound of it here."""
        with self._library.read() as uow:
            recording = _recording(uow, wanted.recording_uid)
            if recording is not None:
                self._refuse(uow, recording, wanted.rating_uid)
            clip = None if recording is not None else play_of(clips_for(uow, wanted.rating_uid), wanted)
        if clip is not None:
            return replace(clip, rating_uid=wanted.rating_uid)
        if recording is None:
            raise NotAllowed(_gone())
        length = recording.duration_ms
        start, end = min(wanted.start_ms, length), min(wanted.end_ms, length)
        return Play(recording.uid, recording.uid, False, start, end, length, rating_uid=wanted.rating_uid)

    def open(self, play: Play) -> SoundSource:
        """The sound, looked at anew. Raises ``NotAllowed``, or ``UserFacingError`` where it is gone or damaged."""
        with self._library.read() as uow:
            recording = _recording(uow, play.recording_uid)
            if recording is not None:
                self._refuse(uow, recording, play.rating_uid)
            there = uow.clips.get(play.sound_uid) is not None if play.clip else recording is not None
        if not there:
            raise NotAllowed(_gone())
        return self._library.vault.open(play.sound_uid)

    def _refuse(self, uow: UnitOfWork, recording: Recording, rating_uid: str) -> None:
        purpose, role = _heard_for(uow, rating_uid)
        if why := self._recordings.why_not(recording, purpose=purpose, role=role):
            raise NotAllowed(why)


def _heard_for(uow: UnitOfWork, rating_uid: str) -> tuple[HeardFor, Role]:
    try:
        head = uow.ratings.get(rating_uid)
    except LookupError:
        raise NotAllowed(tr("The rating that this moment was marked in is not in this library.")) from None
    opening = uow.ratings.events(rating_uid)[0]
    return ConsentPurpose.TRAINING if reference_in(opening.data) else head.purpose, head.role


def _recording(uow: UnitOfWork, uid: str) -> Recording | None:
    try:
        return uow.recordings.get(uid)
    except LookupError:
        return None


def _gone() -> str:
    return tr("Its sound did not come along, and the recording is not in this library.")
