"""A site's own pass profiles, and one therapist beside the line of one of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from fidelity_rater.app.accreditation.models import RuleFault
from fidelity_rater.domain.accreditation.pass_marks import PassReading, Told
from fidelity_rater.scales.pass_profile import PassProfile

__all__ = ["PassProfile", "PassProfiles", "PassReading", "PassView", "Told"]


@dataclass(frozen=True, slots=True)
class PassProfiles:
    """The profiles that this site has written, and files that cannot be used."""

    profiles: tuple[PassProfile, ...]
    unusable: tuple[RuleFault, ...] = ()


@dataclass(frozen=True, slots=True)
class PassView:
    """``sentence`` says all that can be said, ``proposal`` what would tell more; ``cautions`` what to bear in mind.

    ``rating_uids`` are those that the mean stands on; ``notice`` is the scale's own and is shown with it.
    """

    profile: PassProfile
    reading: PassReading
    sentence: str
    proposal: str
    cautions: tuple[str, ...]
    notice: str
    rating_uids: tuple[str, ...] = field(default=())
