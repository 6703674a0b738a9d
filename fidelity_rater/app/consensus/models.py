"""What the consensus screens show: frozen values that the use case fills and the screen draws."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Stage(StrEnum):
    """How far the raters of a session have come."""

    WAITING = "waiting"
    BEGUN = "begun"
    OUTDATED = "outdated"
    """Signed, and one of its ratings was corrected since, or another came."""
    DONE = "done"


@dataclass(frozen=True, slots=True)
class SharedSession:
    """Ratings of one session on one scale, form and purpose by several people, and what became of them.

    ``refusal`` says why they may not be seen by this person now; empty: they may. ``consensus_uid`` empty: none yet.
    """

    session_uid: str
    label: str
    kind: str
    """Scale, form and purpose in words."""
    raters: tuple[str, ...]
    rating_uids: tuple[str, ...]
    stage: Stage
    consensus_uid: str = ""
    told: str = ""
    refusal: str = ""
    signed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RaterColumn:
    """One sealed original. ``cautions`` are sentences: corrected since, not blind, ..."""

    rating_uid: str
    person_uid: str
    initials: str
    role: str
    signed: str
    blind: str
    blind_why: tuple[str, ...] = ()
    note: str = ""
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What one original says; empty words where it says nothing."""

    words: str = ""
    value: int | None = None


@dataclass(frozen=True, slots=True)
class AnswerChoice:
    """One answer that can be agreed on; ``key`` names it, a number by its digits."""

    key: str
    label: str
    value: int | None = None


@dataclass(frozen=True, slots=True)
class AgreedRow:
    """One item on one dimension: what each original says, and what is agreed.

    ``agreed`` is empty while nothing is. ``closed`` says why nothing is to be agreed here. ``unanimous``: all say the
    same; ``owed``: signing waits for it; ``apart``: how far the numbers lie apart.
    """

    item: str
    label: str
    group: str
    dimension: str
    dimension_name: str
    hue: str
    said: tuple[Said, ...]
    choices: tuple[AnswerChoice, ...]
    unanimous: bool
    owed: bool
    apart: int = 0
    agreed: str = ""
    agreed_words: str = ""
    agreed_value: int | None = None
    reason: str = ""
    reason_wanted: bool = False
    closed: str = ""

    @property
    def differs(self) -> bool:
        return not self.unanimous and not self.closed

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do here."""
        if self.closed or not (self.owed or self.agreed):
            return True
        return bool(self.agreed) and not (self.reason_wanted and not self.reason)


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One moment of one of the originals, in the recording ``part``; ``adopted``: evidence of the consensus too."""

    uid: str
    rating_uid: str
    initials: str
    item: str
    start_ms: int
    end_ms: int
    bearing: str
    note: str
    part: str = ""
    adopted: bool = False


@dataclass(frozen=True, slots=True)
class OpenLine:
    """One thing that is left; following it leads to the row."""

    sentence: str
    item: str = ""
    dimension: str = ""
    blocking: bool = True


@dataclass(frozen=True, slots=True)
class AgreedSheet:
    """Everything that the consensus screen shows. ``signed`` empty: a draft; ``editable``: this person's draft."""

    uid: str
    session_uid: str
    label: str
    kind: str
    notice: str
    columns: tuple[RaterColumn, ...]
    rows: tuple[AgreedRow, ...]
    phases: tuple[tuple[str, str], ...]
    """Where the raters confirmed different phases: what can be chosen (key, words). Else empty."""
    phase: str
    phase_words: str
    words: str
    editable: bool
    signed: str = ""
    cautions: tuple[str, ...] = ()
    missing: tuple[OpenLine, ...] = ()
    waiting: int = 0
    """How many answers all gave alike and nobody has confirmed yet."""
    agreed: int = 0
    owed: int = 0
    can_undo: bool = False

    @property
    def can_sign(self) -> bool:
        return self.editable and not any(line.blocking for line in self.missing)

    def row(self, item: str, dimension: str) -> AgreedRow | None:
        return next((row for row in self.rows if (row.item, row.dimension) == (item, dimension)), None)
