"""From rows of plain numbers to the arrays that coefficients take, so that whoever asks needs no numpy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Rows = Sequence[Sequence[float | None]]
"""Targets by raters; None is a cell that nobody rated."""


def array_of(rows: Rows) -> NDArray[np.float64]:
    """Targets by raters; None becomes NaN."""
    return np.array(rows, dtype=np.float64)


def cube_of(blocks: Sequence[Rows]) -> NDArray[np.float64]:
    """Several blocks of the same targets and raters as targets by raters by blocks."""
    return np.stack([array_of(rows) for rows in blocks], axis=-1)


def numbered(names: Sequence[str]) -> NDArray[np.int64]:
    """The number of each name, equal where the names are."""
    return np.asarray(np.unique(np.asarray(names), return_inverse=True)[1], dtype=np.int64)


def rows_of(array: NDArray[np.float64]) -> tuple[tuple[float | None, ...], ...]:
    """Targets by raters as plain numbers again."""
    return tuple(tuple(None if np.isnan(score) else float(score) for score in row) for row in array)
