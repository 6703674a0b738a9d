"""What is made hidden or shown before it has its place must not flash up as a window of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from fidelity_rater.ui.forms.consent_form import ConsentForm
from fidelity_rater.ui.theme import Theme
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.empty_state import EmptyState


class WindowWatch(QObject):
    """Notes every widget that is shown as a window."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


@pytest.fixture
def watch(qapp: QApplication, dressed: Theme) -> Iterator[WindowWatch]:
    watch = WindowWatch()
    qapp.installEventFilter(watch)
    yield watch
    qapp.removeEventFilter(watch)


def test_making_a_widget_shows_nothing(watch: WindowWatch) -> None:
    made = [
        Banner("info", action="Do it", dismissable=True),
        EmptyState("people", "Nothing yet", hint="Begin here.", action="Begin"),
        ConsentForm(with_withdrawal=True),
    ]
    assert watch.shown == []
    for widget in made:
        widget.deleteLater()
