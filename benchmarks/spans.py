"""Measure whether a moment that is played begins and ends where it was marked, against the samples themselves.

Run ``python benchmarks/spans.py``; it takes about a minute. Moments of several lengths are played as the rating desk
plays them, at three speeds. What libVLC delivers is caught; the first audible and the last 40 ms (off 1x 100 ms) due
before it paused are looked up in the original by cross-correlation, and compared with the marks. A loop is measured by
its rounds: where each begins and ends, and how long the sound is away between them.

The targets hold at 1x: nothing of a moment's beginning is lost, and it ends within 30 ms of its mark. A decoder begins
at a frame, so sound may begin a little before the mark: up to 30 ms; in an MP3, where a jump is made earlier because
its decoder stays mute after one (``LEAD_IN_MS`` in ``app/rating/listening.py``), up to 120 ms. Other speeds and loops
are printed as information: the stretcher cuts sound into strides of 30 ms and moves them about, so what is looked up is
itself not exact, and a stretch that was changed too much is not found at all (nan).
"""

from __future__ import annotations

import sys
import threading
import time
from types import SimpleNamespace
from typing import Any

import numpy as np
from clock import RATE, MemorySource, Tape, encode, find, speechlike

from fidelity_rater.app.clock import PlaybackClock
from fidelity_rater.app.ports.sound import PlayerState
from fidelity_rater.app.rating.listening import Listening
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.playback.vlc_player import OPTIONS, VlcPlayer

SECONDS = 60
MOMENTS_MS = ((5_000, 5_600), (12_345, 13_345), (20_003, 23_456), (31_415, 36_000))
LOOP_MS = (40_000, 41_500)
LOOP_FOR_S = 7.0
PIECE_S = 0.04
STRETCHED_PIECE_S = 0.1
"""Cut into strides and moved about, a shorter piece is like no other."""
EARLY_MS = {"mp3": 120.0}
EARLY_OTHERWISE_MS = 30.0
LATE_MS = 5.0
"""What counts as late: looking up a piece of a lossy recording is no more exact."""
TARGET_END_MS = 30.0
AUDIBLE = 3
"""Samples above this are sound; a mute decoder delivers zeros."""
SETTLED_S = 0.05
"""A decoder's first piece after a jump may be half a frame: where its sound began is told from so much later."""
LOOK_EVERY_S = 0.1


class Ear:
    """A recording played as the desk plays it, and what of it was heard."""

    def __init__(self, data: bytes, codec: str = "pcm_s16le") -> None:
        import vlc

        self.rate = 1.0
        self._pause = threading.Event()
        self.tape = Tape()
        self.clock = PlaybackClock()
        self.player = VlcPlayer(vlc.Instance(*OPTIONS), tap=self.tape.attach)
        recordings: Any = SimpleNamespace(sound=lambda *_, **__: MemorySource(data))
        self.listening = Listening(
            rating_uid="rating",
            purpose=Purpose.FORMATIVE,
            role=Role.SUPERVISOR,
            player=self.player,
            clock=self.clock,
            library=SimpleNamespace(),  # type: ignore[arg-type]
            recordings=recordings,
        )
        self.player.on_report(self.listening.on_report)
        recording: Any = SimpleNamespace(uid="recording", duration_ms=SECONDS * 1000, codec=codec)
        self.listening.load(recording)
        self.follow(lambda: self.clock.state is PlayerState.PAUSED)

    def set_rate(self, rate: float) -> None:
        self.rate = self.listening.set_rate(rate)

    def follow(self, done: Any, *, at_most_s: float = 15.0) -> None:
        """Look as the desk does: ten times a second, and whenever something is due."""
        until = time.monotonic() + at_most_s
        while not done() and time.monotonic() < until:
            due_ms = self.listening.look().due_ms
            self._pause.wait(LOOK_EVERY_S if due_ms is None else min(LOOK_EVERY_S, due_ms / 1000))

    def close(self) -> None:
        self.player.close()


def heard(pieces: list[tuple[float, np.ndarray, int]], until_s: float) -> np.ndarray:
    """Join what was due until then."""
    kept = []
    for due, samples, _ in pieces:
        count = min(len(samples), int((until_s - due) * RATE))
        if count > 0:
            kept.append(samples[:count])
    return np.concatenate(kept) if kept else np.zeros(0, np.int16)


