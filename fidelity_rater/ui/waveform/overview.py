"""The whole recording at a glance: a bar to press, drag or move by keys, with the sound drawn in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QSlider, QToolTip, QWidget

from fidelity_rater.app.evidence_models import DeskMoment, HeardBand, Span
from fidelity_rater.app.look import LookTokens
from fidelity_rater.app.ports.waveform import Waveform
from fidelity_rater.app.spoken_time import media_time
from fidelity_rater.i18n import tr
from fidelity_rater.ui.theme import LOOK_CHANGES, current_look
from fidelity_rater.ui.waveform.axis import Axis
from fidelity_rater.ui.waveform.brush import (
    Canvas,
    Layer,
    draw_bars,
    draw_crowd,
    draw_label,
    draw_now,
    draw_selection,
    draw_skipped,
    runs,
)
from fidelity_rater.ui.waveform.moment_index import MomentIndex
from fidelity_rater.ui.waveform.moment_words import spoken_moments
from fidelity_rater.ui.waveform.wave_picture import BAND, Drawing, draw_speech, draw_unknown, draw_wave

PAGE_MS: Final = 60_000
EDGE: Final = 6
"""Room at either end, so that the line of now is whole there."""
MARK: Final = 7
"""Height of the row of marks above the sound, and of the one below it."""
HEIGHT: Final = 46
GRIP: Final = 22
"""The least width at which the frame can be taken hold of."""
REACH: Final = 4
"""How near to a mark the pointer must be, in pixels."""


class Overview(QSlider):
    """A position in milliseconds over the picture of the whole recording.

    Signals:
        position_chosen: go there.
        window_dragged: show the stretch that begins there in the strip.
    """

    position_chosen = Signal(int)
    window_dragged = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._skip_ms = 5000
        self._held = False
        self._grabbed: float | None = None
        self._waveform: Waveform | None = None
        self._version = 0
        self._progress = ""
        self._heard: tuple[Span, ...] = ()
        self._skipped: tuple[Span, ...] = ()
        self._selection: Span | None = None
        self._window: Span | None = None
        self._gain = 1
        self.moments = MomentIndex()
        self._sound, self._over, self._still = Layer(), Layer(), Layer()
        self.setMouseTracking(True)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("Position in the recording"))
        self.show_duration(0)

    def sizeHint(self) -> QSize:
        return QSize(400, HEIGHT)

    @property
    def held(self) -> bool:
        """Whether a hand moves it now: then the value is where the hand is, not where the sound is."""
        return self._held

    # Showing

    def show_duration(self, duration_ms: int, *, skip_ms: int = 5000) -> None:
        self._skip_ms = skip_ms
        self.setRange(0, max(0, duration_ms))
        self.setEnabled(duration_ms > 0)
        self.update()

    def show_position(self, media_ms: int) -> None:
        """Follow the clock, but never pull the position out of a hand."""
        if not self._held:
            self.setValue(media_ms)

    def show_waveform(self, waveform: Waveform | None) -> None:
        """Show the sound as far as it is known; None: a plain bar."""
        self._waveform = waveform
        self._version += 1
        self.update()

    def show_progress(self, text: str) -> None:
        """Say over what is not drawn yet how far it has come, or why nothing comes. Empty: nothing to say."""
        if text != self._progress:
            self._progress = text
            self.setAccessibleDescription(text)
            self.update()

    def show_gain(self, gain: int) -> None:
        """Draw the sound so many times larger."""
        if gain != self._gain:
            self._gain = gain
            self.update()

    def show_moments(self, moments: Iterable[DeskMoment]) -> None:
        self.moments.show(moments)
        self.update()

    def show_moment(self, moment: DeskMoment) -> None:
        """Show one that is new or has changed: cheaper than all."""
        self.moments.put(moment)
        self.update()

    def remove_moment(self, uid: str) -> None:
        self.moments.remove(uid)
        self.update()

    def show_heard(self, band: HeardBand) -> None:
        if band.spans != self._heard:
            self._heard = band.spans
            self.update()

    def show_skipped(self, spans: Sequence[Span]) -> None:
        """Mark the silences that are passed over."""
        self._skipped = tuple(spans)
        self.update()

    def show_selection(self, selection: Span | None) -> None:
        if selection != self._selection:
            self._selection = selection
            self.update()

    def show_window(self, start_ms: int, end_ms: int) -> None:
        """Frame the stretch that the strip shows."""
        if (start_ms, end_ms) != self._window:
            self._window = (start_ms, end_ms)
            self.update()

    # Hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        grip = self._grip()
        if grip is not None and grip.contains(event.position()) and self._window is not None:
            self._grabbed = event.position().x() - self._axis().x(self._window[0])
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            return
        self._held = True
        self.setValue(self._time_at(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._time_at(event.position())
        if self._grabbed is not None:
            self.window_dragged.emit(self._axis().time(event.position().x() - self._grabbed))
            return
        if self._held:
            self.setValue(at)
        else:
            grip = self._grip()
            over = grip is not None and grip.contains(event.position())
            self.setCursor(Qt.CursorShape.OpenHandCursor if over else Qt.CursorShape.ArrowCursor)
        lines = [media_time(at), *self._words_at(event.position())]
        QToolTip.showText(event.globalPosition().toPoint() + QPoint(0, -32), "\n".join(lines), self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._grabbed is not None:
            self._grabbed = None
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        elif self._held:
            self._held = False
            self.position_chosen.emit(self._time_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -self._skip_ms,
            Qt.Key.Key_Right: self._skip_ms,
            Qt.Key.Key_PageUp: -PAGE_MS,
            Qt.Key.Key_PageDown: PAGE_MS,
            Qt.Key.Key_Home: -self.maximum(),
            Qt.Key.Key_End: self.maximum(),
        }
        by = steps.get(Qt.Key(event.key()))
        if by is None:
            event.ignore()
            return
        self.position_chosen.emit(min(max(0, self.value() + by), self.maximum()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in LOOK_CHANGES | {QEvent.Type.FontChange}:
            self.update()

    def _axis(self) -> Axis:
        return Axis(0, self.maximum(), max(1, self.width() - 2 * EDGE), EDGE)

    def _time_at(self, position: QPointF) -> int:
        return self._axis().time(position.x())

    def _frame(self) -> QRectF | None:
        """Where the strip's stretch is, where that is not the whole."""
        if self._window is None or not self.maximum() or self._window[1] - self._window[0] >= self.maximum():
            return None
        axis = self._axis()
        left, right = axis.x(self._window[0]), axis.x(self._window[1])
        return QRectF(left, 1, max(3.0, right - left), self.height() - 2)

    def _grip(self) -> QRectF | None:
        """Where the frame can be taken hold of: along its upper edge."""
        frame = self._frame()
        if frame is None:
            return None
        wider = max(0.0, GRIP - frame.width()) / 2
        return QRectF(frame.left() - wider, 0, frame.width() + 2 * wider, MARK + 3)

    def _words_at(self, position: QPointF) -> list[str]:
        """What the marks under the pointer say."""
        if not self.maximum():
            return []
        axis = self._axis()
        near = REACH / axis.px_per_ms
        at = axis.time(position.x())
        found = [m for m in self.moments.between(at - near, at + near) if abs(m.start_ms - at) <= near]
        return spoken_moments(found)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        look, axis = current_look(), self._axis()
        canvas = Canvas(self.width(), self.height(), self.devicePixelRatioF(), self.font(), look)
        area = QRectF(EDGE, MARK + 2, axis.width, self.height() - 2 * (MARK + 2))
        with QPainter(self) as painter:
            if self.maximum():
                self._paint_still(painter, axis, area, canvas)
                self._paint_over(painter, axis, area, look)
            else:
                painter.fillRect(area, QColor(look.sunken))
                draw_label(painter, area, self._progress, look=look, align=Qt.AlignmentFlag.AlignCenter)
            if self.hasFocus():
                painter.setPen(QPen(QColor(look.accent), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _paint_still(self, painter: QPainter, axis: Axis, area: QRectF, canvas: Canvas) -> None:
        """What stays the same while the sound goes on."""
        look, waveform = canvas.look, self._waveform
        sound_key = (self._version, self.maximum(), self._gain)
        over_key = (self.maximum(), self.moments.version, self._heard, self._skipped)

        def draw_still(onto: QPainter) -> None:
            onto.fillRect(area, QColor(look.surface))
            height = int(area.height())
            draw_bars(onto, self._heard, axis, top=area.top(), height=height, colour=look.accent_soft)
            if waveform is None:
                onto.fillRect(QRectF(axis.left, area.center().y() - 1, axis.width, 2), QColor(look.control))
            else:
                draw = partial(self._draw_sound, waveform=waveform, axis=axis, area=area, look=look)
                onto.drawPixmap(0, 0, self._sound.pixmap(sound_key, canvas, draw))
            draw = partial(self._draw_over, axis=axis, area=area, look=look)
            onto.drawPixmap(0, 0, self._over.pixmap(over_key, canvas, draw))

        painter.drawPixmap(0, 0, self._still.pixmap((sound_key, over_key), canvas, draw_still))

    def _draw_sound(self, painter: QPainter, *, waveform: Waveform, axis: Axis, area: QRectF, look: LookTokens) -> None:
        if not waveform.whole:
            draw_unknown(painter, axis, waveform.known_ms, area, look=look)
        room = int(area.height()) - BAND - 4
        lanes = QRectF(area.left(), area.top(), area.width(), room)
        draw_wave(painter, waveform, axis, lanes, drawing=Drawing(self._gain), look=look)
        draw_speech(painter, waveform, axis, area.top() + room, look=look)

    def _paint_over(self, painter: QPainter, axis: Axis, area: QRectF, look: LookTokens) -> None:
        if self._progress:
            known = self._waveform.known_ms if self._waveform is not None else self.maximum()
            left = min(max(area.left(), axis.x(known)), area.right()) if known < self.maximum() else area.left()
            rest = QRectF(left, area.top(), area.right() - left, area.height())
            draw_label(painter, rest, self._progress, look=look, align=Qt.AlignmentFlag.AlignRight)
        if self._selection is not None:
            left, right = axis.x(self._selection[0]), axis.x(self._selection[1])
            draw_selection(painter, QRectF(left, area.top(), max(2.0, right - left), area.height()), look=look)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if frame := self._frame():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(look.accent), 1.5))
            painter.drawRoundedRect(frame, 2, 2)
            painter.fillRect(QRectF(frame.left(), 0, frame.width(), 4), QColor(look.accent))
        draw_now(painter, axis.x(self.value()), 1, self.height() - 1, look=look)

    def _draw_over(self, painter: QPainter, *, axis: Axis, area: QRectF, look: LookTokens) -> None:
        """What lies over the sound: above it what speaks for a score or is not placed, below it what speaks against."""
        draw_bars(painter, self._heard, axis, top=area.bottom() - 2, height=2, colour=look.accent)
        draw_skipped(painter, runs(self._skipped, axis), area.top(), area.height(), look=look)
        above, below = 1 + MARK / 2, self.height() - 1 - MARK / 2
        draw_crowd(painter, self.moments, axis, above=above, below=below, size=MARK, look=look)
