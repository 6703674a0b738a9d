"""One moment in one line, where a few stand under what they are evidence for."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from fidelity_rater.app.evidence_models import DeskMoment
from fidelity_rater.i18n import tr
from fidelity_rater.ui.moments.moment_words import bearing_ink, bearing_word, paint_bearing, spoken, time_range
from fidelity_rater.ui.theme import current_look
from fidelity_rater.ui.widgets.buttons import IconButton
from fidelity_rater.ui.widgets.text import ElidedLabel, label


class BearingSign(QWidget):
    """▲ for, ▼ against; the word stands beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bearing = ""

    def show_bearing(self, bearing: str) -> None:
        self._bearing = bearing
        self.update()

    def sizeHint(self) -> QSize:
        side = self.fontMetrics().ascent()
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            square = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            paint_bearing(painter, square, self._bearing, ink=bearing_ink(current_look(), self._bearing))


class MomentLine(QWidget):
    """A moment that plays with one press.

    Signals:
        moment_played, moment_chosen: as named (uid).
    """

    moment_played = Signal(str)
    moment_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.moment: DeskMoment | None = None
        self.play = IconButton("play", tr("Play"))
        self.play.clicked.connect(self.on_played)
        self._sign = BearingSign()
        self.when: QLabel = label("", "strong")
        self.bearing: QLabel = label("")
        self.note = ElidedLabel("", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for widget in (self.play, self.when, self._sign, self.bearing):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.note, 1)

    def show_moment(self, moment: DeskMoment) -> None:
        self.moment = moment
        self.play.show_action("play", tr("Play {moment}", moment=spoken(moment)))
        self.play.setEnabled(moment.playable)
        self.when.setText(time_range(moment))
        self._sign.show_bearing(moment.bearing)
        self.bearing.setText(bearing_word(moment.bearing))
        aside = (moment.part_label, moment.note.replace("\n", " "))
        self.note.show_text(" · ".join(part for part in aside if part))

    def on_played(self) -> None:
        if self.moment is not None:
            self.moment_played.emit(self.moment.uid)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.moment is not None:
            self.moment_chosen.emit(self.moment.uid)
