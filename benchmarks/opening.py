"""How soon a recording is seen and heard, reopened or just imported, and how live the window is meanwhile.

Run: python benchmarks/opening.py [RECORDING] [--rounds N]

Each round is two processes on a new library (encrypted, on disk), with the real window offscreen, the jobs' own threads
and the sound engine of this computer, without a sound card. The first imports the recording, begins a rating and plays;
the second starts anew, opens the library and clicks the session, twice. "Stall" is the longest gap between the ticks of
a timer of 5 ms: while the picture is made, and as long at the same desk with nothing to make.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

TARGETS_MS = {
    "reopened: click to whole picture painted": 200,
    "again: click to whole picture painted": 200,
    "begun: to first part of picture painted": 500,
    "begun: to playing": 1000,
    "longest stall while the picture is made": 50,
}
PATIENCE_S = 60.0
TICK_MS = 5


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("recording", nargs="?", type=Path)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--child", choices=("fresh", "reopened"))
    options.add_argument("--session", default="")
    asked = options.parse_args()
    if asked.child:
        told = fresh(asked.recording) if asked.child == "fresh" else reopened(asked.session)
        print(json.dumps(told), flush=True)
        return 0
    return report(asked.recording or recording(), asked.rounds)


def recording() -> Path:
    """The long test recording."""
    folder = os.environ.get("FIDELITY_TEST_DATA")
    if folder is None:
        sys.exit("Name a recording, or the folder of test data in FIDELITY_TEST_DATA.")
    return Path(folder) / "audio" / "meeting_55min.opus"


def report(path: Path, rounds: int) -> int:
    """Measure in processes of their own, print medians and the worst, answer 1 where a target is missed."""
    found: dict[str, list[float]] = {}
    engine = ""
    for _ in range(rounds):
        with tempfile.TemporaryDirectory(prefix="fidelity-opening-") as home:
            copy = Path(home) / f"recording{path.suffix}"
            shutil.copy(path, copy)
            environment = os.environ | {"FIDELITY_RATER_HOME": home}
            first = child(environment, str(copy), "--child", "fresh")
            engine = first.pop("engine")
            second = child(environment, "--child", "reopened", "--session", first.pop("session"))
            for name, value in (first | second).items():
                found.setdefault(name, []).append(value)
    print(f"{path.name}, {rounds} rounds, {engine}; load {os.getloadavg()[0]:.1f}; milliseconds")
    print(f"{'':52}{'median':>8}{'worst':>8}")
    missed = False
    for name, values in found.items():
        target = TARGETS_MS.get(name)
        late = target is not None and median(values) > target
        missed |= late
        word = "" if target is None else f"  {'over' if late else 'within'} {target}"
        print(f"{name:52}{median(values):8.0f}{max(values):8.0f}{word}")
    return 1 if missed else 0


def child(environment: dict[str, str], *arguments: str) -> dict[str, Any]:
    command = [sys.executable, str(Path(__file__).resolve()), *arguments]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True, timeout=600)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


# In the processes that are started


class Seat:
    """The open demo library in a real window, and a watch on its event loop."""

    def __init__(self) -> None:
        from dataclasses import replace

        from fidelity_rater import bootstrap

        bootstrap.collect_seldom()
        bootstrap.load_storage()
        from PySide6.QtCore import Qt, QTimer
        from PySide6.QtWidgets import QApplication

        from fidelity_rater.playback.engine import open_player
        from fidelity_rater.ui.jobs import QtJobs
        from fidelity_rater.ui.main_window import MainWindow
        from fidelity_rater.ui.run import dressed
        from fidelity_rater.ui.shell import Shell

        application = replace(bootstrap.build(), open_player=lambda: open_player(("--aout=adummy",)))
        self.qt = QApplication(["fidelity-rater"])
        self.jobs = QtJobs()
        self.theme = dressed(self.qt, application)
        self.window = MainWindow(Shell(application, self.jobs, self.theme, open_jobs=QtJobs))
        self.window.resize(1920, 1080)
        self.window.show()
        self.window.later(self.window.start.open_demo)
        self.until(lambda: self.window.area is not None and self.window.area.caseload.view.page is not None)
        self.area = self.window.area
        self.wait(1.0)
        self._ticked, self.gap = time.perf_counter(), 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK_MS)

    def _tick(self) -> None:
        now = time.perf_counter()
        self.gap = max(self.gap, now - self._ticked)
        self._ticked = now

    def fresh_gap(self) -> float:
        """The longest gap since it was last asked for."""
        gap, self.gap = self.gap, 0.0
        return gap * 1000

    def until(self, reached: Callable[[], object]) -> float:
        """Let the window live until then; when that was."""
        from PySide6.QtCore import QEventLoop

        late = time.perf_counter() + PATIENCE_S
        while not reached():
            self.qt.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 2)
            if time.perf_counter() > late:
                raise TimeoutError
        return time.perf_counter()

    def wait(self, seconds: float) -> None:
        end = time.perf_counter() + seconds
        self.until(lambda: time.perf_counter() >= end)

    def close(self) -> None:
        self._timer.stop()
        self.window.close()
        self.jobs.close()
        self.theme.close()


class Painted:
    """Notes when a strip has been painted with a picture, and with the whole one; made before any strip is."""

    def __init__(self) -> None:
        from fidelity_rater.ui.waveform.strip import Strip

        self.reset()
        paint = Strip.paintEvent

        def paint_and_note(strip: Any, event: Any) -> None:
            paint(strip, event)
            self._note(strip._state.waveform)

        Strip.paintEvent = paint_and_note

    def reset(self) -> None:
        self.first = self.whole = 0.0

    def _note(self, waveform: Any) -> None:
        now = time.perf_counter()
        if waveform is not None:
            self.first = self.first or now
            if waveform.whole:
                self.whole = self.whole or now


def fresh(path: Path) -> dict[str, Any]:
    """Import, begin, play at once, and let the picture be made to its end."""
    from fidelity_rater.app.importing import ImportPlace

    seat, painted = Seat(), Painted()
    area = seat.area
    area.bring_in([path], ImportPlace("T-90", "C-90", 1))
    screen = area.screens.importing
    row = screen.rows[0]
    seat.until(lambda: row.ready)
    for box in list(screen.consent.purposes.values())[:2]:
        box.setChecked(True)
    seat.until(screen.start.isEnabled)
    seat.fresh_gap()
    screen.start.click()
    imported = seat.until(lambda: row.imported is not None)
    told: dict[str, Any] = {"longest stall while importing": seat.fresh_gap()}
    row.rate.click()
    asked = seat.until(lambda: area.at_desk)
    told["imported: to the questions"] = (asked - imported) * 1000
    begin = area.rating.view.begin
    begin.rows["purpose"].buttons["formative"].click()
    begin.rows["role"].buttons["supervisor"].click()
    begun = time.perf_counter()
    begin.begin.click()
    opened = seat.until(lambda: area.rating.desk is not None)
    area.rating.view.play_pressed.emit()
    player = area.rating.sound
    playing = seat.until(lambda: player.playing)
    told["begun: to the desk"] = (opened - begun) * 1000
    told["begun: to playing"] = (playing - begun) * 1000
    seat.until(lambda: painted.whole)
    told["begun: to first part of picture painted"] = (painted.first - begun) * 1000
    told["begun: to whole picture painted"] = (painted.whole - begun) * 1000
    told["longest stall while the picture is made"] = seat.fresh_gap()
    seat.wait(3.0)
    seat.fresh_gap()
    seat.wait(painted.whole - begun)
    told["longest stall as long without"] = seat.fresh_gap()
    told["session"] = area.rating.session_uid
    told["engine"] = area.rating.sound._player.engine
    seat.close()
    return told


def reopened(session: str) -> dict[str, Any]:
    """Click the session in a process that has just started, and once more."""
    seat, painted = Seat(), Painted()
    area = seat.area
    told: dict[str, Any] = {}
    for name in ("reopened", "again"):
        painted.reset()
        clicked = time.perf_counter()
        area.begin_rating(session)
        opened = seat.until(lambda: area.rating.desk is not None)
        told[f"{name}: click to the desk shown"] = (opened - clicked) * 1000
        whole = area.rating.waveform.waveform_ready
        known: list[float] = []
        whole.connect(lambda _, known=known: known.append(time.perf_counter()))
        seat.until(lambda: painted.whole)
        told[f"{name}: click to picture read"] = (known[0] - clicked) * 1000 if known else 0.0
        told[f"{name}: click to whole picture painted"] = (painted.whole - clicked) * 1000
        seat.wait(1.0)
        area.show_caseload()
        seat.wait(0.5)
    seat.close()
    return told


if __name__ == "__main__":
    sys.exit(main())
