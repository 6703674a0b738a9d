"""Which sessions are rated by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fidelity_rater.domain.people import Purpose, Role


@dataclass(frozen=True, slots=True)
class Assignment:
    """One session to be rated by one person, with everything that decides which items are shown.

    ``draw_uid`` empty: chosen by hand, then ``reason`` says why. ``words`` go along to the rater; ``reason`` stays.
    ``role`` is the one that consent was asked for.
    """

    uid: str
    session_uid: str
    rater_uid: str
    author_uid: str
    scale_sha256: str
    form: str
    purpose: Purpose
    phase: str
    focal_areas: tuple[str, ...] = ()
    due: date | None = None
    draw_uid: str = ""
    words: str = ""
    reason: str = ""
    role: Role = Role.PANEL

    def as_json(self) -> dict[str, Any]:
        return {
            "uid": self.uid,
            "session": self.session_uid,
            "rater": self.rater_uid,
            "author": self.author_uid,
            "scale": self.scale_sha256,
            "form": self.form,
            "purpose": str(self.purpose),
            "phase": self.phase,
            "focal_areas": list(self.focal_areas),
            "due": self.due.isoformat() if self.due else None,
            "draw": self.draw_uid,
            "words": self.words,
            "reason": self.reason,
            "role": str(self.role),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Assignment:
        return cls(
            uid=str(data["uid"]),
            session_uid=str(data["session"]),
            rater_uid=str(data["rater"]),
            author_uid=str(data["author"]),
            scale_sha256=str(data["scale"]),
            form=str(data["form"]),
            purpose=Purpose(data["purpose"]),
            phase=str(data["phase"]),
            focal_areas=tuple(str(area) for area in data["focal_areas"]),
            due=date.fromisoformat(data["due"]) if data["due"] else None,
            draw_uid=str(data["draw"]),
            words=str(data["words"]),
            reason=str(data["reason"]),
            role=Role(data.get("role", Role.PANEL)),
        )
