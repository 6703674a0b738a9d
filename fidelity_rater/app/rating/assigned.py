"""An assignment as its rater's library knows it, and whether what is here lets it be rated blind."""

from __future__ import annotations

from dataclasses import replace

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.library import RatingHead, UnitOfWork
from fidelity_rater.domain.assigning import Assignment
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.ratings.blindness import Blindness, NotBlind, blindness
from fidelity_rater.domain.ratings.events import EventKind
from fidelity_rater.i18n import tr

_ABOUT_SESSION = (
    DocumentKind.FEEDBACK_RECEIVED,
    DocumentKind.SNAPSHOT,
    DocumentKind.CONSENSUS,
    DocumentKind.REFERENCE,
)
_ABOUT_RATING = (DocumentKind.FEEDBACK, DocumentKind.REPLY, DocumentKind.REPLY_RECEIVED)


def assignment_of(document: Document) -> Assignment:
    """What a document assigns; the session by the uid that it has here."""
    return replace(Assignment.from_json(document.body), uid=document.uid, session_uid=document.about)


def kept_assignment(uow: UnitOfWork, uid: str) -> tuple[Assignment, Document]:
    """Raises ``UserFacingError`` where it is not here any more."""
    document = uow.documents.get(uid)
    if document is None or document.kind is not DocumentKind.ASSIGNMENT:
        raise UserFacingError(tr("This assignment is not in this library any more."))
    return assignment_of(document), document


def waiting_for(uow: UnitOfWork, session_uid: str, person_uid: str) -> Assignment | None:
    """The latest assignment of this session to this person that is neither begun nor rated; None: there is none."""
    found = [assignment_of(each) for each in uow.documents.about(session_uid, DocumentKind.ASSIGNMENT)]
    mine = [each for each in found if each.rater_uid == person_uid and not answering(uow, each)]
    return mine[-1] if mine else None


def answering(uow: UnitOfWork, assignment: Assignment) -> tuple[RatingHead, ...]:
    """The ratings, begun or signed, that were asked for; one made to calibrate by the same session answers nothing."""
    asked = (assignment.session_uid, assignment.rater_uid, assignment.scale_sha256, assignment.purpose)
    mine = [
        head
        for head in uow.ratings.of_session(assignment.session_uid)
        if (head.session_uid, head.person_uid, head.scale_sha256, head.purpose) == asked
    ]
    if not mine or assignment.purpose is not Purpose.FORMATIVE:  # as every calibration is
        return tuple(mine)
    apart = {each.about for each in uow.documents.about_any([head.uid for head in mine], DocumentKind.CALIBRATION)}
    return tuple(head for head in mine if head.uid not in apart)


def not_blind(
    uow: UnitOfWork, session_uid: str, *, person_uid: str, assignment_uid: str = "", reference_uid: str = ""
) -> tuple[NotBlind, ...]:
    """Why a rating of this session by this person is not blind, as things are in this library; none: it is.

    ``reference_uid``: it is made to calibrate by this reference, whose consensus is not shown before its signature.
    """
    found: list[NotBlind] = []
    asking = assignment_uid or reference_uid
    document = uow.documents.get(asking) if asking else None
    if document is None:
        found.append(NotBlind.NOT_ASSIGNED)
    elif person_uid == document.author_uid or not came_by_package(uow, document):
        found.append(NotBlind.SAME_LIBRARY)
    heads = uow.ratings.of_session(session_uid)
    if any(head.person_uid != person_uid for head in heads):
        found.append(NotBlind.RATING)
    if _has_words(uow, session_uid, heads, person_uid=person_uid, but_for=_shut(uow, document)):
        found.append(NotBlind.WORDS)
    case = uow.cases.get(uow.sessions.get(session_uid).case_uid)
    therapist_person = uow.therapists.person_of(case.therapist_uid)
    if therapist_person == person_uid:
        found.append(NotBlind.OWN_WORK)
    elif therapist_person or uow.therapists.name_of(case.therapist_uid):
        found.append(NotBlind.NAME)
    return tuple(found)


