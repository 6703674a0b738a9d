"""The libraries opened before, and the ways to others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.commands import MENU
from fidelity_rater.app.front_door import RecentLibrary
from fidelity_rater.i18n import tr
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.flow_layout import FlowLayout
from fidelity_rater.ui.widgets.text import ElidedLabel, label


class RecentRow(QFrame):
    """One library opened before.

    Signals:
        opened: this one.
        forgotten: take it off the list.
    """

    opened = Signal(object)
    forgotten = Signal(object)

    def __init__(self, library: RecentLibrary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.library = library
        self.setProperty("role", "card")
        place = tr("Not found: {place}", place=library.folder) if library.missing else str(library.folder.parent)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(library.name, "strong"))
        words.addWidget(ElidedLabel(place, "muted"))
        self.open = TextButton(tr("Open"), parent=self)
        self.open.setAccessibleName(tr("Open {library}", library=library.name))
        self.forget = TextButton(tr("Take off the list"), "flat", parent=self)
        self.open.setVisible(not library.missing)
        self.forget.setVisible(library.missing)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 10, 10)
        row.addLayout(words, 1)
        row.addWidget(self.open)
        row.addWidget(self.forget)
        self.open.clicked.connect(lambda: self.opened.emit(self.library.folder))
        self.forget.clicked.connect(lambda: self.forgotten.emit(self.library.folder))


class LibrariesPage(QWidget):
    """Where a day begins.

    Signals:
        library_chosen: open this folder.
        library_forgotten: take this folder off the list.
        new_wanted, other_wanted, restore_wanted: as named.
    """

    library_chosen = Signal(object)
    library_forgotten = Signal(object)
    new_wanted = Signal()
    other_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[RecentRow] = []
        self.empty = label(
            tr("No library yet. A library is one encrypted folder with your therapists, recordings and ratings."),
            "muted",
            wrap=True,
        )
        self.new = TextButton(tr("New library …"), icon_name="plus", command=MENU + "new")
        self.other = TextButton(tr("Open another …"), icon_name="folder", command=MENU + "open")
        self.restore = TextButton(tr("Restore a backup …"), icon_name="archive")
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        actions = QWidget()
        flow = FlowLayout(actions, spacing=8)
        for button in (self.new, self.other, self.restore):
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self.empty)
        column.addLayout(self._list)
        column.addWidget(actions)
        self.new.clicked.connect(self.new_wanted)
        self.other.clicked.connect(self.other_wanted)
        self.restore.clicked.connect(self.restore_wanted)

    def show_libraries(self, libraries: Sequence[RecentLibrary]) -> None:
        """Show these, the latest first."""
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [RecentRow(library) for library in libraries]
        for row in self.rows:
            self._list.addWidget(row)
            row.opened.connect(self.library_chosen)
            row.forgotten.connect(self.library_forgotten)
        self.empty.setVisible(not self.rows)
        self.new.show_role("" if self.rows else "primary")

    def take_focus(self) -> None:
        """Have Enter open the library used last, or begin the first one."""
        there = [row.open for row in self.rows if not row.library.missing]
        (there[0] if there else self.new).setFocus(Qt.FocusReason.OtherFocusReason)

    def row_of(self, folder: Path) -> RecentRow:
        return next(row for row in self.rows if row.library.folder == folder)
