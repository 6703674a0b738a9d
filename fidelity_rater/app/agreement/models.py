"""What is asked of a table of scores, and what is answered. Plain numbers, words and tuples; no arrays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from fidelity_rater.app.ports.long_tables import Scores
from fidelity_rater.domain.reliability.models import LEVEL, Coefficient

__all__ = [
    "LEVEL",
    "RESAMPLES",
    "SEED",
    "Block",
    "Coefficient",
    "Design",
    "Differences",
    "Facts",
    "Forecast",
    "Measurement",
    "Refused",
    "Scores",
    "Spread",
    "Study",
    "StudyWish",
]

RESAMPLES = 1000
SEED = 1979


class Spread(StrEnum):
    """What scores are: names without order, a few levels in order, or numbers whose distances mean something."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


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
        rated = [tuple(place for place, score in enumerate(row) if score is not None) for row in scores]
        rated = [row for row in rated if row]
        raters = {place for row in rated for place in row}
        ratings = sum(map(len, rated))
        return cls(
            targets=len(rated),
            raters=len(raters),
            ratings=ratings,
            missing=len(rated) * len(raters) - ratings,
            shared=sum(len(row) > 1 for row in rated),
            levels=len({score for row in scores for score in row if score is not None}),
            design=_design(rated, len(raters)),
        )


def _design(rated: Sequence[tuple[int, ...]], raters: int) -> Design:
    if all(len(row) == raters for row in rated):
        return Design.CROSSED
    pairs = Counter((a, b) for row in rated for a in row for b in row if a < b)
    return Design.PARTLY if any(n > 1 for n in pairs.values()) else Design.NESTED


@dataclass(frozen=True, slots=True)
class Refused:
    """A number that was not given, and why: a sentence, and what would help."""

    name: str
    why: str
    remedy: str = ""


Answer = Coefficient | Refused


@dataclass(frozen=True, slots=True)
class Measurement:
    """How far a single score may be trusted: standard error of measurement and smallest reliable change."""

    sem: float
    change: float
    by: str
    """The coefficient it stands on."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Differences:
    """Two raters' scores subtracted, first less second, over the targets that both rated (Bland-Altman)."""

    first: str
    second: str
    targets: int
    bias: float
    bias_low: float | None
    bias_high: float | None
    lower: float
    upper: float
    """The limits within which 95 % of the differences lie."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many ratings averaged would reach a goal, from what one is worth now."""

    by: str
    one: float
    goal: float
    needed: int | None
    steps: tuple[tuple[int, float], ...]
    """What so many ratings averaged would be worth."""
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Component:
    """One part of the variance of scores, as a generalizability study parts it."""

    source: str
    variance: float
    share: float


@dataclass(frozen=True, slots=True)
class Generalizability:
    """A G-study with its D-study."""

    design: str
    components: tuple[Component, ...]
    relative: float
    """Erho², for ranking targets."""
    absolute: float
    """Phi, for a score held against a line."""
    decisions: tuple[tuple[str, float, float], ...] = ()
    """With so many raters (and items): Erho² and Phi."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BlockStudy:
    """Everything that was worked out of one block. Parts that were not asked for are empty."""

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
    """Share of pairs at most one level apart."""
    others: tuple[Answer, ...] = ()
    measurement: Measurement | Refused | None = None
    differences: tuple[Differences, ...] = ()
    forecast: Forecast | None = None
    generalizability: Generalizability | Refused | None = None
    notes: tuple[str, ...] = ()

    @property
    def value(self) -> float | None:
        return None if isinstance(self.main, Refused) else self.main.value


@dataclass(frozen=True, slots=True)
class StudyWish:
    """How it is to be worked out. ``spread`` None: as the scores look."""

    seed: int = SEED
    resamples: int = RESAMPLES
    level: float = LEVEL
    spread: Spread | None = None


@dataclass(frozen=True, slots=True)
class Study:
    """A table of scores with everything that was worked out of it. Items the worst first; the total before them."""

    targets: tuple[str, ...]
    raters: tuple[str, ...]
    wish: StudyWish
    clusters: tuple[str, ...] = ()
    totals: tuple[BlockStudy, ...] = ()
    items: tuple[BlockStudy, ...] = ()
    items_together: Generalizability | Refused | None = None
    """Targets x items x raters."""
    notes: tuple[str, ...] = ()
