"""The competence chart's read model, by hand-worked trajectories."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from domain.scales import flat_scale
from fidelity_rater.app.competence import competence_chart, sheet_of
from fidelity_rater.app.competence_models import CompetenceChart, Filters
from fidelity_rater.app.development.chart_words import chart_in_words
from fidelity_rater.app.results import CHART_COLUMNS, chart_table
from fidelity_rater.app.tables import table_text
from fidelity_rater.domain.caseload import Attendance
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.scoring.scoring import score_sheet
from helpers.trajectories import FLAT_SHA, SMALL, Life, core


def lines(chart: CompetenceChart, summary: str = "adherence") -> dict[tuple[str, Purpose, str], Any]:
    return {(line.case_uid, line.purpose, line.kind): line.points for line in chart.trends if line.summary == summary}


def xs(chart: CompetenceChart) -> list[int]:
    return [dot.x for dot in chart.dots]


def test_without_a_signed_rating_there_is_no_chart() -> None:
    life = Life()
    assert competence_chart(life.rows(), filters=Filters(), scale_of=lambda sha256: SMALL) is None
    life.rate(signed=False)
    assert competence_chart(life.rows(), filters=Filters(), scale_of=lambda sha256: SMALL) is None
    assert [dot.rating.uid for dot in life.chart(with_drafts=True).dots] == ["r1"]


def test_every_dot_stands_at_its_session_with_its_scores() -> None:
    life = Life(cases=2, sessions=4)
    life.rate(2, core(4, 5))
    uid = life.rate(3, core(1, 2), case=2)
    chart = life.chart()
    assert [(p.x, p.case_uid, p.scheduled) for p in chart.places] == [
        (0, "c1", 1), (1, "c1", 2), (2, "c1", 3), (3, "c1", 4),
        (5, "c2", 1), (6, "c2", 2), (7, "c2", 3), (8, "c2", 4),
    ]  # fmt: skip
    assert xs(chart) == [1, 7]
    dot = chart.dot_of(uid)
    assert dot is not None
    expected = score_sheet(SMALL, sheet_of(life.sheets[1]), form="short")
    assert dot.summaries == expected.summaries
    adherence = dot.summary("adherence")
    assert adherence is not None
    assert adherence.value == pytest.approx((5 * 1 + 3) / 6)
    assert chart.dot_of("nobody") is None


def test_phases_are_bands_within_a_case() -> None:
    life = Life(cases=2, sessions=6)
    life.rate()
    bands = [(b.case_uid, b.phase, b.first_x, b.last_x) for b in life.chart().bands]
    assert bands[:4] == [("c1", "initial", 0, 1), ("c1", "middle", 2, 3), ("c1", "termination", 4, 5), bands[3]]
    assert bands[3] == ("c2", "initial", 7, 8)
    spans = [(c.code, c.first_x, c.last_x, c.focal_areas) for c in life.chart().cases]
    assert spans == [("T01-C1", 0, 5, ("grief",)), ("T01-C2", 7, 12, ("grief",))]


def test_a_line_never_leaves_its_case_purpose_or_kind() -> None:
    life = Life(cases=2)
    for session in (1, 3, 5):
        life.rate(session, core(session - 1, 3))
    life.rate(2, core(4, 3), case=2)
    life.rate(3, core(4, 3), purpose=Purpose.SUMMATIVE)
    life.rate(3, core(1, 3), role=Role.TRAINEE, rater="TR")
    found = lines(life.chart())
    assert found == {
        ("c1", Purpose.FORMATIVE, "rater"): ((0, 0.0, 1), (2, 2.0, 1), (4, 4.0, 1)),
        ("c2", Purpose.FORMATIVE, "rater"): ((8, 4.0, 1),),
        ("c1", Purpose.SUMMATIVE, "rater"): ((2, 4.0, 1),),
        ("c1", Purpose.FORMATIVE, "self"): ((2, 1.0, 1),),
    }


def test_a_line_stands_on_the_common_core_only() -> None:
    life = Life()
    life.rate(1, core(2, 3, I1=(4, 5)))
    life.rate(3, core(2, 3, M1=(0, None), F1=(4, 4)))
    life.rate(4, core(2, 3, T1=(4, 5)), form="full")
    assert [value for _, value, _ in lines(life.chart())["c1", Purpose.FORMATIVE, "rater"]] == [2.0, 2.0, 2.0]


def test_several_raters_of_one_session_are_averaged_and_told_by_number() -> None:
    life = Life()
    life.rate(3, core(2, 3))
    life.rate(3, core(4, 3), role=Role.PANEL, rater="PM")
    assert lines(life.chart())["c1", Purpose.FORMATIVE, "rater"] == ((2, 3.0, 2),)


def test_no_line_is_drawn_through_what_is_not_computed() -> None:
    life = Life()
    life.rate(1)
    life.rate(3, {"E1": (3, 3)})
    chart = life.chart()
    missing = chart.dots[1].summary("adherence")
    assert missing is not None
    assert missing.value is None
    assert missing.not_computed
    assert lines(chart)["c1", Purpose.FORMATIVE, "rater"] == ((0, 3.0, 1),)


def test_another_scale_is_another_chart() -> None:
    life = Life()
    life.rate(1)
    life.rate(2)
    life.rate(3, {f"S{n}": (6,) for n in range(1, 13)}, sha256=FLAT_SHA, form="all")
    scales = {SMALL.sha256: SMALL, FLAT_SHA: replace(flat_scale(), sha256=FLAT_SHA)}

    def chart(**filters: Any) -> CompetenceChart:
        made = competence_chart(life.rows(), filters=Filters(**filters), scale_of=lambda sha256: scales[sha256])
        assert made is not None
        return made

    small = chart()
    assert (small.scale_sha256, xs(small), small.hidden) == (SMALL.sha256, [0, 1], 1)
    flat = chart(scale_sha256=FLAT_SHA)
    assert (xs(flat), flat.hidden, flat.trends) == ([2], 2, ())
    assert [(a.summary, a.minimum, a.maximum, a.competent) for a in flat.axes] == [("total", 0, 72, None)]
    assert [sha256 for sha256, _ in flat.choices.scales] == sorted(scales)


@pytest.fixture
def two_editions() -> Callable[..., CompetenceChart]:
    """A course rated on one edition first and on a later one since, which asks for other evidence."""
    life = Life()
    later, changed = "a" * 64, "b" * 64
    life.rate(1, core(2, 3))
    life.rate(2, core(2, 3))
    life.rate(3, core(4, 3), sha256=later)
    life.rate(4, core(4, 3), sha256=changed)
    life.rate(5, core(4, 3), sha256=later, signed=False)
    asking = tuple(replace(d, evidence_asked_at=(4,), no_evidence_at=(0,)) for d in SMALL.dimensions)
    reworded = (replace(SMALL.items[0], description="Said otherwise"), *SMALL.items[1:])
    scales = {
        SMALL.sha256: SMALL,
        later: replace(SMALL, sha256=later, version="2", notice="Other", text="x", dimensions=asking),
        changed: replace(SMALL, sha256=changed, version="3", items=reworded),
    }

    def chart(**filters: Any) -> CompetenceChart:
        made = competence_chart(life.rows(), filters=Filters(**filters), scale_of=lambda sha256: scales[sha256])
        assert made is not None
        return made

    return chart


def test_a_new_edition_that_changes_no_score_goes_on_with_the_course(
    two_editions: Callable[..., CompetenceChart],
) -> None:
    chart = two_editions()
    assert (xs(chart), chart.hidden, chart.scale_sha256) == ([0, 1, 2], 1, "a" * 64)
    assert lines(chart)["c1", Purpose.FORMATIVE, "rater"] == ((0, 2.0, 1), (1, 2.0, 1), (2, 4.0, 1))
    assert {cell.x for cell in chart.map_cells} == {0, 1, 2}
    assert dict(chart.choices.scales)["a" * 64] == f"{SMALL.name} {SMALL.version}, 2"
    for asked in (SMALL.sha256, "a" * 64):
        assert xs(two_editions(scale_sha256=asked)) == [0, 1, 2]
        assert xs(two_editions(scale_sha256=asked, with_drafts=True)) == [0, 1, 2, 4]


def test_an_edition_with_one_other_word_is_another_scale(two_editions: Callable[..., CompetenceChart]) -> None:
    assert xs(two_editions(scale_sha256="b" * 64)) == [3]
    assert {sha256 for sha256, _ in two_editions().choices.scales} == {"a" * 64, "b" * 64}


def test_the_charts_numbers_name_the_edition_that_each_was_rated_on(
    two_editions: Callable[..., CompetenceChart],
) -> None:
    out = io.StringIO()
    out.write(table_text(chart_table(two_editions())))
    out.seek(0)
    named = {row["rating"]: row["scale_sha256"] for row in csv.DictReader(out)}
    assert named == {"r1": SMALL.sha256, "r2": SMALL.sha256, "r3": "a" * 64}


def test_the_axes_say_the_scales_own_competent_level() -> None:
    life = Life()
    life.rate()
    assert [(a.summary, a.minimum, a.maximum, a.competent) for a in life.chart().axes] == [
        ("adherence", 0, 4, None),
        ("quality", 1, 5, 3),
    ]


@pytest.fixture
def mixed() -> Life:
    life = Life(cases=2)
    life.rate(1)
    life.rate(3, rater="BO", role=Role.PANEL, focal_areas=("role_dispute", "grief"))
    life.rate(3, purpose=Purpose.SUMMATIVE)
    life.rate(5, case=2, focal_areas=("role_transition",))
    life.rate(6, case=2, signed=False)
    return life


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        ({}, ["r1", "r2", "r3", "r4"]),
        ({"with_drafts": True}, ["r1", "r2", "r3", "r4", "r5"]),
        ({"phases": frozenset({"middle"})}, ["r2", "r3"]),
        ({"phases": frozenset({"middle", "initial"})}, ["r1", "r2", "r3"]),
        ({"focal_areas": frozenset({"role_dispute"})}, ["r2"]),
        ({"raters": frozenset({"person BO"})}, ["r2"]),
        ({"purposes": frozenset({"summative"})}, ["r3"]),
        ({"cases": frozenset({"c2"})}, ["r4"]),
        ({"purposes": frozenset({"summative"}), "phases": frozenset({"initial"})}, []),
    ],
)
def test_filters_narrow_what_is_shown_and_tell_what_is_hidden(
    mixed: Life, filters: dict[str, Any], shown: list[str]
) -> None:
    chart = mixed.chart(**filters)
    assert [dot.rating.uid for dot in chart.dots] == shown
    assert {cell.rating_uid for cell in chart.map_cells} == set(shown)
    assert chart.hidden == (5 if filters.get("with_drafts") else 4) - len(shown)
    assert chart.filters == Filters(**filters)
    assert all(line.points for line in chart.trends)


def test_choices_are_what_there_is_whatever_is_chosen(mixed: Life) -> None:
    every = mixed.chart().choices
    assert every.phases == ("initial", "middle", "termination")
    assert every.focal_areas == ("grief", "role_dispute", "role_transition")
    assert every.raters == (("person AE", "AE"), ("person BO", "BO"))
    assert every.purposes == ("formative", "summative")
    assert every.cases == (("c1", "T01-C1"), ("c2", "T01-C2"))
    assert every.scales == ((SMALL.sha256, "Small 1"),)
    assert mixed.chart(phases=frozenset({"middle"})).choices == every


def test_a_session_that_was_not_held_has_no_place() -> None:
    life = Life()
    life.rate(3)
    life.rate(4)
    missed = next(s for s in life.held if s.uid == "c1s4")
    life.held.remove(missed)
    life.sheets[1] = replace(life.sheets[1], session=replace(missed, attendance=Attendance.MISSED, attended=None))
    chart = life.chart()
    assert [dot.rating.uid for dot in chart.dots] == ["r1"]
    assert chart.hidden == 1
    assert {cell.rating_uid for cell in chart.map_cells} == {"r1"}


def test_outside_the_scales_scope_there_is_a_dot_without_a_number() -> None:
    life = Life()
    life.rate(3, adaptation="eating_disorders")
    chart = life.chart()
    assert chart.dots[0].outside_scope
    assert all(s.value is None and s.not_computed for s in chart.dots[0].summaries)
    assert chart.trends == ()


def test_the_map_has_a_row_for_each_item_that_was_answered_in_the_scales_order() -> None:
    life = Life()
    life.rate(3, {"P1": (2,), "E2": (3, 4), "M2": ("not_this_session",), "E1": (0, None)})
    chart = life.chart()
    assert [(row.item, row.group, row.hue) for row in chart.map_rows] == [
        ("E1", "Core", "adherence"),
        ("E2", "Core", "adherence"),
        ("M2", "Middle", "adherence"),
        ("P1", "Proscribed", "extent"),
    ]
    cells = {cell.item: [(d, s.value, s.state) for d, s in cell.scores] for cell in chart.map_cells}
    assert cells["E2"] == [("adherence", 3, None), ("quality", 4, None)]
    assert cells["M2"] == [("adherence", None, "not_this_session")]


def test_coverage_is_over_the_case_and_never_from_self_ratings() -> None:
    life = Life(sessions=4)
    life.rate(3, core(3, 3, M2=(3, 3)), role=Role.TRAINEE)
    assert life.chart().coverage == ()
    life.rate(3, core(3, 3, M2=(1, 1)))
    (code, found) = life.chart().coverage[0]
    line = next(c for c in found if c.item == "M2")
    assert (code, line.coverage, line.seen_in, line.rated, line.held) == ("T01-C1", "not_seen", 0, 1, 2)
    life.rate(4, core(3, 3, M2=("not_this_session",)))
    assert next(c for c in life.chart().coverage[0][1] if c.item == "M2").coverage == "not_covered"
    life.rate(4, core(3, 3, M2=(2, 2)), rater="BO")
    line = next(c for c in life.chart().coverage[0][1] if c.item == "M2")
    assert (line.coverage, line.label) == ("seen", "Label of M2")


def test_the_charts_data_as_csv(mixed: Life) -> None:
    chart = replace(mixed.chart(), therapist_code="-T01")
    out = io.StringIO()
    out.write(table_text(chart_table(chart)))
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert tuple(rows[0]) == CHART_COLUMNS
    assert len(rows) == len(chart.dots) * len(chart.axes)
    first = rows[0]
    assert (first["therapist"], first["case"], first["session"], first["summary"]) == (
        "'-T01",
        "T01-C1",
        "1",
        "adherence",
    )
    assert (first["value"], first["items_scored"], first["items_asked"]) == ("3.0000", "5", "5")
    assert (first["common_core_value"], first["common_core_items"]) == ("3.0000", "5")
    assert rows[2]["focal_areas"] == "role_dispute grief"
    assert {row["not_computed"] for row in rows} == {""}


def test_the_table_behind_the_chart_is_in_words(mixed: Life) -> None:
    chart = mixed.chart()
    table = chart_in_words(chart)
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    assert len(rows) == len(chart_table(chart).rows), "row for row what is saved"
    assert (rows[0]["Result"], rows[0]["Value"], rows[0]["Items scored"]) == (chart.axes[0].name, 3.0, "5 of 5")
    assert (rows[2]["Focal area"], rows[2]["Role"]) == ("Role dispute and grief", "Panel member")
    told = " ".join(str(cell) for row in table.rows for cell in row)
    assert "_" not in told
    assert not any(dot.rating.uid in told.split() for dot in chart.dots)
