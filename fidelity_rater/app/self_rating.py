"""A self-rating beside somebody else's rating of the same session: item by item, in sum, and which came first.

Pure comparison of answers. Agreement over many recordings, with its coefficients, is another matter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from math import sqrt
from typing import Final

from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.ports.library import UnitOfWork
from fidelity_rater.domain.ratings.events import Score
from fidelity_rater.domain.ratings.snapshot import ScoreKey
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.scales.model import Dimension, DimensionKind, Scale

FEWEST: Final = 5
"""Fewer items that both have given a number say too little for a mean."""
SEEN_OTHER: Final = "seen_other"
"""In the opening of a self-rating: whether the other's scores had been seen by then. The signature covers it."""


class Order(StrEnum):
    """Whether the self-rating was made before its author saw the other's scores."""

    BEFORE = "before"
    BETWEEN = "between"
    """Begun before, and signed only after."""
    AFTER = "after"
    UNKNOWN = "unknown"


def order_of(seen_other: bool | None, *, signed_at: datetime | None, seen_at: datetime | None) -> Order:
    """What came first. ``seen_other`` as the opening says, ``seen_at`` when the other's scores were first shown."""
    if seen_other:
        return Order.AFTER
    if seen_at is not None and (signed_at is None or signed_at >= seen_at):
        return Order.BETWEEN if seen_other is not None else Order.UNKNOWN
    return Order.BEFORE if seen_other is not None or seen_at is not None else Order.UNKNOWN


def seen_when(uow: UnitOfWork, rating_uids: Collection[str]) -> dict[str, datetime]:
    """When each of these ratings was first shown to whom it is about, as a reply says; those that none tells of not."""
    first: dict[str, datetime] = {}
    for kind in (DocumentKind.REPLY, DocumentKind.REPLY_RECEIVED):
        for document in uow.documents.about_any(rating_uids, kind):
            at = datetime.fromisoformat(document.body["read_at"])
            first[document.about] = min(at, first.get(document.about, at))
    return first


def first_seen(uow: UnitOfWork, rating_uids: Collection[str]) -> datetime | None:
    """When any of these ratings was first shown to whom it is about; None: nothing tells."""
    return min(seen_when(uow, rating_uids).values(), default=None)


def order_words(order: Order) -> str:
    """The order as a sentence; it belongs wherever the two are compared."""
    return {
        Order.BEFORE: tr("The self-rating was signed before the supervisor's scores were seen."),
        Order.BETWEEN: tr("The self-rating was begun before the supervisor's scores were seen, and signed after."),
        Order.AFTER: tr("The self-rating was made after the supervisor's scores were seen."),
        Order.UNKNOWN: tr("Which came first, the self-rating or the look at the supervisor's scores, is not known."),
    }[order]


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer in words: the number with its label, or the state; ``value`` None for a state or nothing."""

    value: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """One item on one dimension, answered by either."""

    item: str
    label: str
    group: str
    dimension: str
    dimension_name: str
    hue: str
    own: Answered
    other: Answered
    lowest: int
    highest: int

    @property
    def gap(self) -> int | None:
        """Own less other; None where not both gave a number."""
        if self.own.value is None or self.other.value is None:
            return None
        return self.own.value - self.other.value


@dataclass(frozen=True, slots=True)
class Gap:
    """One dimension in sum: over the ``n`` items on which both gave a number.

    ``mean`` is own less other (positive: one sees oneself higher), ``spread`` the standard deviation of the
    differences, ``distance`` their mean size. All None where there are too few items.
    """

    dimension: str
    name: str
    hue: str
    n: int
    own_mean: float | None
    other_mean: float | None
    mean: float | None
    spread: float | None
    distance: float | None
    same: int
    within_one: int

    @property
    def too_few(self) -> str:
        """The sentence in place of a number; empty where there is one."""
        if self.mean is not None:
            return ""
        return tr_n(
            "{n} item scored by both: too few to compare", "{n} items scored by both: too few to compare", self.n
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """A self-rating beside another rating of the session. Items that only one has answered are counted apart."""

    pairs: tuple[Pair, ...]
    gaps: tuple[Gap, ...]
    order: Order = Order.UNKNOWN
    only_own: int = 0
    only_other: int = 0

    def gap(self, dimension: str) -> Gap | None:
        return next((gap for gap in self.gaps if gap.dimension == dimension), None)


@dataclass(frozen=True, slots=True)
class SessionCompared:
    """One session's comparison, with its place in time. ``label`` is of codes."""

    session_uid: str
    label: str
    held_on: date | None
    comparison: Comparison


