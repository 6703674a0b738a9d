"""The side of the desk: item, moments, transcript and feedback as tabs; pages over them for a while."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from fidelity_rater.i18n import tr
from fidelity_rater.ui.desk.side_page import SidePage


class SidePanel(QWidget):
    """Tabs, and pages that lie over them.

    Signals:
        tab_chosen: a tab has come into sight (its widget).
        page_closed: a page over the tabs was closed by its button.
    """

    tab_chosen = Signal(QWidget)
    page_closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tabs.setAccessibleName(tr("Beside the items"))
        self._tabbed, self._pages = QStackedWidget(), QStackedWidget()
        under = QWidget()
        inner = QVBoxLayout(under)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.tabs)
        inner.addWidget(self._tabbed, 1)
        self._pages.addWidget(under)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self._transcript: QWidget | None = None
        self.tabs.currentChanged.connect(self._on_tab_changed)

    @property
    def current(self) -> QWidget | None:
        """The page over the tabs where one lies there, else what the chosen tab shows."""
        return self._pages.currentWidget() if self._pages.currentIndex() else self._tabbed.currentWidget()

    @property
    def transcript(self) -> QWidget | None:
        return self._transcript

    def add_tab(self, content: QWidget, name: str, *, key: str = "") -> None:
        index = self._tabbed.addWidget(content)
        self.tabs.addTab(name)
        if key:
            self.tabs.setTabToolTip(index, tr("{name} ({key})", name=name, key=key))

    def add_page(self, page: SidePage) -> None:
        self._pages.addWidget(page)
        page.closed.connect(self.page_closed)

    def place_transcript(self, transcript: QWidget) -> None:
        """Give the transcript its tab, in place of one that is there."""
        if self._transcript is None:
            self.add_tab(transcript, tr("Transcript"))
        else:
            index = self._tabbed.indexOf(self._transcript)
            self._tabbed.removeWidget(self._transcript)
            self._transcript.deleteLater()
            self._tabbed.insertWidget(index, transcript)
            self._tabbed.setCurrentIndex(self.tabs.currentIndex())
        self._transcript = transcript

    def place_last(self, content: QWidget, name: str, *, key: str = "") -> None:
        """Give it a tab after all others, such as one that only some ratings have."""
        if self._tabbed.indexOf(content) < 0:
            self.add_tab(content, name, key=key)
        else:
            self.show_name(content, name)

    def take_last(self, content: QWidget) -> None:
        """Take its tab away again; where it was in sight, the first one is."""
        index = self._tabbed.indexOf(content)
        if index < 0:
            return
        if index == self.tabs.currentIndex():
            self.tabs.setCurrentIndex(0)
        self.tabs.removeTab(index)
        self._tabbed.removeWidget(content)
        content.hide()

    def show_name(self, content: QWidget, name: str) -> None:
        """Rename a tab, such as when it counts."""
        self.tabs.setTabText(self._tabbed.indexOf(content), name)

    def show_tab(self, content: QWidget) -> None:
        """Bring a tab into sight, whatever lies over it."""
        self.tabs.setCurrentIndex(self._tabbed.indexOf(content))
        self.close_page()

    def show_page(self, page: SidePage) -> None:
        self._pages.setCurrentWidget(page)

    def close_page(self) -> bool:
        """Take away the page over the tabs; tell whether one lay there."""
        lay = self._pages.currentIndex() != 0
        self._pages.setCurrentIndex(0)
        shown = self._tabbed.currentWidget()
        if lay and shown is not None:
            self.tab_chosen.emit(shown)
        return lay

    def begin(self) -> None:
        """Give the keys to what is in sight: what it proposes for that, else its first control, else the tabs."""
        shown = self.current
        proposed = shown.focusProxy() if shown is not None else None
        inside = shown.findChildren(QWidget) if shown is not None else []
        for one in (proposed, *inside, self.tabs):
            if one is not None and one.isVisible() and one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus:
                one.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def _on_tab_changed(self, index: int) -> None:
        self._tabbed.setCurrentIndex(index)
        shown = self._tabbed.currentWidget()
        if shown is not None:
            self.tab_chosen.emit(shown)
