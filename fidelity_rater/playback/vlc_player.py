"""libVLC behind the Player port.

libVLC calls back from threads of its own, from which calling it again can hang, and some of its calls wait for those
threads. So one worker thread owned by the player makes every call; libVLC's events are only noted with their moment
and queued for it, and the window's calls return at once.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from queue import SimpleQueue
from typing import Any, Final

import vlc

from fidelity_rater.app.clock import PlaybackClock
from fidelity_rater.app.ports.sound import Channel, PlayerFault, PlayerReport, PlayerState, SoundSource
from fidelity_rater.domain.timecode import ClockQuality
from fidelity_rater.playback import levelling
from fidelity_rater.playback.alsa import silence_alsa
from fidelity_rater.playback.deck import Deck, Happening, Heard

log = logging.getLogger(__name__)

OPTIONS: Final = ("--no-video", "--quiet", *levelling.OPTIONS)
SLOWEST: Final = 0.5
FASTEST: Final = 2.0
LOUDEST: Final = 200
END_TOLERANCE_MS: Final = 1500
"""Without a sound card libVLC ends a second early."""
NO_DEVICE_AFTER_MS: Final = 800
DEVICE_EVERY_S: Final = 1.0
CLOSING_PATIENCE_S: Final = 10.0
STRETCH_LEAD_MS: Final = 28.0
"""Off 1x the time stretcher holds this much back, steadily and at every speed, and libVLC's time does not know of it.
Measured by ``benchmarks/clock.py``: 25 to 32 ms from half to double speed."""

_MOVABLE = (PlayerState.PLAYING, PlayerState.PAUSED, PlayerState.ENDED)


def lead_ms(rate: float) -> float:
    """Tell how far libVLC's word runs ahead of what is heard at this speed."""
    return 0.0 if rate == 1.0 else STRETCH_LEAD_MS


