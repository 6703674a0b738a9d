"""A rating that is made to calibrate: what it is begun with, and what says that it is one.

Its opening names the reference, so that its signature covers it and it can be told wherever it goes; a document says
the same to whoever counts ratings, because a calibration is no rating of a therapist.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from fidelity_rater.app.errors import NotAllowed
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.library import RatingHead, UnitOfWork
from fidelity_rater.domain.assigning import Assignment
from fidelity_rater.domain.calibration import Calibration, Reference
from fidelity_rater.domain.caseload import ConsentPurpose
from fidelity_rater.domain.consensus import Consensus
from fidelity_rater.domain.consent import refusal
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.i18n import tr

CALIBRATION: Final = "calibration"
"""In the opening: the uid of the reference."""
_SAYINGS: Final = uuid.UUID("1f4d7c52-6f0b-4a36-9d55-2c5f2f0f6a8e")


def calibrating(reference_uid: str) -> dict[str, object]:
    """What an opening says of it."""
    return {CALIBRATION: reference_uid} if reference_uid else {}


def reference_in(opening: Mapping[str, Any]) -> str:
    """The reference that an opening names; empty where it is a rating of a therapist."""
    return str(opening.get(CALIBRATION) or "")


def kept_reference(uow: UnitOfWork, uid: str) -> Reference:
    document = uow.documents.get(uid)
    if document is None or document.kind is not DocumentKind.REFERENCE:
        raise NotAllowed(tr("This reference is not in the library any more."))
    return Reference.from_json(document.body)


def kept_consensus(uow: UnitOfWork, reference: Reference) -> Consensus:
    document = uow.documents.get(reference.consensus_uid)
    if document is None or document.kind is not DocumentKind.CONSENSUS:
        raise NotAllowed(tr("The consensus of this reference is not in the library."))
    return Consensus.from_json(document.body)


def consensus_to_meet(uow: UnitOfWork, reference_uid: str, *, person_uid: str, role: Role, today: date) -> Consensus:
    """The consensus behind a reference, for whoever may begin to rate blind; its session as it is called here.

    Raises ``NotAllowed``.
    """
    reference = kept_reference(uow, reference_uid)
    consensus = kept_consensus(uow, reference)
    why = why_not_begin(uow, reference, consensus, person_uid=person_uid, role=role, today=today)
    if why:
        raise NotAllowed(why)
    return replace(consensus, session_uid=uow.aliases.local(consensus.session_uid))


def why_not_begin(
    uow: UnitOfWork, reference: Reference, consensus: Consensus, *, person_uid: str, role: Role, today: date
) -> str:
    """The sentence that says why this person cannot rate by this reference; empty: they can."""
    if reference.retired:
        return tr("This reference is not used any more.")
    if person_uid == consensus.author_uid or any(person_uid == each.person_uid for each in consensus.originals):
        return tr("You took part in this consensus, so rating by it would tell nothing of you.")
    session_uid = uow.aliases.local(consensus.session_uid)
    try:
        heads = uow.ratings.of_session(session_uid)
    except KeyError:
        return tr("The session of this reference is not in the library.")
    if any(head.person_uid == person_uid for head in heads):
        return tr("You have rated this session before, so you know it. Calibrate by another reference.")
    alive = [each for each in uow.recordings.of_session(session_uid) if each.deleted_at is None]
    if not alive:
        return tr("The recording of this reference is not in the library.")
    whys = [refusal(each.consent, purpose=ConsentPurpose.TRAINING, role=role, today=today) for each in alive]
    return next((why for why in whys if why), "") if all(whys) else ""


def refuse_after_calibrating(uow: UnitOfWork, asked: Assignment, *, person_uid: str) -> None:
    """Nobody rates for supervision what they have calibrated by: a library has room for one formative rating of it."""
    if asked.purpose is not Purpose.FORMATIVE:
        return
    heads = uow.ratings.of_session(asked.session_uid)
    mine = [head.uid for head in heads if (head.person_uid, head.scale_sha256) == (person_uid, asked.scale_sha256)]
    if uow.documents.about_any(mine, DocumentKind.CALIBRATION):
        raise NotAllowed(
            tr("You have calibrated by this session, so it cannot be rated for this assignment."),
            tr("Tell whoever asked, so that somebody else rates it."),
        )


def keep_calibration(uow: UnitOfWork, head: RatingHead, reference_uid: str) -> None:
    """Say of a rating that it is made to calibrate: as it is begun, or comes from where it was.

    Everybody says it by the same uid, so that it is said once. The reference itself need not be here.
    """
    document = uow.documents.get(reference_uid)
    known = document is not None and document.kind is DocumentKind.REFERENCE
    uid = str(uuid.uuid5(_SAYINGS, head.uid))
    calibration = Calibration(
        uid=uid,
        rating_uid=head.uid,
        reference_uid=reference_uid,
        consensus_uid=Reference.from_json(document.body).consensus_uid if document is not None and known else "",
        person_uid=head.person_uid,
        begun_at=head.created_at,
    )
    uow.documents.keep(
        Document(
            uid=uid,
            kind=DocumentKind.CALIBRATION,
            about=head.uid,
            author_uid=head.person_uid,
            body=calibration.as_json(),
            created_at=head.created_at,
            changed_at=head.created_at,
            final=True,
        )
    )
