"""How far one rating lies off, in points of the scale, as the sessions that several have rated show it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Final

from fidelity_rater.app.agreement.choosing import FEWEST, too_little
from fidelity_rater.app.agreement.gathering import (
    Found,
    blindness_of,
    grid_of,
    raters_of,
    sessions_of,
    shared_among,
    summaries_of,
)
from fidelity_rater.app.agreement.library_models import SharedSession
from fidelity_rater.app.agreement.models import Design, Facts, Scores
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.competence_models import CompetenceChart, RatingError
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.library import Library
from fidelity_rater.app.ports.queries import RatedSheet
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.scoring.scoring import Scorer
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.scales.editions import same_measure
from fidelity_rater.scales.model import Scale

ENOUGH: Final = 300
"""Shared sessions; a standard error from so many is sure to a tenth, and more therapists need not be read for it."""
STANDS_ON: Final = Changed.RATINGS | Changed.CASELOAD | Changed.ASSIGNMENTS | Changed.PANEL


@dataclass(frozen=True, slots=True)
class Noise:
    """``sem`` is that of absolute agreement, raters' severity and error together; ``own`` is the error alone.

    Where no two raters share two sessions the one cannot be told from the other, and both are the same.
    """

    icc: float
    sem: float
    low: float | None
    high: float | None
    own: float


def noise_of(scores: Scores) -> Noise:
    """What sessions by raters say of one rating. Raises ``NotEnoughRatings`` where they say nothing."""
    from fidelity_rater.domain.reliability.icc import IccForm, icc
    from fidelity_rater.domain.reliability.measurement import standard_error
    from fidelity_rater.domain.reliability.rows import array_of

    table = array_of(scores)
    nested = Facts.of(scores).design is Design.NESTED
    form = IccForm.ONE_WAY if nested else IccForm.AGREEMENT
    sem = standard_error(table, form)
    own = sem if nested else standard_error(table, IccForm.CONSISTENCY)
    return Noise(icc(table, form).value, sem.value, sem.low, sem.high, own.value)


class RatingErrors:
    """The errors of a scale's results, kept until what they stand on changes. Slow the first time; belongs in a job."""

    def __init__(self, library: Library, *, scales: ScaleShelf) -> None:
        self._library, self._scales = library, scales
        self._kept: dict[tuple[str, Purpose], tuple[RatingError, ...]] = {}
        self._lock, self._age = Lock(), 0

    def on_changed(self, changed: Changed) -> None:
        """Read anew, when next asked, what may be stale now; the scores of a draft count nowhere."""
        if changed & STANDS_ON:
            with self._lock:
                self._kept.clear()
                self._age += 1

    def known(self, chart: CompetenceChart) -> tuple[RatingError, ...] | None:
        """The chart's errors if they need not be read, else None."""
        found: list[RatingError] = []
        for purpose in _purposes(chart):
            kept = self._kept.get((chart.scale_sha256, purpose))
            if kept is None:
                return None
            found += kept
        return tuple(found)

    def of(self, chart: CompetenceChart, progress: Progress) -> tuple[RatingError, ...]:
        """The errors of the chart's scale, for each purpose that the chart shows ratings of."""
        known = self.known(chart)
        if known is not None:
            return known
        age = self._age
        found: list[RatingError] = []
        for purpose in _purposes(chart):
            of_one = self._read(chart.basis.scale, purpose, progress)
            found += of_one
            with self._lock:
                if age == self._age:
                    self._kept[chart.scale_sha256, purpose] = of_one
        return tuple(found)

    def _read(self, scale: Scale, purpose: Purpose, progress: Progress) -> tuple[RatingError, ...]:
        shared = self._shared(scale, purpose, progress)
        raters = raters_of(shared)
        sessions = sessions_of(shared, raters, blindness_of(self._library, shared))
        scorer = Scorer(scale)
        cells = [
            [{} if sheet is None else summaries_of(scorer, sheet) for sheet in row]
            for row in grid_of(sessions, {one.key: one.sheet for one in shared})
        ]
        return tuple(
            _error(summary.id, purpose, tuple(tuple(cell.get(summary.id) for cell in row) for row in cells), sessions)
            for summary in scale.scoring.summaries
        )

    def _shared(self, scale: Scale, purpose: Purpose, progress: Progress) -> list[Found]:
        """Signed ratings of sessions that several have rated, of one therapist after another until there is enough.

        In an order that has to do with nothing, and is the same each time.
        """
        found: list[Found] = []

        @cache
        def alike(sha256: str) -> bool:
            return sha256 == scale.sha256 or same_measure(self._scales.kept_in(self._library, sha256), scale)

        with self._library.queries() as queries:
            for uid in sorted(queries.sharing(purpose), key=lambda uid: hashlib.sha256(uid.encode()).digest()):
                progress.check()
                rows = queries.trajectory(uid)
                found += shared_among(
                    Found(uid, rows.therapist.code, sheet)
                    for sheet in rows.sheets
                    if _counts(sheet, purpose) and alike(sheet.rating.scale_sha256)
                )[0]
                if len({one.sheet.session.uid for one in found}) >= ENOUGH:
                    break
        return found


def _counts(sheet: RatedSheet, purpose: Purpose) -> bool:
    rating = sheet.rating
    return rating.signed_at is not None and rating.purpose == purpose and rating.role is not Role.TRAINEE


def _purposes(chart: CompetenceChart) -> Iterable[Purpose]:
    return dict.fromkeys(dot.rating.purpose for dot in chart.dots if dot.kind != "self")


def _error(summary: str, purpose: Purpose, scores: Scores, sessions: tuple[SharedSession, ...]) -> RatingError:
    """One result's error, or why there is none."""
    from fidelity_rater.domain.reliability.models import NotEnoughRatings

    rated = [
        (row, session)
        for row, session in zip(scores, sessions, strict=True)
        if sum(score is not None for score in row) > 1
    ]
    rows = tuple(row for row, _ in rated)
    facts = Facts.of(rows)
    why = _too_few(facts)
    if why:
        return RatingError(summary, purpose, sessions=facts.shared, raters=facts.raters, why=why)
    try:
        noise = noise_of(rows)
    except NotEnoughRatings as reason:
        return RatingError(summary, purpose, sessions=facts.shared, raters=facts.raters, why=reason.message)
    return RatingError(
        summary,
        purpose,
        noise.sem,
        noise.low,
        noise.high,
        facts.shared,
        facts.raters,
        sum(not all(rating.blind for rating in session.rated) for _, session in rated),
    )


def _too_few(facts: Facts) -> str:
    """Why so little tells no error; empty where it is enough."""
    if not facts.shared:
        return tr("No session has been rated by two people.")
    if facts.shared < FEWEST:
        return tr_n(
            "Only {n} session has been rated by two people, and {fewest} are needed.",
            "Only {n} sessions have been rated by two people, and {fewest} are needed.",
            facts.shared,
            fewest=FEWEST,
        )
    refused = too_little(facts, "")
    return refused.why if refused is not None else ""
