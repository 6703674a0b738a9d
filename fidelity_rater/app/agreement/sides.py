"""What raters gave and kept on one item of one session, side by side, so that a disagreement can be heard."""

from __future__ import annotations

from typing import Final

from fidelity_rater.app.agreement.gathering import BETWEEN
from fidelity_rater.app.agreement.library_models import Gathered, RatedBy, SharedSession, Side, SideBySide, SideMoment
from fidelity_rater.app.agreement.models import Block
from fidelity_rater.app.ports.library import Library, UnitOfWork
from fidelity_rater.app.rating.local_sound import events_here
from fidelity_rater.domain.ratings.events import Score
from fidelity_rater.domain.ratings.fold import RatingState, fold
from fidelity_rater.domain.ratings.moments import Bearing
from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import Scale

MOST: Final = 20
"""Sessions that are read at a time, the furthest apart first; each costs its ratings' whole records."""


def item_of(block: Block) -> tuple[str, str]:
    """The item and the dimension that a block is of."""
    item, _, dimension = block.uid.partition(BETWEEN)
    return item, dimension


def furthest_apart(gathered: Gathered, block: Block) -> tuple[tuple[SharedSession, float], ...]:
    """The sessions that two or more have a number on, with how far these lie apart; the furthest first."""
    found = []
    for session, row in zip(gathered.sessions, block.scores, strict=True):
        given = [score for score in row if score is not None]
        if len(given) > 1:
            found.append((session, max(given) - min(given)))
    return tuple(sorted(found, key=lambda one: -one[1]))


def side_by_side(library: Library, gathered: Gathered, block: Block, *, most: int = MOST) -> tuple[SideBySide, ...]:
    """The sessions on which an item's raters lie furthest apart, with what they kept as evidence.

    Where all agree, the first are those that they agree on: what was heard alike is worth hearing, too.
    """
    item, dimension = item_of(block)
    with library.read() as uow:
        return tuple(
            SideBySide(
                session,
                apart,
                tuple(_side(uow, gathered.scale, rating, item, dimension) for rating in session.rated),
            )
            for session, apart in furthest_apart(gathered, block)[:most]
        )


def _side(uow: UnitOfWork, scale: Scale, rating: RatedBy, item: str, dimension: str) -> Side:
    state = fold(events_here(uow, rating.rating_uid))
    standing = state.score(item, dimension)
    score = standing.score if standing else _state(state, item)
    return Side(
        rating=rating,
        value=score.value if score else None,
        answer=answer_words(scale, item, dimension, score),
        note=state.note(item),
        moments=tuple(
            SideMoment(m.uid, m.recording_uid, m.start_ms, m.end_ms, m.bearing is Bearing.AGAINST, m.note)
            for m in state.moments_of(item)
        ),
    )


def _state(state: RatingState, item: str) -> Score | None:
    """A state answers the item as a whole, and stands on its first dimension."""
    found = (standing.score for (of, _), standing in state.scores().items() if of == item)
    return next((score for score in found if score.state is not None), None)


def answer_words(scale: Scale, item: str, dimension: str, score: Score | None) -> str:
    """``3 competent``, or the words of the state that stands in its place."""
    if score is None:
        return tr("no answer")
    if score.state is not None:
        return scale.state(score.state).label
    levels = scale.dimension(dimension).levels
    label = next((level.label for level in levels if level.value == score.value), "")
    return f"{score.value} {label}".strip()
