"""Peaks as a picture: columns of extremes and loudness become pixels without a drawing call for each.

The columns' tops and bottoms are strings of bytes, one byte a column. Whether a row of pixels lies between them is then
asked of all columns at once, by translating the strings and laying the answers over each other as long numbers.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from PySide6.QtGui import QColor, QImage

from fidelity_rater.app.ports.waveform import Columns, Waveform

FULL: Final = 32768
GAINS: Final = (1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64, 96, 128, 192, 256, 512, 1024)
QUIET: Final = FULL // 4
"""A recording whose loudest place stays below this is drawn larger without being asked."""
TALLEST: Final = 255
"""Rows that a byte can tell apart; a taller lane is stretched."""
_AT_LEAST: Final = tuple(b"\0" * row + b"\1" * (256 - row) for row in range(256))
_AT_MOST: Final = tuple(b"\1" * (row + 1) + b"\0" * (255 - row) for row in range(256))


def gain_for(waveform: Waveform) -> int:
    """How many times larger a recording can be drawn until its loudest place fills the height."""
    room = FULL / max(1, waveform.loudest)
    return max(gain for gain in GAINS if gain <= max(1.0, room))


class _Rows(dict[int, int]):
    """Values as rows counted from below, each worked out once."""

    def __init__(self, *, scale: int, zero: int, last: int, nothing: int | None = None) -> None:
        super().__init__()
        self._scale, self._zero, self._last = scale, zero, last
        if nothing is not None:
            self[0] = nothing

    def __missing__(self, value: int) -> int:
        made = self[value] = min(max(0, (value * self._scale >> 16) + self._zero), self._last)
        return made


class LaneDrawer:
    """Draws lanes of one height in pixels."""

    def __init__(self, height: int) -> None:
        self.height = min(max(1, height), TALLEST)
        self._gain = 0
        self._ends = self._upper = self._lower = _Rows(scale=0, zero=0, last=0)

    def image(self, columns: Columns, *, gain: int, peak: QColor, loud: QColor) -> QImage:
        """One pixel wide for each column that is known, transparent around the sound; null where none is known."""
        known = bisect_left(range(len(columns.lows)), True, key=lambda at: columns.lows[at] > columns.highs[at])
        if known == 0:
            return QImage()
        stride = (known + 3) // 4 * 4
        picture = QImage(self._lines(columns, known, gain, stride), known, self.height, stride, _INDEXED)
        picture.setColorTable([0, peak.rgba(), loud.rgba()])
        return picture.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)

    def _scale_by(self, gain: int) -> None:
        if gain == self._gain:
            return
        self._gain, last, middle = gain, self.height - 1, self.height // 2
        scale = gain * last
        self._ends = _Rows(scale=scale, zero=middle, last=last)
        # Where there is no loudness no row lies between: its upper end is below its lower one.
        self._upper = _Rows(scale=scale, zero=middle, last=last, nothing=0)
        self._lower = _Rows(scale=-scale, zero=middle, last=last, nothing=last)

    def _lines(self, columns: Columns, known: int, gain: int, stride: int) -> bytes:
        """The picture's rows from top to bottom, a byte a pixel: 0 nothing, 1 sound, 2 its loudness."""
        self._scale_by(gain)
        tops = bytes(map(self._ends.__getitem__, columns.highs[:known]))
        bottoms = bytes(map(self._ends.__getitem__, columns.lows[:known]))
        upper = bytes(map(self._upper.__getitem__, columns.loudness[:known]))
        lower = bytes(map(self._lower.__getitem__, columns.loudness[:known]))
        highest, lowest, empty = max(tops), min(bottoms), bytes(stride)
        lines = []
        for row in range(self.height - 1, -1, -1):
            if not lowest <= row <= highest:
                lines.append(empty)
                continue
            above, below = _AT_LEAST[row], _AT_MOST[row]
            inside = _number(tops.translate(above)) & _number(bottoms.translate(below))
            loud = inside & _number(upper.translate(above)) & _number(lower.translate(below))
            lines.append((inside + loud).to_bytes(stride, "little"))
        return b"".join(lines)


def _number(marks: bytes) -> int:
    return int.from_bytes(marks, "little")


_INDEXED: Final = QImage.Format.Format_Indexed8
