"""The sound on top of the desk: the picture of the whole recording, the stretch around now, and the controls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from fidelity_rater.app.desk_models import SoundStatus
from fidelity_rater.app.evidence_models import DeskMoment, HeardBand, Span
from fidelity_rater.app.ports.waveform import Waveform
from fidelity_rater.i18n import tr
from fidelity_rater.ui.theme import set_role
from fidelity_rater.ui.waveform.overview import Overview
from fidelity_rater.ui.waveform.strip import Strip
from fidelity_rater.ui.waveform.strip_tools import StripTools
from fidelity_rater.ui.widgets.buttons import IconButton
from fidelity_rater.ui.widgets.transport_bar import TransportBar

ROOMY_PX: Final = 860
"""From this height of the window on the strip grows a little with it."""
GROWTH: Final = 0.2
MOST_GROWTH_PX: Final = 56


class SoundPanel(QFrame):
    """Overview, strip and controls of the part that is played; of many parts' moments it shows that part's.

    Signals:
        selection_changed: what is selected in the strip (a :data:`Span`), or None.
        moment_chosen: its tag was pressed (uid).
        moment_moved: it shall lie there (uid, start, end).
    """

    selection_changed = Signal(object)
    moment_chosen = Signal(str)
    moment_moved = Signal(str, int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "bar")
        self.transport = TransportBar()
        self.overview, self.strip = Overview(), Strip()
        self.tools = StripTools(self.strip)
        self.fold = IconButton("chevron-down", tr("Hide the stretch around now"))
        self._status = SoundStatus()
        self._moments: dict[str, DeskMoment] = {}
        self._watched: QObject | None = None
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        pictures = QGridLayout()
        pictures.setHorizontalSpacing(6)
        pictures.setVerticalSpacing(2)
        pictures.addWidget(self.overview, 0, 0)
        pictures.addWidget(self.fold, 0, 1, Qt.AlignmentFlag.AlignRight)
        pictures.addWidget(self.strip, 1, 0)
        pictures.addWidget(self.tools, 1, 1)
        pictures.setColumnStretch(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 2, 14, 4)
        column.setSpacing(4)
        column.addLayout(pictures)
        column.addWidget(self.transport)
        self._share_height()

    def _connect(self) -> None:
        overview, strip = self.overview, self.strip
        for picture in (overview, strip):
            picture.position_chosen.connect(self.transport.position_chosen)
        overview.valueChanged.connect(self._on_value)
        overview.window_dragged.connect(strip.show_window)
        strip.window_changed.connect(overview.show_window)
        strip.drawing_changed.connect(lambda: overview.show_gain(strip.gain))
        strip.selection_changed.connect(overview.show_selection)
        strip.selection_changed.connect(self.selection_changed)
        strip.moment_chosen.connect(self.moment_chosen)
        strip.moment_moved.connect(self.moment_moved)
        self.fold.clicked.connect(lambda: self.show_strip(not self.strip_shown))

    # The sound

    def show_sound(self, status: SoundStatus) -> None:
        """Show how the sound stands. A part that cannot be played can still be looked at."""
        changed = status.part != self._status.part
        self._status = status
        self.transport.show_sound(status)
        self.overview.show_duration(status.duration_ms, skip_ms=status.skip_ms)
        self.strip.show_duration(status.duration_ms)
        ready = status.ready and not status.fault and status.duration_ms > 0
        for picture in (self.overview, self.strip):
            picture.setEnabled(ready)
        if changed:
            self._on_part_changed()

    def _on_part_changed(self) -> None:
        self.strip.clear_selection()
        self.show_loop(None)
        self._show_part()

    def show_position(self, media_ms: int) -> None:
        """Follow the clock; the time that is read is the hand's while one moves the position."""
        self.overview.show_position(media_ms)
        self.strip.show_position(media_ms, playing=self._status.playing)
        self.transport.show_position(self.overview.value() if self.overview.held else media_ms)

    def _on_value(self, media_ms: int) -> None:
        if self.overview.held:
            self.transport.show_position(media_ms)

    def show_waveform(self, waveform: Waveform | None) -> None:
        """Draw the part's sound as far as it is known; None: nothing is known of it."""
        self.strip.show_waveform(waveform)
        self.overview.show_waveform(waveform)

    def show_progress(self, text: str) -> None:
        """Say how far drawing has come, or why nothing is drawn. Empty: nothing to say."""
        self.overview.show_progress(text)
        self.strip.show_progress("")

    def show_heard(self, band: HeardBand) -> None:
        self.overview.show_heard(band)
        self.strip.show_heard(band)

    def show_skipped(self, spans: Sequence[Span]) -> None:
        """Mark the silences that are passed over."""
        self.overview.show_skipped(spans)
        self.strip.show_skipped(spans)

    def show_loop(self, loop: Span | None) -> None:
        """Mark what is played again and again."""
        self.strip.show_loop(loop)

    def show_selection(self, selection: Span | None) -> None:
        """Show what is selected; announces nothing."""
        self.overview.show_selection(selection)
        self.strip.show_selection(selection)

    @property
    def selection(self) -> Span | None:
        return self.strip.selection

    # Moments

    def show_moments(self, moments: Iterable[DeskMoment]) -> None:
        """Show these and no others, of whatever parts."""
        self._moments = {moment.uid: moment for moment in moments}
        self._show_part()

    def _show_part(self) -> None:
        here = [moment for moment in self._moments.values() if moment.part == self._status.part]
        self.overview.show_moments(here)
        self.strip.show_moments(here)

    def show_moment(self, moment: DeskMoment) -> None:
        """Show one that is new or has changed: cheaper than all."""
        self._moments[moment.uid] = moment
        if moment.part == self._status.part:
            self.overview.show_moment(moment)
            self.strip.show_moment(moment)
        else:
            self.overview.remove_moment(moment.uid)
            self.strip.remove_moment(moment.uid)

    def remove_moment(self, uid: str) -> None:
        self._moments.pop(uid, None)
        self.overview.remove_moment(uid)
        self.strip.remove_moment(uid)

    def show_chosen_moment(self, uid: str) -> None:
        """Emphasise one moment; empty: none."""
        self.strip.show_chosen(uid)

    def show_locked(self, locked: bool) -> None:
        """A signed rating's moments cannot be moved."""
        self.strip.show_locked(locked)

    # Room

    @property
    def strip_shown(self) -> bool:
        return not self.strip.isHidden()

    def show_strip(self, shown: bool) -> None:
        """Show or fold away the stretch around now."""
        self.strip.setVisible(shown)
        self.tools.setVisible(shown)
        name = tr("Hide the stretch around now") if shown else tr("Show the stretch around now")
        self.fold.show_action("chevron-down" if shown else "chevron-left", name)
        self.overview.show_window(*(self.strip.window_ms if shown else (0, 0)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._watched is not self.window():
            if self._watched is not None:
                self._watched.removeEventFilter(self)
            self._watched = self.window()
            self._watched.installEventFilter(self)
        self._share_height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._watched and event.type() == QEvent.Type.Resize:
            self._share_height()
        return False

    def _share_height(self) -> None:
        """Leave a small window to the items; of a tall one take a little more."""
        more = min(MOST_GROWTH_PX, max(0, round((self.window().height() - ROOMY_PX) * GROWTH)))
        self.strip.setFixedHeight(self.strip.sizeHint().height() + more)
