"""What a package holds, as values; how they become its parts, and how they are read back from a stranger's.

The parts are described in ``docs/package-format.md``; change it with them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, TypeVar

from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.ports.library import RatingHead
from fidelity_rater.app.ports.packages import OpenPackage, Part
from fidelity_rater.app.sharing import lines
from fidelity_rater.app.sharing.bodies import read_body
from fidelity_rater.app.sharing.lines import CarriedClip, CarriedRecording, Line
from fidelity_rater.app.sharing.reading import Fields, malformed
from fidelity_rater.app.sharing.scans import ATTACHMENTS, MEDIA, CarriedScan, read_scan, scan_line
from fidelity_rater.domain.caseload import Case, Session, Therapist
from fidelity_rater.domain.people import Person
from fidelity_rater.domain.ratings.events import RatingEvent

T = TypeVar("T")

PEOPLE: Final = "people.jsonl"
THERAPISTS: Final = "therapists.jsonl"
CASES: Final = "cases.jsonl"
SESSIONS: Final = "sessions.jsonl"
RECORDINGS: Final = "recordings.jsonl"
RATINGS: Final = "ratings.jsonl"
EVENTS: Final = "events.jsonl"
DOCUMENTS: Final = "documents.jsonl"
CLIPS: Final = "clips.jsonl"
SCALES: Final = "scales/"

MOST_LINES: Final = 2_000_000
LARGEST_SCALE: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Written:
    """A document of a package; ``about`` as its sender's library has it."""

    uid: str
    kind: DocumentKind
    about: str
    author_uid: str
    body: Mapping[str, Any]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything in a package but its sound and scans, which lie in the parts that their lines name.

    ``also`` maps a uid to those that others use for the same therapist, case, session or recording.
    """

    people: tuple[Person, ...] = ()
    therapists: tuple[Therapist, ...] = ()
    cases: tuple[Case, ...] = ()
    sessions: tuple[Session, ...] = ()
    recordings: tuple[CarriedRecording, ...] = ()
    ratings: tuple[RatingHead, ...] = ()
    events: Mapping[str, tuple[RatingEvent, ...]] = field(default_factory=dict)
    documents: tuple[Written, ...] = ()
    clips: tuple[CarriedClip, ...] = ()
    scans: tuple[CarriedScan, ...] = ()
    scales: Mapping[str, bytes] = field(default_factory=dict)
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def documents_of(self, kind: DocumentKind) -> tuple[Written, ...]:
        return tuple(document for document in self.documents if document.kind is kind)

    def person(self, uid: str) -> Person | None:
        return next((person for person in self.people if person.uid == uid), None)

    def counts(self) -> dict[str, int]:
        """For the manifest: how many there are of what."""
        found = {
            "sessions": len(self.sessions),
            "ratings": len(self.ratings),
            "events": sum(map(len, self.events.values())),
            "documents": len(self.documents),
            "clips": len(self.clips),
            "recordings": sum(bool(carried.sound) for carried in self.recordings),
            "scans": len(self.scans),
        }
        return {name: n for name, n in found.items() if n}


# Writing


def parts_of(contents: Contents) -> list[Part]:
    """Every part but sound and scans."""
    also = contents.also

    def named(line: Line) -> Line:
        return lines.with_others(line, also.get(line["uid"], ()))

    tables: list[tuple[str, Iterable[Line]]] = [
        (PEOPLE, map(lines.person_line, contents.people)),
        (THERAPISTS, (named(lines.therapist_line(each)) for each in contents.therapists)),
        (CASES, (named(lines.case_line(each)) for each in contents.cases)),
        (SESSIONS, (named(lines.session_line(each)) for each in contents.sessions)),
        (RECORDINGS, (named(lines.recording_line(each)) for each in contents.recordings)),
        (RATINGS, map(lines.rating_line, contents.ratings)),
        (EVENTS, (lines.event_line(event) for head in contents.ratings for event in contents.events[head.uid])),
        (DOCUMENTS, map(_document_line, contents.documents)),
        (CLIPS, map(lines.clip_line, contents.clips)),
        (ATTACHMENTS, map(scan_line, contents.scans)),
    ]
    parts = [Part.of_bytes(name, data) for name, found in tables if (data := _jsonl(found))]
    return [*parts, *(Part.of_bytes(f"{SCALES}{sha}.toml", data) for sha, data in sorted(contents.scales.items()))]


def _jsonl(found: Iterable[Line]) -> bytes:
    return "".join(
        json.dumps(line, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n" for line in found
    ).encode()


def _document_line(written: Written) -> Line:
    return {
        "uid": written.uid,
        "kind": str(written.kind),
        "about": written.about,
        "author": written.author_uid,
        "created_at": written.created_at.isoformat(),
        "body": dict(written.body),
    }


# Reading


def read_contents(package: OpenPackage) -> Contents:
    """Everything in a package but its sound and scans, checked. Raises ``UserFacingError`` with one sentence."""
    also: dict[str, tuple[str, ...]] = {}

    def every(name: str, read: Callable[[Fields], T]) -> tuple[T, ...]:
        return tuple(read(line) for line in _lines(package, name, also))

    events: dict[str, list[RatingEvent]] = {}
    for event in every(EVENTS, lines.read_event):
        events.setdefault(event.rating_uid, []).append(event)
    uid = package.head.uid
    contents = Contents(
        people=every(PEOPLE, lines.read_person),
        therapists=every(THERAPISTS, lines.read_therapist),
        cases=every(CASES, lines.read_case),
        sessions=every(SESSIONS, lines.read_session),
        recordings=every(RECORDINGS, lines.read_recording),
        ratings=every(RATINGS, lines.read_rating),
        events={rating: tuple(found) for rating, found in events.items()},
        documents=every(DOCUMENTS, _read_document),
        clips=every(CLIPS, lambda line: lines.read_clip(line, package_uid=uid)),
        scans=every(ATTACHMENTS, read_scan),
        scales=_scales(package),
        also=also,
    )
    _check_whole(contents, frozenset(package.names))
    return contents


def _lines(package: OpenPackage, name: str, also: dict[str, tuple[str, ...]]) -> Iterator[Fields]:
    if name not in package.names:
        return
    for count, line in enumerate(package.lines(name)):
        if count >= MOST_LINES:
            raise malformed(name, "lines")
        fields = Fields(line, name)
        if fields.has("also"):
            also[fields.uid("uid")] = fields.uids("also", most=100)
        yield fields


def _read_document(line: Fields) -> Written:
    kind = line.one_of("kind", DocumentKind)
    return Written(
        uid=line.uid("uid"),
        kind=kind,
        about=line.uid("about"),
        author_uid=line.uid("author"),
        body=read_body(kind, line),
        created_at=line.instant("created_at"),
    )


def _scales(package: OpenPackage) -> dict[str, bytes]:
    found = {}
    for name in package.names:
        if name.startswith(SCALES):
            sha256 = name.removeprefix(SCALES).removesuffix(".toml")
            if package.size(name) > LARGEST_SCALE:
                raise malformed(SCALES, "size")
            data = package.read(name)
            if hashlib.sha256(data).hexdigest() != sha256:
                raise malformed(SCALES, "sha256")
            found[sha256] = data
    return found


def _check_whole(contents: Contents, names: frozenset[str]) -> None:
    """Nothing twice, and whatever is referred to is there."""
    recordings = tuple(carried.recording for carried in contents.recordings)
    clips = tuple(carried.clip for carried in contents.clips)
    for part, found in (
        (PEOPLE, contents.people),
        (THERAPISTS, contents.therapists),
        (CASES, contents.cases),
        (SESSIONS, contents.sessions),
        (RECORDINGS, recordings),
        (RATINGS, contents.ratings),
        (DOCUMENTS, contents.documents),
        (CLIPS, clips),
        (ATTACHMENTS, contents.scans),
    ):
        uids = [each.uid for each in found]
        if len(set(uids)) < len(uids):
            raise malformed(part, "uid")
    people = {person.uid for person in contents.people}
    sessions = {session.uid for session in contents.sessions}
    _refer(CASES, "therapist", (c.therapist_uid for c in contents.cases), {t.uid for t in contents.therapists})
    _refer(SESSIONS, "case", (s.case_uid for s in contents.sessions), {case.uid for case in contents.cases})
    _refer(RECORDINGS, "session", (recording.session_uid for recording in recordings), sessions)
    _refer(RATINGS, "session", (head.session_uid for head in contents.ratings), sessions)
    _refer(RATINGS, "person", (head.person_uid for head in contents.ratings), people)
    _refer(RATINGS, "scale", (head.scale_sha256 for head in contents.ratings), set(contents.scales))
    _refer(RATINGS, "uid", (head.uid for head in contents.ratings), set(contents.events))
    _refer(EVENTS, "rating", contents.events, {head.uid for head in contents.ratings})
    cut = [carried.sound for carried in contents.clips]
    sounds = [*(carried.sound for carried in contents.recordings if carried.sound), *cut]
    _refer(MEDIA, "sound", sounds, {name for name in names if name.startswith(MEDIA)})
    _refer(ATTACHMENTS, "part", (scan.part for scan in contents.scans), names)
    media = [*sounds, *(scan.part for scan in contents.scans)]
    if len(set(media)) < len(media):
        raise malformed(CLIPS, "sound")


def _refer(part: str, field_name: str, given: Iterable[str], there: Iterable[str]) -> None:
    if set(given) - set(there):
        raise malformed(part, field_name)
