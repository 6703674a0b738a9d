"""Typing totals in: the table, what can be added to it, and whether it is saved."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.measures.models import Measure
from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.fields import OpenChoiceField
from fidelity_rater.ui.measures.grid_table import GridTable
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.saved_indicator import SavedIndicator
from fidelity_rater.ui.widgets.text import label


class GridPage(QWidget):
    """The editor.

    Signals:
        measure_wanted: a column for the measure with this name.
    """

    measure_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = GridTable(self)
        self.empty = label(tr("The case has no session yet. Add its sessions first."), "muted", wrap=True)
        self.empty.setParent(self)
        self.name = OpenChoiceField(parent=self)
        self.name.setAccessibleName(tr("A measure to add"))
        line = self.name.lineEdit()
        assert line is not None
        line.setPlaceholderText(tr("choose one, or type a name of your own"))
        self.add = TextButton(tr("Add measure"), icon_name="plus")
        self.open_file = TextButton(tr("Take from a CSV file …"), icon_name="import")
        self.undo = TextButton(tr("Undo"), "flat", icon_name="undo")
        self.redo = TextButton(tr("Redo"), "flat", icon_name="redo")
        self.saved = SavedIndicator()
        self._lay_out()
        self.add.clicked.connect(self.on_add)
        line.returnPressed.connect(self.on_add)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.name, 1)
        top.addWidget(self.add)
        top.addSpacing(16)
        top.addWidget(self.open_file)
        below = QHBoxLayout()
        below.setSpacing(4)
        below.addWidget(self.saved)
        below.addStretch(1)
        below.addWidget(self.undo)
        below.addWidget(self.redo)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.empty)
        column.addWidget(self.table, 1)
        column.addLayout(below)

    def show_offered(self, measures: Iterable[Measure]) -> None:
        """Offer those that have no column yet."""
        shown = {measure.id for measure in self.table.grid.measures}
        self.name.show_choices(measure.name for measure in measures if measure.id not in shown)

    def show_sessions(self) -> None:
        """Say what to do first where there is none."""
        some = bool(self.table.grid.sessions)
        self.empty.setVisible(not some)
        self.table.setVisible(some)
        for control in (self.name, self.add, self.open_file):
            control.setEnabled(some)

    def show_steps(self, undo: str | None, redo: str | None) -> None:
        """What can be taken back or done again."""
        for button, what, name in ((self.undo, undo, tr("Undo")), (self.redo, redo, tr("Redo"))):
            button.setEnabled(bool(what))
            button.show_name(tr("{act}: {what}", act=name, what=what) if what else name)

    def show_measure(self, measure: Measure) -> None:
        """A column for it, and the first session to type in."""
        at = self.table.grid.add_measure(measure)
        self.name.show_text("")
        self.table.go_to(0, at)
        self.table.setFocus()

    def on_add(self) -> None:
        if self.name.text:
            self.measure_wanted.emit(self.name.text)
        else:
            self.name.setFocus()
