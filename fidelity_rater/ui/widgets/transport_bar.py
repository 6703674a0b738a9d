"""The controls of the sound: one play/pause, steps, position, speed, volume, parts; and what is wrong with it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from fidelity_rater.app.commands import CommandId
from fidelity_rater.app.desk_models import SoundStatus
from fidelity_rater.app.spoken_time import media_time
from fidelity_rater.i18n import tr
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import IconButton, TextButton
from fidelity_rater.ui.widgets.hearing_controls import HearingControls
from fidelity_rater.ui.widgets.text import KeyHint, label

SLOWEST: Final = 0.5
FASTEST: Final = 2.0
RATE_STEP: Final = 0.05
LOUDEST: Final = 200
SPACING: Final = 6


class TransportBar(QWidget):
    """Shows where the sound is and takes what the rater wants of it.

    Signals:
        play_pressed: play, or pause.
        skipped: go this many milliseconds on (or back).
        position_chosen: go there, as pressed on the picture of the recording above.
        rate_chosen, volume_chosen, part_chosen: as named.
        fault_retried: try the sound again.
    """

    play_pressed = Signal()
    skipped = Signal(int)
    position_chosen = Signal(int)
    rate_chosen = Signal(float)
    volume_chosen = Signal(int)
    part_chosen = Signal(str)
    fault_retried = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._status = SoundStatus()
        self._keys_shown = True
        self.fault = Banner("warning", action=tr("Try again"))
        self.fault.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        controls = QHBoxLayout()
        controls.setSpacing(SPACING)
        self._add_playing(controls)
        controls.addSpacing(10)
        self._add_position(controls)
        controls.addStretch(1)
        self.hearing = HearingControls()
        controls.addWidget(self.hearing)
        controls.addStretch(1)
        self._add_rate(controls)
        controls.addSpacing(10)
        self._add_volume(controls)
        column.addLayout(controls)
        column.addWidget(self.fault)
        self._connect()
        self.show_sound(self._status)
        self.show_position(0)

    def _add_playing(self, row: QHBoxLayout) -> None:
        self.back = IconButton("back", tr("Back"), command=CommandId.BACK)
        self.back_text = label("", "muted")
        self.play = TextButton(tr("Play"), icon_name="play", command=CommandId.PLAY)
        self.play.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        # Play and Pause take the same room, so that nothing beside them moves.
        metrics = self.play.fontMetrics()
        widest = max(metrics.horizontalAdvance(text) for text in (tr("Play"), tr("Pause")))
        self.play.setMinimumWidth(widest + 64)
        self.forward_text = label("", "muted")
        self.forward = IconButton("forward", tr("On"), command=CommandId.ON)
        for widget in (
            KeyHint(command=CommandId.BACK),
            self.back,
            self.back_text,
            self.play,
            KeyHint(command=CommandId.PLAY),
        ):
            row.addWidget(widget)
        row.addSpacing(4)
        for widget in (self.forward_text, self.forward, KeyHint(command=CommandId.ON)):
            row.addWidget(widget)

    def _add_position(self, row: QHBoxLayout) -> None:
        self.position: QLabel = label("", "heading")
        self.duration: QLabel = label("", "muted")
        self.approximate: QLabel = label(tr("times approximate"), "muted")
        why = tr("This file does not say exactly where it is. Times may be off by a second or more.")
        self.approximate.setToolTip(why)
        self.part = QComboBox()
        self.part.setAccessibleName(tr("Part of the recording"))
        self.part.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.part.hide()
        for widget in (self.position, self.duration, self.approximate, self.part):
            row.addWidget(widget)

    def _add_rate(self, row: QHBoxLayout) -> None:
        self.slower = IconButton("minus", tr("Slower"), command=CommandId.SLOWER)
        self.rate: QLabel = label("", "strong")
        self.rate.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.rate.setMinimumWidth(self.rate.fontMetrics().horizontalAdvance("0.00×") + 12)
        self.rate.setAccessibleName(tr("Speed"))
        self.faster = IconButton("plus", tr("Faster"), command=CommandId.FASTER)
        self.normal = TextButton(tr("1×"), "flat", command=CommandId.NORMAL_SPEED)
        self.normal.show_name(tr("Normal speed"))
        self.normal.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        widgets = (
            KeyHint(command=CommandId.SLOWER),
            self.slower,
            self.rate,
            self.faster,
            KeyHint(command=CommandId.FASTER),
            self.normal,
            KeyHint(command=CommandId.NORMAL_SPEED),
        )
        for widget in widgets:
            row.addWidget(widget)

    def _add_volume(self, row: QHBoxLayout) -> None:
        self.mute = IconButton("sound", tr("Mute"))
        self.volume = QSlider(Qt.Orientation.Horizontal)
        self.volume.setRange(0, LOUDEST)
        self.volume.setPageStep(10)
        self.volume.setSingleStep(5)
        self.volume.setFixedWidth(96)
        self.volume.setMinimumHeight(24)
        self.volume.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.volume.setAccessibleName(tr("Volume"))
        row.addWidget(self.mute)
        row.addWidget(self.volume)
        self._loud = 100

    def _connect(self) -> None:
        self.play.clicked.connect(self.play_pressed)
        self.back.clicked.connect(lambda: self.skip(-1))
        self.forward.clicked.connect(lambda: self.skip(1))
        self.slower.clicked.connect(lambda: self.step_rate(-1))
        self.faster.clicked.connect(lambda: self.step_rate(1))
        self.normal.clicked.connect(self.reset_rate)
        self.volume.valueChanged.connect(self.volume_chosen)
        self.mute.clicked.connect(self.on_mute_pressed)
        self.part.activated.connect(lambda index: self.part_chosen.emit(self.part.itemData(index)))
        self.fault.action_pressed.connect(self.fault_retried)

    def show_sound(self, status: SoundStatus) -> None:
        """Show how the sound stands; announces nothing."""
        self._status = status
        ready = status.ready and not status.fault
        for widget in (self.play, self.back, self.forward, self.slower, self.faster, self.normal):
            widget.setEnabled(ready)
        self.play.show_text(tr("Pause") if status.playing else tr("Play"))
        self.play.show_icon("pause" if status.playing else "play")
        seconds = tr("{n} s", n=f"{status.skip_ms / 1000:g}")
        self.back_text.setText(seconds)
        self.forward_text.setText(seconds)
        self.back.show_action("back", tr("Back {time}", time=seconds))
        self.forward.show_action("forward", tr("On {time}", time=seconds))
        self.rate.setText(tr("{rate}×", rate=f"{status.rate:.2f}"))
        with QSignalBlocker(self.volume):
            self.volume.setValue(status.volume)
        self.volume.setToolTip(tr("Volume {percent} %", percent=status.volume))
        muted = status.volume == 0
        self.mute.show_action("mute" if muted else "sound", tr("Sound on") if muted else tr("Mute"))
        if not muted:
            self._loud = status.volume
        self.duration.setText(tr("/ {time}", time=media_time(status.duration_ms, tenths=False)))
        self.approximate.setVisible(status.approximate)
        self._show_parts(status)
        self.hearing.show_sound(status)
        self._fit()
        self.fault.show_message(status.fault)

    def show_position(self, media_ms: int) -> None:
        """Follow the clock."""
        text = media_time(media_ms)
        if text != self.position.text():
            self.position.setText(text)
            # Digits are of different widths in some fonts: the row must not tremble while it plays.
            self.position.setMinimumWidth(max(self.position.minimumWidth(), self.position.sizeHint().width()))

    # Room: on a small screen at large text key caps give way; each control still names its key in its tooltip.

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        caps, shown = self._caps_width(), self._keys_shown
        return QSize(least.width() - (caps if shown else 0), least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        keys = self.width() >= self.minimumSizeHint().width() + self._caps_width()
        if keys != self._keys_shown:
            self._keys_shown = keys
            for cap in self._caps():
                cap.setVisible(keys)
            # A row inside a column forgets what it measured only when the column is laid out: until then the window
            # would be asked for the room of caps that are hidden, and would grow beyond the screen.
            layout = self.layout()
            if layout is not None:
                layout.activate()

    def _caps_width(self) -> int:
        return sum(cap.sizeHint().width() + SPACING for cap in self._caps() if cap.text())

    def _caps(self) -> list[QLabel]:
        return [*self.findChildren(KeyHint), self.back_text, self.forward_text]

    def press_play(self) -> None:
        """Ask for play or pause, also while the sound is still being made ready."""
        self.play_pressed.emit()

    def skip(self, direction: int) -> None:
        """Step back or on."""
        self.skipped.emit(direction * self._status.skip_ms)

    def step_rate(self, direction: int) -> None:
        """One fine step slower or faster."""
        rate = min(max(SLOWEST, round(self._status.rate + direction * RATE_STEP, 2)), FASTEST)
        if rate != self._status.rate:
            self.rate_chosen.emit(rate)

    def reset_rate(self) -> None:
        if self._status.rate != 1.0:
            self.rate_chosen.emit(1.0)

    def on_mute_pressed(self) -> None:
        self.volume_chosen.emit(0 if self._status.volume else self._loud)

    def _show_parts(self, status: SoundStatus) -> None:
        with QSignalBlocker(self.part):
            self.part.clear()
            for part in status.parts:
                self.part.addItem(part.label, part.id)
            self.part.setCurrentIndex(max(0, self.part.findData(status.part)))
        self.part.setVisible(len(status.parts) > 1)
