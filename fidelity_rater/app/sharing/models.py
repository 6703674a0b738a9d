"""What a person chooses before a package is made or taken in, and what they are told before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from fidelity_rater.app.ports.clips import Covered
from fidelity_rater.app.ports.packages import PackageKind
from fidelity_rater.domain.feedback import ListenHere

CoveredParts = Mapping[str, tuple[Covered, ...]]
"""By recording uid: what must not be heard."""

USUAL_MARGIN_MS = 3000
"""Before and after a moment, so that one hears what it answers."""


class SoundChoice(StrEnum):
    """How much sound goes along."""

    NONE = "none"
    CLIPS = "clips"
    WHOLE = "whole"


# What is to be sent: one of these.


@dataclass(frozen=True, slots=True)
class FeedbackOrder:
    """Feedback on a signed rating, to the therapist who was rated. ``moments`` None: every placed one."""

    feedback_uid: str
    sound: SoundChoice = SoundChoice.CLIPS
    margin_ms: int = USUAL_MARGIN_MS
    moments: frozenset[str] | None = None
    with_notes: bool = False
    covered: CoveredParts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SubmissionOrder:
    """A session of one's own, to a supervisor: its recording, consent, cover sheet, and what one asks."""

    session_uid: str
    self_rating_uid: str = ""
    listen_here: tuple[ListenHere, ...] = ()
    words: str = ""
    covered: CoveredParts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReplyOrder:
    """What one answers to feedback; its self-rating goes along where one is named in it."""

    reply_uid: str


@dataclass(frozen=True, slots=True)
class AssignmentOrder:
    """Sessions that were assigned to one rater, by the uids of their assignments, without any rating of them."""

    assignment_uids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RatingsOrder:
    """One's own signed ratings, whole, with their record."""

    rating_uids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReferenceOrder:
    """References of one's own that others are to calibrate by, each with its sound and its signed consensus."""

    reference_uids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PortfolioOrder:
    """What was laid together for a panel: signed ratings of one therapist with their record and their sound."""

    portfolio_uid: str
    sound: SoundChoice = SoundChoice.CLIPS
    margin_ms: int = USUAL_MARGIN_MS


@dataclass(frozen=True, slots=True)
class VotesOrder:
    """Signed votes on one portfolio. Whoever leads its panel may send none: then only who sits on it goes along."""

    vote_uids: tuple[str, ...]
    portfolio_uid: str = ""


@dataclass(frozen=True, slots=True)
class DecisionOrder:
    """A panel's signed decision, with the votes that it stands on."""

    decision_uid: str


Order = (
    FeedbackOrder
    | SubmissionOrder
    | ReplyOrder
    | AssignmentOrder
    | RatingsOrder
    | ReferenceOrder
    | PortfolioOrder
    | VotesOrder
    | DecisionOrder
)


@dataclass(frozen=True, slots=True)
class Preview:
    """What would go along, a sentence each; ``obstacles`` say why it cannot be sent so (consent, nothing to send)."""

    lines: tuple[str, ...]
    cautions: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()
    proposed_name: str = ""
    """Of the file: codes only."""
    proposed_person: str = ""
    """Uid of the contact whom it is for, where that is known."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A package that was written."""

    path: Path
    package_uid: str
    size: int
    lines: tuple[str, ...]


# What has come


class Acquaintance(StrEnum):
    """How well the signer is known here."""

    SELF = "self"
    COMPARED = "compared"
    CARD = "card"
    """Their card is here; the fingerprint was never compared."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PlaceQuestion:
    """A therapist or case of the package that may be one that is here under another uid.

    ``choices`` are pairs of local uid and label; "" stands for a new one, and is not offered where the code is taken.
    ``proposed`` is what is taken where the person does not choose; ``settled``: known from before, nothing to ask.
    """

    foreign_uid: str
    what: str
    """``therapist`` or ``case``."""
    code: str
    choices: tuple[tuple[str, str], ...]
    proposed: str
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Incoming:
    """A package that was opened and checked; nothing of it is in the library yet.

    ``lines`` say what it carries, ``cautions`` what should be known first. ``taken_at``: it was taken in already.
    ``refusal``: why it cannot be taken in (meant for somebody else, answers to something that is not here).
    """

    package_uid: str
    kind: PackageKind
    made_at: datetime
    signer_uid: str
    signer_name: str
    signer_initials: str
    signer_fingerprint: str
    acquaintance: Acquaintance
    lines: tuple[str, ...]
    cautions: tuple[str, ...] = ()
    questions: tuple[PlaceQuestion, ...] = ()
    taken_at: datetime | None = None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a package. Counts are of ratings (``same``, ``forwarded``, ``new``, ``forks``) and of the rest.

    ``session_uid``, ``rating_uid``, ``document_uid`` say where to look now; empty where there is nothing such.
    """

    kind: PackageKind
    new: int = 0
    same: int = 0
    forwarded: int = 0
    forks: int = 0
    recordings: int = 0
    clips: int = 0
    documents: int = 0
    session_uid: str = ""
    rating_uid: str = ""
    document_uid: str = ""
    lines: tuple[str, ...] = ()

    @property
    def to_rate(self) -> str:
        """The session that it asks one to rate; empty where it asks for none, or for several."""
        asks = self.kind is PackageKind.SUBMISSION or (self.kind is PackageKind.ASSIGNMENT and self.documents < 2)
        return self.session_uid if asks else ""
