"""Which items are shown, what falls outside, and how far a rating is."""

from __future__ import annotations

import pytest

from domain.scales import RECORDING, sheet_of
from fidelity_rater.domain.ratings.sheet import Answer, answer_to
from fidelity_rater.domain.ratings.shown import Progress, items_shown, progress
from fidelity_rater.scales.model import Scale


def test_groups_stand_in_the_scales_order_with_what_fits(scale: Scale) -> None:
    shown = items_shown(scale, sheet_of({}, focal_areas=("grief",)), form="short")
    assert [(g.group.id, len(g.items)) for g in shown.groups] == [
        ("globals", 1),
        ("core", 7),
        ("middle", 2),
        ("grief", 1),
        ("proscribed", 3),
    ]
    assert [item.id for item in shown.offered] == ["T1", "T2"]
    assert shown.outside == ()


def test_the_full_form_asks_for_what_the_short_one_offers(scale: Scale) -> None:
    shown = items_shown(scale, sheet_of({}), form="full")
    assert shown.offered == ()
    assert {"T1", "T2"} <= {item.id for item in shown.asked}


def test_a_change_of_phase_or_focus_keeps_scores_and_says_which_are_outside(scale: Scale) -> None:
    scores = {"E1": (3, 3), "M2": (2, 2), "F1": (3, 3), "P2": (0,)}
    before = sheet_of(scores, focal_areas=("grief",))
    assert items_shown(scale, before, form="short").outside == ()
    other_focus = sheet_of(scores, focal_areas=("role_dispute",))
    assert [i.id for i in items_shown(scale, other_focus, form="short").outside] == ["F1"]
    other_phase = sheet_of(scores, phase="initial", focal_areas=("grief",))
    assert [i.id for i in items_shown(scale, other_phase, form="short").outside] == ["M2", "F1", "P2"]


@pytest.mark.parametrize(
    ("item", "answers", "expected"),
    [
        ("E1", (), Answer.OPEN),
        ("E1", (3,), Answer.PARTLY),
        ("E1", (None, 3), Answer.PARTLY),
        ("E1", (3, 3), Answer.ANSWERED),
        ("E1", (0,), Answer.ANSWERED),
        ("E1", (RECORDING,), Answer.ANSWERED),
        ("Q1", (3,), Answer.ANSWERED),
        ("G1", (3,), Answer.ANSWERED),
        ("R1", (None, None, 1), Answer.OPEN),
        ("R1", (3, 3), Answer.ANSWERED),
        ("P7", (0,), Answer.ANSWERED),
    ],
)
def test_how_far_an_item_is_answered(
    scale: Scale, item: str, answers: tuple[int | str | None, ...], expected: Answer
) -> None:
    assert answer_to(scale, sheet_of({item: answers}), scale.item(item)) is expected


def test_progress_counts_on_demand_items_once_begun(scale: Scale) -> None:
    assert progress(scale, sheet_of({}), form="short") == Progress(answered=0, partly=0, asked=13)
    sheet = sheet_of({"E1": (3, 3), "E2": (3,), "T2": (4,), "I1": (3, 3)})
    assert progress(scale, sheet, form="short") == Progress(answered=2, partly=1, asked=14)
