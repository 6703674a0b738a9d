"""One of a few answers, all of them in sight; pressing the standing one takes it back."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from fidelity_rater.app.desk_models import DeskChoice
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.flow_layout import FlowLayout
from fidelity_rater.ui.widgets.one_stop import OneStop


class ChoiceRow(QWidget):
    """Buttons of which at most one is pressed; one stop of the Tab key, with arrow keys inside.

    Signals:
        choice_chosen: this one (its id).
        choice_withdrawn: none after all.
    """

    choice_chosen = Signal(str)
    choice_withdrawn = Signal()

    def __init__(self, choices: Iterable[DeskChoice] = (), *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow, self._stop = FlowLayout(self, spacing=6), OneStop(self)
        self._buttons: dict[str, TextButton] = {}
        self._chosen: str | None = None
        self._firm = False
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.show_choices(choices)

    @property
    def buttons(self) -> dict[str, TextButton]:
        return self._buttons

    def show_choices(self, choices: Iterable[DeskChoice]) -> None:
        """Offer these; what is offered already stays as it is."""
        offered = list(choices)
        if [(c.id, c.label) for c in offered] == [(k, b.accessibleName()) for k, b in self._buttons.items()]:
            return
        empty(self._flow)
        self._buttons = {}
        for choice in offered:
            button = TextButton(choice.label)
            button.setCheckable(True)
            button.setToolTip(choice.explanation)
            button.clicked.connect(lambda _=False, key=choice.id: self._press(key))
            self._flow.addWidget(button)
            self._buttons[choice.id] = button
        self._stop.take(self._buttons.values())
        self.show_chosen(self._chosen)

    def show_chosen(self, chosen: str | None, *, firm: bool = False) -> None:
        """Show which stands; ``firm``: it cannot be taken back by pressing it again. Announces nothing."""
        self._chosen, self._firm = chosen, firm
        for key, button in self._buttons.items():
            button.setChecked(key == chosen)
        self._stop.stop_at(self._buttons.get(chosen or ""))

    def begin(self) -> None:
        """Go to the answer that stands, or to the first."""
        stop = self._stop.stop
        if stop is not None:
            stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _press(self, key: str) -> None:
        again = key == self._chosen
        self.show_chosen(self._chosen, firm=self._firm)  # the owner tells what stands, not the click
        if again and not self._firm:
            self.choice_withdrawn.emit()
        elif not again:
            self.choice_chosen.emit(key)
