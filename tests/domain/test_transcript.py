"""How the talk was shared: no moment counts twice for one speaker, turns do not depend on how lines were cut."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity_rater.domain.transcript import TURN_GAP_MS, Line, Speaker, Talk, Transcript, shares, talk, talk_over

VOICES = ("A", "B", "C", "")


def told(*lines: tuple[str, int, int], speakers: dict[str, Speaker] | None = None) -> dict[str, Talk]:
    """Who talked how much, by voice or speaker; lines as voice, start and end in seconds."""
    made = [Line(start * 1000, end * 1000, "so it goes", voice) for voice, start, end in lines]
    transcript = Transcript(tuple(sorted(made, key=lambda line: line.start_ms)), speakers or {})
    return {one.speaker or one.voice: one for one in talk(transcript)}


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    spans = draw(
        st.lists(st.tuples(st.integers(0, 60_000), st.integers(0, 8_000), st.sampled_from(VOICES)), max_size=30)
    )
    lines = sorted(
        (Line(at, at + ms, "a b", voice) for at, ms, voice in spans), key=lambda one: (one.start_ms, one.end_ms)
    )
    named = draw(st.dictionaries(st.sampled_from(VOICES[:3]), st.sampled_from(Speaker)))
    return Transcript(tuple(lines), named)


def numbers(transcript: Transcript) -> set[tuple[object, ...]]:
    return {(one.speaker, one.voice, one.ms, one.turns, one.longest_ms) for one in talk(transcript)}


def test_lines_of_one_voice_are_one_turn_until_another_speaks() -> None:
    found = told(("A", 0, 4), ("A", 5, 8), ("B", 8, 9), ("A", 10, 12))
    assert (found["A"].turns, found["A"].ms, found["A"].longest_ms) == (2, 9_000, 8_000)
    assert (found["B"].turns, found["B"].ms) == (1, 1_000)


def test_a_long_silence_ends_a_turn() -> None:
    gap = TURN_GAP_MS // 1000
    assert told(("A", 0, 4), ("A", 4 + gap, 20))["A"].turns == 1
    assert told(("A", 0, 4), ("A", 5 + gap, 20))["A"].turns == 2


def test_a_word_thrown_in_ends_nobodys_turn() -> None:
    found = told(("A", 0, 10), ("B", 4, 5), ("A", 10, 14))
    assert (found["A"].turns, found["B"].turns) == (1, 1)
    assert found["A"].longest_ms == 14_000


def test_own_overlaps_count_once_and_those_of_two_for_both() -> None:
    found = told(("A", 0, 10), ("A", 5, 12), ("B", 8, 12))
    assert found["A"].ms == 12_000
    assert found["B"].ms == 4_000


def test_voices_named_the_same_are_one() -> None:
    found = told(
        ("Anna", 0, 4),
        ("Anna on her phone", 4, 6),
        ("Ben", 6, 7),
        speakers={"Anna": Speaker.THERAPIST, "Anna on her phone": Speaker.THERAPIST},
    )
    assert (found[Speaker.THERAPIST].ms, found[Speaker.THERAPIST].turns) == (6_000, 1)
    assert found["Ben"].speaker is None
    assert found["Ben"].words == 3


def test_a_case_adds_its_sessions_up_therapist_first() -> None:
    one = talk(Transcript((Line(0, 4_000, "a", "x"), Line(4_000, 5_000, "b", "y")), {"y": Speaker.THERAPIST}))
    two = talk(Transcript((Line(0, 3_000, "a", "x"), Line(3_000, 9_000, "b", "z")), {"z": Speaker.THERAPIST}))
    therapist, unnamed = talk_over([one, two])
    assert (therapist.speaker, therapist.ms, therapist.turns, therapist.longest_ms) == (
        Speaker.THERAPIST,
        7_000,
        2,
        6_000,
    )
    assert (unnamed.speaker, unnamed.voice, unnamed.ms, unnamed.turns) == (None, "", 7_000, 2)
    assert shares((therapist, unnamed)) == (0.5, 0.5)


def test_nobody_talks_in_an_empty_transcript() -> None:
    assert talk(Transcript(())) == ()
    assert talk_over([]) == ()
    assert shares((Talk(None, "", 0, 0, 0, 0),)) == (0.0,)


@given(transcripts())
def test_shares_add_up_to_one(transcript: Transcript) -> None:
    told = talk(transcript)
    if any(one.ms for one in told):
        assert sum(shares(told)) == pytest.approx(1)


@given(transcripts(), st.data())
def test_cutting_a_line_in_two_changes_nothing(transcript: Transcript, data: st.DataObject) -> None:
    if not transcript.lines:
        return
    at = data.draw(st.integers(0, len(transcript.lines) - 1))
    line = transcript.lines[at]
    cut = data.draw(st.integers(line.start_ms, line.end_ms))
    halves = (Line(line.start_ms, cut, "a", line.voice), Line(cut, line.end_ms, "b", line.voice))
    lines = sorted((*transcript.lines[:at], *halves, *transcript.lines[at + 1 :]), key=lambda one: one.start_ms)
    assert numbers(Transcript(tuple(lines), transcript.speakers)) == numbers(transcript)


@given(transcripts())
def test_nobody_talks_longer_than_it_lasts_nor_in_fewer_turns_than_one(transcript: Transcript) -> None:
    lasts = max((line.end_ms for line in transcript.lines), default=0)
    for one in talk(transcript):
        assert 0 <= one.longest_ms <= lasts
        assert one.ms <= lasts
        assert one.turns >= 1


@given(transcripts(), st.randoms())
def test_the_order_of_lines_that_begin_together_does_not_count(transcript: Transcript, random: object) -> None:
    lines = list(transcript.lines)
    random.shuffle(lines)  # type: ignore[attr-defined]
    lines.sort(key=lambda one: one.start_ms)
    assert numbers(Transcript(tuple(lines), transcript.speakers)) == numbers(transcript)


@given(transcripts())
def test_a_transcript_comes_back_from_its_json(transcript: Transcript) -> None:
    assert Transcript.from_json(json.loads(json.dumps(transcript.as_json()))) == transcript
