"""Tables of ratings that the tests of agreement share: published ones, and random ones with cells missing."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import strategies as st
from hypothesis.extra import numpy as of_numpy
from numpy.typing import NDArray

if TYPE_CHECKING:
    from pathlib import Path

Floats = NDArray[np.float64]

# Shrout & Fleiss 1979, table 2: six targets, four judges.
SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=np.float64
)

# Brennan 2001, synthetic data set 3: a row is one rater (occasion) and item, rater by rater; ten persons.
BRENNAN_3 = np.array(
    [
        *([2, 4, 5, 5, 4, 4, 2, 3, 0, 6], [6, 5, 5, 9, 3, 4, 6, 4, 5, 8]),
        *([7, 6, 4, 8, 5, 4, 6, 4, 4, 7], [5, 7, 6, 6, 6, 7, 5, 5, 5, 6]),
        *([2, 6, 5, 5, 4, 6, 2, 6, 5, 6], [5, 7, 4, 7, 5, 4, 7, 6, 5, 8]),
        *([5, 5, 5, 7, 6, 7, 7, 6, 5, 8], [5, 7, 5, 6, 4, 8, 5, 4, 3, 6]),
    ],
    dtype=np.float64,
).T.reshape(10, 2, 4)


def complete_tables() -> st.SearchStrategy[Floats]:
    """Draw whole-number scores of 3 to 8 targets by 2 to 4 raters."""
    return st.tuples(st.integers(3, 8), st.integers(2, 4)).flatmap(
        lambda shape: of_numpy.arrays(np.float64, shape, elements=st.integers(0, 6).map(float))
    )


def gappy_tables() -> st.SearchStrategy[Floats]:
    """Draw the same with cells missing; at least the first two targets are rated by all."""

    def without(table: Floats) -> st.SearchStrategy[Floats]:
        masks = of_numpy.arrays(np.bool_, (table.shape[0] - 2, table.shape[1]))
        return masks.map(lambda mask: np.vstack([table[:2], np.where(mask, np.nan, table[2:])]))

    return complete_tables().flatmap(without)


def published(folder: Path, name: str) -> tuple[Floats, dict[str, Any]]:
    """Read a table with what is printed about it, or skip where the folder does not have it."""
    place = folder / "reliability" / name
    if not place.is_dir():
        pytest.skip("the folder of test recordings has no tables of ratings")
    with (place / "ratings.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    scores = np.array([[float(cell) if cell not in {"", "NA"} else np.nan for cell in row[1:]] for row in rows])
    return scores, json.loads((place / "expected.json").read_text(encoding="utf-8"))
