"""What the rating desk shows of the evidence: its moments, and how each score stands with them."""

from __future__ import annotations

from fidelity_rater.app.evidence_models import DeskMoment
from fidelity_rater.app.rating.desk import RatingDesk


def moments(desk: RatingDesk) -> tuple[DeskMoment, ...]:
    """Every moment of the rating, in the order of the sound."""
    return desk.moments.all()


def moment(desk: RatingDesk, uid: str) -> DeskMoment | None:
    """One moment as it stands; None where it is gone."""
    return desk.moments.get(uid)
