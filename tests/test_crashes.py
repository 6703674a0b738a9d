"""A mistake of the program is written down, told, and never shown as a traceback."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from fidelity_rater.crashes import FAULTS_NAME, Crashes
from fidelity_rater.logs import start_logging, stop_logging

NOTE = "a note about a person"


@pytest.fixture
def crashes() -> Iterator[Crashes]:
    handler = start_logging()
    caught = Crashes().catch()
    yield caught
    caught.release()
    stop_logging(handler)


def fail() -> None:
    raise LookupError(NOTE)


def test_an_uncaught_error_is_written_down_and_told(crashes: Crashes, capsys: pytest.CaptureFixture[str]) -> None:
    told: list[str] = []
    crashes.on_crash(lambda: told.append("told"))
    try:
        fail()
    except LookupError as error:
        sys.excepthook(LookupError, error, error.__traceback__)
    text = crashes.log_file.read_text(encoding="utf-8")
    assert "builtins.LookupError" in text
    assert NOTE not in text
    assert told == ["told"]
    assert capsys.readouterr().err == ""


def test_a_thread_that_dies_is_told_too(crashes: Crashes) -> None:
    told: list[str] = []
    crashes.on_crash(lambda: told.append(threading.current_thread().name))
    thread = threading.Thread(target=fail, name="worker")
    thread.start()
    thread.join()
    assert told == ["worker"]
    assert "in fail" in crashes.log_file.read_text(encoding="utf-8")


def test_a_failing_listener_does_not_keep_the_others_from_hearing(crashes: Crashes) -> None:
    told: list[str] = []
    crashes.on_crash(fail)
    crashes.on_crash(lambda: told.append("told"))
    crashes.report(RuntimeError(NOTE))
    assert told == ["told"]


def test_errors_of_destructors_are_only_written_down(crashes: Crashes) -> None:
    told: list[str] = []
    crashes.on_crash(lambda: told.append("told"))
    hook = sys.unraisablehook
    error = LookupError(NOTE)
    hook(type("Args", (), {"exc_value": error})())  # type: ignore[arg-type]
    assert told == []
    assert "builtins.LookupError" in crashes.log_file.read_text(encoding="utf-8")


def test_release_gives_the_hooks_back() -> None:
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    Crashes().catch().release()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before


def test_a_crash_of_the_interpreter_leaves_its_places(tmp_path: Path) -> None:
    program = "import os, signal; from fidelity_rater.crashes import Crashes; from pathlib import Path; import sys\n"
    program += "Crashes(Path(sys.argv[1])).catch(); os.kill(os.getpid(), signal.SIGSEGV)"
    if sys.platform == "win32":
        pytest.skip("signals of this kind are not sent on Windows")
    done = subprocess.run([sys.executable, "-P", "-c", program, tmp_path], capture_output=True, check=False, timeout=60)
    assert done.returncode != 0
    assert "Segmentation fault" in (tmp_path / FAULTS_NAME).read_text(encoding="utf-8")


def test_a_keyboard_interrupt_is_no_crash(crashes: Crashes, capsys: pytest.CaptureFixture[str]) -> None:
    told: list[str] = []
    crashes.on_crash(lambda: told.append("told"))
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert told == []
    assert "KeyboardInterrupt" in capsys.readouterr().err
