"""What scoring answers with. A number always comes with the items it stands on; too few give no number."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class SummaryScore:
    """One summary of one rating.

    ``value`` is None when not computed. ``scored`` of ``asked`` items had a number; ``done`` of ``expected`` expected
    items were done (both None unless the scale asks for it). ``minimum`` and ``maximum`` bound the value.
    """

    summary: str
    dimension: str
    value: float | None
    scored: int
    asked: int
    minimum: float
    maximum: float
    share_of_maximum: float | None = None
    done: int | None = None
    expected: int | None = None
    prorated: bool = False
    part: str = ""
    """Id of the group, or name of the domain, that a breakdown is for; empty for the whole."""
    still_open: int = 0
    """How many items that could take part hold no answer at all yet."""
    not_computed: str = ""
    """The sentence to show in place of a number; empty where there is one."""


class Coverage(StrEnum):
    """What a case's rated recordings say about an item that is expected once in it."""

    SEEN = "seen"
    NOT_SEEN = "not_seen"
    NOT_COVERED = "not_covered"


@dataclass(frozen=True, slots=True)
class ItemCoverage:
    """Seen in ``seen_in`` of the ``rated`` recordings rated, of ``held`` sessions of its phase held."""

    item: str
    coverage: Coverage
    seen_in: int
    rated: int
    held: int


@dataclass(frozen=True, slots=True)
class RuleTally:
    """How the items of one rule were answered in one rating, e.g. coverage: "done: 4; not this session: 3"."""

    rule: str
    done: int
    none: int
    open: int
    states: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Departure:
    """A proscribed item that was heard, or an item with a harm flag raised."""

    item: str
    extent: int | None
    harm: bool
    action: str = ""


@dataclass(frozen=True, slots=True)
class RatingResult:
    """Everything scoring says of one rating."""

    summaries: tuple[SummaryScore, ...]
    breakdowns: tuple[SummaryScore, ...]
    tallies: tuple[RuleTally, ...]
    departures: tuple[Departure, ...]
    trends: tuple[SummaryScore, ...]
    """The summaries that progress is drawn for, over the expected items common to all phases only."""
    outside_scope: bool = False

    def summary(self, summary_id: str) -> SummaryScore:
        return next(s for s in self.summaries if s.summary == summary_id)
