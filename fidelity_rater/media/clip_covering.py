"""Putting silence or a tone in the place of stretches that must not be heard, in samples and before any encoding.

Nothing of a covered stretch is used, not even to fade out: so that its edges do not click, the last sample before it
and the first one after it are held and fade within it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from fidelity_rater.app.ports.clips import Cover, Covered

Lanes = list[np.ndarray[Any, Any]]

RAMP_S: Final = 0.004
TONE_HZ: Final = 1000
TONE_LEVEL: Final = 0.08


@dataclass(frozen=True, slots=True)
class Stretch:
    """A covered stretch in samples. A ramp begins or ends it only where heard sound lies beside it."""

    start: int
    end: int
    cover: Cover
    ramps_in: bool = True
    ramps_out: bool = True


def stretches(covered: Iterable[Covered], rate: int) -> tuple[Stretch, ...]:
    """Put stretches in order, in whole samples (never one too few), without overlaps; of two covers the first holds."""
    found: list[Stretch] = []
    for one in sorted(covered, key=lambda each: (each.start_ms, each.end_ms)):
        start, end = max(0, one.start_ms * rate // 1000), -(-one.end_ms * rate // 1000)
        last = found[-1] if found else None
        touches = last is not None and start <= last.end
        if last is not None and touches and one.cover is last.cover:
            found[-1] = Stretch(last.start, max(last.end, end), last.cover, last.ramps_in)
        elif last is not None and touches:
            if end > last.end:
                found[-1] = Stretch(last.start, last.end, last.cover, last.ramps_in, False)
                found.append(Stretch(last.end, end, one.cover, False))
        elif start < end:
            found.append(Stretch(start, end, one.cover))
    return tuple(found)


class Covering:
    """Covers stretches of one passage that arrives block by block; the passage's first sample is at ``start``."""

    def __init__(self, found: Sequence[Stretch], *, rate: int, start: int) -> None:
        self._rate, self._ramp = rate, max(1, round(RAMP_S * rate))
        self._stretches = [one for one in found if one.end > start]
        self._at = start
        self._held: Lanes = []
        self._before: list[float] = []
        """The last samples handed out, one of each lane."""
        self._entries: dict[int, list[float]] = {}

    def put(self, lanes: Lanes) -> Lanes:
        """Take what follows; hand out what is finished. A little is held back: it may have to fade into what comes."""
        if self._held:
            lanes = [np.concatenate(pair) for pair in zip(self._held, lanes, strict=True)]
        ready = max(0, len(lanes[0]) - self._ramp - 1)
        self._held = [lane[ready:].copy() for lane in lanes]
        return self._finished(lanes, ready)

    def rest(self) -> Lanes:
        """Hand out what was held back; nothing follows."""
        lanes, self._held = self._held, []
        return self._finished(lanes, len(lanes[0])) if lanes else []

    def _finished(self, lanes: Lanes, ready: int) -> Lanes:
        made = [lane[:ready] for lane in lanes]
        self._stretches = [one for one in self._stretches if one.end > self._at]
        near = [one for one in self._stretches if one.start < self._at + ready]
        if near:
            made = [lane.copy() for lane in made]
        for stretch in near:
            if stretch.start >= self._at:
                self._entries[stretch.start] = self._entry(stretch, made)
            entries = self._entries.get(stretch.start, [0.0] * len(made))
            for lane, heard, entry in zip(made, lanes, entries, strict=True):
                self._cover(stretch, lane, heard=heard, entry=entry)
        if ready:
            self._before = [float(lane[-1]) for lane in made]
        self._at += ready
        return made

    def _entry(self, stretch: Stretch, lanes: Lanes) -> list[float]:
        """Tell the last heard samples before a stretch; none where it begins the passage or lies beside another."""
        if not stretch.ramps_in:
            return [0.0] * len(lanes)
        if stretch.start > self._at:
            return [float(lane[stretch.start - self._at - 1]) for lane in lanes]
        return self._before or [0.0] * len(lanes)

    def _cover(self, stretch: Stretch, lane: Any, *, heard: Any, entry: float) -> None:
        """Cover what of the stretch lies in a lane; ``heard`` is the lane as it came and what follows it."""
        first, last = max(0, stretch.start - self._at), min(len(lane), stretch.end - self._at)
        places = np.arange(first, last) + self._at
        since, until = places - stretch.start, stretch.end - 1 - places
        ramp = max(1, min(self._ramp, (stretch.end - stretch.start) // 2))
        after = stretch.end - self._at
        leaving = float(heard[after]) if stretch.ramps_out and after < len(heard) else 0.0
        sound = entry * _falling(since, ramp) + leaving * _falling(until, ramp)
        if stretch.cover is Cover.TONE:
            swell = np.minimum(1.0, np.minimum(since, until) / ramp)
            sound = sound + TONE_LEVEL * swell * np.sin(2 * np.pi * TONE_HZ / self._rate * places)
        lane[first:last] = sound


def _falling(distance: Any, ramp: int) -> Any:
    """Fall from one to nothing along a cosine."""
    return np.where(distance < ramp, 0.5 + 0.5 * np.cos(np.pi * (distance + 1) / (ramp + 1)), 0.0)
