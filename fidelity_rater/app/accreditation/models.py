"""Rule sets and readiness as screens and reports show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fidelity_rater.domain.accreditation.readiness import Readiness, RequirementStanding, Standing

__all__ = [
    "FormCard",
    "Readiness",
    "ReadinessRow",
    "RequirementStanding",
    "RuleFault",
    "RuleSetCard",
    "RuleSets",
    "Standing",
]


@dataclass(frozen=True, slots=True)
class FormCard:
    """A form of another body that rules name: results are to be written in by these very names."""

    body: str
    form: str
    lowest: float | None = None
    highest: float | None = None


@dataclass(frozen=True, slots=True)
class RuleSetCard:
    """One rule set to choose from. ``check`` says with whom to check it and is shown wherever its answers are.

    ``sources`` are lines (name and address), ``own``: a file of this site, not one that comes with the program.
    """

    id: str
    name: str
    body: str
    as_of: date
    check: str
    note: str
    sources: tuple[str, ...]
    requirements: int
    own: bool
    sha256: str
    forms: tuple[FormCard, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleFault:
    """A site's rule file that cannot be used: its name, and every fault as a sentence with line and key."""

    file: str
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleSets:
    """What there is to hold somebody against; files with faults are told apart and left out."""

    cards: tuple[RuleSetCard, ...]
    unusable: tuple[RuleFault, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadinessRow:
    """One therapist in a list of all, by code; counts are of what is required, not of what is only preferred."""

    therapist_uid: str
    code: str
    met: int
    not_met: int
    unknown: int
    readiness: Readiness

    @property
    def required(self) -> int:
        return self.met + self.not_met + self.unknown

    @property
    def standing(self) -> Standing:
        return self.readiness.standing
