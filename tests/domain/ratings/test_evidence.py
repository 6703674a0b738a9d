"""The evidence rule: what a score stands on, what contradicts it, and what is told of it before signing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ratings.stories import story
from domain.scales import small_scale
from fidelity_rater.domain.ratings.events import Draft, Score, moment_marked, score_given
from fidelity_rater.domain.ratings.evidence import Stance, Support, stances
from fidelity_rater.domain.ratings.fold import fold
from fidelity_rater.domain.ratings.moments import Bearing, Moment, Weight
from fidelity_rater.domain.ratings.sheet import Sheet
from fidelity_rater.domain.ratings.signing import Missing, MissingKind, missing_before_signing
from fidelity_rater.resources import resource_path
from fidelity_rater.scales.loading import load_scale
from fidelity_rater.scales.model import EvidenceRule, Scale, Strictness

IPT = load_scale(resource_path("scales", "ipt.toml").read_bytes(), name="ipt.toml")
FOR, AGAINST, NONE, BOTH = Weight(2, 0), Weight(0, 1), Weight(), Weight(1, 1)
KINDS = {
    MissingKind.EVIDENCE_CONTRARY,
    MissingKind.EVIDENCE_ASKED,
    MissingKind.EVIDENCE_ENCOURAGED,
    MissingKind.DEPARTURE_BARE,
    MissingKind.MOMENTS_UNPLACED,
}
numbers = count(1)


def found(
    item: str, scores: Mapping[str, int | str], weight: Weight, *, purpose: str = "summative", scale: Scale = IPT
) -> dict[str, Stance]:
    given = {
        (item, dimension): Score(value=value) if isinstance(value, int) else Score(state=value)
        for dimension, value in scores.items()
    }
    return stances(scale, Sheet("middle", (), given), scale.item(item), weight=weight, purpose=purpose)


def support(item: str, dimension: str, value: int | str, weight: Weight, **more: Any) -> str:
    return str(found(item, {dimension: value}, weight, **more)[dimension].support)


@pytest.mark.parametrize(
    ("item", "dimension", "value", "weight", "expected"),
    [
        # adherence: none rests on the ledger, the middle is never contradicted
        ("CORE-01", "adherence", 0, NONE, "unasked"),
        ("CORE-01", "adherence", 0, FOR, "contrary"),
        ("CORE-01", "adherence", 0, AGAINST, "borne"),
        ("CORE-01", "adherence", 1, FOR, "borne"),
        ("CORE-01", "adherence", 2, AGAINST, "borne"),
        ("CORE-01", "adherence", 2, NONE, "bare"),
        ("CORE-01", "adherence", 3, NONE, "bare"),
        ("CORE-01", "adherence", 3, AGAINST, "contrary"),
        ("CORE-01", "adherence", 4, AGAINST, "contrary"),
        ("CORE-01", "adherence", 4, BOTH, "borne"),
        ("CORE-01", "adherence", 4, FOR, "borne"),
        # quality: one that is competent is never contradicted
        ("CORE-04", "quality", 1, FOR, "contrary"),
        ("CORE-04", "quality", 2, FOR, "contrary"),
        ("CORE-04", "quality", 2, BOTH, "borne"),
        ("CORE-04", "quality", 3, FOR, "borne"),
        ("CORE-04", "quality", 3, AGAINST, "borne"),
        ("CORE-04", "quality", 4, AGAINST, "contrary"),
        ("CORE-04", "quality", 5, AGAINST, "contrary"),
        ("CORE-04", "quality", 1, AGAINST, "borne"),
        # what should not be heard: only its absence can be contradicted
        ("PRO-01", "extent", 0, NONE, "unasked"),
        ("PRO-01", "extent", 0, FOR, "contrary"),
        ("PRO-01", "extent", 3, AGAINST, "borne"),
        ("PRO-01", "extent", 3, FOR, "borne"),
        ("PRO-01", "extent", 1, NONE, "bare"),
        # states and judgements of the whole want none
        ("CORE-01", "adherence", "could_not_be_rated", NONE, "unasked"),
        ("CORE-01", "adherence", "could_not_be_rated", FOR, "unasked"),
        ("GLO-02", "quality", 5, NONE, "unasked"),
    ],
)
def test_how_a_score_stands(item: str, dimension: str, value: int | str, weight: Weight, expected: str) -> None:
    assert support(item, dimension, value, weight) == expected


@pytest.mark.parametrize(
    ("purpose", "dimension", "asked"),
    [("summative", "adherence", {3, 4}), ("summative", "quality", {1, 2, 4, 5}), ("formative", "adherence", set())],
)
def test_a_moment_is_asked_for_where_the_scale_says_so(purpose: str, dimension: str, asked: set[int]) -> None:
    values = [level.value for level in IPT.dimension(dimension).levels]
    told = {v for v in values if found("CORE-01", {dimension: v}, NONE, purpose=purpose)[dimension].asked}
    assert told == asked


def test_a_departure_asks_for_a_moment_in_any_purpose_and_strictness() -> None:
    for strictness in Strictness:
        scale = replace(IPT, evidence=EvidenceRule(strictness, strictness))
        for purpose in ("formative", "summative"):
            stance = found("PRO-04", {"extent": 1}, NONE, purpose=purpose, scale=scale)["extent"]
            assert (stance.support, stance.asked, stance.departure) == (Support.BARE, True, True)
            assert stance.required is (strictness is Strictness.REQUIRED)


def test_off_wants_nothing_and_still_tells_a_contradiction() -> None:
    scale = replace(IPT, evidence=EvidenceRule(Strictness.OFF, Strictness.OFF))
    assert support("CORE-01", "adherence", 4, NONE, scale=scale) == "unasked"
    assert support("CORE-01", "adherence", 4, AGAINST, scale=scale) == "contrary"


def test_what_one_dimension_agrees_with_does_not_contradict_the_other() -> None:
    """Done fully, and badly: moments against it are about how it was done."""
    for quality, weight in ((1, AGAINST), (2, AGAINST), (2, FOR)):
        stances = found("CORE-01", {"adherence": 4, "quality": quality}, weight)
        assert {stance.support for stance in stances.values()} == {Support.BORNE}
    stances = found("CORE-01", {"adherence": 4, "quality": 4}, AGAINST)
    assert {stance.support for stance in stances.values()} == {Support.CONTRARY}
    middle = found("CORE-01", {"adherence": 2, "quality": 2}, FOR)
    assert (middle["adherence"].support, middle["quality"].support) == (Support.BORNE, Support.CONTRARY)


def test_a_harm_flag_wants_no_moment() -> None:
    assert "harm" not in found("CORE-11", {"harm": 1}, NONE)


@given(
    st.sampled_from([item.id for item in IPT.items]),
    st.integers(0, 5),
    st.integers(0, 5),
    st.builds(Weight, st.integers(0, 2), st.integers(0, 2)),
    st.sampled_from(["formative", "summative", ""]),
)
def test_moments_on_both_sides_never_contradict_and_any_moment_ends_bareness(
    item: str, one: int, other: int, weight: Weight, purpose: str
) -> None:
    answered = IPT.dimensions_of(IPT.item(item), "middle")
    scores = {d.id: v for d, v in zip(answered, (one, other), strict=False) if d.permits(v)}
    for stance in found(item, scores, weight, purpose=purpose).values():
        if weight.supporting and weight.opposing:
            assert stance.support is not Support.CONTRARY
        if weight.moments:
            assert stance.support is not Support.BARE
        else:
            assert stance.support in (Support.BARE, Support.UNASKED)
        assert stance.asked or not stance.required


# Before signing


def scored(item: str, dimension: str, value: int) -> Draft:
    return score_given(item, dimension, Score(value=value))


def kept(item: str, bearing: Bearing = Bearing.FOR) -> Draft:
    return moment_marked(Moment(f"m{next(numbers)}", "rec", 0, 1000, item, bearing))


def lines(*drafts: Draft, scale: Scale = IPT, **cover: object) -> list[Missing]:
    all_lines = missing_before_signing(scale, fold(story(drafts, **cover)), form="full")
    return [line for line in all_lines if line.kind in KINDS]


def test_a_formative_rating_counts_what_has_no_moment_in_one_line() -> None:
    (line,) = lines(
        scored("CORE-01", "adherence", 4), scored("CORE-02", "quality", 1), scored("CORE-03", "adherence", 0)
    )
    assert (line.kind, line.item, line.blocking) == (MissingKind.EVIDENCE_ENCOURAGED, "CORE-01", False)
    assert line.message == "2 scored items have no moment."


def test_a_summative_rating_names_what_is_asked_and_counts_the_rest() -> None:
    found = lines(
        scored("CORE-01", "adherence", 4),
        scored("CORE-01", "quality", 3),
        scored("CORE-02", "adherence", 2),
        purpose="summative",
    )
    assert [(line.kind, line.item) for line in found] == [
        (MissingKind.EVIDENCE_ASKED, "CORE-01"),
        (MissingKind.EVIDENCE_ENCOURAGED, "CORE-02"),
    ]
    assert found[0].message == "“Symptom check”: adherence 4 asks for a moment and has none."
    assert not any(line.blocking for line in found)


def test_a_moment_settles_every_dimension_of_its_item() -> None:
    scores = (scored("CORE-01", "adherence", 4), scored("CORE-01", "quality", 5))
    assert len(lines(*scores, purpose="summative")) == 1
    assert lines(*scores, kept("CORE-01"), purpose="summative") == []
    assert lines(kept("CORE-02"), purpose="summative") == []


def test_contradicted_scores_are_always_told_one_by_one() -> None:
    found = lines(
        *(scored("CORE-01", "adherence", 3), kept("CORE-01", Bearing.AGAINST)),
        *(scored("CORE-04", "quality", 2), kept("CORE-04")),
    )
    assert [(line.kind, line.item, line.blocking) for line in found] == [
        (MissingKind.EVIDENCE_CONTRARY, "CORE-01", False),
        (MissingKind.EVIDENCE_CONTRARY, "CORE-04", False),
    ]
    assert found[0].message.endswith("but every moment kept for it speaks against it.")
    assert found[1].message.endswith("but every moment kept for it says that it was done.")


def test_a_departure_without_a_moment_is_told() -> None:
    (line,) = lines(scored("PRO-04", "extent", 2))
    assert (line.kind, line.item) == (MissingKind.DEPARTURE_BARE, "PRO-04")
    assert lines(scored("PRO-04", "extent", 2), kept("PRO-04", Bearing.AGAINST)) == []


def test_moments_that_wait_for_their_item_are_told_once() -> None:
    (line,) = lines(kept(""), kept(""))
    assert (line.kind, line.item, line.message) == (
        MissingKind.MOMENTS_UNPLACED,
        "",
        "2 moments are not placed on an item yet.",
    )


def test_only_what_is_required_keeps_from_signing() -> None:
    strict = replace(IPT, evidence=EvidenceRule(Strictness.ENCOURAGED, Strictness.REQUIRED))
    scores = (scored("CORE-01", "adherence", 4), scored("CORE-02", "adherence", 2), scored("PRO-04", "extent", 1))
    blocking = [line.item for line in lines(*scores, scale=strict, purpose="summative") if line.blocking]
    assert blocking == ["CORE-01", "PRO-04"]
    assert not any(line.blocking for line in lines(*scores, scale=strict, purpose="formative"))
    against = (scores[0], kept("CORE-01", Bearing.AGAINST))
    assert [line.blocking for line in lines(*against, scale=strict, purpose="summative")] == [True]


def test_a_scale_that_says_nothing_of_evidence_only_encourages() -> None:
    scale = small_scale()
    found = lines(scored("E1", "adherence", 4), scale=scale, purpose="summative")
    assert [line.kind for line in found] == [MissingKind.EVIDENCE_ENCOURAGED]
