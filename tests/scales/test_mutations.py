"""Whatever a scale file holds, loading answers with a scale or with faults; nothing else comes out."""

from __future__ import annotations

import copy
import hashlib
import tomllib
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fidelity_rater.resources import resource_path
from fidelity_rater.scales.competences import load_competence_map
from fidelity_rater.scales.errors import Fault, ScaleFaults
from fidelity_rater.scales.loading import load_scale
from fidelity_rater.scales.model import RuleKind, Scale
from helpers.toml_text import toml_text


@cache
def sound(name: str = "example-globals-counts") -> bytes:
    return resource_path("scales", f"{name}.toml").read_bytes()


def load_or_faults(data: bytes, load: Callable[..., object] = load_scale) -> None:
    faults: tuple[Fault, ...] = ()
    loaded = None
    try:
        loaded = load(data, name="x.toml")
    except ScaleFaults as refused:
        faults = refused.faults
    assert bool(faults) is (loaded is None)
    for fault in faults:
        assert fault.file == "x.toml"
        assert fault.message
        assert str(fault).isprintable()
    if isinstance(loaded, Scale):
        use_everywhere(loaded)


def use_everywhere(scale: Scale) -> None:
    """Ask a loaded scale for all that the rest of the program asks for."""
    assert hashlib.sha256(scale.text.encode()).hexdigest() == scale.sha256
    for phase in ("initial", "maintenance"):
        for form in scale.forms:
            scale.items_for(form=form.id, phase=phase, focal_areas=("grief",))
            scale.items_on_demand(form=form.id, phase=phase, focal_areas=())
        for item in scale.items:
            assert scale.states_of(item, phase) is not None
            for dimension in scale.dimensions_of(item, phase):
                assert [level.value for level in scale.anchors_of(item, dimension)] == sorted(
                    {level.value for level in dimension.levels}
                )
    for summary in scale.scoring.summaries:
        scale.dimension(summary.dimension)


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    load_or_faults(data)
    load_or_faults(data, load_competence_map)


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, len(sound())), cut=st.integers(0, 40), put=st.binary(max_size=12))
def test_a_cut_and_a_paste_anywhere(at: int, cut: int, put: bytes) -> None:
    load_or_faults(sound()[:at] + put + sound()[at + cut :])


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_lines_left_out_or_said_twice(data: st.DataObject) -> None:
    lines = sound().splitlines(keepends=True)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        lines[at : at + 1] = lines[at : at + 1] * data.draw(st.sampled_from([0, 2]))
    load_or_faults(b"".join(lines))


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.just(10**40)
    | st.floats(allow_nan=True)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    | st.sampled_from(["overall", "times", "expected", "global", "whole", "ordinal", "flag", "mean", "0", "-1"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(codec="ascii"), max_size=5), inner)
    ),
    max_leaves=6,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    steps: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        steps = list(value.items())
    elif isinstance(value, list):
        steps = list(enumerate(value))
    return [path] * bool(path) + [place for step, inner in steps for place in places(inner, (*path, step))]


PLACES = places(tomllib.loads(sound().decode()))


@settings(max_examples=150, deadline=None)
@given(place=st.sampled_from(PLACES), value=JUNK)
@example(place=("dimensions", 1, "kind"), value="flag")
@example(place=("dimensions", 1, "kind"), value=10**40)
@example(place=("items", 0, "rule"), value=[[[]]])
@example(place=("scoring",), value=[])
@example(place=("scoring",), value={"\x1f": False})
@example(place=("dimensions", 0, "contradicted_by"), value={"for": [1], "against": [1, 2, 10**9]})
@example(place=("evidence",), value={"summative": "required"})
@example(place=("evidence",), value={"for": 1})
def test_any_value_in_any_place(place: tuple[Any, ...], value: Any) -> None:
    document = copy.deepcopy(tomllib.loads(sound().decode()))
    at: Any = document
    for step in place[:-1]:
        at = at[step]
    if value is None:
        del at[place[-1]]
    else:
        at[place[-1]] = without_none(value)
    load_or_faults(toml_text(document).encode())


