"""A second look before a transcript is kept that may be of another recording."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from fidelity_rater.i18n import tr
from fidelity_rater.ui.theme import set_role
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.flow_layout import FlowLayout
from fidelity_rater.ui.widgets.text import label


class FitQuestion(QFrame):
    """Signals:
    answered: keep it all the same, or not.
    """

    answered = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = label("", wrap=True)
        self.keep = TextButton(tr("Keep it all the same"))
        self.leave = TextButton(tr("Do not keep it"), "primary")
        self.keep.clicked.connect(lambda: self.answered.emit(True))
        self.leave.clicked.connect(lambda: self.answered.emit(False))
        acts = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        acts.setSizePolicy(policy)
        flow = FlowLayout(acts, spacing=8)
        flow.addWidget(self.leave)
        flow.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(8)
        column.addWidget(self.sentence)
        column.addWidget(acts)
        set_role(self, "banner", tone="warning")
        self.hide()

    def ask(self, misfits: Sequence[str]) -> None:
        self.sentence.setText(" ".join(misfits))
        self.setAccessibleName(self.sentence.text())
        self.show()
        self.leave.setFocus()
