"""Where a package lies now, and what to do with it."""

from __future__ import annotations

import math

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.sharing.models import Sent
from fidelity_rater.i18n import tr
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import Card
from fidelity_rater.ui.widgets.text import CodeLabel, label

MEGABYTE = 1_000_000


class DonePage(QWidget):
    """Path, what went along, and size."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sent: Sent | None = None
        self.path = CodeLabel()
        self.path.setWordWrap(True)
        self.path.setAccessibleName(tr("Where the package lies"))
        self.told = label("", wrap=True)
        self.next = label("", wrap=True)
        self.copy = TextButton(tr("Copy the path"), icon_name="copy")
        self.folder = TextButton(tr("Show the folder"), icon_name="folder")
        self.copy.clicked.connect(self.on_copy)
        self.folder.clicked.connect(self.on_folder)
        card = Card(tr("The package is written"))
        card.body.addWidget(self.path)
        card.body.addWidget(self.told)
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy)
        buttons.addWidget(self.folder)
        buttons.addStretch(1)
        card.body.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(card)
        column.addWidget(self.next)

    def show_sent(self, sent: Sent, *, by_passphrase: bool) -> None:
        self._sent = sent
        self.path.setText(str(sent.path))
        self.told.setText("\n".join((*(tr("• {line}", line=line) for line in sent.lines), _size(sent.size))))
        self.next.setText(
            tr("Send the file as you like: it is locked. Tell the passphrase by another way, such as the phone.")
            if by_passphrase
            else tr("Send the file as you like: only the person it is for can open it.")
        )

    def on_copy(self) -> None:
        if self._sent is not None:
            QGuiApplication.clipboard().setText(str(self._sent.path))

    def on_folder(self) -> None:
        if self._sent is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._sent.path.parent)))


def _size(size: int) -> str:
    if size < MEGABYTE:
        return tr("{size} kB", size=math.ceil(size / 1000))
    return tr("{size} MB", size=f"{size / MEGABYTE:.1f}")
