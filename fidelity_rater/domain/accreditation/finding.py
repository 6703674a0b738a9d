"""What a judge answers, and the one rule behind every answer.

Whatever is counted has two figures: what is there for sure, and what there may be where something was not written
down. Met is what suffices for sure; not met is what could not suffice at best; between them nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

from fidelity_rater.domain.accreditation.readiness import Standing


class Wanting(NamedTuple):
    """What would meet a requirement, in words; ``leads_to`` is the uid of the session or case it speaks of."""

    words: str
    leads_to: str = ""


class Reach(NamedTuple):
    """A figure: for sure, and at best."""

    sure: float
    possible: float

    def __add__(self, other: object) -> Reach:
        if not isinstance(other, Reach):
            return NotImplemented
        return Reach(self.sure + other.sure, self.possible + other.possible)

    def against(self, needed: float) -> Standing:
        if self.sure >= needed:
            return Standing.MET
        return Standing.UNKNOWN if self.possible >= needed else Standing.NOT_MET


NOTHING = Reach(0, 0)


def exactly(figure: float) -> Reach:
    return Reach(figure, figure)


def told_or_not(figures: Iterable[float | None]) -> Reach:
    """The sum of figures of which some were not written down: at best there is no end to it."""
    given = list(figures)
    sure = sum(each for each in given if each is not None)
    return Reach(sure, inf if None in given else sure)


def worst(standings: Iterable[Standing]) -> Standing:
    """Of several that are all asked for; nothing asked for is nothing known."""
    found = set(standings)
    for each in (Standing.NOT_MET, Standing.UNKNOWN, Standing.MET):
        if each in found:
            return each
    return Standing.UNKNOWN


@dataclass(frozen=True, slots=True)
class Finding:
    """One requirement judged: on what it stands, and what is wanting."""

    standing: Standing
    stands_on: tuple[str, ...] = ()
    wanting: tuple[Wanting, ...] = ()


def joined(findings: Sequence[Finding]) -> Finding:
    """Several findings that are all asked for."""
    return Finding(
        worst(each.standing for each in findings),
        tuple(line for each in findings for line in each.stands_on),
        tuple(line for each in findings for line in each.wanting),
    )
