"""What the rating desk shows, made from the rating on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fidelity_rater.app import labels
from fidelity_rater.app.desk_models import (
    AnswerKind,
    CoverSheet,
    DeskChoice,
    DeskDimension,
    DeskGroup,
    DeskHeader,
    DeskItem,
    DeskLevel,
    DeskProgress,
    DeskState,
    GivenState,
    HarmAction,
    ItemDetail,
    MissingLine,
)
from fidelity_rater.app.rating import assigned
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.app.rating.evidence_pictures import moment, moments, standing, standings
from fidelity_rater.domain.caseload import FocalArea, Phase
from fidelity_rater.domain.course import propose_phase
from fidelity_rater.domain.people import Purpose
from fidelity_rater.domain.ratings.blindness import blindness
from fidelity_rater.domain.ratings.events import CoverField
from fidelity_rater.domain.ratings.evidence import Stance
from fidelity_rater.domain.ratings.sheet import (
    Answer,
    answer_dimensions,
    answer_to,
    harm_raised,
    is_harm_flag,
    locked_by,
)
from fidelity_rater.domain.ratings.shown import ShownGroup, proscribed_open
from fidelity_rater.domain.ratings.signing import MissingKind
from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import Dimension, Item, Scale

__all__ = [
    "columns_of",
    "cover",
    "detail",
    "groups",
    "header",
    "missing",
    "moment",
    "moments",
    "progress",
    "row",
]

OUTSIDE = "outside"


def header(desk: RatingDesk, *, therapist_code: str, signed: str = "") -> DeskHeader:
    """The line above everything: what is rated, for what, on which scale."""
    rating, state = desk.rating, desk.state
    session, case, scale = rating.session, rating.case, rating.scale
    told = blindness(state.opening, state.closing)
    return DeskHeader(
        therapist=therapist_code,
        case=case.code,
        focus=labels.focal_areas(state.focal_areas),
        session=labels.session(session.scheduled, session.attended, planned=case.planned_sessions),
        phase=labels.phase(state.phase),
        purpose=tr("Calibration") if rating.reference_uid else labels.purpose(rating.head.purpose),
        role=labels.role(rating.head.role),
        scale=f"{scale.name} {scale.version}",
        form=scale.form(desk.form).name,
        notice=scale.notice,
        outside_scope=_outside_scope(scale, case.adaptation),
        signed=signed,
        blind=assigned.label(told),
        blind_why=assigned.reasons(told) if told else (),
        calibrated=rating.calibrated.words,
        calibrated_warning=rating.calibrated.warning,
    )


def _outside_scope(scale: Scale, adaptation: str) -> str:
    if not scale.scope_adaptations or adaptation in scale.scope_adaptations:
        return ""
    return tr(
        "This scale is not meant for this adaptation ({adaptation}): the session stays out of every mean.",
        adaptation=labels.adaptation(adaptation),
    )


def groups(desk: RatingDesk) -> tuple[DeskGroup, ...]:
    """The items as they stand, under their headings; what has fallen outside comes last."""
    shown = desk.shown()
    block = {item.id for item in proscribed_open(desk.scale, desk.sheet, form=desk.form)}
    result = [_group(desk, group, block=block) for group in shown.groups]
    result += [_group(desk, group, block=block, on_demand=True) for group in shown.on_demand]
    if shown.outside:
        rows = _rows(desk, shown.outside)
        name = tr("Scored before the phase or focus changed (kept, in no mean)")
        result.append(DeskGroup(OUTSIDE, name, OUTSIDE, rows, _columns(rows), outside=True))
    return tuple(result)


def _group(desk: RatingDesk, shown: ShownGroup, *, block: set[str], on_demand: bool = False) -> DeskGroup:
    rows = _rows(desk, shown.items)
    return DeskGroup(
        id=shown.group.id,
        name=shown.group.name,
        kind=shown.group.kind or shown.group.id,
        items=rows,
        columns=_columns(rows),
        on_demand=on_demand,
        none_heard=any(item.id in block for item in shown.items),
    )


def _rows(desk: RatingDesk, items: Iterable[Item]) -> tuple[DeskItem, ...]:
    columns = columns_of(desk.scale)
    return tuple(row(desk, item, columns) for item in items)


def _columns(rows: tuple[DeskItem, ...]) -> tuple[tuple[str, str], ...]:
    found: dict[int, tuple[str, str]] = {}
    for item in rows:
        for dimension in item.dimensions:
            if dimension.kind is not AnswerKind.FLAG:
                found.setdefault(dimension.column, (dimension.name, dimension.hue))
    return tuple(found.get(column, ("", "")) for column in range(max(found, default=-1) + 1))


def row(desk: RatingDesk, item: Item, columns: Mapping[str, int] | None = None) -> DeskItem:
    """One item as it stands now; ``columns`` saves finding them again for every row of a list."""
    scale, sheet = desk.scale, desk.sheet
    columns = columns_of(scale) if columns is None else columns
    phase = sheet.phase
    offered = scale.dimensions_of(item, phase)
    asked = answer_dimensions(scale, item, phase)
    given = _given_state(scale, sheet.scores.get((item.id, asked[0].id)))
    raised = harm_raised(scale, sheet, item)
    borne = standings(desk, item)
    return DeskItem(
        id=item.id,
        label=item.label,
        rule_name=scale.rule(item.rule_in(phase)).name,
        dimensions=tuple(
            _dimension(desk, item, d, columns=columns, given=given, borne=borne)
            for d in offered
            if not is_harm_flag(item, d)
        ),
        states=tuple(
            DeskState(s.id, s.label, s.explanation, s.reasons, s.free_reason) for s in scale.states_of(item, phase)
        ),
        state=given,
        has_note=bool(desk.state.note(item.id)),
        harm_offered=any(is_harm_flag(item, d) for d in offered),
        harm_raised=raised,
        harm_action_needed=raised and not _harm_action(desk, item.id).complete,
        missing=answer_to(scale, sheet, item) is not Answer.ANSWERED,
    )


def _dimension(
    desk: RatingDesk,
    item: Item,
    dimension: Dimension,
    *,
    columns: Mapping[str, int],
    given: GivenState | None,
    borne: Mapping[str, Stance],
) -> DeskDimension:
    sheet = desk.sheet
    levels = desk.scale.anchors_of(item, dimension)
    score = desk.state.score(item.id, dimension.id)
    heard = score.stamp if score is not None else None
    if heard is not None and heard.recording_uid in desk.rating.silent:
        heard = None  # what may not be heard is not offered
    stands, asked = standing(borne, dimension.id)
    return DeskDimension(
        id=dimension.id,
        name=dimension.name,
        hue=dimension.hue,
        kind=AnswerKind(dimension.kind),
        levels=tuple(DeskLevel(level.value, level.label, level.anchor) for level in levels),
        column=columns[dimension.id],
        minimum=dimension.minimum,
        maximum=dimension.maximum,
        value=sheet.value(item.id, dimension.id),
        locked=_lock(desk, item, dimension, given=given),
        competent=dimension.competent,
        given_at_ms=heard.media_ms if heard else None,
        evidence=desk.state.weight_of(item.id).moments,
        evidence_asked=asked,
        standing=stands,
        given_in=(heard.recording_uid or "") if heard else "",
    )


def columns_of(scale: Scale) -> dict[str, int]:
    """The list's column of every dimension, the same wherever it is asked, so that the eye finds it.

    A dimension stands right of those that some item is answered on beside it; alone, it stands where it always does.
    """
    together = [rule.dimensions for rule in scale.rules]
    together += [item.dimensions for item in scale.items if item.dimensions is not None]
    columns: dict[str, int] = {}
    for dimension in scale.dimensions:
        beside = {other for ids in together if dimension.id in ids for other in ids}
        columns[dimension.id] = 1 + max((columns[other] for other in beside if other in columns), default=-1)
    return columns


def _lock(desk: RatingDesk, item: Item, dimension: Dimension, *, given: GivenState | None) -> str:
    if desk.state.signed:
        return tr("This rating is signed.")
    if desk.locked:
        return tr("Only the person who began this rating can change it.")
    if not item.fits(desk.sheet.phase, desk.sheet.focal_areas):
        return tr("Outside the session's phase and focal area now.")
    first = answer_dimensions(desk.scale, item, desk.sheet.phase)[0]
    if given is not None and dimension.id != first.id:
        return tr("Answered “{state}”.", state=given.label)
    if locked_by(desk.sheet, item.id, dimension):
        return tr("Not scored on what was not done.")
    return ""


def _given_state(scale: Scale, score: object) -> GivenState | None:
    state_id = getattr(score, "state", None)
    if state_id is None:
        return None
    state, reason = scale.state(state_id), str(getattr(score, "reason", ""))
    labelled = dict(state.reasons)
    return GivenState(state.id, state.label, labelled.get(reason, reason), reason if reason in labelled else "")


def _harm_action(desk: RatingDesk, item: str) -> HarmAction:
    action = desk.state.harm_action(item)
    return HarmAction(action["done"], action["told"], action["when"]) if action else HarmAction()


def detail(desk: RatingDesk, item_id: str) -> ItemDetail:
    """Everything about the chosen item."""
    item = desk.scale.item(item_id)
    names = {c.code: c.name for c in desk.scale.competences}
    return ItemDetail(
        item=row(desk, item),
        rule_explanation=desk.scale.rule(item.rule_in(desk.sheet.phase)).explanation,
        description=item.description,
        sounds_like=item.sounds_like,
        competences=tuple(names.get(code, code) for code in item.competences),
        note=desk.state.note(item_id),
        harm=_harm_action(desk, item_id),
        moments=desk.moments.of_item(item_id),
    )


def progress(desk: RatingDesk, *, heard_ms: int = 0, duration_ms: int = 0) -> DeskProgress:
    """How far the rating has come."""
    so_far = desk.progress()
    missing = desk.missing()
    return DeskProgress(
        scored=so_far.answered,
        asked=so_far.asked,
        heard_ms=heard_ms,
        duration_ms=duration_ms,
        departures=sum(1 for line in missing if line.kind is MissingKind.DEPARTURE_BARE),
        harm_open=sum(1 for line in missing if line.kind is MissingKind.HARM_ACTION),
        blocking=sum(1 for line in missing if line.blocking),
    )


def missing(desk: RatingDesk, *, heard_ms: int = 0, duration_ms: int = 0) -> tuple[MissingLine, ...]:
    """What is still to do before signing; each line leads to its place."""
    lines = [MissingLine(str(m.kind), m.message, m.item, m.blocking, m.field) for m in desk.missing()]
    unheard_min = (duration_ms - heard_ms) // 60_000
    if unheard_min >= 1:
        sentence = tr("{n} minutes of the recording have not been heard.", n=unheard_min)
        lines.append(MissingLine("unheard", sentence, "", blocking=False))
    return tuple(lines)


def cover(desk: RatingDesk) -> CoverSheet:
    """The cover sheet as it stands."""
    state, rating = desk.state, desk.rating
    number = rating.session.attended or rating.session.scheduled
    proposal = propose_phase(
        planned_sessions=rating.case.planned_sessions, number=number, adaptation=rating.case.adaptation
    )
    heard = state.cover(CoverField.FOCAL_AREAS_HEARD)
    return CoverSheet(
        purposes=tuple(DeskChoice(p, labels.purpose(p), labels.purpose_explained(p)) for p in Purpose),
        phases=tuple(DeskChoice(p, labels.phase(p)) for p in Phase),
        focal_areas=tuple(DeskChoice(a, labels.focal_area(a)) for a in FocalArea),
        difficulties=tuple(DeskChoice(d, labels.difficulty(d)) for d in ("low", "medium", "high")),
        audio_qualities=tuple(DeskChoice(q, labels.audio_quality(q)) for q in ("good", "fair", "poor")),
        acquaintances=tuple(
            DeskChoice(a, labels.acquaintance(a)) for a in ("none", "knows_therapist", "supervises_case", "own_work")
        ),
        purpose=str(rating.head.purpose),
        purpose_fixed=True,
        phase=state.phase,
        phase_reason=proposal.why,
        declared_focus=state.focal_areas,
        rater_focus=(heard[0] if isinstance(heard, list) and heard else heard) or None,
        difficulty=state.cover(CoverField.DIFFICULTY),
        difficulty_reason=state.cover(CoverField.DIFFICULTY_REASON) or "",
        audio_quality=state.cover(CoverField.AUDIO_QUALITY),
        inaudible=state.cover(CoverField.INAUDIBLE_PARTS) or "",
        acquaintance=state.cover(CoverField.PRIOR_KNOWLEDGE),
        locked=desk.locked,
        assigned=desk.assigned,
    )
