"""Kill a rater's process in mid-click, again and again, and see that no acknowledged click is lost.

    python benchmarks/kill.py [TIMES]

A child process commits clicks to one library and says each one's number only after its commit has returned. The parent
kills it (SIGKILL) at a random moment and opens the library: every acknowledged event is there, the chain holds, the
projection is what the events fold to. The next child goes on where the last one was stopped. A kill spares what the
operating system already holds, so it says nothing of a power cut; that is what ``synchronous = FULL`` is for.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

# Its neighbour is found also where the script is run in safe-path mode or loaded by a test.
sys.path.insert(0, str(Path(__file__).resolve().parent))

from one_rating import KEY, make_library

from fidelity_rater.app.ports.library import ScoreRow
from fidelity_rater.domain.ratings.chain import first_break, next_event
from fidelity_rater.domain.ratings.events import Draft, EventKind, Score, Stamp, score_given
from fidelity_rater.domain.ratings.fold import RatingState, fold
from fidelity_rater.domain.timecode import ClockQuality
from fidelity_rater.storage.database import Database

_ITEMS = tuple(f"ITEM-{n:02}" for n in range(12))


@dataclass(slots=True)
class Tally:
    """What became of all the kills."""

    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    broken_chains: int = 0
    wrong_projections: int = 0
    hot_logs: int = 0

    @property
    def clean(self) -> bool:
        return not (self.lost or self.broken_chains or self.wrong_projections)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("times", nargs="?", type=int, default=200)
    parser.add_argument("--click", nargs=2, metavar=("DATABASE", "RATING"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.click:
        click_for_ever(Path(asked.click[0]), asked.click[1])
    tally = kill_many(asked.times)
    print(
        f"{tally.kills} kills, {tally.acknowledged} clicks acknowledged, {tally.lost} lost, "
        f"{tally.broken_chains} broken chains, {tally.wrong_projections} wrong projections, "
        f"log left unmerged {tally.hot_logs} times"
    )
    return 0 if tally.clean else 1


def kill_many(times: int) -> Tally:
    """Kill so many children, each at another moment."""
    choose, tally = random.Random(), Tally()
    with tempfile.TemporaryDirectory(prefix="fidelity-kill-") as folder:
        path = Path(folder) / "library.db"
        rating = _begin(path)
        for _ in range(times):
            acknowledged = _kill_one(path, rating, after_s=choose.uniform(0.0, 0.12))
            tally.kills += 1
            tally.acknowledged += len(acknowledged)
            log = path.with_name(path.name + "-wal")
            tally.hot_logs += log.exists() and log.stat().st_size > 0
            _verify(path, rating, acknowledged, tally)
    return tally


def click_for_ever(path: Path, rating: str) -> None:
    """Be the child: score item after item, and say each event's number once it is on disk."""
    database = Database.open(path, KEY)
    with database.read() as work:
        head = work.ratings.get(rating)
        state = fold(work.ratings.events(rating))
    print("ready", flush=True)
    while True:
        seq = state.head_seq
        draft = score_given(_ITEMS[seq % len(_ITEMS)], "adherence", Score(seq % 5))
        if seq % 7 == 6:
            draft = Draft(EventKind.UNDONE, {})
        _append(database, state, draft, rating=rating, person=head.person_uid)
        print(state.head_seq, flush=True)


def _append(database: Database, state: RatingState, draft: Draft, *, rating: str, person: str) -> None:
    event = next_event(
        rating_uid=rating,
        head_seq=state.head_seq,
        head_hash=state.head_hash,
        draft=draft,
        stamp=Stamp(datetime.now(UTC), 1000, ClockQuality.OK),
        actor=person,
    )
    rows = []
    for slot in state.apply(event):
        standing = state.score(slot[1], slot[2])
        rows.append(ScoreRow(slot[1], slot[2], standing.score if standing else None, standing and standing.stamp))
    with database.work() as work:
        work.ratings.append(event, rows)
        work.commit()


def _kill_one(path: Path, rating: str, *, after_s: float) -> list[int]:
    """Start a child, kill it so long after its first click, and return what it had acknowledged."""
    command = [sys.executable, __file__, "--click", str(path), rating]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        if child.stdout.readline() != "ready\n":
            raise RuntimeError("the child did not start")
        time.sleep(after_s)  # noqa: TID251 - the moment of a kill is a matter of time
        child.kill()
        told = child.stdout.read()
    # A line cut off by the kill was never an acknowledgement.
    return [int(line) for line in told.splitlines(keepends=True) if line.endswith("\n")]


def _verify(path: Path, rating: str, acknowledged: list[int], tally: Tally) -> None:
    database = Database.open(path, KEY)
    with database.read() as work:
        events = work.ratings.events(rating)
        head = work.ratings.get(rating)
    with database.queries() as queries:
        (row,) = queries.unfinished(head.person_uid)
        standing = {(found.item, found.dimension): found.score for found in queries.export_rows()}
    database.close()
    tally.lost += sum(seq > len(events) for seq in acknowledged)
    tally.broken_chains += first_break(events) is not None or head.head_hash != events[-1].hash
    folded = {key: found.score for key, found in fold(events).scores().items()}
    tally.wrong_projections += standing != folded or row.scored != len({item for item, _ in folded})


def _begin(path: Path) -> str:
    """Make a library with one opened rating; return its uid."""
    rating, person = make_library(path)
    database = Database.open(path, KEY)
    opened = Draft(EventKind.OPENED, {"phase": "middle", "focal_areas": ["grief"], "form": "full"})
    _append(database, RatingState(), opened, rating=rating, person=person)
    database.close()
    return rating


if __name__ == "__main__":
    sys.exit(main())
