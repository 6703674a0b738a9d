"""From rows of plain numbers to the arrays that coefficients take, so that whoever asks needs no numpy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def array_of(rows: Sequence[Sequence[float | None]]) -> NDArray[np.float64]:
    """Targets by raters; None becomes NaN, a cell that nobody rated."""
    return np.array([[np.nan if score is None else score for score in row] for row in rows], dtype=np.float64)
