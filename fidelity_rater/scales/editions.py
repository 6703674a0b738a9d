"""Whether two editions of a scale measure the same, so that scores on both may stand beside each other."""

from __future__ import annotations

from dataclasses import replace

from fidelity_rater.scales.model import EvidenceRule, Scale


def same_measure(one: Scale, other: Scale) -> bool:
    """Whether a score means the same on both: they differ at most in where they come from and in evidence.

    One changed word of an item or an anchor makes another measure: nobody knows what it does to raters.
    """
    return one.sha256 == other.sha256 or (one.id == other.id and _measure(one) == _measure(other))


def _measure(scale: Scale) -> Scale:
    dimensions = tuple(
        replace(d, evidence_asked_at=(), no_evidence_at=(), contrary_to_for=(), contrary_to_against=())
        for d in scale.dimensions
    )
    return replace(
        scale,
        version="",
        source="",
        permission="",
        notice="",
        dimensions=dimensions,
        rules=tuple(replace(rule, evidence=True) for rule in scale.rules),
        sha256="",
        text="",
        evidence=EvidenceRule(),
    )
