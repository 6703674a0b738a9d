"""What was drawn, and, at the end, what is to be sent to whom."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fidelity_rater.app.assigning.models import DrawTold, RaterLine
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.assignments.draw_list import DrawCard
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.text import label


class ResultPage(QWidget):
    """The draw as it stands in the list from now on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_draw(self, draw: DrawTold) -> None:
        empty(self._column)
        card = DrawCard(draw, self)
        for button in (card.assign, card.repeat, card.copy):
            button.hide()
        self._column.addWidget(card)


class SendPage(QWidget):
    """Signals:
    send_wanted: send this rater (uid) what was assigned to them.
    """

    send_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, TextButton] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_raters(self, raters: Sequence[RaterLine]) -> None:
        """Offer to send each what waits for them."""
        empty(self._column)
        self.buttons = {}
        for rater in raters:
            if rater.me:
                self._column.addWidget(label(tr("What you rate yourself is under “To rate”."), wrap=True))
            elif rater.to_send:
                text = tr_n("Send {n} to {person} …", "Send {n} to {person} …", rater.to_send, person=rater.name)
                button = TextButton(text, icon_name="export")
                button.clicked.connect(lambda _=False, uid=rater.uid: self.send_wanted.emit(uid))
                self.buttons[rater.uid] = button
                self._column.addWidget(button)
