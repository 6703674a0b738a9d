"""The strip over the demo: that all of it is made up, where to begin, and the way to make it anew."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from fidelity_rater.app.demo.door import DemoEntry
from fidelity_rater.i18n import tr
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import TextButton


class DemoStrip(Banner):
    """Signals:
    rate_wanted: rate the session that waits for it (uid).
    reset_wanted: make the demo anew; asked for twice.
    """

    rate_wanted = Signal(str)
    reset_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("info", action=tr("Reset the demo"), parent=parent)
        self._session_uid = ""
        self._asked = False
        self.rate = TextButton(tr("Rate a session"), icon_name="play", parent=self)
        self.rate.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.action.show_role("link")
        self.setStyleSheet("QFrame[role=banner] { border-radius: 0; border-width: 0 0 1px 0; }")
        row = self.layout()
        assert isinstance(row, QBoxLayout)
        row.insertWidget(row.indexOf(self.action), self.rate)
        self.rate.clicked.connect(lambda: self.rate_wanted.emit(self._session_uid))
        self.action_pressed.connect(self.on_reset_pressed)

    def show_demo(self, demo: DemoEntry | None) -> None:
        """Show what this is; nothing where it is no demo."""
        if demo is None:
            self.hide()
            return
        self._session_uid = demo.first_session_uid
        told = tr("Its passphrase is public: {passphrase}", passphrase=demo.passphrase)
        self.show_message(f"{demo.notice} {told}")

    def show_at_desk(self, at_desk: bool) -> None:
        """Offer no other session to somebody who is rating one."""
        self.rate.setVisible(not at_desk)

    def on_reset_pressed(self) -> None:
        """Ask once, in place: whatever was tried out in the demo goes."""
        if self._asked:
            self.reset_wanted.emit()
            return
        self._asked = True
        self.show_message(
            tr("Resetting throws away everything that was done in the demo, and makes it anew."),
            tone="warning",
            action=tr("Reset it now"),
        )
