"""What a library in memory holds, as dictionaries of values that never change; a copy of it is a snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from fidelity_rater.app.ports.library import HeardSpan, RatingHead
from fidelity_rater.app.ports.sealed import SealedSound
from fidelity_rater.domain.caseload import Case, Recording, Session, Therapist
from fidelity_rater.domain.people import Person
from fidelity_rater.domain.ratings.events import RatingEvent, Score, Stamp
from fidelity_rater.domain.transcript import Transcript

Standing = Mapping[tuple[str, str], tuple[Score, Stamp]]


@dataclass(slots=True)
class Contents:
    """Everything by uid, in the order in which it came."""

    therapists: dict[str, Therapist] = field(default_factory=dict)
    therapist_names: dict[str, str] = field(default_factory=dict)
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

    def copy(self) -> Contents:
        """A snapshot that later changes do not reach."""
        return Contents(**{part.name: dict(getattr(self, part.name)) for part in fields(self)})
