"""One recording in one libVLC media player. Only the player's worker thread calls in here."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Final

import vlc

from fidelity_rater.app.ports.sound import Channel, SoundSource
from fidelity_rater.playback.callbacks import SourceMedia
from fidelity_rater.playback.levelling import LOOK_AHEAD_MS, level

EXACT_TIMES: Final = ":demux=avformat"
"""libVLC's own demuxers tell wrong times after a seek, by seconds in VBR mp3 and Ogg."""
COMMON: Final = (":codec=avcodec,any", ":start-paused")
ECHO_MS: Final = 1
_MODES: Final = {
    Channel.BOTH: vlc.AudioOutputChannel.Stereo,
    Channel.LEFT: vlc.AudioOutputChannel.Left,
    Channel.RIGHT: vlc.AudioOutputChannel.Right,
}
_NO_DEVICE: Final = {b"auto_null"}
"""PulseAudio and PipeWire put this in place of the last device that went."""


class Happening(Enum):
    """What libVLC tells of."""

    PLAYING = auto()
    PAUSED = auto()
    TIME = auto()
    ENDED = auto()
    ERROR = auto()


@dataclass(frozen=True, slots=True)
class Heard:
    """An event of libVLC and the moment at which it came."""

    what: Happening
    monotonic_s: float
    media_ms: int = 0


_EVENTS: Final = {
    vlc.EventType.MediaPlayerPlaying: Happening.PLAYING,
    vlc.EventType.MediaPlayerPaused: Happening.PAUSED,
    vlc.EventType.MediaPlayerTimeChanged: Happening.TIME,
    vlc.EventType.MediaPlayerEndReached: Happening.ENDED,
    vlc.EventType.MediaPlayerEncounteredError: Happening.ERROR,
}


class Deck:
    """A recording, opened and paused at its start."""

    def __init__(
        self,
        instance: Any,
        source: SoundSource,
        *,
        strict: bool,
        note: Callable[[Heard], None],
        levelled: bool = False,
    ) -> None:
        self.source = source
        self.strict = strict
        self.levelled = levelled
        """What was asked for; a computer that cannot do it is not asked again."""
        self.ready = False
        self.ended = False
        self.retried_jump = 0
        self._note = note
        self._rate = 1.0
        self._echo_ms: int | None = None
        self._first_word_s: float | None = None
        self.proven = False
        """A piece of sound has gone out to a device."""
        self._had_devices = False
        self._channel = Channel.BOTH
        self.media = SourceMedia(instance, source)
        for option in (*COMMON, EXACT_TIMES) if strict else COMMON:
            self.media.media.add_option(option)
        self.player = instance.media_player_new()
        self.player.set_media(self.media.media)
        self.delay_ms = LOOK_AHEAD_MS if levelled and level(self.player) else 0.0
        """How long after libVLC's time the sound comes."""
        self._events = self.player.event_manager()
        for kind, what in _EVENTS.items():
            self._events.event_attach(kind, self._on_event, what)

    def open(self) -> None:
        """Start reading; libVLC stops at the first moment and says that it has paused."""
        self.player.play()

    def reopen(self) -> None:
        """Begin anew after the end, where libVLC takes no order but this."""
        self.player.stop()
        self.ready = self.ended = False
        # The output is made anew too: until the first sound it has no device, which is no sign that one was lost.
        self.proven = self._had_devices = False
        self.listen_anew()
        self.player.play()

    def go(self, media_ms: int, *, rate: float, playing: bool) -> None:
        """Jump; a new speed needs a jump too, for sound already queued goes on at the old one."""
        if rate != self._rate:
            self._rate = rate
            self.player.set_rate(rate)
        self._echo_ms = media_ms if playing else None
        self.player.set_time(media_ms)

    def is_echo(self, media_ms: int) -> bool:
        """Tell whether libVLC merely repeats the target of the last jump."""
        echo = self._echo_ms is not None and abs(media_ms - self._echo_ms) <= ECHO_MS
        if echo:
            self._echo_ms = None
        return echo

    def listen_anew(self) -> None:
        """Give a sound device time once more; playing begins."""
        self._first_word_s = None

    def hear(self, channel: Channel) -> None:
        """Have this channel on both ears; sound already queued stays as it is, so a jump must follow."""
        if channel is not self._channel and self.player.audio_set_channel(_MODES[channel].value) == 0:
            self._channel = channel

    def lost_its_device(self) -> bool:
        """Tell whether there were devices and now there is none, or only the one that stands in for none.

        Nothing else tells it: libVLC goes on counting the pieces it hands out as played.
        """
        devices = self._devices()
        self._had_devices = self._had_devices or bool(devices)
        return self._had_devices and devices <= _NO_DEVICE

    def _devices(self) -> set[bytes]:
        first = found = self.player.audio_output_device_enum()
        names = set()
        while found:
            names.add(bytes(found.contents.device or b""))
            found = found.contents.next
        if first:
            vlc.libvlc_audio_output_device_list_release(first)
        return names

    def played_in_silence(self, monotonic_s: float, *, after_s: float) -> bool:
        """Tell whether time has run for so long without a single piece of sound going out."""
        if not self.proven:
            stats = vlc.MediaStats()
            self.proven = bool(self.media.media.get_stats(stats)) and stats.played_abuffers > 0
        if self.proven:
            return False
        if self._first_word_s is None:
            self._first_word_s = monotonic_s
        return monotonic_s - self._first_word_s >= after_s

    def release(self) -> None:
        """Stop and give everything back; waits for libVLC's threads."""
        self.player.stop()
        for kind in _EVENTS:
            self._events.event_detach(kind)
        self.player.release()
        self.media.release()

    def _on_event(self, event: Any, what: Happening) -> None:
        media_ms = int(event.u.new_time) if what is Happening.TIME else 0
        self._note(Heard(what, time.monotonic(), media_ms))
