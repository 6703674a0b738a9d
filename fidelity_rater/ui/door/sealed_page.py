"""Feedback that is still sealed: rate yourself first, or say that you want to see it now."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.door.models import Sealed
from fidelity_rater.i18n import tr
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import Card
from fidelity_rater.ui.widgets.flow_layout import FlowLayout
from fidelity_rater.ui.widgets.text import label


class SealedPage(QWidget):
    """Signals:
    rate_wanted: rate the session oneself first.
    show_wanted: show it now; that is recorded.
    """

    rate_wanted = Signal()
    show_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sealed: Sealed | None = None
        card = Card(parent=self)
        card.setMaximumWidth(640)
        self.title = label("", "title", wrap=True)
        self.told = label("", "muted", wrap=True)
        self.why = label("", wrap=True)
        self.silent = label("", "muted", wrap=True)
        self.rate = TextButton("", "primary", icon_name="sheet")
        self.show_now = TextButton(tr("Show me now"))
        self.show_now.setToolTip(tr("That you looked first is recorded with your answer and with your own rating."))
        for widget in (self.title, self.told, self.why, self.silent):
            card.body.addWidget(widget)
        buttons = QWidget()
        flow = FlowLayout(buttons, spacing=8)
        flow.addWidget(self.rate)
        flow.addWidget(self.show_now)
        card.body.addWidget(buttons)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card, 8)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 32, 24, 24)
        column.addLayout(row)
        column.addStretch(1)
        self.rate.clicked.connect(self.rate_wanted)
        self.show_now.clicked.connect(self.show_wanted)

    def show_sealed(self, sealed: Sealed) -> None:
        """Tell what waits, and what can be done."""
        self.sealed = sealed
        place = sealed.row.place
        self.title.setText(
            tr("{case} · {session}", case=place.case, session=place.words) if place.case else place.words
        )
        self.told.setText(tr("Feedback from {sender} is here.", sender=sealed.row.sender))
        if sealed.ratable:
            self.why.setText(
                tr(
                    "Rate the session yourself first, on the same scale. Until your rating is signed, the scores and "
                    "the feedback stay sealed: what you hear on your own is worth most before you know what somebody "
                    "else heard. You can look now all the same; which came first is recorded."
                )
            )
        else:
            self.why.setText(tr("The session is not in this library, so you cannot rate it here. You can look now."))
        self.silent.setText(sealed.silent)
        self.silent.setVisible(bool(sealed.silent))
        self.rate.show_text(tr("Go on with your own rating") if sealed.draft_uid else tr("Rate this session first"))
        self.rate.setVisible(sealed.ratable)
        first = sealed.ratable and not sealed.silent
        self.rate.show_role("primary" if first else "")
        self.show_now.show_role("" if first else "primary")
        (self.rate if first else self.show_now).setFocus(Qt.FocusReason.OtherFocusReason)
