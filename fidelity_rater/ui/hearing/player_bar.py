"""The calm bar at the foot of a letter: what is heard, play and pause, and where it is."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSlider, QVBoxLayout, QWidget

from fidelity_rater.app.spoken_time import media_time
from fidelity_rater.i18n import tr
from fidelity_rater.ui.hearing.hearing import Heard
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.text import ElidedLabel, label

PAGE_MS: Final = 5000
PAGES: Final = 20


class PlayerBar(QFrame):
    """Shows itself once something is to be heard.

    Signals:
        play_pressed: play, or pause.
        position_chosen: go there, counted in milliseconds from where the stretch begins.
        retried: try the sound again.
    """

    play_pressed = Signal()
    position_chosen = Signal(int)
    retried = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "footer")
        self.setAccessibleName(tr("What is heard"))
        self._length = 0
        self.fault = Banner("warning", action=tr("Try again"), parent=self)
        self.fault.hide()
        self.play = TextButton(tr("Play"), icon_name="play", parent=self)
        self.play.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        metrics = self.play.fontMetrics()
        widest = max(metrics.horizontalAdvance(text) for text in (tr("Play"), tr("Pause")))
        self.play.setMinimumWidth(widest + 64)
        self.what = ElidedLabel("", "strong", parent=self)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setAccessibleName(tr("Position in the moment"))
        self.slider.setToolTip(tr("Drag, or use the arrow keys"))
        self.slider.setSingleStep(1000)
        self.time = label("", "muted")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.play)
        row.addWidget(self.what, 2)
        row.addWidget(self.slider, 3)
        row.addWidget(self.time)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(6)
        column.addWidget(self.fault)
        column.addLayout(row)
        self.play.clicked.connect(self.play_pressed)
        self.slider.valueChanged.connect(self.position_chosen)
        self.fault.action_pressed.connect(self.retried)
        self.hide()

    def show_what(self, words: str) -> None:
        """Name what is heard."""
        self.what.show_text(words)

    def show_offer(self, words: str) -> None:
        """Say, before anything is heard, what can be."""
        self.what.show_text(words)
        self.play.setEnabled(False)
        self.slider.hide()
        self.time.hide()
        self.show()

    def show_heard(self, heard: Heard) -> None:
        """Show where it is; announces nothing."""
        self.setVisible(heard.play is not None or bool(heard.fault))
        if self.fault.message.text() != heard.fault:
            self.fault.show_message(heard.fault)
        word, icon = (tr("Pause"), "pause") if heard.playing else (tr("Play"), "play")
        if self.play.accessibleName() != word:
            self.play.show_text(word)
            self.play.show_icon(icon)
        self.play.setEnabled(not heard.fault)
        self.slider.show()
        self.time.show()
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, max(1, heard.length_ms))
            # A press beside the handle: seconds in a moment, minutes in a whole session.
            self.slider.setPageStep(max(PAGE_MS, heard.length_ms // PAGES))
            if not self.slider.isSliderDown():
                self.slider.setValue(heard.position_ms)
        position, length = media_time(heard.position_ms, tenths=False), media_time(heard.length_ms, tenths=False)
        self.time.setText(tr("{position} / {length}", position=position, length=length))
