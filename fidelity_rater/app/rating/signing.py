"""Sign a rating: its events are sealed by one signature, and the library locks it."""

from __future__ import annotations

import hashlib
from typing import Any

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import NotAllowed
from fidelity_rater.app.ports.identity import IdentityStore, UnlockedIdentity
from fidelity_rater.app.ports.library import Library, RatingHead, UnitOfWork
from fidelity_rater.app.rating.assigned import not_blind
from fidelity_rater.app.rating.calibrating import reference_in
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.app.rating.record import ledger_of
from fidelity_rater.domain.people import Person
from fidelity_rater.domain.ratings.blindness import ASSIGNMENT, BLIND, saying
from fidelity_rater.domain.ratings.chain import first_break
from fidelity_rater.domain.ratings.events import EventKind, RatingEvent, canonical, signed
from fidelity_rater.domain.ratings.fold import fold
from fidelity_rater.domain.scoring.packed import pack
from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import Scale

_PREFIX = b"fid-rating-v1\0"


def statement(head: RatingHead, event: RatingEvent, packed: bytes) -> bytes:
    """What a signature covers: the rating, its whole chain through the last hash, the scale and the scores.

    ``head`` is as the library has it at signing: its form may be another than when the rating was begun. The session
    is called what the rating's author called it, whatever its uid here.
    """
    return (
        _PREFIX
        + canonical(
            {
                "rating": head.uid,
                "session": head.session_named or head.session_uid,
                "person": head.person_uid,
                "role": str(head.role),
                "purpose": str(head.purpose),
                "form": head.form,
                "scale": head.scale_sha256,
                "supersedes": head.supersedes_uid,
                "reason": head.correction_reason,
                "head_seq": event.seq,
                "head_hash": event.hash.hex(),
                "scores": hashlib.sha256(packed).hexdigest(),
            }
        ).encode()
    )


def _blindness_now(uow: UnitOfWork, desk: RatingDesk) -> dict[str, Any]:
    """What the signature says of it: something may have come in since the rating was begun."""
    opening, head = desk.state.opening, desk.rating.head
    if BLIND not in opening:
        return {}
    uid = str(opening.get(ASSIGNMENT) or "")
    reference = reference_in(opening)
    return saying(
        not_blind(uow, head.session_uid, person_uid=head.person_uid, assignment_uid=uid, reference_uid=reference)
    )


class Signing:
    """Signs and verifies. Signing unlocks an identity (key derivation), so it is slow and belongs in a job."""

    def __init__(self, library: Library, *, identities: IdentityStore, bus: Bus) -> None:
        self._library, self._identities, self._bus = library, identities, bus

    def sign(self, desk: RatingDesk, passphrase: str) -> RatingEvent:
        """Lock the rating under the rater's signature. The caller then has the desk take the event.

        A caller with a window flushes the desk before it starts the job: what a flush tells is told on its own thread.
        Raises ``WrongPassphrase``, or ``NotAllowed`` while something is missing that signing must wait for.
        """
        if desk.locked:
            raise NotAllowed(tr("This rating is signed already, or somebody else's."))
        blocking = [missing for missing in desk.missing() if missing.blocking]
        if blocking:
            raise NotAllowed(blocking[0].message, tr("Signing waits until this is settled."))
        identity = self._identities.unlock(desk.rating.head.person_uid, passphrase)
        desk.flush()
        return self.seal(desk, identity)

    def seal(self, desk: RatingDesk, identity: UnlockedIdentity) -> RatingEvent:
        """Append the signing event and lock, in one transaction."""
        packed = pack(desk.scale, desk.state)
        with self._library.work() as uow:
            heard = ledger_of(desk.rating.recordings, uow.ratings.heard(desk.rating.head.uid))
            event = desk.next_event(signed(identity.person.signing_key, heard, told=_blindness_now(uow, desk)))
            signature = identity.sign(statement(uow.ratings.get(event.rating_uid), event, packed))
            uow.ratings.append(event)
            uow.ratings.sign(event.rating_uid, signed_at=event.stamp.at, signature=signature, packed=packed)
            uow.commit()
        assigned = Changed.ASSIGNMENTS if desk.state.opening.get(ASSIGNMENT) else Changed.NOTHING
        self._bus.publish(Changed.RATINGS | Changed.SCORES | assigned)
        return event

    def verify(self, rating_uid: str, scale: Scale) -> str | None:
        """The sentence that says what is wrong with a signed rating's evidence, or None where it holds."""
        with self._library.read() as uow:
            head = uow.ratings.get(rating_uid)
            events = uow.ratings.events(rating_uid)
            person = uow.people.get(head.person_uid)
        return self._fault(head, events, person, scale)

    def _fault(self, head: RatingHead, events: tuple[RatingEvent, ...], person: Person, scale: Scale) -> str | None:
        broken = first_break(events)
        if broken is not None:
            return tr("Event {n} of this rating has been changed since it was made.", n=broken)
        if head.signed_at is None:
            return None
        last = events[-1]
        if last.kind is not EventKind.SIGNED:
            return tr("Something was added to this rating after it was signed.")
        if last.stamp.at != head.signed_at:
            return tr("The time at which this rating was signed has been changed.")
        packed = pack(scale, fold(events))
        if not self._identities.verify(person, statement(head, last, packed), head.signature):
            return tr("The signature of this rating does not fit its contents.")
        return None
