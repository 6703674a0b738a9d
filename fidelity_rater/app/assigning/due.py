"""What became of assignments: derived from what was assigned, sent and signed, and kept nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from fidelity_rater.app import labels
from fidelity_rater.app.assigning.models import AssignedLine, Board, DueLine, DueState, RaterLine, State
from fidelity_rater.app.assigning.places import Places
from fidelity_rater.app.ports.documents import Document, DocumentKind, PackageNote
from fidelity_rater.app.ports.library import Library, RatingHead, UnitOfWork
from fidelity_rater.app.ports.packages import PackageKind
from fidelity_rater.app.rating.assigned import answering, assignment_of, came_by_package, label, told_blindness
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.sharing.hiding import neutral_code
from fidelity_rater.domain.assigning import Assignment
from fidelity_rater.domain.people import Person
from fidelity_rater.i18n import tr


def made_here(uow: UnitOfWork, person_uid: str) -> tuple[Document, ...]:
    """Assignments that this person made in this library, oldest first."""
    found = uow.documents.of_kind(DocumentKind.ASSIGNMENT)
    return tuple(each for each in found if each.author_uid == person_uid and not came_by_package(uow, each))


def rating_of(uow: UnitOfWork, asked: Assignment) -> RatingHead | None:
    """The rating that answers an assignment: the latest signed one, else the one that was begun."""
    mine = answering(uow, asked)
    corrected = {head.supersedes_uid for head in mine if head.signed_at is not None}
    standing = [head for head in mine if head.uid not in corrected]
    signed = [head for head in standing if head.signed_at is not None]
    found = signed or standing
    return found[-1] if found else None


# What was assigned here


def board_of(uow: UnitOfWork, me: Person, *, scales: ScaleShelf, library: Library, today: date) -> Board:
    people = {person.uid: person for person in (*uow.people.all(), *_contacts(uow), me)}
    numbers = {each.uid: n for n, each in enumerate(uow.documents.of_kind(DocumentKind.DRAW), start=1)}
    lines, places = [], Places(uow)
    for document in made_here(uow, me.uid):
        asked = assignment_of(document)
        head = rating_of(uow, asked)
        state = _state(document, head)
        person = people.get(asked.rater_uid)
        lines.append(
            AssignedLine(
                uid=asked.uid,
                session_uid=asked.session_uid,
                place=places.of(asked.session_uid),
                rater_uid=asked.rater_uid,
                rater=person.name if person else tr("unknown"),
                state=state,
                purpose=asked.purpose,
                phase=labels.phase(asked.phase),
                form=scales.kept_in(library, asked.scale_sha256).form(asked.form).name,
                due=asked.due,
                overdue=_overdue(asked, today, done=state is State.RATED),
                how=_how(asked, numbers),
                by_hand=not asked.draw_uid,
                code="" if asked.rater_uid == me.uid else neutral_code(asked.uid),
                sent_at=document.changed_at if document.final else None,
                rating_uid=head.uid if head is not None and (head.signed_at or head.person_uid == me.uid) else "",
                blind=label(told_blindness(uow, head)) if state is State.RATED else "",
                can_withdraw=not document.final and head is None,
            )
        )
    return Board(_raters(lines, me), tuple(lines))


def _contacts(uow: UnitOfWork) -> Iterable[Person]:
    return (contact.person for contact in uow.contacts.all())


def _state(document: Document, head: RatingHead | None) -> State:
    if head is not None:
        return State.RATED if head.signed_at is not None else State.BEGUN
    return State.SENT if document.final else State.ASSIGNED


def _how(asked: Assignment, numbers: dict[str, int]) -> str:
    if not asked.draw_uid:
        return tr("By hand: {reason}", reason=asked.reason)
    return tr("Draw {n}", n=numbers.get(asked.draw_uid, 0))


def _overdue(asked: Assignment, today: date, *, done: bool) -> bool:
    return not done and asked.due is not None and asked.due < today


def _raters(lines: Sequence[AssignedLine], me: Person) -> tuple[RaterLine, ...]:
    found = []
    for uid in dict.fromkeys(line.rater_uid for line in lines):
        mine = [line for line in lines if line.rater_uid == uid]
        waiting = [line.due for line in mine if line.due is not None and line.state is not State.RATED]
        found.append(
            RaterLine(
                uid=uid,
                name=mine[0].rater,
                me=uid == me.uid,
                assigned=len(mine),
                rated=sum(line.state is State.RATED for line in mine),
                overdue=sum(line.overdue for line in mine),
                to_send=0 if uid == me.uid else sum(line.state is State.ASSIGNED for line in mine),
                next_due=min(waiting, default=None),
            )
        )
    return tuple(sorted(found, key=lambda each: (not each.me, each.name)))


# What oneself is to rate


def due_of(uow: UnitOfWork, me: Person, *, today: date) -> tuple[DueLine, ...]:
    people = {person.uid: person for person in (*uow.people.all(), *_contacts(uow), me)}
    returned = _returned(uow)
    lines, places = [], Places(uow)
    for document in uow.documents.of_kind(DocumentKind.ASSIGNMENT):
        asked = assignment_of(document)
        if asked.rater_uid != me.uid:
            continue
        head = rating_of(uow, asked)
        here = not came_by_package(uow, document)
        state = _due_state(head, document, returned, here=here)
        asker = people.get(asked.author_uid)
        lines.append(
            DueLine(
                uid=asked.uid,
                session_uid=asked.session_uid,
                place=places.of(asked.session_uid),
                state=state,
                asker_uid=asked.author_uid,
                asker=asker.name if asker else tr("unknown"),
                purpose=asked.purpose,
                phase=labels.phase(asked.phase),
                due=asked.due,
                overdue=_overdue(asked, today, done=state in (DueState.SIGNED, DueState.RETURNED)),
                words=asked.words,
                rating_uid=head.uid if head else "",
                blind=label(told_blindness(uow, head)),
                here=here,
            )
        )
    open_ = (DueState.WAITING, DueState.BEGUN)
    waiting = [line for line in lines if line.state in open_]
    done = [line for line in reversed(lines) if line.state not in open_]
    waiting.sort(key=lambda line: (line.due is None, line.due or date.max, places.order(line.session_uid)))
    return (*waiting, *done)


def _returned(uow: UnitOfWork) -> list[PackageNote]:
    """Packages of ratings that were sent, but for attempts at references: those go by themselves."""
    sent = [note for note in uow.packages.all() if note.sent and note.kind == PackageKind.RATINGS]
    apart = {each.about for each in uow.documents.about_any({n.about for n in sent}, DocumentKind.CALIBRATION)}
    return [note for note in sent if note.about not in apart]


def _due_state(head: RatingHead | None, document: Document, returned: Sequence[PackageNote], *, here: bool) -> DueState:
    if head is None:
        return DueState.WAITING
    if head.signed_at is None:
        return DueState.BEGUN
    went = not here and _went(head.signed_at, document.author_uid, returned)
    return DueState.RETURNED if went else DueState.SIGNED


def _went(signed_at: datetime, asker_uid: str, returned: Sequence[PackageNote]) -> bool:
    """Whether ratings went to the asker after this one was signed: whatever is signed goes along with the next."""
    return any(note.at >= signed_at and note.other_uid in (asker_uid, "") for note in returned)


def orders_of(lines: Iterable[DueLine], asker_uid: str) -> tuple[str, ...]:
    """The signed ratings that somebody asked for: those that did not go yet, else all."""
    theirs = [line for line in lines if line.asker_uid == asker_uid and not line.here]
    waiting = tuple(line.rating_uid for line in theirs if line.state is DueState.SIGNED)
    return waiting or tuple(line.rating_uid for line in theirs if line.state is DueState.RETURNED)
