"""Packed scores come back as they went in."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ratings.stories import story
from domain.scales import RECORDING, flat_scale, small_scale
from fidelity_rater.domain.ratings.events import Score, score_given
from fidelity_rater.domain.ratings.fold import fold
from fidelity_rater.domain.scoring.packed import (
    FIRST_STATE,
    LEAST,
    MOST,
    OPEN,
    Unpacker,
    layout,
    pack,
    pack_scores,
    unpack,
)
from fidelity_rater.scales.model import Scale

SCALE = small_scale()
cells = st.tuples(st.sampled_from([i.id for i in SCALE.items]), st.sampled_from([d.id for d in SCALE.dimensions]))
scores = st.one_of(
    st.integers(LEAST, MOST).map(lambda value: Score(value=value)),
    st.sampled_from([s.id for s in SCALE.states]).map(lambda state: Score(state=state)),
)


@given(st.dictionaries(cells, scores))
def test_pack_and_unpack_are_a_round_trip(given_scores: dict[tuple[str, str], Score]) -> None:
    assert unpack(SCALE, pack_scores(SCALE, given_scores)) == given_scores


def test_equal_answers_of_many_blocks_are_one_value() -> None:
    unpacker = Unpacker(SCALE)
    first, second = (unpacker.unpack(pack_scores(SCALE, {key: Score(2)})) for key in layout(SCALE)[:2])
    assert first[layout(SCALE)[0]] is second[layout(SCALE)[1]]


def test_the_layout_is_item_by_dimension_in_little_endian_int16() -> None:
    scale = flat_scale(items=3)
    packed = pack_scores(scale, {("S1", "score"): Score(value=5), ("S3", "score"): Score(state=RECORDING)})
    assert packed == struct.pack("<3h", 5, OPEN, FIRST_STATE)


def test_a_rating_is_packed_as_it_stands(scale: Scale) -> None:
    state = fold(story([score_given("E1", "quality", Score(value=4))]))
    assert unpack(scale, pack(scale, state)) == {("E1", "quality"): Score(value=4)}


def test_what_does_not_fit_is_refused(scale: Scale) -> None:
    with pytest.raises(ValueError, match="not on this scale"):
        pack_scores(scale, {("X9", "adherence"): Score(value=1)})
    with pytest.raises(ValueError, match="does not fit"):
        pack_scores(scale, {("E1", "adherence"): Score(value=MOST + 1)})
    with pytest.raises(ValueError, match="no block"):
        unpack(scale, b"\0\0")
    cells = len(scale.items) * len(scale.dimensions)
    with pytest.raises(ValueError, match="no state"):
        unpack(scale, struct.pack(f"<{cells}h", *[FIRST_STATE + 9] * cells))
