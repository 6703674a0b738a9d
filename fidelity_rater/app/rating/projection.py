"""The current-score projection, and a rating's standing answers as the events that would give them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from fidelity_rater.app.ports.library import ScoreRow
from fidelity_rater.domain.ratings.events import (
    Draft,
    Stamp,
    cover_set,
    harm_action_told,
    moment_marked,
    note_written,
    score_given,
    with_heard,
)
from fidelity_rater.domain.ratings.fold import RatingState, Slot


def rows_for(state: RatingState, slots: Sequence[Slot]) -> tuple[ScoreRow, ...]:
    """The projection rows of the score slots that an event has touched."""
    rows = []
    for slot in slots:
        if slot[0] != "score":
            continue
        standing = state.score(slot[1], slot[2])
        if standing is None:
            rows.append(ScoreRow(slot[1], slot[2], None))
        else:
            rows.append(ScoreRow(slot[1], slot[2], standing.score, standing.stamp))
    return tuple(rows)


def standing_drafts(state: RatingState) -> Iterator[tuple[Draft, Stamp]]:
    """Every standing answer as a draft, in the order in which they were given."""
    for slot, value, stamp in state.standing():
        yield _draft(state, slot, value), stamp


def _draft(state: RatingState, slot: Slot, value: Any) -> Draft:
    match slot:
        case ("score", item, dimension):
            standing = state.score(item, dimension)
            return with_heard(score_given(item, dimension, value), standing.heard if standing else None)
        case ("moment", _):
            return moment_marked(value)
        case ("cover", field):
            return cover_set(field, value)
        case ("note", item):
            return note_written(item or None, value)
        case ("harm", item):
            return harm_action_told(item, done=value["done"], told=value["told"], when=value["when"])
    raise ValueError(f"no event gives {slot}")
