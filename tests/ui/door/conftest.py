"""One trainee with received feedback, in a library in memory; the player is turned by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.door.letters import ITEMS, receive
from fidelity_rater.app.application import Workplace
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.ports.documents import Document
from fidelity_rater.app.rating.opening import RatingChoice
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.playback.simulated import SimulatedPlayer
from fidelity_rater.storage.memory import MemoryLibrary
from fidelity_rater.ui.door.screen import DoorScreen
from fidelity_rater.ui.theme import Theme
from helpers.window import PASSPHRASE, cheap_application, known_person


@dataclass
class Trainee:
    """A workplace, its screen, and what the screen has asked for."""

    work: Workplace
    players: list[SimulatedPlayer]
    wanted: list[tuple[str, Any]] = field(default_factory=list)

    def receive(self, session: int = 6, **told: Any) -> Document:
        place = self.work.caseload.place("T07", "C2", scheduled=session)
        world: Any = SimpleNamespace(
            library=self.work.library,
            scales=self.work.application.scales,
            clock=self.work.application.wall_clock,
            session=place,
        )
        return receive(world, **told)

    def rate_oneself(self, session_uid: str) -> str:
        choice = RatingChoice(session_uid, Purpose.FORMATIVE, Role.TRAINEE, phase="middle")
        desk = self.work.desk(self.work.opening.begin(choice), jobs=InlineJobs())
        for item in ITEMS:
            desk.give(item, "adherence", 4)
        self.work.signing.sign(desk, PASSPHRASE)
        return desk.rating.head.uid

    def screen(self, qtbot: QtBot) -> DoorScreen:
        screen = DoorScreen(self.work, InlineJobs())
        qtbot.addWidget(screen, before_close_func=lambda widget: widget.close_sound())
        self.work.application.bus.subscribe(screen.on_changed)
        for name in ("rate_wanted", "rating_wanted", "send_wanted"):
            getattr(screen, name).connect(lambda uid, name=name: self.wanted.append((name, uid)))
        screen.package_wanted.connect(lambda: self.wanted.append(("package_wanted", "")))
        screen.resize(1200, 800)
        screen.show()
        return screen


@pytest.fixture
def trainee(own_home: Path, dressed: Theme) -> Trainee:
    players: list[SimulatedPlayer] = []
    application = cheap_application(own_home, players)
    person = known_person(application).person
    return Trainee(Workplace(application, MemoryLibrary(), person), players)
