"""A backup brought back as a library of its own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.i18n import tr
from fidelity_rater.ui.start.new_library_page import PlaceField, PlaceOf
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import FormRows
from fidelity_rater.ui.widgets.text import label


class RestorePage(QWidget):
    """Takes which backup, and as what.

    Signals:
        wanted: the backup and the folder of the library to make of it.
        refused: what is wrong with what was chosen.
        left: back to the libraries.
    """

    wanted = Signal(object, object)
    refused = Signal(str)
    left = Signal()

    def __init__(self, place_of: PlaceOf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place_of = place_of
        self.backup = PlaceField(tr("The backup's folder"))
        self.backup.change.show_text(tr("Choose …"))
        self.name = QLineEdit()
        self.restore = TextButton(tr("Restore"), "primary")
        self.back = TextButton(tr("Back"))
        rows = FormRows()
        rows.add_row(
            tr("Backup"), self.backup, hint=tr("It is verified first and stays as it is. No library is overwritten.")
        )
        rows.add_row(tr("Name of the restored library"), self.name)
        buttons = QHBoxLayout()
        buttons.addWidget(self.restore)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(label(tr("Restore a backup"), "heading"))
        column.addWidget(rows)
        column.addLayout(buttons)
        self.backup.place_chosen.connect(self.show_backup)
        self.restore.clicked.connect(self.on_restore)
        self.name.returnPressed.connect(self.on_restore)
        self.back.clicked.connect(self.left)

    def show_backup(self, backup: Path) -> None:
        """Show the chosen backup and propose a name."""
        self.backup.place = backup
        self.backup.show_text(str(backup))
        if not self.name.text():
            self.name.setText(tr("Restored"))

    def on_restore(self) -> None:
        if self.backup.place is None:
            self.refused.emit(tr("Choose the backup first."))
            return
        try:
            folder = self._place_of(self.name.text(), None)
        except UserFacingError as error:
            self.refused.emit(str(error))
            return
        self.wanted.emit(self.backup.place, folder)
