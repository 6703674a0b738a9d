"""One strength, or one thing to work on: the words, the anchors reached and next, its moments, and room to answer."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.door.models import Anchor, AnchorStep, LetterRemark
from fidelity_rater.i18n import tr
from fidelity_rater.ui.door.answer_field import AnswerField
from fidelity_rater.ui.door.moment_buttons import MomentButtons
from fidelity_rater.ui.hearing.hearing import Heard
from fidelity_rater.ui.widgets.card import FormRows
from fidelity_rater.ui.widgets.text import label


class RemarkCard(QFrame):
    """A remark; with ``answerable``, there is a box for a thought and one for the next step.

    Signals:
        play_wanted: play, or pause, a moment (:class:`LetterMoment`).
        answered: what one thinks of it and means to try (remark's uid, thought, step).
    """

    play_wanted = Signal(object)
    answered = Signal(str, str, str)

    def __init__(self, remark: LetterRemark, *, answerable: bool, fixed: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.uid = remark.uid
        self.setProperty("role", "card")
        self.moments: MomentButtons | None = None
        self.thought: AnswerField | None = None
        self.step: AnswerField | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(10)
        column.addWidget(label(remark.text, wrap=True))
        if remark.items:
            column.addWidget(label(", ".join(remark.items), "muted", wrap=True))
        if remark.moments:
            self.moments = MomentButtons(remark.moments, self)
            self.moments.play_wanted.connect(self.play_wanted)
            column.addWidget(self.moments)
        for step in remark.anchors:
            column.addWidget(AnchorStepView(step, several=len(remark.items) > 1, parent=self))
        if answerable:
            column.addWidget(self._boxes(remark, fixed=fixed))

    def _boxes(self, remark: LetterRemark, *, fixed: bool) -> QWidget:
        rows = FormRows(self)
        self.thought = AnswerField(tr("What do you make of it?"), hint=tr("What you hear when you listen again"))
        self.step = AnswerField(tr("What will you try next?"), hint=tr("One step, in a session soon"), lines=2)
        rows.add_row(tr("What do you make of it?"), self.thought)
        rows.add_row(tr("What will you try next?"), self.step)
        self.thought.show_answer(remark.thought, fixed=fixed)
        self.step.show_answer(remark.step, fixed=fixed)
        for field in (self.thought, self.step):
            field.edited.connect(self._on_edited)
        return rows

    def _on_edited(self) -> None:
        if self.thought is not None and self.step is not None:
            self.answered.emit(self.uid, self.thought.text, self.step.text)

    def keep(self) -> None:
        """Tell what is half typed."""
        for field in (self.thought, self.step):
            if field is not None:
                field.keep()

    def show_heard(self, heard: Heard) -> None:
        if self.moments is not None:
            self.moments.show_heard(heard)


class AnchorStepView(QWidget):
    """The anchor that was reached, and the one to go for; beside each other where there is room for both."""

    def __init__(self, step: AnchorStep, *, several: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        name = tr("{item}: {dimension}", item=step.item_label, dimension=step.dimension_name.lower())
        column.addWidget(label(name if several else step.dimension_name, "muted", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(10)
        for words, anchor, tone in ((tr("Reached"), step.reached, ""), (tr("Next"), step.towards, "ok")):
            if anchor is not None:
                row.addWidget(_anchor(words, anchor, tone), 1)
        column.addLayout(row)


def _anchor(words: str, anchor: Anchor, tone: str) -> QFrame:
    frame = QFrame()
    frame.setProperty("role", "banner")
    frame.setProperty("tone", tone)
    column = QVBoxLayout(frame)
    column.setContentsMargins(12, 8, 12, 10)
    column.setSpacing(2)
    column.setAlignment(Qt.AlignmentFlag.AlignTop)
    head = tr("{which}: {value} {label}", which=words, value=anchor.value, label=anchor.label)
    column.addWidget(label(head, "strong", wrap=True))
    if anchor.text:
        column.addWidget(label(anchor.text, wrap=True))
    frame.setAccessibleName(tr("{head}. {text}", head=head, text=anchor.text))
    return frame
