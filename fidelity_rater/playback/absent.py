"""The player of a computer without libVLC: nothing sounds, everything else works."""

from __future__ import annotations

import time
from collections.abc import Callable

from fidelity_rater.app.ports.sound import Channel, PlayerFault, PlayerReport, PlayerState, SoundSource


class AbsentPlayer:
    """Stands still where it is put and says with every report that there is no engine."""

    engine = "none"
    can_level = False

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._listeners: list[Callable[[PlayerReport], None]] = []
        self._state = PlayerState.EMPTY
        self._media_ms = 0
        self._duration_ms = 0

    def load(self, source: SoundSource, *, duration_ms: int) -> None:
        del source
        self._state, self._media_ms, self._duration_ms = PlayerState.PAUSED, 0, duration_ms
        self._tell()

    def unload(self) -> None:
        self._state, self._media_ms = PlayerState.EMPTY, 0
        self._tell()

    def play(self) -> None:
        self._tell()

    def pause(self) -> None:
        self._tell()

    def seek(self, media_ms: int) -> None:
        self._media_ms = min(max(0, media_ms), self._duration_ms)
        self._tell(echo=True)

    def set_rate(self, rate: float) -> None:
        del rate

    def set_volume(self, percent: int) -> None:
        del percent

    def set_channel(self, channel: Channel) -> None:
        del channel

    def set_levelled(self, on: bool) -> None:
        del on

    def on_report(self, listener: Callable[[PlayerReport], None]) -> None:
        self._listeners.append(listener)

    def close(self) -> None:
        self._listeners.clear()

    def _tell(self, *, echo: bool = False) -> None:
        report = PlayerReport(
            self._media_ms, self._monotonic(), 0.0, self._state, fault=PlayerFault.NO_ENGINE, echo=echo
        )
        for listener in list(self._listeners):
            listener(report)
