"""The moments of one recording in order of time, so that those of a stretch are found without looking at the others."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import accumulate, islice
from math import ceil

from fidelity_rater.app.evidence_models import DeskMoment


class Kind(StrEnum):
    """What a mark tells by its shape."""

    FOR = "for"
    AGAINST = "against"
    UNPLACED = "unplaced"


def kind_of(moment: DeskMoment) -> Kind:
    if not moment.item:
        return Kind.UNPLACED
    return Kind.AGAINST if moment.bearing == Kind.AGAINST else Kind.FOR


def _order(moment: DeskMoment) -> tuple[int, int, str]:
    return moment.start_ms, moment.end_ms, moment.uid


class MomentIndex:
    """Sorted by start; ``version`` is another one after every change."""

    def __init__(self) -> None:
        self.version = 0
        self._moments: list[DeskMoment] = []
        self._keys: list[tuple[int, int, str]] = []
        self._reach: list[int] = []
        """How far the moments up to here reach; it never falls, so it can be searched."""
        self._by_uid: dict[str, DeskMoment] = {}
        self._starts: dict[Kind, array[int]] = {kind: array("q") for kind in Kind}
        """Side by side in memory, because a crowd is searched anew for each picture."""

    def __len__(self) -> int:
        return len(self._moments)

    def show(self, moments: Iterable[DeskMoment]) -> None:
        """Put these in place of all."""
        self._moments = sorted(moments, key=_order)
        self._keys = [_order(moment) for moment in self._moments]
        self._by_uid = {moment.uid: moment for moment in self._moments}
        self._starts = {kind: array("q") for kind in Kind}
        for moment in self._moments:
            self._starts[kind_of(moment)].append(moment.start_ms)
        self._reach = list(accumulate((moment.end_ms for moment in self._moments), max))
        self.version += 1

    def put(self, moment: DeskMoment) -> None:
        """Add one, or put it in place of the one with its uid."""
        self._take_out(moment.uid)
        at = bisect_left(self._keys, _order(moment))
        self._moments.insert(at, moment)
        self._keys.insert(at, _order(moment))
        self._by_uid[moment.uid] = moment
        insort(self._starts[kind_of(moment)], moment.start_ms)
        self._reach.insert(at, -1)
        self._reach_on(at)
        self.version += 1

    def remove(self, uid: str) -> None:
        self._take_out(uid)

    def get(self, uid: str) -> DeskMoment | None:
        return self._by_uid.get(uid)

    def all(self) -> Sequence[DeskMoment]:
        return self._moments

    def between(self, start_ms: float, end_ms: float, *, most: int | None = None) -> list[DeskMoment]:
        """Those that lie at least partly in the stretch, in order; no more than ``most`` of them."""
        first = bisect_right(self._reach, start_ms)
        last = bisect_left(self._keys, (int(end_ms) + 1, 0, ""))
        moments = map(self._moments.__getitem__, range(first, last))
        return list(islice((m for m in moments if m.end_ms > start_ms and m.start_ms < end_ms), most))

    def apart(self, kind: Kind, start_ms: float, end_ms: float, *, least_ms: float) -> list[int]:
        """Where moments of a kind begin in the stretch; of those nearer to each other than ``least_ms`` the first."""
        starts, step = self._starts[kind], max(1, ceil(least_ms))
        at, last = bisect_left(starts, start_ms), bisect_right(starts, end_ms)
        found: list[int] = []
        while at < last:
            start = starts[at]
            found.append(start)
            at = bisect_left(starts, start + step, at + 1, last)
        return found

    def _take_out(self, uid: str) -> None:
        known = self._by_uid.pop(uid, None)
        if known is None:
            return
        at = bisect_left(self._keys, _order(known))
        del self._moments[at], self._keys[at], self._reach[at]
        starts = self._starts[kind_of(known)]
        del starts[bisect_left(starts, known.start_ms)]
        self._reach_on(at)
        self.version += 1

    def _reach_on(self, first: int) -> None:
        """Work the reach out anew, from here until it is what it was."""
        reach = self._reach[first - 1] if first else 0
        for at in range(first, len(self._moments)):
            reach = max(reach, self._moments[at].end_ms)
            if reach == self._reach[at]:
                return
            self._reach[at] = reach
