"""Agreement between the raters of a library: gathered, worked out, and opened up. Slow; belongs in a job."""

from __future__ import annotations

from fidelity_rater.app.agreement.gathering import gather
from fidelity_rater.app.agreement.library_models import (
    AgreementFilters,
    AgreementView,
    Gathered,
    Severity,
    SideBySide,
)
from fidelity_rater.app.agreement.models import Asked, Block, BlockStudy, Study, StudyWish
from fidelity_rater.app.agreement.sides import MOST, side_by_side
from fidelity_rater.app.agreement.working_out import work_out, worked_out
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.library import Library
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.silent import SilentProgress


class Agreements:
    """Studies the signed ratings that several people made of one session."""

    def __init__(self, library: Library, *, scales: ScaleShelf) -> None:
        self._library, self._scales = library, scales

    def view(
        self, filters: AgreementFilters, progress: Progress, *, wish: StudyWish | None = None
    ) -> AgreementView | None:
        """The study, or None where nothing is signed yet; one without a session where nothing can be compared."""
        gathered = gather(self._library, filters, scales=self._scales, progress=progress)
        if gathered is None:
            return None
        wish = wish or StudyWish()
        asked = asked_of(gathered)
        study = work_out(asked, wish, progress) if gathered.sessions else _nothing(gathered, wish)
        return AgreementView(gathered, study, _severities(gathered) if gathered.sessions else ())

    def side_by_side(self, view: AgreementView, block: Block, *, most: int = MOST) -> tuple[SideBySide, ...]:
        """The sessions on which an item's raters lie furthest apart, with what each of them kept."""
        return side_by_side(self._library, view.gathered, block, most=most)

    def deeper(self, view: AgreementView, one: BlockStudy) -> BlockStudy:
        """The same block with every coefficient, and errors, differences, forecast and variance components."""
        return worked_out(one, asked_of(view.gathered), view.study.wish, SilentProgress())


def asked_of(gathered: Gathered) -> Asked:
    """What was gathered, as a study takes it: sessions within therapists."""
    return Asked(
        targets=tuple(session.session_uid for session in gathered.sessions),
        raters=tuple(initials for _, initials in gathered.raters),
        totals=gathered.totals,
        items=gathered.items,
        clusters=gathered.clusters,
    )


def _nothing(gathered: Gathered, wish: StudyWish) -> Study:
    return Study(0, tuple(initials for _, initials in gathered.raters), wish, totals=())


def _severities(gathered: Gathered) -> tuple[tuple[str, tuple[Severity, ...]], ...]:
    from fidelity_rater.domain.reliability.rows import array_of
    from fidelity_rater.domain.reliability.severity import severities

    found = []
    for block in gathered.totals:
        rows = tuple(
            Severity(
                rater=gathered.raters[one.rater][0],
                initials=gathered.raters[one.rater][1],
                sessions=one.targets,
                difference=one.difference,
                low=one.low,
                high=one.high,
                apart=one.apart,
                spread=one.spread,
                others_spread=one.others_spread,
            )
            for one in severities(array_of(block.scores))
        )
        found.append((block.uid, rows))
    return tuple(found)
