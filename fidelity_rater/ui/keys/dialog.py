"""Every command with its keys, and a person's own instead. What is changed acts at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fidelity_rater.app.commands import COMMANDS, command_words
from fidelity_rater.app.keymap import Keymap, preset_changes, preset_words
from fidelity_rater.app.settings import SettingsStore
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.forms.fields import ChoiceField
from fidelity_rater.ui.keys.binder import KeyBinder
from fidelity_rater.ui.keys.command_card import CommandCard
from fidelity_rater.ui.keys.command_list import CommandList
from fidelity_rater.ui.keys.key_text import shown_key
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import line, scrolling
from fidelity_rater.ui.widgets.text import label

SIZE = (980, 700)
CARD_LETTERS = 54


class KeysDialog(QDialog):
    """The list, the chosen command beside it, and the presets above."""

    def __init__(
        self,
        parent: QWidget,
        *,
        keys: KeyBinder,
        store: SettingsStore,
        window_words: Mapping[str, str],
        done: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keys"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._keys, self._store, self._done = keys, store, done
        self._words = {**window_words, **command_words()}
        self.preset = ChoiceField((name, words[0]) for name, words in preset_words().items())
        self.preset.setAccessibleName(tr("Preset"))
        self.for_whom = label("", "muted", wrap=True)
        self.found = QLineEdit()
        self.found.setPlaceholderText(tr("Find what a key does, or the key for something"))
        self.found.setAccessibleName(tr("Find a command"))
        self.found.setClearButtonEnabled(True)
        self.list = CommandList(self._words)
        self.card = CommandCard(self._words)
        self.warning = Banner("warning")
        self.warning.hide()
        self.reset_all = TextButton(tr("All as in the preset"), icon_name="undo")
        self.close_button = TextButton(tr("Close"), "primary")
        self._lay_out()
        self._connect()
        self._show_keymap()
        self.list.choose(COMMANDS[0].id)
        self.found.setFocus()

    def _lay_out(self) -> None:
        self.ensurePolished()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(tr("Keys"), "title"))
        column.addLayout(self._presets())
        column.addWidget(self.warning)
        middle = QHBoxLayout()
        middle.setSpacing(24)
        listed = QVBoxLayout()
        listed.setSpacing(8)
        listed.addWidget(self.found)
        listed.addWidget(self.list, 1)
        middle.addLayout(listed, 1)
        beside = scrolling(self._beside(), tr("The chosen command"))
        beside.setFixedWidth(self.fontMetrics().averageCharWidth() * CARD_LETTERS)
        middle.addWidget(beside)
        column.addLayout(middle, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.reset_all)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        column.addLayout(buttons)
        room = _undermost(self).size()
        scale = self.fontMetrics().averageCharWidth() / 7
        self.resize(min(round(SIZE[0] * max(1.0, scale)), room.width() - 40), min(SIZE[1], room.height() - 40))

    def _presets(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        name = label(tr("Preset"), "strong")
        name.setBuddy(self.preset)
        row.addWidget(name)
        row.addWidget(self.preset)
        row.addWidget(self.for_whom, 1)
        return row

    def _beside(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        column.addWidget(self.card)
        column.addStretch(1)
        column.addWidget(line())
        pedals = tr(
            "Foot pedals and headsets are keys here. Set the pedal to send a key, best one that no keyboard has, such"
            " as F13, then choose a command and press the pedal. Such keys act while you write, too."
        )
        column.addWidget(label(pedals, "muted", wrap=True))
        return page

    def _connect(self) -> None:
        self.preset.choice_made.connect(lambda preset: self._choose(self._keymap.with_preset(preset)))
        self.found.textChanged.connect(self.list.show_found)
        self.found.returnPressed.connect(self.card.capture.setFocus)
        self.list.command_chosen.connect(lambda command: self.card.show_command(command, self._keymap))
        self.list.change_wanted.connect(self.card.capture.setFocus)
        self.card.keymap_chosen.connect(self._choose)
        self.card.left.connect(self.list.setFocus)
        self.reset_all.clicked.connect(lambda: self._choose(self._keymap.reset()))
        self.close_button.clicked.connect(self.accept)

    @property
    def _keymap(self) -> Keymap:
        return self._keys.keymap

    def _choose(self, keymap: Keymap) -> None:
        """Keep it, and have it act."""
        settings = keymap.into(self._store.load())
        self._store.save(settings)
        self._keys.take(settings)
        self._done()
        self._show_keymap()

    def _show_keymap(self) -> None:
        keymap = self._keymap
        self.preset.show_key(keymap.preset)
        self.for_whom.setText(_told_of(keymap.preset))
        self.list.show_keymap(keymap)
        self.card.show_command(self.list.chosen, keymap)
        self.reset_all.setEnabled(bool(keymap.own))
        self.warning.show_message(self._trouble())

    def _trouble(self) -> str:
        """What a person should know of their map: keys that stand for two things, commands that no key reaches."""
        clashes, bare = self._keymap.clashes(), self._keymap.without_key()
        if clashes:
            first = clashes[0]
            return tr(
                "{key} stands for “{heard}” and for “{other}”; only the first is heard.",
                key=shown_key(first.key),
                heard=self._words[first.heard],
                other=self._words[first.unheard],
            )
        names = tr(", ").join(self._words[each] for each in bare)
        return tr_n("No key stands for: {names}", "No keys stand for: {names}", len(bare), names=names) if bare else ""


def _undermost(dialog: QDialog) -> QWidget:
    """The window under all dialogs: no dialog is larger."""
    widget: QWidget = dialog
    while (over := widget.parentWidget()) is not None:
        widget = over.window()
    return widget


def _told_of(preset: str) -> str:
    changed = sum(1 for _ in preset_changes(preset))
    for_whom = preset_words()[preset][1]
    if not changed:
        return for_whom
    n = tr_n("{n} command has other keys than usual.", "{n} commands have other keys than usual.", changed)
    return tr("{for_whom} {changes}", for_whom=for_whom, changes=n)
