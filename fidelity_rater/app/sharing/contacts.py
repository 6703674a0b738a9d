"""Contacts: whose public card is here, and whether its fingerprint was compared by voice."""

from __future__ import annotations

from dataclasses import dataclass

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.ports.documents import Contact
from fidelity_rater.app.ports.library import Library
from fidelity_rater.app.ports.packages import Cards
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.domain.people import Person


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
        raise NotImplementedError

    @property
    def my_fingerprint(self) -> str:
        raise NotImplementedError

    def fingerprint(self, person: Person) -> str:
        """Groups of characters that two people compare by voice."""
        raise NotImplementedError

    def read_card(self, text: str) -> CardSeen:
        """Look at a card without keeping it. Raises ``UserFacingError`` for what is no card."""
        raise NotImplementedError

    def keep(self, person: Person) -> Contact:
        """Add a contact, or renew its name and initials. Raises ``UserFacingError`` where the keys differ."""
        raise NotImplementedError

    def compared(self, person_uid: str) -> Contact:
        """Note that the fingerprint was compared now."""
        raise NotImplementedError

    def all(self) -> tuple[Contact, ...]:
        """By name."""
        raise NotImplementedError

    def remove(self, person_uid: str) -> None:
        """Forget the card; the person's ratings stay."""
        raise NotImplementedError
