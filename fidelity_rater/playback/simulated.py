"""A player without sound whose time is turned by hand; it speaks as sparsely as libVLC does."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, Final

from fidelity_rater.app.ports.sound import Channel, PlayerFault, PlayerReport, PlayerState, SoundSource

STEP_MS: Final = 300
NO_DEVICE_AFTER_MS: Final = 800
SLOWEST: Final = 0.5
FASTEST: Final = 2.0


class HandTime:
    """A monotonic clock that moves only when it is turned."""

    def __init__(self, start_s: float = 1000.0) -> None:
        self._s = start_s

    def __call__(self) -> float:
        return self._s

    def turn(self, ms: float) -> None:
        self._s += ms / 1000


class SimulatedPlayer:
    """Plays in hand-turned time: call :meth:`advance`, hand :attr:`time` to the clock."""

    engine = "simulated 1"
    can_level = True

    def __init__(self, time: HandTime | None = None, *, sound_device: bool = True) -> None:
        self.time = time or HandTime()
        self.rate = 1.0
        self.volume = 100
        self.channel = Channel.BOTH
        self.levelled = False
        self._sound_device = sound_device
        self._listeners: list[Callable[[PlayerReport], None]] = []
        self._state = PlayerState.EMPTY
        self._fault: PlayerFault | None = None
        self._media_ms = 0.0
        self._duration_ms = 0
        self._since_word_ms = 0.0
        self._played_ms = 0.0
        self._reader: BinaryIO | None = None
        self._size = 0

    @property
    def state(self) -> PlayerState:
        return self._state

    def load(self, source: SoundSource, *, duration_ms: int) -> None:
        self._forget()
        self._duration_ms = duration_ms
        self._turn_to(PlayerState.LOADING)
        try:
            self._reader, self._size = source.open(), source.size
            playable = bool(self._reader.read(1))
        except Exception:  # noqa: BLE001 - whatever a source raises is its failure
            self._fail(PlayerFault.SOURCE_FAILED)
            return
        if playable:
            self._turn_to(PlayerState.PAUSED)
        else:
            self._fail(PlayerFault.UNPLAYABLE)

    def unload(self) -> None:
        self._forget()
        self._turn_to(PlayerState.EMPTY)

    def play(self) -> None:
        if self._state is PlayerState.ENDED:
            self.seek(0)
        if self._state is PlayerState.PAUSED:
            if self._fault is PlayerFault.NO_SOUND_DEVICE:
                self._fault, self._played_ms = None, 0.0
            self._turn_to(PlayerState.PLAYING, echo=True)

    def pause(self) -> None:
        if self._state is PlayerState.PLAYING:
            self._turn_to(PlayerState.PAUSED)

    def seek(self, media_ms: int) -> None:
        if self._state in (PlayerState.PLAYING, PlayerState.PAUSED, PlayerState.ENDED):
            self._media_ms = float(min(max(0, media_ms), self._duration_ms))
            ended = self._state is PlayerState.ENDED
            self._turn_to(PlayerState.PAUSED if ended else self._state, echo=True)

    def set_rate(self, rate: float) -> None:
        self.rate = min(max(SLOWEST, rate), FASTEST)
        if self._state is PlayerState.PLAYING:
            self._turn_to(PlayerState.PLAYING, echo=True)

    def set_volume(self, percent: int) -> None:
        self.volume = min(max(0, percent), 200)

    def set_channel(self, channel: Channel) -> None:
        self.channel = channel

    def set_levelled(self, on: bool) -> None:
        self.levelled = on

    def on_report(self, listener: Callable[[PlayerReport], None]) -> None:
        self._listeners.append(listener)

    def close(self) -> None:
        self._forget()
        self._state = PlayerState.EMPTY
        self._listeners.clear()

    def lose_device(self) -> None:
        """Have the headphones pulled out."""
        self._sound_device, self._played_ms = False, 0.0

    def advance(self, ms: float) -> None:
        """Let time pass; whatever the player has to say meanwhile is said at its proper moment."""
        while ms > 0:
            step = min(ms, STEP_MS - self._since_word_ms, *self._left_ms())
            self.time.turn(step)
            ms -= step
            if self._state is PlayerState.PLAYING:
                self._play_on(step)

    def _left_ms(self) -> tuple[float, ...]:
        if self._state is not PlayerState.PLAYING:
            return ()
        return (max(0.001, (self._duration_ms - self._media_ms) / self.rate),)

    def _play_on(self, ms: float) -> None:
        self._media_ms += ms * self.rate
        self._played_ms += ms
        self._since_word_ms += ms
        if self._media_ms >= self._duration_ms - 0.01:
            self._media_ms = float(self._duration_ms)
            self._turn_to(PlayerState.ENDED)
        elif self._since_word_ms >= STEP_MS - 0.001:
            self._say_where()

    def _say_where(self) -> None:
        self._since_word_ms = 0.0
        try:
            self._read_here()
        except Exception:  # noqa: BLE001 - whatever a source raises is its failure
            self._fail(PlayerFault.SOURCE_FAILED)
            return
        if not self._sound_device and self._played_ms >= NO_DEVICE_AFTER_MS:
            self._fault = PlayerFault.NO_SOUND_DEVICE
            self._turn_to(PlayerState.PAUSED)
            return
        self._tell()

    def _read_here(self) -> None:
        """Touch the bytes that would sound now, so that a damaged source is noticed where the damage is."""
        if self._reader is not None:
            self._reader.seek(int(self._size * self._media_ms / self._duration_ms))
            self._reader.read(1)

    def _fail(self, fault: PlayerFault) -> None:
        self._fault = fault
        self._turn_to(PlayerState.FAILED)

    def _forget(self) -> None:
        if self._reader is not None:
            self._reader.close()
        self._reader, self._fault = None, None
        self._media_ms = self._played_ms = 0.0

    def _turn_to(self, state: PlayerState, *, echo: bool = False) -> None:
        self._state = state
        self._since_word_ms = 0.0
        self._tell(echo=echo)

    def _tell(self, *, echo: bool = False) -> None:
        rate = self.rate if self._state is PlayerState.PLAYING else 0.0
        report = PlayerReport(
            self._media_ms,
            self.time(),
            rate,
            self._state,
            fault=self._fault,
            echo=echo,
            sounding=self._sound_device,
        )
        for listener in list(self._listeners):
            listener(report)
