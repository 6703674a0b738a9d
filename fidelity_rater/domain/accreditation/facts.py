"""What is known of one therapist that rules may ask about. Thousands are read at once: the small ones are plain.

Nothing here says how good a session was: that is what bodies mark on forms of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from fidelity_rater.domain.accreditation.records import Paper, ResultElsewhere, SupervisionContact, Training

NEVER: Final = date.max


class SessionFacts(NamedTuple):
    """A session that was held and is in use. ``number`` is the scheduled one; ``measures`` are keys (``key_of``).

    ``phase`` as a person confirmed it, else as proposed. ``recorded`` stays true when the sound is deleted.
    ``reviewed``: somebody else has rated it and signed; ``self_rated``: the therapist has. Of ratings, none counts that
    a signed correction has replaced, or that was made to calibrate.
    """

    uid: str
    number: int
    phase: str
    recorded: bool = False
    reviewed: bool = False
    self_rated: bool = False
    measures: frozenset[str] = frozenset()


class ContactFacts(NamedTuple):
    """What counts of a supervision contact."""

    on: date
    minutes: int
    group_size: int = 1
    case_uids: tuple[str, ...] = ()
    own_minutes: int | None = None
    accredited: bool | None = None

    @classmethod
    def of(cls, contact: SupervisionContact) -> ContactFacts:
        return cls(
            contact.on,
            contact.minutes,
            contact.group_size,
            contact.case_uids,
            contact.own_minutes,
            contact.supervisor_accredited,
        )


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """One case; ``focal_area`` leads it now, empty where none is agreed. ``sessions`` were held, by their number.

    ``began`` is when the first of them was held; cases of which that is not known come last.
    """

    uid: str
    code: str
    presenting_problem: str = ""
    focal_area: str = ""
    began: date = NEVER
    sessions: tuple[SessionFacts, ...] = ()


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
