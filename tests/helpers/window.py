"""A window on real storage with cheap keys and a simulated player, for tests of what a person does."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from fidelity_rater import bootstrap
from fidelity_rater.app.application import Application, Workplace
from fidelity_rater.app.ports.identity import UnlockedIdentity
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.playback.simulated import HandTime, SimulatedPlayer
from fidelity_rater.storage.identity_file import KeyCost

PASSPHRASE = "correct horse battery staple"
CHEAP = KeyCost(memory_kib=64, iterations=1, lanes=1)


class TrueTime(HandTime):
    """The computer's own time: turning it does nothing."""

    def __call__(self) -> float:
        return time.monotonic()

    def turn(self, ms: float) -> None:
        """Time passes by itself."""


def cheap_application(home: Path, players: list[SimulatedPlayer] | None = None) -> Application:
    """The real application, with keys that cost nothing and a player that is turned by hand."""
    made = players if players is not None else []

    def open_player() -> SimulatedPlayer:
        made.append(SimulatedPlayer(TrueTime()))
        return made[-1]

    return replace(bootstrap.build(home, key_cost=CHEAP), open_player=open_player, scales=_scales())


@cache
def _scales() -> ScaleShelf:
    """The built-in scales, read once: they never change, and reading them takes longer than most tests."""
    return bootstrap.build(Path()).scales


def known_person(application: Application, *, name: str = "Ruth Adler", initials: str = "RA") -> UnlockedIdentity:
    """Somebody who has introduced themselves."""
    card = application.front_door.introduce(name=name, initials=initials, passphrase=PASSPHRASE)
    return application.front_door.unlock(card.person.uid, PASSPHRASE)


def stock_workplace(application: Application) -> Workplace:
    """A new library like every other one of its kind, its person too: a copy costs a tenth of making one.

    Where two people meet, each needs an :func:`open_workplace` of their own.
    """
    door = application.front_door
    home = door.libraries_folder.parent
    for name, data in _stock().items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (card,) = application.identities.all()
    identity = door.unlock(card.person.uid, PASSPHRASE)
    return application.enter(door.open(door.folder_for("Test"), identity), identity.person)


@cache
def _stock() -> dict[str, bytes]:
    with TemporaryDirectory() as folder:
        home = Path(folder)
        open_workplace(bootstrap.build(home, key_cost=CHEAP)).close()
        return {str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()}


def open_workplace(application: Application, *, name: str = "Test") -> Workplace:
    """A new library, entered by somebody new."""
    identity = known_person(application)
    made = application.front_door.create(application.front_door.folder_for(name), identity)
    return application.enter(made.library, identity.person)
