"""The stretch around now, large enough to select in and to move a moment's edges: a picture with a hand in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from fidelity_rater.app.evidence_models import DeskMoment, HeardBand, Span
from fidelity_rater.app.ports.waveform import Waveform
from fidelity_rater.app.spoken_time import media_time
from fidelity_rater.i18n import tr
from fidelity_rater.ui.theme import LOOK_CHANGES, current_look
from fidelity_rater.ui.waveform.axis import Axis
from fidelity_rater.ui.waveform.brush import Canvas
from fidelity_rater.ui.waveform.lane_picture import FULL, QUIET, gain_for
from fidelity_rater.ui.waveform.moment_boxes import Box
from fidelity_rater.ui.waveform.moment_index import MomentIndex
from fidelity_rater.ui.waveform.moment_words import spoken_moment
from fidelity_rater.ui.waveform.sight import Sight
from fidelity_rater.ui.waveform.strip_hands import STILL_PX, Grasp, Hold, grasp_at, moved, ordered, tag_at
from fidelity_rater.ui.waveform.strip_picture import Bands, StripPicture, StripState, small

ZOOM: Final = 2.0
WHEEL_ZOOM: Final = 1.3
NOTCH: Final = 120
STEPS: Final = 100
"""The picture's width in steps of the arrow keys."""
HEIGHT: Final = 86
LEAST_SELECTION_MS: Final = 20


