"""What was done about a raised harm flag: asked at once, in place, and only kept when all three are told."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fidelity_rater.app.desk_models import HarmAction
from fidelity_rater.i18n import tr
from fidelity_rater.ui.theme import set_role
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import FormRows
from fidelity_rater.ui.widgets.text import label


class HarmForm(QFrame):
    """Three lines about one item's flag.

    Signals:
        action_given: what was done, whom it was told to, and when.
    """

    action_given = Signal(str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item, self._shown = "", HarmAction()
        set_role(self, "banner", tone="danger")
        self.done, self.told, self.when = QLineEdit(), QLineEdit(), QLineEdit()
        self.keep = TextButton(tr("Keep this"), "primary")
        self.state = label("", "muted", wrap=True)
        rows = FormRows()
        rows.add_row(tr("What was done?"), self.done)
        rows.add_row(tr("Who was told?"), self.told, hint=tr("A role is enough, such as the clinical lead."))
        rows.add_row(tr("When?"), self.when)
        buttons = QHBoxLayout()
        buttons.addWidget(self.state, 1)
        buttons.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(10)
        column.addWidget(label(tr("A harm flag is raised. What happened next?"), "heading", wrap=True))
        column.addWidget(rows)
        column.addLayout(buttons)
        for field in (self.done, self.told, self.when):
            field.textChanged.connect(self.on_edited)
            field.returnPressed.connect(self.on_keep)
        self.keep.clicked.connect(self.on_keep)

    def show_action(self, item: str, action: HarmAction, *, locked: bool = False) -> None:
        """Show what is told so far; an answer being typed on the same item is left alone."""
        for field in (self.done, self.told, self.when):
            field.setReadOnly(locked)
        if item != self._item or action != self._shown:
            self._item, self._shown = item, action
            self.done.setText(action.done)
            self.told.setText(action.told)
            self.when.setText(action.when)
        self.keep.setVisible(not locked)
        self.on_edited()

    def begin(self) -> None:
        """Put the cursor where the first answer is missing."""
        fields = (self.done, self.told, self.when)
        next((field for field in fields if not field.text().strip()), self.done).setFocus()

    def on_edited(self) -> None:
        now = self._typed()
        self.keep.setEnabled(now.complete and now != self._shown)
        if self._shown.complete and now == self._shown:
            self.state.setText(tr("Kept with the rating."))
        else:
            self.state.setText("" if now.complete else tr("All three are needed before signing."))

    def on_keep(self) -> None:
        if self.keep.isEnabled():
            now = self._typed()
            self.action_given.emit(now.done, now.told, now.when)

    def _typed(self) -> HarmAction:
        return HarmAction(self.done.text().strip(), self.told.text().strip(), self.when.text().strip())
