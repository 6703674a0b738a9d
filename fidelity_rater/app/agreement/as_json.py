"""A study of a table as JSON, in the layout that docs/agreement.md describes."""

from __future__ import annotations

from typing import Any, Final

from fidelity_rater.app.agreement.from_table import TableStudy
from fidelity_rater.app.agreement.models import (
    Answer,
    BlockStudy,
    Coefficient,
    Decision,
    Depth,
    Forecast,
    Generalizability,
    Refused,
)

LAYOUT: Final = "fidelity-rater-agreement-1"


def as_json(found: TableStudy, *, version: str) -> dict[str, Any]:
    """The whole study; numbers unrounded, what was not given with its reason."""
    table, study = found.table, found.study
    columns: dict[str, list[str]] = {}
    for column, name in table.taken:
        columns.setdefault(str(column), []).append(name)
    return {
        "layout": LAYOUT,
        "version": version,
        "table": {
            "columns": columns,
            "unused_columns": list(table.unused),
            "lines": table.lines,
            "lines_without_score": table.empty,
            "targets": list(table.targets),
            "raters": list(table.raters),
            "items": [name for name in table.items if name],
            "clusters": study.clusters,
            "scale": str(found.spread),
            "levels": list(found.levels),
            "categories": list(table.categories),
        },
        "method": {
            "level": study.wish.level,
            "resamples": study.wish.resamples,
            "seed": study.wish.seed,
            "whole_clusters_drawn": study.by_clusters,
        },
        "notes": list(found.notes),
        "totals": [_block(one) for one in study.totals],
        "items": [_block(one) for one in study.items],
        "together": _general(study.together) if study.together is not None else None,
    }


def _block(one: BlockStudy) -> dict[str, Any]:
    facts = one.facts
    return {
        "name": one.block.uid,
        "label": one.block.label,
        "note": one.block.note,
        "counts": {
            "targets": facts.targets,
            "raters": facts.raters,
            "ratings": facts.ratings,
            "missing": facts.missing,
            "rated_twice": facts.shared,
            "levels_used": facts.levels,
            "design": str(facts.design),
        },
        "main": {**_answer(one.main), "why": one.why, "words": one.words},
        "exact": one.exact,
        "within_one": one.near,
        "coefficients": {name: _answer(answer) for name, answer in one.answers},
        "notes": list(one.notes),
        **(_depth(one.depth) if one.depth is not None else {}),
    }


def _answer(answer: Answer) -> dict[str, Any]:
    if isinstance(answer, Refused):
        return _refused(answer)
    return _coefficient(answer)


def _coefficient(found: Coefficient) -> dict[str, Any]:
    return {
        "form": found.name,
        "also": found.also,
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "interval_by": str(found.interval_by),
        "targets": found.targets,
        "raters": found.raters,
        "ratings": found.ratings,
        "notes": list(found.notes),
    }


def _refused(answer: Refused) -> dict[str, Any]:
    return {"form": answer.name, "value": None, "refused": answer.why, "remedy": answer.remedy}


def _depth(depth: Depth) -> dict[str, Any]:
    return {
        "standard_error": _answer(depth.sem),
        "smallest_reliable_change": _answer(depth.change),
        "bland_altman": [
            {
                "first": pair.first,
                "second": pair.second,
                "targets": pair.targets,
                "bias": pair.bias,
                "bias_low": pair.bias_low,
                "bias_high": pair.bias_high,
                "lower": pair.lower,
                "upper": pair.upper,
            }
            for pair in depth.differences
        ],
        "forecast": _forecast(depth.forecast),
        "generalizability": _general(depth.generalizability),
    }


def _forecast(found: Forecast | Refused) -> dict[str, Any]:
    if isinstance(found, Refused):
        return _refused(found)
    return {
        "by": found.by,
        "aim": found.aim,
        "single": found.single,
        "needed": found.needed,
        "fewest": found.fewest,
        "most": found.most,
        "curve": [{"ratings": n, "value": value} for n, value in found.curve],
    }


def _general(found: Generalizability | Refused) -> dict[str, Any]:
    if isinstance(found, Refused):
        return _refused(found)
    return {
        "design": found.design,
        "components": [
            {"source": one.source, "variance": one.variance, "share": one.share} for one in found.components
        ],
        "as_it_was": _decision(found.own),
        "decisions": [_decision(one) for one in found.others],
        "notes": list(found.notes),
    }


def _decision(one: Decision) -> dict[str, Any]:
    return {"conditions": dict(one.sizes), "erho2": one.erho2, "phi": one.phi}