def without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_none(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [without_none(inner) for inner in value if inner is not None]
    return value


TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30).filter(str.strip)
IDS = st.from_regex(r"\A[A-Za-z][A-Za-z0-9_.-]{0,8}\Z")


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a sound scale of one ordinal dimension."""
    values = sorted(draw(st.sets(st.integers(-5, 10), min_size=2, max_size=5)))
    groups = draw(st.lists(IDS, min_size=1, max_size=3, unique=True))
    item_ids = draw(st.lists(IDS, min_size=1, max_size=5, unique=True))
    return {
        "format": 1,
        "scale": {
            **{key: draw(TEXTS) for key in ("name", "version", "source", "permission", "notice")},
            "id": draw(IDS),
            "language": "en",
        },
        "dimensions": [
            {
                "id": "d",
                "name": draw(TEXTS),
                "kind": "ordinal",
                "levels": [{"value": value, "label": draw(TEXTS), "anchor": draw(TEXTS)} for value in values],
                "competent": draw(st.sampled_from(values)),
            }
        ],
        "rules": [{"kind": "expected", "name": draw(TEXTS), "explanation": draw(TEXTS), "dimensions": ["d"]}],
        "groups": [{"id": group, "name": draw(TEXTS)} for group in groups],
        "items": [
            {
                "id": item_id,
                "label": draw(TEXTS),
                "description": draw(TEXTS),
                "group": draw(st.sampled_from(groups)),
                "rule": "expected",
                "anchors": {"d": {str(draw(st.sampled_from(values))): draw(TEXTS)}},
            }
            for item_id in item_ids
        ],
        "scoring": {
            "summaries": [
                {
                    "id": "s",
                    "name": draw(TEXTS),
                    "dimension": "d",
                    "statistic": draw(st.sampled_from(["mean", "sum"])),
                    "rules": ["expected"],
                    "minimum_fraction": draw(st.floats(0.01, 1.0)),
                }
            ]
        },
    }


@settings(max_examples=60, deadline=None)
@given(documents())
def test_what_is_written_is_what_is_read(document: dict[str, Any]) -> None:
    data = toml_text(document).encode()
    scale = load_scale(data, name="x.toml")
    use_everywhere(scale)
    assert {key: getattr(scale, key) for key in document["scale"]} == document["scale"]
    assert [(g.id, g.name) for g in scale.groups] == [(g["id"], g["name"]) for g in document["groups"]]
    (dimension,) = scale.dimensions
    levels = document["dimensions"][0]["levels"]
    assert [{"value": x.value, "label": x.label, "anchor": x.anchor} for x in dimension.levels] == levels
    for item, written in zip(scale.items, document["items"], strict=True):
        assert (item.id, item.label, item.description) == (written["id"], written["label"], written["description"])
        assert (item.group, item.rule) == (written["group"], RuleKind.EXPECTED)
        own = {int(value): text for value, text in written["anchors"]["d"].items()}
        assert item.anchors == {"d": own}
    assert scale.scoring.summaries[0].minimum_fraction == document["scoring"]["summaries"][0]["minimum_fraction"]


def test_the_hash_is_that_of_the_bytes_and_changes_with_them() -> None:
    scale = load_scale(sound(), name="x.toml")
    assert scale.sha256 == hashlib.sha256(sound()).hexdigest()
    assert load_scale(sound() + b"\n", name="x.toml").sha256 != scale.sha256


@pytest.mark.parametrize(
    "saved", [b"\xef\xbb\xbf" + sound(), sound().replace(b"\n", b"\r\n")], ids=["byte order mark", "CRLF"]
)
def test_files_as_other_editors_save_them_are_read_and_kept_byte_for_byte(saved: bytes) -> None:
    scale = load_scale(saved, name="x.toml")
    assert scale.text.encode() == saved
    assert scale.items == load_scale(sound(), name="x.toml").items
