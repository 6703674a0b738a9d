"""A lane as an image in the look's colours, and how much larger a quiet recording is drawn."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QColor, QImage

from fidelity_rater.app.ports.waveform import Waveform
from fidelity_rater.ui.waveform.axis import Axis

FULL: Final = 32768
GAINS: Final = (1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 24, 32, 40, 48, 64, 96, 128, 192, 256, 512, 1024)
QUIET: Final = FULL // 4
"""A recording that mostly stays below this is drawn larger without being asked."""
_SYLLABLE_MS: Final = 250
_SAMPLES: Final = 8
_SAMPLE_MS: Final = 60_000
"""A long recording is looked at in this many stretches of this length, spread over it."""
_MOSTLY: Final = 0.9


def gain_for(waveform: Waveform) -> int:
    """How many times larger a recording can be drawn until its loud syllables fill the height.

    The loudest tenth, such as a door, a cough or a laugh, does not count: it is cut off at the edge. Longer stretches
    than a syllable nearly all hold something loud, and would keep a soft voice a flat line.
    """
    if waveform.loudest == 0:
        return 1
    peaks = sorted(_syllable_peaks(waveform))
    usual = peaks[int(_MOSTLY * (len(peaks) - 1))] if peaks else FULL
    room = FULL / max(1, usual)
    return max(gain for gain in GAINS if gain <= max(1.0, room))


def _syllable_peaks(waveform: Waveform) -> list[int]:
    known_ms = max(1, waveform.known_ms)
    length = min(known_ms, _SAMPLE_MS)
    samples = min(_SAMPLES, known_ms // length)
    found = []
    for n in range(samples):
        start = (known_ms - length) * n // max(1, samples - 1)
        columns = waveform.columns(None, start, start + length, max(1, length // _SYLLABLE_MS))
        found += [max(high, -low) for low, high in zip(columns.lows, columns.highs, strict=True) if low <= high]
    return found


def lane_image(
    waveform: Waveform, lane: int | None, axis: Axis, *, width: int, height: int, gain: int, colours: tuple[str, str]
) -> QImage:
    """What is known of a lane over a stretch, transparent around the sound; the colours of sound and of loud sound."""
    data = waveform.pixels(lane, axis.start_ms, axis.end_ms, width=width, height=height, gain=gain)
    image = QImage(data, width, height, len(data) // height, QImage.Format.Format_Indexed8)
    image.setColorTable([0, *(QColor(colour).rgba() for colour in colours)])
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
