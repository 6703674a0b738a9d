"""Met, not met or not known: an icon and the word, in a colour that only repeats them."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from fidelity_rater.app.accreditation.models import Readiness, Standing
from fidelity_rater.i18n import tr
from fidelity_rater.ui.theme import LOOK_CHANGES, current_look, pixmap
from fidelity_rater.ui.widgets.text import label


def word(standing: Standing) -> str:
    return {Standing.MET: tr("Met"), Standing.NOT_MET: tr("Not met"), Standing.UNKNOWN: tr("Not known")}[standing]


def icon_name(standing: Standing) -> str:
    return {Standing.MET: "check", Standing.NOT_MET: "close", Standing.UNKNOWN: "help"}[standing]


def ink(standing: Standing) -> str:
    look = current_look()
    return {Standing.MET: look.ok.strong, Standing.NOT_MET: look.warning.strong, Standing.UNKNOWN: look.muted}[standing]


def counts(readiness: Readiness) -> str:
    """``5 met · 2 not met · 1 not known``."""
    return tr(
        "{met} met · {not_met} not met · {unknown} not known",
        met=readiness.count(Standing.MET),
        not_met=readiness.count(Standing.NOT_MET),
        unknown=readiness.count(Standing.UNKNOWN),
    )


class StandingMark(QWidget):
    """One standing."""

    def __init__(self, standing: Standing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.standing = standing
        self.picture = QLabel(self)
        self.words = label(word(standing), "strong")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.picture)
        row.addWidget(self.words)
        row.addStretch(1)
        self.setAccessibleName(word(standing))
        self._paint()

    def show_standing(self, standing: Standing) -> None:
        self.standing = standing
        self.words.setText(word(standing))
        self.setAccessibleName(word(standing))
        self._paint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (*LOOK_CHANGES, QEvent.Type.FontChange) and hasattr(self, "words"):
            self._paint()

    def _paint(self) -> None:
        colour = ink(self.standing)
        size = self.fontMetrics().height() + 3
        self.picture.setPixmap(pixmap(icon_name(self.standing), size, colour=colour, ratio=self.devicePixelRatioF()))
