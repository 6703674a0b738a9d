"""How the talk was shared: a bar whose parts say whose they are, and the numbers under it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from fidelity_rater.app.evidence_models import TalkShare
from fidelity_rater.app.look import LookTokens
from fidelity_rater.app.transcripts import share_words
from fidelity_rater.i18n import tr
from fidelity_rater.ui.theme import current_look
from fidelity_rater.ui.widgets.text import label

ROOM: Final = 6
ROUND: Final = 4


class TalkBar(QWidget):
    """One bar, as wide as there is room; each part is named where its name fits, and always in the tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shares: tuple[TalkShare, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_shares(self, shares: Sequence[TalkShare], *, more: str = "") -> None:
        """Show these; ``more`` is said with them where the bar is pointed at."""
        self._shares = tuple(shares)
        words = " · ".join(share_words(one) for one in self._shares)
        self.setAccessibleName(tr("Talk: {shares}", shares=words))
        self.setAccessibleDescription(more)
        self.setToolTip("\n".join(text for text in (words, more) if text))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, self.fontMetrics().height() + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look, metrics = current_look(), self.fontMetrics()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            outline = QPainterPath()
            outline.addRoundedRect(QRectF(self.rect()), ROUND, ROUND)
            painter.setClipPath(outline)
            painter.fillRect(self.rect(), QColor(look.sunken))
            left = 0.0
            for at, one in enumerate(self._shares):
                width = self.width() * one.share
                part = QRectF(left, 0, width, self.height())
                ground, ink = _colours(one, at, look)
                painter.fillRect(part, QColor(ground))
                painter.fillRect(QRectF(part.right() - 1, 0, 1, self.height()), QColor(look.surface))
                painter.setPen(QColor(ink))
                painter.drawText(part, Qt.AlignmentFlag.AlignCenter, _fitting(one, width, metrics))
                left += width


def _fitting(one: TalkShare, width: float, metrics: QFontMetrics) -> str:
    percent = tr("{percent} %", percent=round(one.share * 100))
    for text in (tr("{who} {percent}", who=one.name, percent=percent), percent):
        if metrics.horizontalAdvance(text) + ROOM <= width:
            return text
    return ""


def _colours(one: TalkShare, at: int, look: LookTokens) -> tuple[str, str]:
    """Ground and ink of a part; whoever is not named yet is told from the next by light and dark."""
    if one.speaker == "therapist":
        return look.accent, look.on_accent
    if one.speaker == "client":
        return look.other.strong, look.other.on
    return (look.other.soft, look.text) if at % 2 else (look.border, look.text)


class TalkPanel(QWidget):
    """The talk of this session, and over the case where more sessions have a transcript."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._brief = False
        self.bar = TalkBar()
        self.session, self.case = label("", "muted", wrap=True), label("", "muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self.bar, self.session, self.case):
            column.addWidget(widget)

    def show_talk(self, session: Sequence[TalkShare], over_case: str = "") -> None:
        """Show the shares of this session, and what is said of the whole case."""
        self.bar.show_shares(session, more=over_case)
        self.session.setText(tr("This session: {shares}", shares=" · ".join(share_words(one) for one in session)))
        self.case.setText(over_case)
        self.setVisible(bool(session))
        self.show_brief(self._brief)

    def show_brief(self, brief: bool) -> None:
        """Only the bar, where the lines need the room; pointed at, it says the rest."""
        self._brief = brief
        self.session.setHidden(brief)
        self.case.setHidden(brief or not self.case.text())