class VlcPlayer:
    """One libVLC, one recording at a time."""

    @classmethod
    def open(cls, options: Sequence[str] = ()) -> VlcPlayer | None:
        """Start libVLC, or return ``None`` where it has no plugins or knows no such option."""
        silence_alsa()
        instance = vlc.Instance(*OPTIONS, *options)
        return None if instance is None else cls(instance)

    def __init__(self, instance: Any, *, tap: Callable[[Any], None] | None = None) -> None:
        """Play with this libVLC; a measurement may ``tap`` each of its media players before it starts."""
        self._instance = instance
        self._tap = tap
        self._monotonic = time.monotonic
        self._lock = threading.RLock()
        self._listeners: list[Callable[[PlayerReport], None]] = []
        self._clock = PlaybackClock(self._monotonic)
        self._state = PlayerState.EMPTY
        self._fault: PlayerFault | None = None
        self._rate = 1.0
        self._volume = 100
        self._channel = Channel.BOTH
        self._levelled = False
        self._device_asked_s = 0.0
        self._wants_play = False
        self._target_ms = 0
        self._jump = 0
        self._jumped_at_s = 0.0
        self._load = 0
        self._closed = False
        self._deck: Deck | None = None
        self._orders: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._worker = threading.Thread(target=self._work, name="player", daemon=True)
        self._worker.start()

    @property
    def engine(self) -> str:
        return f"libVLC {vlc.libvlc_get_version().decode()}, python-vlc {vlc.__version__}"

    @property
    def can_level(self) -> bool:
        return levelling.can_level()

    def load(self, source: SoundSource, *, duration_ms: int) -> None:
        with self._lock:
            self._forget()
            self._clock.load(duration_ms)
            self._tell(PlayerState.LOADING, 0)
            self._order(self._do_load, self._load, source, strict=True)

    def unload(self) -> None:
        with self._lock:
            self._forget()
            self._tell(PlayerState.EMPTY, 0)
            self._order(self._do_unload)

    def play(self) -> None:
        """Play on; after the end, from the start."""
        with self._lock:
            if self._state is PlayerState.ENDED:
                self.seek(0)
            self._want(play=True)

    def pause(self) -> None:
        self._want(play=False)

    def seek(self, media_ms: int) -> None:
        with self._lock:
            self._target_ms = min(max(0, media_ms), self._clock.duration_ms)
            if self._state is PlayerState.ENDED:
                self._wants_play = False
            if self._state in _MOVABLE:
                self._leap()

    def set_rate(self, rate: float) -> None:
        """Change the speed from where the clock stands: sound already queued would go on at the old one."""
        with self._lock:
            self._rate = min(max(SLOWEST, rate), FASTEST)
            self._leap_in_place()

    def set_volume(self, percent: int) -> None:
        with self._lock:
            self._volume = min(max(0, percent), LOUDEST)
            self._order(self._do_volume)

    def set_channel(self, channel: Channel) -> None:
        with self._lock:
            if channel is not self._channel:
                self._channel = channel
                self._order(self._do_channel)
                self._leap_in_place()

    def set_levelled(self, on: bool) -> None:
        """Open the recording once more in the same place: libVLC takes this order only before the sound begins."""
        with self._lock:
            if on == self._levelled or not self.can_level:
                return
            self._levelled = on
            if self._state in (PlayerState.PLAYING, PlayerState.PAUSED):
                self._load += 1
                self._leap_in_place()
                self._order(self._do_load_anew, self._load)

    def on_report(self, listener: Callable[[PlayerReport], None]) -> None:
        with self._lock:
            self._listeners.append(listener)

    def close(self) -> None:
        with self._lock:
            if not self._closed:
                self._order(self._do_close)
                self._orders.put(None)
            self._closed = True
            self._listeners.clear()
        if threading.current_thread() is not self._worker:
            self._worker.join(CLOSING_PATIENCE_S)

    # The caller's side: what is wanted, told at once as an echo.

    def _forget(self) -> None:
        self._load += 1
        self._fault, self._wants_play, self._target_ms = None, False, 0

    def _want(self, *, play: bool) -> None:
        with self._lock:
            if self._state is PlayerState.LOADING or self._state in _MOVABLE:
                self._wants_play = play
                if play and self._fault is PlayerFault.NO_SOUND_DEVICE:
                    self._fault = None  # one may have been connected
                self._order(self._do_pause)

    def _leap_in_place(self) -> None:
        """Throw away the sound that is queued and still as it was before."""
        if self._state in (PlayerState.PLAYING, PlayerState.PAUSED):
            self._target_ms = self._clock.now().media_ms
            self._leap()

    def _leap(self) -> None:
        self._jump += 1
        state = PlayerState.PAUSED if self._state is PlayerState.ENDED else self._state
        self._tell(state, self._target_ms, echo=True)
        self._jumped_at_s = self._monotonic()
        self._order(self._do_leap, self._jump)

    def _order(self, work: Callable[..., None], *args: Any, **kwargs: Any) -> None:
        if not self._closed:
            self._orders.put(partial(work, *args, **kwargs))

    def _tell(
        self, state: PlayerState, media_ms: float, *, at_s: float | None = None, echo: bool = False
    ) -> PlayerReport:
        """Report to the player's own clock first: where a pause stopped is for the clock to say."""
        with self._lock:
            self._state = state
            at_s = self._monotonic() if at_s is None else max(at_s, self._jumped_at_s)
            rate = self._rate if state is PlayerState.PLAYING else 0.0
            approximate = self._deck is not None and not self._deck.strict
            sounding = self._deck is not None and self._deck.proven
            report = PlayerReport(media_ms, at_s, rate, state, self._fault, approximate, echo, sounding)
            self._clock.on_report(report)
            if state is PlayerState.PAUSED:
                report = replace(report, media_ms=float(self._clock.now().media_ms))
            for listener in list(self._listeners):
                listener(report)
            return report

    # The worker's side: everything that calls libVLC.

    def _work(self) -> None:
        while (order := self._orders.get()) is not None:
            try:
                order()
            except Exception:
                log.exception("the player could not do what was asked")

    def _do_load(self, load: int, source: SoundSource, *, strict: bool) -> None:
        self._do_unload()
        if load != self._load:
            return
        self._device_asked_s = 0.0
        self._deck = Deck(
            self._instance,
            source,
            strict=strict,
            note=lambda heard: self._order(self._on_heard, load, heard),
            levelled=self._levelled,
        )
        if self._tap is not None:
            self._tap(self._deck.player)
        self._deck.open()

    def _do_load_anew(self, load: int) -> None:
        if self._deck is not None:
            self._do_load(load, self._deck.source, strict=self._deck.strict)

    def _do_unload(self) -> None:
        if self._deck is not None:
            self._deck.release()
            self._deck = None

    def _do_close(self) -> None:
        self._do_unload()
        self._instance.release()

    def _do_volume(self) -> None:
        if self._deck is not None and self._deck.ready:
            self._deck.player.audio_set_volume(self._volume)

    def _do_channel(self) -> None:
        if self._deck is not None and self._deck.ready:
            self._deck.hear(self._channel)

    def _do_pause(self) -> None:
        if self._deck is not None and self._deck.ready and not self._deck.ended:
            if self._wants_play:
                self._deck.listen_anew()
            self._deck.player.set_pause(0 if self._wants_play else 1)

    def _do_leap(self, jump: int) -> None:
        """Go to the newest target; older ones have been overtaken."""
        deck = self._deck
        if deck is None or not deck.ready or jump != self._jump:
            return
        if deck.ended and deck.levelled != self._levelled:
            self._do_load_anew(self._load)
        elif deck.ended:
            deck.reopen()
        else:
            deck.go(self._target_ms, rate=self._rate, playing=self._state is PlayerState.PLAYING)

    def _do_reopen(self, deck: Deck) -> None:
        if deck is self._deck:
            deck.reopen()

    def _on_heard(self, load: int, heard: Heard) -> None:
        with self._lock:
            deck = self._deck
            if deck is None or load != self._load:
                return
            match heard.what:
                case Happening.PAUSED if not deck.ready:
                    self._on_opened(deck)
                case Happening.PAUSED:
                    self._on_paused(heard)
                case Happening.PLAYING if deck.ready:
                    self._tell(PlayerState.PLAYING, self._clock.now().media_ms, echo=True)
                    self._do_volume()
                    self._do_channel()
                case Happening.TIME if self._state is PlayerState.PLAYING:
                    self._on_time(deck, heard)
                case Happening.ENDED:
                    self._on_ended(deck, load)
                case Happening.ERROR:
                    self._on_unplayable(deck, load)

    def _on_opened(self, deck: Deck) -> None:
        """Stand ready where it is wanted; playing goes on without a word where it was merely opened anew."""
        deck.ready = True
        anew = self._state is PlayerState.PLAYING and self._wants_play
        self._do_volume()
        self._do_channel()
        if self._rate != 1.0 or self._target_ms > 0:
            deck.go(self._target_ms, rate=self._rate, playing=anew)
        if not anew:
            self._tell(PlayerState.PAUSED, self._target_ms, echo=True)
        if deck.levelled != self._levelled:
            self._order(self._do_load_anew, self._load)
        elif self._wants_play:
            deck.player.set_pause(0)

    def _on_paused(self, heard: Heard) -> None:
        """Stand where the clock stood; where it was not sure yet, put the player where it stood."""
        reading = self._clock.now()
        unsure = reading.quality in (ClockQuality.SETTLING, ClockQuality.STALLED)
        self._tell(PlayerState.PAUSED, reading.media_ms, at_s=heard.monotonic_s, echo=unsure)
        if unsure:
            self._target_ms = reading.media_ms
            self._do_leap(self._jump)

    def _on_time(self, deck: Deck, heard: Heard) -> None:
        if deck.is_echo(heard.media_ms):
            return
        if self._is_silent(deck, heard.monotonic_s):
            self._fault = PlayerFault.NO_SOUND_DEVICE
            self._want(play=False)  # what nobody hears does not run on
        elif self._fault is PlayerFault.NO_SOUND_DEVICE:
            self._fault = None
        media_ms = heard.media_ms - lead_ms(self._rate) - deck.delay_ms * self._rate
        self._tell(PlayerState.PLAYING, media_ms, at_s=heard.monotonic_s)

    def _is_silent(self, deck: Deck, now_s: float) -> bool:
        """Tell whether nobody can hear this, as far as libVLC lets one know."""
        if deck.played_in_silence(now_s, after_s=NO_DEVICE_AFTER_MS / 1000):
            return True
        if now_s - self._device_asked_s < DEVICE_EVERY_S:
            return False
        self._device_asked_s = now_s
        return deck.lost_its_device()

    def _on_ended(self, deck: Deck, load: int) -> None:
        if deck.media.failure is not None or not deck.ready:
            self._on_unplayable(deck, load)
            return
        deck.ended = True
        if self._overtaken_by_a_seek(deck):
            self._order(self._do_reopen, deck)
            return
        self._wants_play = False
        reading, duration_ms = self._clock.now(), self._clock.duration_ms
        if reading.media_ms >= duration_ms - END_TOLERANCE_MS * max(1.0, self._rate):
            self._tell(PlayerState.ENDED, duration_ms)
        else:
            self._fault = PlayerFault.UNPLAYABLE
            self._tell(PlayerState.ENDED, reading.media_ms)

    def _overtaken_by_a_seek(self, deck: Deck) -> bool:
        """Tell whether the end crossed a seek away from it, which libVLC then forgets; believe so once per seek."""
        unsure = self._clock.now().quality is ClockQuality.SETTLING
        away = self._target_ms < self._clock.duration_ms - END_TOLERANCE_MS
        if not (unsure and away) or deck.retried_jump == self._jump or self._jump == 0:
            return False
        deck.retried_jump = self._jump
        return True

    def _on_unplayable(self, deck: Deck, load: int) -> None:
        """Fail, or once more try libVLC's own demuxers, whose times are not to be trusted."""
        if deck.media.failure is None and not deck.ready and deck.strict:
            self._order(self._do_load, load, deck.source, strict=False)
            return
        failed = deck.media.failure is not None
        self._fault = PlayerFault.SOURCE_FAILED if failed else PlayerFault.UNPLAYABLE
        log.warning("playing failed: %s", type(deck.media.failure).__name__ if failed else self._fault)
        self._wants_play = False
        self._tell(PlayerState.FAILED, self._clock.now().media_ms)
