"""Ports for sound: a seekable source of bytes, the player that plays it, and the facts of a recording."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, Protocol


class SoundSource(Protocol):
    """A recording's bytes in the clear, in memory only. Every :meth:`open` gives an independent reader.

    Readers are seekable and read-only; ``seek`` returns -1 for what it cannot do and never raises, because decoders
    written in C print tracebacks of their own otherwise.
    """

    @property
    def size(self) -> int:
        """Length in bytes."""
        ...

    def open(self) -> BinaryIO: ...


class Channel(StrEnum):
    """Which channel of a stereo recording is heard, on both ears."""

    BOTH = "both"
    LEFT = "left"
    RIGHT = "right"


class PlayerState(StrEnum):
    """What the player is doing."""

    EMPTY = "empty"
    LOADING = "loading"
    PAUSED = "paused"
    PLAYING = "playing"
    ENDED = "ended"
    FAILED = "failed"


class PlayerFault(StrEnum):
    """Why sound does not come, as far as the engine can tell."""

    NO_ENGINE = "no_engine"
    NO_SOUND_DEVICE = "no_sound_device"
    UNPLAYABLE = "unplayable"
    SOURCE_FAILED = "source_failed"


@dataclass(frozen=True, slots=True)
class PlayerReport:
    """The engine's word about where it is: sparse, and only an anchor for the clock.

    ``media_ms`` is a float of milliseconds on the recording's own time axis, ``monotonic_s`` the moment (of
    ``time.monotonic``) at which it was true, ``rate`` the playing speed then (0 while not moving).
    """

    media_ms: float
    monotonic_s: float
    rate: float
    state: PlayerState
    fault: PlayerFault | None = None
    approximate: bool = False
    """The engine had to fall back to a demuxer whose times cannot be trusted."""
    echo: bool = False
    """The report merely repeats a seek target; sound from there has not been delivered yet."""
    sounding: bool = True
    """Sound goes out, as far as the engine can prove; what runs before that is not heard yet."""


class Player(Protocol):
    """Plays one recording. Calls return at once; what became of them arrives as reports.

    Listeners may be called on any thread and must only store or queue what they get.
    """

    @property
    def engine(self) -> str:
        """Name and version of the engine, kept with ratings."""
        ...

    @property
    def can_level(self) -> bool:
        """Whether :meth:`set_levelled` does anything with this engine."""
        ...

    def load(self, source: SoundSource, *, duration_ms: int) -> None:
        """Make a recording ready at its start, paused. ``duration_ms`` is the decoded length."""
        ...

    def unload(self) -> None: ...
    def play(self) -> None:
        """Play on, as soon as the recording is ready; after the end, from the start.

        Where no sound device takes the sound, the player pauses and reports it; playing again looks for one again.
        """
        ...

    def pause(self) -> None: ...

    def seek(self, media_ms: int) -> None:
        """Go there, clamped to the recording; playing or paused as before, paused after the end.

        The echo is reported before this returns, so the clock reads the target at once.
        """
        ...

    def set_rate(self, rate: float) -> None:
        """Play at 0.5 to 2 times the speed with the pitch kept."""
        ...

    def set_volume(self, percent: int) -> None:
        """0 to 100 and, to lift a quiet voice, up to 200."""
        ...

    def set_channel(self, channel: Channel) -> None:
        """Hear one channel only, as where two people were recorded on separate ones; holds for later loads."""
        ...

    def set_levelled(self, on: bool) -> None:
        """Lift a quiet voice towards a loud one; holds for later loads. Position and playing are kept."""
        ...

    def on_report(self, listener: Callable[[PlayerReport], None]) -> None: ...
    def close(self) -> None:
        """Stop and give back every thread; idempotent."""
        ...


@dataclass(frozen=True, slots=True)
class RecordingFacts:
    """What probing found out about a recording."""

    container: str
    codec: str
    duration_ms: int
    sample_rate: int
    channels: int
    bit_rate: int | None
    duration_known: bool
    """False where the container does not say and the length comes from reading it all."""
    cut_short: bool = False
    """The container promises more sound than the file holds: it was cut off, in recording or in copying."""


class Probe(Protocol):
    """Finds out whether a file is a recording that can be played, and its facts."""

    def facts(self, reader: BinaryIO) -> RecordingFacts:
        """Read the facts and decode a first stretch.

        Raises ``UserFacingError`` with one clear sentence for whatever cannot be rated.
        """
        ...
