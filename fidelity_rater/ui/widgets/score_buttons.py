"""One dimension of one item: a numbered button for each level. Choosing again takes the score back."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from fidelity_rater.app.desk_models import DeskDimension, DeskLevel
from fidelity_rater.i18n import tr
from fidelity_rater.ui.theme import current_look

GAP: Final = 3
RING: Final = 3


class ScoreButton(QAbstractButton):
    """One level. Painted by hand: some six hundred of them stand on the desk."""

    def __init__(self, level: DeskLevel, hue: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.level, self._hue = level, hue
        self._locked = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setText(str(level.value))

    def show_locked(self, locked: bool) -> None:
        self._locked = locked
        self.update()

    def sizeHint(self) -> QSize:
        side = self.fontMetrics().height() + 11
        return QSize(max(side, self.fontMetrics().horizontalAdvance(self.text()) + 12), side)

    def nextCheckState(self) -> None:
        """Show only what the owner tells."""

    def paintEvent(self, event: QPaintEvent) -> None:
        look = current_look()
        hue = look.hue(self._hue)
        checked, hovered = self.isChecked(), self.underMouse() and not self._locked
        ground = hue.strong if checked else (hue.soft if hovered else look.surface)
        edge = hue.strong if checked or hovered else look.border
        ink = hue.on if checked else (look.disabled if self._locked else look.muted)
        if self._locked and not checked:
            ground, edge = look.sunken, look.sunken
        font = self.font()
        font.setBold(checked)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(edge), 1))
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
            painter.setFont(font)
            painter.setPen(QColor(ink))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class ScoreButtons(QWidget):
    """The levels of one dimension side by side.

    Signals:
        score_chosen: the rater chose a level (its value).
        score_withdrawn: the rater chose the standing level again.
    """

    score_chosen = Signal(int)
    score_withdrawn = Signal()

    def __init__(self, dimension: DeskDimension, *, item_label: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dimension, self._item_label = dimension, item_label
        self._active, self._keyboard = False, True
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._buttons = [ScoreButton(level, dimension.hue, self) for level in _levels(dimension)]
        for button in self._buttons:
            button.clicked.connect(self.on_clicked)
        self._place()
        self._show()

    @property
    def buttons(self) -> list[ScoreButton]:
        return self._buttons

    def show_dimension(self, dimension: DeskDimension) -> None:
        """Show how this dimension stands now; announces nothing."""
        if dimension != self._dimension:
            self._dimension = dimension
            self._show()

    def _show(self) -> None:
        dimension = self._dimension
        for button in self._buttons:
            button.setChecked(button.level.value == dimension.value)
            button.show_locked(bool(dimension.locked))
            button.setToolTip(dimension.locked or _named(button.level))
            button.setAccessibleName(tr("{dimension} {level}", dimension=dimension.name, level=_named(button.level)))
        name = tr("{item}: {dimension}", item=self._item_label, dimension=dimension.name)
        self.setAccessibleName(name if self._item_label else dimension.name)
        self.setAccessibleDescription(dimension.locked or self._spoken())
        self.setToolTip(dimension.locked)

    def show_active(self, active: bool, *, keyboard: bool = True) -> None:
        """Show whether digits go here, and whether the keyboard is where it must be for that."""
        if (active, keyboard) != (self._active, self._keyboard):
            self._active, self._keyboard = active, keyboard
            self.update()

    def choose(self, value: int) -> bool:
        """Do what pressing the level does; False where there is no such level or it is locked."""
        if self._dimension.locked or all(button.level.value != value for button in self._buttons):
            return False
        if value == self._dimension.value:
            self.score_withdrawn.emit()
        else:
            self.score_chosen.emit(value)
        return True

    def on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, ScoreButton):
            self.choose(button.level.value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if text.isdecimal() and text.isascii() and self.choose(int(text)):
            event.accept()
        elif event.key() in (Qt.Key.Key_X, Qt.Key.Key_Delete) and self._dimension.value is not None:
            self.score_withdrawn.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_buttons"):
            self._place()

    def sizeHint(self) -> QSize:
        return self._size

    def minimumSizeHint(self) -> QSize:
        return self._size

    def _place(self) -> None:
        """By hand: a layout for each of these would double the time it takes to open the desk."""
        x = RING
        for button in self._buttons:
            hint = button.sizeHint()
            button.setGeometry(x, RING, hint.width(), hint.height())
            x += hint.width() + GAP
        self._size = QSize(x - GAP + RING, self._buttons[0].sizeHint().height() + 2 * RING)
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not (self._active or self.hasFocus()):
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(ring_pen(self._keyboard or self.hasFocus()))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _spoken(self) -> str:
        value = self._dimension.value
        level = None if value is None else self._dimension.level(value)
        return _named(level) if level else tr("not scored")


def ring_pen(keyboard: bool) -> QPen:
    """The ring around the answer that digits go to; faint and dashed while the keyboard is elsewhere."""
    look = current_look()
    return QPen(QColor(look.accent), 2) if keyboard else QPen(QColor(look.control), 1, Qt.PenStyle.DashLine)


def _levels(dimension: DeskDimension) -> tuple[DeskLevel, ...]:
    return dimension.levels or (DeskLevel(0, tr("no")), DeskLevel(1, tr("yes")))


def _named(level: DeskLevel) -> str:
    return tr("{value} {label}", value=level.value, label=level.label)
