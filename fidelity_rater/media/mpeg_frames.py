"""The frames of an MPEG sound file one after another, without the tags before, between and after them.

An mp3 is copied byte by byte instead of through a muxer, because the frame that counts its frames also holds the
encoder's delay: a muxer writes that frame anew, and the sound would begin elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.media.reading import CalmReader

PIECE: Final = 1 << 20
SEARCHED: Final = 4096
_HEAD: Final = 4
_TAG_HEAD: Final = 10
_TAGS: Final = (b"TAG", b"APETAGEX", b"LYRICS", b"ID3")

_KBITS: Final = {
    (1, 1): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (1, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (1, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 1): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (2, 3): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES: Final = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}


def frame_length(head: bytes) -> int:
    """Tell how long the frame is that these four bytes begin; 0 where they begin none."""
    if len(head) < _HEAD or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return 0
    version, layer = head[1] >> 3 & 3, 4 - (head[1] >> 1 & 3)
    kbits, rate, padding = head[2] >> 4, head[2] >> 2 & 3, head[2] >> 1 & 1
    if version == 1 or layer == 4 or kbits in (0, 15) or rate == 3:
        return 0
    bits = _KBITS[1 if version == 3 else 2, layer][kbits - 1] * 1000
    hertz = _RATES[version][rate]
    if layer == 1:
        return (12 * bits // hertz + padding) * 4
    return (72 if layer == 3 and version != 3 else 144) * bits // hertz + padding


class Window:
    """A file that is looked at here and there, read a piece at a time."""

    def __init__(self, calm: CalmReader) -> None:
        self._calm, self.size = calm, calm.size()
        self._first, self._held = 0, b""

    def at(self, place: int, count: int) -> bytes:
        first = place - self._first
        if first < 0 or first + count > len(self._held):
            self._calm.seek(place)
            self._first, self._held, first = place, self._calm.read(max(count, PIECE)), 0
        return self._held[first : first + count]


def frames(calm: CalmReader, progress: Progress) -> Iterator[bytes]:
    """Hand out runs of whole frames, to the end; a last frame that was cut short goes along."""
    window = Window(calm)
    at = begin = 0
    while at < window.size and calm.failure is None:
        length = frame_length(window.at(at, _HEAD))
        whole = length > 0 and at + length <= window.size
        if whole and (begin < at or _frame_or_tag(window, at + length)):
            at += length
            if at - begin < PIECE // 2:
                continue
            yield window.at(begin, at - begin)
        elif begin < at:
            yield window.at(begin, at - begin)
            if length and not whole:
                yield _untagged(window.at(at, window.size - at))
                return
        else:
            at += _tag_length(window.at(at, _TAG_HEAD)) or _to_next(window.at(at + 1, SEARCHED))
        begin = at
        progress.check()
    yield window.at(begin, at - begin)


def _frame_or_tag(window: Window, place: int) -> bool:
    follows = window.at(place, _HEAD)
    return place == window.size or frame_length(follows) > 0 or follows[:3] in (b"TAG", b"APE", b"LYR", b"ID3")


def _tag_length(head: bytes) -> int:
    """Tell how long the ID3 tag is that begins here; what it holds could look like frames."""
    if head[:3] != b"ID3" or len(head) < _TAG_HEAD or any(byte > 0x7F for byte in head[6:]):
        return 0
    footer = _TAG_HEAD if head[5] & 0x10 else 0
    return _TAG_HEAD + (head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]) + footer


def _to_next(ahead: bytes) -> int:
    """Tell how far it is to where a frame or a tag could begin."""
    found = [place for mark in (b"\xff", b"ID3") if (place := ahead.find(mark)) >= 0]
    return 1 + min(found, default=max(0, len(ahead) - 2))


def _untagged(data: bytes) -> bytes:
    return data if not any(mark in data for mark in _TAGS) else b""
