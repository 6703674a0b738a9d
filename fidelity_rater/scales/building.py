"""From a draft without faults to the frozen :class:`Scale` that the rest of the program sees."""

from __future__ import annotations

from fidelity_rater.i18n import tr
from fidelity_rater.scales.checks import Draft
from fidelity_rater.scales.evidence_defaults import contradictions, needless
from fidelity_rater.scales.model import (
    Competence,
    CoverageRule,
    Dimension,
    DimensionKind,
    EvidenceRule,
    Form,
    Group,
    Item,
    Level,
    ListRule,
    Rule,
    RuleKind,
    Scale,
    ScoreState,
    Scoring,
    Summary,
)
from fidelity_rater.scales.schema import (
    DimensionEntry,
    FormEntry,
    ItemEntry,
    RuleEntry,
    StateEntry,
    SummaryEntry,
)


def build(draft: Draft, *, sha256: str, text: str) -> Scale:
    """Build the scale of a draft that has been checked."""
    identity = draft.identity
    assert identity is not None, "a draft without an identity has faults"
    return Scale(
        id=identity.id,
        name=identity.name,
        version=identity.version,
        language=identity.language,
        source=identity.source,
        permission=identity.permission,
        notice=identity.notice,
        scope_adaptations=tuple(identity.scope_adaptations),
        dimensions=tuple(_dimension(entry, draft) for _, entry in draft.dimensions),
        states=tuple(_state(entry) for _, entry in draft.states),
        rules=tuple(_rule(entry) for _, entry in draft.rules),
        groups=tuple(Group(entry.id, entry.name, entry.kind) for _, entry in draft.groups),
        competences=tuple(Competence(entry.code, entry.domain, entry.name) for _, entry in draft.competences),
        items=tuple(_item(entry) for _, entry in draft.items),
        forms=tuple(_form(entry) for _, entry in draft.forms) or (_form_of_all(draft),),
        scoring=_scoring(draft),
        evidence=EvidenceRule(draft.evidence.formative, draft.evidence.summative) if draft.evidence else EvidenceRule(),
        sha256=sha256,
        text=text,
    )


def _dimension(entry: DimensionEntry, draft: Draft) -> Dimension:
    lowest, highest = entry.minimum or 0, entry.maximum
    if entry.kind is DimensionKind.ORDINAL:
        lowest, highest = entry.levels[0].value, entry.levels[-1].value
    elif entry.kind is DimensionKind.FLAG:
        lowest, highest = 0, 1
    lock = entry.locked_while
    opposed_to_for, opposed_to_against = contradictions(entry)
    return Dimension(
        id=entry.id,
        name=entry.name,
        kind=entry.kind,
        hue=entry.hue,
        levels=tuple(Level(level.value, level.label, level.anchor) for level in entry.levels),
        minimum=lowest,
        maximum=highest,
        competent=entry.competent,
        locked_while=(lock.dimension, lock.value) if lock else None,
        evidence_asked_at=tuple(entry.evidence_asked_at),
        no_evidence_at=needless(entry, draft),
        contrary_to_for=opposed_to_for,
        contrary_to_against=opposed_to_against,
    )


def _state(entry: StateEntry) -> ScoreState:
    return ScoreState(
        id=entry.id,
        label=entry.label,
        explanation=entry.explanation,
        reasons=tuple((reason.id, reason.label) for reason in entry.reasons),
        free_reason=entry.free_reason,
    )


def _rule(entry: RuleEntry) -> Rule:
    evidence = entry.kind is not RuleKind.GLOBAL if entry.evidence is None else entry.evidence
    return Rule(entry.kind, entry.name, entry.explanation, tuple(entry.dimensions), tuple(entry.states), evidence)


def _item(entry: ItemEntry) -> Item:
    return Item(
        id=entry.id,
        label=entry.label,
        description=entry.description,
        sounds_like=entry.sounds_like,
        group=entry.group,
        rule=entry.rule,
        rules_by_phase=dict(entry.rules_by_phase),
        phases=tuple(entry.phases),
        focal_areas=tuple(entry.focal_areas),
        competences=tuple(entry.competences),
        anchors={
            dimension: {int(value): anchor for value, anchor in own.items()} for dimension, own in entry.anchors.items()
        },
        harm=entry.harm,
        dimensions=None if entry.dimensions is None else tuple(entry.dimensions),
    )


def _form(entry: FormEntry) -> Form:
    return Form(
        entry.id, entry.name, entry.explanation, tuple(entry.groups), tuple(entry.on_demand), default=entry.default
    )


def _form_of_all(draft: Draft) -> Form:
    """Make the form of a scale that describes none."""
    groups = tuple(entry.id for _, entry in draft.groups)
    return Form("all", tr("All items"), tr("Every item that fits the session."), groups, default=True)


def _summary(entry: SummaryEntry) -> Summary:
    return Summary(
        id=entry.id,
        name=entry.name,
        dimension=entry.dimension,
        statistic=entry.statistic,
        rules=tuple(entry.rules),
        minimum_fraction=entry.minimum_fraction,
        groups=tuple(entry.groups),
        only_done=entry.only_done,
        share_of_maximum=entry.share_of_maximum,
        breakdown=tuple(entry.breakdown),
        trend=entry.trend,
        done_beside=entry.done_beside,
    )


def _scoring(draft: Draft) -> Scoring:
    coverage, proscribed = draft.coverage, draft.proscribed
    return Scoring(
        summaries=tuple(_summary(entry) for _, entry in draft.summaries),
        coverage=CoverageRule(tuple(coverage.rules), coverage.dimension, coverage.seen_at) if coverage else None,
        proscribed=ListRule(proscribed.dimension, proscribed.present_from) if proscribed else None,
        harm_items=tuple(entry.id for _, entry in draft.items if entry.harm),
    )
