"""Take what a rater wrote freely out of a snapshot: the notes were withheld, so must be the words beside the scores."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from fidelity_rater.domain.ratings.events import CoverField, Score
from fidelity_rater.domain.ratings.snapshot import Snapshot
from fidelity_rater.scales.model import Scale

_WORDS: Final = frozenset({CoverField.DIFFICULTY_REASON, CoverField.INAUDIBLE_PARTS})


def without_words(snapshot: Snapshot, scale: Scale) -> Snapshot:
    """Reasons that the scale offers stay; those in the rater's own words go."""
    return replace(
        snapshot,
        cover={name: value for name, value in snapshot.cover.items() if name not in _WORDS},
        scores={key: _offered(score, scale) for key, score in snapshot.scores.items()},
    )


def _offered(score: Score, scale: Scale) -> Score:
    if score.state is None or not score.reason or score.reason in dict(scale.state(score.state).reasons):
        return score
    return Score(state=score.state)
