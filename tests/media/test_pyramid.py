"""The picture of any stretch is exact: what a plain loop over the bins finds, at every zoom."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity_rater.media.pyramid import BLOCK, Peaks
from fidelity_rater.media.waveform import Growth

BIN_MS = 5.0


def grown(bins: int, *, lanes: int = 1, steps: int = 4, expected_ms: int = 0) -> Peaks:
    """Grow lanes of chance numbers in steps of whole blocks."""
    chance = np.random.default_rng(bins)
    growth = Growth(lanes, bin_ms=BIN_MS, expected_ms=expected_ms)
    for at in range(0, bins, steps * BLOCK):
        count = min(steps * BLOCK, bins - at)
        growth.put(
            [
                (
                    chance.integers(-32_768, 1, count).astype(np.int16),
                    chance.integers(0, 32_768, count).astype(np.int16),
                    chance.integers(0, 32_768, count).astype(np.int16),
                )
                for _ in range(lanes)
            ]
        )
    return growth.peaks()


def by_hand(
    peaks: Peaks, lane: int | None, start_ms: float, end_ms: float, count: int
) -> list[tuple[int, int, int] | None]:
    """Walk over every bin that a column touches."""
    chosen = peaks.lanes if lane is None else (peaks.lanes[lane],)
    out: list[tuple[int, int, int] | None] = []
    for column in range(count):
        left = (start_ms + (end_ms - start_ms) * column / count) / BIN_MS
        right = (start_ms + (end_ms - start_ms) * (column + 1) / count) / BIN_MS
        first = math.floor(left + 1e-6)
        bins = range(max(0, first), min(peaks.bins, max(first + 1, math.ceil(right - 1e-6))))
        if not bins:
            out.append(None)
            continue
        squares = [int(one.loudness[at]) ** 2 for one in chosen for at in bins]
        out.append(
            (
                min(int(one.lows.bins[at]) for one in chosen for at in bins),
                max(int(one.highs.bins[at]) for one in chosen for at in bins),
                round(math.sqrt(sum(squares) / len(squares))),
            )
        )
    return out


def drawn(
    peaks: Peaks, lane: int | None, start_ms: float, end_ms: float, count: int
) -> list[tuple[int, int, int] | None]:
    columns = peaks.columns(lane, start_ms, end_ms, count)
    return [
        None if low > high else (low, high, loud)
        for low, high, loud in zip(columns.lows, columns.highs, columns.loudness, strict=True)
    ]


@settings(max_examples=150, deadline=None)
@given(
    bins=st.integers(1, 700),
    lanes=st.integers(1, 2),
    apart=st.booleans(),
    start=st.floats(-500, 4000),
    width=st.floats(0.1, 6000),
    count=st.integers(1, 60),
)
def test_every_column_is_what_a_plain_loop_finds(
    bins: int, lanes: int, apart: bool, start: float, width: float, count: int
) -> None:
    peaks = grown(bins, lanes=lanes)
    lane = lanes - 1 if apart else None
    assert drawn(peaks, lane, start, start + width, count) == by_hand(peaks, lane, start, start + width, count)


def test_the_largest_sample_is_seen_at_every_zoom() -> None:
    bins = 4000
    growth = Growth(1, bin_ms=BIN_MS, expected_ms=bins * 5)
    highs = np.zeros(bins, np.int16)
    highs[2718] = 31_000
    growth.put([(np.zeros(bins, np.int16), highs, np.zeros(bins, np.int16))])
    for count in (1, 2, 3, 7, 50, 123, 124, 125, 126, 999, 3999, 4000, 4001, 9000):
        columns = growth.peaks().columns(None, 0, bins * BIN_MS, count)
        lit = [at for at, high in enumerate(columns.highs) if high == 31_000]
        assert lit, count
        assert lit[0] <= 2718 * count / bins + 1
        assert lit[-1] >= 2718 * count / bins - 1
        assert len(lit) <= 2 + count / bins


def test_nothing_known_is_told_apart_from_silence() -> None:
    growth = Growth(1, bin_ms=BIN_MS, expected_ms=1000)
    assert drawn(growth.peaks(), None, 0, 1000, 4) == [None] * 4
    silent = np.zeros(BLOCK, np.int16)
    growth.put([(silent, silent, silent)])
    assert drawn(growth.peaks(), None, -320, 640, 6) == [None, None, (0, 0, 0), None, None, None]
    assert drawn(growth.peaks(), None, 0, 100, 0) == []


def test_a_snapshot_does_not_change_when_more_becomes_known() -> None:
    growth = Growth(1, bin_ms=BIN_MS, expected_ms=0)
    snapshots = []
    for step in range(40):
        row = np.full(BLOCK, step + 1, np.int16)
        growth.put([(-row, row, row)])
        peaks = growth.peaks()
        snapshots.append((peaks, drawn(peaks, None, 0, 40 * BLOCK * BIN_MS, 77)))
    for peaks, picture in snapshots:
        assert drawn(peaks, None, 0, 40 * BLOCK * BIN_MS, 77) == picture
    assert snapshots[-1][1][-1] == (-40, 40, 40)


@pytest.mark.parametrize("expected_ms", [0, 1, 10_000_000])
def test_any_guess_of_the_length_will_do(expected_ms: int) -> None:
    assert drawn(grown(500, expected_ms=expected_ms), 0, 0, 2500, 9) == drawn(grown(500), 0, 0, 2500, 9)
