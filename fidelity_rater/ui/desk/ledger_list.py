"""How a rating was listened to, sentence by sentence; what asks for care says so by sign and word."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fidelity_rater.app.evidence_models import LedgerLine
from fidelity_rater.i18n import tr
from fidelity_rater.ui.theme import current_look, pixmap
from fidelity_rater.ui.widgets.sentence_button import SentenceButton
from fidelity_rater.ui.widgets.text import label


class LedgerList(QWidget):
    """The sentences.

    Signals:
        line_followed: go to the item that a sentence is about.
    """

    line_followed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    def show_lines(self, lines: Sequence[LedgerLine]) -> None:
        """Show these and no others."""
        for shown in self.lines:
            shown.hide()
            self._column.removeWidget(shown)
            shown.deleteLater()
        self.lines = [self._made(each) for each in lines]
        for made in self.lines:
            self._column.addWidget(made)
        self.setVisible(bool(lines))

    def _made(self, line: LedgerLine) -> QWidget:
        sentence = tr("Caution: {sentence}", sentence=line.sentence) if line.caution else line.sentence
        if line.item:
            button = SentenceButton(sentence, icon_name="warning" if line.caution else "")
            button.clicked.connect(lambda _=False, item=line.item: self.line_followed.emit(item))
            return button
        return _Told(sentence, caution=line.caution)


class _Told(QWidget):
    """A sentence that leads nowhere."""

    def __init__(self, sentence: str, *, caution: bool) -> None:
        super().__init__()
        self.words: QLabel = label(sentence, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(7, 3, 7, 3)
        row.setSpacing(8)
        if caution:
            side = self.fontMetrics().height()
            sign = QLabel()
            sign.setPixmap(
                pixmap("warning", side, colour=current_look().warning.strong, ratio=self.devicePixelRatioF())
            )
            row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
