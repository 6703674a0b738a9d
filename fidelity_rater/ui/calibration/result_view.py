"""One attempt beside the consensus: item by item, with the moments of both."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from fidelity_rater.app.calibration.models import AttemptResult, Evidence
from fidelity_rater.app.consensus.models import EvidenceLine
from fidelity_rater.app.spoken_time import media_time
from fidelity_rater.i18n import tr
from fidelity_rater.ui.calibration.tables import apart_words, result_table
from fidelity_rater.ui.forms.days import spoken_day
from fidelity_rater.ui.hearing.moment_button import MomentButton
from fidelity_rater.ui.results.data_table import DataTable
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import scrolling
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.text import ElidedLabel, label


class ResultView(QWidget):
    """Signals:
    left: back to the overview.
    item_chosen: the moments of this item are wanted (rating uid, item).
    rating_chosen: a rating is to be opened (uid, item).
    moment_heard: play, or pause, this one (:class:`EvidenceLine`), and what to call it.
    """

    left = Signal()
    item_chosen = Signal(str, str)
    rating_chosen = Signal(str, str)
    moment_heard = Signal(object, str)

    def __init__(self, *, decimal_comma: Callable[[], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._result: AttemptResult | None = None
        self.hearing: list[MomentButton] = []
        self._sounding = ""
        self.back = TextButton(tr("Calibration"), "flat", icon_name="chevron-left")
        self.title = ElidedLabel("", "title")
        self.open = TextButton(tr("Open my rating"))
        self.summary = label("", wrap=True)
        self.beside = label("", "muted", wrap=True)
        self.table = DataTable(decimal_comma=decimal_comma)
        self.heading = label("", "heading", wrap=True)
        self.reason = label("", wrap=True)
        self.agreed_title = label(tr("Evidence of the consensus"), "strong")
        self.own_title = label(tr("Your moments"), "strong")
        self._agreed, self._own = QVBoxLayout(), QVBoxLayout()
        self.notice = label("", "muted", wrap=True)
        self._lay_out()
        self.back.clicked.connect(self.left)
        self.open.clicked.connect(self.on_open_pressed)
        self.table.row_chosen.connect(self.on_row_chosen)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.back)
        head.addWidget(self.title, 1)
        head.addWidget(self.open)
        side = QWidget()
        inside = QVBoxLayout(side)
        inside.setContentsMargins(8, 0, 8, 8)
        inside.setSpacing(8)
        inside.addWidget(self.heading)
        inside.addWidget(self.reason)
        inside.addWidget(self.agreed_title)
        inside.addLayout(self._agreed)
        inside.addWidget(self.own_title)
        inside.addLayout(self._own)
        inside.addStretch(1)
        self.splitter = QSplitter()
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(scrolling(side, tr("Moments of the chosen item")))
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        self.splitter.setSizes([660, 340])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.summary)
        column.addWidget(self.beside)
        column.addWidget(self.splitter, 1)
        column.addWidget(self.notice)

    def show_result(self, result: AttemptResult) -> None:
        self._result = result
        attempt = result.attempt
        self.title.show_text(tr("{reference}: {session}", reference=attempt.reference, session=result.label))
        told = "; ".join(apart_words(one) for one in attempt.dimensions)
        explained = tr("Own less consensus, mean ± standard deviation: above nought is more lenient.")
        self.summary.setText(tr("{told}. {explained}", told=told, explained=explained))
        own, agreed = result.only_own, result.only_agreed
        left_out = tr("Answered by you alone: {own} items; by the consensus alone: {agreed}.", own=own, agreed=agreed)
        signed = tr("Signed {date}. {blind}", date=spoken_day(attempt.signed_on), blind=result.blind)
        parts = (signed, left_out if own or agreed else "", result.words)
        self.beside.setText(" ".join(part for part in parts if part))
        self.notice.setText(result.notice)
        self.table.show_table(result_table(result))
        self.table.choose_row(self._first_apart())

    def _first_apart(self) -> int:
        """The first row where they differ; that is what one wants to hear."""
        rows = self._result.rows if self._result else ()
        return next((n for n, row in enumerate(rows) if row.difference), 0)

    def on_row_chosen(self, at: int) -> None:
        if self._result is None or not 0 <= at < len(self._result.rows):
            return
        row = self._result.rows[at]
        self.heading.setText(tr("{item} · {dimension}", item=row.label, dimension=row.dimension_name))
        self.reason.setText(row.reason)
        self.reason.setVisible(bool(row.reason))
        self.item_chosen.emit(self._result.attempt.rating_uid, row.item)

    def show_evidence(self, evidence: Evidence) -> None:
        for place in (self._agreed, self._own):
            empty(place)
        self.hearing = []
        self._fill(self._agreed, evidence.agreed, tr("The consensus keeps no moment for this item."))
        self._fill(self._own, evidence.own, tr("You kept no moment for this item."))

    def _fill(self, column: QVBoxLayout, lines: Sequence[EvidenceLine], nothing: str) -> None:
        if not lines:
            column.addWidget(label(nothing, "muted", wrap=True))
        for line in lines:
            bearing = tr("for") if line.bearing == "for" else tr("against")
            start, end = media_time(line.start_ms), media_time(line.end_ms)
            words = tr("{start} to {end}, {bearing}", start=start, end=end, bearing=bearing)
            name = tr("{rater}, {moment}", rater=line.initials, moment=words)
            hear = MomentButton(line.uid, words, "flat")
            hear.show_name(name)
            hear.show_sounding(self._sounding)
            hear.setToolTip(tr("Play, or pause, this moment"))
            hear.clicked.connect(lambda _=False, one=line, told=name: self.moment_heard.emit(one, told))
            row = QHBoxLayout()
            made = QWidget()
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(hear)
            row.addStretch(1)
            made.setLayout(row)
            column.addWidget(made)
            self.hearing.append(hear)
            if line.note:
                column.addWidget(label(tr("“{note}”", note=line.note), "muted", wrap=True))

    def show_sounding(self, uid: str) -> None:
        """Show which of the moments sounds (its uid); empty: none."""
        self._sounding = uid
        for button in self.hearing:
            button.show_sounding(uid)

    def on_open_pressed(self) -> None:
        if self._result is not None:
            self.rating_chosen.emit(self._result.attempt.rating_uid, "")
