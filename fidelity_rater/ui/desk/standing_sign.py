"""How a score stands with its moments: in words, and as a small shape beside its answer."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from fidelity_rater.app.desk_models import DeskDimension
from fidelity_rater.app.evidence_models import Standing
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.theme import current_look

SIDE: Final = 8
WIDTH: Final = 12
LINE: Final = 1.6


def standing_words(dimension: DeskDimension) -> str:
    """How the score stands; empty where there is nothing to say."""
    if dimension.value is None:
        return ""
    match dimension.standing:
        case Standing.BARE if dimension.evidence_asked:
            return tr("A moment is asked for, and there is none yet")
        case Standing.BARE:
            return tr("No moment yet")
        case Standing.CONTRARY:
            return tr("Only moments that speak against this score")
        case Standing.BORNE:
            return tr_n("{n} moment", "{n} moments", dimension.evidence)
    return ""


def wants_attention(dimension: DeskDimension) -> bool:
    """Whether something must or should be done about the score's evidence."""
    if dimension.value is None:
        return False
    asked_and_bare = dimension.standing is Standing.BARE and dimension.evidence_asked
    return asked_and_bare or dimension.standing is Standing.CONTRARY


class StandingSign(QWidget):
    """◆ borne, ◇ asked for and not there, × only against; nothing where nothing is asked.

    Other shapes than a moment's: one against what the item asks for bears a low score.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dimension: DeskDimension | None = None
        self.setFixedWidth(WIDTH)

    @property
    def sign(self) -> Standing | None:
        """What is drawn."""
        dimension = self._dimension
        if dimension is None or dimension.value is None:
            return None
        if dimension.standing is Standing.BORNE or wants_attention(dimension):
            return dimension.standing
        return None

    def show_dimension(self, dimension: DeskDimension) -> None:
        before = self.sign
        self._dimension = dimension
        self.setToolTip(standing_words(dimension) if self.sign is not None else "")
        if self.sign is not before:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.sign is None:
            return
        look = current_look()
        tones = {Standing.BORNE: look.ok, Standing.BARE: look.warning, Standing.CONTRARY: look.danger}
        ink = QColor(tones[self.sign].strong)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(self.width() / 2, self.height() / 2)
            painter.setPen(QPen(ink, LINE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            half = SIDE / 2
            if self.sign is Standing.CONTRARY:
                painter.drawLine(QPointF(-half + 1, -half + 1), QPointF(half - 1, half - 1))
                painter.drawLine(QPointF(-half + 1, half - 1), QPointF(half - 1, -half + 1))
                return
            if self.sign is Standing.BORNE:
                painter.setBrush(ink)
            painter.drawPolygon([QPointF(0, -half), QPointF(half, 0), QPointF(0, half), QPointF(-half, 0)])
