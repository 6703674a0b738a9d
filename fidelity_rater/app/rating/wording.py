"""Events in the rater's words, for undo and for the record of a rating."""

from __future__ import annotations

from fidelity_rater.app.spoken_time import media_time
from fidelity_rater.domain.ratings.events import EventKind, RatingEvent
from fidelity_rater.domain.ratings.fold import RatingState
from fidelity_rater.domain.ratings.moments import Bearing, Moment
from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import DimensionKind, Scale

MOMENT_KINDS = (EventKind.MOMENT_MARKED, EventKind.MOMENT_CHANGED, EventKind.MOMENT_DELETED)


def described(scale: Scale, event: RatingEvent, state: RatingState) -> str:
    """One event as a short phrase that can stand after "Undo"; ``state`` knows what a deletion took away."""
    if event.kind in MOMENT_KINDS:
        return _moment(scale, event, state)
    data = event.data
    item = data.get("item")
    label = scale.item(item).label if item and scale.has_item(item) else ""
    match event.kind:
        case EventKind.SCORE_GIVEN:
            return _score(scale, label, data)
        case EventKind.SCORE_WITHDRAWN:
            return tr("withdraw the score of “{item}”", item=label)
        case EventKind.NONE_HEARD:
            return tr("none heard")
        case EventKind.NOTE_WRITTEN:
            return tr("note on “{item}”", item=label) if label else tr("note on the session")
        case EventKind.COVER_SET:
            return tr("cover sheet")
        case EventKind.HARM_ACTION_TOLD:
            return tr("action on “{item}”", item=label)
        case _:
            return tr("change")


def _score(scale: Scale, label: str, data: dict[str, object]) -> str:
    if data.get("state"):
        return tr("“{item}”: {state}", item=label, state=scale.state(str(data["state"])).label)
    dimension = scale.dimension(str(data["dimension"]))
    if dimension.kind is DimensionKind.FLAG:
        return tr("flag on “{item}”", item=label)
    return tr("“{item}”: {dimension} {value}", item=label, dimension=dimension.name.lower(), value=data["value"])


def _moment(scale: Scale, event: RatingEvent, state: RatingState) -> str:
    if event.kind is EventKind.MOMENT_DELETED:
        moment = state.last_known(event.data["moment"])
        return tr("deleted {moment}", moment=moment_phrase(scale, moment)) if moment else tr("deleted moment")
    phrase = moment_phrase(scale, Moment.from_json(event.data))
    return tr("changed {moment}", moment=phrase) if event.kind is EventKind.MOMENT_CHANGED else phrase


def moment_phrase(scale: Scale, moment: Moment) -> str:
    """``moment at 12:31 for “item”``: where it begins, and what it says of which item."""
    time = media_time(moment.start_ms, tenths=False)
    if not moment.placed or not scale.has_item(moment.item):
        return tr("moment at {time}", time=time)
    label = scale.item(moment.item).label
    if moment.bearing is Bearing.AGAINST:
        return tr("moment at {time} against “{item}”", time=time, item=label)
    return tr("moment at {time} for “{item}”", time=time, item=label)
