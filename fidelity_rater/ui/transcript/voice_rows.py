"""Saying who is who: each voice of the file is the therapist, the client or somebody else."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from fidelity_rater.app.desk_models import DeskChoice
from fidelity_rater.app.transcripts import TranscriptVoice
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.widgets.card import SectionHeader
from fidelity_rater.ui.widgets.choice_row import ChoiceRow
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.page_area import PageArea
from fidelity_rater.ui.widgets.text import ElidedLabel

MOST_VOICES = 12
"""Nobody names more; a file with more is not of a session."""
ROWS_IN_SIGHT = 4
WIDEST = 345
"""So much of a narrow side the answers may take before they go on in a second line."""


class VoiceRows(QWidget):
    """A section that is open until therapist and client are named.

    Signals:
        speaker_named: this voice is this speaker (ids; an empty speaker: nobody after all).
    """

    speaker_named = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header = SectionHeader(tr("Who speaks"))
        self.rows: dict[str, ChoiceRow] = {}
        self._shown: tuple[TranscriptVoice, ...] = ()
        self._inside = QWidget()
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(4, 0, 0, 4)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.header)
        self._area = _FewRows(self._inside, name=tr("Who speaks"))
        column.addWidget(self._area)
        self.header.folded.connect(self._area.setHidden)

    def show_voices(self, voices: Sequence[TranscriptVoice]) -> None:
        """Show these; the rows are made anew only where the voices are others."""
        voices = tuple(voices)[:MOST_VOICES]
        others = [one.voice for one in voices] != [one.voice for one in self._shown]
        self._shown = voices
        if others:
            self._make_rows()
            self._area.updateGeometry()
        for one in voices:
            self.rows[one.voice].show_chosen(one.speaker or None)
        named = {one.speaker for one in voices}
        unnamed = sum(1 for one in voices if not one.speaker)
        self.header.show_aside(
            tr_n("{n} voice not named yet", "{n} voices not named yet", unnamed) if unnamed else tr("all named")
        )
        if others:
            folded = {"therapist", "client"} <= named or not unnamed
            self.header.show_folded(folded)
            self._area.setHidden(folded)
        self.setVisible(bool(voices))

    def _make_rows(self) -> None:
        empty(self._grid)
        self.rows = {}
        for at, one in enumerate(self._shown):
            name = ElidedLabel(one.voice)
            row = ChoiceRow(_choices(), name=tr("{voice} is", voice=one.voice))
            row.choice_chosen.connect(lambda who, voice=one.voice: self.speaker_named.emit(voice, who))
            row.choice_withdrawn.connect(lambda voice=one.voice: self.speaker_named.emit(voice, ""))
            side_by_side = sum(button.sizeHint().width() + 6 for button in row.buttons.values())
            row.setMinimumWidth(min(side_by_side, WIDEST))
            self._grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(row, at, 1)
            self.rows[one.voice] = row


class _FewRows(PageArea):
    """As tall as its rows, up to a few; the lines of the talk need the room more."""

    def __init__(self, page: QWidget, *, name: str) -> None:
        super().__init__(page, name=name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        page = self.widget()
        layout = page.layout() if page is not None else None
        if layout is None:
            return super().sizeHint()
        width = max(self.width(), layout.totalMinimumSize().width())
        wanted = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
        return QSize(width, min(wanted, ROWS_IN_SIGHT * self._row()))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), min(self.sizeHint().height(), self._row()))

    def _row(self) -> int:
        return 2 * self.fontMetrics().lineSpacing() + 12


def _choices() -> tuple[DeskChoice, ...]:
    return (
        DeskChoice("therapist", tr("Therapist")),
        DeskChoice("client", tr("Client")),
        DeskChoice("other", tr("Other")),
    )
