"""What a blind rater gets to know of whose session it is: a code that means nothing anywhere else.

Therapist and case go under codes and uids that are made of the assignment's uid alone, so nobody can lead them back,
and two sessions of one therapist are not seen to be one therapist's. Left out are the day, who agreed on which focus
when, and when the recording was brought in. The uids of the session and of its recordings stay: by them a rating finds
its place again where the assignment came from (what is named by an unknown uid is placed by the sessions in it).
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from fidelity_rater.app.ports.library import UnitOfWork
from fidelity_rater.domain.assigning import Assignment
from fidelity_rater.domain.caseload import Case, Phase, Recording, Session, Therapist

_NAMES: Final = uuid.UUID("3f5c0d5e-7a53-4e0c-9d5e-0b8f6f1f9a42")
_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH: Final = 5
CASE: Final = "1"


@dataclass(frozen=True, slots=True)
class Hidden:
    """A session under a neutral code."""

    therapist: Therapist
    case: Case
    session: Session


def neutral_code(assignment_uid: str) -> str:
    """The code that a rater knows the therapist of this assignment by."""
    digest = hashlib.sha256(b"fid-neutral-v1\0" + assignment_uid.encode()).digest()
    return "R-" + "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:_LENGTH])


def hidden(uow: UnitOfWork, asked: Assignment) -> Hidden:
    """The session of an assignment as its rater gets to know it."""
    session = uow.sessions.get(asked.session_uid)
    case = uow.cases.get(session.case_uid)
    therapist = Therapist(_name(asked.uid, "therapist"), neutral_code(asked.uid))
    told = Case(
        uid=_name(asked.uid, "case"),
        therapist_uid=therapist.uid,
        code=CASE,
        planned_sessions=case.planned_sessions,
        adaptation=case.adaptation,
    )
    return Hidden(therapist, told, replace(session, case_uid=told.uid, held_on=None, phase=Phase(asked.phase)))


def neutral_therapists(assignment_uids: Iterable[str]) -> frozenset[str]:
    """The uids under which these assignments hide whose work it is: nobody is to guess who that may be."""
    return frozenset(_name(uid, "therapist") for uid in assignment_uids)


def undated(recording: Recording, now: datetime) -> Recording:
    """A recording without the day on which it was brought in."""
    return replace(recording, added_at=now)


def _name(assignment_uid: str, what: str) -> str:
    return str(uuid.uuid5(_NAMES, f"{what} {assignment_uid}"))
