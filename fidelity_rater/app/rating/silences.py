"""Skipping silences: which stretches nobody speaks in, and where a listener in one of them goes on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from fidelity_rater.app.evidence_models import Span

SHORTEST_MS: Final = 1500
"""A shorter silence is a breath, or a thought; it is heard."""
LEFT_MS: Final = 400
"""So much of a silence stays at each side, so that nothing begins or stops like cut off."""
WORTH_MS: Final = 300
"""For less than this no jump is made: it would be heard as a stumble, and save nothing."""


@dataclass(frozen=True, slots=True)
class Silences:
    """The stretches of one recording that may be jumped over: in order, apart, and never touching speech."""

    jumps: tuple[Span, ...] = ()

    @classmethod
    def between(cls, speech: Sequence[Span], known_ms: int) -> Silences:
        """Find them up to where speech is known; where nobody is known to speak at all, there is nothing to skip."""
        if not speech:
            return cls()
        jumps, silent_from = [], 0
        for start, end in (*sorted(speech), (known_ms, known_ms)):
            if min(start, known_ms) - silent_from >= SHORTEST_MS:
                jumps.append((silent_from + LEFT_MS, min(start, known_ms) - LEFT_MS))
            silent_from = max(silent_from, end)
        return cls(tuple(jumps))

    @property
    def saved_ms(self) -> int:
        """How much shorter listening gets, at normal speed."""
        return sum(end - start for start, end in self.jumps)

    def around(self, media_ms: int) -> Span | None:
        """The silence that this place would be skipped with, or None."""
        at = bisect_right(self.jumps, media_ms, key=lambda jump: jump[0])
        jump = self.jumps[at - 1] if at else None
        return jump if jump is not None and media_ms < jump[1] else None

    def goes_on_at(self, media_ms: int) -> int | None:
        """Where to go on from within a silence; None where one is heard as it is."""
        jump = self.around(media_ms)
        return jump[1] if jump is not None and media_ms <= jump[1] - WORTH_MS else None

    def next_after(self, media_ms: int) -> int | None:
        """Where the next silence begins to be skipped."""
        at = bisect_right(self.jumps, media_ms, key=lambda jump: jump[0])
        return self.jumps[at][0] if at < len(self.jumps) else None


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Stretches that touch or overlap made one, in order."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        elif end > start:
            result.append((start, end))
    return tuple(result)
