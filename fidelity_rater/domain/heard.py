"""What was heard of a recording: stretches in milliseconds, joined where they touch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Span = tuple[int, int, float]
"""Start and end in milliseconds, and the speed at which it was heard."""


@dataclass(frozen=True, slots=True)
class HeardSoFar:
    """How far a session had been heard by then, on its recordings joined end to end, in milliseconds.

    ``ms`` counts what was heard at least once, ``to`` is the furthest place heard.
    """

    ms: int
    to: int

    def as_json(self) -> dict[str, int]:
        return {"ms": self.ms, "to": self.to}

    @classmethod
    def from_json(cls, data: Mapping[str, int]) -> HeardSoFar:
        return cls(data["ms"], data["to"])


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Stretches of one speed that touch or overlap made one, ordered by speed and start."""
    result: list[Span] = []
    for start, end, rate in sorted(spans, key=lambda span: (span[2], span[0], span[1])):
        if result and result[-1][2] == rate and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end), rate)
        elif end > start:
            result.append((start, end, rate))
    return tuple(result)


def heard_ms(spans: Iterable[tuple[int, int]]) -> int:
    """How much lies in at least one of the stretches."""
    total, reached = 0, 0
    for start, end in sorted(spans):
        if end > max(start, reached):
            total += end - max(start, reached)
            reached = end
    return total


@dataclass(frozen=True, slots=True)
class Ledger:
    """What one rater has heard of a session. Its recordings (uid, length) lie end to end on one axis of milliseconds.

    ``spans`` may overlap, and may name recordings that are not among them: those count for nothing.
    """

    parts: tuple[tuple[str, int], ...]
    spans: Mapping[str, tuple[Span, ...]]

    @property
    def duration_ms(self) -> int:
        return sum(duration for _, duration in self.parts)

    @property
    def heard_ms(self) -> int:
        return heard_ms(self._stretches())

    @property
    def so_far(self) -> HeardSoFar:
        stretches = self._stretches()
        return HeardSoFar(heard_ms(stretches), max((end for _, end in stretches), default=0))

    def by_speed(self) -> dict[float, int]:
        """Milliseconds by the slowest speed at which they were heard, slowest first; together all that was heard."""
        found: dict[float, int] = {}
        counted: list[tuple[int, int]] = []
        before = 0
        for rate in sorted({rate for spans in self.spans.values() for _, _, rate in spans}):
            counted += self._stretches(rate)
            now = heard_ms(counted)
            if now > before:
                found[rate] = now - before
            before = now
        return found

    def unheard(self) -> tuple[tuple[int, int], ...]:
        """The stretches of the session that were never heard, the longest first."""
        gaps, reached = [], 0
        for start, end in sorted(self._stretches()):
            if start > reached:
                gaps.append((reached, start))
            reached = max(reached, end)
        if self.duration_ms > reached:
            gaps.append((reached, self.duration_ms))
        return tuple(sorted(gaps, key=lambda gap: (gap[0] - gap[1], gap[0])))

    def place(self, at_ms: int) -> tuple[str, int]:
        """The recording at a place of the session, and the place within it. Without recordings: ``ValueError``."""
        begins = 0
        for uid, duration in self.parts:
            if at_ms < begins + duration or uid == self.parts[-1][0]:
                return uid, at_ms - begins
            begins += duration
        raise ValueError("a session without recordings has no places")

    def as_json(self) -> dict[str, Any]:
        spans = {uid: [list(span) for span in joined(heard)] for uid, heard in self.spans.items()}
        return {
            "parts": [[uid, duration] for uid, duration in self.parts],
            "spans": {uid: heard for uid, heard in spans.items() if heard},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Ledger:
        return cls(
            tuple((uid, duration) for uid, duration in data["parts"]),
            {uid: tuple((start, end, rate) for start, end, rate in spans) for uid, spans in data["spans"].items()},
        )

    def _stretches(self, rate: float | None = None) -> list[tuple[int, int]]:
        """What was heard, at one speed or any, on the session's axis and kept within each recording."""
        found, begins = [], 0
        for uid, duration in self.parts:
            for start, end, at in self.spans.get(uid, ()):
                if rate in (None, at) and min(end, duration) > start:
                    found.append((begins + start, begins + min(end, duration)))
            begins += duration
        return found
