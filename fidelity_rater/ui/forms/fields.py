"""Fields: a passphrase that can be looked at, a date that may be missing, choices by key, and text of some lines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from PySide6.QtCore import QDate, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QWidget,
)

from fidelity_rater.i18n import tr
from fidelity_rater.ui.widgets.buttons import IconButton, TextButton
from fidelity_rater.ui.widgets.text import label


class PassphraseField(QWidget):
    """A passphrase in dots, and in letters while Show is pressed.

    Signals:
        submitted: Return was pressed in it.
        edited: another text now.
    """

    submitted = Signal()
    edited = Signal(str)

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.look = TextButton(tr("Show"))
        self.look.setCheckable(True)
        self.look.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.look.toggled.connect(self.on_look)
        self.line.returnPressed.connect(self.submitted)
        self.line.textChanged.connect(self.edited)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.look)
        self.setFocusProxy(self.line)
        self.setAccessibleName(name or tr("Passphrase"))

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)
        self.look.setAccessibleName(tr("Show {name}", name=name))

    @property
    def text(self) -> str:
        return self.line.text()

    def clear(self) -> None:
        """Forget what was typed."""
        self.line.clear()
        self.look.setChecked(False)

    def on_look(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.line.setEchoMode(mode)
        self.look.setText(tr("Hide") if shown else tr("Show"))


class DateField(QWidget):
    """A day, or none.

    Signals:
        day_chosen: another day, or none, now.
    """

    day_chosen = Signal()

    def __init__(self, *, none_text: str = "", parent: QWidget | None = None) -> None:
        """``none_text`` names the box that is ticked where there is a day; empty: there always is one."""
        super().__init__(parent)
        self.known = QCheckBox(none_text, self)
        self.known.setVisible(bool(none_text))
        self.known.setChecked(not none_text)
        self.edit = QDateEdit(QDate.currentDate(), self)
        self.edit.setCalendarPopup(True)
        self.edit.setDisplayFormat("d MMM yyyy")
        self.edit.setVisible(not none_text)
        self.known.toggled.connect(self.edit.setVisible)
        self.known.toggled.connect(lambda _: self.day_chosen.emit())
        self.edit.dateChanged.connect(lambda _: self.day_chosen.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.known)
        row.addWidget(self.edit)
        row.addStretch(1)
        self.setFocusProxy(self.known if none_text else self.edit)

    def sizeHint(self) -> QSize:
        """As high without a day as with one: what stands below must not move when the box is ticked."""
        return super().sizeHint().expandedTo(QSize(0, self.edit.sizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(0, self.edit.sizeHint().height()))

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.edit.setAccessibleName(name)
        self.known.setAccessibleName(name)

    @property
    def day(self) -> date | None:
        if not self.known.isChecked():
            return None
        chosen = self.edit.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def show_day(self, day: date | None) -> None:
        """Show a day; announces nothing."""
        with QSignalBlocker(self):
            self.known.setChecked(day is not None)
            if day is not None:
                self.edit.setDate(QDate(day.year, day.month, day.day))


# Qt's own step buttons are a few pixels high; the two beside the box can be hit, and say what they do.
NO_BUTTONS: Final = "QDoubleSpinBox::up-button, QDoubleSpinBox::down-button { width: 0; border: 0; }"


class NumberField(QWidget):
    """A number, typed or stepped.

    Signals:
        number_chosen: another number now.
    """

    number_chosen = Signal(float)

    def __init__(
        self, least: float, most: float, *, step: float = 1, unit: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.box = QDoubleSpinBox()
        self.box.setStyleSheet(NO_BUTTONS)
        self.box.lineEdit().setTextMargins(8, 0, 0, 0)
        self.box.setDecimals(len(f"{step:g}".partition(".")[2]))
        self.box.setRange(least, most)
        self.box.setSingleStep(step)
        self.box.setMinimumWidth(self.fontMetrics().averageCharWidth() * 8 + 24)
        self.less = IconButton("minus", tr("Less"))
        self.more = IconButton("plus", tr("More"))
        self.less.clicked.connect(self.box.stepDown)
        self.more.clicked.connect(self.box.stepUp)
        self.box.valueChanged.connect(self.number_chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.box)
        self.unit = label(unit, "muted")
        row.addWidget(self.unit)
        self.unit.setVisible(bool(unit))
        self.box.valueChanged.connect(self._show_unit)
        row.addWidget(self.less)
        row.addWidget(self.more)
        row.addStretch(1)
        self.setFocusProxy(self.box)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.box.setAccessibleName(name)
        self.less.setAccessibleName(tr("{name}: less", name=name))
        self.more.setAccessibleName(tr("{name}: more", name=name))

    def call_least(self, word: str) -> None:
        """Say this word instead of the least number, without a unit."""
        self.box.setSpecialValueText(word)
        self._show_unit()

    def _show_unit(self) -> None:
        worded = bool(self.box.specialValueText()) and self.box.value() == self.box.minimum()
        self.unit.setVisible(bool(self.unit.text()) and not worded)

    @property
    def number(self) -> float:
        return self.box.value()

    def show_number(self, number: float) -> None:
        """Show a number; announces nothing."""
        with QSignalBlocker(self.box):
            self.box.setValue(number)
        self._show_unit()


class ChoiceField(QComboBox):
    """One of some choices, each known by a key.

    Signals:
        choice_made: a person chose the one with this key.
    """

    choice_made = Signal(str)

    def __init__(self, choices: Iterable[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.activated.connect(lambda _: self.choice_made.emit(self.key))
        self.show_choices(choices)

    @property
    def key(self) -> str:
        return str(self.currentData() or "")

    def show_choices(self, choices: Iterable[tuple[str, str]]) -> None:
        """Offer these; what stood stays if it is still offered."""
        before = self.key
        with QSignalBlocker(self):
            self.clear()
            for key, text in choices:
                self.addItem(text, key)
            self.show_key(before)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turning the wheel scrolls the page; it must not choose something else on its way."""
        event.ignore()

    def show_key(self, key: str) -> None:
        """Show the choice with this key, else the first."""
        with QSignalBlocker(self):
            self.setCurrentIndex(max(0, self.findData(key)))


class OpenChoiceField(QComboBox):
    """A text of one's own, with the usual answers to choose from."""

    def __init__(self, usual: Iterable[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.addItems(list(usual))
        self.setCurrentIndex(-1)
        self.setEditText("")

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        line = self.lineEdit()
        if line is not None:
            line.setAccessibleName(name)

    @property
    def text(self) -> str:
        return " ".join(self.currentText().split())

    def show_text(self, text: str) -> None:
        with QSignalBlocker(self):
            self.setEditText(text)

    def show_choices(self, usual: Iterable[str]) -> None:
        """Offer these; what was typed stays."""
        before = self.currentText()
        with QSignalBlocker(self):
            self.clear()
            self.addItems(list(usual))
            self.setCurrentIndex(self.findText(before))
            self.setEditText(before)


class LinesField(QPlainTextEdit):
    """Text of a few lines; Tab leaves it."""

    def __init__(self, *, lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setTabChangesFocus(True)
        self._fit()

    @property
    def text(self) -> str:
        return self.toPlainText().strip()

    def _fit(self) -> None:
        self.setFixedHeight(self.fontMetrics().lineSpacing() * self._lines + 20)
