"""The tables on which the literature shows its coefficients of agreement, as numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from fidelity_rater.domain.reliability.counting import FloatArray

_ = np.nan

# Cohen 1960, 1968: 200 patients by two judges, personality disorder, neurosis, psychosis.
COHEN_JOINT = ((88, 14, 18), (10, 40, 10), (2, 6, 12))
COHEN_DISAGREEMENT = ((0, 1, 3), (1, 0, 6), (3, 6, 0))
COHEN_ASYMMETRIC = ((0, 1, 4), (1, 0, 6), (2, 2, 0))

# Fleiss 1971: 30 patients by six psychiatrists, five diagnoses; a digit is a psychiatrist's choice.
_DIAGNOSES = (
    "444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 144444 224445 "
    "333335 111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 111155 224444 133333 555555"
)
DIAGNOSES: FloatArray = np.array([[float(digit) for digit in row] for row in _DIAGNOSES.split()])

# Krippendorff 2011: 12 units by four observers, cells missing.
CANONICAL: FloatArray = np.array(
    [
        [1, 1, _, 1],
        [2, 2, 3, 2],
        [3, 3, 3, 3],
        [3, 3, 3, 3],
        [2, 2, 2, 2],
        [1, 2, 3, 4],
        [4, 4, 4, 4],
        [1, 1, 2, 1],
        [2, 2, 2, 2],
        [_, 5, 5, 5],
        [_, _, 1, 1],
        [_, _, 3, _],
    ]
)

# Twenty subjects by three raters, anxiety from 1 to 6 (a teaching table, widely used).
_ANXIETY = "332 361 344 464 523 542 221 346 531 231 221 632 133 533 221 221 113 233 432 342"
ANXIETY: FloatArray = np.array([[float(digit) for digit in row] for row in _ANXIETY.split()])


def pairs_of(joint: npt.ArrayLike) -> FloatArray:
    """Two raters' scores with these joint counts."""
    counts = np.asarray(joint)
    return np.array([(i, j) for (i, j), count in np.ndenumerate(counts) for _n in range(count)], dtype=np.float64)


@st.composite
def tables(draw: st.DrawFn, *, raters: int = 0, missing: bool = True, levels: int = 5) -> FloatArray:
    """Small tables in which two targets or more were rated twice and two levels or more were used by those."""
    columns = raters or draw(st.integers(2, 4))
    cell = st.integers(0, levels - 1).map(float)
    cells = st.one_of(cell, cell, cell, st.just(np.nan)) if missing else cell
    # The first two targets are complete and differ, so that every coefficient is defined or nearly so.
    whole = [draw(st.lists(cell, min_size=columns, max_size=columns)) for _row in range(2)]
    whole[0][0], whole[1][0] = 0.0, float(levels - 1)
    rest = draw(st.lists(st.lists(cells, min_size=columns, max_size=columns), min_size=1, max_size=7))
    return np.array(whole + rest)