class Strip(QWidget):
    """Follows the sound page by page while it plays, until the person moves the picture themselves.

    Signals:
        position_chosen: go there.
        selection_changed: what is selected now (:data:`Span`), or None.
        moment_chosen: its tag was pressed (uid).
        moment_moved: it shall lie there (uid, start, end); told once, when the hand lets go.
        window_changed: the stretch that is shown (start, end).
        drawing_changed: how the sound is drawn is another now (gain, lanes).
    """

    position_chosen = Signal(int)
    selection_changed = Signal(object)
    moment_chosen = Signal(str)
    moment_moved = Signal(str, int, int)
    window_changed = Signal(int, int)
    drawing_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = StripState()
        self._picture = StripPicture()
        self._sight = Sight()
        self._gain_wanted: bool | None = None
        self._most_gain = 1
        self._gained_ms = 0
        self._locked = False
        self._grasp, self._pressed_at, self._pressed_ms = Grasp(), QPointF(), 0
        self._anchor_ms: int | None = None
        self.moments = MomentIndex()
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(HEIGHT)
        self.setAccessibleName(tr("The sound around now"))
        self._describe()

    def sizeHint(self) -> QSize:
        """As much for the sound itself at any size of the text."""
        return QSize(400, HEIGHT - 28 + 2 * QFontMetrics(small(self.font())).height())

    # What it shows

    @property
    def window_ms(self) -> Span:
        return self._state.window

    @property
    def duration_ms(self) -> int:
        return self._state.duration_ms

    @property
    def selection(self) -> Span | None:
        return self._state.selection

    @property
    def gain(self) -> int:
        """How many times larger than it is the sound is drawn."""
        return self._state.gain

    @property
    def most_gain(self) -> int:
        """How many times larger it could be drawn."""
        return self._most_gain

    @property
    def apart(self) -> bool:
        """Whether left and right are drawn one above the other."""
        return self._state.apart

    @property
    def following(self) -> bool:
        return self._sight.following

    def show_duration(self, duration_ms: int) -> None:
        if duration_ms != self._state.duration_ms:
            self._sight.show_duration(duration_ms)
            self._state.duration_ms = self._sight.duration_ms
            self._state.version += 1
            self._show_sight()
            self.update()

    def show_waveform(self, waveform: Waveform | None) -> None:
        """Show the sound as far as it is known; None: nothing is known of it."""
        state = self._state
        state.waveform = waveform
        state.version += 1
        if waveform is None or waveform.lanes < 2:
            state.apart = False
        self._look_how_loud(waveform)
        self._choose_gain()
        self.update()
        self.drawing_changed.emit()

    def show_progress(self, text: str) -> None:
        """Say how far the drawing has come, or why there is none. Empty: nothing to say."""
        if text != self._state.progress:
            self._state.progress = text
            self.update()

    def show_position(self, media_ms: int, *, playing: bool) -> None:
        """Follow the clock."""
        before, stopped = self._state.now_ms, self._sight.playing and not playing
        self._state.now_ms = media_ms
        jumped = self._sight.show_position(media_ms, playing=playing, held=self._grasp.hold is not Hold.NOTHING)
        self._show_sight()
        if media_ms != before:
            self._update_at(before)
            self._update_at(media_ms)
        if jumped or stopped:
            self._describe()

    def show_moments(self, moments: Iterable[DeskMoment]) -> None:
        """Show these and no others."""
        self.moments.show(moments)
        self.update()

    def show_moment(self, moment: DeskMoment) -> None:
        """Show one that is new or has changed: cheaper than all."""
        self.moments.put(moment)
        self.update()

    def remove_moment(self, uid: str) -> None:
        self.moments.remove(uid)
        self.update()

    def show_chosen(self, uid: str) -> None:
        """Emphasise one moment; empty: none."""
        if uid != self._state.chosen:
            self._state.chosen = uid
            self.update()

    def show_heard(self, band: HeardBand) -> None:
        if band.spans != self._state.heard:
            self._state.heard = band.spans
            self.update()

    def show_loop(self, loop: Span | None) -> None:
        """Mark what is played again and again."""
        if loop != self._state.loop:
            self._state.loop = loop
            self.update()

    def show_skipped(self, spans: Sequence[Span]) -> None:
        """Mark the silences that are passed over."""
        self._state.skipped = tuple(spans)
        self.update()

    def show_selection(self, selection: Span | None) -> None:
        """Show what is selected; announces nothing."""
        if selection != self._state.selection:
            self._state.selection = selection
            self._describe()
            self.update()

    def show_locked(self, locked: bool) -> None:
        """A signed rating's moments can be looked at and heard, not moved."""
        self._locked = locked

    # How it is drawn

    @property
    def stereo(self) -> bool:
        return self._state.waveform is not None and self._state.waveform.lanes > 1

    def show_apart(self, apart: bool) -> None:
        """Draw left and right one above the other, or together."""
        self._state.apart = apart and self.stereo
        self.update()
        self.drawing_changed.emit()

    def show_larger(self, larger: bool) -> None:
        """Draw quiet sound as large as the loudest place allows, or as it is."""
        self._gain_wanted = larger
        self._choose_gain()
        self.update()
        self.drawing_changed.emit()

    def _look_how_loud(self, waveform: Waveform | None) -> None:
        """Look anew only when much more is known: a growing picture comes several times a second."""
        known_ms = waveform.known_ms if waveform is not None else 0
        grown = known_ms >= self._gained_ms * 1.25 or known_ms < self._gained_ms
        if waveform is None or waveform.whole or grown:
            self._gained_ms = known_ms
            self._most_gain = gain_for(waveform) if waveform is not None else 1

    def _choose_gain(self) -> None:
        quiet = self._most_gain >= FULL // QUIET
        larger = quiet if self._gain_wanted is None else self._gain_wanted
        self._state.gain = self._most_gain if larger else 1

    # The stretch in sight

    def zoom_in(self) -> None:
        """Show less, larger, around where the sound is."""
        self.zoom(ZOOM)

    def zoom_out(self) -> None:
        self.zoom(1 / ZOOM)

    def zoom(self, factor: float, at_ms: float | None = None) -> None:
        """Show a stretch shorter by a factor; what is at a time stays where it is on the picture."""
        self._sight.zoom(factor, at_ms)
        self._show_sight()

    def show_window(self, start_ms: float) -> None:
        """Bring another stretch of the same length into sight; out of it, the sound is not followed for a while."""
        self._sight.pan_to(start_ms)
        self._show_sight()

    def _show_sight(self) -> None:
        if self._sight.window != self._state.window:
            self._state.window = self._sight.window
            self.window_changed.emit(*self._sight.window)
            self.update()

    def _axis(self) -> Axis:
        return Axis(*self._state.window, max(1, self.width()))

    def _bands(self) -> Bands:
        return Bands.of(self.height(), QFontMetrics(small(self.font())))

    def _update_at(self, ms: int) -> None:
        """Only what lies under the line of now needs drawing again."""
        x = round(self._axis().x(ms))
        self.update(x - 6, 0, 13, self.height())

    # Hands

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not self._state.duration_ms:
            return
        at = event.position()
        self._pressed_at, self._pressed_ms = at, self._axis().time(at.x())
        selection = self._state.selection
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            start, end = selection or (self._state.now_ms, self._state.now_ms)
            far = end if abs(self._pressed_ms - start) < abs(self._pressed_ms - end) else start
            self._grasp = Grasp(Hold.SELECTION, fixed_ms=far)
            self._select(far, self._pressed_ms)
            return
        self._grasp = self._grasp_at(at, event.modifiers())

    def _grasp_at(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> Grasp:
        whole = bool(modifiers & Qt.KeyboardModifier.AltModifier)
        shown = [] if self._locked else self._boxes()
        chosen, selection = self._state.chosen, self._state.selection
        return grasp_at(at, self._axis(), boxes=shown, chosen=chosen, selection=selection, whole=whole)

    def _boxes(self) -> list[Box]:
        return self._picture.shown_boxes(self._state, self.moments, self._axis(), self._bands())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at, state = event.position(), self._state
        now = self._axis().time(at.x())
        hold = self._grasp.hold
        if hold is Hold.NOTHING:
            self._hover(event)
        elif hold is Hold.SELECTION:
            self._select(self._grasp.fixed_ms, now)
        elif abs(at.x() - self._pressed_at.x()) < STILL_PX and state.ghost is None:
            return
        elif hold is Hold.GROUND:
            self._grasp = Grasp(Hold.SELECTION, fixed_ms=self._pressed_ms)
            self._select(self._pressed_ms, now)
        else:
            state.ghost = moved(self._grasp, self._pressed_ms, now, duration_ms=state.duration_ms)
            self.update()
        if hold is not Hold.NOTHING:
            self._tell(event, self._words_in_hand(now))

    def _words_in_hand(self, now: int) -> str:
        ghost, selection = self._state.ghost, self._state.selection
        if ghost is not None:
            return _between((ghost.start_ms, ghost.end_ms))
        return _between(selection) if selection is not None else media_time(now)

    def _hover(self, event: QMouseEvent) -> None:
        grasp = self._grasp_at(event.position(), event.modifiers())
        shapes = {Hold.GROUND: Qt.CursorShape.ArrowCursor, Hold.MOMENT: Qt.CursorShape.SizeAllCursor}
        tag = tag_at(self._boxes(), event.position())
        if tag is not None and grasp.hold is Hold.GROUND:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.setCursor(shapes.get(grasp.hold, Qt.CursorShape.SizeHorCursor))
        lines = [media_time(self._axis().time(event.position().x()))]
        if tag is not None:
            lines = [spoken_moment(tag), *([tag.note] if tag.note else [])]
        self._tell(event, "\n".join(lines))

    def _tell(self, event: QMouseEvent, words: str) -> None:
        if self._state.duration_ms:
            QToolTip.showText(event.globalPosition().toPoint() + QPoint(0, -40), words, self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        grasp, self._grasp = self._grasp, Grasp()
        ghost, self._state.ghost = self._state.ghost, None
        if ghost is not None:
            known = self.moments.get(ghost.uid)
            if known is not None and (known.start_ms, known.end_ms) != (ghost.start_ms, ghost.end_ms):
                self.moment_moved.emit(ghost.uid, ghost.start_ms, ghost.end_ms)
            self.update()
        elif grasp.hold not in (Hold.NOTHING, Hold.SELECTION):
            self._click(event.position())

    def _click(self, at: QPointF) -> None:
        """Choose the moment whose tag was pressed, else go there; what was selected elsewhere is let go."""
        tag = tag_at(self._boxes(), at)
        if tag is not None:
            self.moment_chosen.emit(tag.uid)
            return
        there, selection = self._axis().time(at.x()), self._state.selection
        if selection is not None and not selection[0] <= there <= selection[1]:
            self.clear_selection()
        self._state.caret_ms = there if self.hasFocus() else None
        self.position_chosen.emit(there)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Up and down zoom at the pointer; sideways, or with Shift, moves along."""
        by = event.angleDelta()
        sideways = by.x() if abs(by.x()) > abs(by.y()) else 0
        if not sideways and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            sideways = by.y()
        if sideways:
            start, end = self._state.window
            self.show_window(start - (end - start) * 0.1 * sideways / NOTCH)
        elif by.y():
            at = self._axis().time(event.position().x())
            self.zoom(WHEEL_ZOOM ** (by.y() / NOTCH), at)
        event.accept()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        others = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        start, end = self._state.window
        step = max(1, round((end - start) / STEPS))
        targets = {
            Qt.Key.Key_Left: self._caret - step,
            Qt.Key.Key_Right: self._caret + step,
            Qt.Key.Key_PageUp: self._caret - (end - start),
            Qt.Key.Key_PageDown: self._caret + (end - start),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: self._state.duration_ms,
        }
        if others or not self._state.duration_ms:
            event.ignore()
        elif key in targets:
            self._move_caret(targets[key], extend=shift)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.position_chosen.emit(self._caret)
        elif key == Qt.Key.Key_Escape and self._state.selection is not None:
            self.clear_selection()
        else:
            event.ignore()

    @property
    def _caret(self) -> int:
        return self._state.now_ms if self._state.caret_ms is None else self._state.caret_ms

    def _move_caret(self, to_ms: int, *, extend: bool) -> None:
        before, to_ms = self._caret, min(max(0, to_ms), self._state.duration_ms)
        if not extend:
            self._anchor_ms = None
        elif self._anchor_ms is None:
            self._anchor_ms = before
        self._state.caret_ms = to_ms
        start, end = self._state.window
        if not start <= to_ms <= end:
            self.show_window(to_ms - (end - start) / 2)
        if self._anchor_ms is not None:
            self._select(self._anchor_ms, to_ms)
        self._describe()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._state.caret_ms = self._anchor_ms = None
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._describe()
        self.update()

    # Selecting

    def clear_selection(self) -> None:
        """Let go of what is selected, and say so."""
        self._anchor_ms = None
        if self._state.selection is not None:
            self.show_selection(None)
            self.selection_changed.emit(None)

    def _select(self, one_ms: int, other_ms: int) -> None:
        span = ordered(one_ms, other_ms)
        if span[1] - span[0] >= LEAST_SELECTION_MS and span != self._state.selection:
            self.show_selection(span)
            self.selection_changed.emit(span)

    def _describe(self) -> None:
        """Say in words what the picture shows, for those who do not see it."""
        state = self._state
        words = [tr("At {time}", time=media_time(self._caret))]
        words.append(tr("shown: {times}", times=_between(state.window)))
        if state.selection is not None:
            words.append(tr("selected: {times}", times=_between(state.selection)))
        self.setAccessibleDescription(", ".join(words))

    # Painting

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()
        if event.type() in LOOK_CHANGES | {QEvent.Type.FontChange}:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = current_look()
        canvas = Canvas(self.width(), self.height(), self.devicePixelRatioF(), self.font(), look)
        with QPainter(self) as painter:
            painter.setFont(small(self.font()))
            if self._state.duration_ms:
                self._picture.paint(painter, self._state, self.moments, self._axis(), self._bands(), canvas)
            else:
                painter.fillRect(self.rect().adjusted(0, self._bands().ruler, 0, 0), QColor(look.sunken))
            if self.hasFocus():
                painter.setPen(QPen(QColor(look.accent), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)


def _between(span: Span) -> str:
    return tr("{start} to {end}", start=media_time(span[0]), end=media_time(span[1]))
