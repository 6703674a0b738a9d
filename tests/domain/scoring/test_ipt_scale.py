"""The built-in scale, scored."""

from __future__ import annotations

from functools import cache

import pytest

from fidelity_rater.domain.caseload import FocalArea, Phase
from fidelity_rater.domain.ratings.answers import answer, none_heard_answer
from fidelity_rater.domain.ratings.events import Score
from fidelity_rater.domain.ratings.sheet import Sheet
from fidelity_rater.domain.ratings.shown import items_shown, progress
from fidelity_rater.domain.scoring.packed import pack_scores, unpack
from fidelity_rater.domain.scoring.scoring import score_sheet
from fidelity_rater.resources import resource_path
from fidelity_rater.scales.loading import load_scale
from fidelity_rater.scales.model import RuleKind, Scale

TRANSITION = (FocalArea.ROLE_TRANSITION,)


@cache
def ipt() -> Scale:
    return load_scale(resource_path("scales", "ipt.toml").read_bytes(), name="ipt.toml")


def filled(phase: str, focal_areas: tuple[str, ...], form: str, *, adherence: int = 3, quality: int = 4) -> Sheet:
    """A sheet with every item asked answered alike, each answer let through by the rating desk's rules."""
    scale = ipt()
    scores: dict[tuple[str, str], Score] = {}
    sheet = Sheet(phase, focal_areas, scores)
    for item in items_shown(scale, sheet, form=form).asked:
        for dimension in scale.dimensions_of(item, phase):
            value = {"adherence": adherence, "quality": quality, "extent": 0, "harm": 0}[dimension.id]
            draft = answer(scale, sheet, item=item.id, dimension=dimension.id, score=Score(value=value))
            scores[draft.data["item"], draft.data["dimension"]] = Score.from_json(draft.data)
    return sheet


@pytest.mark.parametrize("form", ["short", "full"])
@pytest.mark.parametrize("phase", list(Phase))
@pytest.mark.parametrize("area", list(FocalArea))
def test_every_phase_and_focus_can_be_answered_and_scored(form: str, phase: Phase, area: FocalArea) -> None:
    sheet = filled(phase, (area,), form)
    done = progress(ipt(), sheet, form=form)
    assert done.answered == done.asked >= 20
    result = score_sheet(ipt(), sheet, form=form)
    assert [(s.value, s.not_computed) for s in result.summaries] == [(3, ""), (4, "")]
    assert all(s.value in {3, 4} for s in result.breakdowns)
    assert result.departures == ()


def test_the_trend_stands_on_the_seven_expected_items_of_the_core() -> None:
    for phase in (Phase.INITIAL, Phase.MIDDLE, Phase.TERMINATION):
        for form in ("short", "full"):
            trends = score_sheet(ipt(), filled(phase, TRANSITION, form), form=form).trends
            assert [(t.summary, t.asked) for t in trends] == [("adherence", 7), ("quality", 7)]


def test_expected_items_of_a_middle_session_in_the_short_form() -> None:
    result = score_sheet(ipt(), filled(Phase.MIDDLE, TRANSITION, "short"), form="short")
    assert result.summary("adherence").asked == 11
    assert (result.summary("quality").done, result.summary("quality").expected) == (11, 11)


def test_the_globals_are_in_no_mean() -> None:
    sheet = filled(Phase.MIDDLE, TRANSITION, "short")
    worse = Sheet(
        sheet.phase,
        sheet.focal_areas,
        {**sheet.scores, ("GLO-01", "adherence"): Score(value=0), ("GLO-02", "quality"): Score(value=1)},
    )
    assert score_sheet(ipt(), worse, form="short").summaries == score_sheet(ipt(), sheet, form="short").summaries


def test_risk_is_asked_for_in_the_initial_phase_and_answerable_by_occasion_later() -> None:
    item = ipt().item("CORE-11")
    assert item.rule_in(Phase.INITIAL) is RuleKind.COVERAGE
    assert item.rule_in(Phase.MIDDLE) is RuleKind.OPPORTUNITY


def test_none_heard_covers_the_proscribed_items_of_the_phase() -> None:
    initial = none_heard_answer(ipt(), Sheet(Phase.INITIAL, (), {}), form="short")
    middle = none_heard_answer(ipt(), Sheet(Phase.MIDDLE, (), {}), form="short")
    assert initial is not None
    assert middle is not None
    assert (len(initial.data["items"]), len(middle.data["items"])) == (6, 7)


def test_adaptations_with_no_set_of_their_own_are_outside_its_scope() -> None:
    sheet = filled(Phase.MIDDLE, TRANSITION, "short")
    assert not score_sheet(ipt(), sheet, form="short", adaptation="brief").outside_scope
    assert score_sheet(ipt(), sheet, form="short", adaptation="group").summary("adherence").value is None


def test_a_whole_rating_packs_into_two_bytes_a_cell() -> None:
    sheet = filled(Phase.MIDDLE, TRANSITION, "full")
    packed = pack_scores(ipt(), sheet.scores)
    assert len(packed) == 2 * len(ipt().items) * len(ipt().dimensions)
    assert unpack(ipt(), packed) == sheet.scores
