"""From samples to bins: lowest, highest and root mean square, as signed 16-bit numbers."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

Array = np.ndarray[Any, Any]

FULL_SCALE: Final = 32_768
BIN_S: Final = 0.005


def bin_samples(rate: int) -> int:
    """Tell how many samples make a bin of about five milliseconds."""
    return max(1, round(rate * BIN_S))


def binned(lane: Array, size: int) -> tuple[Array, Array, Array]:
    """Summarise a lane in bins of ``size`` samples; the last may be shorter."""
    whole = len(lane) // size
    parts = []
    if whole:
        parts.append(_rows(lane[: whole * size].reshape(whole, size)))
    if len(lane) > whole * size:
        parts.append(_rows(lane[whole * size :].reshape(1, -1)))
    return tuple(np.concatenate(kind) if len(kind) > 1 else kind[0] for kind in zip(*parts, strict=True))  # type: ignore[return-value]


def _rows(rows: Array) -> tuple[Array, Array, Array]:
    lows, highs = rows.min(axis=1), rows.max(axis=1)
    floats = rows if rows.dtype == np.float32 else rows.astype(np.float32)
    with np.errstate(over="ignore", invalid="ignore"):
        power = np.einsum("ij,ij->i", floats, floats) / np.float32(rows.shape[1])
        loudness = np.sqrt(power)
    if rows.dtype == np.int16:
        return lows, highs, _whole(loudness)
    return _whole(lows * FULL_SCALE), _whole(highs * FULL_SCALE), _whole(loudness * FULL_SCALE)


def _whole(values: Array) -> Array:
    """Round to what 16 bits can say; what is no number says nothing."""
    np.nan_to_num(values, copy=False, nan=0.0)
    return np.rint(values).clip(-FULL_SCALE, FULL_SCALE - 1).astype(np.int16)
