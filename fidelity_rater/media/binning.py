"""From samples to bins: lowest, highest and root mean square, as signed 16-bit numbers.

Samples are summed up block by block, while they lie in the processor's cache; rounding the few numbers that come of it
waits until many blocks are together.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

Array = np.ndarray[Any, Any]
Bins = tuple[Array, Array, Array]
"""Lows, highs and loudness."""

FULL_SCALE: Final = 32_768
BIN_S: Final = 0.005


def bin_samples(rate: int) -> int:
    """Tell how many samples make a bin of about five milliseconds."""
    return max(1, round(rate * BIN_S))


class Binning:
    """Summarises one lane in bins of ``size`` samples; only the very last may be shorter."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._floats: Array = np.empty(0, np.float32)
        self._rows: list[Bins] = []
        self._scale = 1

    def add(self, lane: Array) -> None:
        """Sum up a block of samples, int16 or float32 of full scale 1."""
        self._scale = 1 if lane.dtype == np.int16 else FULL_SCALE
        starts = np.arange(0, len(lane), self._size)
        self._rows.append((*extremes(lane, starts), self._power(lane)))

    def taken(self) -> Bins:
        """Hand out the bins since the last time."""
        lows, highs, power = (np.concatenate(kind) for kind in zip(*self._rows, strict=True))
        self._rows.clear()
        return _rounded(lows, self._scale), _rounded(highs, self._scale), _rounded(np.sqrt(power), self._scale)

    def _power(self, lane: Array) -> Array:
        floats = lane
        if lane.dtype == np.int16:
            if len(self._floats) < len(lane):
                self._floats = np.empty(len(lane), np.float32)
            floats = self._floats[: len(lane)]
            np.copyto(floats, lane)
        whole = len(lane) // self._size * self._size
        rows, rest = floats[:whole].reshape(-1, self._size), floats[whole:]
        power = np.einsum("ij,ij->i", rows, rows) * np.float32(1 / self._size)
        return np.append(power, np.dot(rest, rest) / np.float32(len(rest))) if len(rest) else power


def extremes(lane: Array, starts: Array) -> tuple[Array, Array]:
    """Return the lowest and the highest sample from each start to the next.

    Looking for a float's extremes is several times slower than for an integer's. Read as integers, floats that are not
    negative keep their order and come before those that are, which have theirs reversed.
    """
    if lane.dtype != np.float32:
        return np.minimum.reduceat(lane, starts), np.maximum.reduceat(lane, starts)
    signed, unsigned = lane.view(np.int32), lane.view(np.uint32)
    highs, lows = np.maximum.reduceat(signed, starts), np.maximum.reduceat(unsigned, starts).view(np.int32)
    if (none_above := highs < 0).any():
        highs = np.where(none_above, np.minimum.reduceat(unsigned, starts).view(np.int32), highs)
    if (none_below := lows >= 0).any():
        lows = np.where(none_below, np.minimum.reduceat(signed, starts), lows)
    return lows.view(np.float32), highs.view(np.float32)


def _rounded(values: Array, scale: int) -> Array:
    """Round to what 16 bits can say; what is no number says nothing."""
    if values.dtype == np.int16:
        return values
    scaled = np.nan_to_num(values.astype(np.float64), nan=0.0, posinf=FULL_SCALE, neginf=-FULL_SCALE) * scale
    return np.rint(scaled).clip(-FULL_SCALE, FULL_SCALE - 1).astype(np.int16)
