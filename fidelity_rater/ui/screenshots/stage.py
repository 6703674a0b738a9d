"""A window to draw, with the demo in it, and the drawing of what it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QPoint
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from fidelity_rater.app.application import Application
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.app.settings import Settings
from fidelity_rater.ui.library_area import LibraryArea
from fidelity_rater.ui.main_window import MainWindow
from fidelity_rater.ui.run import dressed
from fidelity_rater.ui.screenshots.stand_ins import (
    CountingClock,
    DrawingJobs,
    PassingSettings,
    StagedCards,
    StagedDoor,
    StillPlayer,
)
from fidelity_rater.ui.shell import Shell
from fidelity_rater.ui.theme import ColourChoice, Theme, current_look

ROUNDS: Final = 5
PACKED: Final = -1
Dialog = TypeVar("Dialog", bound=QDialog)
Build = Callable[[Path, WallClock], Application]
"""Makes the application over a home."""


@dataclass(frozen=True, slots=True)
class Look:
    """In which colours and how large."""

    colours: ColourChoice
    size: tuple[int, int]
    packing: int = PACKED
    """From 0, the smallest files, to 100, those that are written soonest; -1: as Qt thinks best."""

    @property
    def suffix(self) -> str:
        return f"{self.colours}-{self.size[0]}x{self.size[1]}"


@dataclass(slots=True)
class Stage:
    """A window over a home of its own, and where its pictures go."""

    window: MainWindow
    application: Application
    theme: Theme
    clock: CountingClock
    home: Path
    folder: Path
    look: Look
    build: Build
    """For a second person with a home of their own."""

    @property
    def door(self) -> StagedDoor:
        assert isinstance(self.application.front_door, StagedDoor)
        return self.application.front_door

    @property
    def area(self) -> LibraryArea:
        """The open library."""
        assert self.window.area is not None
        return self.window.area

    def enter_demo(self) -> LibraryArea:
        """The demo with the caseload in sight, whatever was shown before."""
        if self.window.area is None:
            self.window.start.open_demo()
        self.close_dialogs()
        self.window.screens.setCurrentWidget(self.area)
        self.area.show_caseload()
        return self.area

    def dialog(self, kind: type[Dialog]) -> Dialog:
        """The one of this kind that is open."""
        settle()
        return next(dialog for dialog in self.window.findChildren(kind) if dialog.isVisible())

    def close_dialogs(self) -> None:
        for dialog in _dialogs(self.window):
            dialog.reject()
        settle()

    def grab(self, name: str, *, menu: QMenu | None = None, under: QWidget | None = None) -> Path:
        """Draw the window, with the dialog that is open over it, and a menu under its button."""
        settle()
        window = self.window
        picture = window.grab()
        for dialog in _dialogs(window):
            at = window.rect().center() - dialog.rect().center()
            with QPainter(picture) as painter:
                painter.fillRect(picture.rect(), QColor(0, 0, 0, 90))
                painter.drawPixmap(at, dialog.grab())
                painter.setPen(QColor(current_look().control))
                painter.drawRect(dialog.rect().translated(at))
        if menu is not None and under is not None:
            menu.resize(menu.sizeHint())
            corner = under.mapTo(window, under.rect().bottomRight())
            with QPainter(picture) as painter:
                painter.drawPixmap(corner - QPoint(menu.width(), 0), menu.grab())
        path = self.folder / f"{name}-{self.look.suffix}.png"
        picture.save(str(path), "PNG", self.look.packing)
        return path


@contextmanager
def open_stage(qt: QApplication, build: Build, *, home: Path, folder: Path, look: Look) -> Iterator[Stage]:
    """Open a window on this home."""
    clock = CountingClock()
    application = _staged(build(home, clock), look)
    theme = dressed(qt, application)
    try:
        with _window(application, theme, look) as window:
            yield Stage(window, application, theme, clock, home, folder, look, build)
    finally:
        theme.close()


@contextmanager
def open_beside(stage: Stage) -> Iterator[Stage]:
    """Open a second window, of somebody with a home of their own. Both wear one theme: another dresses all anew."""
    home = stage.home / "beside"
    application = _staged(stage.build(home, stage.clock), stage.look)
    with _window(application, stage.theme, stage.look) as window:
        yield replace(stage, window=window, application=application, home=home)


@contextmanager
def _window(application: Application, theme: Theme, look: Look) -> Iterator[MainWindow]:
    window = MainWindow(Shell(application, DrawingJobs(), theme, open_jobs=DrawingJobs))
    window.resize(*look.size)
    window.show()
    try:
        yield window
    finally:
        window.close()
        window.deleteLater()
        settle()


def _staged(application: Application, look: Look) -> Application:
    store = PassingSettings(Settings(appearance=str(look.colours), lock_after_minutes=0))
    door = StagedDoor(
        identities=application.identities,
        shelf=application.shelf,
        settings=store,
        libraries_folder=Path("libraries"),
    )
    return replace(
        application,
        settings=store,
        front_door=door,
        open_player=StillPlayer,
        cards=StagedCards(application.cards),
        log_folder=Path("logs"),
    )


def settle() -> None:
    """Let layouts and deferred deletions have their turn: what is put into a page is shown, and fitted, only then."""
    for _ in range(ROUNDS):
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QCoreApplication.processEvents()  # what was deleted has left its room to the rest


def _dialogs(window: QWidget) -> list[QDialog]:
    return [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]
