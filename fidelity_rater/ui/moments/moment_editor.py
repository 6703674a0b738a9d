"""What can be done with the chosen moment: hear it, shift its edges, note, turn, place, copy, delete it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fidelity_rater.app.commands import CommandId
from fidelity_rater.app.evidence_models import DeskMoment
from fidelity_rater.i18n import tr
from fidelity_rater.ui.moments.moment_words import AGAINST, bearing_word, place_words, time_range
from fidelity_rater.ui.moments.note_line import NoteLine
from fidelity_rater.ui.widgets.buttons import IconButton, TextButton
from fidelity_rater.ui.widgets.card import line
from fidelity_rater.ui.widgets.flow_layout import FlowLayout
from fidelity_rater.ui.widgets.text import ElidedLabel, KeyHint, label

HEARING: Final = (CommandId.PLAY_MOMENT, CommandId.LOOP)
CHANGING: Final = (
    CommandId.TURN_MOMENT,
    CommandId.PLACE_MOMENT,
    CommandId.COPY_MOMENT,
    CommandId.DELETE_MOMENT,
)
NUDGES: Final = (
    CommandId.START_EARLIER,
    CommandId.START_LATER,
    CommandId.END_EARLIER,
    CommandId.END_LATER,
)


class MomentEditor(QWidget):
    """The chosen moment.

    Signals:
        command_pressed: do this with it (:class:`CommandId`).
        note_edited: its note reads so now (uid, text).
        left: back to the items.
    """

    command_pressed = Signal(str)
    note_edited = Signal(str, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._locked, self._roomy = False, True
        self._names: dict[CommandId, str] = {}
        self._caps: list[KeyHint] = []
        self.moment: DeskMoment | None = None
        self.title = ElidedLabel("", "strong")
        self.note = NoteLine()
        self.note_key = KeyHint(command=CommandId.MOMENT_NOTE)
        self.buttons: dict[CommandId, TextButton] = {}
        self.nudges: dict[CommandId, IconButton] = {}
        self._pairs: dict[CommandId, QWidget] = {}
        self._nudging = QWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 10)
        column.setSpacing(6)
        column.addWidget(line())
        column.addWidget(self.title)
        column.addLayout(self._note_row())
        column.addWidget(self._acts())
        self._fill_nudging()
        column.addWidget(self._nudging)
        self.note.note_edited.connect(self.note_edited)
        self.note.left.connect(self.left)
        self.show_loop(False)

    def _note_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.note, 1)
        row.addWidget(self.note_key)
        return row

    def _acts(self) -> QWidget:
        box = QWidget()
        flow = FlowLayout(box, spacing=4)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        box.setSizePolicy(policy)
        for command, name, icon_name in (
            (CommandId.PLAY_MOMENT, tr("Play"), "play"),
            (CommandId.LOOP, tr("Loop"), "loop"),
            (CommandId.TURN_MOMENT, tr("Turn to against"), "turn"),
            (CommandId.PLACE_MOMENT, tr("Place at item"), "place"),
            (CommandId.COPY_MOMENT, tr("Copy"), "copy"),
            (CommandId.DELETE_MOMENT, tr("Delete"), "trash"),
        ):
            button = TextButton(name, "flat", icon_name=icon_name, command=command)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, c=command: self.command_pressed.emit(c))
            self.buttons[command], self._names[command] = button, name
            pair = self._pairs[command] = self._pair(button, command)
            flow.addWidget(pair)
        self.buttons[CommandId.LOOP].setCheckable(True)
        return box

    def _pair(self, button: QWidget, command: CommandId) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 4, 0)
        row.setSpacing(2)
        row.addWidget(button)
        cap = KeyHint(command=command)
        self._caps.append(cap)
        row.addWidget(cap)
        return box

    def _fill_nudging(self) -> None:
        row = QHBoxLayout(self._nudging)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        names = {
            CommandId.START_EARLIER: (tr("Begins earlier"), "minus"),
            CommandId.START_LATER: (tr("Begins later"), "plus"),
            CommandId.END_EARLIER: (tr("Ends earlier"), "minus"),
            CommandId.END_LATER: (tr("Ends later"), "plus"),
        }
        for command, (name, icon_name) in names.items():
            if command in (CommandId.START_EARLIER, CommandId.END_EARLIER):
                text = tr("Begins") if command is CommandId.START_EARLIER else tr("Ends")
                row.addWidget(label(text, "muted"))
            button = self.nudges[command] = IconButton(icon_name, name, command=command)
            button.setAutoRepeat(True)
            button.clicked.connect(lambda _=False, c=command: self.command_pressed.emit(c))
            row.addWidget(button)
            if command is CommandId.START_LATER:
                row.addSpacing(12)
        row.addStretch(1)

    def show_moment(self, moment: DeskMoment | None) -> None:
        """Show the chosen moment; announces nothing but what was being typed about another."""
        self.moment = moment
        self.setVisible(moment is not None)
        if moment is None:
            self.note.show_note("", "", locked=self._locked)
            return
        place, bearing = place_words(moment), bearing_word(moment.bearing)
        self.title.show_text(tr("{when} {bearing}: {item}", when=time_range(moment), bearing=bearing, item=place))
        self.note.show_note(moment.uid, moment.note, locked=self._locked)
        self._show_note_row()
        turned = tr("Turn to for") if moment.bearing == AGAINST else tr("Turn to against")
        self._names[CommandId.TURN_MOMENT] = turned
        self._show_name(CommandId.TURN_MOMENT)
        for command in HEARING:
            self.buttons[command].setEnabled(moment.playable)

    def show_roomy(self, roomy: bool) -> None:
        """Where there is little room the list has it: the acts are icons then, their names and keys tooltips."""
        if roomy == self._roomy:
            return
        self._roomy = roomy
        self.title.setVisible(roomy)
        self._nudging.setHidden(self._locked or not roomy)
        for cap in self._caps:
            cap.setVisible(roomy)
        for command in self.buttons:
            self._show_name(command)

    def _show_name(self, command: CommandId) -> None:
        button, name = self.buttons[command], self._names[command]
        if (button.accessibleName(), bool(button.text().strip())) != (name, self._roomy):  # a new text costs a layout
            button.show_text(name if self._roomy else "")
            button.show_name(name)

    def show_loop(self, looping: bool) -> None:
        self.buttons[CommandId.LOOP].setChecked(looping)

    def show_locked(self, locked: bool) -> None:
        """A signed rating's moments are heard, not changed."""
        self._locked = locked
        for command in CHANGING:
            self._pairs[command].setHidden(locked)
        self._nudging.setHidden(locked or not self._roomy)
        self.note.setReadOnly(locked)
        self._show_note_row()

    def _show_note_row(self) -> None:
        """A note that nobody wrote and nobody can write any more takes no room."""
        self.note.setHidden(self._locked and not (self.moment and self.moment.note))
        self.note_key.setHidden(self._locked)

    def begin_note(self) -> None:
        self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.note.end(False)
