"""The demo made small: what the scenes show of it, and some more. Making all of it takes longer than drawing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from fidelity_rater.app.application import Application
from fidelity_rater.app.demo.data import DemoData, read_demo
from fidelity_rater.app.demo.door import DemoDoor
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.resources import resource_path
from fidelity_rater.storage.identity import IdentityFiles
from helpers.window import CHEAP, cheap_application

RATINGS: Final = ("R032", "R043", "R067", "R070", "R074", "R077", "R081", "R082")
"""For the caseload, the desk, the results and the exchange."""
OF_TWO: Final = ("R053", "R055", "R057", "R058")
"""One session that was agreed on, and one that waits for it; the portfolio holds them all."""
OF_REFERENCE: Final = ("R092", "R094", "R104")
"""Two that became a reference, and one that was rated by it."""


def small_demo_application(home: Path, clock: WallClock) -> Application:
    """An application over this home whose demo is small and whose keys are cheap."""
    return _with_demo(home, clock, _small_demo)


def smallest_demo_application(home: Path, clock: WallClock) -> Application:
    """With no more than the rooms of raters and accreditation show."""
    return _with_demo(home, clock, _smallest_demo)


def _with_demo(home: Path, clock: WallClock, read: Callable[[], DemoData]) -> Application:
    application = cheap_application(home)
    folder = home / "demo"
    demo = DemoDoor(
        folder,
        read=read,
        identities=IdentityFiles(folder / "identities", cost=CHEAP),
        shelf=application.shelf,
        probe=application.probe,
        clock=clock,
        scales=application.scales,
        version="test",
    )
    return replace(application, wall_clock=clock, demo=demo)


@cache
def _small_demo() -> DemoData:
    whole = read_demo(resource_path("demo"))
    first, second, third = whole.therapists
    return replace(
        whole,
        therapists=({**first, "case": first["case"][1:]}, {**second, "case": second["case"][:1]}, third),
        ratings=tuple(row for row in whole.ratings if row["rating"] in {*RATINGS, *OF_TWO, *OF_REFERENCE}),
    )


@cache
def _smallest_demo() -> DemoData:
    small = _small_demo()
    return replace(
        small,
        therapists=small.therapists[:2],
        ratings=tuple(row for row in small.ratings if row["rating"] not in RATINGS),
    )