def place(sound: np.ndarray, original: np.ndarray, *, at_end: bool, around_ms: float, rate: float = 1.0) -> float:
    """Where in the original this sound begins to be audible, or ends."""
    audible = np.flatnonzero(np.abs(sound) > AUDIBLE)
    sound = sound[audible[0] if len(audible) else 0 :]
    piece_s = PIECE_S if rate == 1.0 else STRETCHED_PIECE_S
    count, settled = int(piece_s * RATE), int(SETTLED_S * RATE)
    stretch = (sound[-count:] if at_end else sound[settled : settled + count]).astype(np.float64)
    middle = find(stretch, original, around_ms, 300.0)
    half_ms = piece_s * 500 * rate
    return float("nan") if middle is None else middle + (half_ms if at_end else -half_ms - SETTLED_S * 1000 * rate)


def moment_errors(ear: Ear, original: np.ndarray, start: int, end: int) -> tuple[float, float, int]:
    """Play a moment; return by how much its sound begins and ends late, and where the clock stands afterwards."""
    ear.tape.pieces.clear()
    ear.tape.pauses.clear()
    ear.listening.play_span(start, end)
    ear.follow(lambda: ear.listening.playing)
    ear.follow(lambda: not ear.listening.playing)
    ear.follow(lambda: False, at_most_s=0.2)
    paused_s = ear.tape.pauses[0] if ear.tape.pauses else time.monotonic()
    last = max((flush for due, _, flush in ear.tape.pieces if due < paused_s), default=0)
    sound = heard([piece for piece in ear.tape.pieces if piece[2] == last and piece[0] < paused_s], paused_s)
    begins = place(sound, original, at_end=False, around_ms=start, rate=ear.rate)
    ends = place(sound, original, at_end=True, around_ms=end, rate=ear.rate)
    return begins - start, ends - end, ear.clock.now().media_ms - end


def loop_errors(ear: Ear, original: np.ndarray) -> tuple[list[float], list[float], list[float]]:
    """Go round a loop; return by how much rounds begin and end late, and how long nothing sounds between them."""
    start, end = LOOP_MS
    ear.tape.pieces.clear()
    ear.listening.loop(LOOP_MS)
    ear.follow(lambda: False, at_most_s=LOOP_FOR_S)
    ear.listening.loop(None)
    ear.listening.toggle()
    rounds: dict[int, list[tuple[float, np.ndarray, int]]] = {}
    for piece in list(ear.tape.pieces):
        rounds.setdefault(piece[2], []).append(piece)
    whole = sorted(rounds.values(), key=lambda pieces: pieces[0][0])[:-1]
    late_starts, late_ends, gaps = [], [], []
    for at, pieces in enumerate(whole):
        until_s = ear.tape.flushed_at[pieces[0][2] + 1]
        sound = heard(pieces, until_s)
        late_starts.append(place(sound, original, at_end=False, around_ms=start) - start)
        late_ends.append(place(sound, original, at_end=True, around_ms=end) - end)
        if at:
            gaps.append((pieces[0][0] - ear.tape.flushed_at[whole[at - 1][0][2] + 1]) * 1000)
    return late_starts, late_ends, gaps


def is_good(begins: float, ends: float, codec: str) -> bool:
    """Within the targets."""
    return -EARLY_MS.get(codec, EARLY_OTHERWISE_MS) <= begins <= LATE_MS and abs(ends) <= TARGET_END_MS


def main() -> int:
    original = speechlike(SECONDS)
    recordings = {
        "wav": ("pcm_s16le", encode(original, "wav", "pcm_s16le")),
        "mp3 VBR": ("mp3", encode(original, "mp3", "libmp3lame", quality=5)),
        "opus": ("opus", encode(original, "opus", "libopus")),
    }
    reached = True
    print("recording  speed   moment (ms)        begins   ends (ms late)   the clock afterwards")
    for name, (codec, data) in recordings.items():
        for rate in (1.0, 1.5, 0.75):
            ear = Ear(data, codec)
            try:
                ear.set_rate(rate)
                for start, end in MOMENTS_MS:
                    begins, ends, stands = moment_errors(ear, original, start, end)
                    good = rate != 1.0 or is_good(begins, ends, codec)
                    reached = reached and good
                    missed = "" if good else "  MISSED"
                    late = f"{begins:+7.1f}  {ends:+7.1f}         {stands:+4}{missed}"
                    print(f"{name:10} {rate:4}x  {start:6}-{end:6}     {late}")
                if rate == 1.0:
                    starts, ends_, gaps = loop_errors(ear, original)
                    print(
                        f"{name:10} loop: {len(starts)} rounds, begin {np.round(starts, 1)}, end {np.round(ends_, 1)}, "
                        f"away {np.round(gaps, 1)} ms"
                    )
            finally:
                ear.close()
    print("targets reached" if reached else "targets missed")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
