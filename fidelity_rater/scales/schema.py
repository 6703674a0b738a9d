"""The shape of a scale file, entry by entry. What one entry may say of another is checked in ``checks``."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from fidelity_rater.scales.model import DimensionKind, RuleKind, Statistic, Strictness

FORMAT = 1
LARGEST_NUMBER = 1_000_000


def _readable(text: str) -> str:
    """Refuse what no screen or table can show."""
    if not text.strip():
        raise PydanticCustomError("blank", "blank")
    return _printable(text)


def _printable(text: str) -> str:
    if any((ord(char) < 32 and char not in "\n\t") or ord(char) == 127 for char in text):
        raise PydanticCustomError("control_character", "control character")
    return text


Name = Annotated[str, Field(max_length=200), AfterValidator(_readable)]
Prose = Annotated[str, Field(max_length=4000), AfterValidator(_readable)]
OptionalProse = Annotated[str, Field(max_length=4000), AfterValidator(_printable)]
Id = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.-]{0,63}\z")]
Number = Annotated[int, Field(ge=-LARGEST_NUMBER, le=LARGEST_NUMBER)]
# The file spells these as text, which a strict model takes for an enum only when told.
KindName = Annotated[DimensionKind, Field(strict=False)]
RuleName = Annotated[RuleKind, Field(strict=False)]
StatisticName = Annotated[Statistic, Field(strict=False)]
StrictnessName = Annotated[Strictness, Field(strict=False)]


class Entry(BaseModel):
    """One table of a scale file: nothing converted in silence, nothing unknown let pass."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class IdentityEntry(Entry):
    """``[scale]``"""

    id: Id
    name: Name
    version: Name
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\z")]
    source: Prose
    permission: Prose
    notice: Prose
    scope_adaptations: list[Id] = []
    phases: list[Id] = []
    focal_areas: list[Id] = []
    """Phases and focal areas of this scale's own, beside those that every scale knows."""


class LevelEntry(Entry):
    value: Number
    label: Name
    anchor: Prose


class LockEntry(Entry):
    dimension: Id
    value: Number


class ContradictedEntry(Entry):
    supporting: Annotated[list[Number], Field(alias="for")] = []
    opposing: Annotated[list[Number], Field(alias="against")] = []


class DimensionEntry(Entry):
    """``[[dimensions]]``"""

    id: Id
    name: Name
    kind: KindName
    hue: Literal["adherence", "quality", "proscribed", "other"] = "other"
    levels: list[LevelEntry] = []
    minimum: Annotated[int, Field(ge=0, le=LARGEST_NUMBER)] | None = None
    maximum: Annotated[int, Field(ge=1, le=LARGEST_NUMBER)] | None = None
    competent: Number | None = None
    locked_while: LockEntry | None = None
    evidence_asked_at: list[Number] = []
    no_evidence_at: list[Number] | None = None
    contradicted_by: ContradictedEntry | None = None


class ReasonEntry(Entry):
    id: Id
    label: Name


class StateEntry(Entry):
    """``[[states]]``"""

    id: Id
    label: Name
    explanation: Prose
    reasons: list[ReasonEntry] = []
    free_reason: bool = False


class RuleEntry(Entry):
    """``[[rules]]``"""

    kind: RuleName
    name: Name
    explanation: Prose
    dimensions: Annotated[list[Id], Field(min_length=1)]
    states: list[Id] = []
    evidence: bool | None = None


class GroupEntry(Entry):
    """``[[groups]]``"""

    id: Id
    name: Name
    kind: Annotated[str, Field(pattern=r"^([A-Za-z][A-Za-z0-9_.-]{0,63})?\z")] = ""


class CompetenceEntry(Entry):
    """``[[competences]]``"""

    code: Id
    domain: Name
    name: Name


class ItemEntry(Entry):
    """``[[items]]``"""

    id: Id
    label: Name
    description: Prose
    sounds_like: OptionalProse = ""
    group: Id
    rule: RuleName
    rules_by_phase: dict[Id, RuleName] = {}
    phases: list[Id] = []
    focal_areas: list[Id] = []
    competences: list[Id] = []
    anchors: dict[Id, dict[Annotated[str, Field(pattern=r"^-?(0|[1-9][0-9]{0,5})\z")], Prose]] = {}
    harm: bool = False
    dimensions: Annotated[list[Id], Field(min_length=1)] | None = None


class FormEntry(Entry):
    """``[[forms]]``"""

    id: Id
    name: Name
    explanation: Prose
    groups: Annotated[list[Id], Field(min_length=1)]
    on_demand: list[Id] = []
    default: bool = False


class SummaryEntry(Entry):
    """``[[scoring.summaries]]``"""

    id: Id
    name: Name
    dimension: Id
    statistic: StatisticName
    rules: Annotated[list[RuleName], Field(min_length=1)]
    minimum_fraction: Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)]
    groups: list[Id] = []
    only_done: bool = False
    share_of_maximum: bool = False
    breakdown: list[Literal["group", "domain"]] = []
    trend: bool = False
    done_beside: bool = False


class CoverageEntry(Entry):
    """``[scoring.coverage]``"""

    rules: Annotated[list[RuleName], Field(min_length=1)]
    dimension: Id
    seen_at: Number


class ListEntry(Entry):
    """``[scoring.proscribed]``"""

    dimension: Id
    present_from: Number


class EvidenceEntry(Entry):
    """``[evidence]``"""

    formative: StrictnessName = Strictness.ENCOURAGED
    summative: StrictnessName = Strictness.ASKED


class ActivityEntry(Entry):
    """``[[activities]]`` of a competence map; ``without_item`` says why no item of the built-in scale rates it."""

    code: Id
    domain: Name
    name: Name
    section: Name
    without_item: OptionalProse = ""


class MapIdentityEntry(Entry):
    """The head of a competence map."""

    id: Id
    name: Name
    source: Prose
    domains: Annotated[list[Name], Field(min_length=1)]


class MeasureEntry(Entry):
    """``[[measures]]`` of the list of questionnaires."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]{0,31}\z")]
    name: Annotated[str, Field(max_length=40), AfterValidator(_readable)]
    minimum: Number
    maximum: Number
    first: bool = False
    source: Prose
    checked: date
