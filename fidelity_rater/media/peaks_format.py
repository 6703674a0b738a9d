"""How a whole waveform is kept: a fixed head, the spans, the bins as three rows of 16-bit numbers per lane, a checksum.

Anything that is not exactly that, or of another version, is no waveform: it is made anew from the sound.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import Final

import numpy as np

from fidelity_rater.app.ports.waveform import Span, SpeechBasis
from fidelity_rater.media.pyramid import Lane, Peaks

MAGIC: Final = b"FRPK"
VERSION: Final = 1
"""Raise it when bins or speech are reckoned otherwise; older ones are then made anew."""
MOST_LANES: Final = 2

_HEAD: Final = struct.Struct("<4sHBBdQHII")
_BASES: Final = (SpeechBasis.VOICE, SpeechBasis.LOUDNESS)


@dataclass(frozen=True, slots=True)
class Picture:
    """What is known of a recording's sound."""

    peaks: Peaks
    duration_ms: int
    damaged: tuple[Span, ...]
    loudest: int
    speech: tuple[Span, ...]
    speech_basis: SpeechBasis


def packed(picture: Picture) -> bytes:
    """Write a whole picture."""
    peaks = picture.peaks
    head = _HEAD.pack(
        MAGIC,
        VERSION,
        len(peaks.lanes),
        _BASES.index(picture.speech_basis),
        peaks.bin_ms,
        picture.duration_ms,
        picture.loudest,
        len(picture.damaged),
        len(picture.speech),
    )
    spans = np.array([*picture.damaged, *picture.speech], "<u4").tobytes()
    rows = [
        row[: peaks.bins].astype("<i2", copy=False).tobytes()
        for lane in peaks.lanes
        for row in (lane.lows.bins, lane.highs.bins, lane.loudness)
    ]
    body = b"".join((head, spans, *rows))
    return body + struct.pack("<I", zlib.crc32(body))


def unpacked(data: bytes) -> Picture | None:
    """Read a waveform; None where the bytes are not one of this version."""
    if (
        len(data) < _HEAD.size + 4
        or zlib.crc32(memoryview(data)[:-4]) != struct.unpack_from("<I", data, len(data) - 4)[0]
    ):
        return None
    magic, version, lanes, basis, bin_ms, duration_ms, loudest, damaged, speech = _HEAD.unpack_from(data)
    if magic != MAGIC or version != VERSION or not 1 <= lanes <= MOST_LANES or basis >= len(_BASES):
        return None
    spans_size, rows_at = 8 * (damaged + speech), _HEAD.size + 8 * (damaged + speech)
    bins, odd = divmod(len(data) - 4 - rows_at, 6 * lanes)
    if bins < 1 or odd or not 0.1 < bin_ms < 1000 or not (bins - 1) * bin_ms - 2 <= duration_ms <= bins * bin_ms + 2:
        return None
    spans = np.frombuffer(data, "<u4", spans_size // 4, _HEAD.size).reshape(-1, 2).tolist()
    damage, talk = _spans(spans[:damaged]), _spans(spans[damaged:])
    if not (_in_order(damage, duration_ms) and _in_order(talk, duration_ms)):
        return None
    rows = np.frombuffer(data, "<i2", 3 * lanes * bins, rows_at).reshape(lanes, 3, bins)
    kept = []
    for lows, highs, loudness in rows:
        lane = Lane(bins)
        lane.put(0, lows, highs, loudness)
        kept.append(lane)
    return Picture(
        peaks=Peaks(tuple(kept), bins, bin_ms),
        duration_ms=duration_ms,
        damaged=damage,
        loudest=loudest,
        speech=talk,
        speech_basis=_BASES[basis],
    )


def _spans(pairs: list[list[int]]) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in pairs)


def _in_order(spans: tuple[Span, ...], duration_ms: int) -> bool:
    ends = [at for span in spans for at in span]
    return ends == sorted(ends) and (not ends or ends[-1] <= duration_ms)
