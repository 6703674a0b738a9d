"""The playback clock: media time between the player's sparse reports. Ratings take their time from here only.

The player speaks every quarter second at best, and right after a jump it merely repeats what it was asked for. The
clock draws a straight line through the earliest of its last words, stands still at a seek's target until sound from
there has been heard of, and says with every reading how far it can be trusted.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Final

from fidelity_rater.app.ports.sound import PlayerReport, PlayerState
from fidelity_rater.domain.timecode import ClockQuality

ANCHORS: Final = 8
SETTLING_WINDOW_MS: Final = 300.0
SETTLING_PATIENCE_S: Final = 1.5
STALLED_AFTER_S: Final = 2.0
LATE_WORD_MS: Final = 100.0
LATE_WORDS_IN_A_ROW: Final = 3
LARGEST_WAIT_MS: Final = 2000.0
SEEK_TAKES_MS: Final = 20.0
"""From a jump to the first sound from there, mostly; the player speaks of it only a quarter second later."""


@dataclass(frozen=True, slots=True)
class ClockReading:
    """One look at the clock."""

    media_ms: int
    quality: ClockQuality


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a stretch of playing began, for as long as nothing better is known."""

    media_ms: float
    monotonic_s: float
    glides: bool
    """A pause resumes at once, so time runs; after a seek the moment at which sound returns is unknown."""


