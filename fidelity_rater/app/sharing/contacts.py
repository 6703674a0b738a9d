"""Contacts: whose public card is here, and whether its fingerprint was compared by voice."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.documents import Contact
from fidelity_rater.app.ports.library import Library, UnitOfWork
from fidelity_rater.app.ports.packages import Cards
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.domain.people import Person
from fidelity_rater.i18n import tr


@dataclass(frozen=True, slots=True)
class CardSeen:
    """A card that was read and not kept yet. ``known``: it is here already; ``mine``: it is one's own."""

    person: Person
    fingerprint: str
    known: bool = False
    compared: bool = False
    mine: bool = False
    refusal: str = ""
    """Why it cannot be kept: somebody with other keys is known under the same uid."""


class Contacts:
    """Public cards, out and in. Quick; nothing of it needs a passphrase."""

    def __init__(self, library: Library, *, person: Person, cards: Cards, clock: WallClock, bus: Bus) -> None:
        self._library, self._person, self._cards = library, person, cards
        self._clock, self._bus = clock, bus

    def my_card(self) -> str:
        """One's own card as text, to hand out or to save as a file."""
        return self._cards.write(self._person)

    @property
    def my_fingerprint(self) -> str:
        return self.fingerprint(self._person)

    def fingerprint(self, person: Person) -> str:
        """Groups of characters that two people compare by voice."""
        return self._cards.fingerprint(person)

    def read_card(self, text: str) -> CardSeen:
        """Look at a card without keeping it. Raises ``UserFacingError`` for what is no card."""
        person = self._cards.read(text)
        with self._library.read() as uow:
            contact = uow.contacts.get(person.uid)
            mine = person.uid == self._person.uid
            before = self._person if mine else keys_before(uow, person.uid)
        return CardSeen(
            person,
            self.fingerprint(person),
            known=contact is not None,
            compared=contact is not None and contact.compared_at is not None,
            mine=mine,
            refusal="" if before is None or same_keys(before, person) else other_keys(),
        )

    def keep(self, person: Person) -> Contact:
        """Add a contact, or renew its name and initials. Raises ``UserFacingError`` where the keys differ."""
        if person.uid == self._person.uid:
            raise UserFacingError(tr("This is your own card."), tr("Give it to those who send you something."))
        with self._library.work() as uow:
            before = uow.contacts.get(person.uid)
            contact = replace(before, person=person) if before else Contact(person, self._clock.now())
            uow.contacts.keep(contact)
            uow.commit()
        self._bus.publish(Changed.PEOPLE)
        return contact

    def compared(self, person_uid: str) -> Contact:
        """Note that the fingerprint was compared now."""
        with self._library.work() as uow:
            before = uow.contacts.get(person_uid)
            if before is None:
                raise UserFacingError(tr("This card is not here any more."), tr("Bring it in again first."))
            contact = replace(before, compared_at=self._clock.now())
            uow.contacts.keep(contact)
            uow.commit()
        self._bus.publish(Changed.PEOPLE)
        return contact

    def all(self) -> tuple[Contact, ...]:
        """By name."""
        with self._library.read() as uow:
            return uow.contacts.all()

    def remove(self, person_uid: str) -> None:
        """Forget the card; the person's ratings stay."""
        with self._library.work() as uow:
            uow.contacts.remove(person_uid)
            uow.commit()
        self._bus.publish(Changed.PEOPLE)


def keys_before(uow: UnitOfWork, person_uid: str) -> Person | None:
    """Whom the library knows under this uid, with or without a card; None: nobody."""
    return next((person for person in uow.people.all() if person.uid == person_uid), None)


def same_keys(one: Person, other: Person) -> bool:
    return (one.signing_key, one.receiving_key) == (other.signing_key, other.receiving_key)


def other_keys() -> str:
    """The sentence for somebody who is known here by other keys."""
    return tr("This person is already in the library with other keys: it may be somebody else.")
