"""One strength, or one thing to work on: its words, and what they are tied to."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fidelity_rater.app.feedback.models import Aim, ChosenItem, Part, ShownReflection, ShownRemark
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.feedback.tied_rows import ItemRow, MomentRow
from fidelity_rater.ui.feedback.words_field import WordsField
from fidelity_rater.ui.widgets.buttons import IconButton, TextButton
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.text import label


class RemarkCard(QFrame):
    """A remark. Every signal begins with its uid.

    Signals:
        text_edited: it reads so now.
        moved: earlier (-1) or later (1) among its like.
        removed: take it away.
        item_followed, item_untied: as named (item).
        item_tied: tie the item that is chosen on the desk.
        moment_played, moment_tied: as named (moment[, whether]).
        left: back to the items.
    """

    text_edited = Signal(str, str)
    moved = Signal(str, int)
    removed = Signal(str)
    item_followed = Signal(str, str)
    item_untied = Signal(str, str)
    item_tied = Signal(str)
    moment_played = Signal(str, str)
    moment_tied = Signal(str, str, bool)
    left = Signal()

    def __init__(self, remark: ShownRemark, part: Part, *, locked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.remark, self._part, self._locked = remark, part, locked
        self._chosen: ChosenItem | None = None
        self.setProperty("role", "card")
        uid = remark.uid
        self.title: QLabel = label("", "strong")
        self.earlier = IconButton("chevron-up", tr("Earlier"), parent=self)
        self.later = IconButton("chevron-down", tr("Later"), parent=self)
        self.remove = IconButton("trash", tr("Take away"), parent=self)
        hint = (
            tr("What went well here, and what it did for the client. Write no names.")
            if part is Part.STRENGTHS
            else tr("What to try next time, so that one could hear it. Write no names.")
        )
        self.words = WordsField("", hint, parent=self)
        self.aim: QLabel = label("", "muted", wrap=True)
        self.answers: QLabel = label("", wrap=True)
        self.tie = TextButton("", "link", icon_name="plus", parent=self)
        self.more: QLabel = label("", "muted", wrap=True)
        self._items, self._moments = QVBoxLayout(), QVBoxLayout()
        self._lay_out()
        self.words.words_edited.connect(lambda words: self.text_edited.emit(uid, words))
        self.words.left.connect(self.left)
        self.earlier.clicked.connect(lambda: self.moved.emit(uid, -1))
        self.later.clicked.connect(lambda: self.moved.emit(uid, 1))
        self.remove.clicked.connect(lambda: self.removed.emit(uid))
        self.tie.clicked.connect(lambda: self.item_tied.emit(uid))
        self._tied: object = None
        self._rows: list[MomentRow] = []
        self._item_rows: list[ItemRow] = []
        self.show_remark(remark)
        self.show_chosen(None)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2)
        head.addWidget(self.title, 1)
        for button in (self.earlier, self.later, self.remove):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 10)
        column.setSpacing(6)
        column.addLayout(head)
        for widget in (self.words, self.aim, self.answers):
            column.addWidget(widget)
        for layout in (self._items, self._moments):
            layout.setSpacing(0)
            column.addLayout(layout)
        column.addWidget(self.more)
        column.addWidget(self.tie, 0, Qt.AlignmentFlag.AlignLeft)

    def show_remark(self, remark: ShownRemark) -> None:
        """Show how it stands; what is being typed is left alone. Announces nothing."""
        self.remark = remark
        strength = self._part is Part.STRENGTHS
        name = tr("Strength {n}", n=remark.number) if strength else tr("Suggestion {n}", n=remark.number)
        self.title.setText(name)
        self.words.setAccessibleName(name)
        self.words.show_words(remark.text, locked=self._locked)
        for button, possible in ((self.earlier, remark.number > 1), (self.later, not remark.last)):
            button.setVisible(not self._locked and (remark.number > 1 or not remark.last))
            button.setEnabled(possible)
        self.remove.setVisible(not self._locked)
        self.earlier.show_action("chevron-up", tr("Earlier: {remark}", remark=name))
        self.later.show_action("chevron-down", tr("Later: {remark}", remark=name))
        self.remove.show_action("trash", tr("Take away: {remark}", remark=name))
        self._show_words_around(remark)
        tied = (remark.items, [offered.moment for offered in remark.moments])
        if tied != self._tied:  # rows that stay keep the keys
            self._tied = tied
            self._show_tied(remark)
        ticked = {offered.moment.uid: offered.tied for offered in remark.moments}
        for row in self._rows:
            row.show_tied(ticked[row.moment_uid])

    def _show_words_around(self, remark: ShownRemark) -> None:
        unsaid = remark.aim is not None and remark.aim.anchor not in remark.text
        self.aim.setText(aim_words(remark.aim) if remark.aim is not None and unsaid else "")
        self.aim.setVisible(unsaid)
        self.answers.setText("\n".join(answer_words(one) for one in remark.reflections))
        self.answers.setVisible(bool(remark.reflections))
        self.more.setText(
            tr_n("{n} more moment in the list of moments", "{n} more moments in the list of moments", remark.unshown)
        )
        self.more.setVisible(remark.unshown > 0)

    def _show_tied(self, remark: ShownRemark) -> None:
        uid = remark.uid
        empty(self._items)
        empty(self._moments)
        self._rows, self._item_rows = [], []
        for item in remark.items:
            row = ItemRow(item, locked=self._locked, parent=self)
            row.followed.connect(lambda item_id: self.item_followed.emit(uid, item_id))
            row.untied.connect(lambda item_id: self.item_untied.emit(uid, item_id))
            self._items.addWidget(row)
            self._item_rows.append(row)
        for offered in remark.moments:
            if self._locked and not offered.tied:
                continue
            line = MomentRow(offered, locked=self._locked, parent=self)
            line.played.connect(lambda moment: self.moment_played.emit(uid, moment))
            line.tied.connect(lambda moment, on: self.moment_tied.emit(uid, moment, on))
            self._moments.addWidget(line)
            self._rows.append(line)

    def show_chosen(self, chosen: ChosenItem | None) -> None:
        """Offer to tie the item that is chosen on the desk, where it is not tied yet."""
        self._chosen = chosen
        offered = chosen is not None and not self._locked and all(item.id != chosen.id for item in self.remark.items)
        self.tie.setVisible(offered)
        if chosen is not None and offered:
            self.tie.show_text(tr("Tie the chosen item"))
            self.tie.setToolTip(tr("Tie it to “{item}”", item=chosen.label))

    @property
    def rows(self) -> list[MomentRow]:
        """The moments offered."""
        return self._rows

    @property
    def item_rows(self) -> list[ItemRow]:
        return self._item_rows

    def begin(self) -> None:
        self.words.begin()


def aim_words(aim: Aim) -> str:
    """The next level up, as the scale has it."""
    return tr(
        "Next level up, {dimension} {value} ({label}): “{anchor}”",
        dimension=aim.dimension,
        value=aim.value,
        label=aim.label,
        anchor=aim.anchor,
    )


def answer_words(answer: ShownReflection) -> str:
    """What a trainee has answered to a suggestion."""
    if answer.thought and answer.step:
        return tr("Answered: {thought} Next step: {step}", thought=answer.thought, step=answer.step)
    if answer.step:
        return tr("Next step: {step}", step=answer.step)
    return tr("Answered: {thought}", thought=answer.thought)
