"""The chosen row: what each rater says and noted, the answers to agree on, why, and the moments of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QVBoxLayout, QWidget

from fidelity_rater.app.consensus.models import AgreedRow, AgreedSheet, EvidenceLine
from fidelity_rater.app.desk_models import DeskChoice
from fidelity_rater.app.spoken_time import media_time
from fidelity_rater.i18n import tr
from fidelity_rater.ui.consensus.reason_field import ReasonField
from fidelity_rater.ui.consensus.table_model import NOTHING
from fidelity_rater.ui.forms.fields import ChoiceField
from fidelity_rater.ui.hearing.moment_button import MomentButton
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.choice_row import ChoiceRow
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.flow_layout import FlowLayout
from fidelity_rater.ui.widgets.text import label


class RowDetail(QWidget):
    """Signals:
    answer_chosen: agree on this answer (its key).
    answer_withdrawn: take the agreement back.
    reason_written: why (item, dimension, words).
    moment_adopted: a moment is evidence of the consensus, or no more (uid, whether).
    moment_heard: play, or pause, this one (:class:`EvidenceLine`), and what to call it.
    moment_opened: go where it was marked (rating uid, item).
    """

    answer_chosen = Signal(str)
    answer_withdrawn = Signal()
    reason_written = Signal(str, str, str)
    moment_adopted = Signal(str, bool)
    moment_heard = Signal(object, str)
    moment_opened = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.adopting: dict[str, QCheckBox] = {}
        self.hearing: dict[str, MomentButton] = {}
        self.opening: dict[str, TextButton] = {}
        self._sounding = ""
        self.heading = label("", "heading", wrap=True)
        self.below = label("", "muted", wrap=True)
        self._said = QVBoxLayout()
        self._said.setSpacing(6)
        self.closed = label("", "muted", wrap=True)
        self.choices = ChoiceRow(name=tr("Agree on"))
        self.choices_title = label(tr("Agree on"), "strong")
        self.states = ChoiceField()
        self.states.setAccessibleName(tr("Agree on, in place of a number"))
        self.states.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.reason_title = label("", "strong", wrap=True)
        self.reason = ReasonField(tr("Reason"))
        self.moments_title = label(tr("Moments"), "strong")
        self.no_moments = label(tr("None of the raters kept a moment for this item."), "muted", wrap=True)
        self._moments = QVBoxLayout()
        self._moments.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        above = (self.heading, self.below, self._said, self.closed, self.choices_title, self.choices, self.states)
        below = (self.reason_title, self.reason, self.moments_title, self.no_moments, self._moments)
        for part in (*above, *below):
            column.addWidget(part) if isinstance(part, QWidget) else column.addLayout(part)
        self.choices.choice_chosen.connect(self.answer_chosen)
        self.choices.choice_withdrawn.connect(self.answer_withdrawn)
        self.states.activated.connect(self.on_state_chosen)
        self.reason.written.connect(self.reason_written)

    def show_row(
        self, sheet: AgreedSheet, row: AgreedRow, evidence: Sequence[EvidenceLine], notes: Mapping[str, str]
    ) -> None:
        self.heading.setText(row.label)
        self.below.setText(tr("{dimension} · {group}", dimension=row.dimension_name, group=row.group))
        self._show_said(sheet, row, notes)
        self.closed.setText(tr("Not asked: {why}.", why=row.closed) if row.closed else "")
        self.closed.setVisible(bool(row.closed))
        answerable = sheet.editable and not row.closed
        self._show_answers(row, answerable=answerable)
        locked = not sheet.editable or not row.agreed
        wanted = tr("Why is it not what every rater gave?") if row.reason_wanted else tr("Reason (not needed)")
        self.reason_title.setText(wanted)
        shown = bool(row.agreed) and (row.reason_wanted or bool(row.reason))
        self.reason_title.setVisible(shown)
        self.reason.setVisible(shown)
        self.reason.show_words(row.item, row.dimension, row.reason, locked=locked)
        self._show_moments(evidence, editable=sheet.editable)

    def _show_answers(self, row: AgreedRow, *, answerable: bool) -> None:
        numbers = [DeskChoice(each.key, each.label) for each in row.choices if each.value is not None]
        states = [(each.key, each.label) for each in row.choices if each.value is None]
        self.choices.show_choices(numbers)
        self.choices.show_chosen(row.agreed or None)
        self.states.show_choices([("", tr("Or, in place of a number …")), *states])
        self.states.show_key(row.agreed if any(key == row.agreed for key, _ in states) else "")
        for part in (self.choices, self.states):
            part.setEnabled(answerable)
        shown: tuple[tuple[QWidget, bool], ...] = (
            (self.choices, True), (self.choices_title, True), (self.states, bool(states)),
        )  # fmt: skip
        for widget, wanted in shown:
            widget.setVisible(wanted and not row.closed)

    def on_state_chosen(self) -> None:
        if self.states.key:
            self.answer_chosen.emit(self.states.key)
        elif self.choices.isEnabled():
            self.answer_withdrawn.emit()

    def _show_said(self, sheet: AgreedSheet, row: AgreedRow, notes: Mapping[str, str]) -> None:
        empty(self._said)
        for column, said in zip(sheet.columns, row.said, strict=True):
            words = said.words or NOTHING
            self._said.addWidget(label(tr("{rater}: {answer}", rater=column.initials, answer=words), wrap=True))
            if note := notes.get(column.initials):
                self._said.addWidget(label(tr("“{note}”", note=note), "muted", wrap=True))

    def _show_moments(self, evidence: Sequence[EvidenceLine], *, editable: bool) -> None:
        self.no_moments.setVisible(not evidence)
        if set(self.adopting) == {line.uid for line in evidence}:
            for line in evidence:
                self.adopting[line.uid].setChecked(line.adopted)
                self.adopting[line.uid].setEnabled(editable)
            return
        empty(self._moments)
        self.adopting, self.hearing, self.opening = {}, {}, {}
        for line in evidence:
            self._moments.addWidget(self._moment(line, editable=editable))

    def _moment(self, line: EvidenceLine, *, editable: bool) -> QWidget:
        start, end = media_time(line.start_ms), media_time(line.end_ms)
        bearing = tr("for") if line.bearing == "for" else tr("against")
        words = tr("{rater}, {start} to {end}, {bearing}", rater=line.initials, start=start, end=end, bearing=bearing)
        hear = MomentButton(line.uid, words, "flat")
        hear.show_sounding(self._sounding)
        hear.setToolTip(tr("Play, or pause, this moment"))
        hear.clicked.connect(lambda: self.moment_heard.emit(line, words))
        leave = TextButton(tr("Open"), "link")
        leave.show_name(tr("Open the rating of {rater}", rater=line.initials))
        leave.setToolTip(tr("Open this rating at the item"))
        leave.clicked.connect(lambda: self.moment_opened.emit(line.rating_uid, line.item))
        for button in (hear, leave):
            button.setEnabled(bool(line.rating_uid))
        adopt = QCheckBox(tr("Evidence here too"))
        adopt.setAccessibleName(tr("Evidence of the consensus too: {moment}", moment=words))
        adopt.setChecked(line.adopted)
        adopt.setEnabled(editable)
        adopt.clicked.connect(lambda on: self.moment_adopted.emit(line.uid, on))
        self.hearing[line.uid], self.opening[line.uid], self.adopting[line.uid] = hear, leave, adopt
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        row = FlowLayout(spacing=8)
        for part in (hear, leave, adopt):
            row.addWidget(part)
        column.addLayout(row)
        if line.note:
            column.addWidget(label(tr("“{note}”", note=line.note), "muted", wrap=True))
        return made

    def show_sounding(self, uid: str) -> None:
        """Show which of the moments sounds (its uid); empty: none."""
        self._sounding = uid
        for button in self.hearing.values():
            button.show_sounding(uid)
