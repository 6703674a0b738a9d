"""One command: the keys it has, a field for a new one, and what stands against that."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.keymap import Keymap, plain_key, refusal
from fidelity_rater.i18n import tr
from fidelity_rater.ui.keys.capture import CaptureField
from fidelity_rater.ui.keys.key_text import is_known, shown_key
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import IconButton, TextButton
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.flow_layout import FlowLayout
from fidelity_rater.ui.widgets.text import KeyHint, label


class CommandCard(QWidget):
    """Changes the keys of one command.

    Signals:
        keymap_chosen: the map as it is to be from now on.
        left: back to the list.
    """

    keymap_chosen = Signal(object)
    left = Signal()

    def __init__(self, words: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._keymap, self._command, self._clashing = words, Keymap(), "", ""
        self.name = label("", "heading", wrap=True)
        self.keys = QWidget()
        self._chips = FlowLayout(self.keys)
        self.capture = CaptureField()
        self.told = Banner("warning")
        self.use = TextButton(tr("Use it here instead"), "primary")
        self.keep = TextButton(tr("Leave it there"))
        self.reset = TextButton(tr("As in the preset"), icon_name="undo")
        self._lay_out()
        self.capture.key_pressed.connect(self.on_key_pressed)
        self.capture.removed.connect(self.on_last_removed)
        self.capture.left.connect(self.left)
        self.use.clicked.connect(self.on_used)
        self.keep.clicked.connect(self.on_kept)
        self.reset.clicked.connect(lambda: self._choose(self._keymap.reset(self._command)))

    def _lay_out(self) -> None:
        self.answers = QWidget()
        answers = FlowLayout(self.answers)
        answers.addWidget(self.use)
        answers.addWidget(self.keep)
        resets = QHBoxLayout()
        resets.addWidget(self.reset)
        resets.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.name)
        column.addWidget(self.keys)
        asked = label(tr("A new key"), "strong")
        asked.setBuddy(self.capture)
        column.addWidget(asked)
        column.addWidget(self.capture)
        column.addWidget(self.told)
        column.addWidget(self.answers)
        column.addLayout(resets)
        column.addStretch(1)
        self._tell("")

    def show_command(self, command: str, keymap: Keymap) -> None:
        """Show a command and its keys."""
        if command != self._command or not self._clashing:
            self._tell("")
        self._command, self._keymap = command, keymap
        self.name.setText(self._words.get(command, tr("Choose a command in the list.")))
        fixed = not command or bool(refusal(command, "F35"))
        self.capture.setEnabled(not fixed)
        self.reset.setEnabled(bool(command) and keymap.is_own(command))
        self._show_chips(removable=not fixed)
        if fixed and command:
            self._tell(tr("This key stays as it is."))

    def _show_chips(self, *, removable: bool) -> None:
        empty(self._chips)
        for key in self._keymap.keys_of(self._command) if self._command else ():
            self._chips.addWidget(_Chip(key, removed=self._remover(key) if removable else None))
        if not self._chips.count() and self._command:
            self._chips.addWidget(label(tr("No key"), "muted"))

    def _remover(self, key: str) -> Callable[[], None]:
        return lambda: self._choose(self._keymap.without(self._command, key))

    # What was pressed

    def on_key_pressed(self, key: str) -> None:
        """Take the key, or say what stands against it."""
        if not key or not is_known(key):
            self._tell(tr("This key has no name that could be kept. Set the pedal to send another, such as F13."))
            return
        against = refusal(self._command, key)
        others = [other for other in self._keymap.holders(key) if other != self._command]
        if against:
            self._tell(against)
        elif others:
            sentence = tr("{key} already stands for “{what}”.", key=shown_key(key), what=self._words[others[0]])
            self._tell(sentence, clashing=plain_key(key))
        elif plain_key(key) in self._keymap.keys_of(self._command):
            self._tell(tr("{key} stands for this already.", key=shown_key(key)))
        else:
            self._choose(self._keymap.given(self._command, key))

    def on_last_removed(self) -> None:
        keys = self._keymap.keys_of(self._command)
        if keys:
            self._choose(self._keymap.without(self._command, keys[-1]))

    def on_used(self) -> None:
        """Take the key away from what it stood for."""
        key, losing = self._clashing, self._keymap.holders(self._clashing)
        self._clashing = ""
        self._choose(self._keymap.given(self._command, key))
        bare = [self._words[each] for each in losing if not self._keymap.keys_of(each)]
        self._tell(tr("“{what}” has no key now.", what=bare[0]) if bare else "")
        self.capture.setFocus()

    def on_kept(self) -> None:
        self._tell("")
        self.capture.setFocus()

    def _choose(self, keymap: Keymap) -> None:
        self._clashing = ""
        self.keymap_chosen.emit(keymap)
        self.show_command(self._command, keymap)

    def _tell(self, sentence: str, *, clashing: str = "") -> None:
        self._clashing = clashing
        self.told.show_message(sentence)
        self.answers.setVisible(bool(clashing))


class _Chip(QWidget):
    """A key cap with a button that takes it away."""

    def __init__(self, key: str, *, removed: Callable[[], None] | None) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(2)
        row.addWidget(KeyHint(shown_key(key)))
        if removed is not None:
            remove = IconButton("close", tr("Take {key} away", key=shown_key(key)))
            remove.clicked.connect(removed)
            row.addWidget(remove)
