"""The suite forgives nothing: each kind of leftover turns a passing test into a failing one."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent

CARELESS = """
from __future__ import annotations

import logging, socket, threading, warnings
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QWidget

KEPT = []
ENOUGH = threading.Event()

def test_thread():
    thread = threading.Thread(target=ENOUGH.wait, args=(3,), daemon=True)
    thread.start()

def test_timer(qtbot):
    KEPT.append(QTimer())
    KEPT[-1].start(60_000)

def test_window(qtbot):
    KEPT.append(QWidget())
    KEPT[-1].show()

def test_network():
    socket.create_connection(("127.0.0.1", 9))

def test_warning():
    warnings.warn("old")

def test_qt_warning(qtbot):
    qWarning("careful")

def test_clean(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    thread = threading.Thread(target=ENOUGH.is_set)
    thread.start()
"""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("careless")
    shutil.copy(TESTS / "conftest.py", folder)
    shutil.copytree(TESTS / "helpers", folder / "helpers")
    shutil.copy(TESTS.parent / "pyproject.toml", folder)
    grace = (folder / "conftest.py").read_text(encoding="utf-8").replace("_GRACE_SECONDS = 5.0", "_GRACE_SECONDS = 0.1")
    (folder / "conftest.py").write_text(grace, encoding="utf-8")
    (folder / "test_careless.py").write_text(CARELESS, encoding="utf-8")
    command = [
        sys.executable,
        "-P",
        "-m",
        "pytest",
        "-v",
        "-p",
        "no:randomly",
        "-p",
        "no:xdist",
        "-p",
        "no:cacheprovider",
    ]
    command += ["-o", "pythonpath=.", "test_careless.py"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    found = dict(re.findall(r"^(?:FAILED|ERROR) \S+::(\w+)( - .+)?$", done.stdout, flags=re.MULTILINE))
    assert "test_clean PASSED" in done.stdout, done.stdout + done.stderr
    return found


@pytest.mark.parametrize(
    ("test", "said"),
    [
        ("test_thread", "threads running"),
        ("test_timer", "left running"),
        ("test_window", "windows behind"),
        ("test_network", "tried to reach"),
        ("test_warning", "UserWarning"),
        ("test_qt_warning", ""),
    ],
)
def test_a_leftover_fails(outcomes: dict[str, str], test: str, said: str) -> None:
    assert said in outcomes[test]


def test_a_tidy_test_passes(outcomes: dict[str, str]) -> None:
    assert "test_clean" not in outcomes
