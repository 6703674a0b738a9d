"""The totals' coefficients, large: a card each with the interval drawn and what it says in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from fidelity_rater.app.agreement.models import BlockStudy, Refused
from fidelity_rater.app.agreement.sentences import headline, under_headline
from fidelity_rater.i18n import tr
from fidelity_rater.ui.agreement.span_table import PAD, Axis, Span, paint_span
from fidelity_rater.ui.theme import current_look
from fidelity_rater.ui.widgets.card import Card
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.text import label

COEFFICIENTS = Axis(-0.2, 1.0, ticks=(0.0, 0.5, 0.75, 0.9, 1.0), zero=0.0)
PLAIN = Axis(-0.2, 1.0, ticks=(0.0, 0.5, 1.0), zero=0.0)
"""Without the borders of bands that were proposed for intraclass correlations only."""
MOST_BESIDE = 3


class IntervalBar(QWidget):
    """One value with its interval on the axis of coefficients."""

    def __init__(self, span: Span | None, told: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._span = span
        self.setAccessibleName(told)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(160, self.fontMetrics().height() * 2 + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look, letters = current_look(), self.fontMetrics().height()
        bar = self.rect().adjusted(0, 0, 0, -letters)
        with QPainter(self) as painter:
            paint_span(painter, bar, COEFFICIENTS, self._span, look=look)
            painter.setPen(QColor(look.muted))
            for tick in COEFFICIENTS.ticks:
                x = round(COEFFICIENTS.place(tick, PAD, self.width() - 2 * PAD))
                place = QRect(x - 20, bar.bottom() + 1, 40, letters)
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, f"{tick:g}")


class TotalCard(Card):
    """One total."""

    def __init__(self, one: BlockStudy, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.body.setContentsMargins(14, 10, 14, 10)
        self.body.setSpacing(4)
        self.name = label(one.block.label, "muted", wrap=True)
        self.value = label(headline(one), "heading" if one.value is not None else "strong", wrap=True)
        self.value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words = label(under_headline(one), "muted", wrap=True)
        self.body.addWidget(self.name)
        self.body.addWidget(self.value)
        if not isinstance(one.main, Refused):
            span = Span(one.main.value, one.main.low, one.main.high)
            self.body.addWidget(IntervalBar(span, headline(one)))
            self.setToolTip(tr("Why this one: {why}", why=one.why))
        self.body.addWidget(self.words)
        self.body.addStretch(1)


class TotalCards(QWidget):
    """The cards, up to three in a row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self.cards: list[TotalCard] = []

    def show_totals(self, totals: Sequence[BlockStudy]) -> None:
        empty(self._grid)
        self.cards = [TotalCard(one, self) for one in totals]
        for place, card in enumerate(self.cards):
            self._grid.addWidget(card, place // MOST_BESIDE, place % MOST_BESIDE)
