"""What screens of the caseload show and edit: the domain's values and the read models, for the window."""

from __future__ import annotations

from fidelity_rater.app.ports.queries import CaseRow, RatingRow, SessionRow, TherapistPage, TherapistRow
from fidelity_rater.domain.caseload import (
    Attendance,
    Case,
    Consent,
    ConsentPurpose,
    FocalArea,
    FocusEntry,
    Phase,
    Recording,
    Session,
    Therapist,
    TherapistProfile,
)
from fidelity_rater.domain.consent import review_due
from fidelity_rater.domain.course import next_numbers, phase_of, with_plan
from fidelity_rater.domain.people import Person, Purpose, Role

__all__ = [
    "Attendance",
    "Case",
    "CaseRow",
    "Consent",
    "ConsentPurpose",
    "FocalArea",
    "FocusEntry",
    "Person",
    "Phase",
    "Purpose",
    "RatingRow",
    "Recording",
    "Role",
    "Session",
    "SessionRow",
    "Therapist",
    "TherapistPage",
    "TherapistProfile",
    "TherapistRow",
    "next_numbers",
    "phase_of",
    "review_due",
    "with_plan",
]
