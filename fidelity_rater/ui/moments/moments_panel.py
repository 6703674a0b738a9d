"""The moments beside the items: filtered, listed, and the chosen one with all that can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from fidelity_rater.app.commands import CommandId
from fidelity_rater.app.evidence_models import DeskMoment
from fidelity_rater.i18n import tr
from fidelity_rater.ui.moments.filter_row import FilterRow
from fidelity_rater.ui.moments.moment_editor import MomentEditor
from fidelity_rater.ui.moments.moment_filter import MomentFilter, Scope
from fidelity_rater.ui.moments.moment_list import MomentList
from fidelity_rater.ui.moments.moment_model import MomentModel
from fidelity_rater.ui.widgets.empty_state import EmptyState
from fidelity_rater.ui.widgets.text import label

KeyOf = Callable[[CommandId], str]
LEAST_LINES: Final = 14
ROOMY_LINES: Final = 26
CRAMPED_LINES: Final = 12


class MomentsPanel(QWidget):
    """Every moment of the rating.

    Signals:
        moment_chosen, moment_played, moment_deleted: as named (uid).
        note_edited: the note on a moment reads so now (uid, text).
        command_pressed: do this with the chosen moment (:class:`CommandId`).
        filter_changed: other moments are listed (:class:`MomentFilter`).
        count_changed: so many moments there are, whatever the filter.
        left: back to the items.
    """

    moment_chosen = Signal(str)
    moment_played = Signal(str)
    moment_deleted = Signal(str)
    note_edited = Signal(str, str)
    command_pressed = Signal(str)
    filter_changed = Signal(object)
    count_changed = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen, self._locked = "", False
        self._keys: KeyOf = lambda command: ""
        self.model = MomentModel(self)
        self.filter = FilterRow()
        self.list = MomentList(self.model)
        self.empty = EmptyState("flag", "")
        self.silence: QLabel = label("", "muted", wrap=True)
        self.silence.hide()
        self.editor = MomentEditor()
        self.empty.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        self._lay_out()
        self._connect()
        self.editor.show_moment(None)
        self._show_count()

    def _lay_out(self) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(12, 8, 12, 4)
        top.setSpacing(6)
        for widget in (self.filter, self.silence):
            top.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        column.addWidget(self.editor)

    def _connect(self) -> None:
        self.filter.filter_changed.connect(self.on_filter_wanted)
        self.list.moment_chosen.connect(self.on_row_chosen)
        self.list.moment_played.connect(self.moment_played)
        self.list.moment_deleted.connect(self.moment_deleted)
        self.editor.note_edited.connect(self.note_edited)
        self.editor.command_pressed.connect(self.command_pressed)
        self.editor.left.connect(self.left)

    @property
    def chosen(self) -> str:
        return self._chosen

    def minimumSizeHint(self) -> QSize:
        """The list gives way first; Qt would ask for the height of everything wrapped at its narrowest."""
        return QSize(super().minimumSizeHint().width(), self.fontMetrics().lineSpacing() * LEAST_LINES)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.filter.show_cramped(self.height() < self.fontMetrics().lineSpacing() * CRAMPED_LINES)
        self.editor.show_roomy(self.height() >= self.fontMetrics().lineSpacing() * ROOMY_LINES)

    # What stands

    def show_moments(self, moments: Iterable[DeskMoment], *, parts: Sequence[tuple[str, str]] = ()) -> None:
        """Show these and no others; ``parts`` are the session's recordings (uid, name) in their order."""
        self.filter.show_parts(parts)
        self.model.show_moments(moments, parts=[uid for uid, _ in parts])
        if self.model.filter.part not in {"", *(uid for uid, _ in parts)}:
            self.show_filter(replace(self.model.filter, part=""))
        self._show_again()

    def show_moment(self, moment: DeskMoment) -> None:
        """Show one moment as it stands now; no other row is touched."""
        self.model.show_moment(moment)
        if moment.uid == self._chosen:
            self.list.show_chosen(moment.uid)
            self.editor.show_moment(moment)
        self._show_count()

    def remove_moment(self, uid: str) -> None:
        self.model.remove_moment(uid)
        if uid == self._chosen:
            self.show_chosen("")
        self._show_count()

    def show_chosen(self, uid: str) -> None:
        """Show which moment the keys act on; announces nothing."""
        moment = self.model.moment(uid)
        self._chosen = uid if moment is not None else ""
        self.list.show_chosen(self._chosen)
        self.editor.show_moment(moment)

    def show_item(self, item: str) -> None:
        """Let "this item" be this one."""
        self.show_filter(replace(self.model.filter, item=item))

    def show_filter(self, wanted: MomentFilter) -> None:
        """List these; announces nothing."""
        self.filter.show_filter(wanted)
        if wanted.scope is Scope.ITEM or replace(wanted, item="") != replace(self.model.filter, item=""):
            self.model.show_filter(wanted)
            self._show_again()
        else:
            self.model.show_filter_item(wanted.item)

    def show_playing(self, uid: str) -> None:
        self.list.show_playing(uid)

    def show_loop(self, looping: bool) -> None:
        self.editor.show_loop(looping)

    def show_locked(self, locked: bool) -> None:
        self._locked = locked
        self.editor.show_locked(locked)
        self._show_count()

    def show_silence(self, why: str) -> None:
        """Say once why these moments cannot be played; empty: they can."""
        self.silence.setText(why)
        self.silence.setVisible(bool(why))

    def show_keys(self, key_of: KeyOf) -> None:
        """Say with which keys moments are marked."""
        self._keys = key_of
        self._show_count()

    def begin_note(self) -> None:
        if self._chosen and not self._locked:
            self.editor.begin_note()

    def keep_note(self) -> None:
        self.editor.note.keep()

    def step(self, by: int) -> None:
        """Choose the next or previous row, and tell."""
        rows = self.model.rowCount()
        if not rows:
            return
        at = self.model.row_of(self._chosen) if self._chosen else None
        to = (0 if by > 0 else rows - 1) if at is None else min(max(0, at + by), rows - 1)
        if to != at:
            self.list.setCurrentIndex(self.model.index(to))

    # What the rater does

    def on_filter_wanted(self, wanted: MomentFilter) -> None:
        self.show_filter(wanted)
        self.filter_changed.emit(wanted)

    def on_row_chosen(self, uid: str) -> None:
        self._chosen = uid
        self.editor.show_moment(self.model.moment(uid))
        self.moment_chosen.emit(uid)

    # Inside

    def _show_again(self) -> None:
        """After rows were made anew: the chosen moment stays the chosen one."""
        self.show_chosen(self._chosen)
        self._show_count()

    def _show_count(self) -> None:
        shown, total = self.model.rowCount(), self.model.total()
        self.filter.show_count(tr("{shown} of {total} moments", shown=shown, total=total) if shown != total else "")
        self.filter.setVisible(bool(total))
        self._show_empty(shown, total)
        self.count_changed.emit(total)

    def _show_empty(self, shown: int, total: int) -> None:
        self._stack.setCurrentWidget(self.list if shown else self.empty)
        self.setFocusProxy(self.list if shown else None)  # type: ignore[arg-type] # Qt takes None for nobody
        if shown:
            return
        if total:
            self.empty.show_sentence(tr("No such moment"), hint=tr("Choose “All” to see every moment."))
        elif self._locked:
            self.empty.show_sentence(tr("No moment was marked"))
        else:
            self.empty.show_sentence(tr("No moment marked yet"), hint=self._how_to_mark())

    def _how_to_mark(self) -> str:
        return tr(
            "{mark} keeps the seconds just heard as evidence for the chosen item, {against} against it. "
            "{later} keeps them to be placed later.",
            mark=self._keys(CommandId.MARK_FOR),
            against=self._keys(CommandId.MARK_AGAINST),
            later=self._keys(CommandId.MARK_UNPLACED),
        )
