"""Says in one rating what another one says: a rating of a story's session that nobody has to click together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.domain.ratings.events import CoverField, moment_marked

HEARD: Final = (
    CoverField.PHASE,
    CoverField.FOCAL_AREAS,
    CoverField.FOCAL_AREAS_HEARD,
    CoverField.DIFFICULTY,
    CoverField.DIFFICULTY_REASON,
    CoverField.AUDIO_QUALITY,
    CoverField.INAUDIBLE_PARTS,
    CoverField.PRIOR_KNOWLEDGE,
)
"""What the cover sheet says of the hour itself."""


def retell(source: RatingDesk, target: RatingDesk, *, recordings: Mapping[str, str]) -> None:
    """Give the source's answers, notes and moments; ``recordings`` leads from the source's to the target's."""
    said = source.state
    for field in HEARD:
        if (value := said.cover(field)) is not None:
            target.set_cover(field, value)
    for (item, dimension), standing in said.scores().items():
        if standing.score.value is not None:
            target.give(item, dimension, standing.score.value)
        elif standing.score.state is not None:
            target.put_state(item, standing.score.state, standing.score.reason)
    for moment in said.moments().values():
        if moment.recording_uid in recordings:
            here = recordings[moment.recording_uid]
            target.do(moment_marked(replace(moment, uid=new_uid(), recording_uid=here)))
