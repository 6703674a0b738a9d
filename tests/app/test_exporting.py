"""The export: its layout is the one that is documented, and only codes are in it."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.worlds import World
from fidelity_rater.app.exporting import COLUMNS, LAYOUT, OWN_WORDS, export_csv, export_json
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.app.spreadsheets import cell
from fidelity_rater.domain.people import Purpose
from fidelity_rater.domain.timecode import ClockQuality

PAGE = Path(__file__).resolve().parents[2] / "docs" / "export-format.md"
NAMES = ("Terry", "Real", "Carol", "Client", "Ada", "Example", "Zoe")


def as_csv(world: World) -> list[dict[str, str]]:
    out = io.StringIO()
    count = export_csv(world.library, out, scales=world.scales)
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert len(rows) == count
    return rows


def as_json(world: World) -> dict[str, Any]:
    out = io.StringIO()
    count = export_json(world.library, out, scales=world.scales)
    data: dict[str, Any] = json.loads(out.getvalue())
    assert len(data["scores"]) == count
    return data


@pytest.fixture(params=["world", "real_world"])
def rated(request: pytest.FixtureRequest) -> tuple[World, RatingDesk]:
    """A signed rating and a draft with answers of every sort, in both kinds of library."""
    world: World = request.getfixturevalue(request.param)
    recording = world.recording()
    desk = world.desk()
    desk.heard = lambda: (61_500, ClockQuality.APPROXIMATE, recording.uid)
    desk.give("CORE-01", "adherence", 3)
    desk.give("CORE-02", "adherence", 1)
    desk.undo()
    desk.put_state("CORE-02", "could_not_be_rated", "inaudible")
    desk.put_state("CORE-03", "could_not_be_rated", "Zoe coughed all the time")
    desk.note("CORE-01", "Zoe said so")
    desk.note(None, "Carol wept")
    world.signed(desk)
    draft = world.desk(world.begin(purpose=Purpose.SUMMATIVE))
    draft.give("CORE-01", "adherence", 2)
    return world, desk


def test_the_page_describes_the_columns_as_they_are() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert tuple(re.findall(r"^\| `(\w+)` \|", page, flags=re.MULTILINE)) == COLUMNS
    assert f"`{LAYOUT}`" in page
    assert f"`{OWN_WORDS}`" in page
    assert all(f"`{quality}`" in page for quality in ClockQuality)


def test_one_row_for_each_standing_score(rated: tuple[World, RatingDesk]) -> None:
    world, desk = rated
    rows = as_csv(world)
    signed = [row for row in rows if row["signed_at"]]
    assert [(row["item"], row["value"], row["state"], row["reason"]) for row in signed] == [
        ("CORE-01", "3", "", ""),
        ("CORE-02", "", "could_not_be_rated", "inaudible"),
        ("CORE-03", "", "could_not_be_rated", OWN_WORDS),
    ]
    (draft,) = [row for row in rows if not row["signed_at"]]
    assert (draft["purpose"], draft["value"], draft["media_ms"], draft["recording"]) == ("summative", "2", "", "")
    first = signed[0]
    assert tuple(first) == COLUMNS
    assert (first["therapist"], first["case"], first["session_scheduled"], first["session_attended"]) == (
        "T01",
        "C1",
        "6",
        "6",
    )
    assert (first["phase"], first["focal_areas"], first["attendance"]) == ("middle", "role_transition", "attended")
    assert (first["media_ms"], first["media_time_quality"]) == ("61500", "approximate")
    assert (first["rater"], first["role"], first["superseded"]) == ("AE", "supervisor", "false")
    assert first["scale_sha256"] == desk.scale.sha256
    standing = desk.state.score("CORE-01", "adherence")
    assert standing is not None
    assert first["scored_at"] == standing.stamp.at.isoformat()


def test_json_says_the_same(rated: tuple[World, RatingDesk]) -> None:
    world, _ = rated
    data = as_json(world)
    assert data["layout"] == LAYOUT
    rows = as_csv(world)
    assert tuple(data["scores"][0]) == COLUMNS[1:]
    told = [{"layout": LAYOUT, **{key: str(cell(value)) for key, value in row.items()}} for row in data["scores"]]
    assert told == rows


def test_no_name_and_no_free_word_leaves(rated: tuple[World, RatingDesk]) -> None:
    world, _ = rated
    out = io.StringIO()
    export_csv(world.library, out, scales=world.scales)
    export_json(world.library, out, scales=world.scales)
    assert [name for name in NAMES if name in out.getvalue()] == []


def test_a_superseded_rating_is_marked(world: World) -> None:
    before = world.signed()
    correction = world.opening.correct(before.rating.head.uid, "mixed up")
    world.signed(world.desk(correction))
    assert {row["rating"]: row["superseded"] for row in as_csv(world)} == {
        before.rating.head.uid: "true",
        correction: "false",
    }


def test_an_empty_library_exports_an_empty_table(world: World) -> None:
    assert as_csv(world) == []
    assert as_json(world) == {"layout": LAYOUT, "scores": []}


def test_a_code_that_looks_like_a_formula_is_kept_from_being_one(world: World) -> None:
    world.caseload.edit_case(replace(world.case, code="-2"))
    world.signed()
    assert as_csv(world)[0]["case"] == "'-2"
    assert as_json(world)["scores"][0]["case"] == "-2"


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("=1+1", "'=1+1"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("+x", "'+x"),
        ("", ""),
        (None, ""),
        (0, 0),
        (-3, -3),
        (True, "true"),
        (["a", "b"], "a b"),
        (("=a",), "'=a"),
        ("a=b", "a=b"),
    ],
)
def test_cells(value: object, told: object) -> None:
    assert cell(value) == told
