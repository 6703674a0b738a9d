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
        whole = len(lane) // self._size * self._size
        if whole:
            self._rows.append(self._summed(lane[:whole].reshape(-1, self._size)))
        if len(lane) > whole:
            self._rows.append(self._summed(lane[whole:].reshape(1, -1)))

    def taken(self) -> Bins:
        """Hand out the bins since the last time."""
        lows, highs, power = (np.concatenate(kind) for kind in zip(*self._rows, strict=True))
        self._rows.clear()
        return _rounded(lows, self._scale), _rounded(highs, self._scale), _rounded(np.sqrt(power), self._scale)

    def _summed(self, rows: Array) -> Bins:
        floats = rows
        if rows.dtype == np.int16:
            if len(self._floats) < rows.size:
                self._floats = np.empty(rows.size, np.float32)
            floats = self._floats[: rows.size].reshape(rows.shape)
            np.copyto(floats, rows)
        power = np.einsum("ij,ij->i", floats, floats)
        power *= np.float32(1 / rows.shape[1])
        return rows.min(axis=1), rows.max(axis=1), power


def _rounded(values: Array, scale: int) -> Array:
    """Round to what 16 bits can say; what is no number says nothing."""
    if values.dtype == np.int16:
        return values
    scaled = np.nan_to_num(values.astype(np.float64), nan=0.0, posinf=FULL_SCALE, neginf=-FULL_SCALE) * scale
    return np.rint(scaled).clip(-FULL_SCALE, FULL_SCALE - 1).astype(np.int16)
