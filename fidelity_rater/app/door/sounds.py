"""Which sound a moment of received feedback is heard from: the clip that came, else one's own recording."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from fidelity_rater.app.door.body import Received
from fidelity_rater.app.door.models import LetterMoment, Play
from fidelity_rater.app.errors import NotAllowed
from fidelity_rater.app.ports.documents import Clip
from fidelity_rater.app.ports.library import Library, UnitOfWork
from fidelity_rater.app.ports.sound import SoundSource
from fidelity_rater.app.recordings import Recordings
from fidelity_rater.app.sharing.models import USUAL_MARGIN_MS
from fidelity_rater.domain.caseload import Recording
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.ratings.moments import Moment
from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import Scale


class Sounds:
    """Finds and opens what a moment is heard from; nothing is played that consent does not allow."""

    def __init__(
        self,
        library: Library,
        *,
        recordings: Recordings,
        purpose: Purpose = Purpose.FORMATIVE,
        role: Role = Role.TRAINEE,
    ) -> None:
        """``purpose`` and ``role`` say who listens, and for what: consent may allow one and not the other."""
        self._library, self._recordings = library, recordings
        self._purpose, self._role = purpose, role

    def why_silent(self, recording: Recording) -> str:
        """Why this recording may not be heard so; empty where it may."""
        return self._recordings.why_not(recording, purpose=self._purpose, role=self._role) or ""

    def finder(self, uow: UnitOfWork, received: Received) -> Finder:
        """What is there for the moments of one feedback."""
        return self.finder_of(uow, received.session_uid, received.clip_of, received.clips)

    def finder_of(
        self, uow: UnitOfWork, session_uid: str, clip_of: Mapping[str, str], clips: Iterable[str] | None = None
    ) -> Finder:
        """What is there for the moments of one session. ``clip_of`` says by moment which clip it is heard in."""
        recordings = {recording.uid: recording for recording in _recordings(uow, session_uid)}
        named = set(clip_of.values()) if clips is None else clips
        there = {uid: clip for uid in named if (clip := uow.clips.get(uid)) is not None}
        refused = {uid: why for uid, recording in recordings.items() if (why := self.why_silent(recording))}
        return Finder(there, clip_of, recordings, refused)

    def open(self, play: Play) -> SoundSource:
        """The sound to play, looked at anew: consent may have been withdrawn since the letter was opened.

        Raises ``NotAllowed``, or ``UserFacingError`` where it is gone or damaged.
        """
        with self._library.read() as uow:
            recording = recording_of(uow, play.recording_uid)
            there = uow.clips.get(play.sound_uid) is not None if play.clip else recording is not None
        if recording is not None and (why := self.why_silent(recording)):
            raise NotAllowed(why)
        if not there:
            raise NotAllowed(gone())
        return self._library.vault.open(play.sound_uid)


def _recordings(uow: UnitOfWork, session_uid: str) -> tuple[Recording, ...]:
    try:
        return uow.recordings.of_session(session_uid)
    except LookupError:  # feedback on a session that is not here
        return ()


def recording_of(uow: UnitOfWork, uid: str) -> Recording | None:
    """A recording that may not be here."""
    try:
        return uow.recordings.get(uid)
    except LookupError:
        return None


class Finder:
    """Plays for moments, from the clips that came and the recordings of the session."""

    def __init__(
        self,
        clips: Mapping[str, Clip],
        clip_of: Mapping[str, str],
        recordings: Mapping[str, Recording],
        refused: Mapping[str, str],
    ) -> None:
        self._clips, self._clip_of, self._recordings, self._refused = clips, clip_of, recordings, refused
        self._moments_in = Counter(clip_of.values())

    def moment(self, moment: Moment, scale: Scale) -> LetterMoment:
        """A moment as the letter shows it."""
        clip = self._clips.get(self._clip_of.get(moment.uid, ""))
        play = None if moment.recording_uid in self._refused else self._play(moment, clip)
        return LetterMoment(
            uid=moment.uid,
            item=moment.item,
            item_label=scale.item(moment.item).label if scale.has_item(moment.item) else "",
            bearing=str(moment.bearing),
            note=moment.note,
            recording_uid=moment.recording_uid,
            start_ms=moment.start_ms,
            end_ms=moment.end_ms,
            play=play,
            silent="" if play else self._refused.get(moment.recording_uid) or gone(),
            altered=bool(clip and clip.altered and play and play.clip),
        )

    def _play(self, moment: Moment, clip: Clip | None) -> Play | None:
        if clip is not None:
            start, end = self._stretch(moment, clip)
            return Play(
                clip.uid, moment.recording_uid, True, start, end, clip.end_ms - clip.start_ms, offset_ms=clip.start_ms
            )
        recording = self._recordings.get(moment.recording_uid)
        if recording is None:
            return None
        end = min(moment.end_ms, recording.duration_ms)
        return Play(recording.uid, recording.uid, False, moment.start_ms, end, recording.duration_ms)

    def _stretch(self, moment: Moment, clip: Clip) -> tuple[int, int]:
        """A clip cut for one moment is heard whole: its sender chose how much of what led to it is heard."""
        if self._moments_in[clip.uid] == 1:
            return 0, clip.end_ms - clip.start_ms
        start = max(0, moment.start_ms - USUAL_MARGIN_MS - clip.start_ms)
        return start, min(clip.end_ms, moment.end_ms + USUAL_MARGIN_MS) - clip.start_ms


def gone() -> str:
    """What is said where neither clip nor recording is here."""
    return tr("Its sound did not come along, and the recording is not in this library.")
