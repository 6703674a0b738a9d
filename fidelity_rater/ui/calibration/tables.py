"""What the calibration page tells as tables: raters, attempts, and an attempt item by item."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fidelity_rater.app.calibration.models import Attempt, AttemptResult, DimensionApart, Passing, RaterStanding
from fidelity_rater.app.ports.tables import Table, Value
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.forms.days import spoken_day


def passing_words(passing: Passing) -> str:
    return {
        Passing.PASSED: tr("passed"),
        Passing.NOT_PASSED: tr("not passed"),
        Passing.NOT_YET: tr("not judged yet"),
        Passing.OLD: tr("too long ago"),
    }[passing]


def apart_words(one: DimensionApart) -> str:
    """``Adherence +0.29 ± 0.64 (14 items)``, or why there is no number."""
    return tr("{name} {figures}", name=one.name, figures=_figures(one))


def _figures(one: DimensionApart) -> str:
    found = one.apart
    if found.bias is None or found.spread is None:
        return tr_n("{n} item: too few", "{n} items: too few", found.n)
    bias = f"{found.bias:+.2f}".replace("-", "−")
    spread = f"{found.spread:.2f}"
    return tr_n("{bias} ± {spread} ({n} item)", "{bias} ± {spread} ({n} items)", found.n, bias=bias, spread=spread)


def _within(dimensions: Sequence[DimensionApart]) -> str:
    n = sum(one.apart.n for one in dimensions)
    close = sum(one.apart.within_one for one in dimensions)
    return f"{100 * close / n:.0f} %" if n else ""


def _names(several: Iterable[Sequence[DimensionApart]]) -> list[str]:
    """The dimensions that any of them has, each once."""
    return list(dict.fromkeys(one.name for dimensions in several for one in dimensions))


def _heads(names: Sequence[str]) -> list[str]:
    return [tr("{dimension}: bias ± spread", dimension=name) for name in names]


def _cells(names: Sequence[str], dimensions: Sequence[DimensionApart]) -> list[Value]:
    found = {one.name: one for one in dimensions}
    return [_figures(found[name]) if name in found else "" for name in names]


def rater_table(raters: Sequence[RaterStanding]) -> Table:
    """One row for each rater."""
    names = _names(rater.dimensions for rater in raters)
    rows: list[tuple[Value, ...]] = [
        (
            rater.initials,
            len(rater.attempts),
            *_cells(names, rater.dimensions),
            _within(rater.dimensions),
            spoken_day(rater.last_on),
            passing_words(rater.passing),
            "; ".join(rater.why),
        )
        for rater in raters
    ]
    last = (tr("Within one"), tr("Last on"), tr("Gate"), tr("Why"))
    return Table(tr("Raters"), (tr("Rater"), tr("References"), *_heads(names), *last), tuple(rows))


def attempt_table(attempts: Sequence[Attempt]) -> Table:
    """One row for each attempt, the latest first."""
    names = _names(attempt.dimensions for attempt in attempts)
    rows: list[tuple[Value, ...]] = [
        (
            spoken_day(attempt.signed_on),
            attempt.reference,
            *_cells(names, attempt.dimensions),
            _within(attempt.dimensions),
        )
        for attempt in reversed(attempts)
    ]
    columns = (tr("Signed"), tr("Reference"), *_heads(names), tr("Within one"))
    return Table(tr("Attempts"), columns, tuple(rows))


def result_table(result: AttemptResult) -> Table:
    """Item by item: own, consensus, difference, and the reason that the consensus gives."""
    rows: list[tuple[Value, ...]] = [
        (
            row.label,
            row.dimension_name,
            row.own.words or "–",
            row.agreed.words or "–",
            _difference(row.difference),
            row.reason,
        )
        for row in result.rows
    ]
    columns = (tr("Item"), tr("Scored on"), tr("You"), tr("Consensus"), tr("Difference"), tr("Why so agreed"))
    return Table(tr("Item by item"), columns, tuple(rows), notes=(result.notice,))


def _difference(difference: int | None) -> str:
    if difference is None:
        return ""
    if difference == 0:
        return tr("same")
    return f"{difference:+d}".replace("-", "−")
