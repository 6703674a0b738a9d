"""How long the pictures of the sound take to paint, with 10,000 moments on the recording: every frame is another one.

Run: python benchmarks/painting_sound.py [RECORDING] [--frames N] [--width PX]

Paints the real widgets offscreen into a picture of their size. The recording is the first argument, else
``audio/meeting_55min.opus`` in the folder that ``FIDELITY_TEST_DATA`` names. "Cold" frames draw everything anew, as a
step of a zoom does; "following" frames are those of playing on, where the line of now has moved, or the page turned.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

MOMENTS = 10_000
TARGET_MS = 4.0
ZOOMS_S = (2, 5, 10, 30, 60, 300, 900, 2700)


def main() -> int:
    """Measure, print, and answer 1 where a 95th percentile misses the target."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("recording", nargs="?", type=Path)
    options.add_argument("--frames", type=int, default=60)
    options.add_argument("--width", type=int, default=1920)
    asked = options.parse_args()
    waveform = read(asked.recording or recording())
    rows = list(measure(waveform, frames=asked.frames, width=asked.width))
    minutes = waveform.duration_ms / 60_000
    print(f"{asked.width} px, {MOMENTS} moments, {minutes:.0f} min; load {os.getloadavg()[0]:.1f}")
    print(f"{'':38}{'p50':>8}{'p95':>8}{'max':>8}  ms elapsed{'':4}{'p50':>8}{'p95':>8}  ms of the processor")
    missed = False
    for name, elapsed, spent in rows:
        late = percentile(elapsed, 95)
        missed |= late > TARGET_MS
        print(
            f"{name:38}{median(elapsed):8.2f}{late:8.2f}{max(elapsed):8.2f}{'':16}"
            f"{median(spent):8.2f}{percentile(spent, 95):8.2f}"
            f"{'  over ' + format(TARGET_MS, 'g') + ' ms' if late > TARGET_MS else ''}"
        )
    return 1 if missed else 0


def recording() -> Path:
    """The long test recording."""
    folder = os.environ.get("FIDELITY_TEST_DATA")
    if folder is None:
        sys.exit("Name a recording, or the folder of test data in FIDELITY_TEST_DATA.")
    return Path(folder) / "audio" / "meeting_55min.opus"


def read(path: Path) -> Any:
    """The real waveform of a recording."""
    from fidelity_rater.app.silent import SilentProgress
    from fidelity_rater.media.peaks import PyAvWaveforms
    from fidelity_rater.media.probe import PyAvProbe

    with path.open("rb") as reader:
        facts = PyAvProbe().facts(reader)
        reader.seek(0)
        return PyAvWaveforms().make(reader, duration_ms=facts.duration_ms, progress=SilentProgress())


def moments(duration_ms: int) -> list[Any]:
    """Ten thousand, of all kinds, some seconds long, all over the recording."""
    from fidelity_rater.app.evidence_models import DeskMoment

    chance = random.Random(3)
    made = []
    for n in range(MOMENTS):
        start = chance.randrange(max(1, duration_ms - 20_000))
        kind = chance.choice(("for", "for", "against"))
        item = "" if n % 9 == 0 else f"item-{n % 40}"
        end = start + chance.randrange(2000, 15_000)
        made.append(DeskMoment(f"m{n}", item, f"Item number {n % 40}", start, end, kind, "", "p"))
    return made


def measure(waveform: Any, *, frames: int, width: int) -> Iterator[tuple[str, list[float], list[float]]]:
    """Name, elapsed times and processor times of each way of painting."""
    from PySide6.QtWidgets import QApplication

    from fidelity_rater.app.evidence_models import HeardBand
    from fidelity_rater.ui.theme import ColourChoice, Theme
    from fidelity_rater.ui.waveform.overview import Overview
    from fidelity_rater.ui.waveform.strip import Strip

    application = QApplication([])
    theme = Theme(application, choice=ColourChoice.LIGHT)
    overview, strip = Overview(), Strip()
    duration = waveform.duration_ms
    heard = HeardBand(tuple((at, at + 20_000) for at in range(0, duration, 40_000)))
    skipped = tuple((at, at + 1500) for at in range(0, duration, 30_000))
    marks = moments(duration)
    for picture in (overview, strip):
        picture.resize(width, picture.sizeHint().height())
        picture.show_duration(duration)
        picture.show_waveform(waveform)
        picture.show_moments(marks)
        picture.show_heard(heard)
        picture.show_skipped(skipped)
        picture.show()
    strip.show_chosen("m77")
    chance = random.Random(5)

    def anywhere() -> int:
        return chance.randrange(duration)

    yield ("overview, cold", *paint(overview, lambda n: overview.show_waveform(waveform), frames))
    yield ("overview, a moment marked", *paint(overview, lambda n: overview.show_moment(marks[n]), frames))
    yield ("overview, following", *paint(overview, lambda n: overview.show_position(n * 33), frames * 5))
    for seconds in ZOOMS_S:
        zoom_to(strip, seconds * 1000)
        cold = paint(strip, lambda n: strip.show_window(anywhere()), frames)
        yield (f"strip, cold, {spoken(seconds)}", *cold)
    for seconds in ZOOMS_S:
        zoom_to(strip, seconds * 1000)
        strip.show_position(0, playing=False)
        following = paint(strip, lambda n: strip.show_position(n * 33, playing=True), frames * 5)
        yield (f"strip, following, {spoken(seconds)}", *following)
    zoom_to(strip, duration)
    grown = paint(strip, lambda n: strip.show_waveform(waveform), frames)
    yield ("strip, the whole, as it becomes known", *grown)
    yield ("strip, each step of a zoom", *paint(strip, lambda n: zoom_step(strip, n), frames))
    theme.close()


def zoom_to(strip: Any, span_ms: int) -> None:
    for _ in range(40):
        start, end = strip.window_ms
        if end - start > span_ms * 1.01:
            strip.zoom(min(2.0, (end - start) / span_ms))
        elif end - start < span_ms * 0.99 and end - start < strip.duration_ms:
            strip.zoom(max(0.5, (end - start) / span_ms))


def zoom_step(strip: Any, n: int) -> None:
    strip.zoom(1.3 if n // 20 % 2 == 0 else 1 / 1.3)


def spoken(seconds: int) -> str:
    return f"{seconds} s in sight" if seconds < 60 else f"{seconds // 60} min in sight"


def paint(widget: Any, change: Callable[[int], object], frames: int) -> tuple[list[float], list[float]]:
    """Change something and paint it, again and again; the change counts, as it happens before every frame."""
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QImage

    picture = QImage(widget.size(), QImage.Format.Format_ARGB32_Premultiplied)
    elapsed, spent = [], []
    for n in range(frames + 3):
        gc.collect(0)
        began, used = time.perf_counter(), time.process_time()
        change(n)
        widget.render(picture, QPoint())
        elapsed.append((time.perf_counter() - began) * 1000)
        spent.append((time.process_time() - used) * 1000)
    return elapsed[3:], spent[3:]


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share / 100))]


if __name__ == "__main__":
    sys.exit(main())
