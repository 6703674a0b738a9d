"""What the menus do: each line carried out on the window, the slow ones as jobs that end in a word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.exporting import export_csv, export_json
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.library import Library
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.about.about_dialog import AboutDialog
from fidelity_rater.ui.acting_window import ActingWindow
from fidelity_rater.ui.forms.task_dialog import TaskDialog
from fidelity_rater.ui.keys.dialog import KeysDialog
from fidelity_rater.ui.people.identity_dialog import IdentityDialog
from fidelity_rater.ui.settings.settings_dialog import SettingsDialog
from fidelity_rater.ui.shell import Shell

if TYPE_CHECKING:
    from fidelity_rater.ui.library_area import LibraryArea

T = TypeVar("T")


class WindowActs(QObject):
    """Carries out what a menu's line says."""

    def __init__(self, shell: Shell, window: ActingWindow) -> None:
        super().__init__(window)
        self._shell, self._window = shell, window
        start = window.start
        self._acts: dict[str, Callable[[], object]] = {
            "new": lambda: self._outside(start.on_new_wanted),
            "open": lambda: self._outside(start.on_other_wanted),
            "demo": lambda: self._outside(start.open_demo),
            "restore": lambda: self._outside(start.on_restore_wanted),
            "import": lambda: self._area(lambda area: area.choose_files()),
            "therapist": lambda: self._area(lambda area: area.add_therapist()),
            "caseload": lambda: self._area(lambda area: area.show_caseload()),
            "results": lambda: self._area(lambda area: area.show_results()),
            "feedback": lambda: self._area(lambda area: area.show_feedback()),
            "raters": lambda: self._area(lambda area: area.show_raters()),
            "accreditation": lambda: self._area(lambda area: area.show_accreditation()),
            "package": lambda: self._area(lambda area: area.ways.choose_package()),
            "contacts": lambda: self._area(lambda area: area.ways.show_contacts()),
            "undo": lambda: self._area(lambda area: area.undo()),
            "redo": lambda: self._area(lambda area: area.redo()),
            "csv": lambda: self.export("csv", partial(export_csv, scales=shell.application.scales)),
            "json": lambda: self.export("json", partial(export_json, scales=shell.application.scales)),
            "backup": self.back_up,
            "check": self.check,
            "identity": self.show_identity,
            "settings": self.show_settings,
            "lock": window.lock,
            "close": window.close_library,
            "quit": window.close,
            "help": window.show_help,
            "keys": self.show_keys,
            "about": self.show_about,
        }

    def carry_out(self, key: str) -> None:
        """Do what the line with this key says."""
        kind, _, value = key.partition(":")
        if kind == "look":
            self._window.choose_look(value)
        elif kind == "text":
            self._window.choose_text(int(value))
        else:
            self._acts[key]()

    def _outside(self, act: Callable[[], object]) -> None:
        """Do what begins on the start screen; an open library is closed first."""
        if self._window.close_library():
            act()

    def _area(self, act: Callable[[LibraryArea], object]) -> None:
        if self._window.area is not None:
            act(self._window.area)

    # Slow ones

    def export(self, suffix: str, write: Callable[[Library, TextIO], int]) -> None:
        """Ask for a place, then write every score there, codes only."""
        area = self._window.area
        if area is None:
            return
        library, panel = area.work.unsealed, area.work.panel
        suggested = str(Path.home() / f"{library.info.name}-scores.{suffix}")
        chosen, _ = QFileDialog.getSaveFileName(self._window, tr("Export scores"), suggested)
        if chosen:
            self._run(
                tr("Writing scores …"),
                lambda progress: (write_scores(library, Path(chosen), write), panel.left_out()),
                _written,
            )

    def back_up(self) -> None:
        """Ask for a folder, then write a verified copy there."""
        area = self._window.area
        if area is None:
            return
        store = self._shell.application.settings
        before = store.load().backup_folder or Path.home()
        chosen = QFileDialog.getExistingDirectory(self._window, tr("Where the backup goes"), str(before))
        if not chosen:
            return
        store.save(replace(store.load(), backup_folder=Path(chosen)))
        keeping = area.work.keeping
        self._run(
            tr("Backing up and verifying …"),
            lambda progress: keeping.back_up(Path(chosen), progress),
            lambda path: tr("The backup is written and verified: {place}", place=path),
        )

    def check(self) -> None:
        """Look for damage, and verify every rating."""
        area = self._window.area
        if area is not None:
            self._run(tr("Looking for damage …"), area.work.keeping.check, _findings)

    def _run(self, text: str, work: Callable[[Progress], T], told: Callable[[T], str]) -> None:
        area = self._window.area
        if area is not None:
            TaskDialog(self._window, jobs=area.jobs, text=text, work=work, told=told).begin()

    # Dialogs

    def show_identity(self) -> None:
        area = self._window.area
        if area is not None:
            cards = area.work.application.identities.all()
            card = next(card for card in cards if card.person.uid == area.work.person.uid)
            IdentityDialog(
                self._window, jobs=area.jobs, identities=area.work.application.identities, card=card
            ).show_over()

    def show_settings(self) -> None:
        bus = self._shell.application.bus
        SettingsDialog(
            self._window,
            jobs=self._shell.jobs,
            store=self._shell.application.settings,
            done=lambda: bus.publish(Changed.SETTINGS),
            change_keys=self.show_keys,
        ).show_over()

    def show_keys(self, over: QWidget | None = None) -> None:
        bus, window = self._shell.application.bus, self._window
        KeysDialog(
            over or window,
            keys=window.keys,
            store=self._shell.application.settings,
            window_words=window.menus.words,
            done=lambda: bus.publish(Changed.SETTINGS),
        ).open()

    def show_about(self) -> None:
        application = self._shell.application
        AboutDialog(
            self._window,
            version=application.version,
            scale_notice=application.scales.default().notice,
            read_notices=application.licence_notices,
            log_folder=application.log_folder,
        ).open()


def write_scores(library: Library, path: Path, write: Callable[[Library, TextIO], int]) -> int:
    """Write beside the target first, so that a file with the old scores is whole until the new one is."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("w", encoding="utf-8", newline="") as out:
            count = write(library, out)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise UserFacingError(
            tr("The scores could not be written there."), tr("Choose a folder that you may write to.")
        ) from None
    return count


def _findings(findings: tuple[str, ...]) -> str:
    if not findings:
        return tr("No damage found, and every signature holds.")
    advice = tr("Restore a backup from before the damage, and keep this library as it is.")
    return "\n".join((*findings, advice))


def _written(done: tuple[int, str]) -> str:
    n, left_out = done
    told = tr_n("{n} score written.", "{n} scores written.", n)
    return f"{told} {left_out}".rstrip()
