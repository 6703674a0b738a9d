"""Scales of other shapes load into the same model: one dimension with a total, and judgements beside counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fidelity_rater.scales.loading import load_scale
from fidelity_rater.scales.model import DimensionKind, RuleKind, Scale, Statistic

Shipped = Callable[[str], bytes]


@pytest.fixture(scope="module")
def total(shipped: Shipped) -> Scale:
    return load_scale(shipped("example-single-dimension"), name="example-single-dimension.toml")


@pytest.fixture(scope="module")
def counts(shipped: Shipped) -> Scale:
    return load_scale(shipped("example-globals-counts"), name="example-globals-counts.toml")


def test_one_dimension_from_0_to_6_makes_a_prorated_total(total: Scale) -> None:
    (skill,) = total.dimensions
    assert [level.value for level in skill.levels] == list(range(7))
    assert (skill.minimum, skill.maximum) == (0, 6)
    (summary,) = total.scoring.summaries
    assert (summary.statistic, summary.minimum_fraction) == (Statistic.SUM, 0.9)
    assert len(total.items) == 10
    assert all(total.dimensions_of(item, "middle") == (skill,) for item in total.items)


def test_an_items_own_anchors_stand_among_the_general_ones(total: Scale) -> None:
    levels = total.anchors_of(total.item("method"), total.dimension("skill"))
    assert [level.value for level in levels] == list(range(7))
    assert levels[0].anchor.startswith("No method")
    assert levels[1].anchor == total.dimension("skill").levels[1].anchor


def test_a_scale_without_forms_phases_or_coverage_shows_all_its_items_everywhere(total: Scale) -> None:
    assert total.scoring.coverage is None
    assert total.scoring.proscribed is None
    for phase in ("initial", "maintenance"):
        shown = total.items_for(form=total.default_form.id, phase=phase, focal_areas=())
        assert shown == total.items


def test_judgements_are_averaged_and_counts_are_summed(counts: Scale) -> None:
    overall, questions, reflections = counts.scoring.summaries
    assert (overall.statistic, overall.dimension, overall.rules) == (Statistic.MEAN, "overall", (RuleKind.GLOBAL,))
    assert (questions.statistic, questions.dimension, questions.groups) == (Statistic.SUM, "times", ("questions",))
    assert reflections.groups == ("reflections",)
    assert len([item for item in counts.items if item.rule is RuleKind.GLOBAL]) == 4


def test_a_count_permits_any_number_from_zero(counts: Scale) -> None:
    times = counts.dimension("times")
    assert times.kind is DimensionKind.COUNT
    assert times.permits(0)
    assert times.permits(250)
    assert not times.permits(-1)
    assert not times.levels


@pytest.mark.parametrize("name", ["example-single-dimension", "example-globals-counts"])
def test_examples_say_that_they_are_examples(name: str, shipped: Shipped) -> None:
    assert "not meant for assessing" in load_scale(shipped(name), name=name).notice
