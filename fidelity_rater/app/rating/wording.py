"""Events in the rater's words, for undo and for the record of a rating."""

from __future__ import annotations

from fidelity_rater.domain.ratings.events import EventKind, RatingEvent
from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import DimensionKind, Scale


def described(scale: Scale, event: RatingEvent) -> str:
    """One event as a short phrase that can stand after "Undo"."""
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
