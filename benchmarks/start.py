"""From the start of the process to a usable window on the built demo, beside a bare PySide6 window's start.

    python benchmarks/start.py [--rounds 9] [--home FOLDER]

Both are started in turn, each in a process of its own, with compiled bytecode as an installation has it. The clock
starts before the process does. A bare window is ready once it has painted itself; the app, started as the command
``fidelity-rater demo``, once the caseload has painted a therapist's page. Deriving the key from the passphrase is timed
and told apart. One more start counts the modules that are loaded by then and lists the imports that cost most.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from painting import when_painted

ROOT = Path(__file__).resolve().parents[1]
TARGET = 6.0
NOT_YET = ("matplotlib", "av", "alembic", "pydantic", "numpy", "vlc")
COSTLIEST = 15


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--home", type=Path, help="a folder that keeps the demo from run to run")
    parser.add_argument("--child", choices=("bare", "app"), help=argparse.SUPPRESS)
    parser.add_argument("--began", type=float, default=0.0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        return (bare_window if options.child == "bare" else app_window)(options.began)
    with tempfile.TemporaryDirectory(prefix="fidelity-start-") as folder:
        environment = surroundings(options.home or Path(folder) / "home", Path(folder) / "bytecode")
        if not demo_is_made(environment):
            return 0
        return measure(environment, options.rounds)


def surroundings(home: Path, bytecode: Path) -> dict[str, str]:
    """The variables of both kinds of process."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return environment | {
        "FIDELITY_RATER_HOME": str(home.resolve()),
        "PYTHONPYCACHEPREFIX": str(bytecode),
        "PYTHONPATH": str(ROOT),
        "QT_QPA_PLATFORM": os.environ.get("FIDELITY_BENCHMARK_PLATFORM", "offscreen"),
    }


def demo_is_made(environment: dict[str, str]) -> bool:
    """Make the demo library in a process of its own; also compiles what it imports."""
    make = (
        "from fidelity_rater.bootstrap import build; from fidelity_rater.app.silent import SilentProgress;"
        "build().demo.enter(SilentProgress()).library.close()"
    )
    return subprocess.run([sys.executable, "-c", make], env=environment, check=False).returncode == 0


def measure(environment: dict[str, str], rounds: int) -> int:
    for kind in ("bare", "app"):
        start(kind, environment)  # compiles, and warms the disk's cache
    found: dict[str, list[dict[str, Any]]] = {"bare": [], "app": []}
    for _ in range(rounds):
        for kind, told in found.items():
            told.append(start(kind, environment))
    load = ", ".join(f"{figure:.1f}" for figure in os.getloadavg())
    print(f"{rounds} starts each, in turn; medians in milliseconds; {os.cpu_count()} processors, load {load}")
    report("bare window", found["bare"])
    report("demo caseload", found["app"])
    last = found["app"][-1]
    print(f"modules loaded: {last['modules']} (bare window: {found['bare'][-1]['modules']})")
    early = [name for name in NOT_YET if name in last["loaded"]]
    print(f"not loaded yet, as it should be: {', '.join(n for n in NOT_YET if n not in early)}")
    if early:
        print(f"LOADED TOO EARLY: {', '.join(early)}")
    costliest_imports(environment)
    verdict(found, early)
    return 0


def start(kind: str, environment: dict[str, str], *flags: str) -> dict[str, Any]:
    """Start one process, wait for its end, and return what it told."""
    command = [sys.executable, *flags, str(Path(__file__).resolve()), "--child", kind, "--began"]
    done = subprocess.run(
        [*command, repr(time.monotonic())], env=environment, check=True, capture_output=True, text=True, timeout=120
    )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told | {"stderr": done.stderr}


def report(name: str, told: list[dict[str, Any]]) -> None:
    print(f"{name}:")
    for part in told[0]["marks"]:
        print(f"  {part:34}{statistics.median(one['marks'][part] for one in told) * 1000:8.0f}")
    print(f"  {'processor time':34}{statistics.median(one['processor'] for one in told) * 1000:8.0f}")
    print(f"  {'memory (RSS), MB':34}{statistics.median(one['rss_mb'] for one in told):8.0f}")


