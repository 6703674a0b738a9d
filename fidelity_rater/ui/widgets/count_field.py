"""A count: how often something was heard. A stepper that tells "not counted" from 0."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from fidelity_rater.app.desk_models import DeskDimension
from fidelity_rater.i18n import tr
from fidelity_rater.ui.theme import current_look
from fidelity_rater.ui.widgets.buttons import IconButton
from fidelity_rater.ui.widgets.score_buttons import ring_pen
from fidelity_rater.ui.widgets.text import label


class CountField(QWidget):
    """Counts up and down; a press on the number takes the count back.

    Signals:
        score_chosen: the count is this now.
        score_withdrawn: nothing is counted after all.
    """

    score_chosen = Signal(int)
    score_withdrawn = Signal()

    def __init__(self, dimension: DeskDimension, *, item_label: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dimension, self._item_label = dimension, item_label
        self._active, self._keyboard = False, True
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.less = IconButton("minus", tr("One less"), key="-")
        self.more = IconButton("plus", tr("One more"), key="+")
        self.shown: QLabel = label("", "strong")
        self.shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.shown.setMinimumWidth(self.fontMetrics().horizontalAdvance("0000"))
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 0, 3, 0)
        row.setSpacing(2)
        for widget in (self.less, self.shown, self.more):
            widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(widget)
        self.less.clicked.connect(lambda: self.step(-1))
        self.more.clicked.connect(lambda: self.step(1))
        self.show_dimension(dimension)

    def show_dimension(self, dimension: DeskDimension) -> None:
        """Show the count; announces nothing."""
        self._dimension = dimension
        value = dimension.value
        self.shown.setText("–" if value is None else str(value))
        self.less.setEnabled(not dimension.locked and value is not None)
        self.more.setEnabled(not dimension.locked and (dimension.maximum is None or (value or 0) < dimension.maximum))
        self.setToolTip(dimension.locked)
        name = tr("{item}: {dimension}", item=self._item_label, dimension=dimension.name)
        self.setAccessibleName(name if self._item_label else dimension.name)
        self.setAccessibleDescription(tr("not counted") if value is None else str(value))

    def show_active(self, active: bool, *, keyboard: bool = True) -> None:
        """Show whether keys go here, and whether the keyboard is where it must be for that."""
        if (active, keyboard) != (self._active, self._keyboard):
            self._active, self._keyboard = active, keyboard
            self.update()

    def step(self, by: int) -> None:
        """Count on from what stands; the first step up counts one, going below the least takes the count back."""
        least = self._dimension.minimum
        value = self._dimension.value
        target = max(least, by) if value is None else value + by
        if self._dimension.locked or (value is None and by < 0):
            return
        if target < least:
            self.score_withdrawn.emit()
        elif self._dimension.maximum is None or target <= self._dimension.maximum:
            self.score_chosen.emit(target)

    def choose(self, value: int) -> bool:
        """Set the count, as a digit does."""
        maximum = self._dimension.maximum
        if self._dimension.locked or value < self._dimension.minimum or (maximum is not None and value > maximum):
            return False
        self.score_chosen.emit(value)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if text in {"+", "-"}:
            self.step(1 if text == "+" else -1)
        elif text.isdecimal() and text.isascii():
            self.choose(int(text))
        elif event.key() in (Qt.Key.Key_X, Qt.Key.Key_Delete) and self._dimension.value is not None:
            self.score_withdrawn.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = current_look()
        active = self._active or self.hasFocus()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(ring_pen(self._keyboard or self.hasFocus()) if active else QPen(QColor(look.border), 1))
            painter.setBrush(QColor(look.surface))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)
