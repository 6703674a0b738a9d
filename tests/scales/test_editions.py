"""When two editions of a scale measure the same: what may differ between them, and what may not."""

from __future__ import annotations

import re

import pytest

from fidelity_rater.resources import resource_path
from fidelity_rater.scales.editions import same_measure
from fidelity_rater.scales.loading import load_scale
from fidelity_rater.scales.model import Scale


@pytest.fixture(scope="module")
def text() -> str:
    return resource_path("scales", "ipt.toml").read_text(encoding="utf-8")


def edition(text: str) -> Scale:
    return load_scale(text.encode(), name="ipt.toml")


def test_the_first_edition_goes_on_in_the_one_that_brought_the_evidence_rule(text: str, ipt: Scale) -> None:
    first = re.sub(r"(?m)^(no_evidence_at|contradicted_by|formative|summative) = .*\n", "", text)
    first = first.replace("[evidence]\n", "").replace('version = "1.1-draft"', 'version = "1.0-draft"')
    assert first != text
    assert same_measure(edition(first), ipt)
    assert same_measure(ipt, edition(first))


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ('label = "None", anchor = "Not heard at any point', 'label = "None", anchor = "Hardly heard at any point'),
        ('id = "ipt"', 'id = "own"'),
        ("minimum_fraction = 0.", "minimum_fraction = 0.1"),
    ],
)
def test_another_anchor_scoring_rule_or_scale_is_another_measure(
    text: str, ipt: Scale, said: str, instead: str
) -> None:
    other = text.replace(said, instead, 1)
    assert other != text
    assert not same_measure(edition(other), ipt)
