"""How a recording is heard: its silences skipped, a quiet voice lifted, one channel alone."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fidelity_rater.app.commands import CommandId
from fidelity_rater.app.desk_models import SoundStatus
from fidelity_rater.app.spoken_time import whole_minutes
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.widgets.buttons import TextButton

CHANNELS: Final = ("both", "left", "right")
MINUTE_MS: Final = 60_000


class HearingControls(QWidget):
    """Three small buttons that show what is on; the one for channels only where there are two.

    Signals:
        skipping_chosen, levelling_chosen: on or off.
        channel_chosen: ``both``, ``left`` or ``right``.
    """

    skipping_chosen = Signal(bool)
    levelling_chosen = Signal(bool)
    channel_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._status = SoundStatus()
        self.skipping = _toggle(tr("Skip silences"), CommandId.SKIP_SILENCES)
        self.levelling = _toggle(tr("Level"), CommandId.LEVEL_VOICE)
        self.channel = _toggle(tr("Both"), CommandId.NEXT_CHANNEL)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for button in (self.skipping, self.levelling, self.channel):
            row.addWidget(button)
        self.skipping.clicked.connect(self.toggle_skipping)
        self.levelling.clicked.connect(self.toggle_levelling)
        self.channel.clicked.connect(self.next_channel)
        self.show_sound(self._status)

    def show_sound(self, status: SoundStatus) -> None:
        """Show how it is heard; announces nothing."""
        self._status = status
        for button in (self.skipping, self.levelling, self.channel):
            button.setEnabled(status.ready and not status.fault)
        self.skipping.setChecked(status.skips_silences)
        minutes = whole_minutes(status.saved_ms)
        skips = status.skips_silences and minutes
        self.skipping.show_text(tr("Silences −{n} min", n=minutes) if skips else tr("Skip silences"))
        self.skipping.show_name(_skipping_words(status))
        self.levelling.setChecked(status.levelled)
        self.levelling.setVisible(status.can_level)
        self.levelling.show_name(
            tr("Quiet voices are levelled with loud ones") if status.levelled else tr("Level quiet voices with loud")
        )
        labels = {"both": tr("Both"), "left": tr("Left"), "right": tr("Right")}
        names = {
            "both": tr("Both channels are heard"),
            "left": tr("Only the left channel is heard, on both ears"),
            "right": tr("Only the right channel is heard, on both ears"),
        }
        self.channel.setChecked(status.channel != "both")
        self.channel.show_text(labels[status.channel])
        self.channel.show_name(names[status.channel])
        self.channel.setVisible(status.stereo)

    def toggle_skipping(self) -> None:
        self.skipping.setChecked(self._status.skips_silences)
        self.skipping_chosen.emit(not self._status.skips_silences)

    def toggle_levelling(self) -> None:
        """Level from now on, or no more, where this engine can."""
        self.levelling.setChecked(self._status.levelled)
        if self._status.can_level:
            self.levelling_chosen.emit(not self._status.levelled)

    def next_channel(self) -> None:
        """Go round both, left, right, where there are two channels."""
        self.channel.setChecked(self._status.channel != "both")
        if self._status.stereo:
            self.channel_chosen.emit(CHANNELS[(CHANNELS.index(self._status.channel) + 1) % len(CHANNELS)])


def _skipping_words(status: SoundStatus) -> str:
    if not status.saved_ms:
        return tr("Skip silences: none are known here yet")
    if status.saved_ms < MINUTE_MS:
        seconds = status.saved_ms // 1000
        return tr_n("Skip silences: saves {n} second", "Skip silences: saves {n} seconds", seconds)
    minutes = whole_minutes(status.saved_ms)
    return tr_n("Skip silences: saves {n} minute", "Skip silences: saves {n} minutes", minutes)


def _toggle(text: str, command: CommandId) -> TextButton:
    button = TextButton(text, command=command)
    button.setCheckable(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
