"""Peaks in memory: per bin of about five milliseconds the lowest and highest sample and the loudness.

Any stretch's extremes are exact and cheap at every zoom: bins stand in blocks of :data:`BLOCK`, and each bin knows the
extremes from its block's start to itself, and from itself to its block's end. A stretch of many bins is then one look
at either edge and the whole blocks between. Loudness needs no levels: squares are summed up from the start.

Arrays only grow at their end, so what a snapshot knows never changes under it.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from fidelity_rater.app.ports.waveform import Columns

Ints = np.ndarray[Any, np.dtype[Any]]

BLOCK: Final = 32
LOWEST: Final = -32_768
HIGHEST: Final = 32_767
ROUNDING: Final = 1e-6
"""An edge so near to a bin's is meant to be it."""


class Extremes:
    """One kind of extreme of one lane, in bins and in blocks."""

    def __init__(self, capacity: int, ufunc: np.ufunc, neutral: int) -> None:
        blocks = -(-capacity // BLOCK) + 1
        self._ufunc = ufunc
        # One bin more than can be filled: an end may be looked at, never counted.
        self.bins = np.full(blocks * BLOCK, neutral, np.int16)
        self._from_start = self.bins.copy()
        self._to_end = self.bins.copy()
        self._blocks = np.full(blocks + 1, neutral, np.int16)
        self._neutral = neutral

    def put(self, first: int, values: Ints) -> None:
        """Write bins from the block boundary ``first`` on."""
        self.bins[first : first + len(values)] = values
        last = first + -(-len(values) // BLOCK) * BLOCK
        rows = self.bins[first:last].reshape(-1, BLOCK)
        self._ufunc.accumulate(rows, axis=1, out=self._from_start[first:last].reshape(-1, BLOCK))
        self._ufunc.accumulate(rows[:, ::-1], axis=1, out=self._to_end[first:last].reshape(-1, BLOCK)[:, ::-1])
        self._blocks[first // BLOCK : last // BLOCK] = self._from_start[first + BLOCK - 1 : last : BLOCK]

    def over(self, starts: Ints, ends: Ints) -> Ints:
        """Return the extreme of each stretch of bins; none may be empty."""
        wide = ends - starts >= BLOCK
        if not wide.any():
            return self._reduced(self.bins, starts, ends)
        if wide.all():
            return self._over_blocks(starts, ends)
        found = np.empty(len(starts), np.int16)
        found[wide] = self._over_blocks(starts[wide], ends[wide])
        found[~wide] = self._reduced(self.bins, starts[~wide], ends[~wide])
        return found

    def _over_blocks(self, starts: Ints, ends: Ints) -> Ints:
        found = self._ufunc(self._to_end[starts], self._from_start[ends - 1])
        first, last = -(-starts // BLOCK), ends // BLOCK
        inner = self._reduced(self._blocks, first, np.maximum(last, first + 1))
        return np.where(last > first, self._ufunc(found, inner), found)

    def _reduced(self, values: Ints, starts: Ints, ends: Ints) -> Ints:
        pairs = np.empty(2 * len(starts), np.intp)
        pairs[::2], pairs[1::2] = starts, ends
        return self._ufunc.reduceat(values, pairs)[::2]


class Lane:
    """One lane's bins."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self.lows = Extremes(capacity, np.minimum, HIGHEST)
        self.highs = Extremes(capacity, np.maximum, LOWEST)
        self.loudness = np.zeros(capacity, np.int16)
        self._squares = np.zeros(capacity + 1, np.int64)

    def put(self, first: int, lows: Ints, highs: Ints, loudness: Ints) -> None:
        """Write bins from the block boundary ``first`` on."""
        last = first + len(lows)
        self.lows.put(first, lows)
        self.highs.put(first, highs)
        self.loudness[first:last] = loudness
        squares = np.square(loudness, dtype=np.int64)
        np.cumsum(squares, out=self._squares[first + 1 : last + 1])
        self._squares[first + 1 : last + 1] += self._squares[first]

    def copied(self, bins: int, capacity: int) -> Lane:
        """Copy what is known into a roomier lane."""
        lane = Lane(capacity)
        lane.put(0, self.lows.bins[:bins], self.highs.bins[:bins], self.loudness[:bins])
        return lane

    def energy(self, starts: Ints, ends: Ints) -> Ints:
        """Return the sum of squared loudness over each stretch of bins."""
        return self._squares[ends] - self._squares[starts]


@dataclass(frozen=True, slots=True)
class Peaks:
    """Lanes as far as they are known: ``bins`` of them, each ``bin_ms`` long."""

    lanes: tuple[Lane, ...]
    bins: int
    bin_ms: float

    def loudness(self) -> Ints:
        """Return every bin's loudness, all lanes together."""
        if len(self.lanes) == 1:
            return self.lanes[0].loudness[: self.bins]
        squares = sum(np.square(lane.loudness[: self.bins], dtype=np.float64) for lane in self.lanes)
        return np.sqrt(squares / len(self.lanes))

    def columns(self, lane: int | None, start_ms: float, end_ms: float, count: int) -> Columns:
        """Draw a stretch in equal columns; every bin that a column touches counts in it."""
        return Columns(*map(_as_array, self.extremes(lane, start_ms, end_ms, count)))

    def extremes(self, lane: int | None, start_ms: float, end_ms: float, count: int) -> tuple[Ints, Ints, Ints]:
        """Lowest, highest and loudness of equal columns; where nothing is known the lowest lies above the highest."""
        edges = (start_ms + np.arange(count + 1) * ((end_ms - start_ms) / max(1, count))) / self.bin_ms
        starts = np.floor(edges[:-1] + ROUNDING).astype(np.intp)
        ends = np.maximum(np.ceil(edges[1:] - ROUNDING).astype(np.intp), starts + 1)
        chosen = self.lanes if lane is None else (self.lanes[lane],)
        if count and starts[0] >= 0 and ends[-1] <= self.bins:
            return _together(chosen, starts, ends)
        known = (ends > 0) & (starts < self.bins)
        lows, highs = np.full(count, HIGHEST, np.int16), np.full(count, LOWEST, np.int16)
        loudness = np.zeros(count, np.int16)
        if known.any():
            starts, ends = np.maximum(starts[known], 0), np.minimum(ends[known], self.bins)
            lows[known], highs[known], loudness[known] = _together(chosen, starts, ends)
        return lows, highs, loudness


def _together(lanes: tuple[Lane, ...], starts: Ints, ends: Ints) -> tuple[Ints, Ints, Ints]:
    lows, highs = lanes[0].lows.over(starts, ends), lanes[0].highs.over(starts, ends)
    energy = lanes[0].energy(starts, ends)
    for lane in lanes[1:]:
        lows = np.minimum(lows, lane.lows.over(starts, ends))
        highs = np.maximum(highs, lane.highs.over(starts, ends))
        energy = energy + lane.energy(starts, ends)
    loudness = np.rint(np.sqrt(energy / ((ends - starts) * len(lanes)))).astype(np.int16)
    return lows, highs, loudness


def _as_array(values: Ints) -> array[int]:
    out = array("h")
    out.frombytes(values.tobytes())
    return out
