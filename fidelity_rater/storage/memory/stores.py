"""Stores of a library in memory, all but ratings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from fidelity_rater.app.ports.sealed import SealedSound
from fidelity_rater.domain.caseload import Case, Consent, Recording, Session, Therapist
from fidelity_rater.domain.people import Person
from fidelity_rater.domain.transcript import Transcript
from fidelity_rater.storage.memory.contents import Contents
from fidelity_rater.storage.stores import cases as case_rows
from fidelity_rater.storage.stores import refusals
from fidelity_rater.storage.stores import therapists as therapist_rows
from fidelity_rater.storage.stores import transcripts as transcript_rows
from fidelity_rater.storage.stores.people import other_keys
from fidelity_rater.storage.types import uid_bytes


class _Store:
    def __init__(self, contents: Contents) -> None:
        self._in = contents


class MemoryTherapists(_Store):
    """Therapists by code."""

    def add(self, therapist: Therapist) -> None:
        uid_bytes(therapist.uid)
        self._put(therapist)

    def save(self, therapist: Therapist) -> None:
        self.get(therapist.uid)
        self._put(therapist)

    def get(self, uid: str) -> Therapist:
        return self._in.therapists[uid]

    def by_code(self, code: str) -> Therapist | None:
        return next((found for found in self._in.therapists.values() if found.code == code), None)

    def all(self) -> tuple[Therapist, ...]:
        return tuple(sorted(self._in.therapists.values(), key=lambda found: found.code))

    def name_of(self, uid: str) -> str:
        self.get(uid)
        return self._in.therapist_names.get(uid, "")

    def set_name(self, uid: str, name: str) -> None:
        self.get(uid)
        self._in.therapist_names[uid] = name

    def person_of(self, uid: str) -> str | None:
        self.get(uid)
        return self._in.therapist_people.get(uid)

    def set_person(self, uid: str, person_uid: str | None) -> None:
        self.get(uid)
        if person_uid is None:
            self._in.therapist_people.pop(uid, None)
        else:
            self._in.therapist_people[uid] = self._in.people[person_uid].uid

    def _put(self, therapist: Therapist) -> None:
        other = self.by_code(therapist.code)
        if other is not None and other.uid != therapist.uid:
            raise therapist_rows.code_taken(therapist.code)
        self._in.therapists[therapist.uid] = therapist


class MemoryCases(_Store):
    """Cases by therapist."""

    def add(self, case: Case) -> None:
        uid_bytes(case.uid)
        self._put(case)

    def save(self, case: Case) -> None:
        self.get(case.uid)
        self._put(case)

    def get(self, uid: str) -> Case:
        return self._in.cases[uid]

    def by_code(self, therapist_uid: str, code: str) -> Case | None:
        mine = (found for found in self._in.cases.values() if found.therapist_uid == therapist_uid)
        return next((found for found in mine if found.code == code), None)

    def of_therapist(self, therapist_uid: str) -> tuple[Case, ...]:
        self._in.therapists[therapist_uid]
        return tuple(found for found in self._in.cases.values() if found.therapist_uid == therapist_uid)

    def name_of(self, uid: str) -> str:
        self.get(uid)
        return self._in.case_names.get(uid, "")

    def set_name(self, uid: str, name: str) -> None:
        self.get(uid)
        self._in.case_names[uid] = name

    def _put(self, case: Case) -> None:
        self._in.therapists[case.therapist_uid]
        other = self.by_code(case.therapist_uid, case.code)
        if other is not None and other.uid != case.uid:
            raise case_rows.code_taken(case.code)
        self._in.cases[case.uid] = replace(case, suitability=dict(case.suitability))


class MemorySessions(_Store):
    """Sessions by case."""

    def add(self, session: Session) -> None:
        uid_bytes(session.uid)
        self._in.cases[session.case_uid]
        self._in.sessions[session.uid] = session

    def save(self, session: Session) -> None:
        self.get(session.uid)
        self.add(session)

    def get(self, uid: str) -> Session:
        return self._in.sessions[uid]

    def of_case(self, case_uid: str) -> tuple[Session, ...]:
        self._in.cases[case_uid]
        mine = (found for found in self._in.sessions.values() if found.case_uid == case_uid)
        return tuple(sorted(mine, key=lambda found: found.scheduled))


class MemoryRecordings(_Store):
    """Recordings by session."""

    def add(self, recording: Recording, sealed: SealedSound) -> None:
        uid_bytes(recording.uid)
        self._in.sessions[recording.session_uid]
        self._in.recordings[recording.uid] = recording
        self._in.sealed[recording.uid] = sealed

    def get(self, uid: str) -> Recording:
        return self._in.recordings[uid]

    def of_session(self, session_uid: str) -> tuple[Recording, ...]:
        self._in.sessions[session_uid]
        mine = (found for found in self._in.recordings.values() if found.session_uid == session_uid)
        return tuple(sorted(mine, key=lambda found: found.part))

    def of_size(self, size: int) -> tuple[Recording, ...]:
        return tuple(found for found in self._in.recordings.values() if found.size == size)

    def by_sha256(self, sha256: str) -> tuple[Recording, ...]:
        return tuple(found for found in self._in.recordings.values() if found.sha256 == sha256)

    def set_consent(self, uid: str, consent: Consent) -> None:
        self._in.recordings[uid] = replace(self.get(uid), consent=consent)

    def set_session(self, uid: str, session_uid: str) -> None:
        self._in.sessions[session_uid]
        self._in.recordings[uid] = replace(self.get(uid), session_uid=session_uid)

    def living(self) -> tuple[str, ...]:
        standing = [found for found in reversed(self._in.recordings.values()) if found.deleted_at is None]
        return tuple(found.uid for found in sorted(standing, key=lambda found: found.added_at, reverse=True))

    def reseal(self, uid: str, sealed: SealedSound) -> SealedSound:
        if self.get(uid).deleted_at is not None:
            raise refusals.sound_deleted()
        before = self._in.sealed[uid]
        if (sealed.sha256, sealed.size) != (before.sha256, before.size):
            raise refusals.other_sound()
        self._in.sealed[uid] = sealed
        return before

    def destroy(self, uid: str, at: datetime) -> None:
        if self.get(uid).deleted_at is None:
            self._in.transcripts.pop(uid, None)
            for clip in self._in.clips_of(uid):
                self._in.destroy_clip(clip.uid)
            self._in.recordings[uid] = replace(self.get(uid), deleted_at=at)
            self._in.sealed[uid] = replace(self._in.sealed[uid], wrapped_key=b"")


class MemoryTranscripts(_Store):
    """Transcripts by recording; kept as they would be written."""

    def keep(self, recording_uid: str, transcript: Transcript) -> None:
        if self._in.recordings[recording_uid].deleted_at is not None:
            raise refusals.sound_deleted()
        self._in.transcripts[recording_uid] = transcript_rows.read(transcript_rows.written(transcript))

    def get(self, recording_uid: str) -> Transcript | None:
        self._in.recordings[recording_uid]
        return self._in.transcripts.get(recording_uid)

    def remove(self, recording_uid: str) -> None:
        self._in.recordings[recording_uid]
        self._in.transcripts.pop(recording_uid, None)

    def of_case(self, case_uid: str) -> Mapping[str, Transcript]:
        self._in.cases[case_uid]
        where = {uid: self._in.sessions[found.session_uid] for uid, found in self._in.recordings.items()}
        mine = [uid for uid in self._in.transcripts if where[uid].case_uid == case_uid]
        mine.sort(key=lambda uid: (where[uid].scheduled, self._in.recordings[uid].part))
        return {uid: self._in.transcripts[uid] for uid in mine}


class MemoryPeople(_Store):
    """People by uid."""

    def keep(self, person: Person) -> None:
        uid_bytes(person.uid)
        known = self._in.people.get(person.uid, person)
        if (known.signing_key, known.receiving_key) != (person.signing_key, person.receiving_key):
            raise other_keys()
        self._in.people[person.uid] = person

    def get(self, uid: str) -> Person:
        return self._in.people[uid]

    def all(self) -> tuple[Person, ...]:
        return tuple(self._in.people.values())


class MemoryScales(_Store):
    """Scale files by hash."""

    def keep(self, sha256: str, data: bytes) -> None:
        bytes.fromhex(sha256)
        self._in.scales.setdefault(sha256, data)

    def get(self, sha256: str) -> bytes:
        return self._in.scales[sha256]

    def all(self) -> tuple[str, ...]:
        return tuple(sorted(self._in.scales))
