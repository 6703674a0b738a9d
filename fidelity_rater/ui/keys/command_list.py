"""Every command in one list, by section, with its keys; found by what it does or by its key."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from fidelity_rater.app.commands import COMMANDS, fixed_words, section_words
from fidelity_rater.app.keymap import Keymap
from fidelity_rater.i18n import tr
from fidelity_rater.ui.keys.key_text import shown_key

_ID = Qt.ItemDataRole.UserRole


class CommandList(QTreeWidget):
    """Commands, their keys, and whether a person has changed them.

    Signals:
        command_chosen: this command is chosen now; empty where none is.
        change_wanted: a key for the chosen command is wanted.
    """

    command_chosen = Signal(str)
    change_wanted = Signal()

    def __init__(self, words: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Every command with its keys"))
        self.setColumnCount(3)
        self.setHeaderLabels([tr("What it does"), tr("Keys"), ""])
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(0)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setVerticalScrollMode(QTreeWidget.ScrollMode.ScrollPerPixel)
        header = self.header()
        header.setSectionsMovable(False)
        header.setStretchLastSection(False)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for column in (0, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self._rows: dict[str, QTreeWidgetItem] = {}
        self._under: list[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]] = []
        self._fill(words)
        self.currentItemChanged.connect(lambda now, _: self.command_chosen.emit(_id_of(now)))
        self.itemActivated.connect(lambda item, _: self.change_wanted.emit() if _id_of(item) else None)

    def _fill(self, words: Mapping[str, str]) -> None:
        for section in dict.fromkeys(command.section for command in COMMANDS):
            self._add_heading(section_words(section))
            for command in COMMANDS:
                if command.section is section:
                    row = self._rows[command.id] = self._add_row(words[command.id])
                    row.setData(0, _ID, command.id)
        self._add_heading(tr("These stay as they are"))
        for key, meaning in fixed_words():
            self._add_row(meaning, key).setFlags(Qt.ItemFlag.ItemIsEnabled)

    def _add_row(self, words: str, key: str = "") -> QTreeWidgetItem:
        heading, rows = self._under[-1]
        rows.append(QTreeWidgetItem(heading, [words, key, ""]))
        return rows[-1]

    def _add_heading(self, words: str) -> None:
        made = QTreeWidgetItem(self, [words])
        self._under.append((made, []))
        font = self.font()
        font.setBold(True)
        made.setFont(0, font)
        made.setFlags(Qt.ItemFlag.ItemIsEnabled)
        made.setExpanded(True)
        made.setFirstColumnSpanned(True)

    @property
    def chosen(self) -> str:
        """The chosen command's id."""
        return _id_of(self.currentItem())

    def show_keymap(self, keymap: Keymap) -> None:
        """Show the keys in force."""
        for command, row in self._rows.items():
            row.setText(1, keys_in_words(keymap, command))
            row.setToolTip(1, row.text(1))
            row.setText(2, tr("your own") if keymap.is_own(command) else "")

    def show_found(self, text: str) -> None:
        """Show only the commands in whose words or keys this text is."""
        wanted = text.strip().casefold()
        for heading, rows in self._under:
            for row in rows:
                row.setHidden(bool(wanted) and wanted not in f"{row.text(0)}\n{row.text(1)}".casefold())
            heading.setHidden(all(row.isHidden() for row in rows))
        first = next((row for row in self._rows.values() if not row.isHidden()), None)
        chosen = self.currentItem()
        if first is not None and (chosen is None or chosen.isHidden()):
            self.setCurrentItem(first)

    def choose(self, command: str) -> None:
        self.setCurrentItem(self._rows[command])


def keys_in_words(keymap: Keymap, command: str) -> str:
    """All keys of a command, as a person reads them."""
    return tr(",  ").join(map(shown_key, keymap.keys_of(command))) or tr("none")


def _id_of(item: QTreeWidgetItem | None) -> str:
    return str(item.data(0, _ID) or "") if item is not None else ""
