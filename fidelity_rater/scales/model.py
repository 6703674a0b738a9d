"""A scale as the rest of the program sees it: frozen values, already checked. Reading files belongs in ``loading``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


class DimensionKind(StrEnum):
    """How a dimension is answered."""

    ORDINAL = "ordinal"
    COUNT = "count"
    FLAG = "flag"


class RuleKind(StrEnum):
    """What is expected of an item; it decides which dimensions, states and means the item takes part in."""

    EXPECTED = "expected"
    COVERAGE = "coverage"
    OPPORTUNITY = "opportunity"
    QUALITY_ONLY = "quality_only"
    PROSCRIBED = "proscribed"
    GLOBAL = "global"


@dataclass(frozen=True, slots=True)
class Level:
    """One step of an ordinal dimension with its general anchor."""

    value: int
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Dimension:
    """What is scored on an item.

    ``hue`` names the role that its colour plays on screen: ``adherence``, ``quality``, ``proscribed`` or ``other``.
    ``competent`` is the scale's own "competent" level, never a pass mark. ``locked_while`` names a dimension and the
    value of it that makes this one unanswerable (quality while adherence is none). ``evidence_asked_at`` holds the
    values that ask for a moment where the purpose of the rating does, ``no_evidence_at`` those that never want one.
    Values in ``contrary_to_for`` are contradicted by moments that speak only for the item, those in
    ``contrary_to_against`` by moments that speak only against it.
    """

    id: str
    name: str
    kind: DimensionKind
    hue: str
    levels: tuple[Level, ...] = ()
    minimum: int = 0
    maximum: int | None = None
    competent: int | None = None
    locked_while: tuple[str, int] | None = None
    evidence_asked_at: tuple[int, ...] = ()
    no_evidence_at: tuple[int, ...] = ()
    contrary_to_for: tuple[int, ...] = ()
    contrary_to_against: tuple[int, ...] = ()

    def permits(self, value: int) -> bool:
        """Whether the value is one of this dimension's."""
        if self.kind is DimensionKind.ORDINAL:
            return any(level.value == value for level in self.levels)
        if self.kind is DimensionKind.FLAG:
            return value in (0, 1)
        return value >= self.minimum and (self.maximum is None or value <= self.maximum)


@dataclass(frozen=True, slots=True)
class ScoreState:
    """A reasoned answer that is not a number; never turned into 0.

    ``reasons`` are the offered reasons (id, label); an empty tuple means that no reason is asked for. With
    ``free_reason`` the rater may write one.
    """

    id: str
    label: str
    explanation: str
    reasons: tuple[tuple[str, str], ...] = ()
    free_reason: bool = False

    @property
    def needs_reason(self) -> bool:
        return bool(self.reasons) or self.free_reason


@dataclass(frozen=True, slots=True)
class Rule:
    """How items of a rule are answered: their dimensions, and the states that may stand in place of a number.

    ``evidence`` False: what they judge lies in no single place, so that no moment is wanted.
    """

    kind: RuleKind
    name: str
    explanation: str
    dimensions: tuple[str, ...]
    states: tuple[str, ...]
    evidence: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """Items shown together under one heading. ``kind`` is free for the scale, e.g. ``core``, ``phase``, ``focus``."""

    id: str
    name: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Competence:
    """One activity of a competence map."""

    code: str
    domain: str
    name: str


@dataclass(frozen=True, slots=True)
class Item:
    """One rateable therapist behaviour.

    ``phases`` and ``focal_areas`` are empty where any fits. ``rules_by_phase`` departs from ``rule`` in some phases.
    ``anchors`` holds this item's own anchors: dimension id -> level value -> text. ``harm`` marks an item whose
    presence, or whose harm flag, asks for human review. ``dimensions`` departs from the rule's where not None.
    """

    id: str
    label: str
    description: str
    sounds_like: str
    group: str
    rule: RuleKind
    rules_by_phase: Mapping[str, RuleKind] = field(default_factory=dict)
    phases: tuple[str, ...] = ()
    focal_areas: tuple[str, ...] = ()
    competences: tuple[str, ...] = ()
    anchors: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    harm: bool = False
    dimensions: tuple[str, ...] | None = None

    def rule_in(self, phase: str) -> RuleKind:
        """The rule that holds for this item in a phase."""
        return self.rules_by_phase.get(phase, self.rule)

    def fits(self, phase: str, focal_areas: tuple[str, ...]) -> bool:
        """Whether the item belongs to a session of this phase and these focal areas."""
        return (not self.phases or phase in self.phases) and (
            not self.focal_areas or any(area in self.focal_areas for area in focal_areas)
        )


@dataclass(frozen=True, slots=True)
class Form:
    """A choice of a scale's groups: ``groups`` are always shown, those ``on_demand`` only where they occurred."""

    id: str
    name: str
    explanation: str
    groups: tuple[str, ...]
    on_demand: tuple[str, ...] = ()
    default: bool = False


class Statistic(StrEnum):
    """How a summary is put together from scores."""

    MEAN = "mean"
    SUM = "sum"


