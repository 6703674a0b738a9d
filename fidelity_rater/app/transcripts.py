"""Transcripts of recordings: looked at, kept, shown where consent allows, and told as shares of the talk."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import NotAllowed, UserFacingError
from fidelity_rater.app.evidence_models import TalkShare, TranscriptLine
from fidelity_rater.app.plain_files import opened, state_of
from fidelity_rater.app.ports.library import Library, UnitOfWork
from fidelity_rater.app.ports.transcripts import TranscriptReader
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.app.spoken_time import media_time
from fidelity_rater.domain.caseload import Recording
from fidelity_rater.domain.consent import HeardFor, refusal
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.transcript import Speaker, Talk, Transcript, shares, talk, talk_over
from fidelity_rater.i18n import tr, tr_n

LARGEST_BYTES: Final = 64 * 1024 * 1024
"""What is larger is not even read; what is smaller, the reader judges."""
BEYOND_MS: Final = 2_000
"""So much later than the sound a last line may end: programs round."""


@dataclass(frozen=True, slots=True)
class TranscriptCandidate:
    """A transcript file that was looked at and not kept yet.

    ``remarks`` say what is odd in the file; ``misfits`` say why it may be of another recording, and call for a second
    look before it is kept; ``replaces``: the recording has one.
    """

    recording_uid: str
    transcript: Transcript
    remarks: tuple[str, ...] = ()
    misfits: tuple[str, ...] = ()
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class TranscriptVoice:
    """A voice as the file names it, who it is (an id, empty: not named yet), and how many lines it has."""

    voice: str
    speaker: str
    lines: int


@dataclass(frozen=True, slots=True)
class ShownTranscript:
    """What stands beside one recording; ``refusal`` says why nothing of it is shown."""

    recording_uid: str
    lines: tuple[TranscriptLine, ...] = ()
    voices: tuple[TranscriptVoice, ...] = ()
    talk: tuple[TalkShare, ...] = ()
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class SessionTalk:
    """How the talk of one session was shared."""

    session_uid: str
    scheduled: int
    shares: tuple[TalkShare, ...]


@dataclass(frozen=True, slots=True)
class CaseTalk:
    """How the talk was shared over a case, and in each session that has a transcript."""

    shares: tuple[TalkShare, ...] = ()
    sessions: tuple[SessionTalk, ...] = ()


class Transcripts:
    """Every method reads or writes the library and belongs in a job."""

    def __init__(self, library: Library, *, reader: TranscriptReader, clock: WallClock, bus: Bus) -> None:
        self._library, self._reader, self._clock, self._bus = library, reader, clock, bus

    @property
    def endings(self) -> tuple[str, ...]:
        """The endings of files that can be read."""
        return self._reader.endings

    # Keeping

    def look_at(self, path: Path, recording_uid: str) -> TranscriptCandidate:
        """Read a file for a recording; the file stays as it is.

        Raises ``UserFacingError`` with one clear sentence where it is no transcript.
        """
        read = self._reader.read(_bytes_of(path))
        with self._library.read() as uow:
            recording = uow.recordings.get(recording_uid)
            if recording.deleted_at is not None:
                raise NotAllowed(tr("This recording was deleted, so it gets no transcript."))
            replaces = uow.transcripts.get(recording_uid) is not None
            named = _known_speakers(uow, recording)
        speakers = {voice: who for voice in read.transcript.voices if (who := named.get(voice) or _by_its_name(voice))}
        return TranscriptCandidate(
            recording_uid,
            replace(read.transcript, speakers=speakers),
            remarks=read.remarks,
            misfits=_misfits(read.transcript, recording),
            replaces=replaces,
        )

    def keep(self, candidate: TranscriptCandidate) -> Transcript | None:
        """Keep what was looked at; return what it replaced, for :meth:`put_back`."""
        return self._put(candidate.recording_uid, candidate.transcript)

    def remove(self, recording_uid: str) -> Transcript | None:
        """Take a recording's transcript away; return it, for :meth:`put_back`."""
        return self._put(recording_uid, None)

    def put_back(self, recording_uid: str, before: Transcript | None) -> None:
        """Let stand again what stood before (None: no transcript)."""
        self._put(recording_uid, before)

    def name_speaker(self, recording_uid: str, voice: str, speaker: str) -> None:
        """Say who a voice is: the id of a :class:`~fidelity_rater.domain.transcript.Speaker`; empty: nobody yet."""
        with self._library.work() as uow:
            transcript = uow.transcripts.get(recording_uid)
            if transcript is None:
                return
            speakers = {known: who for known, who in transcript.speakers.items() if known != voice}
            if speaker:
                speakers[voice] = Speaker(speaker)
            uow.transcripts.keep(recording_uid, replace(transcript, speakers=speakers))
            uow.commit()
        self._bus.publish(Changed.RECORDINGS)

    def _put(self, recording_uid: str, transcript: Transcript | None) -> Transcript | None:
        with self._library.work() as uow:
            before = uow.transcripts.get(recording_uid)
            if transcript is not None:
                uow.transcripts.keep(recording_uid, transcript)
            elif before is not None:
                uow.transcripts.remove(recording_uid)
            uow.commit()
        self._bus.publish(Changed.RECORDINGS)
        return before

    # Showing

    def of(self, recording_uid: str, *, purpose: HeardFor, role: Role) -> ShownTranscript:
        """What may be shown beside a recording: a transcript is what was said, so consent governs it like the sound."""
        with self._library.read() as uow:
            recording = uow.recordings.get(recording_uid)
            if why := self._why_not(recording, purpose=purpose, role=role):
                return ShownTranscript(recording_uid, refusal=why)
            transcript = uow.transcripts.get(recording_uid)
        if transcript is None:
            return ShownTranscript(recording_uid)
        lines = tuple(
            TranscriptLine(at, line.start_ms, line.end_ms, _name(transcript, line.voice), who or "", line.text)
            for at, line in enumerate(transcript.lines)
            for who in (transcript.speaker_of(line),)
        )
        return ShownTranscript(recording_uid, lines, _voices(transcript), told_shares(talk(transcript)))

    def _why_not(self, recording: Recording, *, purpose: HeardFor, role: Role) -> str | None:
        if recording.deleted_at is not None:
            return tr("This recording was deleted. Its scores are kept.")
        why = refusal(recording.consent, purpose=purpose, role=role, today=self._clock.now().date())
        return why and tr("The transcript is not shown. {why}", why=why)

    def talk_over_case(self, case_uid: str) -> CaseTalk:
        """How the talk was shared in each session of a case and over all of them.

        Recordings that consent covers for no purpose any more are left out.
        """
        with self._library.read() as uow:
            transcripts = uow.transcripts.of_case(case_uid)
            recordings = [uow.recordings.get(uid) for uid in transcripts]
            sessions = {session.uid: session for session in uow.sessions.of_case(case_uid)}
        by_session: dict[str, list[tuple[Talk, ...]]] = {}
        for recording in recordings:
            if self._covered(recording):
                by_session.setdefault(recording.session_uid, []).append(talk(transcripts[recording.uid]))
        told = sorted(
            (
                SessionTalk(uid, sessions[uid].scheduled, told_shares(talk_over(parts)))
                for uid, parts in by_session.items()
                if uid in sessions
            ),
            key=lambda one: one.scheduled,
        )
        over = talk_over(part for parts in by_session.values() for part in parts)
        return CaseTalk(told_shares(over), tuple(told))

    def talk_of_session(self, session_uid: str) -> tuple[TalkShare, ...]:
        """How the talk of a session was shared, all its parts together."""
        with self._library.read() as uow:
            recordings = [r for r in uow.recordings.of_session(session_uid) if self._covered(r)]
            kept = [uow.transcripts.get(recording.uid) for recording in recordings]
        return told_shares(talk_over(talk(transcript) for transcript in kept if transcript is not None))

    def _covered(self, recording: Recording) -> bool:
        return any(self._why_not(recording, purpose=purpose, role=role) is None for purpose in Purpose for role in Role)


