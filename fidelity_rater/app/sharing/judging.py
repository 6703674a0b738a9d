"""What a person is told of a package before it is taken in: who signed it, what it carries, what speaks against it."""

from __future__ import annotations

from collections.abc import Iterator

from fidelity_rater.app.ports.library import UnitOfWork
from fidelity_rater.app.ports.packages import Cards, PackageKind
from fidelity_rater.app.sharing.assigned_sessions import for_others
from fidelity_rater.app.sharing.contacts import keys_before, other_keys, same_keys
from fidelity_rater.app.sharing.models import Acquaintance, Incoming
from fidelity_rater.app.sharing.opened import Opened
from fidelity_rater.app.sharing.panel_judging import panel_refusal, strange_voters
from fidelity_rater.app.sharing.placing import Known, questions
from fidelity_rater.app.sharing.portfolio_ratings import versions_told
from fidelity_rater.app.sharing.reference_judging import about_references, reference_refusal
from fidelity_rater.app.sharing.telling import what_it_carries
from fidelity_rater.domain.feedback import Reply
from fidelity_rater.domain.people import Person
from fidelity_rater.i18n import tr, tr_n


def judge(uow: UnitOfWork, opened: Opened, *, me: Person, cards: Cards) -> Incoming:
    """Everything that is told of an opened package; reads only."""
    head, signer = opened.head, opened.signer
    known = _known_as(uow, signer, me=me)
    note = uow.packages.get(head.uid)
    asked = questions(uow, opened.contents, whose=whose_work(opened, me))
    refusal = _refusal(uow, opened, me=me, known=known)
    return Incoming(
        package_uid=head.uid,
        kind=head.kind,
        made_at=head.made_at,
        signer_uid=signer.uid,
        signer_name=known.name if known else signer.initials,
        signer_initials=signer.initials,
        signer_fingerprint=cards.fingerprint(signer),
        acquaintance=acquaintance(uow, signer, me=me),
        lines=tuple(what_it_carries(uow, opened)),
        cautions=() if refusal else tuple(_cautions(uow, opened, me=me)),
        questions=asked,
        taken_at=note.at if note is not None and not note.sent else None,
        refusal=refusal,
    )


def whose_work(opened: Opened, me: Person) -> str:
    """The person whose own sessions a package is about, where its kind tells."""
    if opened.head.kind in (PackageKind.SUBMISSION, PackageKind.REPLY):
        return opened.signer.uid
    to_me = opened.head.addressee_uid == me.uid
    return me.uid if to_me and opened.head.kind is PackageKind.FEEDBACK else ""


def acquaintance(uow: UnitOfWork, signer: Person, *, me: Person) -> Acquaintance:
    if signer.uid == me.uid:
        return Acquaintance.SELF
    contact = uow.contacts.get(signer.uid)
    if contact is None:
        return Acquaintance.UNKNOWN
    return Acquaintance.CARD if contact.compared_at is None else Acquaintance.COMPARED


def _known_as(uow: UnitOfWork, signer: Person, *, me: Person) -> Person | None:
    return me if signer.uid == me.uid else keys_before(uow, signer.uid)


# What speaks against it


def _refusal(uow: UnitOfWork, opened: Opened, *, me: Person, known: Person | None) -> str:
    head = opened.head
    note = uow.packages.get(head.uid)
    if note is not None and note.sent:
        return tr("You made this package here yourself; there is nothing in it to take in.")
    if head.addressee_uid and head.addressee_uid != me.uid:
        return tr("This package is meant for somebody else.")
    if known is not None and not same_keys(known, opened.signer):
        return other_keys()
    for person in opened.contents.people:
        here = me if person.uid == me.uid else keys_before(uow, person.uid)
        if here is not None and not same_keys(here, person):
            return other_keys()
    for history in opened.histories:
        if uow.ratings.has(history.head.uid):
            if uow.ratings.get(history.head.uid).person_uid != history.head.person_uid:
                return tr("This package holds a rating that is here as somebody else's.")
        elif not _has_before(uow, opened, history.head.supersedes_uid):
            return tr("This package holds the correction of a rating that is not here.")
    return _unasked(uow, opened)


