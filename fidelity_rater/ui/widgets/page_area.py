"""A page that scrolls up and down only, exactly as tall as its wrapped text needs at the width there is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


class PageArea(QScrollArea):
    """Lays its page out at the viewport's width. Qt's own resizing leaves empty room under wrapped text."""

    def __init__(self, page: QWidget | None = None, *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always there: a bar that comes and goes would wrap the text anew each time.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        if page is not None:
            self.show_page(page)

    def show_page(self, page: QWidget) -> None:
        """Show this page in place of one that is there."""
        self.setWidget(page)
        # Qt paints a ground of its own otherwise, and what lies under the page is its ground.
        page.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        page.installEventFilter(self)
        self.fit()

    def fit(self) -> None:
        """Give the page its size, and never be narrower than it can be."""
        page = self.widget()
        layout = page.layout() if page is not None else None
        if page is None or layout is None:
            return
        room = self.viewport().size()
        if layout.hasHeightForWidth():
            # What takes any height that is left still has a least one.
            least = layout.totalMinimumHeightForWidth(room.width())
            wanted = max(layout.totalHeightForWidth(room.width()), least)
        else:
            wanted = page.sizeHint().height()
        self.setMinimumWidth(layout.totalMinimumSize().width() + self.verticalScrollBar().sizeHint().width())
        size = QSize(room.width(), max(wanted, room.height()))
        if page.size() != size:
            page.resize(size)
        # A handle that cannot move would only look as if there were more to see.
        self.verticalScrollBar().setEnabled(wanted > room.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self.fit()
        return super().eventFilter(watched, event)
