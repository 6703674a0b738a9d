"""One consensus: the raters' answers beside each other, what is agreed, and the signature."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from fidelity_rater.app.consensus.consensuses import Agreeing
from fidelity_rater.app.consensus.models import AgreedRow, AgreedSheet
from fidelity_rater.app.desk_models import DeskChoice
from fidelity_rater.app.saved import SavedState
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.consensus.answer_table import AnswerTable
from fidelity_rater.ui.consensus.row_detail import RowDetail
from fidelity_rater.ui.consensus.sign_box import SignBox
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import line, scrolling
from fidelity_rater.ui.widgets.choice_row import ChoiceRow
from fidelity_rater.ui.widgets.flow_layout import FlowLayout
from fidelity_rater.ui.widgets.saved_indicator import SavedIndicator
from fidelity_rater.ui.widgets.text import ElidedLabel, label


class ConsensusView(QWidget):
    """Signals:
    left: back to the list.
    discard_wanted: this draft is not wanted.
    renew_wanted: the draft is to stand on the ratings as they are now.
    passphrase_given: sign with this.
    rating_chosen: a rating is to be opened (uid, item).
    moment_heard: play, or pause, this one (:class:`EvidenceLine`), and what to call it.
    retry_pressed: try to save again.
    """

    left = Signal()
    discard_wanted = Signal()
    renew_wanted = Signal()
    passphrase_given = Signal(str)
    rating_chosen = Signal(str, str)
    moment_heard = Signal(object, str)
    retry_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._agreeing: Agreeing | None = None
        self._sheet: AgreedSheet | None = None
        self._build()
        self._lay_out()
        self._connect()

    def _build(self) -> None:
        self.back = TextButton(tr("All sessions"), "flat", icon_name="chevron-left")
        self.title = ElidedLabel("", "title")
        self.kind = ElidedLabel("", "muted")
        self.saved = SavedIndicator()
        self.raters = label("", "muted", wrap=True)
        self.caution = Banner("warning")
        self.caution.hide()
        self.fault = Banner("danger", dismissable=True)
        self.fault.hide()
        self.notice = label("", "muted", wrap=True)
        self.confirm = TextButton(tr("Confirm all alike"), "primary", icon_name="check")
        self.undo = TextButton(tr("Undo"), icon_name="undo", key="Ctrl+Z")
        self.scale_order = TextButton(tr("Scale order"))
        self.scale_order.setCheckable(True)
        self.scale_order.setToolTip(tr("List items as the scale does, not what differs most first"))
        self.discard = TextButton(tr("Discard draft"), "danger", icon_name="trash")
        self.phase_title = label(tr("The raters confirmed different phases; which holds?"), wrap=True)
        self.phases = ChoiceRow(name=tr("Phase"))
        self.progress = label("", "muted")
        self.table = AnswerTable()
        keys = tr("Digit: agree · Delete: take back · Enter: to the reason · Esc: back to the table")
        self.keys = label(keys, "muted", wrap=True)
        self.detail = RowDetail()
        self.signing = SignBox()
        self.signed = label("", "strong", wrap=True)
        self.signed_words = label("", wrap=True)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.back)
        head.addWidget(self.title, 1)
        head.addWidget(self.saved)
        acts = FlowLayout(spacing=8)
        for part in (self.confirm, self.undo, self.scale_order, self.discard):
            acts.addWidget(part)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addLayout(acts)
        column.addWidget(self.phase_title)
        column.addWidget(self.phases)
        column.addWidget(self.table, 1)
        below = QHBoxLayout()
        below.addWidget(self.progress)
        below.addWidget(self.keys, 1)
        column.addLayout(below)
        side = QWidget()
        inside = QVBoxLayout(side)
        inside.setContentsMargins(8, 0, 8, 8)
        inside.setSpacing(12)
        inside.addWidget(self.signed)
        inside.addWidget(self.signed_words)
        inside.addWidget(self.detail)
        inside.addWidget(line())
        inside.addWidget(self.signing)
        inside.addStretch(1)
        self.splitter = QSplitter()
        self.splitter.addWidget(left)
        self.side = scrolling(side, tr("The chosen answer"))
        self.splitter.addWidget(self.side)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setSizes([620, 400])
        self.splitter.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(head)
        around: tuple[QWidget, ...] = (self.kind, self.raters, self.caution, self.fault)
        for widget in around:
            whole.addWidget(widget)
        whole.addWidget(self.splitter, 1)
        whole.addWidget(self.notice)

    def _connect(self) -> None:
        self.back.clicked.connect(self.left)
        self.discard.clicked.connect(self.discard_wanted)
        self.caution.action_pressed.connect(self.renew_wanted)
        self.saved.retry_pressed.connect(self.retry_pressed)
        self.scale_order.toggled.connect(lambda _: self.show_again())
        self.confirm.clicked.connect(self.on_confirmed)
        self.undo.clicked.connect(self.on_undone)
        self.phases.choice_chosen.connect(self.on_phase_chosen)
        self.table.row_chosen.connect(self._show_detail)
        self.table.digit_pressed.connect(self.on_digit)
        self.table.cleared.connect(self.on_cleared)
        self.table.detail_wanted.connect(self.on_detail_wanted)
        self.detail.answer_chosen.connect(self.on_answer_chosen)
        self.detail.answer_withdrawn.connect(self.on_cleared)
        self.detail.reason_written.connect(self.on_reason_written)
        self.detail.reason.left.connect(self.table.setFocus)
        self.detail.moment_adopted.connect(self.on_moment_adopted)
        self.detail.moment_opened.connect(self.rating_chosen)
        self.detail.moment_heard.connect(self.moment_heard)
        self.signing.words.written.connect(self.on_words_written)
        self.signing.line_followed.connect(self.on_line_followed)
        self.signing.passphrase_given.connect(self.passphrase_given)

    def show_agreeing(self, agreeing: Agreeing) -> None:
        """Show a consensus, a draft or a signed one."""
        self._agreeing = agreeing
        self.signing.clear()
        self.fault.show_message("")
        self.table.choose(0)
        self.show_again()
        self.table.choose(0)

    def show_again(self) -> None:
        """Show it as it is now."""
        if self._agreeing is None:
            return
        sheet = self._sheet = self._agreeing.sheet
        self.title.show_text(tr("Consensus: {session}", session=sheet.label))
        self.kind.show_text(tr("{kind} · {phase}", kind=sheet.kind, phase=sheet.phase_words))
        self.raters.setText("\n".join(_rater_line(sheet)))
        self._show_caution(sheet)
        self.notice.setText(sheet.notice)
        self._show_acts(sheet)
        self.table.show_sheet(sheet, in_scale_order=self.scale_order.isChecked())
        self._show_detail()
        self.signing.setVisible(sheet.editable)
        if sheet.editable:
            self.signing.show_left(sheet.missing, sheet.words)
        self.signed.setText(sheet.signed)
        self.signed.setVisible(bool(sheet.signed))
        self.signed_words.setText(sheet.words)
        self.signed_words.setVisible(bool(sheet.signed and sheet.words))

    def _show_caution(self, sheet: AgreedSheet) -> None:
        action = tr("Take them as they are now") if sheet.editable else ""
        self.caution.show_message(" ".join(sheet.cautions), action=action)

    def _show_acts(self, sheet: AgreedSheet) -> None:
        many = tr_n("Confirm {n} answer that all gave", "Confirm {n} answers that all gave", sheet.waiting)
        self.confirm.show_text(many)
        self.confirm.setVisible(sheet.waiting > 0)
        self.undo.setEnabled(sheet.can_undo)
        of_a_draft: tuple[QWidget, ...] = (self.undo, self.discard, self.saved, self.keys)
        for part in of_a_draft:
            part.setVisible(sheet.editable)
        self.phases.show_choices(DeskChoice(key, words) for key, words in sheet.phases)
        self.phases.show_chosen(sheet.phase, firm=True)
        for asked in (self.phases, self.phase_title):
            asked.setVisible(bool(sheet.phases) and sheet.editable)
        self.progress.setText(tr("{n} of {all} agreed", n=sheet.agreed, all=sheet.owed))

    def _show_detail(self) -> None:
        row = self._row()
        self.detail.setVisible(row is not None)
        if row is not None and self._agreeing is not None and self._sheet is not None:
            evidence, notes = self._agreeing.evidence(row.item), self._agreeing.notes(row.item)
            self.detail.show_row(self._sheet, row, evidence, notes)

    def event(self, event: QEvent) -> bool:
        """Take the key of undo while one is here: what the menu undoes lies elsewhere."""
        overriding = event.type() == QEvent.Type.ShortcutOverride
        if overriding and isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self.on_undone()
        else:
            super().keyPressEvent(event)

    def show_saved(self, state: SavedState) -> None:
        self.saved.show_saved(state)

    def show_signing(self, busy: bool, fault: str = "") -> None:
        """Show that the signature is being made: nothing can be changed meanwhile; or why it could not be."""
        for part in (self.table, self.detail, self.confirm, self.undo, self.discard, self.phases, self.caution):
            part.setEnabled(not busy)
        self.signing.words.setEnabled(not busy)
        self.signing.show_signing(busy, fault)
        if fault:  # it takes room above what signs
            self.side.fit()
            self.side.ensureWidgetVisible(self.signing.sign, 0, 8)

    def keep_words(self) -> None:
        """Have what is being typed kept."""
        self.detail.reason.keep()
        self.signing.words.keep()

    def _row(self) -> AgreedRow | None:
        """The chosen row as it is now."""
        row = self.table.row
        return self._sheet.row(row.item, row.dimension) if row is not None and self._sheet is not None else None

    def on_digit(self, number: int) -> None:
        row = self._row()
        if row is not None and str(number) in {choice.key for choice in row.choices}:
            self._agree(row, str(number))

    def on_answer_chosen(self, key: str) -> None:
        row = self._row()
        if row is not None:
            self._agree(row, key)

    def _agree(self, row: AgreedRow, key: str) -> None:
        if self._agreeing is None or not self._agreeing.table.editable or row.closed:
            return
        self._agreeing.table.agree(row.item, row.dimension, key)
        self.show_again()
        now = self._row()
        if now is not None and now.reason_wanted and not now.reason:
            self.detail.reason.setFocus()

    def on_cleared(self) -> None:
        row = self._row()
        if row is not None and self._agreeing is not None and self._agreeing.table.editable:
            self._agreeing.table.clear(row.item, row.dimension)
            self.show_again()

    def on_detail_wanted(self) -> None:
        row = self._row()
        if row is not None and row.agreed and row.reason_wanted:
            self.detail.reason.setFocus()
        else:
            self.detail.choices.begin()

    def on_reason_written(self, item: str, dimension: str, words: str) -> None:
        if self._agreeing is not None:
            self._agreeing.table.give_reason(item, dimension, words)
            self.show_again()

    def on_words_written(self, item: str, dimension: str, words: str) -> None:
        if self._agreeing is not None:
            self._agreeing.table.set_words(words)
            self.show_again()

    def on_moment_adopted(self, uid: str, adopted: bool) -> None:
        if self._agreeing is not None:
            self._agreeing.table.adopt(uid, adopted)
            self.show_again()

    def on_phase_chosen(self, phase: str) -> None:
        if self._agreeing is not None:
            self._agreeing.table.set_phase(phase)
            self.show_again()

    def on_confirmed(self) -> None:
        if self._agreeing is not None:
            self._agreeing.table.confirm()
            self.show_again()
            self.table.setFocus()
            self.table.choose_unsettled()

    def on_undone(self) -> None:
        if self._agreeing is not None:
            self._agreeing.table.undo()
            self.show_again()

    def on_line_followed(self, item: str, dimension: str) -> None:
        self.table.choose_place(item, dimension)
        self.table.setFocus()


def _rater_line(sheet: AgreedSheet) -> list[str]:
    """Who rated, when they signed, and how blind."""
    return [
        tr("{rater}: {role}, {signed}. {blind}.", rater=one.initials, role=one.role, signed=one.signed, blind=one.blind)
        for one in sheet.columns
    ]
