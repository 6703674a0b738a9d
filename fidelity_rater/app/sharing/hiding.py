"""What a blind rater gets to know of whose session it is: a code that means nothing anywhere else.

Therapist and case go under codes and uids that are made of the uid of an assignment, or of a reference to calibrate
by, alone, so nobody can lead them back, and two sessions of one therapist are not seen to be one therapist's. Left out
are the day, who agreed on which focus when, and when the recording was brought in. The uids of the session and of its
recordings stay: by them a rating finds its place again where the assignment came from (what is named by an unknown uid
is placed by the sessions in it).
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from fidelity_rater.app.ports.library import UnitOfWork
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


def neutral_code(asking_uid: str) -> str:
    """The code that a rater knows the therapist of this assignment or reference by."""
    digest = hashlib.sha256(b"fid-neutral-v1\0" + asking_uid.encode()).digest()
    return "R-" + "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:_LENGTH])


def hidden(uow: UnitOfWork, asking_uid: str, session_uid: str, *, phase: str) -> Hidden:
    """The session of an assignment or a reference (its uid) as its rater gets to know it."""
    session = uow.sessions.get(session_uid)
    case = uow.cases.get(session.case_uid)
    therapist = Therapist(_name(asking_uid, "therapist"), neutral_code(asking_uid))
    told = Case(
        uid=_name(asking_uid, "case"),
        therapist_uid=therapist.uid,
        code=CASE,
        planned_sessions=case.planned_sessions,
        adaptation=case.adaptation,
    )
    known = Phase(phase) if phase else None
    return Hidden(therapist, told, replace(session, case_uid=told.uid, held_on=None, phase=known))


def neutral_therapists(asking_uids: Iterable[str]) -> frozenset[str]:
    """The uids under which these assignments and references hide whose work it is: nobody is to guess who."""
    return frozenset(_name(uid, "therapist") for uid in asking_uids)


def undated(recording: Recording, now: datetime) -> Recording:
    """A recording without the day on which it was brought in."""
    return replace(recording, added_at=now)


def _name(asking_uid: str, what: str) -> str:
    return str(uuid.uuid5(_NAMES, f"{what} {asking_uid}"))
