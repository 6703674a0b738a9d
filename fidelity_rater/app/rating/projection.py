"""The current-score projection, and a rating's standing answers as the events that would give them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fidelity_rater.app.ports.library import ScoreRow
from fidelity_rater.domain.ratings.events import (
    Draft,
    Stamp,
    cover_set,
    harm_action_told,
    note_written,
    score_given,
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
    for (item, dimension), standing in sorted(state.scores().items(), key=lambda entry: entry[1].seq):
        yield score_given(item, dimension, standing.score), standing.stamp
    stamp = state.head_stamp
    if stamp is None:
        return
    for name in state.cover_fields():
        yield cover_set(name, state.cover(name)), stamp
    for item, text in sorted(state.notes().items()):
        yield note_written(item or None, text), stamp
    for item in sorted({item for item, _ in state.scores()}):
        if action := state.harm_action(item):
            yield harm_action_told(item, done=action["done"], told=action["told"], when=action["when"]), stamp
