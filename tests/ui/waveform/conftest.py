"""Pictures of the sound, dressed and shown, with help to ask what is at a pixel."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fidelity_rater.app.evidence_models import DeskMoment
from fidelity_rater.ui.theme import Theme
from fidelity_rater.ui.waveform.overview import Overview
from fidelity_rater.ui.waveform.strip import Strip

HOUR = 3_600_000
WIDTH = 1000


def moment(uid: str, start: int, end: int, *, item: str = "a", bearing: str = "for", part: str = "p") -> DeskMoment:
    return DeskMoment(uid, item, f"Item {item}" if item else "", start, end, bearing, "", part)


def painted(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def differing(before: QImage, after: QImage) -> list[int]:
    """The columns of pixels that are not the same in two pictures."""
    return [
        x for x in range(before.width()) if any(before.pixel(x, y) != after.pixel(x, y) for y in range(before.height()))
    ]


def inked(image: QImage, x: int, *colours: str) -> int:
    """How many pixels of a column have one of these colours."""
    wanted = {QColor(colour).rgb() for colour in colours}
    return sum(image.pixel(x, y) in wanted for y in range(image.height()))


@pytest.fixture
def strip(qtbot: QtBot, dressed: Theme) -> Strip:
    widget = Strip()
    qtbot.addWidget(widget)
    widget.resize(WIDTH, 90)
    widget.show_duration(HOUR)
    widget.show()
    return widget


@pytest.fixture
def overview(qtbot: QtBot, dressed: Theme) -> Overview:
    widget = Overview()
    qtbot.addWidget(widget)
    widget.resize(WIDTH + 12, 46)
    widget.show_duration(HOUR)
    widget.show()
    return widget


@pytest.fixture
def heard(qtbot: QtBot) -> Callable[[QWidget], list[tuple[object, ...]]]:
    """Everything that a strip announces, in order."""

    def listen(widget: QWidget) -> list[tuple[object, ...]]:
        told: list[tuple[object, ...]] = []
        for name in ("position_chosen", "selection_changed", "moment_chosen", "moment_moved"):
            getattr(widget, name).connect(lambda *values, name=name: told.append((name, *values)))
        return told

    return listen