def _has_before(uow: UnitOfWork, opened: Opened, supersedes_uid: str | None) -> bool:
    return supersedes_uid is None or supersedes_uid in opened.contents.events or uow.ratings.has(supersedes_uid)


def _unasked(uow: UnitOfWork, opened: Opened) -> str:
    """Why an answer is none, or the empty text."""
    if opened.head.kind is PackageKind.REPLY:
        reply = Reply.from_json(opened.main.body)
        feedback = uow.documents.get(reply.feedback_uid)
        if not uow.ratings.has(reply.rating_uid) or feedback is None or feedback.about != reply.rating_uid:
            return tr("This answers feedback that is not in this library.")
    if opened.head.kind in (PackageKind.VOTES, PackageKind.DECISION):
        return panel_refusal(uow, opened)
    return reference_refusal(uow, opened.contents)


def _cautions(uow: UnitOfWork, opened: Opened, *, me: Person) -> Iterator[str]:
    match acquaintance(uow, opened.signer, me=me):
        case Acquaintance.UNKNOWN:
            yield tr("Whoever signed this is not among your contacts: compare the fingerprint with them by voice.")
        case Acquaintance.CARD:
            yield tr("You have never compared this sender's fingerprint with them by voice.")
        case Acquaintance.SELF:
            yield tr("You made this package yourself, in another library.")
    yield from _about_people(uow, opened, me=me)
    yield from _about_sound(uow, opened)
    yield from for_others(opened.contents, me)
    yield from about_references(uow, opened.contents, opened.signer, me)
    if opened.head.kind is PackageKind.PORTFOLIO:
        yield from versions_told(opened.scales.values())
    if corrected_since(uow, opened):
        yield tr("The rating that this answers has been corrected since.")


def corrected_since(uow: UnitOfWork, opened: Opened) -> bool:
    """Whether a reply answers feedback on a rating that was superseded."""
    if opened.head.kind is not PackageKind.REPLY:
        return False
    rating = uow.ratings.get(Reply.from_json(opened.main.body).rating_uid)
    others = uow.ratings.of_session(rating.session_uid)
    return any(other.supersedes_uid == rating.uid and other.signed_at is not None for other in others)


def _about_people(uow: UnitOfWork, opened: Opened, *, me: Person) -> Iterator[str]:
    authors = {history.head.person_uid for history in opened.histories} - {opened.signer.uid, me.uid}
    strangers = [uid for uid in authors if uow.contacts.get(uid) is None]
    if strangers:
        yield tr_n(
            "One other person whose rating is in it is not among your contacts.",
            "{n} other people whose ratings are in it are not among your contacts.",
            len(strangers),
        )
    theirs = opened.signer.uid if opened.head.kind in (PackageKind.SUBMISSION, PackageKind.REPLY) else ""
    if unknown := strange_voters(uow, opened, me=me):
        who = ", ".join(unknown)
        yield tr_n(
            "One vote is by somebody who is not among your contacts: {who}.",
            "{n} votes are by people who are not among your contacts: {who}.",
            len(unknown),
            who=who,
        )
    known = Known(uow, opened.contents)
    for therapist in opened.contents.therapists:
        local = known.therapist(therapist.uid)
        person = uow.therapists.person_of(local) if local else None
        if theirs and person and person != theirs:
            yield tr("{code} is known here as somebody else than the signer.", code=therapist.code)
    if opened.head.kind is PackageKind.REPLY:
        note = uow.packages.get(opened.head.in_reply_to)
        if note is not None and note.other_uid and note.other_uid != opened.signer.uid:
            yield tr("This reply is signed by somebody else than the person whom the feedback was sent to.")


def _about_sound(uow: UnitOfWork, opened: Opened) -> Iterator[str]:
    sounds = [carried for carried in opened.contents.recordings if carried.sound]
    if any(not carried.recording.consent.recorded for carried in sounds):
        yield tr("No consent is recorded for a recording in it: it cannot be played until it is.")
    known = Known(uow, opened.contents)
    local = {known.recording(carried.recording.uid) for carried in opened.contents.recordings}
    if any(uid and uow.recordings.get(uid).deleted_at is not None for uid in local):
        yield tr("A recording in it was deleted here; its sound is not taken in again.")