def _shut(uow: UnitOfWork, asking: Document | None) -> frozenset[str]:
    """Uids of what came with a reference and is not shown to whoever calibrates by it."""
    if asking is None or asking.kind is not DocumentKind.REFERENCE or not came_by_package(uow, asking):
        return frozenset()
    return frozenset((asking.uid, str(asking.body["consensus"])))


def says_of_blindness(uow: UnitOfWork, head: RatingHead, asking_uid: str) -> bool:
    """Whether a rating should tell: it was assigned, calibrates, is to decide something, or is not the first here."""
    if head.role is Role.TRAINEE:
        return False
    others = (each for each in uow.ratings.of_session(head.session_uid) if each.person_uid != head.person_uid)
    second = any(each.role is not Role.TRAINEE for each in others)
    return bool(asking_uid) or head.purpose is Purpose.SUMMATIVE or second


def came_by_package(uow: UnitOfWork, document: Document) -> bool:
    """Whether it was taken in here, and neither made here nor sent from here."""
    note = uow.packages.get(document.package_uid) if document.package_uid else None
    return note is not None and not note.sent


def _has_words(
    uow: UnitOfWork, session_uid: str, heads: tuple[RatingHead, ...], *, person_uid: str, but_for: frozenset[str]
) -> bool:
    about_session = (d for kind in _ABOUT_SESSION for d in uow.documents.about(session_uid, kind))
    ratings = [head.uid for head in heads]
    about_rating = (d for kind in _ABOUT_RATING for d in uow.documents.about_any(ratings, kind))
    return any(d.author_uid != person_uid for d in (*about_session, *about_rating) if d.uid not in but_for)


def told_blindness(uow: UnitOfWork, head: RatingHead | None) -> Blindness | None:
    """What a rating says of its blindness; records of which nobody expects a word are not read for it."""
    if head is None or head.role is Role.TRAINEE:
        return None
    if head.purpose is Purpose.FORMATIVE and not _may_say(uow, head):
        return None
    events = uow.ratings.events(head.uid)
    closing = events[-1].data if events[-1].kind is EventKind.SIGNED else {}
    return blindness(events[0].data, closing)


def _may_say(uow: UnitOfWork, head: RatingHead) -> bool:
    if uow.documents.about(head.session_uid, DocumentKind.ASSIGNMENT):
        return True
    return any(each.person_uid != head.person_uid for each in uow.ratings.of_session(head.session_uid))


# In words


def label(told: Blindness | None) -> str:
    """One short label; empty where nothing is said of it."""
    if told is None:
        return ""
    return tr("Blind") if told.blind else tr("Not blind")


def reasons(told: Blindness) -> tuple[str, ...]:
    """Sentences: why it is not blind; where it is, what that means."""
    if told.blind and not told.assignment_uid:  # what nobody assigned is blind only where it calibrates
        return (tr("Rated by a reference that came in a package, whose consensus was not shown until the signature."),)
    if told.blind:
        return (tr("Rated from an assignment, with nothing of anybody else's view of this session in the library."),)
    late = tr("It came in after the rating was begun.")
    return tuple(f"{_why(each)} {late}" if each in told.late else _why(each) for each in told.reasons)


def _why(reason: NotBlind) -> str:
    return {
        NotBlind.NOT_ASSIGNED: tr("It was not assigned by somebody else."),
        NotBlind.SAME_LIBRARY: tr("It was assigned in the library that it is rated in, not by a package."),
        NotBlind.RATING: tr("Somebody else's rating of this session is in this library."),
        NotBlind.WORDS: tr("Somebody's feedback, reply or agreed rating of this session is in this library."),
        NotBlind.OWN_WORK: tr("The rater is the therapist."),
        NotBlind.NAME: tr("The therapist is known in this library by more than a code."),
    }[reason]
