"""The screen of a locked library: it shows nothing of what is in it, and asks for the passphrase."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.fields import PassphraseField
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import Card, FormRows
from fidelity_rater.ui.widgets.text import label


class LockScreen(QWidget):
    """Asks who comes back.

    Signals:
        passphrase_given: unlock with this.
        leave_pressed: close the library instead.
    """

    passphrase_given = Signal(str)
    leave_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.who = label("", wrap=True)
        self.hint = label("", "muted", wrap=True)
        self.banner = Banner("danger")
        self.banner.hide()
        self.passphrase = PassphraseField()
        self.unlock = TextButton(tr("Unlock"), "primary", icon_name="lock")
        self.leave = TextButton(tr("Close the library"))
        self.form = QWidget()
        self._lay_out()
        self.unlock.clicked.connect(self.on_unlock)
        self.passphrase.submitted.connect(self.on_unlock)
        self.leave.clicked.connect(self.leave_pressed)

    def _lay_out(self) -> None:
        rows = FormRows()
        rows.add_row(tr("Your passphrase"), self.passphrase)
        buttons = QHBoxLayout()
        buttons.addWidget(self.unlock)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        form = QVBoxLayout(self.form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(14)
        form.addWidget(rows)
        form.addLayout(buttons)
        card = Card(tr("Locked"))
        card.setMinimumWidth(440)
        card.setMaximumWidth(520)
        for widget in (self.who, self.hint, self.banner, self.form):
            card.body.addWidget(widget)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def show_locked(self, *, library: str, person: str, hint: str = "") -> None:
        """Say what is locked and for whom; everything done so far is saved."""
        self.who.setText(tr("{library} is locked. {person}, your work is saved.", library=library, person=person))
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        self.banner.show_message("")
        self.passphrase.clear()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.passphrase.setFocus()

    def on_unlock(self) -> None:
        self.passphrase_given.emit(self.passphrase.text)