# Words


def told_shares(talks: tuple[Talk, ...]) -> tuple[TalkShare, ...]:
    """Shares with their names in words."""
    return tuple(
        TalkShare(_called(one.speaker, one.voice), one.speaker or "", one.ms, one.turns, share)
        for one, share in zip(talks, shares(talks), strict=True)
    )


def share_words(one: TalkShare) -> str:
    """Say one speaker's share: "Therapist 38 %, 112 turns"."""
    turns = tr_n("{n} turn", "{n} turns", one.turns)
    return tr("{who} {percent}\N{NO-BREAK SPACE}%, {turns}", who=one.name, percent=round(one.share * 100), turns=turns)


def case_talk_words(told: CaseTalk) -> str:
    """Say how a case's talk was shared in one line; empty where no session has a transcript."""
    if not told.sessions:
        return ""
    held = tr_n("{n} session with a transcript", "{n} sessions with a transcript", len(told.sessions))
    if not any(one.speaker for one in told.shares):
        return tr("{held}, but nobody has said yet who is who in it", held=held)
    return " · ".join([*(share_words(one) for one in told.shares), held])


def _called(speaker: Speaker | None, voice: str) -> str:
    if speaker is Speaker.THERAPIST:
        return tr("Therapist")
    if speaker is Speaker.CLIENT:
        return tr("Client")
    if speaker is Speaker.OTHER:
        return tr("Others")
    return voice or tr("Not named")


