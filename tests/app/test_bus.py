from __future__ import annotations

import logging

import pytest

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.changes import Changed


def test_every_listener_hears_until_it_leaves() -> None:
    bus, heard = Bus(), []
    leave = bus.subscribe(lambda changed: heard.append(("a", changed)))
    bus.subscribe(lambda changed: heard.append(("b", changed)))
    bus.publish(Changed.RATINGS | Changed.SCORES)
    leave()
    leave()
    bus.publish(Changed.PEOPLE)
    both = Changed.RATINGS | Changed.SCORES
    assert heard == [("a", both), ("b", both), ("b", Changed.PEOPLE)]


def test_no_change_is_no_news() -> None:
    bus, heard = Bus(), []
    bus.subscribe(heard.append)
    bus.publish(Changed.NOTHING)
    assert heard == []


def test_a_broken_listener_spoils_it_for_nobody(caplog: pytest.LogCaptureFixture) -> None:
    bus, heard = Bus(), []

    def broken(changed: Changed) -> None:
        raise RuntimeError("a bug")

    bus.subscribe(broken)
    bus.subscribe(heard.append)
    with caplog.at_level(logging.CRITICAL):
        bus.publish(Changed.SETTINGS)
    assert heard == [Changed.SETTINGS]


def test_a_listener_may_leave_while_it_listens() -> None:
    bus, heard = Bus(), []

    def once(changed: Changed) -> None:
        heard.append(changed)
        leave()

    leave = bus.subscribe(once)
    bus.publish(Changed.LIBRARY)
    bus.publish(Changed.LIBRARY)
    assert heard == [Changed.LIBRARY]
