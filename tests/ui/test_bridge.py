from __future__ import annotations

import threading
from typing import Any

from pytestqt.qtbot import QtBot

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.changes import Changed
from fidelity_rater.ui.bridge import BusBridge


def test_news_from_another_thread_arrives_here(qtbot: QtBot) -> None:
    bus, threads = Bus(), []
    bridge = BusBridge(bus)
    bridge.changed.connect(lambda changed: threads.append(threading.current_thread()))
    worker = threading.Thread(target=bus.publish, args=(Changed.RATINGS,))
    with qtbot.waitSignal(bridge.changed, check_params_cb=lambda changed: changed is Changed.RATINGS):
        worker.start()
        worker.join()
    assert threads == [threading.main_thread()]


def test_a_burst_is_told_once(qtbot: QtBot) -> None:
    bus, heard = Bus(), []
    bridge = BusBridge(bus)
    bridge.changed.connect(heard.append)
    for _ in range(10):
        bus.publish(Changed.SCORES)
    bus.publish(Changed.RATINGS)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [Changed.SCORES | Changed.RATINGS]
    bus.publish(Changed.PEOPLE)
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard[1] is Changed.PEOPLE


def test_a_closed_bridge_is_silent(qtbot: QtBot, qapp: Any) -> None:
    bus, heard = Bus(), []
    bridge = BusBridge(bus)
    bridge.changed.connect(heard.append)
    bridge.close()
    bus.publish(Changed.LIBRARY)
    qapp.processEvents()
    assert heard == []
