"""What a library in memory keeps beside its ratings: documents, clips, contacts, packages, aliases, measures."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from fidelity_rater.app.ports.documents import Attachment, Clip, Contact, Document, DocumentKind, PackageNote
from fidelity_rater.app.ports.sealed import SealedSound
from fidelity_rater.domain.measures import Measurement
from fidelity_rater.storage.memory.contents import Contents
from fidelity_rater.storage.memory.stores import MemoryPeople
from fidelity_rater.storage.stores import refusals
from fidelity_rater.storage.stores.contacts import by_name
from fidelity_rater.storage.stores.documents import as_kept, same
from fidelity_rater.storage.types import uid_bytes


class _Store:
    def __init__(self, contents: Contents) -> None:
        self._in = contents


class MemoryDocuments(_Store):
    """Documents by uid, kept as they would be written."""

    def keep(self, document: Document) -> None:
        for uid in (document.uid, document.about):
            uid_bytes(uid)
        there = self.get(document.uid)
        if there is None or not there.final:
            self._in.documents[document.uid] = replace(document, body=as_kept(document.body))
        elif not same(there, document):
            raise refusals.document_final()

    def get(self, uid: str) -> Document | None:
        return self._in.documents.get(uid)

    def about(self, about: str, kind: DocumentKind | None = None) -> tuple[Document, ...]:
        found = (each for each in self._oldest_first() if each.about == about)
        return tuple(each for each in found if kind is None or each.kind is kind)

    def about_any(self, those: Collection[str], kind: DocumentKind) -> tuple[Document, ...]:
        return tuple(each for each in self._oldest_first() if each.about in those and each.kind is kind)

    def of_kind(self, kind: DocumentKind) -> tuple[Document, ...]:
        return tuple(each for each in self._oldest_first() if each.kind is kind)

    def remove(self, uid: str) -> None:
        self._in.documents.pop(uid, None)

    def _oldest_first(self) -> list[Document]:
        return sorted(self._in.documents.values(), key=lambda each: each.created_at)


class MemoryClips(_Store):
    """Clips by uid; the sealed sounds of all that were ever there stand with those of recordings."""

    def add(self, clip: Clip, sealed: SealedSound) -> None:
        uid_bytes(clip.uid)
        uid_bytes(clip.recording_uid)
        named = (self._in.recordings.get(uid) for uid in self._in.uids_of(clip.recording_uid))
        if any(found is not None and found.deleted_at is not None for found in named):
            raise refusals.sound_deleted()
        if clip.uid in self._in.clips:
            raise ValueError("this clip is here already")
        self._in.clips[clip.uid] = clip
        self._in.sealed[clip.uid] = sealed

    def get(self, uid: str) -> Clip | None:
        return self._in.clips.get(uid)

    def of_recording(self, recording_uid: str) -> tuple[Clip, ...]:
        return self._in.clips_of(recording_uid)

    def of_package(self, package_uid: str) -> tuple[Clip, ...]:
        found = (clip for clip in self._in.clips.values() if clip.package_uid == package_uid)
        return tuple(sorted(found, key=lambda clip: clip.start_ms))

    def remove(self, uid: str) -> None:
        self._in.destroy_clip(uid)


class MemoryAttachments(_Store):
    """Attachments by uid; their sealed bytes stand with those of recordings."""

    def add(self, attachment: Attachment, sealed: SealedSound) -> None:
        uid_bytes(attachment.uid)
        uid_bytes(attachment.about)
        if attachment.uid in self._in.attachments:
            raise ValueError("this attachment is here already")
        self._in.attachments[attachment.uid] = attachment
        self._in.sealed[attachment.uid] = sealed

    def get(self, uid: str) -> Attachment | None:
        return self._in.attachments.get(uid)

    def of(self, about: str) -> tuple[Attachment, ...]:
        found = (each for each in self._in.attachments.values() if each.about == about)
        return tuple(sorted(found, key=lambda each: each.added_at))

    def remove(self, uid: str) -> None:
        if self._in.attachments.pop(uid, None) is not None:
            self._in.sealed[uid] = replace(self._in.sealed[uid], wrapped_key=b"")


class MemoryContacts(_Store):
    """Contacts by the person's uid."""

    def keep(self, contact: Contact) -> None:
        MemoryPeople(self._in).keep(contact.person)
        self._in.contacts[contact.person.uid] = contact

    def get(self, person_uid: str) -> Contact | None:
        found = self._in.contacts.get(person_uid)
        return None if found is None else replace(found, person=self._in.people[person_uid])

    def all(self) -> tuple[Contact, ...]:
        return by_name(replace(found, person=self._in.people[uid]) for uid, found in self._in.contacts.items())

    def remove(self, person_uid: str) -> None:
        self._in.contacts.pop(person_uid, None)


class MemoryPackages(_Store):
    """The package log."""

    def note(self, package: PackageNote) -> None:
        uid_bytes(package.uid)
        self._in.packages.setdefault(package.uid, package)

    def get(self, uid: str) -> PackageNote | None:
        return self._in.packages.get(uid)

    def all(self) -> tuple[PackageNote, ...]:
        earliest_first = sorted(self._in.packages.values(), key=lambda note: note.at)
        return tuple(reversed(earliest_first))


class MemoryAliases(_Store):
    """Uids used here, by those that others use."""

    def set(self, foreign_uid: str, local_uid: str) -> None:
        uid_bytes(foreign_uid)
        uid_bytes(local_uid)
        meant, known = self.local(local_uid), self.local(foreign_uid)
        if meant == known:
            return
        if known != foreign_uid or self.foreign_of(foreign_uid):
            raise refusals.stands_for_another()
        self._in.aliases[foreign_uid] = meant

    def local(self, uid: str) -> str:
        return self._in.aliases.get(uid, uid)

    def foreign_of(self, local_uid: str) -> tuple[str, ...]:
        return tuple(sorted(foreign for foreign, local in self._in.aliases.items() if local == local_uid))


class MemoryMeasures(_Store):
    """Measurements by session and measure."""

    def set(self, measurement: Measurement) -> None:
        self._in.sessions[measurement.session_uid]
        self._in.measures[measurement.session_uid, measurement.measure] = measurement

    def remove(self, session_uid: str, measure: str) -> None:
        self._in.sessions[session_uid]
        self._in.measures.pop((session_uid, measure), None)

    def of_case(self, case_uid: str) -> tuple[Measurement, ...]:
        self._in.cases[case_uid]
        held = {uid: found for uid, found in self._in.sessions.items() if found.case_uid == case_uid}
        order = {uid: n for n, uid in enumerate(held)}
        mine = [found for found in self._in.measures.values() if found.session_uid in held]
        mine.sort(key=lambda m: (held[m.session_uid].scheduled, order[m.session_uid], m.measure))
        return tuple(mine)
