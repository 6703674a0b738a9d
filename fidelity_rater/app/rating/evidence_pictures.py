"""What the rating desk shows of the evidence: its moments, and how each score stands with them."""

from __future__ import annotations

from collections.abc import Mapping

from fidelity_rater.app.evidence_models import DeskMoment, Standing
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.domain.ratings.evidence import UNASKED, Stance, stances
from fidelity_rater.scales.model import Item


def moments(desk: RatingDesk) -> tuple[DeskMoment, ...]:
    """Every moment of the rating, in the order of the sound."""
    return desk.moments.all()


def moment(desk: RatingDesk, uid: str) -> DeskMoment | None:
    """One moment as it stands; None where it is gone."""
    return desk.moments.get(uid)


def standings(desk: RatingDesk, item: Item) -> Mapping[str, Stance]:
    """How the item's score on each of its dimensions stands with its moments."""
    if not item.fits(desk.sheet.phase, desk.sheet.focal_areas):
        return {}
    weight, purpose = desk.state.weight_of(item.id), str(desk.rating.head.purpose)
    return stances(desk.scale, desk.sheet, item, weight=weight, purpose=purpose)


def standing(found: Mapping[str, Stance], dimension: str) -> tuple[Standing, bool]:
    """How one score stands, and whether a moment is asked for."""
    stance = found.get(dimension, UNASKED)
    return Standing(stance.support), stance.asked
