"""Key press to committed and drawn: the 10,001st moment of a rating, on the real desk.

    python benchmarks/marking_drawn.py [MOMENTS] [MARKS]

The demo's library (encrypted, on disk, synchronous FULL) is opened in the real window, offscreen; a draft gets so many
moments, is opened, and then moments are marked by key. Jobs run inline: what is timed is everything from the key press
until the event is committed and every widget that changed is painted.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from fidelity_rater import bootstrap
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.settings import Settings
from fidelity_rater.domain.ratings.chain import next_event
from fidelity_rater.domain.ratings.events import Stamp, moment_marked
from fidelity_rater.domain.ratings.fold import fold
from fidelity_rater.domain.ratings.moments import Bearing, Moment
from fidelity_rater.domain.timecode import ClockQuality
from fidelity_rater.ui.library_area import LibraryArea
from fidelity_rater.ui.main_window import MainWindow
from fidelity_rater.ui.moments.moment_filter import Scope
from fidelity_rater.ui.rating.screen import RatingScreen
from fidelity_rater.ui.run import dressed
from fidelity_rater.ui.screenshots import PassingSettings, StillPlayer
from fidelity_rater.ui.shell import Shell

LIMIT_MS = 50.0
_WARM_UP = 3


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("moments", nargs="?", type=int, default=10_000)
    parser.add_argument("marks", nargs="?", type=int, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fidelity-marking-") as home:
        os.environ["FIDELITY_RATER_HOME"] = home
        with _area() as area:
            screen = _desk_with(area, options.moments)
            return _report(options.moments, _measured(screen, options.marks))


@contextmanager
def _area() -> Iterator[LibraryArea]:
    application = bootstrap.build()
    settings = PassingSettings(Settings(lock_after_minutes=0))
    staged = replace(application, settings=settings, open_player=StillPlayer)
    qt = QApplication(["fidelity-rater"])
    theme = dressed(qt, staged)
    window = MainWindow(Shell(staged, InlineJobs(), theme, open_jobs=InlineJobs))
    window.resize(1920, 1080)
    window.show()
    window.start.open_demo()
    assert window.area is not None
    yield window.area
    window.close()
    theme.close()


def _desk_with(area: LibraryArea, moments: int) -> RatingScreen:
    """A draft with so many moments, spread over its recording and its items, open on the desk."""
    with area.work.library.queries() as queries:
        rating = queries.unfinished(area.work.person.uid)[0].uid
    area.open_rating(rating)
    desk = area.rating.desk
    assert desk is not None
    items = [item.id for group in desk.shown().groups for item in group.items]
    recording = desk.rating.recordings[0]
    state = fold(desk.rating.events)
    area.show_caseload()
    with area.work.library.work() as uow:
        for n in range(moments):
            start = n * (recording.duration_ms - 9000) // moments
            bearing = Bearing.AGAINST if n % 3 == 0 else Bearing.FOR
            moment = Moment(str(uuid.uuid4()), recording.uid, start, start + 8000, items[n % len(items)], bearing)
            event = next_event(
                rating_uid=rating,
                head_seq=state.head_seq,
                head_hash=state.head_hash,
                draft=moment_marked(moment),
                stamp=Stamp(datetime.now(UTC), moment.end_ms, ClockQuality.OK, recording.uid),
                actor=area.work.person.uid,
            )
            state.apply(event)
            uow.ratings.append(event, [])
        uow.commit()
    before = time.perf_counter()
    area.open_rating(rating)
    print(f"opened with {moments} moments in {(time.perf_counter() - before) * 1000:.0f} ms")
    area.rating.view.position_chosen.emit(recording.duration_ms // 2)
    return area.rating


def _measured(screen: RatingScreen, marks: int) -> dict[str, list[float]]:
    view = screen.view
    taken: dict[str, list[float]] = {}
    scenes = {
        "item's evidence in sight": lambda: view.side.show_tab(view.detail),
        "all moments in sight": lambda: view.show_moments(Scope.ALL),
        "the item's moments in sight": lambda: view.show_moments(Scope.ITEM),
    }
    for name, set_scene in scenes.items():
        set_scene()
        _paint()
        taken[name] = [_mark(screen) for _ in range(marks + _WARM_UP)][_WARM_UP:]
    return taken


def _mark(screen: RatingScreen) -> float:
    desk = screen.desk
    assert desk is not None
    seq = desk.state.head_seq
    start = time.perf_counter()
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, Qt.Key.Key_M, Qt.KeyboardModifier.NoModifier, "m")
        QApplication.sendEvent(screen.view, event)
    _paint()
    took = (time.perf_counter() - start) * 1000
    assert desk.state.head_seq == seq + 1, "one event"
    assert desk.saved.all_saved, "committed"
    return took


def _paint() -> None:
    """Let layouts settle and everything that is due be painted."""
    for _ in range(3):
        QApplication.processEvents()


def _report(moments: int, taken: dict[str, list[float]]) -> int:
    print(f"marking with {moments} moments, key press to committed and painted, milliseconds")
    print(f"{'':30}{'least':>8}{'p50':>8}{'p95':>8}{'max':>8}")
    worst = 0.0
    for name, times in taken.items():
        times.sort()
        p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
        worst = max(worst, p95)
        print(f"{name:30}{times[0]:8.1f}{p50:8.1f}{p95:8.1f}{times[-1]:8.1f}")
    print(f"slowest p95 {worst:.1f} ms (limit {LIMIT_MS:.0f})")
    return 0 if worst <= LIMIT_MS else 1


if __name__ == "__main__":
    sys.exit(main())
