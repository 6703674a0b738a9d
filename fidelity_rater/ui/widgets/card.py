"""Frames that hold things together: a card, a section that folds, rows of a form, a scrolling page."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from fidelity_rater.i18n import tr
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.page_area import PageArea
from fidelity_rater.ui.widgets.text import ElidedLabel, label


class Card(QFrame):
    """A framed surface with an optional heading; put things into :attr:`body`."""

    def __init__(self, heading: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 16, 16, 16)
        self.body.setSpacing(12)
        if heading:
            self.body.addWidget(label(heading, "heading", wrap=True))


class SectionHeader(QWidget):
    """The heading of a section that can be folded away.

    Signals:
        folded: the section is folded now, or not.
    """

    folded = Signal(bool)

    def __init__(self, title: str, *, folded: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._folded = title, folded
        self.button = TextButton(title, "flat", icon_name="chevron-down")
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self.on_pressed)
        font = self.button.font()
        font.setBold(True)
        self.button.setFont(font)
        self.aside = ElidedLabel("", "muted")  # what stands beside the columns must never widen them
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)
        self.row.addWidget(self.button)
        self.row.addWidget(self.aside)
        self.row.addStretch(1)
        self.show_folded(folded)

    @property
    def is_folded(self) -> bool:
        return self._folded

    def show_title(self, title: str) -> None:
        self._title = title
        self.button.show_text(title)
        self.show_folded(self._folded)

    def show_aside(self, text: str) -> None:
        self.aside.show_text(text)

    def show_folded(self, folded: bool) -> None:
        """Show the state; announces nothing."""
        self._folded = folded
        self.button.show_icon("chevron-right" if folded else "chevron-down")
        self.button.setAccessibleDescription(tr("folded") if folded else tr("unfolded"))

    def on_pressed(self) -> None:
        self.show_folded(not self._folded)
        self.folded.emit(self._folded)


class FormRows(QWidget):
    """Fields under their labels, each with a hint where one helps; the label is what a screen reader says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(14)

    def add_row(self, name: str, field: QWidget, *, hint: str = "") -> QLabel:
        """Add a field; return its label."""
        made = label(name, "strong", wrap=True)
        made.setBuddy(field)
        field.setAccessibleName(name)
        row = QVBoxLayout()
        row.setSpacing(4)
        row.addWidget(made)
        if hint:
            row.addWidget(label(hint, "muted", wrap=True))
            field.setAccessibleDescription(hint)
        row.addWidget(field)
        self._column.addLayout(row)
        return made

    def add_layout(self, layout: QLayout) -> None:
        self._column.addLayout(layout)


def scrolling(page: QWidget, name: str = "") -> PageArea:
    """Let a page scroll up and down, never sideways; ``name`` is what a screen reader calls it."""
    return PageArea(page, name=name)


def line() -> QFrame:
    """A hairline."""
    made = QFrame()
    made.setProperty("role", "line")
    return made
