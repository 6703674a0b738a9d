"""A message where it belongs, never over what a person is doing; perhaps with one thing to do about it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from fidelity_rater.i18n import tr
from fidelity_rater.ui.theme import LOOK_CHANGES, current_look, pixmap, set_role
from fidelity_rater.ui.widgets.buttons import IconButton, TextButton
from fidelity_rater.ui.widgets.text import label

_ICONS = {"info": "info", "ok": "check", "warning": "warning", "danger": "warning"}


class Banner(QFrame):
    """One sentence in the tone ``info``, ``ok``, ``warning`` or ``danger``. An empty message hides it.

    Signals:
        action_pressed: the person wants what the button says.
        dismissed: the person has read it.
    """

    action_pressed = Signal()
    dismissed = Signal()

    def __init__(
        self, tone: str = "info", *, action: str = "", dismissable: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tone = tone
        self.picture = QLabel()
        self.message = label("", wrap=True)
        self.action = TextButton(action, parent=self)
        self.action.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.action.setVisible(bool(action))
        self.close_button = IconButton("close", tr("Dismiss"), parent=self)
        self.close_button.setVisible(dismissable)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(10)
        row.addWidget(self.picture)
        row.addWidget(self.message, 1)
        row.addWidget(self.action)
        row.addWidget(self.close_button)
        self.action.clicked.connect(self.action_pressed)
        self.close_button.clicked.connect(self.on_closed)
        set_role(self, "banner", tone=tone)
        self._paint_icon()

    def show_message(self, message: str, *, tone: str = "", action: str | None = None) -> None:
        """Say this; say nothing where it is empty."""
        if tone and tone != self._tone:
            self._tone = tone
            set_role(self, "banner", tone=tone)
            self._paint_icon()
        if action is not None:
            self.action.show_text(action)
            self.action.setVisible(bool(action))
        news = bool(message) and message != self.message.text()
        self.message.setText(message)
        self.setAccessibleName(message)
        self.setVisible(bool(message))
        if news:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def on_closed(self) -> None:
        self.hide()
        self.dismissed.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in LOOK_CHANGES and hasattr(self, "picture"):
            self._paint_icon()

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(0, 40))

    def _paint_icon(self) -> None:
        look = current_look()
        inks = {"ok": look.ok.strong, "warning": look.warning.strong, "danger": look.danger.strong}
        colour = inks.get(self._tone, look.accent)
        self.picture.setPixmap(pixmap(_ICONS[self._tone], 20, colour=colour, ratio=self.devicePixelRatioF()))
