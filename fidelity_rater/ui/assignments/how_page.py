"""Second, for a draw: how many of what, by which seed, and what that would come to."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fidelity_rater.app.assigning.models import DrawWish, FrameLook, Strata, Within
from fidelity_rater.app.desk_models import DeskChoice
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.assignments.draw_list import left_out_words, too_few
from fidelity_rater.ui.forms.fields import ChoiceField, NumberField
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import FormRows
from fidelity_rater.ui.widgets.choice_row import ChoiceRow
from fidelity_rater.ui.widgets.text import label

MOST = 50


class HowPage(QWidget):
    """Signals:
    changed: something else is asked for: look anew at what it would come to.
    fresh_wanted: another seed from the computer.
    """

    changed = Signal()
    fresh_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: FrameLook | None = None
        self._fresh = ""
        self._within = Within.CASE
        self.quota = NumberField(1, MOST)
        # One of each phase: three of a case, as older guidance asks, and none of them all from its beginning.
        self.quota.show_number(1)
        self.within = ChoiceRow(
            (
                DeskChoice(Within.CASE, tr("of each case")),
                DeskChoice(Within.THERAPIST, tr("of each therapist")),
                DeskChoice(Within.ALL, tr("of all together")),
            )
        )
        self.within.show_chosen(Within.CASE, firm=True)
        self.strata = ChoiceField(
            (
                (Strata.NONE, tr("Nothing: simply so many")),
                (Strata.PHASE, tr("The phases: so many of each")),
                (Strata.PHASE_AND_FOCUS, tr("The phases and focal areas: so many of each")),
                (Strata.THIRD, tr("The course: so many early, in the middle and late")),
            )
        )
        self.strata.show_key(Strata.PHASE)
        self.seed = QLineEdit(self)
        self.fresh = TextButton(tr("Take a new one"), icon_name="redo")
        self.reason = QLineEdit(self)
        self.told = label("", wrap=True)
        self.short = label("", "muted", wrap=True)
        self._lay_out()
        self.within.choice_chosen.connect(self.on_within_chosen)
        self.quota.number_chosen.connect(lambda _: self.changed.emit())
        self.strata.choice_made.connect(lambda _: self.changed.emit())
        self.fresh.clicked.connect(self.fresh_wanted)

    def _lay_out(self) -> None:
        seed = QWidget(self)
        row = QHBoxLayout(seed)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.seed, 1)
        row.addWidget(self.fresh)
        seed.setFocusProxy(self.seed)
        rows = FormRows(self)
        rows.add_row(tr("How many?"), self.quota)
        rows.add_row(tr("Of what?"), self.within)
        rows.add_row(tr("Spread over"), self.strata)
        rows.add_row(
            tr("Seed"),
            seed,
            hint=tr(
                "It decides what is drawn, and is written down. Type your own, such as a throw of dice, if you like."
            ),
        )
        self.seed.setAccessibleName(tr("Seed"))
        self.again = rows.add_row(
            tr("Why is it drawn again?"), self.reason, hint=tr("Both draws are kept and shown, with your reason.")
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(rows)
        column.addWidget(self.told)
        column.addWidget(self.short)

    def show_seed(self, seed: str) -> None:
        """Offer a seed that the computer has drawn."""
        self._fresh = seed
        self.seed.setText(seed)

    def on_within_chosen(self, within: str) -> None:
        self._within = Within(within)
        self.within.show_chosen(within, firm=True)
        self.changed.emit()

    def wish(self, what: DrawWish) -> DrawWish:
        """What is asked for, with how much of it."""
        return replace(what, within=self._within, strata=Strata(self.strata.key), quota=int(self.quota.number))

    @property
    def typed(self) -> bool:
        """Whether a person gave the seed."""
        return self.seed.text().strip() != self._fresh

    def show_look(self, look: FrameLook) -> None:
        """Say what could be drawn, and what this would come to."""
        self._look = look
        there = tr_n("{n} session could be drawn.", "{n} sessions could be drawn.", look.candidates)
        comes = tr_n("This draws {n} of them.", "This draws {n} of them.", look.would_draw)
        self.told.setText(f"{there} {comes} {left_out_words(look.left_out)}".strip())
        short = [(each.words, each.there, each.wanted) for each in look.strata if each.there < each.wanted]
        self.short.setText(too_few(short) if short else "")
        self.short.setVisible(bool(short))
        for widget in (self.again, self.reason):
            widget.setEnabled(bool(look.again))
        if look.again:
            numbers = ", ".join(look.again)
            self.reason.setPlaceholderText(tr("Some of these were in draw {numbers} before", numbers=numbers))
        else:
            self.reason.setPlaceholderText(tr("Nothing of this was drawn before"))

    @property
    def fault(self) -> str:
        if self._look is not None and not self._look.candidates:
            return tr("There is nothing to draw from.")
        if self._look is not None and self._look.again and not self.reason.text().strip():
            return tr("Some of these sessions could have been drawn before. Say why it is drawn again.")
        return "" if self.seed.text().strip() else tr("Type a seed, or take a new one.")
