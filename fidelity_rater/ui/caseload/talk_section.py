"""How the talk of a case was shared: in one line, and unfolded session by session."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from fidelity_rater.app.transcripts import CaseTalk, case_talk_words, share_words
from fidelity_rater.i18n import tr
from fidelity_rater.ui.transcript.talk_bar import TalkBar
from fidelity_rater.ui.widgets.card import SectionHeader
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.text import label


class TalkSection(QWidget):
    """Nothing where no session of the case has a transcript."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header = SectionHeader(tr("Talk"), folded=True)
        self.bars: dict[str, TalkBar] = {}
        self._told = CaseTalk()
        self._inside = QWidget()
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(24, 0, 0, 8)
        self._grid.setHorizontalSpacing(16)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.header)
        column.addWidget(self._inside)
        self._inside.hide()
        self.header.folded.connect(self._inside.setHidden)
        self.hide()

    def show_talk(self, told: CaseTalk) -> None:
        """Show the shares over the case and in each session."""
        self.setVisible(bool(told.sessions))
        if told == self._told:
            return
        self._told = told
        self.header.show_aside(case_talk_words(told))
        empty(self._grid)
        self.bars = {}
        for at, one in enumerate(told.sessions):
            bar = self.bars[one.session_uid] = TalkBar()
            bar.show_shares(one.shares)
            words = " · ".join(share_words(share) for share in one.shares)
            middle = Qt.AlignmentFlag.AlignVCenter
            self._grid.addWidget(label(tr("Session {n}", n=one.scheduled), "muted"), at, 0, middle)
            self._grid.addWidget(bar, at, 1, middle)
            self._grid.addWidget(label(words, "muted", wrap=True), at, 2)