def compare(
    scale: Scale,
    own: Mapping[ScoreKey, Score],
    other: Mapping[ScoreKey, Score],
    *,
    order: Order = Order.UNKNOWN,
    only: str = "",
) -> Comparison:
    """Lay two ratings on one scale beside each other, in the scale's order; only ordinal dimensions are compared.

    ``only``: nothing but this dimension.
    """
    dimensions = [d for d in scale.dimensions if d.kind is DimensionKind.ORDINAL and only in ("", d.id)]
    pairs = tuple(_pairs(scale, own, other, dimensions))
    gaps = tuple(
        gap
        for dimension in scale.dimensions
        if (gap := _gap(dimension, [p for p in pairs if p.dimension == dimension.id]))
    )
    mine, theirs = {item for item, _ in own}, {item for item, _ in other}
    return Comparison(pairs, gaps, order, only_own=len(mine - theirs), only_other=len(theirs - mine))


def in_time(compared: Iterable[SessionCompared]) -> tuple[SessionCompared, ...]:
    """By the day on which the session was held; those without one come last."""
    return tuple(sorted(compared, key=lambda each: (each.held_on is None, each.held_on or date.max, each.label)))


def _pairs(
    scale: Scale, own: Mapping[ScoreKey, Score], other: Mapping[ScoreKey, Score], dimensions: Sequence[Dimension]
) -> Iterable[Pair]:
    groups = {group.id: (place, group.name) for place, group in enumerate(scale.groups)}
    for item in sorted(scale.items, key=lambda item: groups[item.group][0]):
        for dimension in dimensions:
            key = (item.id, dimension.id)
            if key not in own and key not in other:
                continue
            values = [level.value for level in dimension.levels]
            yield Pair(
                item.id,
                item.label,
                groups[item.group][1],
                dimension.id,
                dimension.name,
                dimension.hue,
                answered(scale, dimension, own.get(key)),
                answered(scale, dimension, other.get(key)),
                min(values),
                max(values),
            )


def answered(scale: Scale, dimension: Dimension, score: Score | None) -> Answered:
    """An answer in the scale's words; empty where there is none."""
    if score is None:
        return Answered()
    if score.state is not None:
        state = scale.state(score.state)
        reason = dict(state.reasons).get(score.reason, score.reason)
        return Answered(None, tr("{state}: {reason}", state=state.label, reason=reason) if reason else state.label)
    level = next((level for level in dimension.levels if level.value == score.value), None)
    words = tr("{value} {label}", value=score.value, label=level.label) if level else str(score.value)
    return Answered(score.value, words)


def _gap(dimension: Dimension, pairs: list[Pair]) -> Gap | None:
    if not pairs:
        return None
    both = [(p.own.value, p.other.value) for p in pairs if p.own.value is not None and p.other.value is not None]
    differences = [mine - theirs for mine, theirs in both]
    n = len(both)
    enough = n >= FEWEST
    mean = sum(differences) / n if enough else None
    return Gap(
        dimension=dimension.id,
        name=dimension.name,
        hue=dimension.hue,
        n=n,
        own_mean=sum(mine for mine, _ in both) / n if enough else None,
        other_mean=sum(theirs for _, theirs in both) / n if enough else None,
        mean=mean,
        spread=sqrt(sum((d - mean) ** 2 for d in differences) / (n - 1)) if mean is not None else None,
        distance=sum(abs(d) for d in differences) / n if enough else None,
        same=differences.count(0),
        within_one=sum(abs(d) <= 1 for d in differences),
    )
