"""Reads the signed ratings to compare out of a library: sessions by raters, for each item and each total.

The library's own queries leave ratings made to calibrate out of everything.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from fidelity_rater.app.agreement.library_models import (
    AgreementChoices,
    AgreementFilters,
    Blindness,
    Gathered,
    LeftOut,
    RatedBy,
    SharedSession,
)
from fidelity_rater.app.agreement.models import Block, Scores, Spread
from fidelity_rater.app.competence import sheet_of
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.library import Library
from fidelity_rater.app.ports.queries import PackedSheet, RatedSheet, TherapistRow
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.domain.caseload import Therapist
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.ratings.blindness import blindness
from fidelity_rater.domain.ratings.fold import ScoreKey
from fidelity_rater.domain.scoring.packed import Unpacker
from fidelity_rater.domain.scoring.scoring import Scorer
from fidelity_rater.i18n import tr
from fidelity_rater.scales.editions import same_measure
from fidelity_rater.scales.model import DimensionKind, Scale

BETWEEN: Final = "|"
"""Between an item's id and a dimension's in the uid of a block."""


@dataclass(frozen=True, slots=True)
class Found:
    """One signed rating with what the library says around it."""

    therapist_uid: str
    therapist_code: str
    sheet: RatedSheet

    @property
    def key(self) -> tuple[str, str]:
        return self.sheet.session.uid, self.sheet.rating.person_uid


def gather(library: Library, filters: AgreementFilters, *, scales: ScaleShelf, progress: Progress) -> Gathered | None:
    """The ratings to compare; None where nothing is signed yet."""

    def scale_of(sha256: str) -> Scale:
        return scales.kept_in(library, sha256)

    found = _signed(library, scale_of, progress)
    if not found:
        return None
    sha256, editions = _editions(found, filters.scale_sha256, scale_of)
    of_scale = [one for one in found if one.sheet.rating.scale_sha256 in editions]
    purpose = _purpose(of_scale, filters.purpose)
    of_purpose = [one for one in of_scale if one.sheet.rating.purpose == purpose]
    kept, selves = _narrowed(of_purpose, filters)
    shared, alone = shared_among(kept)
    blind = blindness_of(library, shared)
    scale = editions[sha256]
    raters = raters_of(shared)
    sessions = sessions_of(shared, raters, blind)
    choices = AgreementChoices(
        scales=_offered_scales(found, scale_of),
        purposes=tuple(sorted({str(one.sheet.rating.purpose) for one in of_scale})),
        raters=raters_of(one for one in of_purpose if filters.with_self or one.sheet.rating.role is not Role.TRAINEE),
        phases=tuple(dict.fromkeys(one.sheet.phase for one in of_purpose)),
    )
    sheets = grid_of(sessions, {one.key: one.sheet for one in shared})
    items = _item_blocks(scale, sheets)
    return Gathered(
        filters=AgreementFilters(
            sha256, str(purpose), filters.raters, filters.phase, filters.since, filters.until,
            filters.with_self,
        ),
        choices=choices,
        scale=scale,
        sessions=sessions,
        raters=raters,
        totals=_total_blocks(scale, sheets, progress),
        items=items,
        states=_states(sheets),
        left_out=LeftOut(alone, selves),
        blindness=blindness_of_pairs(sessions),
    )  # fmt: skip


def _signed(library: Library, scale_of: Callable[[str], Scale], progress: Progress) -> list[Found]:
    """All signed ratings; of an answer that is no number without its reason."""
    with library.queries() as queries:
        those: list[TherapistRow] = [
            row for row in queries.caseload() if row.ratings > row.drafts and not row.therapist.archived
        ]
        found: list[tuple[Therapist, PackedSheet]] = []
        for done, row in enumerate(those):
            progress.tell(done, len(those))
            found += [(row.therapist, sheet) for sheet in queries.packed_sheets(row.therapist.uid)]
    hashes = {packed.sheet.rating.scale_sha256 for _, packed in found}
    unpackers = {sha256: Unpacker(scale_of(sha256)) for sha256 in hashes}
    return [
        Found(therapist.uid, therapist.code, _unpacked(packed, unpackers[packed.sheet.rating.scale_sha256]))
        for therapist, packed in found
    ]


def _unpacked(one: PackedSheet, unpacker: Unpacker) -> RatedSheet:
    return replace(one.sheet, scores=unpacker.unpack(one.packed))


def _editions(found: Sequence[Found], asked: str, scale_of: Any) -> tuple[str, dict[str, Scale]]:
    """The edition that is asked for or used most, and all that measure the same."""
    counts = Counter(one.sheet.rating.scale_sha256 for one in found)
    chosen = asked if asked in counts else max(counts, key=lambda sha256: (counts[sha256], sha256))
    one: Scale = scale_of(chosen)
    return chosen, {sha256: edition for sha256 in counts if same_measure(edition := scale_of(sha256), one)}


def _offered_scales(found: Sequence[Found], scale_of: Any) -> tuple[tuple[str, str], ...]:
    named = ((sha256, scale_of(sha256)) for sha256 in sorted({one.sheet.rating.scale_sha256 for one in found}))
    return tuple((sha256, f"{scale.name} {scale.version}") for sha256, scale in named)


def _purpose(found: Sequence[Found], asked: str) -> Purpose:
    """Formative and summative ratings are never compared: the one asked for, or that of most shared sessions."""
    raters: dict[Purpose, Counter[str]] = defaultdict(Counter)
    for one in found:
        raters[one.sheet.rating.purpose][one.sheet.session.uid] += one.sheet.rating.role is not Role.TRAINEE
    if asked in {str(purpose) for purpose in raters}:
        return Purpose(asked)
    return max(raters, key=lambda purpose: (sum(n > 1 for n in raters[purpose].values()), len(raters[purpose])))


def _narrowed(found: Iterable[Found], filters: AgreementFilters) -> tuple[list[Found], int]:
    """Those asked for, and how many self-ratings were left out of them."""
    asked = [one for one in found if _asked_for(one.sheet, filters)]
    if filters.with_self:
        return asked, 0
    kept = [one for one in asked if one.sheet.rating.role is not Role.TRAINEE]
    return kept, len(asked) - len(kept)


def _asked_for(sheet: RatedSheet, filters: AgreementFilters) -> bool:
    signed = _day(sheet)
    return (
        (not filters.raters or sheet.rating.person_uid in filters.raters)
        and (not filters.phase or sheet.phase == filters.phase)
        and (filters.since is None or signed >= filters.since)
        and (filters.until is None or signed <= filters.until)
    )


def _day(sheet: RatedSheet) -> date:
    assert sheet.rating.signed_at is not None
    return sheet.rating.signed_at.date()


def shared_among(found: Iterable[Found]) -> tuple[list[Found], int]:
    """The ratings of sessions that several have rated, one a rater (the latest), and how many stand alone."""
    latest = {one.key: one for one in sorted(found, key=lambda one: str(one.sheet.rating.signed_at))}
    raters = Counter(session for session, _ in latest)
    shared = [one for one in latest.values() if raters[one.sheet.session.uid] > 1]
    shared.sort(key=lambda one: (one.therapist_code, one.sheet.case_order, one.sheet.session.scheduled))
    return shared, len(latest) - len(shared)


def raters_of(found: Iterable[Found]) -> tuple[tuple[str, str], ...]:
    """Uid and initials, these told apart where two people share them."""
    named = {(one.sheet.rating.person_uid, one.sheet.rating.rater_initials) for one in found}
    counts = Counter[str]()
    raters = []
    for uid, initials in sorted(named, key=lambda rater: (rater[1], rater[0])):
        counts[initials] += 1
        raters.append((uid, initials if counts[initials] == 1 else f"{initials} ({counts[initials]})"))
    return tuple(raters)


def blindness_of(library: Library, shared: Iterable[Found]) -> Mapping[str, bool | None]:
    found: dict[str, bool | None] = {}
    with library.queries() as queries:
        for uid in dict.fromkeys(one.therapist_uid for one in shared):
            closings = queries.closings(uid)
            for opening in queries.openings(uid):
                told = blindness(opening.data, closings.get(opening.rating_uid, {}))
                found[opening.rating_uid] = told.blind if told is not None else None
    return found


def sessions_of(
    shared: Sequence[Found], raters: Sequence[tuple[str, str]], blind: Mapping[str, bool | None]
) -> tuple[SharedSession, ...]:
    by_session: dict[str, dict[str, Found]] = defaultdict(dict)
    for one in shared:
        by_session[one.sheet.session.uid][one.sheet.rating.person_uid] = one
    return tuple(
        _session(next(iter(rated.values())), [rated.get(uid) for uid, _ in raters], blind)
        for rated in by_session.values()
    )


def _session(first: Found, ratings: Iterable[Found | None], blind: Mapping[str, bool | None]) -> SharedSession:
    return SharedSession(
        session_uid=first.sheet.session.uid,
        therapist_uid=first.therapist_uid,
        label=tr(
            "{therapist} · {case} · session {n}",
            therapist=first.therapist_code,
            case=first.sheet.case_code,
            n=first.sheet.session.scheduled,
        ),
        ratings=tuple(None if one is None else _rated_by(one.sheet, blind) for one in ratings),
    )


def _rated_by(sheet: RatedSheet, blind: Mapping[str, bool | None]) -> RatedBy:
    rating = sheet.rating
    assert rating.signed_at is not None
    return RatedBy(
        rating.uid, rating.person_uid, rating.rater_initials, rating.role, rating.signed_at, blind.get(rating.uid)
    )


def blindness_of_pairs(sessions: Iterable[SharedSession]) -> Blindness:
    """How the pairs of ratings of each session were made."""
    counts: Counter[bool | None] = Counter()
    one_blind = 0
    for session in sessions:
        said = [rating.blind for rating in session.rated]
        for place, one in enumerate(said):
            counts.update(_both(one, other) for other in said[place + 1 :])
            one_blind += sum({one, other} == {True, False} for other in said[place + 1 :])
    return Blindness(counts[True], counts[False], counts[None], one_blind)


def _both(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


Sheets = tuple[tuple[RatedSheet | None, ...], ...]
"""Sessions by raters."""


def grid_of(sessions: Iterable[SharedSession], sheets: Mapping[tuple[str, str], RatedSheet]) -> Sheets:
    return tuple(
        tuple(None if one is None else sheets[session.session_uid, one.person_uid] for one in session.ratings)
        for session in sessions
    )


def _item_blocks(scale: Scale, sheets: Sheets) -> tuple[Block, ...]:
    """Every item on every dimension with levels that anybody has a number on, in the scale's order."""
    names = {group.id: group.name for group in scale.groups}
    given = _numbers(sheets)
    blocks = []
    for item in scale.items:
        for dimension in scale.dimensions:
            scores = given.get((item.id, dimension.id))
            if scores is not None and dimension.kind is DimensionKind.ORDINAL:
                blocks.append(
                    Block(
                        uid=f"{item.id}{BETWEEN}{dimension.id}",
                        label=tr("{item}, {dimension}", item=item.label, dimension=dimension.name.lower()),
                        scores=scores,
                        spread=Spread.ORDINAL,
                        levels=tuple(float(level.value) for level in dimension.levels),
                        group=names[item.group],
                    )
                )
    return tuple(blocks)


