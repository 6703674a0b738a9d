"""The menus: every act of the window with its words and its status tip, in one table; its keys are the key map's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from fidelity_rater.app.commands import MENU, CommandId
from fidelity_rater.app.keymap import Keymap, is_shortcut
from fidelity_rater.i18n import tr
from fidelity_rater.ui.theme import ColourChoice

TEXT_SIZES = (100, 110, 125, 150)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a menu. ``inside``: only while a library is open. ``choice`` groups lines of which one stands."""

    key: str
    text: str
    tip: str
    inside: bool = False
    choice: str = ""


def file_entries() -> tuple[Entry | None, ...]:
    return (
        Entry("new", tr("&New library …"), tr("Make a new, encrypted library")),
        Entry("open", tr("&Open a library …"), tr("Open a library from its folder")),
        Entry("demo", tr("Explore the &demo"), tr("Open the demonstration library; all in it is made up")),
        None,
        Entry("import", tr("&Import recordings …"), tr("Bring recordings into the library"), inside=True),
        Entry("therapist", tr("Add &therapist …"), tr("Add a therapist to the caseload"), inside=True),
        Entry("package", tr("Open &package …"), tr("Take in what somebody has sent you"), inside=True),
        Entry("contacts", tr("Cont&acts …"), tr("Your card and those of others, compared by fingerprint"), inside=True),
        Entry("csv", tr("Export scores as &CSV …"), tr("One row per score, codes only"), inside=True),
        Entry("json", tr("Export scores as &JSON …"), tr("One row per score, codes only"), inside=True),
        None,
        Entry("backup", tr("&Back up now …"), tr("Write a verified, encrypted copy"), inside=True),
        Entry("restore", tr("&Restore a backup …"), tr("Bring a backup back as a library of its own")),
        Entry("check", tr("Chec&k the library"), tr("Look for damage, verify every signature"), inside=True),
        None,
        Entry("identity", tr("&Your identity …"), tr("Fingerprint, passphrase, identity file"), inside=True),
        Entry("settings", tr("&Settings …"), tr("How the app looks, plays and locks on this computer")),
        Entry("lock", tr("&Lock"), tr("Hide everything until the passphrase is typed"), inside=True),
        Entry("close", tr("Close the library"), tr("Go back to the start screen"), inside=True),
        Entry("quit", tr("&Quit"), tr("Save everything and close the app")),
    )  # fmt: skip


def edit_entries() -> tuple[Entry | None, ...]:
    return (
        Entry("undo", tr("&Undo"), tr("Take back the last change"), inside=True),
        Entry("redo", tr("&Redo"), tr("Do again what was taken back"), inside=True),
    )


def view_entries() -> tuple[Entry | None, ...]:
    looks = {
        ColourChoice.SYSTEM: tr("As the &system"),
        ColourChoice.LIGHT: tr("&Light"),
        ColourChoice.DARK: tr("&Dark"),
    }
    return (
        Entry("caseload", tr("&Caseload"), tr("Therapists, cases and sessions"), inside=True),
        Entry("results", tr("&Results"), tr("Competence over sessions and cases"), inside=True),
        Entry("feedback", tr("&Feedback"), tr("What others have written about your sessions"), inside=True),
        Entry("raters", tr("R&aters"), tr("Who rates what, how far raters agree, calibration"), inside=True),
        Entry("accreditation", tr("Accr&editation"), tr("What is met, the log, portfolios and the panel"), inside=True),
        None,
        *(Entry(f"look:{c}", text, tr("Colours of the window"), choice="look")
          for c, text in looks.items()),
        None,
        *(Entry(f"text:{size}", tr("Text {n} %", n=size), tr("Size of all text"), choice="text")
          for size in TEXT_SIZES),
    )  # fmt: skip


def help_entries() -> tuple[Entry | None, ...]:
    return (
        Entry("help", tr("Keys of this &screen"), tr("What every key does where you are")),
        Entry("keys", tr("&Keys …"), tr("Every command with its keys, and your own instead")),
        Entry("about", tr("&About Fidelity Rater"), tr("Version, licences, and what the scale is")),
    )


_SHARED: Final = {"undo": CommandId.UNDO, "redo": CommandId.REDO, "help": CommandId.HELP}


def command_of(key: str) -> str:
    """The id by which key maps and settings know a menu's line."""
    return _SHARED.get(key, MENU + key)


def _words(entry: Entry) -> str:
    """A line's words where it does not stand in a menu."""
    text = entry.text.replace("&", "").removesuffix(" …")
    return tr("{group}: {choice}", group=entry.tip, choice=text) if entry.choice else text


class Menus:
    """The window's actions, by the key of their line."""

    def __init__(self, window: QMainWindow, act: Callable[[str], None]) -> None:
        self.actions: dict[str, QAction] = {}
        self._words: dict[str, str] = {}
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
            self._words[command_of(entry.key)] = _words(entry)
        return menu

    @property
    def words(self) -> dict[str, str]:
        """What each of the window's commands does."""
        return dict(self._words)

    def show_keys(self, keymap: Keymap) -> None:
        """Have these keys act from now on. A sign alone is no shortcut: it belongs to whoever is writing."""
        for key, action in self.actions.items():
            action.setShortcuts([QKeySequence(each) for each in keymap.keys_of(command_of(key)) if is_shortcut(each)])

    def trigger(self, command: str) -> bool:
        """Do what a command asks for, where it can be done now; tell whether it was one of the menus'."""
        for key, action in self.actions.items():
            if command_of(key) == command:
                action.trigger()
                return True
        return False

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
