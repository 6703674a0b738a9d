"""Opening a package: which one, and the passphrase that opens it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.fields import PassphraseField
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import FormRows
from fidelity_rater.ui.widgets.text import ElidedLabel, label


class ChoosePage(QWidget):
    """Signals:
    choose_pressed: have a package chosen.
    """

    choose_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choose = TextButton(tr("Choose a package …"), "primary", icon_name="folder")
        self.choose.clicked.connect(self.choose_pressed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(label(tr("Choose the file that was sent to you, or drop it onto this window."), wrap=True))
        column.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)


class OpenPage(QWidget):
    """Asks for the one passphrase that is needed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file = ElidedLabel("", "strong")
        self.asked = label("", "strong", wrap=True)
        self.explained = label("", "muted", wrap=True)
        self.passphrase = PassphraseField()
        self.asked.setBuddy(self.passphrase)
        self.by_passphrase = False
        rows = FormRows()
        rows.add_row(tr("Package"), self.file)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(rows)
        column.addSpacing(10)
        column.addWidget(self.asked)
        column.addWidget(self.explained)
        column.addWidget(self.passphrase)
        self.setFocusProxy(self.passphrase)

    def show_package(self, path: Path, *, by_passphrase: bool) -> None:
        self.by_passphrase = by_passphrase
        self.file.show_text(path.name)
        self.file.setAccessibleName(tr("Package: {name}", name=path.name))
        name = tr("Passphrase of the package") if by_passphrase else tr("Your own passphrase")
        self.asked.setText(name)
        self.passphrase.setAccessibleName(name)
        self.explained.setText(
            tr("Its sender has told it to you by another way than the file.")
            if by_passphrase
            else tr("The package was locked to your card: your identity opens it.")
        )

    def clear(self) -> None:
        """Forget what was typed."""
        self.passphrase.clear()
