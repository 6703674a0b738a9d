"""The shape of a rule file, entry by entry. What one entry may say of another is checked in ``rules``."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field

from fidelity_rater.scales.rule_set import (
    CasesAsked,
    DurationAsked,
    FocalAreasAsked,
    FormsAsked,
    MarkAsked,
    MeasuresAsked,
    PapersAsked,
    Requirement,
    SessionsAsked,
    SupervisionAsked,
    TrainingAsked,
)
from fidelity_rater.scales.schema import Entry, Id, Name, OptionalProse, Prose

Count = Annotated[int, Field(ge=1, le=100_000)]
Amount = Annotated[float, Field(gt=0, le=1_000_000, allow_inf_nan=False)]
Mark = Annotated[float, Field(ge=-1_000_000, le=1_000_000, allow_inf_nan=False)]
Words = list[Name]
PhaseName = Literal["initial", "middle", "termination", "maintenance"]
TrainingName = Literal["course", "workshop", "supervisor_training", "follow_up_day", "practice", "supervising"]
PaperName = Literal["registration", "membership", "attestation", "letter", "case_report", "observation", "other"]


class RulesIdentityEntry(Entry):
    """``[rules]``"""

    id: Id
    name: Name
    body: Name
    as_of: date
    check: Prose
    note: OptionalProse = ""


class SourceEntry(Entry):
    """``[[sources]]``"""

    id: Id
    name: Prose
    address: OptionalProse = ""
    older: bool = False


class GroupCreditEntry(Entry):
    """``[group_credit]``"""

    counts: Literal["own_minutes", "share"]
    factor: Amount | None = None
    sources: Annotated[list[Id], Field(min_length=1)]
    note: OptionalProse = ""


class RequirementEntry(Entry):
    """``[[requirements]]``: what each kind has."""

    id: Id
    kind: str
    label: Name
    asks: Prose
    sources: Annotated[list[Id], Field(min_length=1)]
    note: OptionalProse = ""
    preferred: bool = False
    not_known: list[Id] = Field(default_factory=list)


class TrainingEntry(RequirementEntry):
    kinds: Annotated[list[TrainingName], Field(min_length=1)]
    named: Words = Field(default_factory=list)
    count: Count | None = None
    days: Count | None = None
    hours: Amount | None = None
    others: Count | None = None


class CasesEntry(RequirementEntry):
    minimum: Count | None = None
    after_first: Annotated[int, Field(ge=0, le=1000)] = 0
    only_first: Count | None = None
    supervised: bool = False
    accredited_supervisor: bool = False
    contacts: Count | None = None
    out_of: Count | None = None
    own_minutes: Count | None = None
    held_sessions: Count | None = None
    problems: Words = Field(default_factory=list)
    phases: list[PhaseName] = Field(default_factory=list)
    phases_in: Literal["", "each", "all"] = ""


class FocalAreasEntry(RequirementEntry):
    minimum: Annotated[int, Field(ge=2, le=4)] | None = None


class SupervisionEntry(RequirementEntry):
    contacts: Count | None = None
    own_minutes: Count | None = None
    accredited_supervisor: bool = False


class SessionsEntry(RequirementEntry):
    of: Literal["recorded", "reviewed", "self_rated"]
    total: Count | None = None
    at_most: Count | None = None
    per_case: Count | None = None
    cases: Count | None = None
    phases: list[Annotated[list[PhaseName], Field(min_length=1)]] = Field(default_factory=list, max_length=6)
    in_different_cases: bool = False


class MeasuresEntry(RequirementEntry):
    measures: Annotated[list[Name], Field(min_length=1)]
    every: Count | None = None
    cases: Count | None = None


class MarkEntry(RequirementEntry):
    body: Name
    form: Name
    results: Count | None = None
    minimum: Mark | None = None
    lowest: Mark | None = None
    highest: Mark | None = None
    by: Literal["each", "mean"] = "each"


class FormsEntry(RequirementEntry):
    body: Name
    form: Name
    results: Count | None = None
    in_different_cases: bool = False


class PapersEntry(RequirementEntry):
    kinds: Annotated[list[PaperName], Field(min_length=1)]
    named: Words = Field(default_factory=list)
    count: Count | None = None
    current: bool = False
    in_different_cases: bool = False


class DurationEntry(RequirementEntry):
    since: Annotated[list[TrainingName | Literal["session"]], Field(min_length=1)]
    months: Count | None = None
    at_most: Count | None = None


KINDS: Final[dict[str, tuple[type[RequirementEntry], type[Requirement]]]] = {
    "training": (TrainingEntry, TrainingAsked),
    "cases": (CasesEntry, CasesAsked),
    "focal_areas": (FocalAreasEntry, FocalAreasAsked),
    "supervision": (SupervisionEntry, SupervisionAsked),
    "sessions": (SessionsEntry, SessionsAsked),
    "measures": (MeasuresEntry, MeasuresAsked),
    "mark": (MarkEntry, MarkAsked),
    "forms": (FormsEntry, FormsAsked),
    "papers": (PapersEntry, PapersAsked),
    "duration": (DurationEntry, DurationAsked),
}
"""Each kind: its shape in the file, and what it becomes."""
