"""The moments of one recording in order of time, so that those of a stretch are found without looking at the others."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import accumulate

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

    def __len__(self) -> int:
        return len(self._moments)

    def show(self, moments: Iterable[DeskMoment]) -> None:
        """Put these in place of all."""
        self._moments = sorted(moments, key=_order)
        self._keys = [_order(moment) for moment in self._moments]
        self._by_uid = {moment.uid: moment for moment in self._moments}
        self._changed()

    def put(self, moment: DeskMoment) -> None:
        """Add one, or put it in place of the one with its uid."""
        self._take_out(moment.uid)
        at = bisect_left(self._keys, _order(moment))
        self._moments.insert(at, moment)
        self._keys.insert(at, _order(moment))
        self._by_uid[moment.uid] = moment
        self._changed()

    def remove(self, uid: str) -> None:
        if self._take_out(uid):
            self._changed()

    def get(self, uid: str) -> DeskMoment | None:
        return self._by_uid.get(uid)

    def all(self) -> Sequence[DeskMoment]:
        return self._moments

    def between(self, start_ms: float, end_ms: float) -> list[DeskMoment]:
        """Those that lie at least partly in the stretch, in order."""
        first = bisect_right(self._reach, start_ms)
        last = bisect_left(self._keys, (int(end_ms) + 1, 0, ""))
        return [m for m in self._moments[first:last] if m.end_ms > start_ms and m.start_ms < end_ms]

    def count_between(self, start_ms: float, end_ms: float) -> int:
        """At most how many :meth:`between` would find, without looking at each."""
        return bisect_left(self._keys, (int(end_ms) + 1, 0, "")) - bisect_right(self._reach, start_ms)

    def starts(self, kind: Kind, start_ms: float, end_ms: float) -> list[int]:
        """Where the moments of a kind begin that begin in the stretch."""
        first = bisect_left(self._keys, (int(start_ms), 0, ""))
        last = bisect_left(self._keys, (int(end_ms) + 1, 0, ""))
        return [m.start_ms for m in self._moments[first:last] if kind_of(m) is kind]

    def _take_out(self, uid: str) -> bool:
        known = self._by_uid.pop(uid, None)
        if known is None:
            return False
        at = bisect_left(self._keys, _order(known))
        del self._moments[at], self._keys[at]
        return True

    def _changed(self) -> None:
        self.version += 1
        self._reach = list(accumulate((moment.end_ms for moment in self._moments), max))
