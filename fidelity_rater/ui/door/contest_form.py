"""To see a score otherwise: which one, why, and where in the recording that can be heard."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.door.models import Contest, LetterMoment, ProfileItem
from fidelity_rater.app.spoken_time import media_time
from fidelity_rater.i18n import tr
from fidelity_rater.ui.door.moment_buttons import moment_words
from fidelity_rater.ui.forms.fields import ChoiceField, LinesField
from fidelity_rater.ui.hearing.hearing import Hearing
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import FormRows
from fidelity_rater.ui.widgets.text import label

NOWHERE, MARKED = "", "marked"
SHORTEST_MS = 100


class ContestForm(QWidget):
    """A few fields for one item; what stands already is shown in them.

    Signals:
        contested: this is what one says (:class:`Contest`).
        withdrawn: one takes it back (item, dimension).
        closed: not now.
    """

    contested = Signal(object)
    withdrawn = Signal(str, str)
    closed = Signal()

    def __init__(
        self, item: ProfileItem, moments: tuple[LetterMoment, ...], hearing: Hearing, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._item, self._hearing = item, hearing
        self._moments = {moment.uid: moment for moment in moments}
        standing = item.contests[0] if item.contests else None
        self._marked = (standing.recording_uid, standing.start_ms, standing.end_ms) if standing else ("", 0, 0)
        self.score = ChoiceField((answer.dimension, answer.dimension_name) for answer in item.answers)
        self.reason = LinesField(lines=3)
        self.place = ChoiceField()
        self.begins = TextButton(tr("Begins here"))
        self.ends = TextButton(tr("Ends here"))
        self.marked = label("", "muted", wrap=True)
        self.keep = TextButton(tr("Keep"), "primary")
        self.take_back = TextButton(tr("Take it back"))
        self.cancel = TextButton(tr("Cancel"), "flat")
        self.take_back.setVisible(standing is not None)
        if standing is not None:
            self.reason.setPlainText(standing.reason)
        self._lay_out()
        self._offer_places()
        if standing is not None:
            self.score.show_key(standing.dimension)
        self.keep.clicked.connect(self.on_keep)
        self.take_back.clicked.connect(lambda: self.withdrawn.emit(item.id, self.score.key))
        self.cancel.clicked.connect(self.closed)
        self.begins.clicked.connect(lambda: self.on_mark(begin=True))
        self.ends.clicked.connect(lambda: self.on_mark(begin=False))

    def _lay_out(self) -> None:
        rows = FormRows()
        rows.add_row(tr("Which score"), self.score)
        rows.add_row(tr("Why you see it otherwise"), self.reason, hint=tr("What you hear. Write no names."))
        marking = QWidget()
        column = QVBoxLayout(marking)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        buttons = QHBoxLayout()
        buttons.addWidget(self.begins)
        buttons.addWidget(self.ends)
        buttons.addWidget(self.marked, 1)
        column.addWidget(self.place)
        column.addLayout(buttons)
        row = rows.add_row(
            tr("Where it can be heard"),
            marking,
            hint=tr("One of the moments; or play one, and mark where your own begins and ends."),
        )
        row.setBuddy(self.place)
        self.place.setAccessibleName(tr("Where it can be heard"))
        acts = QHBoxLayout()
        for button in (self.keep, self.take_back, self.cancel):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            acts.addWidget(button)
        acts.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 8, 0, 0)
        outer.setSpacing(12)
        outer.addWidget(rows)
        outer.addLayout(acts)

    def _offer_places(self) -> None:
        choices = [(NOWHERE, tr("No moment"))]
        if self._marked[0]:
            choices.append((MARKED, tr("The stretch that you have marked")))
        choices += [(uid, moment_words(moment)) for uid, moment in self._moments.items()]
        self.place.show_choices(choices)
        if self._marked[0]:
            self.place.show_key(MARKED)
            start, end = (media_time(ms, tenths=False) for ms in self._marked[1:])
            self.marked.setText(tr("{start} to {end}", start=start, end=end))

    def on_mark(self, *, begin: bool) -> None:
        """Take where the sound is as the beginning, or the end, of the stretch."""
        heard = self._hearing.heard
        if heard.play is None:
            self.marked.setText(tr("Play a moment first, then mark where yours begins and ends."))
            return
        now, uid = heard.recording_ms, heard.play.recording_uid
        before = self._marked if self._marked[0] == uid else (uid, now, now)
        start, end = (now, max(before[2], now)) if begin else (min(before[1], now), now)
        self._marked = (uid, start, max(end, start + SHORTEST_MS))
        self._offer_places()

    def on_keep(self) -> None:
        recording, start, end = "", 0, 0
        if self.place.key == MARKED:
            recording, start, end = self._marked
        elif self.place.key in self._moments:
            moment = self._moments[self.place.key]
            recording, start, end = moment.recording_uid, moment.start_ms, moment.end_ms
        self.contested.emit(Contest(self._item.id, self.score.key, self.reason.text, recording, start, end))
