"""Moments: stretches of a recording kept as evidence for or against an item. A score is heard through its moments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
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


@dataclass(frozen=True, slots=True)
class Weight:
    """How many moments speak for an item, and how many against it."""

    supporting: int = 0
    opposing: int = 0

    @property
    def moments(self) -> int:
        return self.supporting + self.opposing


class MomentIndex:
    """The standing moments, found by uid and by item at a cost that does not grow with their number."""

    def __init__(self) -> None:
        self._moments: dict[str, Moment] = {}
        self._of_item: dict[str, dict[str, Moment]] = {}
        self._weights: Counter[tuple[str, Bearing]] = Counter()

    def put(self, uid: str, moment: Moment | None) -> None:
        """Let this be what stands under the uid; None: nothing."""
        before = self._moments.pop(uid, None)
        if before is not None:
            del self._of_item[before.item][uid]
            self._weights[before.item, before.bearing] -= 1
        if moment is not None:
            self._moments[uid] = moment
            self._of_item.setdefault(moment.item, {})[uid] = moment
            self._weights[moment.item, moment.bearing] += 1

    def get(self, uid: str) -> Moment | None:
        return self._moments.get(uid)

    def all(self) -> Mapping[str, Moment]:
        """A live view."""
        return MappingProxyType(self._moments)

    def of_item(self, item: str) -> tuple[Moment, ...]:
        """In the order of their sound within each recording."""
        return tuple(sorted(self._of_item.get(item, {}).values(), key=lambda m: (m.recording_uid, m.start_ms, m.uid)))

    def weight_of(self, item: str) -> Weight:
        return Weight(self._weights[item, Bearing.FOR], self._weights[item, Bearing.AGAINST])
