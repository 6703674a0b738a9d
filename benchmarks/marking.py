"""Marking the 10,001st moment without a window: the act, its commit, and the models that the desk shows afterwards.

    python benchmarks/marking.py [MOMENTS] [ACTS]

Two ratings lie in one encrypted library on disk (synchronous FULL): one without moments, one with so many. On each, in
turn, a moment is marked, a score given and the mark undone; jobs run inline, so that an act has returned only once it
is committed. "Shown" is what the desk asks for after an act: the rows that it touched, the moments, the chosen item's
page and the progress. ``marking_drawn.py`` times the same in the real window, with its painting.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from fidelity_rater import bootstrap
from fidelity_rater.app.application import Workplace
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.rating import pictures
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.app.rating.marking import Marking
from fidelity_rater.app.rating.opening import RatingChoice
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.ratings.chain import next_event
from fidelity_rater.domain.ratings.events import Stamp, moment_marked
from fidelity_rater.domain.ratings.fold import fold
from fidelity_rater.domain.ratings.moments import Bearing, Moment
from fidelity_rater.domain.timecode import ClockQuality

LIMIT_MS = 50.0
CHOSEN = "CORE-01"
_WARM_UP = 5


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("moments", nargs="?", type=int, default=10_000)
    parser.add_argument("acts", nargs="?", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fidelity-marking-") as home:
        application = bootstrap.build(Path(home))
        entry = application.demo.enter(SilentProgress())
        work = application.enter_demo(entry)
        try:
            empty = Rater(work, entry.first_session_uid, Purpose.FORMATIVE, moments=0)
            full = Rater(work, entry.first_session_uid, Purpose.SUMMATIVE, moments=options.moments)
            gc.collect()
            for _ in range(options.acts + _WARM_UP):
                for rater in (empty, full):
                    rater.turn()
            return report(empty, full, options.moments)
        finally:
            work.close()


class Rater:
    """Somebody at a rating with so many moments, half of them on the item whose page is open."""

    def __init__(self, work: Workplace, session_uid: str, purpose: Purpose, *, moments: int) -> None:
        uid = work.opening.begin(RatingChoice(session_uid, purpose, Role.SUPERVISOR))
        self.desk = work.desk(uid, jobs=InlineJobs())
        recording = self.desk.rating.recordings[0]
        self._length, self._recording = recording.duration_ms, recording.uid
        fill(work, self.desk, recording.uid, recording.duration_ms, moments=moments)
        began = time.perf_counter()
        self.desk = work.desk(uid, jobs=InlineJobs())
        self.opened_ms = (time.perf_counter() - began) * 1000
        self.desk.heard = lambda: (self._at, ClockQuality.OK, self._recording)
        self._marking, self._turns = Marking(self.desk), 0
        self.times: dict[str, list[float]] = {}

    @property
    def _at(self) -> int:
        return 8000 + self._turns * 7919 % (self._length - 8000)

    def turn(self) -> None:
        self._turns += 1
        self._time("mark", lambda: self._marking.mark(CHOSEN, "for", back_ms=8000))
        self._time("score", lambda: self.desk.give(CHOSEN, "adherence", 1 + self._turns % 4))
        self._marking.mark(CHOSEN, "for", back_ms=8000)
        self._time("undo a mark", self.desk.undo)

    def _time(self, name: str, act: Callable[[], object]) -> None:
        began = time.perf_counter()
        act()
        acted = time.perf_counter()
        shown(self.desk)
        ended = time.perf_counter()
        assert self.desk.saved.all_saved, "committed"
        if self._turns > _WARM_UP:
            self.times.setdefault(f"{name}, committed", []).append((acted - began) * 1000)
            self.times.setdefault(f"{name}, shown", []).append((ended - acted) * 1000)
            self.times.setdefault(f"{name}, both", []).append((ended - began) * 1000)


def fill(work: Workplace, desk: RatingDesk, recording: str, length: int, *, moments: int) -> None:
    """Append so many moments in one transaction."""
    state, items = fold(desk.rating.events), [item.id for item in desk.shown().asked]
    with work.library.work() as uow:
        for n in range(moments):
            start, item = n * (length - 9000) // moments, CHOSEN if n % 2 else items[n // 2 % len(items)]
            moment = Moment(str(uuid.uuid4()), recording, start, start + 8000, item, Bearing.FOR)
            event = next_event(
                rating_uid=desk.rating.head.uid,
                head_seq=state.head_seq,
                head_hash=state.head_hash,
                draft=moment_marked(moment),
                stamp=Stamp(datetime.now(UTC), moment.end_ms, ClockQuality.OK, recording),
                actor=work.person.uid,
            )
            state.apply(event)
            uow.ratings.append(event)
        uow.commit()


def shown(desk: RatingDesk) -> None:
    """Everything that the desk asks for after an act."""
    for item in desk.touched_items:
        pictures.row(desk, desk.scale.item(item))
    pictures.moments(desk)
    pictures.detail(desk, CHOSEN)
    pictures.progress(desk)


def report(empty: Rater, full: Rater, moments: int) -> int:
    load = ", ".join(f"{figure:.1f}" for figure in os.getloadavg())
    print(f"milliseconds, {len(empty.times['mark, both'])} acts each; {os.cpu_count()} processors, load {load}")
    print(f"opening with {moments} moments: {full.opened_ms:.0f} ms (with none: {empty.opened_ms:.0f} ms)")
    print(f"{'':24}{'no moments':>20}{f'{moments} moments':>20}")
    print(f"{'':24}{'p50':>10}{'p95':>10}{'p50':>10}{'p95':>10}")
    for name in empty.times:
        figures = [_at(rater.times[name], share) for rater in (empty, full) for share in (0.5, 0.95)]
        print(f"{name:24}" + "".join(f"{figure:10.2f}" for figure in figures))
    ratio = statistics.median(full.times["score, both"]) / statistics.median(empty.times["score, both"])
    worst = _at(full.times["mark, both"], 0.95)
    print(f"a score with {moments} moments takes {ratio:.2f} times as long as with none")
    print(f"mark to committed and ready to draw, p95: {worst:.1f} ms (limit {LIMIT_MS:.0f})")
    return 0 if worst <= LIMIT_MS else 1


def _at(times: list[float], share: float) -> float:
    return sorted(times)[int(len(times) * share)]


if __name__ == "__main__":
    sys.exit(main())
