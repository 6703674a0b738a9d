"""Pages of which one is shown, taking only the room that this one needs."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget


class Pages(QWidget):
    """Shows one page at a time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._pages: list[QWidget] = []

    def add_page(self, page: QWidget) -> None:
        self._column.addWidget(page)
        page.setVisible(not self._pages)
        self._pages.append(page)

    @property
    def current(self) -> QWidget:
        return next(page for page in self._pages if not page.isHidden())

    def show_page(self, page: QWidget) -> None:
        """Show this page and no other."""
        for each in self._pages:
            if each is not page:
                each.hide()
        page.show()