def _numbers(sheets: Sheets) -> dict[ScoreKey, Scores]:
    """Sessions by raters of whatever anybody has a number on; one look at each answer, of which there are many."""
    width = len(sheets[0]) if sheets else 0
    cells: dict[ScoreKey, list[float | None]] = {}
    for place, sheet in enumerate(sheet for row in sheets for sheet in row):
        for key, score in sheet.scores.items() if sheet else ():
            if score.value is not None:
                column = cells.get(key)
                if column is None:
                    column = cells[key] = [None] * (len(sheets) * width)
                column[place] = float(score.value)
    return {key: tuple(zip(*[iter(column)] * width, strict=True)) for key, column in cells.items()}


def _total_blocks(scale: Scale, sheets: Sheets, progress: Progress) -> tuple[Block, ...]:
    """Every summary of the scale, as scoring gives it; what was not computed is an empty cell."""
    scorer = Scorer(scale)
    found: list[list[dict[str, float | None]]] = []
    for row in sheets:
        progress.check()
        found.append([{} if sheet is None else summaries_of(scorer, sheet) for sheet in row])
    return tuple(
        Block(
            uid=summary.id,
            label=summary.name,
            scores=tuple(tuple(cell.get(summary.id) for cell in row) for row in found),
            spread=Spread.INTERVAL,
            total=True,
        )
        for summary in scale.scoring.summaries
    )


def summaries_of(scorer: Scorer, sheet: RatedSheet) -> dict[str, float | None]:
    found = scorer.summaries(sheet_of(sheet), form=sheet.rating.form, adaptation=sheet.adaptation)
    return {summary.summary: summary.value for summary in found}


def _states(sheets: Sheets) -> int:
    return sum(score.value is None for row in sheets for sheet in row if sheet for score in sheet.scores.values())
