"""What a cohort is narrowed to, and what was counted in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from fidelity_rater.app.development.models import Kin
from fidelity_rater.app.ports.cohort import CohortCounts
from fidelity_rater.domain.ratings.fold import ScoreKey
from fidelity_rater.scales.model import Scale


@dataclass(frozen=True, slots=True)
class CohortFilters:
    """What is counted. Empty: the most used scale, the kin there is most of, and no narrowing of the rest."""

    scale_sha256: str = ""
    kin: Kin | None = None
    phase: str = ""
    focal_area: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class CohortChoices:
    """What the filters can be set to: pairs of value and name where the name is not the value's own."""

    scales: tuple[tuple[str, str], ...]
    kins: tuple[Kin, ...]
    phases: tuple[str, ...]
    focal_areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CohortView:
    """A cohort's counts with the scale that they are on. ``places``: where each item and dimension is in them."""

    filters: CohortFilters
    kin: Kin
    choices: CohortChoices
    counts: CohortCounts
    scale: Scale = field(repr=False)
    places: Mapping[ScoreKey, int] = field(repr=False)

    @property
    def notice(self) -> str:
        return self.scale.notice
