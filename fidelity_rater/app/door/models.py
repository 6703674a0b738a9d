"""What the trainee's screens show: received feedback as a letter with sound, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from fidelity_rater.app.evidence_models import Play
from fidelity_rater.app.self_rating import Comparison, SessionCompared
from fidelity_rater.domain.feedback import Contest, FollowUpState, ListenHere

__all__ = ["Contest", "FollowUpState", "ListenHere", "Play"]


@dataclass(frozen=True, slots=True)
class SessionPlace:
    """Which session it is, by codes; ``known`` False where it is not in this library."""

    uid: str
    therapist: str = ""
    case: str = ""
    words: str = ""
    """``Session 6 of 16``."""
    held_on: date | None = None
    known: bool = True


@dataclass(frozen=True, slots=True)
class ReceivedRow:
    """One feedback in the list. ``sealed``: its scores wait for the self-rating; ``answered``: a reply was sent."""

    uid: str
    place: SessionPlace
    sender: str
    at: datetime
    unread: bool
    sealed: bool
    answered: bool


@dataclass(frozen=True, slots=True)
class Sealed:
    """What is told of feedback that is still sealed.

    ``draft_uid`` is one's own self-rating that was begun; ``ratable`` False where the session is not here to be rated;
    ``silent`` says why nothing can be heard of it, empty where it can.
    """

    row: ReceivedRow
    draft_uid: str = ""
    ratable: bool = True
    silent: str = ""


@dataclass(frozen=True, slots=True)
class LetterMoment:
    """One moment of the letter. ``play`` None: ``silent`` says why it cannot be heard."""

    uid: str
    item: str
    item_label: str
    bearing: str
    note: str
    recording_uid: str
    start_ms: int
    end_ms: int
    play: Play | None = None
    silent: str = ""
    altered: bool = False


@dataclass(frozen=True, slots=True)
class Anchor:
    """The anchor of a level: number, label, text."""

    value: int
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class AnchorStep:
    """The anchor that was reached on an item, and the one that a suggestion leads to; either may be missing."""

    item: str
    item_label: str
    dimension_name: str
    hue: str
    reached: Anchor | None
    towards: Anchor | None


@dataclass(frozen=True, slots=True)
class LetterRemark:
    """One strength, or one thing to work on. ``thought`` and ``step`` are one's own answer to it so far."""

    uid: str
    text: str
    items: tuple[str, ...]
    """Labels."""
    moments: tuple[LetterMoment, ...] = ()
    anchors: tuple[AnchorStep, ...] = ()
    thought: str = ""
    step: str = ""


@dataclass(frozen=True, slots=True)
class ProfileAnswer:
    """One dimension of an item of the profile. ``own`` is one's self-rating's answer, empty where there is none."""

    dimension: str
    dimension_name: str
    hue: str
    value: int | None
    words: str
    lowest: int = 0
    highest: int = 0
    own_value: int | None = None
    own: str = ""
    levels: tuple[Anchor, ...] = ()


@dataclass(frozen=True, slots=True)
class ProfileItem:
    """One item of the profile; ``contest`` is what one has said against a score of it."""

    id: str
    label: str
    description: str
    answers: tuple[ProfileAnswer, ...]
    moments: tuple[LetterMoment, ...] = ()
    note: str = ""
    contests: tuple[Contest, ...] = ()


@dataclass(frozen=True, slots=True)
class ProfileGroup:
    """Items under one heading."""

    name: str
    items: tuple[ProfileItem, ...]


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One number of the rating with the items that it stands on; ``words`` stand in place of a number."""

    id: str
    name: str
    hue: str
    value: float | None
    scored: int
    asked: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class ReplyState:
    """One's reply as it stands. ``sent``: it has gone and stays; ``changed_at``: when it was last kept."""

    uid: str
    words: str = ""
    contests: tuple[Contest, ...] = ()
    sent: bool = False
    changed_at: datetime | None = None
    shown_before_rating: bool = False
    """One asked to be shown the scores before one had rated oneself."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One received feedback, unsealed. ``scale_notice`` must be shown with its numbers.

    ``comparison`` is one's signed self-rating beside it; None: there is none on a scale that measures the same.
    ``portfolio``: whether one lets the rating into a portfolio; None: one is not asked.
    """

    row: ReceivedRow
    purpose: str
    signed_at: datetime
    context: str
    strengths: tuple[LetterRemark, ...]
    suggestions: tuple[LetterRemark, ...]
    closing: str
    note: str
    summaries: tuple[SummaryLine, ...]
    profile: tuple[ProfileGroup, ...]
    moments: tuple[LetterMoment, ...]
    scale_name: str
    scale_notice: str
    reply: ReplyState
    comparison: Comparison | None = None
    draft_uid: str = ""
    ratable: bool = True
    portfolio: bool | None = None


@dataclass(frozen=True, slots=True)
class EarlierSuggestion:
    """A thing to work on from earlier feedback, the step that one meant to take, and what has come of it."""

    text: str
    step: str
    state: FollowUpState | None


@dataclass(frozen=True, slots=True)
class EarlierFeedback:
    """One received feedback beside the one that is open."""

    row: ReceivedRow
    suggestions: tuple[EarlierSuggestion, ...]
    summaries: tuple[SummaryLine, ...]


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One number of one received rating."""

    label: str
    held_on: date | None
    value: float
    scored: int
    this: bool


@dataclass(frozen=True, slots=True)
class Trend:
    """One number over the received ratings that measure the same, oldest first."""

    name: str
    hue: str
    minimum: float
    maximum: float
    points: tuple[TrendPoint, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a letter: earlier feedback, how the numbers went, and how one's own view went with them."""

    earlier: tuple[EarlierFeedback, ...] = ()
    trends: tuple[Trend, ...] = ()
    compared: tuple[SessionCompared, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """What one asks of whoever will listen: the places, and some words."""

    places: tuple[ListenHere, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One recording of a session that may be heard; ``label`` names it where there are several."""

    uid: str
    label: str
    duration_ms: int


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A session of one's own that could be sent in. ``silent``: why none of its recordings may be heard."""

    place: SessionPlace
    parts: tuple[Part, ...]
    silent: str
    self_rating_uid: str
    """Signed; empty: none."""
    draft_uid: str
