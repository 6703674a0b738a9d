"""A screen of several pages under tabs, each built when it is first gone to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from fidelity_rater.app.changes import Changed
from fidelity_rater.ui.widgets.room import Room


@dataclass(frozen=True, slots=True)
class Tab:
    """One page: the name it is gone to by, its title, and what makes it."""

    name: str
    title: str
    make: Callable[[QWidget], Room]


class TabbedRoom(Room):
    """Signals:
    tab_shown: another page is shown (its name).
    """

    tab_shown = Signal(str)

    def __init__(self, tabs: Sequence[Tab], *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs = tuple(tabs)
        self._made: dict[str, Room] = {}
        self.bar = QTabBar()
        self.bar.setExpanding(False)
        self.bar.setDrawBase(True)
        self.bar.setUsesScrollButtons(True)
        self.bar.setAccessibleName(name)
        self.pages = QStackedWidget()
        for tab in self._tabs:
            self.bar.addTab(tab.title)
        self.bar.currentChanged.connect(self.on_tab_chosen)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 16, 24, 16)
        self.column.setSpacing(8)
        self.column.addWidget(self.bar)
        self.column.addWidget(self.pages, 1)

    @property
    def tab(self) -> str:
        return self._tabs[self.bar.currentIndex()].name

    @property
    def made(self) -> tuple[Room, ...]:
        """The pages that were gone to so far."""
        return tuple(self._made.values())

    def page(self, name: str) -> Room:
        """A tab's page, built when first asked for."""
        if name not in self._made:
            tab = next(tab for tab in self._tabs if tab.name == name)
            page = self._made[name] = tab.make(self.pages)
            self.pages.addWidget(page)
        return self._made[name]

    def show_tab(self, name: str) -> None:
        """Go to a page."""
        index = next(i for i, tab in enumerate(self._tabs) if tab.name == name)
        if index != self.bar.currentIndex():
            self.bar.setCurrentIndex(index)
        else:
            self.on_tab_chosen()

    def on_tab_chosen(self) -> None:
        page = self.page(self.tab)
        self.pages.setCurrentWidget(page)
        if self.isVisible():
            page.refresh()
        self.tab_shown.emit(self.tab)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        focused = self.window().focusWidget()
        if focused is None or not self.isAncestorOf(focused):
            self.bar.setFocus()
        self.on_tab_chosen()

    def refresh(self) -> None:
        if self.tab in self._made:
            self._made[self.tab].refresh()

    def on_changed(self, changed: Changed) -> None:
        for page in self.made:
            page.on_changed(changed)

    def on_look_changed(self) -> None:
        for page in self.made:
            page.on_look_changed()

    @property
    def playing(self) -> bool:
        return any(page.playing for page in self.made)

    def rest(self) -> None:
        for page in self.made:
            page.rest()

    def settle(self) -> None:
        for page in self.made:
            page.settle()

    def close_sound(self) -> None:
        for page in self.made:
            page.close_sound()
