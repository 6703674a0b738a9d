"""The menus: every act of the window with its words, its key and its status tip, in one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from fidelity_rater.i18n import tr
from fidelity_rater.ui.theme import ColourChoice

TEXT_SIZES = (100, 110, 125, 150)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a menu. ``inside``: only while a library is open. ``choice`` groups lines of which one stands."""

    key: str
    text: str
    tip: str
    shortcut: str = ""
    inside: bool = False
    choice: str = ""


def file_entries() -> tuple[Entry | None, ...]:
    return (
        Entry("new", tr("&New library …"), tr("Make a new, encrypted library"), "Ctrl+N"),
        Entry("open", tr("&Open a library …"), tr("Open a library from its folder"), "Ctrl+O"),
        Entry("demo", tr("Explore the &demo"), tr("Open the demonstration library; all in it is made up"), "Ctrl+D"),
        None,
        Entry("import", tr("&Import recordings …"), tr("Bring recordings into the library"), "Ctrl+I", inside=True),
        Entry("therapist", tr("Add &therapist …"), tr("Add a therapist to the caseload"), "Ctrl+T", inside=True),
        Entry("csv", tr("Export scores as &CSV …"), tr("One row per score, codes only"), "Ctrl+E", inside=True),
        Entry("json", tr("Export scores as &JSON …"), tr("One row per score, codes only"), "Ctrl+Shift+E", inside=True),
        None,
        Entry("backup", tr("&Back up now …"), tr("Write a verified, encrypted copy"), "Ctrl+B", inside=True),
        Entry("restore", tr("&Restore a backup …"), tr("Bring a backup back as a library of its own"), "Ctrl+Shift+B"),
        Entry("check", tr("Chec&k the library"), tr("Look for damage, verify every signature"), "Ctrl+K", inside=True),
        None,
        Entry("identity", tr("&Your identity …"), tr("Fingerprint, passphrase, identity file"), "Ctrl+Y", inside=True),
        Entry("settings", tr("&Settings …"), tr("How the app looks, plays and locks on this computer"), "Ctrl+,"),
        Entry("lock", tr("&Lock"), tr("Hide everything until the passphrase is typed"), "Ctrl+L", inside=True),
        Entry("close", tr("Close the library"), tr("Go back to the start screen"), "Ctrl+W", inside=True),
        Entry("quit", tr("&Quit"), tr("Save everything and close the app"), "Ctrl+Q"),
    )  # fmt: skip


def edit_entries() -> tuple[Entry | None, ...]:
    return (
        Entry("undo", tr("&Undo"), tr("Take back the last change"), "Ctrl+Z", inside=True),
        Entry("redo", tr("&Redo"), tr("Do again what was taken back"), "Ctrl+Shift+Z", inside=True),
    )


def view_entries() -> tuple[Entry | None, ...]:
    looks = {
        ColourChoice.SYSTEM: tr("As the &system"),
        ColourChoice.LIGHT: tr("&Light"),
        ColourChoice.DARK: tr("&Dark"),
    }
    return (
        Entry("caseload", tr("&Caseload"), tr("Therapists, cases and sessions"), "Ctrl+1", inside=True),
        Entry("results", tr("&Results"), tr("Competence over sessions and cases"), "Ctrl+2", inside=True),
        None,
        *(Entry(f"look:{c}", text, tr("Colours of the window"), f"Ctrl+Shift+{n}", choice="look")
          for n, (c, text) in enumerate(looks.items(), start=7)),
        None,
        *(Entry(f"text:{size}", tr("Text {n} %", n=size), tr("Size of all text"), f"Ctrl+Alt+{n}", choice="text")
          for n, size in enumerate(TEXT_SIZES, start=1)),
    )  # fmt: skip


def help_entries() -> tuple[Entry | None, ...]:
    return (
        Entry("keys", tr("&Keys"), tr("Every key of the rating desk and of the window"), "F1"),
        Entry("about", tr("&About Fidelity Rater"), tr("Version, licences, and what the scale is"), "Shift+F1"),
    )


class Menus:
    """The window's actions, by key."""

    def __init__(self, window: QMainWindow, act: Callable[[str], None]) -> None:
        self.actions: dict[str, QAction] = {}
        self._inside: list[QAction] = []
        self._groups: dict[str, QActionGroup] = {}
        self._window, self._act = window, act
        bar = window.menuBar()
        self._add(bar.addMenu(tr("&File")), file_entries())
        self.editing = self._add(bar.addMenu(tr("&Edit")), edit_entries())
        self._add(bar.addMenu(tr("&View")), view_entries())
        self._add(bar.addMenu(tr("&Help")), help_entries())

    def _add(self, menu: QMenu, entries: tuple[Entry | None, ...]) -> QMenu:
        menu.setToolTipsVisible(True)
        for entry in entries:
            if entry is None:
                menu.addSeparator()
                continue
            action = menu.addAction(entry.text)
            action.setShortcut(QKeySequence(entry.shortcut))
            action.setStatusTip(entry.tip)
            action.setToolTip(entry.tip)
            action.triggered.connect(lambda _=False, key=entry.key: self._act(key))
            if entry.choice:
                action.setCheckable(True)
                group = self._groups.setdefault(entry.choice, QActionGroup(self._window))
                group.addAction(action)
            if entry.inside:
                self._inside.append(action)
            self.actions[entry.key] = action
        return menu

    def show_state(self, *, inside: bool, locked: bool) -> None:
        """Offer only what can be done now; a locked window offers nothing but itself."""
        for action in self.actions.values():
            action.setEnabled(not locked)
        for action in self._inside:
            action.setEnabled(inside and not locked)
        self.actions["quit"].setEnabled(True)

    def show_undo(self, undo: str | None, redo: str | None) -> None:
        """Name what undo and redo would do; with nothing to do they rest."""
        for key, what, plain, named in (
            ("undo", undo, tr("&Undo"), tr("&Undo: {what}")),
            ("redo", redo, tr("&Redo"), tr("&Redo: {what}")),
        ):
            # The words are of a code or an item's label: an ampersand in them is no mnemonic.
            self.actions[key].setText(named.format(what=what.replace("&", "&&")) if what else plain)

    def show_choices(self, *, look: str, text: int) -> None:
        """Tick what stands."""
        if f"look:{look}" in self.actions:
            self.actions[f"look:{look}"].setChecked(True)
        if f"text:{text}" in self.actions:
            self.actions[f"text:{text}"].setChecked(True)

    def key_lines(self) -> tuple[tuple[str, str], ...]:
        """Every key with what it does."""
        native = QKeySequence.SequenceFormat.NativeText
        return tuple(
            (action.shortcut().toString(native), action.text().replace("&", "").removesuffix(" …"))
            for action in self.actions.values()
            if not action.shortcut().isEmpty()
        )
