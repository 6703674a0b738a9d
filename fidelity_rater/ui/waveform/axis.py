"""Where a time lies on a picture, which stretch a picture shows, and where its ruler has marks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from fidelity_rater.app.evidence_models import Span

SHORTEST_MS: Final = 2000
"""No stretch is shown larger than this one."""
_STEPS_MS: Final = (
    *(10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000),
    *(60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000, 43_200_000),
)


@dataclass(frozen=True, slots=True)
class Axis:
    """A stretch of time drawn from ``left`` over ``width`` pixels."""

    start_ms: float
    end_ms: float
    width: float
    left: float = 0.0
    px_per_ms: float = field(init=False)

    def __post_init__(self) -> None:
        span = self.end_ms - self.start_ms
        object.__setattr__(self, "px_per_ms", self.width / span if span > 0 else 0.0)

    @property
    def span_ms(self) -> float:
        return self.end_ms - self.start_ms

    def x(self, ms: float) -> float:
        return self.left + (ms - self.start_ms) * self.px_per_ms

    def time(self, x: float) -> int:
        """The time under a pixel, kept within the stretch."""
        share = (x - self.left) / self.width if self.width > 0 else 0.0
        return round(self.start_ms + min(max(0.0, share), 1.0) * self.span_ms)

    def shows(self, ms: float) -> bool:
        return self.start_ms <= ms <= self.end_ms


def fitted(start_ms: float, span_ms: float, duration_ms: int) -> Span:
    """The stretch as near to the wanted one as the recording allows: never beyond it, never shorter than it must be."""
    span = min(max(span_ms, SHORTEST_MS), duration_ms)
    start = min(max(0.0, start_ms), duration_ms - span)
    return round(start), round(start + span)


def zoomed(window: Span, factor: float, at_ms: float, *, duration_ms: int) -> Span:
    """``factor`` above 1 shows less and larger; what is at ``at_ms`` stays where it is on the picture."""
    start, end = window
    span = min(max((end - start) / factor, SHORTEST_MS), max(duration_ms, 1))
    share = (at_ms - start) / (end - start) if end > start else 0.5
    return fitted(at_ms - share * span, span, duration_ms)


def tick_step(span_ms: float, width: float, *, room: float) -> int:
    """The smallest round step whose marks leave ``room`` pixels for each label."""
    if width <= 0 or span_ms <= 0:
        return _STEPS_MS[-1]
    wanted = span_ms * room / width
    return next((step for step in _STEPS_MS if step >= wanted), _STEPS_MS[-1])


def ticks(axis: Axis, *, room: float) -> tuple[int, range]:
    """The step, and the times of the ruler's marks within the stretch."""
    step = tick_step(axis.span_ms, axis.width, room=room)
    first = -(-int(axis.start_ms) // step) * step
    return step, range(first, int(axis.end_ms) + 1, step)
