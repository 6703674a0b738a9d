"""What may be answered where, and what an answer takes away."""

from __future__ import annotations

import pytest

from domain.scales import RECORDING, sheet_of
from fidelity_rater.domain.ratings.answers import NotPermitted, answer, check_score, made_void, none_heard_answer
from fidelity_rater.domain.ratings.events import Score
from fidelity_rater.scales.model import Scale

NUMBER = Score(value=3)


@pytest.mark.parametrize(
    ("item", "dimension", "score"),
    [
        ("E1", "adherence", Score(value=0)),
        ("E1", "quality", Score(value=5)),
        ("Q1", "quality", Score(value=1)),
        ("P1", "extent", Score(value=4)),
        ("R1", "harm", Score(value=1)),
        ("M2", "adherence", Score(state="not_this_session")),
        ("R1", "adherence", Score(state="no_occasion", reason="in the rater's own words")),
        ("Q1", "quality", Score(state=RECORDING, reason="inaudible")),
    ],
)
def test_what_the_rule_allows(scale: Scale, item: str, dimension: str, score: Score) -> None:
    check_score(scale, sheet_of({}), item=item, dimension=dimension, score=score)


@pytest.mark.parametrize(
    ("item", "dimension", "score", "why"),
    [
        ("X9", "adherence", NUMBER, "no item"),
        ("Q1", "adherence", NUMBER, "not answered on this dimension"),
        ("P1", "quality", NUMBER, "not answered on this dimension"),
        ("E1", "adherence", Score(value=5), "no level"),
        ("E1", "quality", Score(value=0), "no level"),
        ("R1", "harm", Score(value=2), "no level"),
        ("I1", "adherence", NUMBER, "does not belong"),
        ("F1", "adherence", NUMBER, "does not belong"),
        ("E1", "adherence", Score(state="not_this_session"), "cannot be answered so"),
        ("R1", "adherence", Score(state="not_this_session"), "cannot be answered so"),
        ("E1", "quality", Score(state=RECORDING, reason="inaudible"), "as a whole"),
        ("R1", "adherence", Score(state="no_occasion"), "needs a reason"),
        ("R1", "adherence", Score(state="no_occasion", reason="  "), "needs a reason"),
        ("E1", "adherence", Score(state=RECORDING, reason="made up"), "not one of the reasons"),
    ],
)
def test_what_the_rule_forbids(scale: Scale, item: str, dimension: str, score: Score, why: str) -> None:
    with pytest.raises(NotPermitted, match=why):
        check_score(scale, sheet_of({}), item=item, dimension=dimension, score=score)


def test_states_follow_the_rule_of_the_phase(scale: Scale) -> None:
    initial = sheet_of({}, phase="initial")
    check_score(scale, initial, item="R1", dimension="adherence", score=Score(state="not_this_session"))
    with pytest.raises(NotPermitted):
        check_score(scale, initial, item="R1", dimension="adherence", score=Score(state="no_occasion", reason="never"))


def test_quality_is_locked_while_adherence_is_none_and_only_then(scale: Scale) -> None:
    for adherence in (None, 1, 4):
        check_score(scale, sheet_of({"E1": (adherence,)}), item="E1", dimension="quality", score=NUMBER)
    with pytest.raises(NotPermitted, match="not done"):
        check_score(scale, sheet_of({"E1": (0,)}), item="E1", dimension="quality", score=NUMBER)


def test_quality_is_locked_while_a_state_answers_the_item(scale: Scale) -> None:
    sheet = sheet_of({"M2": ("not_this_session",)})
    with pytest.raises(NotPermitted, match="Not this session"):
        check_score(scale, sheet, item="M2", dimension="quality", score=NUMBER)
    check_score(scale, sheet, item="M2", dimension="adherence", score=NUMBER)


def test_none_takes_the_quality_along_in_one_event(scale: Scale) -> None:
    sheet = sheet_of({"E1": (3, 4), "E2": (3, 4)})
    draft = answer(scale, sheet, item="E1", dimension="adherence", score=Score(value=0))
    assert draft.data == {"item": "E1", "dimension": "adherence", "value": 0, "withdraws": ["quality"]}
    lower = answer(scale, sheet, item="E1", dimension="adherence", score=Score(value=1))
    assert "withdraws" not in lower.data


def test_a_state_takes_the_quality_along_and_leaves_the_harm_flag(scale: Scale) -> None:
    sheet = sheet_of({"R1": (3, 4, 1)})
    state = Score(state="no_occasion", reason="never")
    assert made_void(scale, sheet, item="R1", dimension="adherence", score=state) == ("quality",)


def test_a_harm_flag_can_be_raised_whatever_else_is_answered(scale: Scale) -> None:
    for answers in ((0,), ("no_occasion",), ()):
        check_score(scale, sheet_of({"R1": answers}), item="R1", dimension="harm", score=Score(value=1))


def test_none_heard_answers_what_is_open_and_no_more(scale: Scale) -> None:
    draft = none_heard_answer(scale, sheet_of({"P1": (2,)}), form="short")
    assert draft is not None
    assert draft.data == {"items": ["P2", "P7"], "dimension": "extent"}
    initial = none_heard_answer(scale, sheet_of({}, phase="initial"), form="short")
    assert initial is not None
    assert initial.data["items"] == ["P1", "P7"]
    assert none_heard_answer(scale, sheet_of({"P1": (0,), "P2": (0,), "P7": (1,)}), form="short") is None
