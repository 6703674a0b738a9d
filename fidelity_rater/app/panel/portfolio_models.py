"""What is shown of a portfolio while it is laid together, as frozen values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from fidelity_rater.app.ports.documents import Attachment
from fidelity_rater.domain.accreditation.readiness import Readiness
from fidelity_rater.domain.panel import AgreementNote, PassNote


class Part(StrEnum):
    """What may go along beside ratings and readiness."""

    SUPERVISION = "supervision"
    TRAINING = "training"
    PAPERS = "papers"
    ELSEWHERE = "elsewhere"
    AGREEMENT = "agreement"
    MARKS = "marks"


class Entry(StrEnum):
    """Whether a rating is in the portfolio, and who decides that."""

    ALWAYS = "always"
    """Summative: the panel sees all of them."""
    BY_CHOICE = "by_choice"
    """Formative, and the trainee lets it in."""
    NOT_CHOSEN = "not_chosen"
    """Formative, and the trainee has not said that it may."""


@dataclass(frozen=True, slots=True)
class RatingTick:
    """One signed rating of the therapist. ``told_on``: the day of the trainee's word, where somebody wrote it down."""

    uid: str
    session: str
    who: str
    purpose: str
    scale: str
    signed_at: datetime
    entry: Entry
    chosen: bool
    told_on: date | None = None


@dataclass(frozen=True, slots=True)
class RulesTick:
    """One set of rules. ``told``: how ready they are by it, in a few words; empty while it is not ticked."""

    id: str
    name: str
    chosen: bool
    told: str = ""


@dataclass(frozen=True, slots=True)
class PartTick:
    """One part, with how many entries it has."""

    part: Part
    name: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class ScanTick:
    """One scan of a record that goes along. ``goes_as``: its name outside this library; empty where it stays."""

    scan: Attachment
    record: str
    chosen: bool
    goes_as: str = ""


@dataclass(frozen=True, slots=True)
class TherapistChoice:
    """A therapist whom a portfolio can be laid together of."""

    uid: str
    code: str
    ratings: int


@dataclass(frozen=True, slots=True)
class PortfolioSheet:
    """A portfolio that is being laid together. ``obstacles`` say why it cannot go before a panel so."""

    uid: str
    therapist_uid: str
    therapist: str
    ratings: tuple[RatingTick, ...]
    rules: tuple[RulesTick, ...]
    parts: tuple[PartTick, ...]
    words: str
    final: bool
    scans: tuple[ScanTick, ...] = ()
    cautions: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessed:
    """Where readiness and agreement come from; a library without them makes portfolios all the same.

    ``rules`` are pairs of id and name; ``readiness`` is of a therapist and one of them; ``agreement`` of signed
    ratings of the same sessions. ``profiles`` counts the lines that this site has drawn itself; ``pass_marks`` holds
    a therapist against each of them, where all that it stands on is among the portfolio's ratings.
    """

    rules: Callable[[], tuple[tuple[str, str], ...]] = field(default=lambda: ())
    readiness: Callable[[str, str], Readiness] | None = None
    agreement: Callable[[tuple[str, ...]], tuple[AgreementNote, ...]] | None = None
    profiles: Callable[[], int] = field(default=lambda: 0)
    pass_marks: Callable[[str, tuple[str, ...]], tuple[PassNote, ...]] = field(default=lambda uid, ratings: ())
