"""Moments: stretches of a recording kept as evidence for or against an item. A score is heard through its moments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

SHORTEST_MS: Final = 100
"""Shorter cannot be heard as anything."""


class Bearing(StrEnum):
    """What a moment says of its item: that it was done, or done well; or that it was not."""

    FOR = "for"
    AGAINST = "against"


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of one recording, whole milliseconds on its own time axis. ``item`` is empty until it is placed."""

    uid: str
    recording_uid: str
    start_ms: int
    end_ms: int
    item: str = ""
    bearing: Bearing = Bearing.FOR
    note: str = ""

    def __post_init__(self) -> None:
        if not (self.uid and self.recording_uid):
            raise ValueError("a moment needs a uid and a recording")
        if self.start_ms < 0 or self.end_ms - self.start_ms < SHORTEST_MS:
            raise ValueError(f"a moment lasts at least {SHORTEST_MS} ms and begins within the recording")

    @property
    def placed(self) -> bool:
        return bool(self.item)

    def as_json(self) -> dict[str, Any]:
        return {
            "moment": self.uid,
            "recording": self.recording_uid,
            "start_ms": self.start_ms,
            "end_ms": self.end_ms,
            "item": self.item or None,
            "bearing": str(self.bearing),
            "note": self.note,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Moment:
        return cls(
            uid=data["moment"],
            recording_uid=data["recording"],
            start_ms=data["start_ms"],
            end_ms=data["end_ms"],
            item=data.get("item") or "",
            bearing=Bearing(data["bearing"]),
            note=data.get("note", ""),
        )
