"""Beside the page: every portfolio here, and the way to lay one together."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QSizePolicy, QVBoxLayout, QWidget

from fidelity_rater.app.panel.models import PortfolioRow, Stage
from fidelity_rater.app.panel.portfolio_models import TherapistChoice
from fidelity_rater.app.spoken_time import day_and_time
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import scrolling
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.text import label

_ICONS = {
    Stage.DRAFT: "edit",
    Stage.LAID: "export",
    Stage.LOOK_ON: "lock",
    Stage.FIRST: "sound",
    Stage.WAITING: "clock",
    Stage.SECOND: "people",
    Stage.VOTED: "clock",
    Stage.DECIDED: "check",
}


class PortfolioList(QWidget):
    """Signals:
    chosen: show this portfolio (uid).
    begin_wanted: lay one together of this therapist (uid).
    """

    chosen = Signal(str)
    begin_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, TextButton] = {}
        self._therapists: tuple[TherapistChoice, ...] = ()
        self.begin = TextButton(tr("New portfolio …"), icon_name="plus", parent=self)
        self.begin.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.begin.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.begin.clicked.connect(self.on_begin)
        self.menu: QMenu | None = None
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(6)
        column.addWidget(label(tr("Portfolios"), "heading"))
        column.addWidget(self.begin)
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        column.addLayout(self._list)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(page, tr("Every portfolio in this library")))

    def show_therapists(self, therapists: tuple[TherapistChoice, ...]) -> None:
        """Whom a portfolio can be laid together of."""
        self._therapists = therapists
        self.begin.setEnabled(bool(therapists))
        self.begin.setToolTip("" if therapists else tr("A portfolio is of signed ratings: there is none here yet."))

    def on_begin(self) -> None:
        """Ask of whom."""
        self.menu = QMenu(self)
        for each in self._therapists:
            words = tr_n("{code} · {n} signed rating", "{code} · {n} signed ratings", each.ratings, code=each.code)
            action = self.menu.addAction(words.replace("&", "&&"))
            action.triggered.connect(lambda _=False, uid=each.uid: self.begin_wanted.emit(uid))
        self.menu.popup(self.begin.mapToGlobal(self.begin.rect().bottomLeft()))

    def show_rows(self, rows: Sequence[PortfolioRow], chosen: str) -> None:
        """Show what there is, and which is open."""
        if list(self.buttons) != [row.uid for row in rows]:
            empty(self._list)
            self.buttons = {row.uid: self._button(row) for row in rows}
        for row in rows:
            button = self.buttons[row.uid]
            button.show_text(tr("{therapist} · {state}", therapist=row.therapist, state=row.line))
            by = tr("yours") if row.mine else tr("from {who}", who=row.by)
            button.setToolTip(
                tr("{portfolio}, {by}, {time}", portfolio=button.accessibleName(), by=by, time=day_and_time(row.at))
            )
            button.show_icon(_ICONS[row.stage])
            button.setChecked(row.uid == chosen)

    def _button(self, row: PortfolioRow) -> TextButton:
        button = TextButton("", icon_name="sheet")
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setStyleSheet("text-align: left;")
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self._on_pressed(row.uid))
        self._list.addWidget(button)
        return button

    def _on_pressed(self, uid: str) -> None:
        self.buttons[uid].setChecked(True)
        self.chosen.emit(uid)
