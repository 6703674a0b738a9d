"""A draw can be repeated by anybody, keeps its quotas, and favours nobody."""

from __future__ import annotations

import hashlib
import random
import uuid
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity_rater.domain.drawing import (
    Candidate,
    Draw,
    LeftOut,
    Strata,
    Third,
    Within,
    clean_seed,
    drawn,
    rank,
    repeat,
    third_of,
)
from fidelity_rater.domain.people import Purpose, Role

SEEDS = st.text(min_size=4, max_size=20)
STRATA = st.sampled_from([("initial",), ("middle", "grief"), ("termination",), ()])
FRAMES = st.lists(
    st.builds(Candidate, st.uuids().map(str), STRATA),
    min_size=1,
    max_size=25,
    unique_by=lambda candidate: candidate.uid,
)


def a_draw(frame: tuple[Candidate, ...], *, seed: str = "four dice: 3 5 1 6", quota: int = 1) -> Draw:
    return Draw(
        uid="d",
        author_uid="p",
        drawn_at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        purpose=Purpose.SUMMATIVE,
        role=Role.PANEL,
        within=Within.ALL,
        strata=Strata.PHASE,
        quota=quota,
        seed=seed,
        typed=True,
        frame=frame,
        chosen=drawn(frame, seed=seed, quota=quota),
        left_out={LeftOut.NO_CONSENT: 2},
        strata_asked=(("initial",),),
    )


def test_the_rank_is_what_another_program_makes_of_seed_and_uid() -> None:
    uid = "0b9d6f3e-52a5-4b1c-9a36-1a1d3d0f5c11"
    assert rank("Käse 7", uid) == hashlib.sha256(f"Käse 7{uid}".encode()).hexdigest()
    # printf '%s%s' 'four dice: 3 5 1 6' "$UID" | sha256sum
    assert rank("four dice: 3 5 1 6", uid).startswith("eda8bcb071da21c7")


@given(frame=FRAMES, seed=SEEDS, quota=st.integers(0, 5), shuffler=st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_of_the_frame_does_not_count(
    frame: list[Candidate], seed: str, quota: int, shuffler: random.Random
) -> None:
    mixed = list(frame)
    shuffler.shuffle(mixed)
    assert drawn(frame, seed=seed, quota=quota) == drawn(mixed, seed=seed, quota=quota)


@given(frame=FRAMES, seed=SEEDS, quota=st.integers(0, 5))
@settings(max_examples=40)
def test_every_stratum_gets_its_quota_or_all_that_it_has(frame: list[Candidate], seed: str, quota: int) -> None:
    chosen = drawn(frame, seed=seed, quota=quota)
    assert len(set(chosen)) == len(chosen)
    there = Counter(candidate.stratum for candidate in frame)
    stratum_of = {candidate.uid: candidate.stratum for candidate in frame}
    taken = Counter(stratum_of[uid] for uid in chosen)
    assert all(taken[stratum] == min(quota, n) for stratum, n in there.items())


@given(frame=FRAMES, seed=SEEDS)
@settings(max_examples=30)
def test_more_candidates_elsewhere_change_nothing_here(frame: list[Candidate], seed: str) -> None:
    more = [*frame, Candidate(str(uuid.uuid5(uuid.NAMESPACE_URL, seed)), ("maintenance",))]
    before, after = drawn(frame, seed=seed, quota=1), drawn(more, seed=seed, quota=1)
    assert set(before) == set(after) - {more[-1].uid}


def test_each_candidate_is_as_likely_as_any_other() -> None:
    uids = [str(uuid.UUID(int=n)) for n in range(10)]
    frame = [Candidate(uid) for uid in uids]
    counted = Counter(uid for n in range(2000) for uid in drawn(frame, seed=f"seed {n}", quota=3))
    expected = 2000 * 3 / len(uids)
    # Drawn without putting back, the sum is smaller than chi-square's; 21.67 is its 99 % point at 9 degrees.
    assert sum((counted[uid] - expected) ** 2 / expected for uid in uids) < 21.67


@given(frame=FRAMES, seed=SEEDS, quota=st.integers(1, 4))
@settings(max_examples=30)
def test_a_draw_is_written_down_whole_and_repeats_to_the_same(frame: list[Candidate], seed: str, quota: int) -> None:
    draw = a_draw(tuple(sorted(frame)), seed=seed, quota=quota)
    read = Draw.from_json(draw.as_json())
    assert read == draw
    assert repeat(read).same
    assert sum(one.drawn for one in read.filled) == len(read.chosen)


def test_what_was_exchanged_is_named() -> None:
    frame = tuple(Candidate(str(uuid.UUID(int=n)), ("middle",)) for n in range(4))
    draw = a_draw(frame)
    other = next(c.uid for c in frame if c.uid not in draw.chosen)
    found = repeat(replace(draw, chosen=(other,)))
    assert (found.same, found.missing, found.extra) == (False, draw.chosen, (other,))
    with pytest.raises(ValueError, match="rule"):
        repeat(replace(draw, rule=2))


def test_a_stratum_that_had_nothing_is_told_as_short() -> None:
    draw = a_draw((Candidate("a", ("middle",)),))
    told = {one.stratum: (one.there, one.drawn, one.short) for one in draw.filled}
    assert told == {("initial",): (0, 0, True), ("middle",): (1, 1, False)}


def test_a_typed_seed_has_one_form() -> None:
    assert clean_seed("  three   red\tdice\n") == "three red dice"
    assert clean_seed("cafe\u0301") == "caf\u00e9"
    for seed in ("", " ab ", "x" * 501):
        with pytest.raises(ValueError, match="seed"):
            clean_seed(seed)


@pytest.mark.parametrize(
    ("number", "planned", "third"),
    [
        (1, 16, Third.EARLY),
        (6, 16, Third.EARLY),
        (7, 16, Third.MIDDLE),
        (11, 16, Third.MIDDLE),
        (12, 16, Third.LATE),
        (1, 3, Third.EARLY),
        (3, 3, Third.LATE),
        (20, 16, Third.LATE),
        (0, 8, Third.EARLY),
        (2, 0, Third.LATE),
    ],
)
def test_the_thirds_of_a_course(number: int, planned: int, third: Third) -> None:
    assert third_of(number, planned) is third
