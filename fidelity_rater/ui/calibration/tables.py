"""What the calibration page tells as tables: raters, attempts, and an attempt item by item."""

from __future__ import annotations

from collections.abc import Sequence

from fidelity_rater.app.calibration.models import Attempt, AttemptResult, DimensionApart, Passing, RaterStanding
from fidelity_rater.app.ports.tables import Table, Value
from fidelity_rater.i18n import tr


def passing_words(passing: Passing) -> str:
    return {
        Passing.PASSED: tr("passed"),
        Passing.NOT_PASSED: tr("not passed"),
        Passing.NOT_YET: tr("not yet"),
        Passing.OLD: tr("too long ago"),
    }[passing]


def apart_words(one: DimensionApart) -> str:
    """``Adherence +0.29 ± 0.64 (14 items)``, or why there is no number."""
    found = one.apart
    if found.bias is None or found.spread is None:
        return tr("{name}: too few items ({n})", name=one.name, n=found.n)
    bias = f"{found.bias:+.2f}".replace("-", "−")
    return tr("{name} {bias} ± {spread} ({n} items)", name=one.name, bias=bias, spread=f"{found.spread:.2f}", n=found.n)


def _within(dimensions: Sequence[DimensionApart]) -> str:
    n = sum(one.apart.n for one in dimensions)
    close = sum(one.apart.within_one for one in dimensions)
    return f"{100 * close / n:.0f} %" if n else ""


def rater_table(raters: Sequence[RaterStanding]) -> Table:
    """One row for each rater."""
    rows: list[tuple[Value, ...]] = [
        (
            rater.initials,
            len(rater.attempts),
            "; ".join(apart_words(one) for one in rater.dimensions),
            _within(rater.dimensions),
            rater.last_on,
            passing_words(rater.passing),
            "; ".join(rater.why),
        )
        for rater in raters
    ]
    columns = (
        tr("Rater"),
        tr("References"),
        tr("Bias ± spread"),
        tr("Within one"),
        tr("Last on"),
        tr("Gate"),
        tr("Why"),
    )
    return Table(tr("Raters"), columns, tuple(rows))


def attempt_table(attempts: Sequence[Attempt]) -> Table:
    """One row for each attempt, the latest first."""
    rows: list[tuple[Value, ...]] = [
        (
            attempt.signed_on,
            attempt.reference,
            "; ".join(apart_words(one) for one in attempt.dimensions),
            _within(attempt.dimensions),
        )
        for attempt in reversed(attempts)
    ]
    return Table(tr("Attempts"), (tr("Signed"), tr("Reference"), tr("Bias ± spread"), tr("Within one")), tuple(rows))


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
