"""Draws every room in every look: each sitting is a window on a home of its own, with a copy of the same demo."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Final

from PySide6.QtWidgets import QApplication

from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.ui.screenshots.accreditation import accreditation_scenes
from fidelity_rater.ui.screenshots.caseload import caseload_scenes
from fidelity_rater.ui.screenshots.desk import desk_scenes
from fidelity_rater.ui.screenshots.exchange import exchange_scenes
from fidelity_rater.ui.screenshots.raters import raters_scenes
from fidelity_rater.ui.screenshots.results import results_scenes
from fidelity_rater.ui.screenshots.stage import Build, Look, Stage, open_stage
from fidelity_rater.ui.screenshots.stand_ins import CountingClock
from fidelity_rater.ui.screenshots.start import start_scenes
from fidelity_rater.ui.screenshots.window import window_scenes
from fidelity_rater.ui.theme import ColourChoice

Room = Callable[[Stage], Iterator[Path]]
"""Sets one scene after another, and yields each picture."""

ROOMS: Final[Mapping[str, Room]] = MappingProxyType(
    {
        "start": start_scenes,
        "caseload": caseload_scenes,
        "desk": desk_scenes,
        "results": results_scenes,
        "window": window_scenes,
        "exchange": exchange_scenes,
        "raters": raters_scenes,
        "accreditation": accreditation_scenes,
    }
)
SIZES: Final = ((1280, 800), (1920, 1080))
LOOKS: Final = (ColourChoice.LIGHT, ColourChoice.DARK)
STOCK: Final = "demo"
"""The demo's folder in a home."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """Rooms that are drawn in one look."""

    look: Look
    rooms: tuple[str, ...] = tuple(ROOMS)


WIDE_ROOMS: Final = ("caseload", "desk", "results")
"""What a large screen gives room to; everything else looks there as it does on a small one."""
EVERY: Final = (
    *(Sitting(Look(colours, SIZES[0])) for colours in LOOKS),
    *(Sitting(Look(colours, SIZES[1]), WIDE_ROOMS) for colours in LOOKS),
)


def draw_screens(build: Build, folder: Path, *, sittings: Sequence[Sitting] = EVERY) -> Iterator[Path]:
    """Draw every screen, light and dark, in two sizes or as told; yields each file as it is written."""
    folder.mkdir(parents=True, exist_ok=True)
    existing = QApplication.instance()
    qt = existing if isinstance(existing, QApplication) else QApplication(["fidelity-rater"])
    with TemporaryDirectory(prefix="fidelity-pictures-") as scratch:
        stock = Path(scratch) / "stock"
        build(stock, CountingClock()).demo.enter(SilentProgress()).library.close()
        for n, sitting in enumerate(sittings):
            home = Path(scratch) / str(n)
            shutil.copytree(stock / STOCK, home / STOCK)
            with open_stage(qt, build, home=home, folder=folder, look=sitting.look) as stage:
                for room in sitting.rooms:
                    yield from ROOMS[room](stage)
