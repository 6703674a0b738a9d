"""What the library holds of a therapist that may go into a portfolio: signed ratings that stand, and the log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.ports.library import RatingHead, UnitOfWork
from fidelity_rater.domain.accreditation.records import Paper, ResultElsewhere, SupervisionContact, Training

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Log:
    """What counts towards accreditation, as it goes along: without notes."""

    supervision: tuple[SupervisionContact, ...] = ()
    training: tuple[Training, ...] = ()
    papers: tuple[Paper, ...] = ()
    elsewhere: tuple[ResultElsewhere, ...] = ()


def log_of(uow: UnitOfWork, therapist_uid: str) -> Log:
    """Everything, oldest first."""

    def read(kind: DocumentKind, make: Callable[[Mapping[str, Any]], R]) -> tuple[R, ...]:
        return tuple(make(document.body) for document in uow.documents.about(therapist_uid, kind))

    contacts = read(DocumentKind.SUPERVISION, SupervisionContact.from_json)
    return Log(
        tuple(replace(contact, note="") for contact in contacts),
        read(DocumentKind.TRAINING, Training.from_json),
        read(DocumentKind.PAPER, Paper.from_json),
        read(DocumentKind.ELSEWHERE, ResultElsewhere.from_json),
    )


def current_ratings(uow: UnitOfWork, therapist_uid: str) -> list[RatingHead]:
    """Signed ratings of the therapist's sessions that no later one corrects; those made to calibrate are left out."""
    found = []
    for case in uow.cases.of_therapist(therapist_uid):
        for session in uow.sessions.of_case(case.uid):
            heads = [head for head in uow.ratings.of_session(session.uid) if head.signed_at is not None]
            corrected = {head.supersedes_uid for head in heads}
            found += [head for head in heads if head.uid not in corrected]
    calibrating = {d.about for d in uow.documents.about_any([h.uid for h in found], DocumentKind.CALIBRATION)}
    return [head for head in found if head.uid not in calibrating]


def calibrations_signed(uow: UnitOfWork) -> Counter[str]:
    """How many signed ratings of each therapist's sessions were made to calibrate, by the therapist's uid."""
    made = (document.about for document in uow.documents.of_kind(DocumentKind.CALIBRATION))
    heads = [head for uid in made if uow.ratings.has(uid) and (head := uow.ratings.get(uid)).signed_at is not None]
    sessions = (uow.sessions.get(head.session_uid) for head in heads)
    return Counter(uow.cases.get(session.case_uid).therapist_uid for session in sessions)
