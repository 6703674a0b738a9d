"""Frames whose time stamps lie, or that change their kind midway, stay in order and lose nothing."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import repeat
from typing import Any

import av
import numpy as np
import pytest

from fidelity_rater.media.decoding import Decoding, lanes

RATE = 16_000
PIECE = 4000
"""A quarter of a second."""


class Packet:
    def __init__(self, frame: Any) -> None:
        self._frame = frame

    def decode(self) -> list[Any]:
        return [self._frame]


class Container:
    """Hands out frames as a file would."""

    start_time = 0

    def __init__(self, frames: list[Any]) -> None:
        self._frames = frames

    def demux(self, stream: object) -> Iterator[Packet]:
        return map(Packet, self._frames)


class Stream:
    time_base = Fraction(1, RATE)


def frame(number: int, *, shift_ms: int = 0, rate: int = RATE, layout: str = "mono", name: str = "s16") -> Any:
    """Hold the piece's number, plus one, in every sample."""
    channels = 2 if layout == "stereo" else 1
    data = np.full((1, PIECE * rate // RATE * channels), number + 1, np.int16 if name == "s16" else np.float32)
    made = av.AudioFrame.from_ndarray(data, format=name, layout=layout)
    made.sample_rate, made.pts, made.time_base = rate, number * PIECE + shift_ms * RATE // 1000, Fraction(1, RATE)
    return made


def decoded(frames: list[Any], *, duration_ms: int = 12_000) -> tuple[Any, Decoding]:
    container: Any = Container(frames)
    stream: Any = Stream()
    decoding = Decoding(container, stream, duration_ms=duration_ms)
    sound = [lanes(block) for block in decoding.blocks(repeat(3000))]
    assert all(len(block[0]) == 3000 for block in sound[:-1])
    return [np.concatenate(lane) for lane in zip(*sound, strict=True)], decoding


def numbers(sound: Any) -> list[int]:
    return [int(value) for value in sound[0][PIECE // 2 :: PIECE]]


@pytest.mark.parametrize("shift_ms", [-5000, -3000, 700_000, 3_600_000])
def test_another_count_of_time_goes_on_where_the_sound_was(shift_ms: int) -> None:
    """Back by more than two seconds, or on by more than could be silence."""
    frames = [frame(number, shift_ms=shift_ms if number >= 20 else 0) for number in range(40)]
    sound, decoding = decoded(frames)
    assert numbers(sound) == list(range(1, 41))
    assert decoding.gaps == []


def test_a_single_stamp_beyond_belief_harms_nothing() -> None:
    sound, decoding = decoded([frame(number, shift_ms=9_000_000 * (number == 20)) for number in range(40)])
    assert numbers(sound) == list(range(1, 41))
    assert decoding.gaps == []


def test_what_repeats_is_heard_once() -> None:
    sound, _ = decoded([frame(number) for number in (0, 1, 2, 1, 2, 3)])
    assert numbers(sound) == [1, 2, 3, 4]


def test_a_pause_is_silence_of_its_length() -> None:
    sound, decoding = decoded([frame(number) for number in (0, 1, 6, 7)])
    assert numbers(sound) == [1, 2, 0, 0, 0, 0, 7, 8]
    assert decoding.gaps == [(2 * PIECE, 6 * PIECE)]


@pytest.mark.parametrize("other", [{"rate": 48_000}, {"rate": 8000}, {"layout": "stereo"}])
def test_another_kind_midway_is_made_like_the_first(other: dict[str, Any]) -> None:
    frames = [frame(number, **(other if number >= 20 else {})) for number in range(40)]
    sound, _ = decoded(frames)
    assert len(sound) == 1
    assert len(sound[0]) == pytest.approx(40 * PIECE, abs=100), "a resampler keeps a few samples"
    assert numbers(sound)[:20] == list(range(1, 21))
    assert all(abs(found - meant) <= 3 for found, meant in zip(numbers(sound)[21:39], range(22, 40), strict=True))
