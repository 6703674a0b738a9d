"""The start screen: joins its pages with the front door. What is slow runs as a job; what is wrong is said inline."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.demo.door import DemoEntry
from fidelity_rater.app.front_door import NewLibrary
from fidelity_rater.app.ports.identity import IdentityCard, UnlockedIdentity
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.library import Library, LibraryPeek
from fidelity_rater.app.ports.packages import SUFFIX
from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.pages import Pages
from fidelity_rater.ui.forms.work import Work
from fidelity_rater.ui.people.introduce_form import IntroduceForm
from fidelity_rater.ui.shell import Shell
from fidelity_rater.ui.start.demo_card import DemoCard
from fidelity_rater.ui.start.libraries_page import LibrariesPage
from fidelity_rater.ui.start.new_library_page import NewLibraryPage
from fidelity_rater.ui.start.package_card import PackageCard
from fidelity_rater.ui.start.recovery_key_page import RecoveryKeyPage
from fidelity_rater.ui.start.restore_page import RestorePage
from fidelity_rater.ui.start.unlock_page import UnlockPage
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import Card, scrolling
from fidelity_rater.ui.widgets.progress_line import ProgressLine
from fidelity_rater.ui.widgets.text import label

WIDEST = 1040


class StartScreen(QWidget):
    """Where everybody comes in.

    Signals:
        entered: a workplace, and the demo's entry where it is the demo.
        package_chosen: open this package once a library is open (its path).
    """

    entered = Signal(object, object)
    package_chosen = Signal(object)

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self._shell, self._door = shell, shell.application.front_door
        self._identity: UnlockedIdentity | None = None
        self._folder: Path | None = None
        self._made: tuple[Library, UnlockedIdentity] | None = None
        self.banner = Banner("danger")
        self.banner.hide()
        self.progress = ProgressLine()
        self.introduce = IntroduceForm()
        self.libraries = LibrariesPage()
        self.unlock = UnlockPage()
        self.new_library = NewLibraryPage(self._door.folder_for)
        self.recovery_key = RecoveryKeyPage()
        self.restore = RestorePage(self._door.folder_for)
        self.demo = DemoCard()
        self.sent = PackageCard()
        self._waiting = False
        self.pages = Pages()
        self._lay_out()
        self.work = Work(shell.jobs, form=self._body, banner=self.banner, progress=self.progress)
        self._connect()
        self.show_start()

    # Layout

    def _lay_out(self) -> None:
        pages = (self.introduce, self.libraries, self.unlock, self.new_library, self.recovery_key, self.restore)
        for each in pages:
            self.pages.add_page(each)
        self._main = Card()
        self._heading = label("", "heading", wrap=True)
        self._main.body.addWidget(self._heading)
        self._main.body.addWidget(self.pages)
        self.someone_else = TextButton(tr("I am somebody else …"), "link", icon_name="person")
        side = QVBoxLayout()
        side.setSpacing(16)
        side.addWidget(self.demo)
        side.addWidget(self.sent)
        side.addWidget(self.someone_else, 0, Qt.AlignmentFlag.AlignLeft)
        side.addStretch(1)
        self._body = QWidget()
        row = QHBoxLayout(self._body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._main, 3, Qt.AlignmentFlag.AlignTop)
        row.addLayout(side, 2)
        inner = QWidget()
        inner.setMaximumWidth(WIDEST)
        column = QVBoxLayout(inner)
        column.setContentsMargins(24, 32, 24, 24)
        column.setSpacing(16)
        column.addWidget(label(tr("Fidelity Rater"), "title"))
        promise = tr(
            "Rate recorded interpersonal psychotherapy sessions, and hear the evidence behind every score. Everything "
            "stays on this computer, encrypted."
        )
        column.addWidget(label(promise, "muted", wrap=True))
        for widget in (self.banner, self.progress, self._body):
            column.addWidget(widget)
        column.addStretch(1)
        page = QWidget()
        centred = QHBoxLayout(page)
        centred.setContentsMargins(0, 0, 0, 0)
        centred.addStretch(1)
        centred.addWidget(inner, 100)
        centred.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(page))

    def _connect(self) -> None:
        self.introduce.introduced.connect(self.on_introduced)
        self.introduce.file_wanted.connect(self.on_identity_file_wanted)
        self.introduce.back.clicked.connect(self.show_start)
        self.libraries.library_chosen.connect(self.on_library_chosen)
        self.libraries.library_forgotten.connect(self.on_library_forgotten)
        self.libraries.new_wanted.connect(self.on_new_wanted)
        self.libraries.other_wanted.connect(self.on_other_wanted)
        self.libraries.restore_wanted.connect(self.on_restore_wanted)
        self.unlock.unlocked.connect(self.on_unlocked)
        self.new_library.wanted.connect(self.on_new_library)
        self.recovery_key.written_down.connect(self.on_key_written_down)
        self.restore.wanted.connect(self.on_restore)
        self.demo.wanted.connect(self.open_demo)
        self.sent.wanted.connect(self.choose_package)
        for page in (self.unlock, self.new_library, self.restore):
            page.left.connect(self.show_start)
        for says in (self.introduce.refused, self.new_library.refused, self.recovery_key.refused,
                     self.recovery_key.save_failed, self.restore.refused):  # fmt: skip
            says.connect(self.on_refused)
        self.someone_else.clicked.connect(self.on_someone_else)

    # What it shows

    def show_start(self) -> None:
        """Begin anew: ask who it is where nobody is known, else show the libraries."""
        people = self._door.people()
        self.banner.show_message("")
        self.demo.show()
        self.sent.show()
        self.demo.show_state(made=self._shell.application.demo.made, newcomer=not people)
        self.someone_else.setVisible(bool(people))
        self.introduce.back.setVisible(bool(people))
        if people:
            self.libraries.show_libraries(self._door.recent())
            self.show_page(self.libraries, tr("Your libraries"))
        else:
            self._show_introduce(
                tr("Say who you are, then read what you were sent")
                if self._waiting
                else tr("Begin with your own recordings")
            )
        self.take_focus()

    def _show_introduce(self, heading: str) -> None:
        self.introduce.show_cleared()
        self.show_page(self.introduce, heading)
        self.take_focus()

    def take_focus(self) -> None:
        """Have the keys begin where a person would."""
        if self.pages.current is self.libraries:
            self.libraries.take_focus()
        elif self.pages.current is self.introduce:
            self.introduce.name.setFocus()

    def show_page(self, page: QWidget, heading: str = "") -> None:
        self._heading.setText(heading)
        self._heading.setVisible(bool(heading))
        self.pages.show_page(page)

    # A package that came first

    def choose_package(self) -> None:
        """Have a package chosen; it is opened once there is a library for it."""
        chosen, _ = QFileDialog.getOpenFileName(
            self, tr("What you were sent"), str(Path.home()), tr("Packages (*{suffix})", suffix=SUFFIX)
        )
        if chosen:
            self.package_chosen.emit(Path(chosen))

    def show_package_waiting(self, path: Path) -> None:
        """Say what comes before the package: who one is, and a library of one's own to keep it in."""
        self._waiting = True
        self.show_start()
        self._tell_package()

    def _tell_package(self) -> None:
        self.sent.show_waiting(self._waiting)
        if not self._waiting:
            return
        if not self._door.people():
            told = tr("Your package waits. Say who you are first: it is kept in a library that only you can open.")
        elif self._door.recent():
            told = tr("Your package waits. Open the library that it belongs to.")
        else:
            told = tr("Your package waits. A library to keep it in comes first.")
        self.banner.show_message(told, tone="info")

    def _make_library_for_package(self, identity: UnlockedIdentity) -> None:
        """One library with sensible defaults; only its recovery key is shown and asked for."""
        folder = self._door.free_folder(tr("My supervision"))

        def work(progress: Progress) -> tuple[NewLibrary, UnlockedIdentity]:
            return self._door.create(folder, identity), identity

        self.work.start(work, done=self._on_made, text=tr("Making your library …"))

    def on_refused(self, sentence: str) -> None:
        self.banner.show_message(sentence, tone="warning")

    # People

    def on_someone_else(self) -> None:
        self.banner.show_message("")
        self._show_introduce(tr("Who is using the app?"))

    def on_introduced(self, name: str, initials: str, passphrase: str) -> None:
        def work(progress: Progress) -> UnlockedIdentity:
            card = self._door.introduce(name=name, initials=initials, passphrase=passphrase)
            return self._door.unlock(card.person.uid, passphrase)

        self.work.start(work, done=self._on_known, text=tr("Making your keys …"))

    def _on_known(self, identity: UnlockedIdentity) -> None:
        self._identity = identity
        self.introduce.show_cleared()
        self.show_start()
        if self._waiting and not self._door.recent():
            self._make_library_for_package(identity)
            return
        greeting = tr("Welcome, {name}. Now make a library, or open one.", name=identity.person.name)
        self.banner.show_message(greeting, tone="ok")

    def on_identity_file_wanted(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Your identity file"), str(Path.home()))
        if chosen:
            self.bring_identity(Path(chosen))

    def bring_identity(self, path: Path) -> None:
        """Take in an identity file from another computer."""
        self.work.start(
            lambda _: self._door.bring_identity(path), done=self._on_brought, text=tr("Reading the identity …")
        )

    def _on_brought(self, card: IdentityCard) -> None:
        self.show_start()
        self.banner.show_message(tr("{name} can open libraries here now.", name=card.person.name), tone="ok")

    # Libraries

    def on_library_chosen(self, folder: Path) -> None:
        """Ask for entry; who holds a key is read from the folder first."""
        self._folder = folder
        self.work.start(
            lambda _: self._shell.application.shelf.peek(folder), done=self._on_peeked, text=tr("Looking at it …")
        )

    def _on_peeked(self, peek: LibraryPeek) -> None:
        if self._identity is not None and self._identity.person.uid in peek.people and self._folder is not None:
            self._open(self._folder, self._identity)
            return
        people = self._door.people()
        if not people:
            # A key slot belongs to a person: without one on this computer there is nothing to unlock with.
            told = tr("The library is in its place. Say who you are first; then open it with its recovery key.")
            self.banner.show_message(told, tone="info")
            self.show_page(self.introduce)
            return
        self.unlock.show_library(peek.name, people, with_key=peek.people)
        self.show_page(self.unlock)

    def on_library_forgotten(self, folder: Path) -> None:
        self._door.forget(folder)
        self.libraries.show_libraries(self._door.recent())

    def on_other_wanted(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("The library's folder"), str(self._door.libraries_folder))
        if chosen:
            self.on_library_chosen(Path(chosen))

    def on_unlocked(self, uid: str, passphrase: str, recovery_key: str) -> None:
        folder = self._folder
        if folder is None:
            return

        def work(progress: Progress) -> Workplace:
            identity = self._door.unlock(uid, passphrase)
            if recovery_key:
                library = self._door.open_with_recovery_key(folder, recovery_key, identity)
            else:
                library = self._door.open(folder, identity)
            return self._shell.application.enter(library, identity.person)

        self.work.start(work, done=self._enter, failed=lambda _: self.unlock.passphrase.line.selectAll(),
                        text=tr("Opening …"))  # fmt: skip

    def _open(self, folder: Path, identity: UnlockedIdentity) -> None:
        self.work.start(
            lambda _: self._shell.application.enter(self._door.open(folder, identity), identity.person),
            done=self._enter,
            text=tr("Opening …"),
        )

    def _enter(self, workplace: Workplace) -> None:
        self._identity, self._waiting = None, False
        self.sent.show_waiting(False)
        self.unlock.passphrase.clear()
        self.entered.emit(workplace, None)

    def on_new_wanted(self) -> None:
        people = self._door.people()
        if not people:
            return
        self.banner.show_message("")
        self.new_library.show_people(people, known=self._identity.person.uid if self._identity else "")
        self.show_page(self.new_library)
        self.new_library.name.setFocus()

    def on_new_library(self, folder: Path, uid: str, passphrase: str) -> None:
        known = self._identity

        def work(progress: Progress) -> tuple[NewLibrary, UnlockedIdentity]:
            identity = known if known and known.person.uid == uid else self._door.unlock(uid, passphrase)
            return self._door.create(folder, identity), identity

        self.work.start(work, done=self._on_made, text=tr("Making the library …"))

    def _on_made(self, made: tuple[NewLibrary, UnlockedIdentity]) -> None:
        new, identity = made
        self._made = (new.library, identity)
        self.new_library.name.clear()
        self.show_recovery_key(new.recovery_key, library=new.library.info.name)

    def show_recovery_key(self, key: str, *, library: str) -> None:
        """Show the key and nothing beside it."""
        self.recovery_key.show_key(key, library=library)
        self.someone_else.hide()
        self.demo.hide()
        self.sent.hide()
        self.show_page(self.recovery_key)
        self.recovery_key.last_group.setFocus()

    def on_key_written_down(self) -> None:
        if self._made is not None:
            library, identity = self._made
            self._made = None
            self._enter(self._shell.application.enter(library, identity.person))

    def on_restore_wanted(self) -> None:
        self.banner.show_message("")
        self.show_page(self.restore)

    def on_restore(self, backup: Path, folder: Path) -> None:
        self.work.start(
            lambda progress: self._door.restore(backup, folder, progress),
            done=self.on_library_chosen,
            text=tr("Verifying and restoring …"),
            cancellable=True,
        )

    # The demo

    def open_demo(self) -> None:
        """Enter the demo, making it first where it is not there."""
        application = self._shell.application

        def work(progress: Progress) -> tuple[Workplace, DemoEntry]:
            entry = application.demo.enter(progress)
            return application.enter_demo(entry), entry

        made = application.demo.made
        text = tr("Opening the demo …") if made else tr("Making the demo: recordings, cases and ratings …")
        self.work.start(work, done=lambda entered: self.entered.emit(*entered), text=text, cancellable=not made)

    def reset_demo(self) -> None:
        """Throw the demo away and make it anew."""
        self.work.start(
            lambda _: self._shell.application.demo.reset(),
            done=lambda _: self.open_demo(),
            text=tr("Throwing the demo away …"),
        )

    def close_made(self) -> None:
        """Give back a library whose recovery key was shown and never confirmed."""
        if self._made is not None:
            self._made[0].close()
            self._made = None
