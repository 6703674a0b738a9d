"""Transcripts: kept with their recording, shown only where consent allows, and told as shares of the talk."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.worlds import CONSENT, World
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import NotAllowed, UserFacingError
from fidelity_rater.app.transcripts import Transcripts, case_talk_words, ending_of, share_words
from fidelity_rater.domain.caseload import Consent, ConsentPurpose, Recording
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.exchange.transcripts import CaptionFiles

SEEN_BY: dict[str, Any] = {"purpose": Purpose.FORMATIVE, "role": Role.SUPERVISOR}
TALK = (
    "WEBVTT\n\n00:01.000 --> 00:10.000\n<v Anna Berg>How have you been?</v>\n\n"
    "00:10.000 --> 00:37.000\n<v Speaker 2>Not so good.</v>\n\n00:37.000 --> 00:40.000\n<v Anna Berg>I see.</v>\n"
)


class Desk:
    """The use cases of a world, with transcripts."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.transcripts = Transcripts(world.library, reader=CaptionFiles(), clock=world.clock, bus=world.bus)

    def file(self, text: str = TALK, name: str = "talk.vtt") -> Path:
        path = self.world.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def kept(self, recording: Recording | None = None, text: str = TALK) -> Recording:
        """A recording with a transcript."""
        recording = recording or self.world.recording()
        self.transcripts.keep(self.transcripts.look_at(self.file(text), recording.uid))
        return recording


@pytest.fixture(params=["world", "real_world"])
def desk(request: pytest.FixtureRequest) -> Desk:
    return Desk(request.getfixturevalue(request.param))


@pytest.fixture
def quick(world: World) -> Desk:
    return Desk(world)


def test_a_transcript_is_looked_at_then_kept_and_its_file_stays(desk: Desk) -> None:
    recording, path = desk.world.recording(), desk.file()
    candidate = desk.transcripts.look_at(path, recording.uid)
    assert (candidate.remarks, candidate.misfits, candidate.replaces) == ((), (), False)
    assert desk.transcripts.of(recording.uid, **SEEN_BY).lines == ()
    desk.world.news.clear()
    assert desk.transcripts.keep(candidate) is None
    assert desk.world.news == [Changed.RECORDINGS]
    shown = desk.transcripts.of(recording.uid, **SEEN_BY)
    assert [(line.index, line.start_ms, line.name, line.speaker, line.text) for line in shown.lines] == [
        (0, 1_000, "Anna Berg", "", "How have you been?"),
        (1, 10_000, "Speaker 2", "", "Not so good."),
        (2, 37_000, "Anna Berg", "", "I see."),
    ]
    assert [(voice.voice, voice.speaker, voice.lines) for voice in shown.voices] == [
        ("Anna Berg", "", 2),
        ("Speaker 2", "", 1),
    ]
    assert path.read_text(encoding="utf-8") == TALK


def test_named_voices_go_by_who_they_are(desk: Desk) -> None:
    recording = desk.kept()
    desk.transcripts.name_speaker(recording.uid, "Anna Berg", "therapist")
    desk.transcripts.name_speaker(recording.uid, "Speaker 2", "client")
    shown = desk.transcripts.of(recording.uid, **SEEN_BY)
    assert [(line.name, line.speaker) for line in shown.lines[:2]] == [("Therapist", "therapist"), ("Client", "client")]
    assert [(one.name, one.talk_ms, one.turns) for one in shown.talk] == [
        ("Therapist", 12_000, 2),
        ("Client", 27_000, 1),
    ]
    assert sum(one.share for one in shown.talk) == pytest.approx(1)
    desk.transcripts.name_speaker(recording.uid, "Anna Berg", "")
    assert desk.transcripts.of(recording.uid, **SEEN_BY).lines[0].name == "Anna Berg"


