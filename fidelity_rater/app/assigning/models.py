"""What a lead of assessment asks for, and what is told of draws and assignments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from fidelity_rater.domain.drawing import Strata, Within
from fidelity_rater.domain.people import Purpose, Role

__all__ = [
    "AssignWish",
    "AssignedLine",
    "Board",
    "CaseChoice",
    "ChosenLine",
    "DrawTold",
    "DrawWish",
    "DueLine",
    "DueState",
    "FormChoice",
    "FrameLook",
    "Proposal",
    "ProposedLine",
    "Purpose",
    "RaterChoice",
    "RaterLine",
    "Repetition",
    "Role",
    "State",
    "Strata",
    "StratumTold",
    "Within",
]

# Drawing


@dataclass(frozen=True, slots=True)
class DrawWish:
    """What is to be drawn. ``case_uids`` empty: from every case."""

    purpose: Purpose = Purpose.SUMMATIVE
    role: Role = Role.PANEL
    within: Within = Within.CASE
    strata: Strata = Strata.NONE
    quota: int = 3
    case_uids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseChoice:
    """A case that may be drawn from."""

    uid: str
    label: str
    sessions: int


@dataclass(frozen=True, slots=True)
class FormChoice:
    """A scale with one of its forms. ``id`` goes back as it is."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class StratumTold:
    """How a stratum is, or was, filled."""

    words: str
    there: int
    wanted: int
    drawn: int = 0

    @property
    def short(self) -> bool:
        return self.drawn < self.wanted


@dataclass(frozen=True, slots=True)
class FrameLook:
    """What could be drawn now, and what is left out and why. ``again``: draws that some of it was in before."""

    candidates: int
    left_out: tuple[tuple[str, int], ...]
    strata: tuple[StratumTold, ...]
    again: tuple[str, ...] = ()

    @property
    def would_draw(self) -> int:
        return sum(min(each.there, each.wanted) for each in self.strata)


@dataclass(frozen=True, slots=True)
class ChosenLine:
    """A session that was drawn. ``raters``: initials of those whom it is assigned to by now."""

    session_uid: str
    place: str
    stratum: str
    raters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawTold:
    """A draw as it is shown. ``number`` counts from the first in this library."""

    uid: str
    number: int
    drawn_at: datetime
    by: str
    rule: str
    seed: str
    typed: bool
    candidates: int
    left_out: tuple[tuple[str, int], ...]
    strata: tuple[StratumTold, ...]
    chosen: tuple[ChosenLine, ...]
    purpose: Purpose
    role: Role
    earlier: tuple[int, ...] = ()
    reason: str = ""

    @property
    def short(self) -> tuple[StratumTold, ...]:
        return tuple(each for each in self.strata if each.short)


@dataclass(frozen=True, slots=True)
class Repetition:
    """What came of drawing again from what was written down."""

    same: bool
    sentence: str
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()


# Assigning


@dataclass(frozen=True, slots=True)
class RaterChoice:
    """Somebody who may rate. ``compared``: their fingerprint was compared by voice."""

    uid: str
    name: str
    initials: str
    me: bool = False
    compared: bool = True


@dataclass(frozen=True, slots=True)
class AssignWish:
    """Who is to rate what. ``draw_uid`` empty: chosen by hand, then ``reason`` says why."""

    session_uids: tuple[str, ...]
    rater_uids: tuple[str, ...]
    form: str
    """The id of a :class:`FormChoice`."""
    per_session: int = 2
    purpose: Purpose = Purpose.SUMMATIVE
    role: Role = Role.PANEL
    due: date | None = None
    words: str = ""
    draw_uid: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ProposedLine:
    """Whom one session goes to. ``lacking``: how many raters it has too few, ``why``: what keeps others from it."""

    session_uid: str
    place: str
    phase: str
    focus: str
    raters: tuple[str, ...]
    lacking: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Assignments as they would be made. ``counts``: how many each rater would get, by uid."""

    lines: tuple[ProposedLine, ...]
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def lacking(self) -> int:
        return sum(line.lacking for line in self.lines)


class State(StrEnum):
    """How far an assignment has come, where it was made."""

    ASSIGNED = "assigned"
    """Not sent yet; one's own, not begun yet."""
    SENT = "sent"
    BEGUN = "begun"
    RATED = "rated"


@dataclass(frozen=True, slots=True)
class AssignedLine:
    """One assignment that was made here. ``how``: from which draw, or by hand and why."""

    uid: str
    session_uid: str
    place: str
    rater_uid: str
    rater: str
    state: State
    purpose: Purpose
    phase: str
    form: str
    due: date | None
    overdue: bool
    how: str
    by_hand: bool
    code: str
    """What the rater knows it by."""
    sent_at: datetime | None = None
    rating_uid: str = ""
    blind: str = ""
    can_withdraw: bool = False


@dataclass(frozen=True, slots=True)
class RaterLine:
    """A rater's assignments in numbers. ``to_send``: assigned, and not sent yet."""

    uid: str
    name: str
    me: bool
    assigned: int
    rated: int
    overdue: int
    to_send: int
    next_due: date | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """Everything that was assigned here."""

    raters: tuple[RaterLine, ...]
    lines: tuple[AssignedLine, ...]


class DueState(StrEnum):
    """How far one's own work on an assignment has come."""

    WAITING = "waiting"
    BEGUN = "begun"
    SIGNED = "signed"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class DueLine:
    """A session that one is to rate. ``asker_uid`` is oneself where it was assigned in this library by oneself."""

    uid: str
    session_uid: str
    place: str
    state: DueState
    asker_uid: str
    asker: str
    purpose: Purpose
    phase: str
    due: date | None
    overdue: bool
    words: str = ""
    rating_uid: str = ""
    blind: str = ""
    here: bool = False
    """It was assigned in this very library: it is not blind, and nothing is sent back."""