def _name(transcript: Transcript, voice: str) -> str:
    """Who speaks in a line. A named therapist or client goes by that word: no name needs to stand on the screen."""
    speaker = transcript.speakers.get(voice)
    if speaker in (Speaker.THERAPIST, Speaker.CLIENT):
        return _called(speaker, voice)
    return voice


def _voices(transcript: Transcript) -> tuple[TranscriptVoice, ...]:
    counts: dict[str, int] = {}
    for line in transcript.lines:
        counts[line.voice] = counts.get(line.voice, 0) + 1
    return tuple(
        TranscriptVoice(voice, transcript.speakers.get(voice) or "", counts[voice]) for voice in transcript.voices
    )


def _by_its_name(voice: str) -> Speaker | None:
    """Who a voice is that the file calls by what it is."""
    known = {
        "therapist": Speaker.THERAPIST,
        "client": Speaker.CLIENT,
        "patient": Speaker.CLIENT,
        tr("Therapist").casefold(): Speaker.THERAPIST,
        tr("Client").casefold(): Speaker.CLIENT,
    }
    return known.get(voice.casefold())


def _known_speakers(uow: UnitOfWork, recording: Recording) -> Mapping[str, Speaker]:
    """Who voices of the same name are in the case's other transcripts; “Speaker 1” may be anybody each time."""
    case_uid = uow.sessions.get(recording.session_uid).case_uid
    return {
        voice: speaker
        for uid, transcript in uow.transcripts.of_case(case_uid).items()
        for voice, speaker in transcript.speakers.items()
        if uid == recording.uid or not any(character.isdigit() for character in voice)
    }


def _misfits(transcript: Transcript, recording: Recording) -> tuple[str, ...]:
    """Why this may be the transcript of another recording."""
    lasts = recording.duration_ms
    start, end = transcript.lines[0].start_ms, max(line.end_ms for line in transcript.lines)
    words = {"lasts": media_time(lasts, tenths=False), "start": media_time(start, tenths=False)}
    words["end"] = media_time(end, tenths=False)
    if start >= lasts:
        return (
            tr("The transcript begins at {start}, after the recording has ended at {lasts}.", **words),
            _of_another(),
        )
    if end > lasts + BEYOND_MS:
        return tr("The transcript ends at {end}, but the recording lasts {lasts}.", **words), _of_another()
    if end - start < lasts // 2:
        return (
            tr("The transcript goes from {start} to {end}, less than half of the recording's {lasts}.", **words),
            _of_another(),
        )
    return ()


def _of_another() -> str:
    return tr("Is it of another recording?")


def _bytes_of(path: Path) -> bytes:
    if os.path.exists(path) and not os.path.isfile(path):  # noqa: PTH110, PTH113 - never raise
        raise UserFacingError(
            tr("This is a folder or a device, not a transcript."), tr("Choose the .vtt or .srt file inside it.")
        )
    with opened(path) as file:
        if state_of(file)[0] > LARGEST_BYTES:
            raise UserFacingError(
                tr("The file is far too large for the transcript of a session."), tr("Choose a .vtt or .srt file.")
            )
        try:
            return file.read()
        except OSError:
            raise UserFacingError(
                tr("The file could not be read to its end."),
                tr("Check that its drive is still connected, then try again."),
            ) from None


def ending_of(paths: Iterable[Path], endings: tuple[str, ...]) -> Path | None:
    """The first of these files that is a transcript by its ending."""
    return next((path for path in paths if path.suffix.lower() in endings), None)
