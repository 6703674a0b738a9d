"""Moments as buttons that play them; what cannot be heard says why."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from fidelity_rater.app.door.models import LetterMoment
from fidelity_rater.app.spoken_time import media_time
from fidelity_rater.i18n import tr
from fidelity_rater.ui.hearing.hearing import Heard
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.flow_layout import FlowLayout
from fidelity_rater.ui.widgets.text import label


class MomentButtons(QWidget):
    """One button a moment, with its time in the session.

    Signals:
        play_wanted: play, or pause, this moment (:class:`LetterMoment`).
    """

    play_wanted = Signal(object)

    def __init__(self, moments: Iterable[LetterMoment], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, TextButton] = {}
        self._moments = {moment.uid: moment for moment in moments}
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        row = QWidget(self)
        row.setSizePolicy(policy)
        flow = FlowLayout(row, spacing=8)
        for moment in self._moments.values():
            flow.addWidget(self._button(moment, row))
        column.addWidget(row)
        for sentence in dict.fromkeys(moment.silent for moment in self._moments.values() if moment.silent):
            column.addWidget(label(sentence, "muted", wrap=True))
        for note in (moment for moment in self._moments.values() if moment.note):
            words = tr("{time}: {note}", time=media_time(note.start_ms, tenths=False), note=note.note)
            column.addWidget(label(words, "muted", wrap=True))

    def _button(self, moment: LetterMoment, parent: QWidget) -> TextButton:
        length = (moment.end_ms - moment.start_ms) // 1000
        time = media_time(moment.start_ms, tenths=False)
        icon = "play" if moment.play else "mute"
        button = TextButton(tr("{time} · {n} s", time=time, n=max(1, length)), icon_name=icon, parent=parent)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.show_name(moment_words(moment))
        button.setEnabled(moment.play is not None)
        if moment.silent:
            button.setAccessibleDescription(moment.silent)
            button.setToolTip(moment.silent)
        elif moment.altered:
            button.setToolTip(tr("Something in it was covered before it was sent."))
        button.clicked.connect(lambda: self.play_wanted.emit(moment))
        self.buttons[moment.uid] = button
        return button

    def show_heard(self, heard: Heard) -> None:
        """Show which of them sounds."""
        for uid, button in self.buttons.items():
            moment = self._moments[uid]
            if moment.play is not None:
                sounds = heard.playing and heard.play == moment.play
                button.show_icon("pause" if sounds else "play")


def moment_words(moment: LetterMoment) -> str:
    """A moment for the bar and for a screen reader."""
    time = media_time(moment.start_ms, tenths=False)
    if not moment.item_label:
        return tr("Moment at {time}", time=time)
    return tr("{item}, at {time}", item=moment.item_label, time=time)
