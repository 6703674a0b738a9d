"""Players to test, each with a way to wait: libVLC in real time, the simulated one by turning its hands."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from fidelity_rater.app.clock import PlaybackClock
from fidelity_rater.app.ports.sound import Player, PlayerReport, PlayerState
from fidelity_rater.playback.engine import open_player
from fidelity_rater.playback.simulated import HandTime, SimulatedPlayer

DURATION_MS = 6000
PATIENCE_S = 10.0


class Rig:
    """A player whose reports are kept and feed a clock."""

    def __init__(self, player: Player, monotonic: Callable[[], float]) -> None:
        self.player = player
        self.clock = PlaybackClock(monotonic)
        self.reports: list[PlayerReport] = []
        self._news = threading.Condition()
        player.on_report(self._on_report)

    def load(self, source: Any, duration_ms: int = DURATION_MS) -> None:
        self.clock.load(duration_ms)
        self.player.load(source, duration_ms=duration_ms)

    def _on_report(self, report: PlayerReport) -> None:
        self.clock.on_report(report)
        with self._news:
            self.reports.append(report)
            self._news.notify_all()

    @property
    def states(self) -> list[PlayerState]:
        """What the player did, repetitions left out."""
        states = [report.state for report in self.reports]
        return [state for state, before in zip(states, [None, *states], strict=False) if state is not before]

    @property
    def last(self) -> PlayerReport:
        return self.reports[-1]

    def until(self, met: Callable[[], bool]) -> None:
        """Let the player run until this holds."""
        with self._news:
            if not self._news.wait_for(met, PATIENCE_S):
                pytest.fail(f"waited in vain; states {self.states}, last {self.reports[-3:]}")

    def until_state(self, state: PlayerState) -> PlayerReport:
        self.until(lambda: bool(self.reports) and self.last.state is state)
        return self.last

    def until_heard(self) -> PlayerReport:
        """Wait for the player's first word from where it plays now."""
        self.until(lambda: self.last.state is PlayerState.PLAYING and not self.last.echo)
        return self.last

    def run(self, ms: float) -> None:
        """Let time pass."""
        threading.Event().wait(ms / 1000)


class HandRig(Rig):
    """The same with time turned by hand."""

    player: SimulatedPlayer

    def until(self, met: Callable[[], bool]) -> None:
        for _ in range(1000):
            if met():
                return
            self.player.advance(10)
        pytest.fail(f"waited in vain; states {self.states}")

    def run(self, ms: float) -> None:
        self.player.advance(ms)


def vlc_player(output: str = "adummy") -> Player:
    """Open libVLC without a sound card; only a developer without libVLC may go without."""
    player = open_player([f"--aout={output}"])
    if player.engine == "none":
        if os.environ.get("CI"):
            pytest.fail("libVLC is missing; install libvlc5 and vlc-plugin-base")
        pytest.skip("libVLC is not installed on this computer")
    return player


@pytest.fixture(params=["simulated", "libvlc"])
def rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    made: Rig
    if request.param == "simulated":
        hands = HandTime()
        made = HandRig(SimulatedPlayer(hands), hands)
    else:
        made = Rig(vlc_player(), time.monotonic)
    yield made
    made.player.close()


@pytest.fixture
def vlc_rig() -> Iterator[Rig]:
    made = Rig(vlc_player(), time.monotonic)
    yield made
    made.player.close()


@pytest.fixture(params=["simulated", "libvlc"])
def silent_rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    """Both on a computer that has no output for sound at all."""
    made: Rig
    if request.param == "simulated":
        hands = HandTime()
        made = HandRig(SimulatedPlayer(hands, sound_device=False), hands)
    else:
        made = Rig(vlc_player("none"), time.monotonic)
    yield made
    made.player.close()
