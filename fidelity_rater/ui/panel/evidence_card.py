"""One session of a portfolio: what can be heard of it, and what one has to say on it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from fidelity_rater.app.panel.models import HeardMoment, HeardRecording, HeardSession
from fidelity_rater.app.spoken_time import media_time
from fidelity_rater.i18n import tr
from fidelity_rater.ui.door.answer_field import AnswerField
from fidelity_rater.ui.forms.days import spoken_day
from fidelity_rater.ui.hearing.hearing import Heard
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import Card
from fidelity_rater.ui.widgets.flow_layout import FlowLayout
from fidelity_rater.ui.widgets.text import label


class EvidenceCard(Card):
    """Signals:
    play_wanted: play, or pause, this (:class:`HeardMoment` or :class:`HeardRecording`), and what to call it.
    commented: what one says of this session reads so now.
    """

    play_wanted = Signal(object, str)
    commented = Signal()

    def __init__(self, session: HeardSession, *, comment: str, writable: bool, parent: QWidget | None = None) -> None:
        super().__init__(session.label, parent)
        self.session = session
        self.buttons: dict[str, TextButton] = {}
        self._plays: dict[str, HeardMoment | HeardRecording] = {}
        self.body.setSpacing(8)
        held = tr("held on {day}", day=spoken_day(session.held_on)) if session.held_on else ""
        told = " · ".join(part for part in (session.phase, held) if part)
        if told:
            self.body.addWidget(label(told, "muted", wrap=True))
        self._add_sounds(session)
        self.comment = AnswerField(
            tr("What you say on {session}", session=session.label),
            hint=tr("What you heard in this recording, in your own words"),
            lines=3,
            parent=self,
        )
        self.comment.show_answer(comment, fixed=not writable)
        self.comment.setVisible(writable or bool(comment))
        self.comment.edited.connect(lambda _: self.commented.emit())
        self.body.addWidget(self.comment)

    def _add_sounds(self, session: HeardSession) -> None:
        row = QWidget(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        row.setSizePolicy(policy)
        flow = FlowLayout(row, spacing=8)
        for recording in session.recordings:
            length = media_time(recording.duration_ms, tenths=False)
            flow.addWidget(self._button(recording, tr("{name} · {time}", name=recording.name, time=length), row))
        for moment in session.moments:
            time = media_time(moment.start_ms, tenths=False)
            flow.addWidget(self._button(moment, tr("{time} · {item}", time=time, item=moment.item), row))
        row.setVisible(bool(session.recordings or session.moments))
        self.body.addWidget(row)
        silent = [session.silent] if session.silent else [what.silent for what in self._plays.values()]
        for sentence in dict.fromkeys(each for each in silent if each):
            self.body.addWidget(label(sentence, "muted", wrap=True))

    def _button(self, what: HeardMoment | HeardRecording, words: str, parent: QWidget) -> TextButton:
        button = TextButton(words, icon_name="play" if what.play else "mute", parent=parent)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setEnabled(what.play is not None)
        if what.silent:
            button.setToolTip(what.silent)
            button.setAccessibleDescription(what.silent)
        name = tr("{session}: {what}", session=self.session.label, what=words)
        button.clicked.connect(lambda: self.play_wanted.emit(what, name))
        self.buttons[what.uid], self._plays[what.uid] = button, what
        return button

    def show_heard(self, heard: Heard) -> None:
        """Show which of them sounds."""
        for uid, button in self.buttons.items():
            play = self._plays[uid].play
            if play is not None:
                button.show_icon("pause" if heard.playing and heard.play == play else "play")
