"""Columns as pixels: what a pixel says is what its column says at that height."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fidelity_rater.media.mask import pixels

HIGHEST, LOWEST = 32_767, -32_768
sample = st.integers(LOWEST, HIGHEST)
column = st.tuples(sample, sample, st.integers(0, HIGHEST))


def heights(column: tuple[int, int, int], height: int, gain: int) -> list[int]:
    """One column by itself, from its top."""
    low, high, loudness = column
    last, middle = height - 1, height // 2

    def place(value: int, zero: int) -> int:
        return min(max((value * gain * last >> 16) + zero, 0), last)

    bottom, top, loud = place(low, middle), place(high, middle), place(loudness, 0)

    def shade(y: int) -> int:
        if low > high or not bottom <= y <= top:
            return 0
        return 2 if loud and middle - loud <= y <= middle + loud else 1

    return [shade(y) for y in range(last, -1, -1)]


@given(
    st.lists(column, min_size=1, max_size=9),
    st.integers(1, 70) | st.integers(250, 300),
    st.sampled_from([1, 2, 24, 1024]),
)
def test_every_pixel_says_what_its_column_says(columns: list[tuple[int, int, int]], height: int, gain: int) -> None:
    lows, highs, loudness = (np.array(values, np.int16) for values in zip(*columns, strict=True))
    made = pixels(lows, highs, loudness, height=height, gain=gain)
    stride = (len(columns) + 3) // 4 * 4
    assert len(made) == stride * height
    for x, one in enumerate(columns):
        assert list(made[x::stride]) == heights(one, height, gain)
    assert not any(made[y * stride + x] for y in range(height) for x in range(len(columns), stride))


def test_a_picture_of_no_columns_is_empty() -> None:
    nothing = np.array([], np.int16)
    assert pixels(nothing, nothing, nothing, height=5, gain=1) == b""
