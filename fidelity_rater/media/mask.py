"""A lane as pixels: all of them compared at once, so that a step of a zoom costs no look at each column."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

Ints = np.ndarray[Any, np.dtype[Any]]

FULL_BITS: Final = 16
"""From the lowest sample to the highest: the height of a picture."""
SMALL: Final = 255
"""Up to this height a row's number, and the height itself, fit into a byte."""


def pixels(lows: Ints, highs: Ints, loudness: Ints, *, height: int, gain: int) -> bytes:
    """One byte a pixel, from the upper left, as :meth:`Waveform.pixels` says; unknown columns have ``low > high``."""
    width, last, middle = len(lows), height - 1, height // 2
    unknown = lows > highs
    bottom = np.clip((lows.astype(np.int64) * (gain * last) >> FULL_BITS) + middle, 0, last)
    top = np.clip((highs.astype(np.int64) * (gain * last) >> FULL_BITS) + middle, 0, last)
    loud = np.minimum(loudness.astype(np.int64) * (gain * last) >> FULL_BITS, last)
    inner_bottom, inner_top = np.maximum(bottom, middle - loud), np.minimum(top, middle + loud)
    flat = (inner_top < inner_bottom) | (loud == 0) | unknown
    image = np.zeros((height, (width + 3) // 4 * 4), np.uint8)
    rows = np.arange(last, -1, -1, dtype=np.uint8 if height <= SMALL else np.uint16)[:, None]
    drawn = image[:, :width]
    drawn += _within(rows, bottom, top, without=unknown)
    drawn += _within(rows, inner_bottom, inner_top, without=flat)
    return image.tobytes()


def _within(rows: Ints, bottom: Ints, top: Ints, *, without: Ints) -> Ints:
    """Where each row lies from bottom to top. What lies below wraps around, so that one comparison sees both ends."""
    reach = (top - bottom).astype(rows.dtype)
    first = np.where(without, len(rows), bottom).astype(rows.dtype)
    reach[without] = 0
    return (rows - first <= reach).view(np.uint8)
