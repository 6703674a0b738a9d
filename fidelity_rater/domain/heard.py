"""What was heard of a recording: stretches in milliseconds, joined where they touch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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
