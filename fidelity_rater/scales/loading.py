"""From a scale file's bytes to a checked :class:`Scale`, or to every fault at once. Knows no paths."""

from __future__ import annotations

import hashlib
from typing import Any, Final

from fidelity_rater.i18n import tr
from fidelity_rater.scales import building
from fidelity_rater.scales.checks import Draft, check_draft
from fidelity_rater.scales.errors import ScaleFaults
from fidelity_rater.scales.locating import with_lines
from fidelity_rater.scales.model import Scale
from fidelity_rater.scales.reading import (
    AnyId,
    FaultList,
    Section,
    check_top_level,
    read_document,
    read_section,
    read_table,
    shortened,
)
from fidelity_rater.scales.schema import (
    CompetenceEntry,
    CoverageEntry,
    DimensionEntry,
    EvidenceEntry,
    FormEntry,
    GroupEntry,
    IdentityEntry,
    ItemEntry,
    ListEntry,
    RuleEntry,
    StateEntry,
    SummaryEntry,
)
from fidelity_rater.scales.scoring_checks import check_scoring

_SECTIONS: Final = frozenset(
    {"scale", "dimensions", "states", "rules", "groups", "competences", "items", "forms", "scoring", "evidence"}
)
_SCORING: Final = frozenset({"summaries", "coverage", "proscribed"})


def load_scale(data: bytes, *, name: str) -> Scale:
    """Read a scale file; ``name`` is what faults call it. Raises ``ScaleFaults``."""
    faults = FaultList(name)
    text, document = read_document(data, faults)
    draft = _read_draft(document, faults)
    check_draft(draft, faults)
    check_scoring(draft, faults)
    if faults.faults:
        raise ScaleFaults(with_lines(faults.faults, text, document))
    return building.build(draft, sha256=hashlib.sha256(data).hexdigest(), text=text)


def _read_draft(document: dict[str, Any], faults: FaultList) -> Draft:
    check_top_level(document, _SECTIONS, faults)
    identity = read_table(IdentityEntry, document.get("scale"), "scale", faults)
    dimensions = read_section(DimensionEntry, document.get("dimensions"), "dimensions", faults)
    states = read_section(StateEntry, document.get("states"), "states", faults, required=False)
    rules = read_section(RuleEntry, document.get("rules"), "rules", faults, id_key="kind")
    groups = read_section(GroupEntry, document.get("groups"), "groups", faults)
    competences = read_section(
        CompetenceEntry, document.get("competences"), "competences", faults, id_key="code", required=False
    )
    items = read_section(ItemEntry, document.get("items"), "items", faults)
    forms = read_section(FormEntry, document.get("forms"), "forms", faults, required=False)
    scoring = _scoring_table(document.get("scoring", {}), faults)
    summaries: Section[SummaryEntry] = Section((), AnyId(), complete=False)
    if scoring is not None:
        summaries = read_section(SummaryEntry, scoring.get("summaries"), "scoring.summaries", faults)
    coverage = proscribed = None
    if scoring and "coverage" in scoring:
        coverage = read_table(CoverageEntry, scoring["coverage"], "scoring.coverage", faults)
    if scoring and "proscribed" in scoring:
        proscribed = read_table(ListEntry, scoring["proscribed"], "scoring.proscribed", faults)
    evidence = None
    if "evidence" in document:
        evidence = read_table(EvidenceEntry, document["evidence"], "evidence", faults)
    return Draft(
        identity,
        dimensions,
        states,
        rules,
        groups,
        competences,
        items,
        forms,
        summaries,
        coverage,
        proscribed,
        evidence,
    )


def _scoring_table(raw: object, faults: FaultList) -> dict[str, Any] | None:
    if not isinstance(raw, dict):
        faults.add("scoring", tr("must be a table of keys and values"))
        return None
    for key in raw.keys() - _SCORING:
        faults.add(f"scoring.{shortened(key)}", tr("is not a key that the format knows"))
    return raw
