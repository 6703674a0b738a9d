"""The sealed ratings that a consensus stands on, read as they are here."""

from __future__ import annotations

from dataclasses import dataclass

from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.ports.library import RatingHead, UnitOfWork
from fidelity_rater.app.rating.assigned import label, reasons
from fidelity_rater.app.rating.local_sound import events_here
from fidelity_rater.domain.consensus import Consensus, Original
from fidelity_rater.domain.people import Person
from fidelity_rater.domain.ratings.blindness import Blindness, blindness
from fidelity_rater.domain.ratings.fold import RatingState, fold
from fidelity_rater.i18n import tr


@dataclass(frozen=True)
class SealedRating:
    """One original: its head, its rater, and what it says. ``superseded``: a signed correction has replaced it."""

    head: RatingHead
    person: Person
    state: RatingState
    superseded: bool = False
    blind: Blindness | None = None
    """What its own record says of that; None: nothing."""

    def as_original(self) -> Original:
        return Original(self.head.uid, self.person.uid, self.person.initials, self.head.head_hash)


def sealed(uow: UnitOfWork, rating_uid: str) -> SealedRating | None:
    """A signed rating; None where it is not here, or not signed."""
    if not uow.ratings.has(rating_uid):
        return None
    head = uow.ratings.get(rating_uid)
    if head.signed_at is None:
        return None
    heads = uow.ratings.of_session(head.session_uid)
    superseded = any(other.supersedes_uid == rating_uid and other.signed_at for other in heads)
    events = events_here(uow, rating_uid)
    blind = blindness(events[0].data, events[-1].data)
    return SealedRating(head, uow.people.get(head.person_uid), fold(events), superseded, blind)


def successor(uow: UnitOfWork, rating_uid: str) -> str:
    """The uid of the rating that stands in place of a corrected one now; its own where none does."""
    heads = uow.ratings.of_session(uow.ratings.get(rating_uid).session_uid)
    following = {head.supersedes_uid: head.uid for head in heads if head.supersedes_uid and head.signed_at}
    while rating_uid in following:
        rating_uid = following[rating_uid]
    return rating_uid


def told_faults(uow: UnitOfWork, originals: tuple[Original, ...]) -> tuple[str, ...]:
    """What is not as it was when the consensus was made, a sentence for each original."""
    found = []
    for original in originals:
        here = sealed(uow, original.rating_uid)
        if here is None:
            found.append(tr("The rating by {initials} is not in this library.", initials=original.initials))
        elif here.head.head_hash != original.head_hash:
            found.append(tr("The rating by {initials} is not the one that this stands on.", initials=original.initials))
        elif here.superseded:
            found.append(tr("{initials} has corrected the rating since.", initials=original.initials))
    return tuple(found)


def blind_words(told: Blindness | None) -> tuple[str, tuple[str, ...]]:
    """Whether a rating was made blind, in short, and why; what its record does not tell is not known."""
    if told is None:
        return tr("Not known to be blind"), ()
    return label(told), reasons(told)


def hidden_as_reference(uow: UnitOfWork, consensus: Consensus, person: Person) -> str:
    """Why a consensus is not shown to somebody who may still calibrate by it; empty where it may be seen."""
    took_part = {consensus.author_uid, *(original.person_uid for original in consensus.originals)}
    if not consensus.signed or person.uid in took_part:
        return ""
    references = [
        document.uid
        for document in uow.documents.about(uow.aliases.local(consensus.session_uid), DocumentKind.REFERENCE)
        if document.body["consensus"] == consensus.uid
    ]
    tried = [
        document.about
        for document in uow.documents.of_kind(DocumentKind.CALIBRATION)
        if document.author_uid == person.uid and document.body["reference"] in references
    ]
    if not references or any(uow.ratings.has(uid) and uow.ratings.get(uid).signed_at for uid in tried):
        return ""
    return tr("This consensus is a reference to calibrate by. It opens once you have rated by it and signed.")
