"""What a library in memory holds, as dictionaries of values that never change; a copy of it is a snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from fidelity_rater.app.ports.documents import Attachment, Clip, Contact, Document, DocumentKind, PackageNote
from fidelity_rater.app.ports.library import HeardSpan, RatingHead
from fidelity_rater.app.ports.sealed import SealedSound
from fidelity_rater.domain.caseload import Case, Recording, Session, Therapist
from fidelity_rater.domain.measures import Measurement
from fidelity_rater.domain.people import Person
from fidelity_rater.domain.ratings.events import RatingEvent, Score, Stamp
from fidelity_rater.domain.transcript import Transcript

Standing = Mapping[tuple[str, str], tuple[Score, Stamp]]


@dataclass(slots=True)
class Contents:
    """Everything by uid, in the order in which it came."""

    therapists: dict[str, Therapist] = field(default_factory=dict)
    therapist_names: dict[str, str] = field(default_factory=dict)
    therapist_people: dict[str, str] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    case_names: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    recordings: dict[str, Recording] = field(default_factory=dict)
    sealed: dict[str, SealedSound] = field(default_factory=dict)
    transcripts: dict[str, Transcript] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    scales: dict[str, bytes] = field(default_factory=dict)
    heads: dict[str, RatingHead] = field(default_factory=dict)
    events: dict[str, tuple[RatingEvent, ...]] = field(default_factory=dict)
    scores: dict[str, Standing] = field(default_factory=dict)
    covers: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    packed: dict[str, bytes] = field(default_factory=dict)
    heard: dict[str, Mapping[str, tuple[HeardSpan, ...]]] = field(default_factory=dict)
    places: dict[str, tuple[str, int]] = field(default_factory=dict)

    documents: dict[str, Document] = field(default_factory=dict)
    clips: dict[str, Clip] = field(default_factory=dict)
    attachments: dict[str, Attachment] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    packages: dict[str, PackageNote] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    measures: dict[tuple[str, str], Measurement] = field(default_factory=dict)

    def calibrations(self) -> frozenset[str]:
        """Uids of ratings made to calibrate, which count nowhere but there."""
        return frozenset(one.about for one in self.documents.values() if one.kind is DocumentKind.CALIBRATION)

    def uids_of(self, uid: str) -> tuple[str, ...]:
        """The uid used here and all that others use for it, whichever of them is given."""
        here = self.aliases.get(uid, uid)
        return here, *(foreign for foreign, local in self.aliases.items() if local == here)

    def clips_of(self, recording_uid: str) -> tuple[Clip, ...]:
        """The clips of a recording, by any of its uids."""
        named = self.uids_of(recording_uid)
        found = (clip for clip in self.clips.values() if clip.recording_uid in named)
        return tuple(sorted(found, key=lambda clip: clip.start_ms))

    def destroy_clip(self, uid: str) -> None:
        """Take a clip away and forget its key."""
        if self.clips.pop(uid, None) is not None:
            self.sealed[uid] = replace(self.sealed[uid], wrapped_key=b"")

    def copy(self) -> Contents:
        """A snapshot that later changes do not reach."""
        return Contents(**{part.name: dict(getattr(self, part.name)) for part in fields(self)})
