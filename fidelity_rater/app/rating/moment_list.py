"""A rating's moments in the order of their sound, kept up act by act: thousands are not sorted anew at each click."""

from __future__ import annotations

from bisect import bisect_left

from fidelity_rater.app.evidence_models import DeskMoment
from fidelity_rater.app.rating.opening import OpenRating
from fidelity_rater.domain.ratings.fold import RatingState
from fidelity_rater.domain.ratings.moments import Moment
from fidelity_rater.i18n import tr

Place = tuple[int, int, int, str]
"""The recording's place in the session, start, end and uid."""


class MomentList:
    """Every standing moment as the screen shows it."""

    def __init__(self, rating: OpenRating, state: RatingState) -> None:
        self._scale, self._silent, self._clips = rating.scale, rating.silent, rating.clips
        self._parts = {recording.uid: n for n, recording in enumerate(rating.recordings)}
        several = len(rating.recordings) > 1
        self._part_labels = {r.uid: tr("Part {n}", n=r.part) if several else "" for r in rating.recordings}
        self._shown = {uid: self._show(moment) for uid, moment in state.moments().items()}
        self._all = _InOrder()
        self._of_item: dict[str, _InOrder] = {}
        for moment in sorted(self._shown.values(), key=self._place):
            self._all.append(self._place(moment), moment)
            self._of_item.setdefault(moment.item, _InOrder()).append(self._place(moment), moment)

    def all(self) -> tuple[DeskMoment, ...]:
        """In the order of their sound."""
        return self._all.moments()

    def of_item(self, item: str) -> tuple[DeskMoment, ...]:
        """An item's (empty text: those not placed yet), in the order of their sound."""
        found = self._of_item.get(item)
        return found.moments() if found else ()

    def get(self, uid: str) -> DeskMoment | None:
        return self._shown.get(uid)

    def refresh(self, uid: str, moment: Moment | None) -> set[str]:
        """Take in what stands under a uid now (None: nothing); return the items that it concerns."""
        items: set[str] = set()
        before = self._shown.pop(uid, None)
        if before is not None:
            self._all.take(self._place(before))
            self._of_item[before.item].take(self._place(before))
            items.add(before.item)
        if moment is not None:
            shown = self._shown[uid] = self._show(moment)
            self._all.put(self._place(shown), shown)
            self._of_item.setdefault(shown.item, _InOrder()).put(self._place(shown), shown)
            items.add(shown.item)
        return items

    def _place(self, moment: DeskMoment) -> Place:
        return self._parts.get(moment.part, len(self._parts)), moment.start_ms, moment.end_ms, moment.uid

    def _show(self, moment: Moment) -> DeskMoment:
        known = moment.recording_uid in self._parts
        return DeskMoment(
            uid=moment.uid,
            item=moment.item,
            item_label=self._scale.item(moment.item).label if self._scale.has_item(moment.item) else "",
            start_ms=moment.start_ms,
            end_ms=moment.end_ms,
            bearing=str(moment.bearing),
            note=moment.note,
            part=moment.recording_uid,
            part_label=self._part_labels.get(moment.recording_uid, ""),
            playable=(known and moment.recording_uid not in self._silent) or moment.uid in self._clips,
        )


class _InOrder:
    """Moments beside the places that order them."""

    def __init__(self) -> None:
        self._places: list[Place] = []
        self._moments: list[DeskMoment] = []
        self._told: tuple[DeskMoment, ...] | None = None

    def moments(self) -> tuple[DeskMoment, ...]:
        if self._told is None:
            self._told = tuple(self._moments)
        return self._told

    def append(self, place: Place, moment: DeskMoment) -> None:
        """Put one where it is known to come last."""
        self._places.append(place)
        self._moments.append(moment)

    def put(self, place: Place, moment: DeskMoment) -> None:
        at = bisect_left(self._places, place)
        self._places.insert(at, place)
        self._moments.insert(at, moment)
        self._told = None

    def take(self, place: Place) -> None:
        at = bisect_left(self._places, place)
        del self._places[at], self._moments[at]
        self._told = None
