"""What has come: each feedback with its session and sender, whether it is read, and whether it is still sealed."""

from __future__ import annotations

from fidelity_rater.app import labels
from fidelity_rater.app.door.answers import Answer, answers_to
from fidelity_rater.app.door.body import Received
from fidelity_rater.app.door.letters import OwnRating
from fidelity_rater.app.door.models import ReceivedRow, SessionPlace
from fidelity_rater.app.ports.library import RatingHead, UnitOfWork
from fidelity_rater.app.self_rating import SEEN_OTHER, order_of
from fidelity_rater.domain.people import Person, Role
from fidelity_rater.domain.ratings.fold import fold
from fidelity_rater.i18n import tr


def row_of(uow: UnitOfWork, received: Received, person: Person) -> ReceivedRow:
    """One line of the list."""
    answers = answers_to(uow, received)
    return ReceivedRow(
        uid=received.uid,
        place=place_of(uow, received.session_uid) or received.told_place,
        sender=_sender(uow, received),
        at=received.document.created_at,
        unread=not answers,
        sealed=is_sealed(uow, received, answers, person),
        answered=any(answer.document.final for answer in answers),
    )


def _sender(uow: UnitOfWork, received: Received) -> str:
    contact = uow.contacts.get(received.feedback.author_uid)
    return (contact.person.name if contact else "") or received.snapshot.initials


def place_of(uow: UnitOfWork, session_uid: str) -> SessionPlace | None:
    """Which session this is, by codes; None: it is not here."""
    try:
        session = uow.sessions.get(session_uid)
    except LookupError:
        return None
    case = uow.cases.get(session.case_uid)
    therapist = uow.therapists.get(case.therapist_uid)
    words = labels.session(session.scheduled, session.attended, planned=case.planned_sessions)
    return SessionPlace(session_uid, therapist.code, case.code, words, session.held_on)


def short_place(place: SessionPlace) -> str:
    """``C1 · Session 6 of 16``."""
    return tr("{case} · {session}", case=place.case, session=place.words) if place.case else place.words


def is_sealed(uow: UnitOfWork, received: Received, answers: tuple[Answer, ...], person: Person) -> bool:
    """Neither opened before, nor has one signed a self-rating of the session."""
    return not answers and not any(head.signed_at for head in own_ratings(uow, received.session_uid, person))


def own_ratings(uow: UnitOfWork, session_uid: str, person: Person) -> list[RatingHead]:
    """One's self-ratings of a session, drafts first, without those that were corrected since."""
    try:
        heads = uow.ratings.of_session(session_uid)
    except LookupError:  # feedback on a session that is not here
        return []
    mine = [head for head in heads if head.person_uid == person.uid and head.role is Role.TRAINEE]
    superseded = {head.supersedes_uid for head in mine if head.signed_at is not None}
    standing = [head for head in mine if head.uid not in superseded]
    return sorted(standing, key=lambda head: (head.signed_at is not None, head.created_at))


def own_rating(uow: UnitOfWork, received: Received, person: Person, *, alike: frozenset[str]) -> OwnRating | None:
    """The signed one where there is one, else the draft begun last. ``alike``: scales that measure the same."""
    heads = own_ratings(uow, received.session_uid, person)
    if not heads:
        return None
    head = heads[-1]
    if head.signed_at is None:
        return OwnRating(head.uid)
    state, answers = fold(uow.ratings.events(head.uid)), answers_to(uow, received)
    seen_at = answers[0].reply.read_at if answers else None
    return OwnRating(
        head.uid,
        scores={key: standing.score for key, standing in state.scores().items()},
        order=order_of(state.opening.get(SEEN_OTHER), signed_at=head.signed_at, seen_at=seen_at),
        signed=True,
        alike=head.scale_sha256 in alike,
    )
