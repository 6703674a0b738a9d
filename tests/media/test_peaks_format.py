"""Kept peaks come back as they were, or not at all."""

from __future__ import annotations

import struct
import zlib
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity_rater.app.ports.waveform import SpeechBasis
from fidelity_rater.media.peaks import PyAvWaveforms
from fidelity_rater.media.peaks_format import Picture, packed, unpacked
from fidelity_rater.media.waveform import Growth
from helpers.shaped_sounds import sine, sound, waveform


@cache
def kept(lanes: int = 1) -> bytes:
    return waveform(sound([sine(2, rate=16_000)] * lanes, rate=16_000)).as_bytes()


def resealed(data: bytes) -> bytes:
    return data + struct.pack("<I", zlib.crc32(data))


@pytest.mark.parametrize("lanes", [1, 2])
def test_it_comes_back_as_it_was(lanes: int) -> None:
    made = waveform(sound([sine(3, rate=44_100)] * lanes, rate=44_100))
    data = made.as_bytes()
    read = PyAvWaveforms().read(data)
    assert read is not None
    for name in ("lanes", "duration_ms", "known_ms", "whole", "damaged", "loudest", "speech", "speech_basis"):
        assert getattr(read, name) == getattr(made, name), name
    for span in [(0, 3000, 1), (0, 3000, 700), (100.5, 1200.25, 33), (2900, 3500, 9)]:
        for lane in [None, *range(lanes)]:
            assert read.columns(lane, *span) == made.columns(lane, *span)
    assert read.as_bytes() == data


def test_all_that_is_said_beside_the_bins_is_kept() -> None:
    growth = Growth(1, bin_ms=5.0, expected_ms=0)
    row = np.arange(200, dtype=np.int16)
    growth.put([(-row, row, row)])
    for basis in SpeechBasis:
        picture = Picture(growth.peaks(), 1000, ((1, 2), (30, 999)), 32_768, ((0, 400), (500, 1000)), basis)
        read = unpacked(packed(picture))
        assert read is not None
        assert (read.duration_ms, read.damaged, read.loudest, read.speech, read.speech_basis) == (
            1000,
            ((1, 2), (30, 999)),
            32_768,
            ((0, 400), (500, 1000)),
            basis,
        )


def test_it_is_small() -> None:
    assert len(kept()) < 1300 * 2, "about 1.2 kB a second and lane"


def test_another_version_is_made_anew() -> None:
    data = bytearray(kept()[:-4])
    data[4] += 1
    assert unpacked(resealed(bytes(data))) is None


@pytest.mark.parametrize("data", [b"", b"FRPK", bytes(1000), resealed(b""), resealed(bytes(100))])
def test_what_is_no_waveform_is_none(data: bytes) -> None:
    assert PyAvWaveforms().read(data) is None


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_chance_bytes_are_none(data: bytes) -> None:
    assert unpacked(data) is None
    assert unpacked(resealed(data)) is None
    unpacked(resealed(kept()[:6] + data))


@settings(max_examples=200, deadline=None)
@given(at=st.integers(0), byte=st.integers(1, 255), lanes=st.integers(1, 2))
def test_one_spoilt_byte_is_noticed(at: int, byte: int, lanes: int) -> None:
    data = bytearray(kept(lanes))
    data[at % len(data)] ^= byte
    assert unpacked(bytes(data)) is None


@settings(max_examples=200, deadline=None)
@given(cut=st.integers(0))
def test_a_part_is_none(cut: int) -> None:
    data = kept()
    assert unpacked(data[: cut % len(data)]) is None


@settings(max_examples=300, deadline=None)
@given(at=st.integers(4, 80), byte=st.integers(0, 255))
def test_a_head_that_lies_is_none_or_harmless(at: int, byte: int) -> None:
    data = bytearray(kept(2)[:-4])
    data[at] = byte
    read = unpacked(resealed(bytes(data)))
    if read is not None:
        assert read.peaks.columns(None, 0, read.duration_ms, 40)
        assert all(start <= end <= read.duration_ms for start, end in (*read.speech, *read.damaged))
