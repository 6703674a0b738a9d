"""A rating's moments in the order of their sound, kept up act by act: thousands are not sorted anew at each click."""

from __future__ import annotations

from bisect import bisect_left, insort

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
        self._scale, self._silent = rating.scale, rating.silent
        self._parts = {recording.uid: n for n, recording in enumerate(rating.recordings)}
        several = len(rating.recordings) > 1
        self._part_labels = {r.uid: tr("Part {n}", n=r.part) if several else "" for r in rating.recordings}
        self._shown = {uid: self._show(moment) for uid, moment in state.moments().items()}
        self._order = sorted(self._place(moment) for moment in self._shown.values())
        self._of_item: dict[str, list[Place]] = {}
        for place in self._order:
            self._of_item.setdefault(self._shown[place[3]].item, []).append(place)

    def all(self) -> tuple[DeskMoment, ...]:
        """In the order of their sound."""
        return tuple(self._shown[place[3]] for place in self._order)

    def of_item(self, item: str) -> tuple[DeskMoment, ...]:
        """An item's (empty text: those not placed yet), in the order of their sound."""
        return tuple(self._shown[place[3]] for place in self._of_item.get(item, ()))

    def get(self, uid: str) -> DeskMoment | None:
        return self._shown.get(uid)

    def refresh(self, uid: str, moment: Moment | None) -> None:
        """Take in what stands under a uid now; None: nothing."""
        before = self._shown.pop(uid, None)
        if before is not None:
            _take(self._order, self._place(before))
            _take(self._of_item[before.item], self._place(before))
        if moment is not None:
            shown = self._shown[uid] = self._show(moment)
            insort(self._order, self._place(shown))
            insort(self._of_item.setdefault(shown.item, []), self._place(shown))

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
            playable=known and moment.recording_uid not in self._silent,
        )


def _take(places: list[Place], place: Place) -> None:
    del places[bisect_left(places, place)]
