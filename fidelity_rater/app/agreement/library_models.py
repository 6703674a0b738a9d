"""Agreement in a library: what is asked for, who rated what, and the moments on which two raters differ."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from fidelity_rater.app.agreement.models import Answer, Block, Study
from fidelity_rater.domain.people import Role
from fidelity_rater.scales.model import Scale


@dataclass(frozen=True, slots=True)
class AgreementFilters:
    """Which ratings are compared. Empty: the most used scale and purpose, everybody, whenever.

    Days are those of signing (UTC). Self-ratings only when asked for; ratings made to calibrate never.
    """

    scale_sha256: str = ""
    purpose: str = ""
    raters: frozenset[str] = frozenset()
    phase: str = ""
    since: date | None = None
    until: date | None = None
    with_self: bool = False


@dataclass(frozen=True, slots=True)
class AgreementChoices:
    """What the filters can be set to."""

    scales: tuple[tuple[str, str], ...]
    purposes: tuple[str, ...]
    raters: tuple[tuple[str, str], ...]
    """Uid and initials."""
    phases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RatedBy:
    """One rater's rating of one session. ``blind`` None: its record does not say."""

    rating_uid: str
    person_uid: str
    initials: str
    role: Role
    signed_at: datetime
    blind: bool | None


@dataclass(frozen=True, slots=True)
class SharedSession:
    """A session that two raters or more have rated; ``ratings`` in the order of the study's raters, None: not rated."""

    session_uid: str
    therapist_uid: str
    label: str
    ratings: tuple[RatedBy | None, ...]

    @property
    def rated(self) -> tuple[RatedBy, ...]:
        return tuple(rating for rating in self.ratings if rating is not None)


@dataclass(frozen=True, slots=True)
class Blindness:
    """How many pairs of ratings of one session were made blind of each other; ``unknown``: not recorded.

    ``one_blind``: how many of those that were not have one that was.
    """

    blind: int = 0
    not_blind: int = 0
    unknown: int = 0
    one_blind: int = 0

    @property
    def pairs(self) -> int:
        return self.blind + self.not_blind + self.unknown


@dataclass(frozen=True, slots=True)
class Severity:
    """One rater beside the others on the sessions shared: above 0 is more lenient than they are.

    ``apart`` is the standard deviation of the differences, ``spread`` that of the rater's own scores and
    ``others_spread`` that of the others' on the same sessions. None: too few sessions.
    """

    rater: str
    initials: str
    sessions: int
    difference: float
    low: float | None
    high: float | None
    apart: float | None
    spread: float | None
    others_spread: float | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Ratings that were not compared, by why."""

    alone: int = 0
    """Of sessions that nobody else has rated."""
    selves: int = 0


@dataclass(frozen=True, slots=True)
class Gathered:
    """The ratings to compare, as blocks of scores, before anything is worked out."""

    filters: AgreementFilters
    choices: AgreementChoices
    scale: Scale = field(repr=False)
    sessions: tuple[SharedSession, ...]
    raters: tuple[tuple[str, str], ...]
    """Uid and initials."""
    totals: tuple[Block, ...]
    items: tuple[Block, ...]
    states: int
    """Answers that are no number and so leave their cell empty."""
    left_out: LeftOut
    blindness: Blindness

    @property
    def clusters(self) -> tuple[str, ...]:
        return tuple(session.therapist_uid for session in self.sessions)


@dataclass(frozen=True, slots=True)
class AgreementView:
    """A study of what was gathered, and how each rater stands beside the others on each total."""

    gathered: Gathered
    study: Study
    severities: tuple[tuple[str, tuple[Severity, ...]], ...]
    """By the uid of the total."""

    @property
    def notice(self) -> str:
        return self.gathered.scale.notice

    @property
    def scale_name(self) -> str:
        return self.gathered.scale.name


@dataclass(frozen=True, slots=True)
class SideMoment:
    """A moment that a rater kept for the item."""

    uid: str
    recording_uid: str
    start_ms: int
    end_ms: int
    against: bool
    note: str


@dataclass(frozen=True, slots=True)
class Side:
    """What one rater gave and kept on one item of one session. ``answer`` is a level with its words, or a state."""

    rating: RatedBy
    value: int | None
    answer: str
    note: str
    moments: tuple[SideMoment, ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """One session as its raters heard one item, side by side; ``apart`` is how far their numbers lie apart."""

    session: SharedSession
    apart: float
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class AllCoefficients:
    """Everything that applies to one block, on demand."""

    block: Block
    answers: tuple[Answer, ...]
