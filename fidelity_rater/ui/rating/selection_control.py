"""Selecting a stretch of the sound by key while it plays: from here, to here; and looking nearer."""

from __future__ import annotations

from PySide6.QtCore import QObject

from fidelity_rater.app.commands import CommandId
from fidelity_rater.app.evidence_models import Span
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.app.spoken_time import media_time
from fidelity_rater.i18n import tr
from fidelity_rater.ui.desk.desk_view import DeskView
from fidelity_rater.ui.rating.sound_control import SoundControl


class SelectionControl(QObject):
    """What is selected in the part that is loaded. A start without an end reaches to what is being heard."""

    def __init__(self, view: DeskView, sound: SoundControl) -> None:
        super().__init__(view)
        self._view = view
        self._desk: RatingDesk | None = None
        self._from_ms: int | None = None
        sound.part_loaded.connect(lambda _: self.clear())
        view.sound.selection_changed.connect(lambda _: self._forget_start())
        view.commands.bind(
            {
                CommandId.SELECT_FROM: self.begin,
                CommandId.SELECT_TO: self.end,
                CommandId.CLEAR_SELECTION: self.clear,
                CommandId.ZOOM_IN: view.sound.strip.zoom_in,
                CommandId.ZOOM_OUT: view.sound.strip.zoom_out,
            }
        )

    def take(self, desk: RatingDesk | None) -> None:
        self._desk = desk
        self._forget_start()

    @property
    def span(self) -> Span | None:
        """What a mark would keep; None where nothing is selected."""
        now = self._now()
        if self._from_ms is not None and now is not None and now > self._from_ms:
            return self._from_ms, now
        return self._view.sound.selection

    def begin(self) -> None:
        """The selection begins at what is being heard."""
        now, selection = self._now(), self._view.sound.selection
        if now is None:
            self._view.show_toast(tr("No recording is loaded, so there is nothing to select."))
        elif selection is not None and now < selection[1]:
            self._view.sound.show_selection((now, selection[1]))
        else:
            self._view.sound.strip.clear_selection()
            self._from_ms = now
            key = self._view.commands.keys.hint_of(CommandId.SELECT_TO)
            time = media_time(now)
            self._view.show_toast(tr("The selection begins at {time}; {key} ends it.", time=time, key=key))

    def end(self) -> None:
        """It ends at what is being heard."""
        now, selection = self._now(), self._view.sound.selection
        start = self._from_ms if self._from_ms is not None else selection[0] if selection is not None else None
        if now is None or start is None or now <= start:
            key = self._view.commands.keys.hint_of(CommandId.SELECT_FROM)
            self._view.show_toast(tr("Say first where the selection begins: {key}.", key=key))
            return
        self._forget_start()
        self._view.sound.show_selection((start, now))

    def clear(self) -> None:
        self._forget_start()
        self._view.sound.strip.clear_selection()

    def _forget_start(self) -> None:
        self._from_ms = None

    def _now(self) -> int | None:
        return self._desk.heard()[0] if self._desk is not None else None
