"""What two or more raters agreed on after they had sealed their own ratings: a record beside them, never over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from fidelity_rater.domain.ratings.events import Score, canonical
from fidelity_rater.domain.ratings.moments import Moment

SIGNED_AS: Final = b"fid-consensus-v1\0"


@dataclass(frozen=True, slots=True)
class Original:
    """One sealed rating that the consensus stands on, as it was: ``head_hash`` says which record was meant."""

    rating_uid: str
    person_uid: str
    initials: str
    head_hash: bytes


@dataclass(frozen=True, slots=True)
class AgreedScore:
    """What was agreed on one item and dimension; ``reason`` is there wherever it is not what every original says."""

    item: str
    dimension: str
    score: Score
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Consensus:
    """The agreed rating of one session. ``moments`` is the evidence that was agreed, each with its times and item.

    ``signature`` (Ed25519, by the author) covers :meth:`message`; empty while it is a draft.
    """

    uid: str
    session_uid: str
    author_uid: str
    scale_sha256: str
    form: str
    phase: str
    focal_areas: tuple[str, ...]
    originals: tuple[Original, ...]
    scores: tuple[AgreedScore, ...] = ()
    moments: tuple[Moment, ...] = ()
    words: str = ""
    agreed_at: datetime | None = None
    signature: bytes = b""

    @property
    def signed(self) -> bool:
        return bool(self.signature)

    def message(self) -> bytes:
        """What is signed."""
        return SIGNED_AS + canonical(replace(self, signature=b"").as_json()).encode()

    def as_json(self) -> dict[str, Any]:
        return {
            "uid": self.uid,
            "session": self.session_uid,
            "author": self.author_uid,
            "scale": self.scale_sha256,
            "form": self.form,
            "phase": self.phase,
            "focal_areas": list(self.focal_areas),
            "originals": [[o.rating_uid, o.person_uid, o.initials, o.head_hash.hex()] for o in self.originals],
            "scores": [[s.item, s.dimension, s.score.as_json(), s.reason] for s in self.scores],
            "moments": [moment.as_json() for moment in self.moments],
            "words": self.words,
            "agreed_at": self.agreed_at.isoformat() if self.agreed_at else None,
            "signature": self.signature.hex(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Consensus:
        return cls(
            uid=str(data["uid"]),
            session_uid=str(data["session"]),
            author_uid=str(data["author"]),
            scale_sha256=str(data["scale"]),
            form=str(data["form"]),
            phase=str(data["phase"]),
            focal_areas=tuple(str(area) for area in data["focal_areas"]),
            originals=tuple(Original(str(r), str(p), str(i), bytes.fromhex(h)) for r, p, i, h in data["originals"]),
            scores=tuple(AgreedScore(str(i), str(d), Score.from_json(s), str(r)) for i, d, s, r in data["scores"]),
            moments=tuple(Moment.from_json(moment) for moment in data["moments"]),
            words=str(data["words"]),
            agreed_at=datetime.fromisoformat(data["agreed_at"]) if data["agreed_at"] else None,
            signature=bytes.fromhex(data["signature"]),
        )
