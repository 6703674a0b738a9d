"""People who exchange packages, and stand-ins for what sends and takes in, for tests of the screens."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from fidelity_rater.app.errors import UserFacingError, WrongPassphrase
from fidelity_rater.app.ports.documents import Contact
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.packages import Lock, PackageKind
from fidelity_rater.app.settings import Settings
from fidelity_rater.app.sharing.contacts import CardSeen
from fidelity_rater.app.sharing.models import Acquaintance, CoveredParts, Incoming, Order, Preview, Sent, Taken
from fidelity_rater.domain.people import Person

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
MY_WORDS = "river lamp seven coat"
THEIR_WORDS = "green window tall bread"


def somebody(number: int = 1, name: str = "Ruth Adler", initials: str = "RA") -> Person:
    return Person(f"person-{number}", name, initials, bytes([number]) * 32, bytes([number + 100]) * 32)


class FakeContacts:
    """Contacts in memory; a card's text is the uid of who is in :attr:`cards`."""

    my_fingerprint = "K7QF-2M4X-9T3B-HW6R-P5DN-8YVC-J4SG-A2ZE"

    def __init__(self, *contacts: Contact, me: Person | None = None) -> None:
        self.me = me or somebody(9, "Ines Blum", "IB")
        self.kept = {contact.person.uid: contact for contact in contacts}
        self.cards: dict[str, Person] = {}
        self.refusal = ""

    def my_card(self) -> str:
        return "the card of " + self.me.name

    def fingerprint(self, person: Person) -> str:
        return f"{person.initials}QF-2M4X-9T3B-HW6R-P5DN-8YVC-J4SG-A2Z{person.uid[-1]}"

    def read_card(self, text: str) -> CardSeen:
        if text not in self.cards:
            raise UserFacingError("There is no card in this.")
        person = self.cards[text]
        return CardSeen(person, self.fingerprint(person), mine=person == self.me, refusal=self.refusal)

    def keep(self, person: Person) -> Contact:
        return self.kept.setdefault(person.uid, Contact(person, NOW))

    def compared(self, person_uid: str) -> Contact:
        self.kept[person_uid] = replace(self.kept[person_uid], compared_at=NOW)
        return self.kept[person_uid]

    def all(self) -> tuple[Contact, ...]:
        return tuple(sorted(self.kept.values(), key=lambda contact: contact.person.name))

    def remove(self, person_uid: str) -> None:
        del self.kept[person_uid]


class FakeSending:
    """Remembers what it was asked to send."""

    def __init__(self, preview: Preview | None = None) -> None:
        self.shown = preview or Preview(("12 clips, 4 minutes of sound",), proposed_name="T07-C2-06-feedback.fidpkg")
        self.previewed: list[Order] = []
        self.asked: list[tuple[Order, Path, str, Lock]] = []
        self.remembered: list[CoveredParts] = []

    def remember_covered(self, covered: CoveredParts) -> None:
        self.remembered.append(covered)

    def preview(self, order: Order) -> Preview:
        self.previewed.append(order)
        return self.shown

    def send(self, order: Order, path: Path, *, passphrase_of_mine: str, lock: Lock, progress: Progress) -> Sent:
        progress.tell(1, 2)
        if passphrase_of_mine != MY_WORDS:
            raise WrongPassphrase("This passphrase is not yours.")
        self.asked.append((order, path, passphrase_of_mine, lock))
        return Sent(path, "package-1", 4_200_000, ("12 clips",))


class FakeReceiving:
    """Opens whatever it is shown, where the passphrase is right."""

    def __init__(self, incoming: Incoming, taken: Taken, *, by_passphrase: bool = False) -> None:
        self.incoming, self.became, self.by_passphrase = incoming, taken, by_passphrase
        self.put_away_times = 0
        self.answers: dict[str, str] | None = None
        self.kept_contact: bool | None = None

    def asks_passphrase(self, path: Path) -> bool:
        return self.by_passphrase

    def look(
        self, path: Path, *, my_passphrase: str = "", package_passphrase: str = "", progress: Progress
    ) -> Incoming:
        progress.check()
        right = package_passphrase == THEIR_WORDS if self.by_passphrase else my_passphrase == MY_WORDS
        if not right:
            raise WrongPassphrase("This passphrase does not open the package.")
        return self.incoming

    def take_in(self, package_uid: str, *, answers: dict[str, str], keep_contact: bool, progress: Progress) -> Taken:
        assert package_uid == self.incoming.package_uid
        self.answers, self.kept_contact = answers, keep_contact
        return self.became

    def put_away(self) -> None:
        self.put_away_times += 1


def incoming(**changes: Any) -> Incoming:
    """A submission by somebody whose fingerprint was compared."""
    usual = Incoming(
        package_uid="package-1",
        kind=PackageKind.SUBMISSION,
        made_at=NOW,
        signer_uid="person-1",
        signer_name="Ruth Adler",
        signer_initials="RA",
        signer_fingerprint="K7QF-2M4X-9T3B-HW6R-P5DN-8YVC-J4SG-A2ZE",
        acquaintance=Acquaintance.COMPARED,
        lines=("Session 6 of case C2, therapist T07", "The recording, 52 minutes", "A signed self-rating"),
    )
    return replace(usual, **changes)


class FakeSettings:
    """Settings in memory."""

    def __init__(self) -> None:
        self.kept = Settings()

    def load(self) -> Settings:
        return self.kept

    def save(self, settings: Settings) -> None:
        self.kept = settings


def workplace(**parts: Any) -> Any:
    """What a screen needs of a workplace."""
    me = somebody(9, "Ines Blum", "IB")
    parts.setdefault("contacts", FakeContacts(me=me))
    return SimpleNamespace(
        person=me, library=None, application=SimpleNamespace(scales=None, settings=FakeSettings()), **parts
    )
