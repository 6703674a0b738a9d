"""What one rater's attempts amount to, and whether they pass the gate. Pure; nothing is read here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from fidelity_rater.app.calibration.models import Attempt, DimensionApart, DriftLine, Passing, RaterStanding
from fidelity_rater.app.rating.calibrated import old_words
from fidelity_rater.domain.calibration import FEWEST_FOR_DRIFT, Gate, apart, drift, is_old
from fidelity_rater.domain.people import Person
from fidelity_rater.i18n import tr, tr_n


def standing_of(person: Person, attempts: Sequence[Attempt], gate: Gate | None, *, today: date) -> RaterStanding:
    """One rater, their attempts in the order of time."""
    ordered = tuple(sorted(attempts, key=lambda one: (one.signed_on, one.reference)))
    last = ordered[-1].signed_on if ordered else None
    passing, why = _passing(ordered, gate, today=today)
    return RaterStanding(
        person_uid=person.uid,
        initials=person.initials,
        name=person.name,
        attempts=ordered,
        dimensions=together(ordered),
        lines=lines_of(ordered),
        last_on=last,
        passing=passing,
        why=why,
        old=gate is not None and last is not None and is_old(gate, last, today),
    )


def together(attempts: Sequence[Attempt]) -> tuple[DimensionApart, ...]:
    """Every difference of the attempts put together, by dimension, each scale apart."""
    known: dict[tuple[str, str], DimensionApart] = {}
    found: dict[tuple[str, str], list[int]] = {}
    for attempt in attempts:
        for one in attempt.dimensions:
            known.setdefault((attempt.measure, one.dimension), one)
        for dimension, difference in attempt.differences:
            found.setdefault((attempt.measure, dimension), []).append(difference)
    return tuple(
        DimensionApart(one.dimension, one.name, one.hue, apart(found.get(key, []))) for key, one in known.items()
    )


def lines_of(attempts: Sequence[Attempt]) -> tuple[DriftLine, ...]:
    """The biases over time, one line for each dimension of each scale."""
    names: dict[tuple[str, str], DimensionApart] = {}
    for attempt in attempts:
        for one in attempt.dimensions:
            names.setdefault((attempt.measure, one.dimension), one)
    return tuple(_line(named, [a for a in attempts if a.measure == key[0]]) for key, named in names.items())


def _line(named: DimensionApart, attempts: Iterable[Attempt]) -> DriftLine:
    points = []
    for attempt in attempts:
        for one in attempt.dimensions:
            found = one.apart
            if one.dimension == named.dimension and found.bias is not None and found.spread is not None:
                words = tr(
                    "{date}, {reference}: {dimension} {bias} on {n} items, spread {spread}",
                    date=attempt.signed_on,
                    reference=attempt.reference,
                    dimension=named.name,
                    bias=signed(found.bias),
                    n=found.n,
                    spread=f"{found.spread:.2f}",
                )
                points.append((attempt.signed_on, found.bias, found.spread, attempt.rating_uid, words))
    moved = drift((day, bias) for day, bias, *_ in points)
    if moved is not None:
        words = tr(
            "{name}: moves by {slope} points a month, over {n} attempts in {days} days",
            name=named.name,
            slope=signed(moved.per_month),
            n=moved.attempts,
            days=moved.days,
        )
    else:
        words = tr(
            "{name}: too few attempts to tell a drift; it takes {n} over two months or more",
            name=named.name,
            n=FEWEST_FOR_DRIFT,
        )
    return DriftLine(named.dimension, named.name, named.hue, tuple(points), moved, words)


def signed(value: float) -> str:
    """``+0.25``, ``−0.30``, ``0.00``."""
    shown = f"{abs(value):.2f}"
    if float(shown) == 0:
        return shown
    return f"+{shown}" if value > 0 else f"−{shown}"


def _passing(attempts: Sequence[Attempt], gate: Gate | None, *, today: date) -> tuple[Passing, tuple[str, ...]]:
    if gate is None:
        return Passing.NOT_YET, ()
    if len(attempts) < gate.references:
        counted = tr_n("{n} of {all} references rated", "{n} of {all} references rated", len(attempts),
                       all=gate.references)  # fmt: skip
        return Passing.NOT_YET, (counted,)
    latest = together(attempts[-gate.references :])
    judged = [line for one in latest for line in _judged(one, gate)]
    if not any(one.apart.n for one in latest):
        return Passing.NOT_YET, (tr("No item was given a number by both."),)
    why = tuple(words for _, words in judged)
    if not all(met for met, _ in judged):
        return Passing.NOT_PASSED, why
    last = attempts[-1].signed_on
    if is_old(gate, last, today):
        return Passing.OLD, (*why, old_words(last, at=today, valid_days=gate.valid_days or 0))
    return Passing.PASSED, why


def _judged(one: DimensionApart, gate: Gate) -> Iterable[tuple[bool, str]]:
    """Each figure that is asked for: whether it is met, and a sentence."""
    found = one.apart
    if not found.n:
        return
    shares = (
        (gate.least_within_one, found.share_within_one, tr("within one point")),
        (gate.least_exact, found.share_exact, tr("exactly alike")),
    )
    for least, share, what in shares:
        if least is not None and share is not None:
            words = tr(
                "{dimension}: {share} % {what}; {least} % asked",
                dimension=one.name,
                share=f"{100 * share:.0f}",
                what=what,
                least=f"{100 * least:.0f}",
            )
            yield share >= least, words
    if gate.most_bias is not None and found.bias is not None:
        words = tr(
            "{dimension}: bias {bias}; {most} allowed", dimension=one.name, bias=signed(found.bias), most=gate.most_bias
        )
        yield abs(found.bias) <= gate.most_bias, words
