"""One entry of the log in full, with its scans and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.training.models import Attachment
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.scans.scan_list import ScanList
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import line, scrolling
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.text import label


class EntryCard(QWidget):
    """Signals:
    edit_wanted: change this entry.
    removed: this entry goes; where it has scans, after a second press.
    """

    edit_wanted = Signal()
    removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scans = 0
        self.heading = label("", "heading", wrap=True)
        self.fixed = label(tr("This came from somebody else and stays as it is."), "muted", wrap=True)
        self.edit = TextButton(tr("Change …"), icon_name="edit", key="Return")
        self.remove = TextButton(tr("Remove"), icon_name="trash", key="Del")
        self.sure = Banner("warning", action=tr("Remove for good"), dismissable=True, parent=self)
        self.sure.hide()
        self.scans = ScanList()
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(16)
        self._facts.setVerticalSpacing(6)
        self._facts.setColumnStretch(0, 2)
        self._facts.setColumnStretch(1, 3)
        self._lay_out()
        self.edit.clicked.connect(self.edit_wanted)
        self.remove.clicked.connect(self.on_remove)
        self.sure.action_pressed.connect(self.removed)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.edit)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 4, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.heading)
        column.addLayout(self._facts)
        column.addWidget(self.fixed)
        column.addLayout(buttons)
        column.addWidget(self.sure)
        column.addWidget(line())
        column.addWidget(self.scans)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(page, tr("The chosen entry")))

    def show_entry(
        self, heading: str, facts: Sequence[tuple[str, str]], scans: Sequence[Attachment], *, fixed: bool
    ) -> None:
        """Show one entry."""
        self._scans = len(scans)
        self.heading.setText(heading)
        empty(self._facts)
        for row, (name, value) in enumerate(facts):
            self._facts.addWidget(label(name, "muted", wrap=True), row, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(label(value, wrap=True), row, 1, Qt.AlignmentFlag.AlignTop)
        self.fixed.setVisible(fixed)
        self.edit.setVisible(not fixed)
        self.remove.setVisible(not fixed)
        self.sure.hide()
        self.scans.show_scans(scans, fixed=fixed)

    def on_remove(self) -> None:
        """Without scans it goes at once and can be undone; with scans it is asked first."""
        if not self._scans:
            self.removed.emit()
            return
        self.sure.show_message(
            tr_n(
                "Its scan goes with it, and cannot be brought back.",
                "Its {n} scans go with it, and cannot be brought back.",
                self._scans,
            )
        )
        self.sure.action.setFocus()
