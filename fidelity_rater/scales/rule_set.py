"""A body's written rules as the rest of the program sees them: frozen values, checked. Reading is in ``rules``.

No body, level or mark is named here: a kind of requirement is general, and a file says what is asked. A setting that
nobody knows stays None and is named in ``not_known``; such a requirement can be found not met, but never met.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Final

GROUP_SIZE: Final = "share"
OWN_MINUTES: Final = "own_minutes"


@dataclass(frozen=True, slots=True)
class RuleSource:
    """Where a fact was read. ``older``: something later exists that may say otherwise."""

    id: str
    name: str
    address: str
    older: bool = False

    def __str__(self) -> str:
        return f"{self.name} ({self.address})" if self.address else self.name


@dataclass(frozen=True, slots=True)
class GroupCredit:
    """How much of a supervision session in a group counts for one of it, where the own minutes were not written down.

    ``counts`` is ``own_minutes`` (nothing else counts), ``share`` (the minutes by the group's size, times ``factor``,
    never more than there were), or empty: not known.
    """

    counts: str = ""
    factor: float = 1.0
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """What every kind has. ``preferred``: wished for, and told, but it holds nothing up.

    ``deciding`` names the settings of a kind of which at least one says how much is asked.
    """

    deciding: ClassVar[tuple[str, ...]] = ()

    id: str
    label: str
    asks: str
    source: str
    note: str = ""
    preferred: bool = False
    not_known: frozenset[str] = frozenset()

    @property
    def asks_nothing_known(self) -> bool:
        """Whether nobody knows how much is asked."""
        return not any(getattr(self, setting) for setting in self.deciding)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingAsked(Requirement):
    """Things attended or done, of these kinds, named by one of these words in title or provider: days, hours, how many.

    ``others`` are the people that somebody has supervised.
    """

    deciding: ClassVar[tuple[str, ...]] = ("count", "days", "hours", "others")

    kinds: tuple[str, ...]
    named: tuple[str, ...] = ()
    count: int | None = None
    days: int | None = None
    hours: float | None = None
    others: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesAsked(Requirement):
    """A number of cases for each of which every condition holds that is given.

    Cases count in the order in which they began; ``after_first`` leaves the earliest out, ``only_first`` the later.
    ``problems``: the presenting problem has one of these words. ``phases``: there is a held session of each, in every
    such case (``each``), among them together (``all``), or nobody knows which (empty).
    """

    deciding: ClassVar[tuple[str, ...]] = ("minimum",)

    minimum: int | None = None
    after_first: int = 0
    only_first: int | None = None
    supervised: bool = False
    accredited_supervisor: bool = False
    contacts: int | None = None
    out_of: int | None = None
    own_minutes: int | None = None
    held_sessions: int | None = None
    problems: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    phases_in: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FocalAreasAsked(Requirement):
    """Cases of different focal areas, by the one that leads each."""

    deciding: ClassVar[tuple[str, ...]] = ("minimum",)

    minimum: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionAsked(Requirement):
    """Supervision altogether, over all cases and none."""

    deciding: ClassVar[tuple[str, ...]] = ("contacts", "own_minutes")

    contacts: int | None = None
    own_minutes: int | None = None
    accredited_supervisor: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsAsked(Requirement):
    """Sessions of which there is something: ``recorded``, ``reviewed`` (rated and signed by somebody else), or
    ``self_rated`` (on a scale of this library).

    ``total`` of them, ``per_case`` in each of ``cases`` cases; ``phases`` lists places to fill, each by the phases that
    would do, in different cases where ``in_different_cases``.
    """

    deciding: ClassVar[tuple[str, ...]] = ("total", "per_case", "phases")

    of: str
    total: int | None = None
    at_most: int | None = None
    per_case: int | None = None
    cases: int | None = None
    phases: tuple[tuple[str, ...], ...] = ()
    in_different_cases: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuresAsked(Requirement):
    """Totals of each of these questionnaires in ``cases`` cases: at least once in every ``every`` held sessions."""

    deciding: ClassVar[tuple[str, ...]] = ("every",)

    measures: tuple[str, ...]
    every: int | None = None
    cases: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkAsked(Requirement):
    """A mark on another body's own form, given by others. Only what was written in from such a form counts.

    ``results`` of them reach ``minimum`` each, or in their mean where ``by`` is ``mean``.
    """

    deciding: ClassVar[tuple[str, ...]] = ("results",)

    body: str
    form: str
    results: int | None = None
    minimum: float | None = None
    lowest: float | None = None
    highest: float | None = None
    by: str = "each"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormsAsked(Requirement):
    """Another body's own form filled in by the therapist, whatever it says."""

    deciding: ClassVar[tuple[str, ...]] = ("results",)

    body: str
    form: str
    results: int | None = None
    in_different_cases: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersAsked(Requirement):
    """Papers of a kind, with one of these words in their title where any is given. ``current``: not run out."""

    deciding: ClassVar[tuple[str, ...]] = ("count",)

    kinds: tuple[str, ...]
    named: tuple[str, ...] = ()
    count: int | None = None
    current: bool = False
    in_different_cases: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DurationAsked(Requirement):
    """Months since it began, with the earliest of these: kinds of training, or ``session`` for a held one."""

    deciding: ClassVar[tuple[str, ...]] = ("months",)

    since: tuple[str, ...]
    months: int | None = None
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class RuleSet:
    """One file. ``check`` says with whom to check it before relying on it."""

    id: str
    name: str
    body: str
    as_of: date
    check: str
    sha256: str
    requirements: tuple[Requirement, ...]
    note: str = ""
    group_credit: GroupCredit = GroupCredit()
    sources: Mapping[str, RuleSource] = field(default_factory=dict)
