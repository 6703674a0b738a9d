"""What a hand on the strip does: seek, select, take an edge and move it. Knows pixels and times, draws nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

from PySide6.QtCore import QPointF

from fidelity_rater.app.evidence_models import DeskMoment, Span
from fidelity_rater.ui.waveform.axis import Axis
from fidelity_rater.ui.waveform.moment_boxes import Box

NEAR_PX: Final = 5
"""How near to an edge a hand takes hold of it."""
STILL_PX: Final = 4
"""A hand that moves less than this has pressed, not dragged."""
LEAST_MOMENT_MS: Final = 100


class Hold(Enum):
    """What a hand has taken hold of."""

    NOTHING = auto()
    GROUND = auto()
    SELECTION = auto()
    MOMENT_START = auto()
    MOMENT_END = auto()
    MOMENT = auto()


@dataclass(frozen=True, slots=True)
class Grasp:
    """What would be, or is, taken hold of at a place."""

    hold: Hold = Hold.NOTHING
    moment: DeskMoment | None = None
    fixed_ms: int = 0
    """The other end of the selection."""


def grasp_at(
    at: QPointF, axis: Axis, *, boxes: Sequence[Box], chosen: str, selection: Span | None, whole: bool
) -> Grasp:
    """What lies under a point: an edge of the selection, of the chosen moment, of another one, else the ground.

    ``whole``: a moment is to be moved as a whole.
    """
    if selection is not None:
        for near, other in (selection, selection[::-1]):
            if abs(axis.x(near) - at.x()) <= NEAR_PX:
                return Grasp(Hold.SELECTION, fixed_ms=other)
    candidates = sorted(boxes, key=lambda box: (box.moment.uid != chosen, -box.left))
    if whole:
        inside = (box for box in candidates if box.left <= at.x() <= box.right)
        return next((Grasp(Hold.MOMENT, box.moment) for box in inside), Grasp(Hold.GROUND))
    edges = (_edge(box, at, axis) for box in candidates)
    return next((grasp for grasp in edges if grasp is not None), Grasp(Hold.GROUND))


def _edge(box: Box, at: QPointF, axis: Axis) -> Grasp | None:
    to_start = abs(axis.x(box.moment.start_ms) - at.x())
    to_end = abs(axis.x(box.moment.end_ms) - at.x())
    if min(to_start, to_end) > NEAR_PX:
        return None
    return Grasp(Hold.MOMENT_START if to_start < to_end else Hold.MOMENT_END, box.moment)


def moved(grasp: Grasp, from_ms: int, to_ms: int, *, duration_ms: int) -> DeskMoment | None:
    """The moment in hand with what was taken hold of at ``from_ms`` brought to ``to_ms``."""
    moment = grasp.moment
    if moment is None:
        return None
    by = to_ms - from_ms
    start, end = moment.start_ms, moment.end_ms
    if grasp.hold is Hold.MOMENT_START:
        start = min(max(0, start + by), end - LEAST_MOMENT_MS)
    elif grasp.hold is Hold.MOMENT_END:
        end = max(min(duration_ms, end + by), start + LEAST_MOMENT_MS)
    else:
        by = min(max(by, -start), duration_ms - end)
        start, end = start + by, end + by
    return replace(moment, start_ms=max(0, start), end_ms=min(duration_ms, end))


def tag_at(boxes: Sequence[Box], at: QPointF) -> DeskMoment | None:
    """The moment whose tag lies under a point; of several the one drawn last."""
    return next((box.moment for box in reversed(boxes) if box.tag.contains(at)), None)


def ordered(one_ms: int, other_ms: int) -> Span:
    return (one_ms, other_ms) if one_ms <= other_ms else (other_ms, one_ms)
