"""What a scale file says of evidence, and what one means that says nothing."""

from __future__ import annotations

from typing import Any

import pytest

from fidelity_rater.resources import resource_path
from fidelity_rater.scales.errors import ScaleFaults
from fidelity_rater.scales.loading import load_scale
from fidelity_rater.scales.model import Dimension, EvidenceRule, RuleKind, Scale, Strictness
from helpers.toml_text import toml_text
from scales.test_faults import SMALL


def shipped(name: str) -> Scale:
    return load_scale(resource_path("scales", f"{name}.toml").read_bytes(), name=name)


def load(document: dict[str, Any]) -> Scale:
    return load_scale(toml_text(document).encode(), name="small.toml")


def with_dimension(**keys: Any) -> Dimension:
    """The scale's dimension "skill" (1, 2; competent 2), with these keys."""
    dimensions = [*SMALL["dimensions"]]
    dimensions[1] = {**dimensions[1], **keys}
    return load({**SMALL, "dimensions": dimensions}).dimension("skill")


def test_the_built_in_scale_says_what_was_decided(ipt: Scale) -> None:
    assert ipt.evidence == EvidenceRule(Strictness.ENCOURAGED, Strictness.ASKED)
    adherence, quality, extent = (ipt.dimension(name) for name in ("adherence", "quality", "extent"))
    assert (adherence.evidence_asked_at, adherence.no_evidence_at) == ((3, 4), (0,))
    assert (adherence.contrary_to_for, adherence.contrary_to_against) == ((0,), (3, 4))
    assert (quality.evidence_asked_at, quality.no_evidence_at) == ((1, 2, 4, 5), ())
    assert (quality.contrary_to_for, quality.contrary_to_against) == ((1, 2), (4, 5))
    assert (extent.no_evidence_at, extent.contrary_to_for, extent.contrary_to_against) == ((0,), (0,), ())


def test_the_built_in_scales_own_words_agree_with_what_silence_would_mean(ipt: Scale) -> None:
    """Ratings made on its first edition, which said nothing, are held to the same rule."""
    first = "\n".join(
        line
        for line in ipt.text.splitlines()
        if not line.startswith(("no_evidence_at", "contradicted_by", "[evidence]", "formative", "summative"))
    )
    before = load_scale(first.encode(), name="ipt.toml")
    assert before.dimensions == ipt.dimensions
    assert before.evidence == ipt.evidence
    assert before.rules == ipt.rules


@pytest.mark.parametrize(
    ("scale", "dimension", "none", "opposed_to_for", "opposed_to_against"),
    [
        ("example-single-dimension", "skill", (), (0, 1, 2), (4, 5, 6)),
        ("example-globals-counts", "overall", (), (1, 2, 3), (5,)),
        ("example-globals-counts", "times", (0,), (0,), ()),
        ("example-globals-counts", "departures", (0,), (0,), ()),
    ],
)
def test_a_scale_that_says_nothing_of_it_loads_with_a_sensible_meaning(
    scale: str,
    dimension: str,
    none: tuple[int, ...],
    opposed_to_for: tuple[int, ...],
    opposed_to_against: tuple[int, ...],
) -> None:
    found = shipped(scale).dimension(dimension)
    assert (found.no_evidence_at, found.contrary_to_for, found.contrary_to_against) == (
        none,
        opposed_to_for,
        opposed_to_against,
    )
    assert shipped(scale).evidence == EvidenceRule()


def test_what_locks_another_dimension_says_that_nothing_was_heard() -> None:
    scale = load(SMALL)
    assert scale.dimension("done").no_evidence_at == (0,)
    assert scale.dimension("alarm").no_evidence_at == (0,)
    assert (scale.dimension("alarm").contrary_to_for, scale.dimension("alarm").contrary_to_against) == ((), ())


def test_two_levels_contradict_each_others_moments() -> None:
    done = load(SMALL).dimension("done")
    assert (done.contrary_to_for, done.contrary_to_against) == ((0,), (1,))


def test_an_empty_word_is_a_word() -> None:
    found = with_dimension(no_evidence_at=[], contradicted_by={})
    assert (found.no_evidence_at, found.contrary_to_for, found.contrary_to_against) == ((), (), ())
    assert with_dimension(contradicted_by={"for": [1]}).contrary_to_against == ()


def test_a_value_cannot_ask_for_a_moment_and_want_none() -> None:
    with pytest.raises(ScaleFaults, match="1 stands under evidence_asked_at as well"):
        with_dimension(evidence_asked_at=[1], no_evidence_at=[1])


def test_a_value_that_asks_for_a_moment_wants_one_whatever_silence_means() -> None:
    dimensions = [{**SMALL["dimensions"][0], "evidence_asked_at": [0]}, *SMALL["dimensions"][1:]]
    assert load({**SMALL, "dimensions": dimensions}).dimension("done").no_evidence_at == ()


def test_strictness_is_told_by_purpose() -> None:
    evidence = load({**SMALL, "evidence": {"formative": "off", "summative": "required"}}).evidence
    assert [evidence.strictness(p) for p in ("formative", "summative", "")] == ["off", "required", "encouraged"]
    assert load({**SMALL, "evidence": {"summative": "off"}}).evidence.formative is Strictness.ENCOURAGED


def test_judgements_of_the_whole_want_no_moment_unless_told(ipt: Scale) -> None:
    assert {rule.kind for rule in ipt.rules if not rule.evidence} == {RuleKind.GLOBAL}
    rules = [{**SMALL["rules"][0], "evidence": False}, *SMALL["rules"][1:]]
    assert not load({**SMALL, "rules": rules}).rule(RuleKind.EXPECTED).evidence