def costliest_imports(environment: dict[str, str]) -> None:
    """List what is slow to import, by the time of the module itself; -X importtime makes all of them slower."""
    lines = start("app", environment, "-X", "importtime")["stderr"].splitlines()
    rows = [line.removeprefix("import time:").split("|") for line in lines if line.startswith("import time:")]
    own = sorted(((int(row[0]), row[2].strip()) for row in rows if row[0].strip().isdigit()), reverse=True)
    print(f"the {COSTLIEST} costliest of {len(own)} imports, milliseconds of their own:")
    for cost, name in own[:COSTLIEST]:
        print(f"  {cost / 1000:6.1f}  {name}")


def verdict(found: dict[str, list[dict[str, Any]]], early: list[str]) -> None:
    def ready(kind: str, figure: str) -> float:
        return statistics.median(one[figure] - one.get("derivation", 0.0) for one in found[kind])

    app, bare = ready("app", "ready"), ready("bare", "ready")
    derivation = statistics.median(one["derivation"] for one in found["app"])
    ratio, worked = app / bare, ready("app", "processor") / ready("bare", "processor")
    print(
        f"key derivation, taken off: {derivation * 1000:.0f} ms; "
        f"app {app * 1000:.0f} ms, bare window {bare * 1000:.0f} ms"
    )
    reached = "reached" if ratio <= TARGET and not early else "not reached"
    print(
        f"target: within {TARGET:.0f}x of a bare window: {reached} ({ratio:.1f}x elapsed, {worked:.1f}x processor time)"
    )


# In the processes that are started


def bare_window(began: float) -> int:
    """The least that PySide6 can show."""
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    marks = {"imported": time.monotonic() - began}
    application = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(QLabel("A bare window"))
    window.resize(1280, 800)
    watch = when_painted(window, lambda: finish(began, marks, application.quit))
    window.show()
    application.exec()
    del watch
    return 0


def app_window(began: float) -> int:
    """The app, as its command starts it, with a look over its shoulder."""
    from fidelity_rater import bootstrap, cli
    from fidelity_rater.storage import identity_file

    bootstrap.collect_seldom()  # as the command does,
    bootstrap.load_storage()  # before it imports Qt

    marks = {"command and library imported": time.monotonic() - began}
    derivation = [0.0]
    derive = identity_file._derive

    def timed(*arguments: Any) -> bytes:
        before = time.monotonic()
        try:
            return derive(*arguments)
        finally:
            derivation[0] += time.monotonic() - before

    identity_file._derive = timed
    from PySide6.QtWidgets import QApplication

    from fidelity_rater.ui import run
    from fidelity_rater.ui.caseload.screen import CaseloadScreen
    from fidelity_rater.ui.main_window import MainWindow

    marks["window imported"] = time.monotonic() - began
    enter, show, show_page = MainWindow.enter, MainWindow.show, CaseloadScreen._show_page
    keep: list[Any] = []

    def shown(window: Any) -> None:
        show(window)
        marks["start screen shown"] = time.monotonic() - began

    def entered(window: Any, *arguments: Any) -> None:
        marks["demo open"] = time.monotonic() - began
        enter(window, *arguments)
        marks["its screens made"] = time.monotonic() - began

    def page_shown(screen: Any, page: Any) -> None:
        show_page(screen, page)
        marks["caseload read"] = time.monotonic() - began
        leave = QApplication.closeAllWindows
        keep.append(when_painted(screen.view, lambda: finish(began, marks, leave, derivation=derivation[0])))

    MainWindow.enter, MainWindow.show, CaseloadScreen._show_page = entered, shown, page_shown
    del run
    return cli.main(["demo"])


def finish(began: float, marks: dict[str, float], leave: Any, **more: float) -> None:
    """Tell the figures and go."""
    import psutil

    ready = time.monotonic() - began
    marks["painted"] = ready
    loaded = sorted({name.partition(".")[0] for name in sys.modules} - {"psutil"})
    told = {
        "ready": ready,
        "marks": marks,
        "processor": time.process_time(),
        "modules": len(sys.modules),
        "loaded": loaded,
        "rss_mb": psutil.Process().memory_info().rss / 1e6,
        **more,
    }
    print(json.dumps(told), flush=True)
    leave()


if __name__ == "__main__":
    sys.exit(main())
