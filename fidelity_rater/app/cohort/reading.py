"""Reads a cohort: which scale, which ratings, and their counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from fidelity_rater.app.cohort.models import CohortChoices, CohortFilters, CohortView
from fidelity_rater.app.development.models import OTHERS, SELF, Kin
from fidelity_rater.app.ports.cohort import CohortRequest, CohortStock
from fidelity_rater.app.ports.library import Library
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.domain.people import Role
from fidelity_rater.domain.ratings.fold import ScoreKey
from fidelity_rater.domain.scoring.packed import layout
from fidelity_rater.scales.editions import same_measure
from fidelity_rater.scales.model import DimensionKind, Scale


class Cohorts:
    """Counts signed ratings of the whole library. Slow the first time; belongs in a job."""

    def __init__(self, library: Library, *, scales: ScaleShelf) -> None:
        self._library, self._scales = library, scales

    def warm(self) -> None:
        """Read what is kept from the first look on, before anybody waits for it."""
        with self._library.queries() as queries:
            queries.cohort_stock()

    def view(self, filters: CohortFilters | None = None) -> CohortView | None:
        """The cohort, or None where nothing is signed yet."""
        filters = filters or CohortFilters()
        with self._library.queries() as queries:
            stock = queries.cohort_stock()
            if not stock:
                return None
            editions = self._chosen(stock, filters.scale_sha256)
            scale = editions[-1]
            hashes = tuple(edition.sha256 for edition in editions)
            of_scale = [found for found in stock if found.scale_sha256 in hashes]
            kins = _kins(of_scale)
            kin = filters.kin if filters.kin in kins else kins[0]
            places = _places(scale)
            whole = layout(scale)
            where = {key: place for place, key in enumerate(whole)}
            request = CohortRequest(
                scales=hashes,
                width=len(whole),
                cells=tuple(where[key] for key in places),
                roles=kin.roles,
                purpose=kin.purpose,
                phases=frozenset(filter(None, (filters.phase,))),
                focal_areas=frozenset(filter(None, (filters.focal_area,))),
                since=filters.since,
                until=filters.until,
            )
            counts = queries.cohort(request)
        return CohortView(
            filters=filters,
            kin=kin,
            choices=self._choices(stock, of_scale, kins),
            counts=counts,
            scale=scale,
            places={key: place for place, key in enumerate(places)},
        )

    def _chosen(self, stock: tuple[CohortStock, ...], asked: str) -> list[Scale]:
        """The editions that measure alike, of the scale that is asked for or rated on most; that one comes last."""
        counts = Counter[str]()
        for found in stock:
            counts[found.scale_sha256] += found.ratings
        chosen = asked if asked in counts else max(counts, key=lambda sha256: (counts[sha256], sha256))
        one = self._scale(chosen)
        alike = [scale for sha256 in counts if sha256 != chosen and same_measure(scale := self._scale(sha256), one)]
        return [*alike, one]

    def _choices(
        self, stock: tuple[CohortStock, ...], of_scale: Iterable[CohortStock], kins: tuple[Kin, ...]
    ) -> CohortChoices:
        named = ((sha256, self._scale(sha256)) for sha256 in sorted({found.scale_sha256 for found in stock}))
        return CohortChoices(
            scales=tuple((sha256, f"{scale.name} {scale.version}") for sha256, scale in named),
            kins=kins,
            phases=tuple(dict.fromkeys(found.phase for found in of_scale)),
            focal_areas=tuple(sorted({area for found in of_scale for area in found.focal_areas})),
        )

    def _scale(self, sha256: str) -> Scale:
        return self._scales.kept_in(self._library, sha256)


def _kins(stock: list[CohortStock]) -> tuple[Kin, ...]:
    """Ratings by others first, then what there is most of."""
    counts = Counter[Kin]()
    for found in stock:
        counts[Kin(SELF if found.role is Role.TRAINEE else OTHERS, found.purpose)] += found.ratings
    return tuple(sorted(counts, key=lambda kin: (kin.kind == SELF, -counts[kin], str(kin.purpose))))


def _places(scale: Scale) -> list[ScoreKey]:
    """Every item and dimension that can hold a level in some phase, in the scale's order."""
    found = []
    for item in scale.items:
        phases = ("", *item.rules_by_phase)
        ids = {dimension.id for phase in phases for dimension in scale.dimensions_of(item, phase)}
        found += [
            (item.id, dimension.id)
            for dimension in scale.dimensions
            if dimension.id in ids and dimension.kind is DimensionKind.ORDINAL
        ]
    return found
