"""The scenes of the pictures, looked at instead of drawn: each is on screen as a person would have it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.ui.screenshots.drawing import STOCK
from fidelity_rater.ui.screenshots.stage import Look, Stage, open_stage, settle
from fidelity_rater.ui.screenshots.stand_ins import CountingClock
from fidelity_rater.ui.theme import ColourChoice
from helpers.small_demo import smallest_demo_application

SeenBy = Callable[[str, QWidget], None]
SMALL = Look(ColourChoice.LIGHT, (1280, 800), packing=100)


class LookingStage(Stage):
    """Hands each scene over, and the dialog that lies over it apart."""

    looked: SeenBy

    def grab(self, name: str, *, menu: QMenu | None = None, under: QWidget | None = None) -> Path:
        settle()
        over: list[QWidget] = [dialog for dialog in self.window.findChildren(QDialog) if dialog.isVisible()]
        for root in over or [self.area.shown, self.area.bar]:
            self.looked(name, root)
        return Path(name)


def make_stock(folder: Path) -> Path:
    """Make the smallest demo in a home of its own, to be copied."""
    smallest_demo_application(folder, CountingClock()).demo.enter(SilentProgress()).library.close()
    return folder / STOCK


@contextmanager
def open_looking(stock: Path, home: Path, looked: SeenBy) -> Iterator[LookingStage]:
    """A window on a copy of the stock."""
    shutil.copytree(stock, home / STOCK)
    qt = QApplication.instance()
    assert isinstance(qt, QApplication)
    with open_stage(qt, smallest_demo_application, home=home, folder=home, look=SMALL) as stage:
        looking = LookingStage(**{field.name: getattr(stage, field.name) for field in fields(stage)})
        looking.looked = looked
        yield looking
