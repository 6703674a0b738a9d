"""The window: start screen, open library or lock; its menus, its title without patients, its way out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QStackedWidget

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.demo.door import DemoEntry
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.i18n import tr
from fidelity_rater.ui.acting_window import ActingWindow
from fidelity_rater.ui.bridge import BusBridge
from fidelity_rater.ui.exchange_ways import is_package
from fidelity_rater.ui.forms.work import Work
from fidelity_rater.ui.idle import IdleWatch
from fidelity_rater.ui.keys.binder import KeyBinder, somebody_writes
from fidelity_rater.ui.keys.lines import Place, sections_of
from fidelity_rater.ui.keys.overlay import KeyOverlay
from fidelity_rater.ui.library_area import LibraryArea
from fidelity_rater.ui.lock_screen import LockScreen
from fidelity_rater.ui.menus import Menus
from fidelity_rater.ui.shell import Shell
from fidelity_rater.ui.start.start_screen import StartScreen
from fidelity_rater.ui.theme import ColourChoice
from fidelity_rater.ui.window_acts import WindowActs

SMALLEST = (960, 600)
USUAL = (1280, 800)
FRAME = (4, 44)
"""About what a window manager draws around a window; it is not known before the window is shown."""


class MainWindow(ActingWindow):
    """Shows one of three: where one comes in, an open library, or that it is locked."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        shell.theme.dress(self)
        self._shell = shell
        self.area: LibraryArea | None = None
        self._locked = self._leaving_anyway = False
        self._package: Path | None = None
        self.bridge = BusBridge(shell.application.bus, self)
        self.start = StartScreen(shell)
        self.lock_screen = LockScreen()
        self.screens = QStackedWidget()
        self.screens.addWidget(self.start)
        self.screens.addWidget(self.lock_screen)
        self.setCentralWidget(self.screens)
        self.lock_work = Work(shell.jobs, form=self.lock_screen.form, banner=self.lock_screen.banner)
        settings = shell.application.settings.load()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.idle = IdleWatch(application, minutes=settings.lock_after_minutes, parent=self)
        self.keys = KeyBinder(parent=self)
        self.keys.take(settings)
        self._help: KeyOverlay | None = None
        self.acts = WindowActs(shell, self)
        self.menus = Menus(self, self.acts.carry_out)
        self.menus.show_keys(self.keys.keymap)
        self.menus.show_choices(look=settings.appearance, text=settings.text_percent)
        self.setAcceptDrops(True)
        self.setMinimumSize(*SMALLEST)
        self.resize(self._usual_size())
        self._connect()
        self._show_place()
        self.start.take_focus()

    def _usual_size(self) -> QSize:
        """No larger than what the screen has left beside its bars and the window's frame."""
        room = self.screen().availableSize() - QSize(*FRAME)
        return QSize(*USUAL).boundedTo(room).expandedTo(QSize(*SMALLEST))

    def _connect(self) -> None:
        self.start.entered.connect(self.enter)
        self.start.package_chosen.connect(self.hold_package)
        self.menus.editing.aboutToShow.connect(self.on_edit_menu)
        self.bridge.changed.connect(self.on_changed)
        self.idle.idled.connect(self.on_idled)
        self.lock_screen.passphrase_given.connect(self.on_passphrase_given)
        self.lock_screen.leave_pressed.connect(self.close_library)
        self._shell.theme.look_changed.connect(self.on_look_changed)
        self.keys.keymap_changed.connect(self.on_keymap_changed)
        self.keys.show_on(self)

    # A library

    def enter(self, work: Workplace, demo: DemoEntry | None) -> None:
        """Show an open library; the one before is closed first."""
        if self.area is not None and not self.close_library():
            work.close()
            return
        self.area = LibraryArea(self._shell, work, demo=demo, keys=self.keys)
        self.area.lock_wanted.connect(self.lock)
        self.area.reset_wanted.connect(self.reset_demo)
        self.area.help_wanted.connect(self.show_help)
        self.area.moved.connect(self._show_place)
        self.keys.show_on(self.area)
        self.screens.addWidget(self.area)
        self.screens.setCurrentWidget(self.area)
        self._show_place()
        if demo is None and self._package is not None:  # what one was sent does not belong among what is made up
            package, self._package = self._package, None
            self.area.ways.open_package(package)
        if demo is not None and demo.first_time:  # a newcomer is led to the session that waits to be rated
            self.area.begin_rating(demo.first_session_uid)

    def hold_package(self, path: Path) -> None:
        """Open this package once a library is open: here where one is, else when one comes in."""
        if self.area is not None and not self._locked:
            self.area.ways.open_package(path)
        else:
            self._package = path
            self.start.show_package_waiting(path)

    def close_library(self) -> bool:
        """Back to the start screen, once everything is on disk; tell whether it came to that."""
        area = self.area
        if area is None:
            return True
        if not self._settled(area):
            return False
        self.on_unlocked()
        self.screens.setCurrentWidget(self.start)
        self.screens.removeWidget(area)
        self.area = None
        area.close_library()
        area.deleteLater()
        self.start.show_start()
        self._show_place()
        return True

    def _settled(self, area: LibraryArea) -> bool:
        try:
            area.settle()
        except UserFacingError as error:
            if self._leaving_anyway:
                return True
            self._leaving_anyway = True
            once_more = tr("Close again to leave all the same; the last clicks would be lost.")
            area.message.show_message(f"{error} {once_more}")
            return False
        return True

    def reset_demo(self) -> None:
        """Throw the demo away and make it anew."""
        if self.close_library():
            self.start.reset_demo()

    # Locking

    def on_idled(self) -> None:
        """Lock, unless somebody is listening: then the time begins anew when the sound stops."""
        if self.area is not None and self.area.playing:
            self.idle.set_minutes(self._shell.application.settings.load().lock_after_minutes)
        else:
            self.lock()

    def lock(self) -> None:
        """Hide everything until the passphrase is typed; what was done is saved first."""
        area = self.area
        if area is None or self._locked:
            return
        area.rest()
        self._close_help()
        self._locked = True
        hint = tr("The demo's passphrase is public: {passphrase}", passphrase=area.demo.passphrase) if area.demo else ""
        self.lock_screen.show_locked(library=area.work.library.info.name, person=area.work.person.name, hint=hint)
        self.screens.setCurrentWidget(self.lock_screen)
        self._show_place()

    def on_passphrase_given(self, passphrase: str) -> None:
        area = self.area
        if area is None:
            return
        identities, uid = area.work.application.identities, area.work.person.uid
        self.lock_work.start(
            lambda _: identities.unlock(uid, passphrase),
            done=lambda _: self.on_unlocked(),
            failed=lambda _: self.lock_screen.passphrase.line.selectAll(),
        )

    def on_unlocked(self) -> None:
        self._locked = False
        self.lock_screen.passphrase.clear()
        if self.area is not None:
            self.screens.setCurrentWidget(self.area)
        self._show_place()

    # Everything else

    def on_changed(self, changed: Changed) -> None:
        if self.area is not None:
            self.area.on_changed(changed)
        if changed & Changed.SETTINGS:
            self._wear_settings()

    def on_look_changed(self) -> None:
        if self.area is not None:
            self.area.on_look_changed()

    def choose_look(self, choice: str) -> None:
        """Wear these colours from now on, on this computer."""
        self._keep_setting(appearance=choice)

    def choose_text(self, percent: int) -> None:
        """Show text at this size from now on, on this computer."""
        self._keep_setting(text_percent=percent)

    def _keep_setting(self, **values: object) -> None:
        store = self._shell.application.settings
        store.save(replace(store.load(), **values))  # type: ignore[arg-type]
        self._wear_settings()

    def _wear_settings(self) -> None:
        settings = self._shell.application.settings.load()
        self._shell.theme.choose(ColourChoice(settings.appearance))
        self._shell.theme.scale_text(settings.text_percent)
        self.idle.set_minutes(settings.lock_after_minutes)
        self.keys.take(settings)
        self.menus.show_choices(look=settings.appearance, text=settings.text_percent)

    def _show_place(self) -> None:
        """The title names the app and the library and nothing of what is in it."""
        area = self.area
        name = area.work.library.info.name if area else ""
        app = tr("Fidelity Rater")
        self.setWindowTitle(tr("{library} – {app}", library=name, app=app) if name else app)
        self.menus.show_state(inside=area is not None, locked=self._locked)

    # Keys

    def on_keymap_changed(self) -> None:
        self.menus.show_keys(self.keys.keymap)
        self.keys.show_on(self)

    def show_help(self) -> None:
        """Show the keys of the screen that is shown; asked for again, they go."""
        if self._help is not None:
            self._close_help()
        elif not self._locked:
            self._open_help()

    def _open_help(self) -> None:
        place = self.area.place if self.area is not None else Place.START
        sections = sections_of(place, self.keys.keymap, self.menus.words)
        self._help = KeyOverlay(self.screens, sections=sections, keys=self.keys)
        self._help.change_wanted.connect(lambda: self.acts.carry_out("keys"))
        self._help.closed.connect(self.on_help_closed)

    def on_help_closed(self) -> None:
        self._help = None

    def _close_help(self) -> None:
        if self._help is not None:
            self._help.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no screen took: a sign that acts everywhere, where nobody is writing."""
        command = None if somebody_writes() else self.keys.window_command_for(event)
        if command is None or not self.menus.trigger(command):
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self._locked and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        packages = [path for path in paths if is_package(path)]
        if packages and not self._locked:
            event.acceptProposedAction()
            self.hold_package(packages[0])
        elif self.area is not None and not self._locked and paths:
            event.acceptProposedAction()
            self.area.bring_in(paths)

    def on_edit_menu(self) -> None:
        """Say what undo and redo would do, where one is."""
        if self.area is not None:
            self.menus.show_undo(*self.area.undo_labels)

    def later(self, act: Callable[[], object]) -> None:
        """Do this once the window stands."""
        QTimer.singleShot(0, self, act)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Everything pending goes to disk first; where it cannot, the window says so and stays, once."""
        area = self.area
        if area is not None and not self._settled(area):
            event.ignore()
            return
        self.idle.close()
        self.bridge.close()
        self._shell.jobs.close()
        self.start.close_made()
        if area is not None:
            area.close_library()
        event.accept()
