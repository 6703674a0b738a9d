"""A therapist's own ratings beside the supervisor's of the same sessions: item by item, and session by session."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from fidelity_rater.app.competence_models import CompetenceChart, Place
from fidelity_rater.app.development.answers import chosen_dimension, figure, grounds_on, level_words
from fidelity_rater.app.development.models import Choice, Exhibit, Ground, Grounds, Line, Mark, RowPicture
from fidelity_rater.app.development.profile import mark, picture_of
from fidelity_rater.app.ports.queries import RatedSheet
from fidelity_rater.app.ports.tables import Table, Value
from fidelity_rater.app.self_rating import Order, Pair, SessionCompared, compare, order_words
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.scales.model import Dimension

OVER_TIME: Final = "time"
_PREFERRED: Final = (Role.SUPERVISOR, Role.PANEL, Role.PEER)


@dataclass(frozen=True, slots=True)
class SelfBeside:
    """Two ratings of one session on one scale and for one purpose."""

    own: RatedSheet
    other: RatedSheet
    place: Place
    compared: SessionCompared


def self_beside_supervisor(chart: CompetenceChart, choice: Choice, orders: Mapping[str, Order]) -> Exhibit:
    """``orders``: by self-rating, whether it was made before its author saw the other's scores."""
    dimension = chosen_dimension(chart.basis.scale, choice)
    pairs = _pairs(chart, orders, dimension) if dimension is not None else ()
    beside = [pair for pair in pairs if choice.kin is None or _fits(pair, choice.kin.purpose)]
    if dimension is None or not beside:
        return Exhibit(
            "",
            Table("", (), ()),
            empty=tr("No session has a self-rating beside a supervisor's, signed, on one scale and for one purpose."),
        )
    return (_over_time if choice.by == OVER_TIME else _by_item)(chart, beside, dimension)


def _fits(pair: SelfBeside, purpose: Purpose) -> bool:
    return pair.own.rating.purpose is purpose


def _pairs(chart: CompetenceChart, orders: Mapping[str, Order], dimension: Dimension) -> Iterator[SelfBeside]:
    """Pairs by session; where several others have rated it, the supervisor's counts, else a panel's or a peer's."""
    places = {place.session_uid: place for place in chart.places}
    by_session: dict[tuple[str, Purpose], list[RatedSheet]] = defaultdict(list)
    for sheet in chart.basis.sheets:
        if sheet.rating.signed_at is not None:
            by_session[sheet.rating.session_uid, sheet.rating.purpose].append(sheet)
    for (session_uid, _), sheets in by_session.items():
        own = next((s for s in sheets if s.rating.role is Role.TRAINEE), None)
        others = sorted(
            (s for s in sheets if s.rating.role in _PREFERRED), key=lambda s: _PREFERRED.index(s.rating.role)
        )
        if own is None or not others:
            continue
        place, order = places[session_uid], orders.get(own.rating.uid, Order.UNKNOWN)
        found = compare(chart.basis.scale, own.scores, others[0].scores, order=order, only=dimension.id)
        label = tr("{case}, session {n}", case=own.case_code, n=place.scheduled)
        yield SelfBeside(own, others[0], place, SessionCompared(session_uid, label, place.held_on, found))


def _by_item(chart: CompetenceChart, beside: list[SelfBeside], dimension: Dimension) -> Exhibit:
    numbers: dict[str, list[tuple[SelfBeside, Pair]]] = defaultdict(list)
    for pair in beside:
        for one in pair.compared.comparison.pairs:
            if one.dimension == dimension.id and one.gap is not None:
                numbers[one.item].append((pair, one))
    order = {item.id: place for place, item in enumerate(chart.basis.scale.items)}
    rows: list[tuple[Value, ...]] = []
    lines: list[Line] = []
    grounds: list[Grounds] = []
    for item in sorted(numbers, key=order.__getitem__):
        found = numbers[item]
        first = found[0][1]
        own, other = _figures(found)
        gaps = [one.gap for _, one in found if one.gap is not None]
        same = gaps.count(0)
        rows.append(
            (first.label, sum(own) / len(own), sum(other) / len(other), sum(gaps) / len(gaps), len(gaps), same, item,
             first.group)
        )  # fmt: skip
        lines.append(Line(first.label, first.group, tuple(_marks(first.label, own, other))))
        grounds.append(_grounds(chart, found, dimension))
    return Exhibit(
        intro=_intro(beside),
        table=Table(
            tr("Self and supervisor by item, {dimension}", dimension=dimension.name.lower()),
            (
                tr("Item"),
                tr("Self"),
                tr("Supervisor"),
                tr("Self less supervisor"),
                tr("Sessions"),
                tr("Alike"),
                tr("Code"),
                tr("Group"),
            ),
            tuple(rows),
            notes=(chart.scale_notice,),
        ),
        grounds=tuple(grounds),
        picture=_joined(dimension, lines),
        picture_rows=tuple(range(len(lines))),
    )


