"""How references travel: sent to raters, taken in from somebody, and attempts at them sent back."""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from fidelity_rater.app.calibration.attempts import calibrations
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.library import UnitOfWork
from fidelity_rater.app.ports.packages import PackageKind
from fidelity_rater.i18n import tr


class Told(TypedDict):
    """Those fields of a reference's card that say how it travelled."""

    own: bool
    came: bool
    sent_to: str
    returned_on: date | None


class Ways:
    """Read from the log of packages, once for all references."""

    def __init__(self, uow: UnitOfWork, person_uid: str) -> None:
        self._uow, self._person_uid = uow, person_uid
        self._sent = [note for note in reversed(uow.packages.all()) if note.sent]

    def told_of(self, document: Document) -> Told:
        came = bool(document.package_uid)
        own = not came and document.author_uid == self._person_uid
        back = self._back(document) if came else None
        return Told(own=own, came=came, sent_to="" if came else self._to(document.uid), returned_on=back)

    def attempts_for(self, sender_uid: str) -> tuple[str, ...]:
        """This person's signed attempts at whatever references came from somebody, oldest first."""
        documents = self._uow.documents.of_kind(DocumentKind.REFERENCE)
        theirs = {each.uid for each in documents if each.author_uid == sender_uid and each.package_uid}
        mine = (each for each in calibrations(self._uow) if each.person_uid == self._person_uid)
        uids = (each.rating_uid for each in mine if each.reference_uid in theirs)
        return tuple(uid for uid in uids if self._uow.ratings.has(uid) and self._uow.ratings.get(uid).signed_at)

    def _to(self, reference_uid: str) -> str:
        notes = [note for note in self._sent if note.kind == PackageKind.REFERENCE and note.about == reference_uid]
        who = dict.fromkeys(self._initials(note.other_uid) for note in notes)
        return ", ".join(who)

    def _back(self, document: Document) -> date | None:
        """When the attempts went: every package of them holds all that were signed by then."""
        attempts = set(self.attempts_for(document.author_uid))
        there = {document.author_uid, ""}
        days = [
            note.at
            for note in self._sent
            if note.kind == PackageKind.RATINGS and note.about in attempts and note.other_uid in there
        ]
        tried = (each for each in calibrations(self._uow) if each.reference_uid == document.uid)
        mine = next((each.rating_uid for each in tried if each.rating_uid in attempts), "")
        signed_at = self._uow.ratings.get(mine).signed_at if mine else None
        after = [day for day in days if signed_at is not None and day >= signed_at]
        return after[-1].date() if after else None

    def _initials(self, person_uid: str) -> str:
        if not person_uid:
            return tr("whoever has the passphrase")
        contact = self._uow.contacts.get(person_uid)
        if contact is not None:
            return contact.person.initials
        try:
            return self._uow.people.get(person_uid).initials
        except KeyError:
            return "?"