class PlaybackClock:
    """Tells the media time now, from the player's reports; safe to feed on one thread and read on another."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._lock = Lock()
        self._reset(0)

    def _reset(self, duration_ms: int) -> None:
        self._duration_ms: int = max(0, duration_ms)
        self._state: PlayerState = PlayerState.EMPTY
        self._approximate: bool = False
        self._rate: float = 1.0
        self._standing_ms: float = 0.0
        self._floor_ms: float = 0.0
        self._since_s: float = float("-inf")
        self._last_word_s: float = float("-inf")
        self._start: _Start | None = None
        self._offsets: deque[float] = deque(maxlen=ANCHORS)

    def load(self, duration_ms: int) -> None:
        """Forget the last recording; the next one is this long."""
        with self._lock:
            self._reset(duration_ms)

    @property
    def duration_ms(self) -> int:
        return self._duration_ms

    @property
    def state(self) -> PlayerState:
        return self._state

    @property
    def rate(self) -> float:
        """The playing speed last reported; 0 while not moving."""
        return self._rate if self._state is PlayerState.PLAYING else 0.0

    def now(self) -> ClockReading:
        """Read media time and its quality. While a recording plays on, readings never go back."""
        with self._lock:
            media_ms, quality = self._read(self._monotonic())
            if self._state is PlayerState.PLAYING:
                if quality is ClockQuality.OK and self._floor_ms - media_ms > LATE_WORD_MS:
                    quality = ClockQuality.STALLED
                self._floor_ms = media_ms = max(media_ms, self._floor_ms)
            if self._approximate and quality in (ClockQuality.OK, ClockQuality.PAUSED):
                quality = ClockQuality.APPROXIMATE
            return ClockReading(min(max(0, round(media_ms)), self._duration_ms), quality)

    def guess_ms(self) -> float:
        """Where the sound most likely is, also right after a jump, when :meth:`now` still stands at its target.

        Good for ending a stretch in time, never for a rating.
        """
        with self._lock:
            media_ms, _ = self._read(moment_s := self._monotonic())
            if self._state is PlayerState.PLAYING:
                start = self._start
                if start is not None and not start.glides:
                    since_ms = (moment_s - start.monotonic_s) * 1000 - SEEK_TAKES_MS
                    media_ms = start.media_ms + min(max(0.0, since_ms), SETTLING_PATIENCE_S * 1000) * self._rate
                media_ms = max(media_ms, self._floor_ms)
            return min(max(0.0, media_ms), float(self._duration_ms))

    def on_report(self, report: PlayerReport) -> None:
        """Take in the player's word."""
        with self._lock:
            if report.monotonic_s < self._since_s:
                return
            self._approximate = report.approximate
            if report.state is PlayerState.PLAYING:
                self._hear_playing(report)
            else:
                self._hear_standing(report)
            self._state = report.state

    def _hear_standing(self, report: PlayerReport) -> None:
        """Stop where the line stood at that moment: the player's own word may be a third of a second old."""
        settled = self._state is PlayerState.PLAYING and self._start is None
        if report.state is PlayerState.PAUSED and settled and not report.echo:
            self._standing_ms = max(self._line(report.monotonic_s), 0.0)
        else:
            self._standing_ms = report.media_ms
        self._since_s = report.monotonic_s
        self._start = None
        self._offsets.clear()

    def _hear_playing(self, report: PlayerReport) -> None:
        resumed = self._state is not PlayerState.PLAYING
        if report.echo:
            self._begin(report, glides=resumed)
        elif resumed or (self._start is None and report.rate != self._rate):
            self._begin(report, glides=True)
            self._settle(report)
        elif self._start is None or self._is_from_after(self._start, report):
            self._settle(report)

    def _begin(self, report: PlayerReport, *, glides: bool) -> None:
        self._start = _Start(report.media_ms, report.monotonic_s, glides)
        self._rate = report.rate
        self._since_s = self._last_word_s = report.monotonic_s
        self._floor_ms = min(report.media_ms, float(self._duration_ms))
        self._offsets.clear()

    def _settle(self, report: PlayerReport) -> None:
        offset = report.media_ms - self._rate * report.monotonic_s * 1000
        self._start = None
        self._last_word_s = max(self._last_word_s, report.monotonic_s)
        self._offsets.append(offset)
        recent = list(self._offsets)[-LATE_WORDS_IN_A_ROW:]
        if len(recent) == LATE_WORDS_IN_A_ROW and max(recent) < max(self._offsets) - LATE_WORD_MS:
            self._slip(recent, report.monotonic_s)

    def _slip(self, recent: list[float], monotonic_s: float) -> None:
        """Believe a gap in the sound: one late word is a busy computer, three in a row are not."""
        self._offsets.clear()
        self._offsets.extend(recent)
        line_ms = self._line(monotonic_s)
        if self._floor_ms - line_ms > LARGEST_WAIT_MS:
            self._floor_ms = max(0.0, line_ms)

    def _is_from_after(self, start: _Start, report: PlayerReport) -> bool:
        """Tell sound from the new place from a last word about the old one."""
        elapsed_s = report.monotonic_s - start.monotonic_s
        if elapsed_s > SETTLING_PATIENCE_S:
            return True
        latest = start.media_ms + elapsed_s * 1000 * self._rate + SETTLING_WINDOW_MS
        return start.media_ms - SETTLING_WINDOW_MS <= report.media_ms <= latest

    def _read(self, monotonic_s: float) -> tuple[float, ClockQuality]:
        if self._state is PlayerState.EMPTY:
            return 0.0, ClockQuality.NONE
        if self._state is PlayerState.LOADING:
            return self._standing_ms, ClockQuality.SETTLING
        if self._state is PlayerState.FAILED:
            return self._standing_ms, ClockQuality.STALLED
        if self._state is not PlayerState.PLAYING:
            return self._standing_ms, ClockQuality.PAUSED
        silent_s = monotonic_s - self._last_word_s
        until_s = min(monotonic_s, self._last_word_s + STALLED_AFTER_S)
        if self._start is None:
            quality = ClockQuality.STALLED if silent_s > STALLED_AFTER_S else ClockQuality.OK
            return self._line(until_s), quality
        quality = ClockQuality.STALLED if silent_s > STALLED_AFTER_S else ClockQuality.SETTLING
        if not self._start.glides:
            return self._start.media_ms, quality
        glided_ms = (until_s - self._start.monotonic_s) * 1000 * self._rate
        return self._start.media_ms + max(0.0, glided_ms), quality

    def _line(self, monotonic_s: float) -> float:
        return max(self._offsets) + self._rate * monotonic_s * 1000