def _over_time(chart: CompetenceChart, beside: list[SelfBeside], dimension: Dimension) -> Exhibit:
    rows: list[tuple[Value, ...]] = []
    lines: list[Line] = []
    grounds: list[Grounds] = []
    picture_rows: list[int] = []
    for pair in sorted(beside, key=lambda one: one.place.x):
        gap = pair.compared.comparison.gap(dimension.id)
        order = pair.compared.comparison.order
        numbers = [p for p in pair.compared.comparison.pairs if p.dimension == dimension.id and p.gap is not None]
        told: tuple[Value, ...] = (pair.compared.label, pair.place.held_on)
        if gap is None or gap.mean is None:
            rows.append((*told, None, None, None, None, gap.n if gap else 0, _order_name(order)))
        else:
            picture_rows.append(len(rows))
            rows.append((*told, gap.own_mean, gap.other_mean, gap.mean, gap.spread, gap.n, _order_name(order)))
            own = [float(p.own.value) for p in numbers if p.own.value is not None]
            other = [float(p.other.value) for p in numbers if p.other.value is not None]
            lines.append(
                Line(_session_label(pair.place), pair.own.case_code, tuple(_marks(pair.compared.label, own, other)))
            )
        grounds.append(partial(_both, chart, pair))
    return Exhibit(
        intro=_intro(beside),
        table=Table(
            tr("Self and supervisor over time, {dimension}", dimension=dimension.name.lower()),
            (
                tr("Session"),
                tr("Day"),
                tr("Self"),
                tr("Supervisor"),
                tr("Self less supervisor"),
                tr("SD"),
                tr("Items"),
                tr("Which came first"),
            ),
            tuple(rows),
            notes=(chart.scale_notice,),
        ),
        grounds=tuple(grounds),
        picture=_joined(dimension, lines) if lines else None,
        picture_rows=tuple(picture_rows),
    )


def _session_label(place: Place) -> str:
    """A session under its case's name."""
    number = tr("Session {n}", n=place.scheduled)
    return tr("{session}, {day}", session=number, day=place.held_on.isoformat()) if place.held_on else number


def _joined(dimension: Dimension, lines: list[Line]) -> RowPicture:
    note = tr("The number beside a mark: how many numbers it stands on; only what both have scored.")
    return replace(picture_of(dimension, [tr("Self"), tr("Supervisor")], lines, note=note), joined=True)


def _marks(name: str, own: list[float], other: list[float]) -> Iterator[Mark]:
    for series, numbers, who in ((0, own, tr("self")), (1, other, tr("supervisor"))):
        found = figure(("", number) for number in numbers)
        if found is not None:
            one = mark(series, tr("{item}, {who}", item=name, who=who), found)
            words = tr("{item}, {who}: {mean} on {n} numbers", item=name, who=who, mean=f"{found.mean:.2f}", n=found.n)
            yield Mark(one.series, one.value, one.n, one.value, one.value, words)


def _figures(found: list[tuple[SelfBeside, Pair]]) -> tuple[list[float], list[float]]:
    own = [float(one.own.value) for _, one in found if one.own.value is not None]
    other = [float(one.other.value) for _, one in found if one.other.value is not None]
    return own, other


def _grounds(chart: CompetenceChart, found: list[tuple[SelfBeside, Pair]], dimension: Dimension) -> Grounds:
    said = []
    for pair, one in found:
        for sheet, value in ((pair.own, one.own.value), (pair.other, one.other.value)):
            if value is not None:
                said.append((sheet.rating.uid, one.item, level_words(dimension, value)))
    return grounds_on(chart, said)


def _both(chart: CompetenceChart, pair: SelfBeside) -> tuple[Ground, ...]:
    order = order_words(pair.compared.comparison.order)
    return grounds_on(chart, [(pair.own.rating.uid, "", order), (pair.other.rating.uid, "", "")])()


def _intro(beside: list[SelfBeside]) -> str:
    orders = [pair.compared.comparison.order for pair in beside]
    sessions = tr_n("{n} session has both.", "{n} sessions have both.", len(beside))
    if all(order is Order.UNKNOWN for order in orders):
        return tr("{sessions} {order}", sessions=sessions, order=order_words(Order.UNKNOWN))
    return tr(
        "{sessions} In {k} of them the self-rating is known to be signed before the supervisor's scores were seen.",
        sessions=sessions,
        k=orders.count(Order.BEFORE),
    )


def _order_name(order: Order) -> str:
    return {
        Order.BEFORE: tr("self-rating first"),
        Order.BETWEEN: tr("begun first, signed after"),
        Order.AFTER: tr("self-rating after seeing"),
        Order.UNKNOWN: tr("not known"),
    }[order]
