"""What is known of one therapist that rules may ask about. Thousands are read at once: the small ones are plain.

Nothing here says how good a session was: that is what bodies mark on forms of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from fidelity_rater.domain.accreditation.records import Paper, ResultElsewhere, Training
from fidelity_rater.domain.people import Purpose, Role

NEVER: Final = date.max


class RatedAs(NamedTuple):
    """A signed rating that no signed correction has replaced and that was not made to calibrate."""

    role: Role
    purpose: Purpose
    scale_sha256: str


class SessionFacts(NamedTuple):
    """A session that is in use. ``number`` is the scheduled one; ``measures`` are keys (``measures.key_of``).

    ``phase`` as a person confirmed it, else as proposed. ``recorded`` stays true when the sound is deleted.
    """

    uid: str
    number: int
    attended: bool
    held_on: date | None
    phase: str
    recorded: bool = False
    ratings: tuple[RatedAs, ...] = ()
    measures: frozenset[str] = frozenset()

    @property
    def reviewed(self) -> bool:
        return any(rated.role is not Role.TRAINEE for rated in self.ratings)

    @property
    def self_rated(self) -> bool:
        return any(rated.role is Role.TRAINEE for rated in self.ratings)


class ContactFacts(NamedTuple):
    """What counts of a supervision contact, as :class:`~.records.SupervisionContact` has it."""

    on: date
    minutes: int
    group_size: int = 1
    case_uids: tuple[str, ...] = ()
    own_minutes: int | None = None
    accredited: bool | None = None

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ContactFacts:
        return cls(
            date.fromisoformat(data["on"]),
            data["minutes"],
            data["group_size"],
            tuple(data["cases"]),
            data["own_minutes"],
            data["supervisor_accredited"],
        )


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """One case; ``focal_area`` leads it now, empty where none is agreed. Sessions by their number."""

    uid: str
    code: str
    presenting_problem: str = ""
    focal_area: str = ""
    sessions: tuple[SessionFacts, ...] = ()

    @property
    def began(self) -> date:
        """When its first session was held; cases of which that is not known come last."""
        return min((each.held_on for each in self.sessions if each.attended and each.held_on), default=NEVER)


@dataclass(frozen=True, slots=True)
class TherapistFacts:
    """One therapist: the caseload, and what was written down by hand."""

    uid: str
    code: str
    cases: tuple[CaseFacts, ...] = ()
    contacts: tuple[ContactFacts, ...] = ()
    trainings: tuple[Training, ...] = ()
    papers: tuple[Paper, ...] = ()
    results: tuple[ResultElsewhere, ...] = ()

    def in_order(self) -> tuple[CaseFacts, ...]:
        """The cases in the order in which they began."""
        return tuple(sorted(self.cases, key=lambda case: (case.began, case.code)))
