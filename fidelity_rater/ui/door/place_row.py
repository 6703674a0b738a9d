"""One place where one asks to be listened to: hear it, move its edges, say why."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.door.models import ListenHere
from fidelity_rater.app.spoken_time import media_time
from fidelity_rater.i18n import tr
from fidelity_rater.ui.door.answer_field import AnswerField
from fidelity_rater.ui.widgets.buttons import IconButton, TextButton
from fidelity_rater.ui.widgets.text import label

STEP_MS = 5000
SHORTEST_MS = 1000


class PlaceRow(QFrame):
    """Signals:
    play_wanted: play it (:class:`ListenHere`).
    changed: it reads so now (:class:`ListenHere`).
    removed: not this one (its uid).
    """

    play_wanted = Signal(object)
    changed = Signal(object)
    removed = Signal(str)

    def __init__(self, place: ListenHere, part: str, *, longest_ms: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.place, self._longest_ms = place, longest_ms
        self.play = TextButton("", icon_name="play", parent=self)
        self.earlier = IconButton("minus", tr("Begin five seconds earlier"), parent=self)
        self.later = IconButton("plus", tr("End five seconds later"), parent=self)
        self.remove = IconButton("trash", tr("Take this place off"), parent=self)
        self.words = AnswerField(tr("Why here"), hint=tr("What you wonder about here"), lines=1, parent=self)
        self.words.show_answer(place.words)
        head = QHBoxLayout()
        head.setSpacing(6)
        for widget in (self.play, self.earlier, self.later):
            widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            head.addWidget(widget)
        head.addWidget(label(part, "muted"))
        head.addStretch(1)
        head.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 10)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.words)
        self._show()
        self.play.clicked.connect(lambda: self.play_wanted.emit(self.place))
        self.earlier.clicked.connect(lambda: self._move(start=self.place.start_ms - STEP_MS))
        self.later.clicked.connect(lambda: self._move(end=self.place.end_ms + STEP_MS))
        self.remove.clicked.connect(lambda: self.removed.emit(self.place.uid))
        self.words.edited.connect(lambda words: self._take(replace(self.place, words=words)))

    def _move(self, *, start: int | None = None, end: int | None = None) -> None:
        begins = self.place.start_ms if start is None else max(0, start)
        ends = self.place.end_ms if end is None else end
        ends = min(max(ends, begins + SHORTEST_MS), self._longest_ms)
        self._take(replace(self.place, start_ms=begins, end_ms=ends))

    def _take(self, place: ListenHere) -> None:
        self.place = place
        self._show()
        self.changed.emit(place)

    def _show(self) -> None:
        start, end = (media_time(ms, tenths=False) for ms in (self.place.start_ms, self.place.end_ms))
        self.play.show_text(tr("{start} to {end}", start=start, end=end))
        self.play.show_name(tr("Play {start} to {end}", start=start, end=end))