@dataclass(frozen=True, slots=True)
class Summary:
    """One number that scoring makes of a recording's scores.

    It stands on the items whose rule is in ``rules`` (and, where given, whose group is in ``groups``), answered on
    ``dimension``. With ``only_done`` an item counts only when what locks the dimension shows that it was done.
    Fewer than ``minimum_fraction`` of them in a numeric state: not computed. A sum with items missing is prorated.
    ``breakdown`` names what the same summary is also made for: ``group``, ``domain``. ``trend`` says whether progress
    over sessions is drawn for it (over the items common to all phases only).
    """

    id: str
    name: str
    dimension: str
    statistic: Statistic
    rules: tuple[RuleKind, ...]
    minimum_fraction: float
    groups: tuple[str, ...] = ()
    only_done: bool = False
    share_of_maximum: bool = False
    breakdown: tuple[str, ...] = ()
    trend: bool = False
    done_beside: bool = False
    """Show "expected items done n of m" beside the number."""


@dataclass(frozen=True, slots=True)
class CoverageRule:
    """Items judged over all of a case's recordings: seen once ``dimension`` reaches ``seen_at`` in one of them."""

    rules: tuple[RuleKind, ...]
    dimension: str
    seen_at: int


@dataclass(frozen=True, slots=True)
class ListRule:
    """Items listed apart and never in a mean: proscribed behaviour and harm."""

    dimension: str
    present_from: int


@dataclass(frozen=True, slots=True)
class Scoring:
    """A scale's scoring rules."""

    summaries: tuple[Summary, ...]
    coverage: CoverageRule | None = None
    proscribed: ListRule | None = None
    harm_items: tuple[str, ...] = ()


class Strictness(StrEnum):
    """How much a purpose wants moments. ``REQUIRED`` keeps a rating from being signed without those asked for."""

    OFF = "off"
    ENCOURAGED = "encouraged"
    ASKED = "asked"
    REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """How much each purpose wants moments."""

    formative: Strictness = Strictness.ENCOURAGED
    summative: Strictness = Strictness.ASKED

    def strictness(self, purpose: str) -> Strictness:
        """By the purpose's name; one that is not known encourages."""
        return {"formative": self.formative, "summative": self.summative}.get(purpose, Strictness.ENCOURAGED)


@dataclass(frozen=True)
class Scale:
    """An instrument, complete and checked. ``sha256`` is the hash of the file's bytes, which ``text`` keeps."""

    id: str
    name: str
    version: str
    language: str
    source: str
    permission: str
    notice: str
    """What must be said wherever the scale is shown (own wording, unvalidated, ...)."""
    scope_adaptations: tuple[str, ...]
    """Adaptations of the therapy that the scale is meant for; empty: any. Others are shown as outside its scope."""
    dimensions: tuple[Dimension, ...]
    states: tuple[ScoreState, ...]
    rules: tuple[Rule, ...]
    groups: tuple[Group, ...]
    competences: tuple[Competence, ...]
    items: tuple[Item, ...]
    forms: tuple[Form, ...]
    scoring: Scoring
    sha256: str
    text: str = field(repr=False)
    evidence: EvidenceRule = EvidenceRule()

    @cached_property
    def _items(self) -> dict[str, Item]:
        return {item.id: item for item in self.items}

    @cached_property
    def _dimensions(self) -> dict[str, Dimension]:
        return {dimension.id: dimension for dimension in self.dimensions}

    @cached_property
    def _rules(self) -> dict[RuleKind, Rule]:
        return {rule.kind: rule for rule in self.rules}

    @cached_property
    def _states(self) -> dict[str, ScoreState]:
        return {state.id: state for state in self.states}

    def item(self, item_id: str) -> Item:
        return self._items[item_id]

    def has_item(self, item_id: str) -> bool:
        return item_id in self._items

    def dimension(self, dimension_id: str) -> Dimension:
        return self._dimensions[dimension_id]

    def state(self, state_id: str) -> ScoreState:
        return self._states[state_id]

    def rule(self, kind: RuleKind) -> Rule:
        return self._rules[kind]

    @property
    def default_form(self) -> Form:
        return next((form for form in self.forms if form.default), self.forms[0])

    def form(self, form_id: str) -> Form:
        return next(form for form in self.forms if form.id == form_id)

    def dimensions_of(self, item: Item, phase: str) -> tuple[Dimension, ...]:
        """The dimensions on which the item is answered in a phase, in the scale's order."""
        ids = item.dimensions if item.dimensions is not None else self.rule(item.rule_in(phase)).dimensions
        return tuple(self.dimension(dimension_id) for dimension_id in ids)

    def states_of(self, item: Item, phase: str) -> tuple[ScoreState, ...]:
        """The states that may stand in place of a number on the item in a phase."""
        return tuple(self.state(state_id) for state_id in self.rule(item.rule_in(phase)).states)

    def items_for(self, *, form: str, phase: str, focal_areas: tuple[str, ...]) -> tuple[Item, ...]:
        """The items that a form always shows for a phase and focal areas, in the file's order."""
        groups = self.form(form).groups
        return tuple(i for i in self.items if i.group in groups and i.fits(phase, focal_areas))

    def items_on_demand(self, *, form: str, phase: str, focal_areas: tuple[str, ...]) -> tuple[Item, ...]:
        """The items that a form offers only where they occurred."""
        groups = self.form(form).on_demand
        return tuple(i for i in self.items if i.group in groups and i.fits(phase, focal_areas))

    def anchors_of(self, item: Item, dimension: Dimension) -> tuple[Level, ...]:
        """The dimension's levels with the item's own anchors where it has any."""
        own = item.anchors.get(dimension.id, {})
        return tuple(Level(level.value, level.label, own.get(level.value, level.anchor)) for level in dimension.levels)
