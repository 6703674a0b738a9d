"""What a person may choose from before something is sent: the moments, the recordings, the self-ratings."""

from __future__ import annotations

from dataclasses import dataclass, field

from fidelity_rater.app import labels
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.clips import Cover, Covered
from fidelity_rater.app.ports.library import Library, RatingHead, UnitOfWork
from fidelity_rater.app.ports.packages import Lock
from fidelity_rater.app.rating.local_sound import events_here
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.sharing.covering import remembered
from fidelity_rater.app.sharing.models import CoveredParts, FeedbackOrder, Order, SubmissionOrder
from fidelity_rater.app.spoken_time import day_and_time
from fidelity_rater.domain.people import Person, Role
from fidelity_rater.domain.ratings.fold import fold
from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import Scale

__all__ = ["Cover", "Covered", "Lock", "Offer", "OfferedMoment", "OfferedRating", "OfferedRecording", "offer"]


@dataclass(frozen=True, slots=True)
class OfferedMoment:
    """A placed moment whose sound may go along."""

    uid: str
    recording_uid: str
    start_ms: int
    end_ms: int
    item: str
    note: str


@dataclass(frozen=True, slots=True)
class OfferedRecording:
    """A recording in which stretches may be covered."""

    uid: str
    name: str
    duration_ms: int


@dataclass(frozen=True, slots=True)
class OfferedRating:
    """A signed self-rating that may go along."""

    uid: str
    name: str


@dataclass(frozen=True, slots=True)
class Offer:
    """``place`` says in codes what all this is about; empty where there is nothing to choose.

    ``covered``: what was covered in these recordings the last time.
    """

    place: str = ""
    moments: tuple[OfferedMoment, ...] = ()
    recordings: tuple[OfferedRecording, ...] = ()
    self_ratings: tuple[OfferedRating, ...] = ()
    covered: CoveredParts = field(default_factory=dict)


def offer(library: Library, order: Order, *, person: Person, scales: ScaleShelf) -> Offer:
    """Read what may be chosen for this order. Quick, but it reads: in a job."""
    if isinstance(order, FeedbackOrder):
        return _for_feedback(library, order, scales)
    if isinstance(order, SubmissionOrder):
        with library.read() as uow:
            return _for_session(uow, order.session_uid, person)
    return Offer()


def _for_feedback(library: Library, order: FeedbackOrder, scales: ScaleShelf) -> Offer:
    with library.read() as uow:
        document = uow.documents.get(order.feedback_uid)
        if document is None:
            raise UserFacingError(tr("This feedback is not in the library any more."))
        head = uow.ratings.get(document.about)
        moments = fold(events_here(uow, head.uid)).moments().values()
        place, recordings = _place(uow, head.session_uid), _recordings(uow, head.session_uid)
        covered = remembered(uow, [one.uid for one in recordings])
    scale = scales.kept_in(library, head.scale_sha256)
    heard = {recording.uid for recording in recordings}
    offered = [
        OfferedMoment(m.uid, m.recording_uid, m.start_ms, m.end_ms, _item(scale, m.item), m.note)
        for m in sorted(moments, key=lambda moment: (moment.recording_uid, moment.start_ms, moment.end_ms))
        if m.placed and m.recording_uid in heard
    ]
    return Offer(place, tuple(offered), recordings, covered=covered)


def _for_session(uow: UnitOfWork, session_uid: str, person: Person) -> Offer:
    heads = uow.ratings.of_session(session_uid)
    corrected = {head.supersedes_uid for head in heads if head.signed_at is not None}
    own = [head for head in heads if _is_own(head, person) and head.uid not in corrected]
    ratings = tuple(
        OfferedRating(head.uid, tr("signed {time}", time=day_and_time(head.signed_at)))
        for head in own
        if head.signed_at
    )
    recordings = _recordings(uow, session_uid)
    covered = remembered(uow, [one.uid for one in recordings])
    return Offer(_place(uow, session_uid), (), recordings, ratings, covered)


def _is_own(head: RatingHead, person: Person) -> bool:
    return head.person_uid == person.uid and head.role is Role.TRAINEE


def _item(scale: Scale, item: str) -> str:
    return scale.item(item).label if scale.has_item(item) else item


def _place(uow: UnitOfWork, session_uid: str) -> str:
    session = uow.sessions.get(session_uid)
    case = uow.cases.get(session.case_uid)
    therapist = uow.therapists.get(case.therapist_uid)
    return tr(
        "{therapist} · {case} · {session}",
        therapist=therapist.code,
        case=case.code,
        session=labels.session(session.scheduled, session.attended, planned=case.planned_sessions),
    )


def _recordings(uow: UnitOfWork, session_uid: str) -> tuple[OfferedRecording, ...]:
    living = [one for one in uow.recordings.of_session(session_uid) if one.deleted_at is None]
    return tuple(
        OfferedRecording(one.uid, tr("Recording") if len(living) == 1 else tr("Part {n}", n=one.part), one.duration_ms)
        for one in living
    )
