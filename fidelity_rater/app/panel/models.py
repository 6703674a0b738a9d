"""What the panel's screens show, as frozen values. What a member may not see yet is not in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from fidelity_rater.app.door.models import Play
from fidelity_rater.app.ports.documents import Attachment
from fidelity_rater.app.report_models import Section
from fidelity_rater.domain.panel import Verdict

__all__ = ["Play", "Verdict"]


class Stage(StrEnum):
    """How far one person has come with one portfolio."""

    DRAFT = "draft"
    """Being laid together here."""
    LAID = "laid"
    """One's own, before the panel."""
    LOOK_ON = "look_on"
    """Not one's own, and one has no vote: until the first round is over, only what can be heard is shown."""
    FIRST = "first"
    """To hear and to vote on; scores and other votes are sealed."""
    WAITING = "waiting"
    """One has voted; the first round is still open."""
    SECOND = "second"
    """All is shown; the second vote is due."""
    VOTED = "voted"
    """One has voted twice, or leads without a vote; the decision is due."""
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class PortfolioRow:
    """One portfolio in the list. ``line`` says how far it is."""

    uid: str
    therapist: str
    at: datetime
    by: str
    mine: bool
    stage: Stage
    line: str


# What can be heard


@dataclass(frozen=True, slots=True)
class HeardMoment:
    """A stretch that somebody kept as evidence, and the item that it is about; never for what, nor by whom."""

    uid: str
    item: str
    recording_uid: str
    start_ms: int
    end_ms: int
    play: Play | None = None
    silent: str = ""


@dataclass(frozen=True, slots=True)
class HeardRecording:
    """A whole recording; ``play`` None: ``silent`` says why."""

    uid: str
    name: str
    duration_ms: int
    play: Play | None = None
    silent: str = ""


@dataclass(frozen=True, slots=True)
class HeardSession:
    """One session of the portfolio with its evidence, in the order of its sound. ``named``: its uid in votes."""

    uid: str
    named: str
    label: str
    phase: str
    held_on: date | None
    recordings: tuple[HeardRecording, ...]
    moments: tuple[HeardMoment, ...]
    silent: str = ""
    """Said once where nothing of it can be heard."""


@dataclass(frozen=True, slots=True)
class HeardCase:
    """One case, by its code."""

    uid: str
    code: str
    focus: str
    sessions: tuple[HeardSession, ...]


# Who votes


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody of the panel: whether they have voted, never how."""

    uid: str
    initials: str
    leads: bool
    me: bool
    votes: bool
    first: bool
    second: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who can be asked to vote."""

    uid: str
    name: str
    initials: str


@dataclass(frozen=True, slots=True)
class VoteShown:
    """One vote with its words. ``session_label`` and words for each comment."""

    uid: str
    initials: str
    me: bool
    round: int
    verdict: Verdict
    verdict_label: str
    comments: tuple[tuple[str, str, str], ...]
    """Session as named in votes, its label, and what is said of it."""
    words: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class DecisionShown:
    """What the panel has decided."""

    uid: str
    verdict: Verdict
    verdict_label: str
    reasons: str
    conditions: str
    minutes: str
    by: str
    at: datetime | None
    mine: bool


# Everything


@dataclass(frozen=True, slots=True)
class RatedFigure:
    """One total of one rating, with what it stands on."""

    name: str
    value: str
    basis: str


@dataclass(frozen=True, slots=True)
class RatingShown:
    """One signed rating, in words."""

    uid: str
    session_uid: str
    session_label: str
    who: str
    purpose: str
    self_rating: bool
    scale: str
    signed_at: datetime
    figures: tuple[RatedFigure, ...]
    departures: tuple[str, ...]
    notes: tuple[str, ...]
    """How it came into the portfolio, whether it was blind, what is to be said of it."""


@dataclass(frozen=True, slots=True)
class ScanShown:
    """A scan that can be looked at, and the paper or result that it is of."""

    record: str
    scan: Attachment


@dataclass(frozen=True, slots=True)
class Everything:
    """What is shown after the first vote. ``sections`` are what the printed report says of the rest."""

    words: str
    ratings: tuple[RatingShown, ...]
    sections: tuple[Section, ...]
    votes: tuple[VoteShown, ...]
    notices: tuple[str, ...]
    scans: tuple[ScanShown, ...] = ()


@dataclass(frozen=True, slots=True)
class Leading:
    """What whoever leads the panel may do now. Texts say why not; empty where it may be done.

    ``may_lead``: nobody leads it here yet; ``first_over``: the first round is.
    """

    leads: bool = False
    may_lead: bool = False
    first_over: bool = False
    why_not_close: str = ""
    why_not_decide: str = ""
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PanelView:
    """One portfolio as one person may see it now. ``everything`` None: it is still sealed."""

    uid: str
    therapist: str
    by: str
    stage: Stage
    where: str
    """Where one is, and why scores are not shown yet, in a sentence or two."""
    cases: tuple[HeardCase, ...]
    seats: tuple[Seat, ...]
    own: tuple[VoteShown, ...]
    vote_due: int
    """The round in which one's vote is due; 0: none is."""
    leading: Leading
    to_send: tuple[str, ...]
    """Uids of one's own votes that were not sent yet."""
    decision: DecisionShown | None
    everything: Everything | None
    cautions: tuple[str, ...] = ()
