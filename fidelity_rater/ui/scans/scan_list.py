"""The scans of one entry: looked at, saved again, removed after a second press."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.training import wording
from fidelity_rater.app.training.models import Attachment
from fidelity_rater.app.training.scans import PICTURES
from fidelity_rater.i18n import tr
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import IconButton, TextButton
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.text import ElidedLabel, label


class ScanRow(QWidget):
    """One scan.

    Signals:
        look_wanted, save_wanted: show it; save a copy of it (:class:`Attachment`).
        removed: it goes for good (uid).
    """

    look_wanted = Signal(object)
    save_wanted = Signal(object)
    removed = Signal(str)

    def __init__(self, scan: Attachment, *, fixed: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scan = scan
        self.name = ElidedLabel(scan.name, "strong", self)
        facts = tr("{kind}, {size}", kind=wording.media_type(scan.media_type), size=wording.size(scan.size))
        self.facts = label(facts, "muted")
        self.look = TextButton(tr("Look"), parent=self)
        self.look.show_name(tr("Look at {name}", name=scan.name))
        self.look.setVisible(scan.media_type in PICTURES)
        self.save = TextButton(tr("Save a copy …"), parent=self)
        self.save.show_name(tr("Save a copy of {name} …", name=scan.name))
        self.remove = IconButton("trash", tr("Remove {name}", name=scan.name), parent=self)
        self.remove.setVisible(not fixed)
        self.sure = Banner("warning", action=tr("Remove for good"), dismissable=True, parent=self)
        self.sure.hide()
        self._lay_out()
        self.look.clicked.connect(lambda: self.look_wanted.emit(self.scan))
        self.save.clicked.connect(lambda: self.save_wanted.emit(self.scan))
        self.remove.clicked.connect(self.on_remove)
        self.sure.action_pressed.connect(lambda: self.removed.emit(self.scan.uid))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.look)
        buttons.addWidget(self.save)
        buttons.addStretch(1)
        buttons.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.name)
        column.addWidget(self.facts)
        column.addLayout(buttons)
        column.addWidget(self.sure)

    def on_remove(self) -> None:
        """Ask once more: a scan cannot be brought back."""
        self.sure.show_message(tr("A removed scan cannot be brought back."))
        self.sure.action.setFocus()


class ScanList(QWidget):
    """Signals:
    look_wanted, save_wanted: show one; save a copy of one (:class:`Attachment`).
    removed: one goes for good (uid).
    add_wanted: hang another one on the entry.
    """

    look_wanted = Signal(object)
    save_wanted = Signal(object)
    removed = Signal(str)
    add_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[ScanRow] = []
        self.none = label(tr("No scan yet."), "muted", wrap=True)
        self.hint = label(tr("PDF, PNG or JPEG, up to 25 MB; kept encrypted."), "muted", wrap=True)
        self.add = TextButton(tr("Add scan …"), icon_name="plus", parent=self)
        self.add.clicked.connect(self.add_wanted)
        self._places = QVBoxLayout()
        self._places.setSpacing(12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(tr("Scans"), "strong"))
        column.addWidget(self.none)
        column.addLayout(self._places)
        last = QHBoxLayout()
        last.addWidget(self.add)
        last.addStretch(1)
        column.addLayout(last)
        column.addWidget(self.hint)

    def show_scans(self, scans: Sequence[Attachment], *, fixed: bool) -> None:
        """Show these; with ``fixed`` they can only be read."""
        empty(self._places)
        self.rows = [ScanRow(scan, fixed=fixed, parent=self) for scan in scans]
        for row in self.rows:
            row.look_wanted.connect(self.look_wanted)
            row.save_wanted.connect(self.save_wanted)
            row.removed.connect(self.removed)
            self._places.addWidget(row)
        self.none.setVisible(not scans)
        self.add.setVisible(not fixed)
        self.hint.setVisible(not fixed)
