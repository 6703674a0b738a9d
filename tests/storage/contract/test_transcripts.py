"""Transcripts: at most one a recording, back as it was kept, gone with its recording."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fidelity_rater.app.errors import NotAllowed
from fidelity_rater.domain.transcript import Line, Speaker, Transcript
from storage import stories
from storage.stories import START, Story

WORDS = Transcript(
    (Line(0, 900, "Guten Tag, wie geht's?", "Ada"), Line(900, 900, "…", ""), Line(950, 4000, "Hm.\nNa ja.", "K")),
    {"Ada": Speaker.THERAPIST, "K": Speaker.CLIENT},
    "vtt",
    "ab" * 32,
)
OTHER = Transcript((Line(1, 2, "other"),), format="srt")

_LINES = st.builds(
    lambda start, length, text, voice: Line(start, start + length, text, voice),
    st.integers(0, 2**40), st.integers(0, 2**40), st.text(), st.text(max_size=9),
)  # fmt: skip
_TRANSCRIPTS = st.builds(
    Transcript,
    st.lists(_LINES, max_size=9).map(tuple),
    st.dictionaries(st.text(max_size=5), st.sampled_from(Speaker), max_size=3),
    st.sampled_from(["vtt", "srt", ""]),
    st.text("0123456789abcdef", max_size=64),
)


def keep(story: Story, uid: str, transcript: Transcript) -> None:
    with story.library.work() as work:
        work.transcripts.keep(uid, transcript)
        work.commit()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(transcript=_TRANSCRIPTS)
def test_a_transcript_reads_back_equal(story: Story, transcript: Transcript) -> None:
    keep(story, story.recording.uid, transcript)
    with story.library.read() as work:
        assert work.transcripts.get(story.recording.uid) == transcript


def test_the_later_one_takes_the_place_and_removing_leaves_none(story: Story) -> None:
    uid = story.recording.uid
    with story.library.read() as work:
        assert work.transcripts.get(uid) is None
    keep(story, uid, OTHER)
    keep(story, uid, WORDS)
    with story.library.work() as work:
        assert work.transcripts.get(uid) == WORDS
        work.transcripts.remove(uid)
        work.transcripts.remove(uid)
        assert work.transcripts.get(uid) is None
    with story.library.work() as work:  # it was not committed
        assert work.transcripts.get(uid) == WORDS
        work.transcripts.remove(uid)
        work.commit()
    with story.library.read() as work:
        assert work.transcripts.get(uid) is None


def test_a_cases_transcripts_come_in_the_order_of_its_sessions(story: Story) -> None:
    later, other_case = stories.session(story.case, 4), stories.case(story.therapist, "C2")
    elsewhere = stories.session(other_case)
    made = [stories.recording(later), stories.recording(story.session, 2), stories.recording(elsewhere)]
    with story.library.work() as work:
        work.sessions.add(later)
        work.cases.add(other_case)
        work.sessions.add(elsewhere)
        for recording, sealed in made:
            work.recordings.add(recording, sealed)
            work.transcripts.keep(recording.uid, OTHER)
        work.transcripts.keep(story.recording.uid, WORDS)
        work.commit()
    with story.library.read() as work:
        assert list(work.transcripts.of_case(story.case.uid).items()) == [
            (story.recording.uid, WORDS),
            (made[1][0].uid, OTHER),
            (made[0][0].uid, OTHER),
        ]
        assert list(work.transcripts.of_case(other_case.uid)) == [made[2][0].uid]


def test_words_go_with_their_recording_in_one_step(story: Story) -> None:
    uid = story.recording.uid
    keep(story, uid, WORDS)
    with story.library.work() as work:
        work.recordings.destroy(uid, START)
    with story.library.read() as work:
        assert work.transcripts.get(uid) == WORDS
    with story.library.work() as work:
        work.recordings.destroy(uid, START)
        work.commit()
    with story.library.work() as work:
        assert work.transcripts.get(uid) is None
        assert work.transcripts.of_case(story.case.uid) == {}
        with pytest.raises(NotAllowed, match="deleted"):
            work.transcripts.keep(uid, WORDS)


def test_the_unknown_is_a_key_error(story: Story) -> None:
    nobody = stories.uid()
    with story.library.work() as work:
        for asked in (
            lambda: work.transcripts.keep(nobody, WORDS),
            lambda: work.transcripts.get(nobody),
            lambda: work.transcripts.remove(nobody),
            lambda: work.transcripts.of_case(nobody),
        ):
            with pytest.raises(KeyError):
                asked()
