"""What a figure stands on: ratings, or therapists, each to be opened."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from fidelity_rater.app.development.models import Ground
from fidelity_rater.i18n import tr
from fidelity_rater.ui.widgets.text import label


class GroundsList(QWidget):
    """A list under its heading.

    Signals:
        ground_opened: the person wants to see this one (:class:`Ground`).
    """

    ground_opened = Signal(Ground)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grounds: tuple[Ground, ...] = ()
        self.heading = label(tr("What it stands on"), "strong", wrap=True)
        self.hint = label("", "muted", wrap=True)
        self.list = _OpeningList(self)
        self.list.opened.connect(self._on_opened)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.heading)
        column.addWidget(self.hint)
        column.addWidget(self.list, 1)
        column.addStretch(0)  # without the list, the words stay at the top
        self.show_grounds("", ())

    def show_grounds(self, of: str, grounds: tuple[Ground, ...]) -> None:
        """List what this figure stands on; nothing chosen: say what to do."""
        self._grounds = grounds
        self.heading.setText(of or tr("What it stands on"))
        self.hint.setVisible(not grounds)
        if of and not grounds:
            self.hint.setText(tr("No rating stands behind this."))
        elif not of:
            self.hint.setText(tr("Choose a row: the ratings it stands on are listed here, and each can be opened."))
        self.list.setVisible(bool(grounds))
        self.list.setAccessibleName(tr("What “{figure}” stands on", figure=of))
        self.list.clear()
        for ground in grounds:
            item = QListWidgetItem(ground.told)
            opens = tr("Opens the therapist's results") if ground.therapist_uid else tr("Opens the rating")
            item.setToolTip(opens)
            self.list.addItem(item)

    def _on_opened(self, row: int) -> None:
        if 0 <= row < len(self._grounds):
            self.ground_opened.emit(self._grounds[row])


class _OpeningList(QListWidget):
    """Opens by click and by Return; not through ``activated``, which some desktops give with a click as well."""

    opened = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setSpacing(3)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(lambda item: self.opened.emit(self.row(item)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.currentRow())
        else:
            super().keyPressEvent(event)
