"""The item profile: each item's mean with its number of ratings and its spread, whole, by phase or by focal area."""

from __future__ import annotations

from collections.abc import Sequence

from fidelity_rater.app.competence_models import CompetenceChart
from fidelity_rater.app.development.answers import (
    Figure,
    Given,
    by_labels,
    chosen_dimension,
    chosen_kin,
    figure,
    figure_words,
    given,
    grounds_of,
    in_order,
    sheets_of,
)
from fidelity_rater.app.development.models import Choice, Exhibit, Grounds, Line, Mark, RowPicture
from fidelity_rater.app.ports.queries import RatedSheet
from fidelity_rater.app.ports.tables import Table, Value
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.scales.model import Dimension, Item

PHASE, FOCAL_AREA = "phase", "focal_area"
WHOLE = ""


def item_profile(chart: CompetenceChart, choice: Choice) -> Exhibit:
    """Each item that has a number, in the scale's order."""
    scale = chart.basis.scale
    kin, dimension = chosen_kin(chart, choice), chosen_dimension(scale, choice)
    if kin is None or dimension is None:
        return _nothing(dimension)
    parts = _parts(sheets_of(chart, kin), choice.by)
    rows: list[tuple[Value, ...]] = []
    grounds: list[Grounds] = []
    lines, line_rows = [], []
    for item, group in in_order(scale):
        marks: list[Mark] = []
        for place, (name, sheets) in enumerate(parts):
            numbers = tuple(given(sheets, item, dimension))
            found = figure((one.session_uid, one.value) for one in numbers)
            if found is None:
                continue
            if not marks:
                line_rows.append(len(rows))
            marks.append(mark(place, name or item.label, found))
            rows.append((item.label, *([name] if choice.by else []), *figure_cells(found), item.id, group))
            grounds.append(grounds_of(chart, numbers, dimension))
        if marks:
            lines.append(Line(item.label, group, tuple(marks)))
    if not lines:
        return _nothing(dimension)
    split = [tr("Phase") if choice.by == PHASE else tr("Focal area")] if choice.by else []
    ratings = len(sheets_of(chart, kin))
    return Exhibit(
        intro=_intro(ratings, kin.name, choice.by),
        table=Table(
            tr("Item profile, {dimension}", dimension=dimension.name.lower()),
            (tr("Item"), *split, *figure_columns(), tr("Code"), tr("Group")),
            tuple(rows),
            notes=(kin.name, chart.scale_notice),
        ),
        grounds=tuple(grounds),
        picture=picture_of(dimension, [name or tr("Mean") for name, _ in parts], lines),
        picture_rows=tuple(line_rows),
    )


def picture_of(dimension: Dimension, series: Sequence[str], lines: Sequence[Line], *, note: str = "") -> RowPicture:
    """Rows on the axis of a dimension."""
    values = [level.value for level in dimension.levels]
    return RowPicture(
        axis=dimension.name,
        hue=dimension.hue,
        minimum=min(values),
        maximum=max(values),
        competent=dimension.competent,
        series=tuple(series),
        lines=tuple(lines),
        note=note or tr("The number beside a mark: ratings it stands on. The line through it: lowest to highest."),
    )


def mark(series: int, name: str, found: Figure) -> Mark:
    return Mark(series, found.mean, found.n, found.low, found.high, figure_words(name, found))


def figure_columns() -> tuple[str, ...]:
    """What stands beside every mean."""
    return (
        tr("Mean"),
        tr("Ratings"),
        tr("Sessions"),
        tr("Lowest"),
        tr("Highest"),
        tr("SD"),
        tr("Two raters apart"),
        tr("Sessions compared"),
    )


def figure_cells(found: Figure) -> tuple[Value, ...]:
    return (
        found.mean,
        found.n,
        found.sessions,
        _bound(found.low),
        _bound(found.high),
        found.spread,
        found.apart,
        found.compared or None,
    )


def _bound(value: float) -> Value:
    return int(value) if float(value).is_integer() else value


def _parts(sheets: tuple[RatedSheet, ...], by: str) -> list[tuple[str, tuple[RatedSheet, ...]]]:
    """The ratings by phase or focal area; a session with two areas counts in both."""
    if by == WHOLE:
        return [("", sheets)]
    keys = [(sheet.phase,) if by == PHASE else sheet.focal_areas for sheet in sheets]
    found = dict.fromkeys(key for of_sheet in keys for key in of_sheet)
    return [
        (by_labels(by, key), tuple(s for s, of_sheet in zip(sheets, keys, strict=True) if key in of_sheet))
        for key in found
    ]


def _intro(ratings: int, whose: str, by: str) -> str:
    said = tr_n("{whose}: {n} rating.", "{whose}: {n} ratings.", ratings, whose=whose)
    if by == FOCAL_AREA:
        said = tr("{said} A session with two focal areas counts in both.", said=said)
    return said


def _nothing(dimension: Dimension | None) -> Exhibit:
    name = dimension.name.lower() if dimension else ""
    return Exhibit("", Table("", (), ()), empty=tr("No item has a number on {dimension} here.", dimension=name))


def numbers_by_item(
    sheets: tuple[RatedSheet, ...], items: Sequence[Item], dimension: Dimension
) -> dict[str, tuple[Given, ...]]:
    """The numbers on each of these items."""
    return {item.id: tuple(given(sheets, item, dimension)) for item in items}
