"""The item profile: every rated item on its line; behind each its anchors, moments, and room to see it otherwise."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.door.models import Letter, ProfileAnswer, ProfileItem
from fidelity_rater.i18n import tr
from fidelity_rater.ui.door.contest_form import ContestForm
from fidelity_rater.ui.door.moment_buttons import MomentButtons
from fidelity_rater.ui.door.profile_row import GAP, TRACK, ProfileRow
from fidelity_rater.ui.hearing.hearing import Heard, Hearing
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import Card
from fidelity_rater.ui.widgets.text import label


class ProfileSection(QWidget):
    """All groups of the profile.

    Signals:
        play_wanted: play, or pause, a moment.
        contested: this is what one says against a score (:class:`Contest`).
        contest_withdrawn: one takes it back (item, dimension).
    """

    play_wanted = Signal(object)
    contested = Signal(object)
    contest_withdrawn = Signal(str, str)

    def __init__(self, letter: Letter, hearing: Hearing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._letter, self._hearing = letter, hearing
        self.rows: dict[str, ProfileRow] = {}
        self.details: dict[str, ItemDetail] = {}
        self._places: dict[str, tuple[QVBoxLayout, QWidget]] = {}
        answers = [answer for group in letter.profile for item in group.items for answer in item.answers]
        names = {answer.dimension: answer.dimension_name for answer in answers}
        self._columns = tuple(names)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._legend(names))
        for group in letter.profile:
            column.addWidget(label(group.name, "strong", wrap=True))
            for item in group.items:
                self._add(item, column)

    def _legend(self, names: dict[str, str]) -> QWidget:
        box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        own = any(answer.own for group in self._letter.profile for item in group.items for answer in item.answers)
        words = tr("● supervisor   □ you") if own else tr("● supervisor")
        row.addWidget(label(words, "muted"))
        self.copy = TextButton(tr("Copy as a table"), "flat", icon_name="copy", parent=box)
        self.copy.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.copy.clicked.connect(self.on_copy)
        row.addWidget(self.copy)
        row.addStretch(1)
        for name in names.values():
            head = label(name, "muted")
            head.setFixedWidth(TRACK)
            row.addSpacing(GAP)
            row.addWidget(head)
        return box

    def _add(self, item: ProfileItem, column: QVBoxLayout) -> None:
        row = ProfileRow(item, self._columns, self)
        row.toggled.connect(lambda shown, uid=item.id: self._show_detail(uid, shown))
        self.rows[item.id] = row
        holder = QWidget(self)
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        holder.hide()
        self._places[item.id] = (inside, holder)
        column.addWidget(row)
        column.addWidget(holder)

    def _show_detail(self, item: str, shown: bool) -> None:
        inside, holder = self._places[item]
        if shown and item not in self.details:
            found = self.rows[item].item
            detail = ItemDetail(found, self._letter, self._hearing, holder)
            detail.play_wanted.connect(self.play_wanted)
            detail.contested.connect(self.contested)
            detail.contest_withdrawn.connect(self.contest_withdrawn)
            self.details[item] = detail
            inside.addWidget(detail)
        holder.setVisible(shown)

    def open_item(self, item: str) -> None:
        """Unfold an item, as its button does."""
        if item in self.rows:
            self.rows[item].setChecked(True)

    @property
    def unfolded(self) -> tuple[str, ...]:
        return tuple(item for item, row in self.rows.items() if row.isChecked())

    def show_heard(self, heard: Heard) -> None:
        for detail in self.details.values():
            detail.show_heard(heard)

    def on_copy(self) -> None:
        """The profile as rows that a spreadsheet takes."""
        QGuiApplication.clipboard().setText(as_table(self._letter))


class ItemDetail(Card):
    """What lies behind a line.

    Signals:
        play_wanted, contested, contest_withdrawn: as of the section.
    """

    play_wanted = Signal(object)
    contested = Signal(object)
    contest_withdrawn = Signal(str, str)

    def __init__(self, item: ProfileItem, letter: Letter, hearing: Hearing, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._item, self._letter, self._hearing = item, letter, hearing
        self.form: ContestForm | None = None
        self.moments: MomentButtons | None = None
        self.body.addWidget(label(item.description, wrap=True))
        if item.note:
            self.body.addWidget(label(tr("Your supervisor's note: {note}", note=item.note), wrap=True))
        for answer in item.answers:
            self.body.addWidget(_levels(answer))
        if item.moments:
            self.moments = MomentButtons(item.moments, self)
            self.moments.play_wanted.connect(self.play_wanted)
            self.body.addWidget(self.moments)
        for contest in item.contests:
            self.body.addWidget(label(tr("You see it otherwise: {reason}", reason=contest.reason), "strong", wrap=True))
        self.otherwise = TextButton(
            tr("Change what you say …") if item.contests else tr("I see this otherwise …"), "link", icon_name="edit"
        )
        self.otherwise.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.otherwise.setVisible(not letter.reply.sent)
        self.otherwise.clicked.connect(self.open_form)
        self.body.addWidget(self.otherwise, 0, Qt.AlignmentFlag.AlignLeft)

    def open_form(self) -> None:
        """Ask which score, why, and where."""
        if self.form is not None:
            return
        self.form = ContestForm(self._item, self._letter.moments, self._hearing, self)
        self.form.contested.connect(self.contested)
        self.form.withdrawn.connect(self.contest_withdrawn)
        self.form.closed.connect(self.close_form)
        self.body.addWidget(self.form)
        self.otherwise.hide()
        self.form.reason.setFocus()

    def close_form(self) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        self.otherwise.setVisible(not self._letter.reply.sent)

    def show_heard(self, heard: Heard) -> None:
        if self.moments is not None:
            self.moments.show_heard(heard)


def _levels(answer: ProfileAnswer) -> QWidget:
    """The anchors of one dimension, the reached one marked in words and weight."""
    frame = QFrame()
    column = QVBoxLayout(frame)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(3)
    column.addWidget(label(answer.dimension_name, "strong"))
    if answer.value is None and answer.words:
        column.addWidget(label(answer.words, wrap=True))
    for level in answer.levels:
        marks = []
        if level.value == answer.value:
            marks.append(tr("supervisor"))
        if level.value == answer.own_value:
            marks.append(tr("you"))
        head = tr("{value} {label}", value=level.value, label=level.label)
        if level.text:
            head = tr("{level}: {text}", level=head, text=level.text)
        if marks:
            head = tr("{level}  ← {who}", level=head, who=", ".join(marks))
        column.addWidget(label(head, "strong" if marks else "muted", wrap=True))
    return frame


def as_table(letter: Letter) -> str:
    """Tab-separated: item, dimension, supervisor's answer, one's own."""
    lines = ["\t".join((tr("Item"), tr("Dimension"), tr("Supervisor"), tr("You")))]
    for group in letter.profile:
        for item in group.items:
            lines += ["\t".join((item.label, a.dimension_name, a.words, a.own)) for a in item.answers]
    return "\n".join(lines)
