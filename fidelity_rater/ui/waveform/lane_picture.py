"""Peaks as a picture: columns of extremes and loudness become pixels without a drawing call for each.

Every column is a row of bytes made once for its three heights; the rows are laid one on another and the picture is
turned upright. At 1920 columns this takes a fraction of what as many lines would.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from typing import Final

from PySide6.QtGui import QColor, QImage, QTransform

from fidelity_rater.app.ports.waveform import Columns, Waveform

NOTHING, PEAK, LOUD = b"\0", b"\1", b"\2"
MOST_ROWS: Final = 60_000
FULL: Final = 32768
GAINS: Final = (1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64, 96, 128, 192, 256, 512, 1024)
QUIET: Final = FULL // 4
"""A recording that mostly stays below this is drawn larger without being asked."""
_LOOKED_AT: Final = 300
_MOSTLY: Final = 0.9


def gain_for(waveform: Waveform) -> int:
    """How many times larger a recording can be drawn until what is loud in it fills the height.

    A few places louder than most, such as a door or a cough, do not count: they are cut off at the edge.
    """
    if waveform.loudest == 0:
        return 1
    columns = waveform.columns(None, 0, max(1, waveform.known_ms), _LOOKED_AT)
    peaks = sorted(max(high, -low) for low, high in zip(columns.lows, columns.highs, strict=True) if low <= high)
    usual = peaks[int(_MOSTLY * (len(peaks) - 1))] if peaks else FULL
    room = FULL / max(1, usual)
    return max(gain for gain in GAINS if gain <= max(1.0, room))


class _Pixels(dict[int, int]):
    """Values as distances in pixels, each worked out once, and none beyond the edges."""

    def __init__(self, scale: int, zero: int, last: int) -> None:
        super().__init__()
        self._scale, self._zero, self._last = scale, zero, last

    def __missing__(self, value: int) -> int:
        made = self[value] = min(max(0, (value * self._scale >> 16) + self._zero), self._last)
        return made


class _Rows(dict[tuple[int, int, int], bytes]):
    """Columns by bottom, top and loudness in pixels, each made once."""

    def __init__(self, make: Callable[[int, int, int], bytes]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: tuple[int, int, int]) -> bytes:
        made = self[key] = self._make(*key)
        return made


class LaneDrawer:
    """Draws lanes of one height in pixels; keeps the rows it has made."""

    def __init__(self, height: int) -> None:
        self.height = max(1, height)
        self._stride = (self.height + 3) // 4 * 4
        self._middle = self.height // 2
        self._rows = _Rows(self._row)
        self._gain = 0
        self._ends, self._loud = _Pixels(0, 0, 0), _Pixels(0, 0, 0)

    def image(self, columns: Columns, *, gain: int, peak: QColor, loud: QColor) -> QImage:
        """One pixel wide for each column that is known, transparent around the sound; null where none is known."""
        known = bisect_left(range(len(columns.lows)), True, key=lambda at: columns.lows[at] > columns.highs[at])
        if known == 0:
            return QImage()
        if len(self._rows) > MOST_ROWS:
            self._rows.clear()
        data = self._upright(columns, known, gain)
        lying = QImage(data, self.height, known, self._stride, QImage.Format.Format_Indexed8)
        lying.setColorTable([0, peak.rgba(), loud.rgba()])
        standing = lying.transformed(QTransform().rotate(270))
        return standing.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)

    def _upright(self, columns: Columns, known: int, gain: int) -> bytes:
        """Every column from bottom to top, one after another; built by maps alone, which leave Python's loop out."""
        if gain != self._gain:
            self._gain, last = gain, self.height - 1
            self._ends, self._loud = _Pixels(gain * last, self._middle, last), _Pixels(gain * last, 0, last)
        ends, loud = self._ends.__getitem__, self._loud.__getitem__
        keys = zip(map(ends, columns.lows[:known]), map(ends, columns.highs), map(loud, columns.loudness), strict=False)
        return b"".join(map(self._rows.__getitem__, keys))

    def _row(self, bottom: int, top: int, loud: int) -> bytes:
        inner_bottom, inner_top = max(bottom, self._middle - loud), min(top, self._middle + loud)
        if inner_top < inner_bottom or loud == 0:
            inner_bottom, inner_top = bottom, bottom - 1
        return b"".join(
            (
                NOTHING * bottom,
                PEAK * (inner_bottom - bottom),
                LOUD * (inner_top - inner_bottom + 1),
                PEAK * (top - inner_top),
                NOTHING * (self._stride - top - 1),
            )
        )
