"""A library's agreement as tables: items, raters, everything that applies to one block. Shown, copied and saved."""

from __future__ import annotations

from fidelity_rater.app.agreement.library_models import AgreementView
from fidelity_rater.app.agreement.models import BlockStudy, Coefficient, Refused
from fidelity_rater.app.agreement.wording import percent, way_of
from fidelity_rater.app.ports.tables import Table, Value
from fidelity_rater.i18n import tr


def items_table(view: AgreementView) -> Table:
    """Every item, the worst first; totals below them."""
    return Table(
        tr("Agreement by item"),
        (
            tr("Item"), tr("Group"), tr("Coefficient"), tr("Value"), tr("From"), tr("To"), tr("Sessions rated twice"),
            tr("Raters"), tr("Same score"), tr("At most 1 apart"), tr("Remark"),
        ),
        tuple(_item(one) for one in (*view.study.items, *view.study.totals)),
        notes=(view.scale_name, view.notice, *view.study.notes),
    )  # fmt: skip


def _item(one: BlockStudy) -> tuple[Value, ...]:
    main = one.main
    numbers: tuple[Value, ...] = (None, None, None)
    remark = " ".join(one.notes)
    if isinstance(main, Coefficient):
        numbers = (main.value, main.low, main.high)
    else:
        remark = main.why
    return (
        one.block.label, one.block.group, main.name, *numbers, one.facts.shared, one.facts.raters,
        percent(one.exact), percent(one.near), remark,
    )  # fmt: skip


def coefficients_table(one: BlockStudy) -> Table:
    """Everything that applies to one block, and why the rest does not."""
    rows: list[tuple[Value, ...]] = []
    for _, answer in one.answers:
        if isinstance(answer, Refused):
            rows.append((answer.name, "", None, None, None, None, None, "", answer.why))
            continue
        rows.append(
            (
                answer.name, answer.also, answer.value, answer.low, answer.high, answer.targets, answer.raters,
                way_of(answer), " ".join(answer.notes),
            )
        )  # fmt: skip
    return Table(
        one.block.label,
        (
            tr("Coefficient"), tr("Also called"), tr("Value"), tr("From"), tr("To"), tr("Sessions"), tr("Raters"),
            tr("Interval by"), tr("Remark"),
        ),
        tuple(rows),
    )  # fmt: skip


def severity_table(view: AgreementView) -> Table:
    """Each rater beside the others, on each total."""
    names = {one.block.uid: one.block.label for one in view.study.totals}
    return Table(
        tr("Raters"),
        (
            tr("Total"), tr("Rater"), tr("Shared sessions"), tr("Difference from the others"), tr("From"), tr("To"),
            tr("Spread of the differences"), tr("Spread of own scores"), tr("Spread of the others' scores"),
        ),
        tuple(
            (
                names.get(uid, uid), one.initials, one.sessions, one.difference, one.low, one.high,
                one.apart, one.spread, one.others_spread,
            )
            for uid, rows in view.severities
            for one in rows
        ),
        notes=(view.scale_name, view.notice),
    )  # fmt: skip
