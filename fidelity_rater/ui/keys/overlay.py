"""The keys of the screen one is on, over the dimmed screen; gone with the next click or Esc."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.commands import CommandId
from fidelity_rater.i18n import tr
from fidelity_rater.ui.keys.binder import KeyBinder
from fidelity_rater.ui.keys.lines import KeySection
from fidelity_rater.ui.theme import set_role
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.page_area import PageArea
from fidelity_rater.ui.widgets.text import KeyHint, label

MOST_COLUMNS = 3
DIMMED = QColor(0, 0, 0, 150)
EDGE = 32
COLUMN_LETTERS = 48
BESIDE = 60
"""What stands beside the page: the panel's edges and the scroll bar."""


class KeyOverlay(QWidget):
    """Covers its parent until it is closed, and then is no more.

    Signals:
        change_wanted: the person wants other keys.
        closed: it is gone.
    """

    change_wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget, *, sections: Sequence[KeySection], keys: KeyBinder) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(tr("Keys of this screen"))
        self._sections, self._keys = sections, keys
        self._before: QWidget | None = parent.window().focusWidget()
        self.change = TextButton(tr("Change keys …"), icon_name="edit", key=keys.hint_of("menu.keys"))
        self.close_button = TextButton(tr("Close"), "flat", icon_name="close", key=tr("Esc"))
        self.panel = QFrame(self)
        set_role(self.panel, "card")
        self._columns = 0
        self.ensurePolished()
        self.area = PageArea(name=tr("Keys of this screen"))
        self._lay_out()
        self.change.clicked.connect(self.on_change_pressed)
        self.close_button.clicked.connect(self.close)
        parent.installEventFilter(self)
        self._cover()
        self.show()
        self.raise_()
        self.area.setFocus(Qt.FocusReason.PopupFocusReason)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(label(tr("Keys of this screen"), "title"))
        head.addStretch(1)
        head.addWidget(self.change)
        head.addWidget(self.close_button)
        head.addWidget(KeyHint(tr("Esc")))
        column = self._column = QVBoxLayout(self.panel)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.area, 1)
        column.addWidget(
            label(
                tr("In a field keys write; function, media and pedal keys still act. Esc leads back."),
                "muted",
                wrap=True,
            )
        )

    # Where it lies

    def _cover(self) -> None:
        over = self.parentWidget()
        assert over is not None
        self.setGeometry(over.rect())
        room = over.rect().adjusted(EDGE, EDGE // 2, -EDGE, -EDGE // 2)
        self._show_columns(max(1, min(MOST_COLUMNS, len(self._sections), room.width() // self._column_width())))
        self._column.activate()
        around = self.panel.sizeHint().height() - self.area.sizeHint().height()
        wide = min(room.width(), self._columns * self._column_width() * 5 // 4 + 80)
        high = min(room.height(), self._page_height(wide - BESIDE) + max(around, 110))
        self.panel.setGeometry(0, 0, wide, high)
        self.panel.move(room.center() - QPoint(wide // 2, high // 2))

    def _page_height(self, width: int) -> int:
        page = self.area.widget()
        layout = page.layout() if page is not None else None
        return layout.totalHeightForWidth(width) if layout is not None else 0

    def _column_width(self) -> int:
        return self.fontMetrics().averageCharWidth() * COLUMN_LETTERS

    def _show_columns(self, count: int) -> None:
        if count == self._columns:
            return
        self._columns = count
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(28)
        for sections in in_columns(self._sections, count):
            row.addLayout(_column_of(sections), 1)
        self.area.show_page(page)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Grow and shrink with what lies under it."""
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self._cover()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), DIMMED)

    # The ways out

    def on_change_pressed(self) -> None:
        self.change_wanted.emit()
        self.close()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Only what closes it; no key reaches the screen under it."""
        helped = self._keys.window_command_for(event) == CommandId.HELP
        if helped or event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()

    def focusNextPrevChild(self, onward: bool) -> bool:
        """Tab stays among what is here."""
        stops = [self.area, self.change, self.close_button]
        focused = self.window().focusWidget()
        now = stops.index(focused) if focused in stops else 0
        stops[(now + (1 if onward else -1)) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def close(self) -> bool:
        """Go, and give the keys back to what had them."""
        before, self._before = self._before, None
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()
        return super().close()


def in_columns(sections: Sequence[KeySection], count: int) -> list[list[KeySection]]:
    """The sections in columns as even as they can be, and in their order as far as that allows."""
    count = min(count, len(sections))
    placed = min(product(range(count), repeat=len(sections)), key=lambda columns: _cost(sections, columns, count))
    return [[one for one, at in zip(sections, placed, strict=True) if at == column] for column in range(count)]


def _cost(sections: Sequence[KeySection], columns: Sequence[int], count: int) -> tuple[int, int]:
    """The highest column first; then how many sections stand in a column before that of one they follow."""
    heights = [0] * count
    for section, at in zip(sections, columns, strict=True):
        heights[at] += len(section.lines) + 2
    return max(heights), sum(later < earlier for earlier, later in combinations(columns, 2))


def _column_of(sections: Sequence[KeySection]) -> QVBoxLayout:
    """One under the other, so that what the keys do begins at one line."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(3)
    grid.setColumnStretch(1, 1)
    for section in sections:
        at = grid.rowCount()
        title = label(section.title, "heading")
        title.setContentsMargins(0, 0 if section is sections[0] else 12, 0, 2)
        grid.addWidget(title, at, 0, 1, 2)
        for row, line in enumerate(section.lines, start=at + 1):
            caps = QHBoxLayout()
            caps.setSpacing(4)
            for key in line.keys:
                caps.addWidget(KeyHint(key))
            caps.addStretch(1)
            grid.addLayout(caps, row, 0)
            grid.addWidget(label(line.words, wrap=True), row, 1)
    column = QVBoxLayout()
    column.addLayout(grid)
    column.addStretch(1)
    return column
