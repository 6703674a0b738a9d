"""Which stretch of the recording is in sight: follows the sound page by page, until a person looks elsewhere."""

from __future__ import annotations

from typing import Final

from fidelity_rater.app.evidence_models import Span
from fidelity_rater.ui.waveform.axis import fitted, zoomed

WINDOW_MS: Final = 30_000
TURN_AT: Final = 0.92
"""How far across the picture the sound may go before the page is turned: one that slid along would never hold still."""
TURN_TO: Final = 0.08
JUMP_MS: Final = 1500
"""A step of the position longer than this was not made by playing."""


class Sight:
    """A stretch that stays within the recording, and what it follows."""

    def __init__(self) -> None:
        self.window: Span = (0, 0)
        self.duration_ms = 0
        self.now_ms = 0
        self.following = True
        self.playing = False
        self._span_ms = float(WINDOW_MS)

    def show_duration(self, duration_ms: int) -> None:
        self.duration_ms = max(0, duration_ms)
        self.window = fitted(self.window[0], self._span_ms, self.duration_ms)

    def show_position(self, media_ms: int, *, playing: bool, held: bool = False) -> bool:
        """Go along with the sound, unless a hand holds the picture; tells whether the position has jumped."""
        jumped = not 0 <= media_ms - self.now_ms <= JUMP_MS
        if jumped or (playing and not self.playing):
            self.following = True
        self.playing, self.now_ms = playing, media_ms
        if self.following and not held:
            self._keep_in_sight(jumped=jumped)
        return jumped

    def zoom(self, factor: float, at_ms: float | None = None) -> None:
        """Show less, larger, around a time; without one, around where the sound is, or the middle."""
        start, end = self.window
        if at_ms is None:
            at_ms = self.now_ms if start <= self.now_ms <= end else (start + end) / 2
        self.window = zoomed(self.window, factor, at_ms, duration_ms=self.duration_ms)
        self._span_ms = self.window[1] - self.window[0]
        self._look_away()

    def pan_to(self, start_ms: float) -> None:
        """Show another stretch of the same length."""
        self.window = fitted(start_ms, self._span_ms, self.duration_ms)
        self._look_away()

    def _look_away(self) -> None:
        if not self.window[0] <= self.now_ms <= self.window[1]:
            self.following = False

    def _keep_in_sight(self, *, jumped: bool) -> None:
        start, end = self.window
        now, span = self.now_ms, end - start
        if self.playing and start + span * TURN_AT < now and end < self.duration_ms:
            self.window = fitted(now - span * TURN_TO, span, self.duration_ms)
        elif not start <= now <= end:
            share = 0.5 if jumped and not self.playing else TURN_TO
            self.window = fitted(now - span * share, span, self.duration_ms)
