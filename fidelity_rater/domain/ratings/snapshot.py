"""A signed rating as it is shown to others: what stands in it, without how it came about.

A rating's own record is its chain of events, and nothing can be left out of that. Who is shown a rating and not its
notes is shown a snapshot; whoever hands it out vouches for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.ratings.events import Score
from fidelity_rater.domain.ratings.moments import Moment

ScoreKey = tuple[str, str]
"""Item and dimension."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What stands in a signed rating. ``notes`` by item id, the rating's own under the empty text; empty: withheld.

    ``head_seq``, ``head_hash`` and ``signature`` are those of the rating itself, by which it can be found again.
    """

    rating_uid: str
    session_uid: str
    person_uid: str
    initials: str
    role: Role
    purpose: Purpose
    scale_sha256: str
    form: str
    signed_at: datetime
    head_seq: int
    head_hash: bytes
    signature: bytes
    supersedes_uid: str = ""
    cover: Mapping[str, Any] = field(default_factory=dict)
    scores: Mapping[ScoreKey, Score] = field(default_factory=dict)
    harm_actions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    moments: tuple[Moment, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "rating": self.rating_uid,
            "session": self.session_uid,
            "person": self.person_uid,
            "initials": self.initials,
            "role": str(self.role),
            "purpose": str(self.purpose),
            "scale": self.scale_sha256,
            "form": self.form,
            "signed_at": self.signed_at.isoformat(),
            "head_seq": self.head_seq,
            "head_hash": self.head_hash.hex(),
            "signature": self.signature.hex(),
            "supersedes": self.supersedes_uid,
            "cover": dict(self.cover),
            "scores": [[item, dimension, score.as_json()] for (item, dimension), score in sorted(self.scores.items())],
            "harm_actions": {item: dict(action) for item, action in self.harm_actions.items()},
            "moments": [moment.as_json() for moment in self.moments],
            "notes": dict(self.notes),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Snapshot:
        return cls(
            rating_uid=str(data["rating"]),
            session_uid=str(data["session"]),
            person_uid=str(data["person"]),
            initials=str(data["initials"]),
            role=Role(data["role"]),
            purpose=Purpose(data["purpose"]),
            scale_sha256=str(data["scale"]),
            form=str(data["form"]),
            signed_at=datetime.fromisoformat(data["signed_at"]),
            head_seq=int(data["head_seq"]),
            head_hash=bytes.fromhex(data["head_hash"]),
            signature=bytes.fromhex(data["signature"]),
            supersedes_uid=str(data["supersedes"]),
            cover=dict(data["cover"]),
            scores={(str(i), str(d)): Score.from_json(score) for i, d, score in data["scores"]},
            harm_actions={str(item): dict(action) for item, action in data["harm_actions"].items()},
            moments=tuple(Moment.from_json(moment) for moment in data["moments"]),
            notes={str(item): str(text) for item, text in data["notes"].items()},
        )
