"""Click to committed: one score through the library, beside the same rows committed raw through the driver.

    python benchmarks/click.py [CLICKS]

Both write to encrypted databases of the same make on the same disk, turn about, in one run. "Raw" is the bare
minimum: prepared rows, the same tables, indexes, triggers and settings, one BEGIN IMMEDIATE, three statements, COMMIT.
The library's figure is everything from the click to the returned commit: the event, its hash, the fold, the
projection, the head.
"""

from __future__ import annotations

import argparse
import gc
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

# Its neighbour is found also where the script is run in safe-path mode or loaded by a test.
sys.path.insert(0, str(Path(__file__).resolve().parent))

from one_rating import KEY, make_library

from fidelity_rater.app.ports.library import ScoreRow
from fidelity_rater.domain.ratings.chain import microseconds, next_event
from fidelity_rater.domain.ratings.events import Draft, EventKind, RatingEvent, Score, Stamp, score_given
from fidelity_rater.domain.ratings.fold import RatingState
from fidelity_rater.domain.timecode import ClockQuality
from fidelity_rater.storage.database import Database
from fidelity_rater.storage.engine import configured_connection

_ITEMS = [f"ITEM-{n:02}" for n in range(41)]
_WARM_UP = 100
_LIMIT = 3.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clicks", nargs="?", type=int, default=3000)
    clicks = parser.parse_args().clicks
    with tempfile.TemporaryDirectory(prefix="fidelity-click-") as folder:
        through = Through(Path(folder) / "through.db")
        raw = Raw(Path(folder) / "raw.db", clicks + _WARM_UP)
        times = _turn_about({"library": through.click, "raw": raw.click}, clicks)
        synchronous = through.synchronous()
        through.close()
        raw.close()
    return _report(times, synchronous)


class Through:
    """A rater at the desk: the library's own click path."""

    def __init__(self, path: Path) -> None:
        self._rating, self._person = make_library(path)
        self._database = Database.open(path, KEY)
        self._state = RatingState()
        self._do(Draft(EventKind.OPENED, {"phase": "middle", "focal_areas": ["grief"], "form": "full"}))

    def click(self, item: str, value: int) -> None:
        self._do(score_given(item, "adherence", Score(value)))

    def synchronous(self) -> int:
        return self._database.pragma("synchronous")

    def close(self) -> None:
        self._database.close()

    def _do(self, draft: Draft) -> None:
        state = self._state
        event = next_event(
            rating_uid=self._rating,
            head_seq=state.head_seq,
            head_hash=state.head_hash,
            draft=draft,
            stamp=_stamp(),
            actor=self._person,
        )
        rows = []
        for slot in state.apply(event):
            standing = state.score(slot[1], slot[2])
            assert standing is not None
            rows.append(ScoreRow(slot[1], slot[2], standing.score, standing.stamp))
        with self._database.work() as work:
            work.ratings.append(event, rows)
            work.commit()


class Raw:
    """The same rows, written by hand."""

    def __init__(self, path: Path, clicks: int) -> None:
        self._rating, self._person = make_library(path)
        self._connection = configured_connection(path, KEY)
        self._events = list(islice(self._prepared(), clicks))[::-1]

    def click(self, item: str, value: int) -> None:
        event, at = self._events.pop()
        execute = self._connection.execute
        execute("BEGIN IMMEDIATE")
        execute(
            "INSERT INTO rating_event "
            "(rating_id, seq, kind, body, at_us, media_ms, clock, recording_id, actor_id, hash) "
            "VALUES (1, ?, ?, ?, ?, ?, ?, NULL, 1, ?)",
            (event.seq, "score_given", event.body, at, event.stamp.media_ms, "ok", event.hash),
        )
        execute(
            "INSERT INTO score "
            "(rating_id, item, dimension, value, state, reason, at_us, media_ms, clock, recording_id) "
            "VALUES (1, ?, 'adherence', ?, NULL, '', ?, ?, 'ok', NULL) "
            "ON CONFLICT (rating_id, item, dimension) DO UPDATE SET value = excluded.value, at_us = excluded.at_us",
            (item, value, at, event.stamp.media_ms),
        )
        execute("UPDATE rating SET head_seq = ?, head_hash = ?, n_scored = 1 WHERE id = 1", (event.seq, event.hash))
        execute("COMMIT")

    def close(self) -> None:
        self._connection.close()

    def _prepared(self) -> Iterator[tuple[RatingEvent, int]]:
        seq, digest = 0, b""
        while True:
            event = next_event(
                rating_uid=self._rating,
                head_seq=seq,
                head_hash=digest,
                draft=score_given(_ITEMS[seq % len(_ITEMS)], "adherence", Score(seq % 5)),
                stamp=_stamp(),
                actor=self._person,
            )
            seq, digest = event.seq, event.hash
            yield event, microseconds(event.stamp.at)


def _stamp() -> Stamp:
    return Stamp(datetime.now(UTC), 1_234_567, ClockQuality.OK)


def _turn_about(click: dict[str, Callable[[str, int], None]], clicks: int) -> dict[str, list[float]]:
    choose = random.Random(7)
    times: dict[str, list[float]] = {name: [] for name in click}
    gc.collect()
    for n in range(clicks + _WARM_UP):
        names = list(click)
        choose.shuffle(names)
        for name in names:
            start = time.perf_counter()
            click[name](_ITEMS[n % len(_ITEMS)], n % 5)
            took = time.perf_counter() - start
            if n >= _WARM_UP:
                times[name].append(took * 1000)
    return times


def _report(times: dict[str, list[float]], synchronous: int) -> int:
    print(f"synchronous = {synchronous} (2 is FULL), {len(times['raw'])} clicks each, milliseconds")
    print(f"{'':10}{'p50':>8}{'p95':>8}{'p99':>8}{'max':>8}")
    p99 = {}
    for name, taken in times.items():
        taken.sort()
        p50, p95, p99[name] = (taken[int(len(taken) * part)] for part in (0.50, 0.95, 0.99))
        print(f"{name:10}{p50:8.3f}{p95:8.3f}{p99[name]:8.3f}{taken[-1]:8.3f}")
    ratio = p99["library"] / p99["raw"]
    print(f"p99 ratio {ratio:.2f} (limit {_LIMIT:.0f})")
    return 0 if ratio <= _LIMIT and synchronous == 2 else 1


if __name__ == "__main__":
    sys.exit(main())
