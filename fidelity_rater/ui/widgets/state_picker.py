"""Instead of a number: the states that an item allows, with a reason where one is asked for."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fidelity_rater.app.desk_models import DeskChoice, DeskState, GivenState
from fidelity_rater.i18n import tr
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.choice_row import ChoiceRow
from fidelity_rater.ui.widgets.text import label


class StatePicker(QWidget):
    """States in a row; one that needs a reason first opens its reasons below.

    Signals:
        state_chosen: this state, for this reason (id of an offered reason, or the rater's own words, or empty).
        state_withdrawn: the standing state was taken back.
    """

    state_chosen = Signal(str, str)
    state_withdrawn = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._states: dict[str, DeskState] = {}
        self._given: GivenState | None = None
        self._asking = ""
        self.states = ChoiceRow(name=tr("Instead of a number"))
        self.question = label(tr("Why?"), "strong")
        self.reasons = ChoiceRow(name=tr("Reason"))
        self.own_words = QLineEdit()
        self.own_words.setPlaceholderText(tr("Another reason, in a few words"))
        self.own_words.setAccessibleName(tr("Another reason"))
        self.keep = TextButton(tr("Keep"))
        words = QHBoxLayout()
        words.addWidget(self.own_words, 1)
        words.addWidget(self.keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.states, self.question, self.reasons):
            column.addWidget(widget)
        column.addLayout(words)
        self.states.choice_chosen.connect(self.on_state_pressed)
        self.states.choice_withdrawn.connect(self.state_withdrawn)
        self.reasons.choice_chosen.connect(self.on_reason_pressed)
        self.own_words.returnPressed.connect(self.on_own_reason)
        self.own_words.textChanged.connect(lambda text: self.keep.setEnabled(bool(text.strip())))
        self.keep.clicked.connect(self.on_own_reason)
        self._close_question()

    def show_states(self, states: tuple[DeskState, ...], given: GivenState | None) -> None:
        """Show what may be chosen and what stands; a question that was open is closed."""
        self._states = {state.id: state for state in states}
        self._given = given
        self.states.show_choices(DeskChoice(s.id, s.label, s.explanation) for s in states)
        self.states.show_chosen(given.id if given else None)
        self._close_question()

    def begin(self) -> None:
        """Go to the state that stands or to the first, so that a key can choose one."""
        self.states.begin()

    def on_state_pressed(self, state_id: str) -> None:
        state = self._states[state_id]
        if not state.needs_reason:
            self.state_chosen.emit(state_id, "")
            return
        self._asking = state_id
        self.question.setText(tr("{state}: why?", state=state.label))
        self.reasons.show_choices(DeskChoice(*reason) for reason in state.reasons)
        self.reasons.show_chosen(None)
        self.question.show()
        self.reasons.setVisible(bool(state.reasons))
        self.own_words.setVisible(state.free_reason)
        self.keep.setVisible(state.free_reason)
        first = next(iter(self.reasons.buttons.values()), None)
        (first or self.own_words).setFocus()

    def on_reason_pressed(self, reason_id: str) -> None:
        self._answer(reason_id)

    def on_own_reason(self) -> None:
        if words := self.own_words.text().strip():
            self._answer(words)

    def _answer(self, reason: str) -> None:
        state = self._asking
        self._close_question()
        self.state_chosen.emit(state, reason)

    def _close_question(self) -> None:
        self._asking = ""
        self.own_words.clear()
        self.keep.setEnabled(False)
        for widget in (self.question, self.reasons, self.own_words, self.keep):
            widget.hide()