def test_other_voices_keep_their_names(quick: Desk) -> None:
    recording = quick.kept()
    quick.transcripts.name_speaker(recording.uid, "Speaker 2", "other")
    shown = quick.transcripts.of(recording.uid, **SEEN_BY)
    assert (shown.lines[1].name, shown.lines[1].speaker) == ("Speaker 2", "other")
    assert {one.name for one in shown.talk} == {"Anna Berg", "Others"}


def test_who_is_named_once_is_known_in_the_case_from_then_on_but_a_number_is_nobody(quick: Desk) -> None:
    first = quick.kept()
    quick.transcripts.name_speaker(first.uid, "Anna Berg", "therapist")
    quick.transcripts.name_speaker(first.uid, "Speaker 2", "client")
    second = quick.world.recording(name="b.ogg")
    speakers = quick.transcripts.look_at(quick.file(), second.uid).transcript.speakers
    assert dict(speakers) == {"Anna Berg": "therapist"}
    again = quick.transcripts.look_at(quick.file(), first.uid)
    assert set(again.transcript.speakers) == {"Anna Berg", "Speaker 2"}


def test_a_voice_called_therapist_is_the_therapist(quick: Desk) -> None:
    text = TALK.replace("Anna Berg", "Therapist").replace("Speaker 2", "Patient")
    shown = quick.transcripts.of(quick.kept(text=text).uid, **SEEN_BY)
    assert [line.speaker for line in shown.lines] == ["therapist", "client", "therapist"]


# Of another recording?


@pytest.mark.parametrize(
    ("duration_ms", "told"),
    [
        (39_000, ""),  # programs round
        (30_000, "ends at 00:40, but the recording lasts 00:30"),
        (900, "begins at 00:01, after the recording has ended at 00:00"),
        (100_000, "less than half of the recording's 01:40"),
        (70_000, ""),
    ],
)
def test_a_transcript_of_another_recording_is_noticed(quick: Desk, duration_ms: int, told: str) -> None:
    recording = quick.world.recording(duration_ms=duration_ms)
    misfits = quick.transcripts.look_at(quick.file(), recording.uid).misfits
    assert told in " ".join(misfits)
    assert bool(misfits) == bool(told)


def test_what_is_odd_in_the_file_is_remarked(quick: Desk) -> None:
    text = TALK + "\n00:05.000 --> 00:99.000\nlost\n"
    assert "left out" in quick.transcripts.look_at(quick.file(text), quick.world.recording().uid).remarks[0]


@pytest.mark.parametrize("text", ["", "WEBVTT\n", "hello"])
def test_what_is_no_transcript_is_refused_and_nothing_is_kept(quick: Desk, text: str) -> None:
    recording = quick.world.recording()
    with pytest.raises(UserFacingError):
        quick.transcripts.look_at(quick.file(text), recording.uid)
    assert quick.transcripts.of(recording.uid, **SEEN_BY).lines == ()


def test_a_folder_or_a_file_that_is_gone_is_told(quick: Desk) -> None:
    recording = quick.world.recording()
    with pytest.raises(UserFacingError, match="folder"):
        quick.transcripts.look_at(quick.world.folder, recording.uid)
    with pytest.raises(UserFacingError, match="not there"):
        quick.transcripts.look_at(quick.world.folder / "gone.vtt", recording.uid)
    with pytest.raises(UserFacingError, match="not a transcript"):
        quick.transcripts.look_at(Path(os.devnull), recording.uid)


# Undo


def test_replacing_and_removing_can_be_undone(desk: Desk) -> None:
    recording = desk.kept()
    other = TALK.replace("Not so good.", "Better.")
    candidate = desk.transcripts.look_at(desk.file(other), recording.uid)
    assert candidate.replaces
    before = desk.transcripts.keep(candidate)
    assert [line.text for line in desk.transcripts.of(recording.uid, **SEEN_BY).lines][1] == "Better."
    desk.transcripts.put_back(recording.uid, before)
    assert [line.text for line in desk.transcripts.of(recording.uid, **SEEN_BY).lines][1] == "Not so good."
    removed = desk.transcripts.remove(recording.uid)
    assert desk.transcripts.of(recording.uid, **SEEN_BY).lines == ()
    desk.transcripts.put_back(recording.uid, removed)
    assert len(desk.transcripts.of(recording.uid, **SEEN_BY).lines) == 3


