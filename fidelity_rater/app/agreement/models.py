"""What is asked of a table of scores, and what is answered. Plain numbers, words and tuples; no arrays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain, combinations, compress
from typing import Final

from fidelity_rater.app.ports.long_tables import Scores
from fidelity_rater.domain.reliability.models import LEVEL, Coefficient

__all__ = ["LEVEL", "Coefficient", "Scores"]

RESAMPLES: Final = 1000
SEED: Final = 1979


class Spread(StrEnum):
    """What scores are: names without order, a few levels in order, or numbers whose distances mean something.

    RATIO has a nothing besides, of which no score can tell; it is taken for that only when somebody says so.
    """

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


class Design(StrEnum):
    """Who rated what.

    CROSSED: every rater every target. PARTLY: raters share some targets. NESTED: each target has raters of its own.
    """

    CROSSED = "crossed"
    PARTLY = "partly crossed"
    NESTED = "nested"


@dataclass(frozen=True, slots=True)
class Block:
    """One thing that was scored, an item or a total: targets by raters, in the order of the study's own."""

    uid: str
    label: str
    scores: Scores = field(repr=False)
    spread: Spread
    levels: tuple[float, ...] = ()
    """Every level that could be given, where that is known; empty for what is measured in any number."""
    group: str = ""
    total: bool = False
    note: str = ""
    """How it came about, where it was not simply given."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a block stands on. ``raters`` and ``targets`` count those with at least one score in it."""

    targets: int
    raters: int
    ratings: int
    missing: int
    """Cells of these targets and raters that hold no number."""
    shared: int
    """Targets with two ratings or more."""
    levels: int
    """How many different scores were given."""
    design: Design

    @classmethod
    def of(cls, scores: Scores) -> Facts:
        # Many targets were rated by the same people: counted once for each such group, not one by one.
        rated = ([score is not None for score in column] for column in zip(*scores, strict=True))
        by_whom = Counter(zip(*rated, strict=True))
        groups = [(tuple(compress(range(len(who)), who)), n) for who, n in by_whom.items() if any(who)]
        raters = {place for group, _ in groups for place in group}
        targets, ratings = sum(n for _, n in groups), sum(len(group) * n for group, n in groups)
        return cls(
            targets=targets,
            raters=len(raters),
            ratings=ratings,
            missing=targets * len(raters) - ratings,
            shared=sum(n for group, n in groups if len(group) > 1),
            levels=len(set(chain.from_iterable(scores)) - {None}),
            design=_design(groups, len(raters)),
        )


def _design(groups: Collection[tuple[tuple[int, ...], int]], raters: int) -> Design:
    """``groups``: who rated the same targets, and how many of these there are."""
    if all(len(group) == raters for group, _ in groups):
        return Design.CROSSED
    pairs = Counter[tuple[int, int]]()
    for group, n in groups:
        pairs.update(dict.fromkeys(combinations(group, 2), n))
    return Design.PARTLY if any(n > 1 for n in pairs.values()) else Design.NESTED


@dataclass(frozen=True, slots=True)
class Refused:
    """A number that was not given, and why: a sentence, and what would help."""

    name: str
    why: str
    remedy: str = ""


Answer = Coefficient | Refused


@dataclass(frozen=True, slots=True)
class Differences:
    """Two raters' scores subtracted, first less second, over the targets that both rated (Bland-Altman)."""

    first: str
    second: str
    targets: int
    bias: float
    bias_low: float
    bias_high: float
    lower: float
    upper: float
    """The limits within which 95 % of the differences lie."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many ratings averaged would reach an aim, from what one is worth now."""

    by: str
    """The coefficient it stands on."""
    aim: float
    single: float
    needed: int
    fewest: int | None
    most: int | None
    """At the ends of the coefficient's interval; None: its lower end is no better than chance."""
    curve: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Component:
    """One part of the variance of scores."""

    source: str
    variance: float
    share: float


@dataclass(frozen=True, slots=True)
class Decision:
    """What so many conditions of each facet would give."""

    sizes: tuple[tuple[str, float], ...]
    erho2: float
    phi: float


@dataclass(frozen=True, slots=True)
class Generalizability:
    """A study of variance components: ``own`` is the design as it was, ``others`` are designs not tried."""

    design: str
    components: tuple[Component, ...]
    own: Decision
    others: tuple[Decision, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Depth:
    """What is worked out of one block beyond its coefficients; each part, or why it is not there."""

    sem: Answer
    """Standard error of measurement, in points."""
    change: Answer
    """Smallest reliable change, in points."""
    forecast: Forecast | Refused
    generalizability: Generalizability | Refused
    differences: tuple[Differences, ...] = ()


@dataclass(frozen=True, slots=True)
class BlockStudy:
    """What was worked out of one block."""

    block: Block
    facts: Facts
    main: Answer
    why: str
    """Why this coefficient is the one named."""
    words: str = ""
    """What its interval says, as carefully as it says it; empty where no words fit."""
    exact: float | None = None
    """Share of pairs of ratings that are the same, 0 to 1."""
    near: float | None = None
    """Share of pairs at most one step apart."""
    answers: tuple[tuple[str, Answer], ...] = ()
    """Everything that applies, the main one among them, by its name for machines; see ``whole``."""
    whole: bool = True
    """False: so far there is the main one alone, as much as a list of items shows."""
    depth: Depth | None = None
    notes: tuple[str, ...] = ()

    @property
    def value(self) -> float | None:
        return None if isinstance(self.main, Refused) else self.main.value


@dataclass(frozen=True, slots=True)
class StudyWish:
    """How it is to be worked out."""

    seed: int = SEED
    resamples: int = RESAMPLES
    level: float = LEVEL


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be studied: blocks over the same targets and raters. ``clusters`` may be empty."""

    targets: tuple[str, ...]
    raters: tuple[str, ...]
    totals: tuple[Block, ...]
    items: tuple[Block, ...] = ()
    clusters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Study:
    """Everything that was worked out. Items the worst first."""

    targets: int
    raters: tuple[str, ...]
    wish: StudyWish
    totals: tuple[BlockStudy, ...]
    items: tuple[BlockStudy, ...] = ()
    clusters: int = 0
    """How many clusters targets lie within, where that is known."""
    by_clusters: bool = False
    """Whether whole clusters were drawn."""
    together: Generalizability | Refused | None = None
    """Targets x raters x items."""
    notes: tuple[str, ...] = ()
