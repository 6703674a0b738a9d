"""Skipping silences never costs a word, always leads on, and comes to an end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fidelity_rater.app.evidence_models import Span
from fidelity_rater.app.rating.silences import LEFT_MS, SHORTEST_MS, Silences, merged

LENGTH_MS = 60_000


@st.composite
def talks(draw: st.DrawFn) -> tuple[list[Span], int]:
    """Speech in order and apart, and how far it is known."""
    at, speech = 0, []
    for gap, length in draw(st.lists(st.tuples(st.integers(0, 9000), st.integers(1, 9000)), max_size=12)):
        if at + gap + length > LENGTH_MS:
            break
        speech.append((at + gap, at + gap + length))
        at += gap + length
    return speech, draw(st.integers(at, LENGTH_MS))


@given(talks(), st.integers(0, LENGTH_MS))
def test_no_word_is_ever_skipped(talk: tuple[list[Span], int], at: int) -> None:
    speech, known = talk
    target = Silences.between(speech, known).goes_on_at(at)
    if target is not None:
        assert at < target <= known, "it leads on, and never beyond what is known"
        assert all(end <= at - LEFT_MS or start >= target + LEFT_MS for start, end in speech)


@given(talks())
def test_listening_comes_to_an_end_and_hears_all_speech(talk: tuple[list[Span], int]) -> None:
    speech, known = talk
    silences = Silences.between(speech, known)
    heard, at, jumps = [], 0, 0
    while at < LENGTH_MS:
        target = silences.goes_on_at(at)
        if target is not None:
            at, jumps = target, jumps + 1
            continue
        begins = silences.next_after(at)
        until = LENGTH_MS if begins is None else begins
        heard.append((at, until))
        at = until
    assert jumps <= len(speech) + 1
    whole = merged(heard)
    assert all(any(start <= s and e <= end for start, end in whole) for s, e in speech)
    assert sum(end - start for start, end in whole) >= LENGTH_MS - silences.saved_ms


@given(talks())
def test_what_it_saves_is_what_it_jumps_over(talk: tuple[list[Span], int]) -> None:
    silences = Silences.between(*talk)
    assert silences.saved_ms == sum(end - start for start, end in silences.jumps)
    assert all(silences.around(start) == (start, end) for start, end in silences.jumps)


def test_short_silences_are_heard_and_long_ones_keep_their_edges() -> None:
    speech = [(0, 5000), (5000 + SHORTEST_MS - 1, 10_000), (20_000, 21_000)]
    silences = Silences.between(speech, 21_000)
    assert silences.jumps == ((10_400, 19_600),)
    assert silences.goes_on_at(10_399) is None
    assert silences.goes_on_at(10_400) == 19_600
    assert silences.goes_on_at(19_500) is None, "a jump of a tenth of a second would be a stumble"
    assert silences.next_after(0) == 10_400
    assert silences.next_after(10_400) is None


def test_where_speech_is_not_known_nothing_is_skipped() -> None:
    assert Silences.between([], 60_000).jumps == ()
    assert Silences.between([(0, 1000)], 1000).jumps == ()
    assert Silences.between([(0, 1000), (50_000, 51_000)], 10_000).jumps == ((1400, 9600),)
