"""The page for scale authors tells the truth: its example loads, its faults look like that, and no key is left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fidelity_rater.scales import schema
from fidelity_rater.scales.errors import ScaleFaults
from fidelity_rater.scales.loading import load_scale
from fidelity_rater.scales.model import DimensionKind, RuleKind, Statistic
from fidelity_rater.scales.schema import ActivityEntry, Entry, MapIdentityEntry, MeasureEntry

PAGE = (Path(__file__).parents[2] / "docs" / "scale-format.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
NOT_OF_SCALES = (Entry, ActivityEntry, MapIdentityEntry, MeasureEntry)
"""Parts of other files that ship with the app."""
ENTRIES = [
    value
    for value in vars(schema).values()
    if isinstance(value, type) and issubclass(value, Entry) and value not in NOT_OF_SCALES
]


def test_the_complete_example_loads_and_shows_every_part() -> None:
    (example,) = EXAMPLES
    scale = load_scale(example.encode(), name="example.toml")
    assert {dimension.kind for dimension in scale.dimensions} == set(DimensionKind)
    assert scale.states
    assert scale.competences
    assert scale.scoring.coverage
    assert scale.scoring.proscribed
    assert len(scale.items_for(form="full", phase="initial", focal_areas=("grief",))) == len(scale.items)


def test_the_fault_on_the_page_is_told_in_these_words() -> None:
    (example,) = EXAMPLES
    at_third = [match.start() for match in re.finditer('group = "', example)][2]
    wrong = example[:at_third] + example[at_third:].replace('group = "now-and-then"', 'group = "wrok"', 1)
    with pytest.raises(ScaleFaults) as caught:
        load_scale(wrong.encode(), name="my-scale.toml")
    (told,) = str(caught.value).splitlines()
    shape = re.compile(r"my-scale\.toml:\d+: items\[2\]\.group: \"wrok\" is not a group of this scale")
    assert shape.fullmatch(told)
    assert shape.search(PAGE)


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry.__name__ for entry in ENTRIES])
def test_the_page_names_every_key(entry: type[Entry]) -> None:
    prose = re.sub(r"```toml\n.*?```", "", PAGE, flags=re.DOTALL)
    for key in (field.alias or name for name, field in entry.model_fields.items()):
        assert re.search(rf"`[^`]*\b{key}\b[^`]*`", prose), key


@pytest.mark.parametrize("kind", [*DimensionKind, *RuleKind, *Statistic])
def test_the_page_names_every_kind(kind: str) -> None:
    assert f"`{kind}`" in PAGE
