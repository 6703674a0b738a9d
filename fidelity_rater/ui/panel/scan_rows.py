"""Scans of a portfolio: ticked by whoever lays it together, looked at by the panel."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.panel.models import ScanShown
from fidelity_rater.app.panel.portfolio_models import ScanTick
from fidelity_rater.app.training import wording
from fidelity_rater.app.training.models import Attachment
from fidelity_rater.app.training.scans import PICTURES
from fidelity_rater.i18n import tr
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import Card
from fidelity_rater.ui.widgets.text import label

UNDER_THE_WORDS: Final = 30
LONGEST: Final = 60


class ScanButtons(QWidget):
    """Pictures are looked at here; a PDF is saved, and opened with what the person has for it.

    Signals:
        look_wanted, copy_wanted: show it; save a copy of it (:class:`Attachment`).
    """

    look_wanted = Signal(object)
    copy_wanted = Signal(object)

    def __init__(self, scan: Attachment, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = TextButton(tr("Look"), "link", parent=self)
        self.look.show_name(tr("Look at {name}", name=scan.name))
        self.look.setVisible(scan.media_type in PICTURES)
        self.copy = TextButton(tr("Save a copy …"), "link", parent=self)
        self.copy.show_name(tr("Save a copy of {name} …", name=scan.name))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for button in (self.look, self.copy):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        self.look.clicked.connect(lambda: self.look_wanted.emit(scan))
        self.copy.clicked.connect(lambda: self.copy_wanted.emit(scan))


class ScanChoice(QWidget):
    """One scan with its tick.

    Signals:
        chosen: it goes along, or not.
        look_wanted, copy_wanted: as of :class:`ScanButtons`.
    """

    chosen = Signal(bool)
    look_wanted = Signal(object)
    copy_wanted = Signal(object)

    def __init__(self, tick: ScanTick, *, fixed: bool, parent: QWidget) -> None:
        super().__init__(parent)
        words = tr("{record}: {name}", record=tick.record, name=tick.scan.name)
        self.box = QCheckBox(shortened(words), self)
        self.box.setToolTip(words)
        self.box.setAccessibleName(words)
        self.box.setObjectName(f"scan-{tick.scan.uid}")
        self.box.setChecked(tick.chosen)
        self.box.setEnabled(not fixed)
        self.box.toggled.connect(self.chosen)
        self.buttons = ScanButtons(tick.scan, self)
        self.buttons.look_wanted.connect(self.look_wanted)
        self.buttons.copy_wanted.connect(self.copy_wanted)
        goes = tr("goes as “{name}”", name=tick.goes_as) if tick.goes_as else tr("stays here")
        beside = label(tr("{facts} · {goes}", facts=scan_facts(tick.scan), goes=goes), "muted", wrap=True)
        beside.setContentsMargins(UNDER_THE_WORDS, 0, 0, 0)
        first = QHBoxLayout()
        first.addWidget(self.box, 1)
        first.addWidget(self.buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(first)
        column.addWidget(beside)


class ScansCard(Card):
    """What can be looked at of the papers and results.

    Signals:
        look_wanted, copy_wanted: as of :class:`ScanButtons`.
    """

    look_wanted = Signal(object)
    copy_wanted = Signal(object)

    def __init__(self, scans: tuple[ScanShown, ...], parent: QWidget | None = None) -> None:
        super().__init__(tr("Scans"), parent)
        self.body.setSpacing(8)
        self.rows: dict[str, ScanButtons] = {}
        for shown in scans:
            buttons = ScanButtons(shown.scan, self)
            buttons.look_wanted.connect(self.look_wanted)
            buttons.copy_wanted.connect(self.copy_wanted)
            self.rows[shown.scan.uid] = buttons
            words = tr("{record}: {name}", record=shown.record, name=shown.scan.name)
            row = QHBoxLayout()
            row.addWidget(label(words, wrap=True), 1)
            row.addWidget(label(scan_facts(shown.scan), "muted"))
            row.addWidget(buttons)
            self.body.addLayout(row)


def shortened(words: str) -> str:
    """What a tick has room for: it breaks no lines."""
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 21]}…{words[-20:]}"


def scan_facts(scan: Attachment) -> str:
    """What kind of file it is, and how large."""
    return tr("{kind}, {size}", kind=wording.media_type(scan.media_type), size=wording.size(scan.size))
