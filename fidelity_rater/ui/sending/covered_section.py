"""The stretches that are covered before any sound leaves, such as a name that was spoken."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.sharing.models import CoveredParts
from fidelity_rater.app.sharing.offers import Covered, OfferedRecording
from fidelity_rater.i18n import tr
from fidelity_rater.ui.sending.covered_row import CoveredRow
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.text import label

Selection = Callable[[], tuple[str, int, int] | None]
"""What is selected at the desk: recording, start, end; None: nothing is."""
Listen = Callable[[str, int, int], None]


class CoveredPart(QWidget):
    """The stretches of one recording."""

    def __init__(self, recording: OfferedRecording, *, named: bool, selection: Selection | None, listen: Listen | None):
        super().__init__()
        self._recording, self._selection, self._listen = recording, selection, listen
        self.rows: list[CoveredRow] = []
        self.add = TextButton(tr("Add a stretch"), icon_name="plus")
        self.add_selected = TextButton(tr("Add what is selected on the desk"), icon_name="part", parent=self)
        self.add_selected.setVisible(selection is not None)
        self.add.clicked.connect(self.on_add)
        self.add_selected.clicked.connect(self.on_add_selected)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        buttons = QHBoxLayout()
        buttons.addWidget(self.add)
        buttons.addWidget(self.add_selected)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        if named:
            column.addWidget(label(recording.name, "strong"))
        column.addLayout(self._rows)
        column.addLayout(buttons)

    def on_add(self) -> None:
        self.add_row().start.setFocus()

    def on_add_selected(self) -> None:
        selected = self._selection() if self._selection is not None else None
        if selected is not None and selected[0] == self._recording.uid:
            self.add_row().show_stretch(*selected[1:])

    def add_row(self) -> CoveredRow:
        row = CoveredRow(number=len(self.rows) + 1, can_listen=self._listen is not None, parent=self)
        row.removed.connect(lambda: self._remove(row))
        row.listen_pressed.connect(self._on_listen)
        self._rows.addWidget(row)
        self.rows.append(row)
        return row

    def _on_listen(self, start_ms: int, end_ms: int) -> None:
        if self._listen is not None:
            self._listen(self._recording.uid, start_ms, end_ms)

    def _remove(self, row: CoveredRow) -> None:
        self.rows.remove(row)
        row.hide()
        row.deleteLater()
        self.add.setFocus()

    @property
    def stretches(self) -> tuple[Covered | None, ...]:
        return tuple(row.stretch for row in self.rows)

    @property
    def fault(self) -> str:
        """What is wrong with what is typed; empty where nothing is."""
        for row in self.rows:
            if row.stretch is None:
                row.start.setFocus()
                return tr("A stretch to cover needs a beginning and a later end, such as 12:47.3 and 12:49.")
            if row.stretch.start_ms >= self._recording.duration_ms:
                row.start.setFocus()
                return tr("A stretch to cover begins after the recording has ended.")
        return ""


class CoveredSection(QWidget):
    """Every recording's stretches."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parts: dict[str, CoveredPart] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_recordings(
        self,
        recordings: tuple[OfferedRecording, ...],
        covered: CoveredParts,
        *,
        selection: Selection | None,
        listen: Listen | None,
    ) -> None:
        """Offer these recordings; called once."""
        for recording in recordings:
            part = CoveredPart(recording, named=len(recordings) > 1, selection=selection, listen=listen)
            self._column.addWidget(part)
            self.parts[recording.uid] = part
            for each in covered.get(recording.uid, ()):
                part.add_row().show_stretch(each.start_ms, each.end_ms, each.cover)

    @property
    def covered(self) -> dict[str, tuple[Covered, ...]]:
        """By recording uid; only what is whole."""
        return {uid: stretches for uid, stretches in self.chosen.items() if stretches}

    @property
    def chosen(self) -> dict[str, tuple[Covered, ...]]:
        """The same, and that nothing is covered where nothing is."""
        return {uid: tuple(each for each in part.stretches if each) for uid, part in self.parts.items()}

    @property
    def fault(self) -> str:
        return next((part.fault for part in self.parts.values() if part.fault), "")
