"""A request of the system to end the app becomes a signal, and goes back to what it was."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from fidelity_rater.ui.stopping import StopRequests

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows closes windows by messages")


@pytest.fixture
def requests(qapp: object) -> Iterator[StopRequests]:
    made = StopRequests()
    yield made
    made.release()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_request_to_end_is_told(requests: StopRequests, qtbot: QtBot, number: signal.Signals) -> None:
    with qtbot.waitSignal(requests.stop_requested):
        os.kill(os.getpid(), number)


def test_released_the_signals_are_what_they_were(qapp: object) -> None:
    before = signal.getsignal(signal.SIGTERM)
    made = StopRequests()
    assert signal.getsignal(signal.SIGTERM) != before
    made.release()
    made.release()
    assert signal.getsignal(signal.SIGTERM) == before