# Consent


@pytest.mark.parametrize(
    "consent",
    [
        Consent(),
        Consent(frozenset({ConsentPurpose.ASSESSMENT}), given_on=date(2026, 3, 1)),
        replace(CONSENT, hearers=frozenset({"panel"})),
        replace(CONSENT, withdrawn_on=date(2026, 3, 2)),
    ],
)
def test_what_consent_does_not_allow_is_not_shown(quick: Desk, consent: Consent) -> None:
    recording = quick.kept()
    quick.world.recordings.set_consent(recording.uid, consent)
    shown = quick.transcripts.of(recording.uid, **SEEN_BY)
    assert shown.refusal
    assert (shown.lines, shown.voices, shown.talk) == ((), (), ())


def test_withdrawn_consent_takes_the_shares_away_too(quick: Desk) -> None:
    recording = quick.kept()
    assert quick.transcripts.talk_over_case(quick.world.case.uid).sessions
    assert quick.transcripts.talk_of_session(quick.world.session.uid)
    quick.world.recordings.withdraw_consent(recording.uid, date(2026, 3, 2))
    assert quick.transcripts.talk_over_case(quick.world.case.uid).sessions == ()
    assert quick.transcripts.talk_of_session(quick.world.session.uid) == ()


def test_a_deleted_recording_has_no_transcript_and_gets_none(desk: Desk) -> None:
    recording = desk.kept()
    desk.world.recordings.delete(recording.uid)
    assert desk.transcripts.of(recording.uid, **SEEN_BY).refusal
    assert desk.transcripts.talk_over_case(desk.world.case.uid).sessions == ()
    with pytest.raises(NotAllowed):
        desk.transcripts.look_at(desk.file(), recording.uid)


# Shares


def test_the_talk_of_a_case_is_summed_over_its_sessions(desk: Desk) -> None:
    world = desk.world
    first = desk.kept()
    desk.transcripts.name_speaker(first.uid, "Anna Berg", "therapist")
    part = desk.kept(world.recording(name="b.ogg"))
    other = world.caseload.add_session(world.case.uid, 2)
    moved = world.recording(name="c.ogg")
    with world.library.work() as uow:
        uow.recordings.set_session(moved.uid, other.uid)
        uow.commit()
    desk.kept(moved)
    told = desk.transcripts.talk_over_case(world.case.uid)
    assert [(one.scheduled, one.shares[0].talk_ms) for one in told.sessions] == [(2, 12_000), (6, 24_000)]
    therapist, unnamed = told.shares
    assert (therapist.name, therapist.talk_ms, therapist.turns) == ("Therapist", 36_000, 6)
    assert (unnamed.name, unnamed.turns) == ("Not named", 3)
    assert desk.transcripts.talk_of_session(world.session.uid)[0].talk_ms == 24_000
    assert part.session_uid == world.session.uid


def test_the_shares_are_said_in_one_line(quick: Desk) -> None:
    assert case_talk_words(quick.transcripts.talk_over_case(quick.world.case.uid)) == ""
    recording = quick.kept()
    assert "nobody has said yet" in case_talk_words(quick.transcripts.talk_over_case(quick.world.case.uid))
    quick.transcripts.name_speaker(recording.uid, "Anna Berg", "therapist")
    told = quick.transcripts.talk_over_case(quick.world.case.uid)
    assert share_words(told.shares[0]) == "Therapist 31\N{NO-BREAK SPACE}%, 2 turns"
    assert case_talk_words(told).endswith("· 1 session with a transcript")


def test_transcripts_are_known_by_their_endings() -> None:
    files = [Path("a.ogg"), Path("B.VTT"), Path("c.srt")]
    assert ending_of(files, CaptionFiles().endings) == Path("B.VTT")
    assert ending_of(files[:1], CaptionFiles().endings) is None
