"""What every test gets without asking: a home of its own, no network, and no leftovers forgiven.

Ask for ``pseudo_locale`` to see which texts were translated, for ``test_data`` to get the folder of real recordings.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

# Before anything imports Qt: no window may open on the screen of the person who runs the tests.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.pop("FIDELITY_RATER_PASSPHRASE", None)

import hypothesis
import pytest

from fidelity_rater import i18n
from helpers.pseudo_locale import PseudoTranslations

ROOT = Path(__file__).resolve().parents[1]
_GRACE_SECONDS = 5.0
_OUTCOME = pytest.StashKey[bool]()

# A busy computer is no fault of what is tested; and each run tries other examples.
hypothesis.settings.register_profile("suite", deadline=None, max_examples=50)
hypothesis.settings.load_profile("suite")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, Any, Any]:
    """Let the garbage collector pass over what was imported and collected: all of it stays until the end."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Remember whether the test itself passed: a failed one may keep widgets alive in its traceback."""
    report = yield
    if report.when == "call":
        item.stash[_OUTCOME] = report.passed
    return report


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep libraries, identities, settings and logs of a test in its own folder."""
    home = tmp_path / "home"
    monkeypatch.setenv("FIDELITY_RATER_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection to another computer, and to this one through the network."""
    import socket  # noqa: TID251 - to shut it

    connect = socket.socket.connect

    def refuse(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            pytest.fail(f"something tried to reach the network: {address!r}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(autouse=True)
def no_leaked_threads() -> Iterator[None]:
    """Fail when a thread that the test started is still running."""
    before = set(threading.enumerate())
    yield
    # Threads that C code made and that only passed through Python are not ours to end.
    foreign = threading._DummyThread
    left = [thread for thread in threading.enumerate() if thread not in before and not isinstance(thread, foreign)]
    for thread in left:
        thread.join(_GRACE_SECONDS / len(left))
    alive = [thread.name for thread in left if thread.is_alive()]
    if alive:
        pytest.fail(f"the test left threads running: {alive}")


@pytest.fixture(autouse=True)
def no_leaked_qt(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail when a window, a running timer or a running QThread outlives the test."""
    if "PySide6.QtWidgets" not in sys.modules:
        yield
        return
    from PySide6.QtCore import QCoreApplication, QThreadPool

    started = _watch_starts(monkeypatch)
    before = set(_windows())
    yield
    if QCoreApplication.instance() is None or not request.node.stash.get(_OUTCOME, False):
        return
    if not QThreadPool.globalInstance().waitForDone(int(_GRACE_SECONDS * 1000)):
        pytest.fail("the test left work running in Qt's thread pool")
    running = _still_running(started)
    if running:
        gc.collect()
        _delete_later_now()
        running = _still_running(started)
    if running:
        pytest.fail(f"the test left running: {running}")
    _no_window_left(before)


def _watch_starts(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    import weakref

    from PySide6.QtCore import QThread, QTimer

    started: list[Any] = []

    def watch(kind: type) -> None:
        start = kind.start

        def remember(self: Any, *args: Any, **kwargs: Any) -> None:
            started.append(weakref.ref(self))
            start(self, *args, **kwargs)

        monkeypatch.setattr(kind, "start", remember)

    watch(QTimer)
    watch(QThread)
    return started


def _still_running(started: list[Any]) -> list[str]:
    import shiboken6
    from PySide6.QtCore import QTimer

    running = []
    for reference in started:
        thing = reference()
        if thing is None or not shiboken6.isValid(thing):
            continue
        if thing.isActive() if isinstance(thing, QTimer) else thing.isRunning():
            running.append(f"{type(thing).__name__} {thing.objectName()!r} of {type(thing.parent()).__name__}")
    return running


def _windows() -> list[Any]:
    from PySide6.QtWidgets import QApplication

    if QApplication.instance() is None:
        return []
    return [widget for widget in QApplication.topLevelWidgets() if widget.parent() is None]


def _no_window_left(before: set[Any]) -> None:
    if not set(_windows()) - before:
        return
    _delete_later_now()
    gc.collect()
    left = [type(window).__name__ for window in _windows() if window not in before]
    left = [name for name in left if name != "QTipLabel"]  # Qt keeps one for the whole application
    if left:
        pytest.fail(f"the test left windows behind (use qtbot.addWidget): {left}")


def _delete_later_now() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def pseudo_locale() -> Iterator[None]:
    """Speak the pseudo-locale for the length of the test."""
    before = i18n.install(PseudoTranslations())
    yield
    i18n.install(before)


@pytest.fixture(scope="session")
def test_data() -> Path:
    """Return the folder of recordings that are too large or too private to be kept with the code, or skip."""
    folder = Path(os.environ.get("FIDELITY_TEST_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip("the folder of test recordings is absent; name it in FIDELITY_TEST_DATA")
    return folder
