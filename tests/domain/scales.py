"""Small scales built by hand, so that a test shows in one place what it counts on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fidelity_rater.domain.ratings.events import Score
from fidelity_rater.domain.ratings.sheet import Sheet
from fidelity_rater.scales.model import (
    Competence,
    CoverageRule,
    Dimension,
    DimensionKind,
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
    Statistic,
    Summary,
)


def ordinal(name: str, values: range, **more: Any) -> Dimension:
    levels = tuple(Level(value, f"level {value}", f"anchor {value}") for value in values)
    return Dimension(name, name.title(), DimensionKind.ORDINAL, name, levels=levels, **more)


def item(name: str, group: str, rule: RuleKind, **more: Any) -> Item:
    return Item(name, f"Label of {name}", "", "", group=group, rule=rule, **more)


ADHERENCE = Summary(
    "adherence",
    "Adherence",
    "adherence",
    Statistic.MEAN,
    rules=(RuleKind.EXPECTED,),
    minimum_fraction=0.8,
    share_of_maximum=True,
    breakdown=("group", "domain"),
    trend=True,
)
QUALITY = Summary(
    "quality",
    "Quality",
    "quality",
    Statistic.MEAN,
    rules=(RuleKind.EXPECTED, RuleKind.COVERAGE, RuleKind.OPPORTUNITY, RuleKind.QUALITY_ONLY),
    minimum_fraction=0.8,
    only_done=True,
    done_beside=True,
    breakdown=("group", "domain"),
    trend=True,
)

RECORDING = "could_not_be_rated"
BOTH = ("adherence", "quality")

RULES = (
    Rule(RuleKind.EXPECTED, "Expected", "", BOTH, (RECORDING,)),
    Rule(RuleKind.COVERAGE, "Coverage", "", BOTH, ("not_this_session", RECORDING)),
    Rule(RuleKind.OPPORTUNITY, "Opportunity", "", BOTH, ("no_occasion", RECORDING)),
    Rule(RuleKind.QUALITY_ONLY, "Quality only", "", ("quality",), (RECORDING,)),
    Rule(RuleKind.PROSCRIBED, "Proscribed", "", ("extent",), (RECORDING,)),
    Rule(RuleKind.GLOBAL, "Global", "", BOTH, (RECORDING,)),
)

ITEMS = (
    item("G1", "globals", RuleKind.GLOBAL, dimensions=("adherence",)),
    *(item(f"E{n}", "core", RuleKind.EXPECTED, competences=("B-1", "B-2")) for n in range(1, 6)),
    item("Q1", "core", RuleKind.QUALITY_ONLY, competences=("G-1",)),
    item(
        "R1",
        "core",
        RuleKind.OPPORTUNITY,
        rules_by_phase={"initial": RuleKind.COVERAGE},
        dimensions=("adherence", "quality", "harm"),
        harm=True,
    ),
    item("I1", "initial", RuleKind.COVERAGE, phases=("initial",)),
    item("M1", "middle", RuleKind.EXPECTED, phases=("middle",)),
    item("M2", "middle", RuleKind.COVERAGE, phases=("middle",)),
    item("F1", "grief", RuleKind.COVERAGE, phases=("middle",), focal_areas=("grief",)),
    item("T1", "techniques", RuleKind.EXPECTED),
    item("T2", "techniques", RuleKind.QUALITY_ONLY),
    item("P1", "proscribed", RuleKind.PROSCRIBED),
    item("P2", "proscribed", RuleKind.PROSCRIBED, phases=("middle",)),
    item("P7", "proscribed", RuleKind.PROSCRIBED, dimensions=("extent", "harm"), harm=True),
)

_ALWAYS = ("globals", "core", "initial", "middle", "grief", "proscribed")


def small_scale(**changes: Any) -> Scale:
    """Every kind of rule once or more; five expected items common to all phases; a short and a full form."""
    parts: dict[str, Any] = {
        "id": "small",
        "name": "Small",
        "version": "1",
        "language": "en",
        "source": "",
        "permission": "",
        "notice": "",
        "scope_adaptations": ("standard",),
        "dimensions": (
            ordinal("adherence", range(5)),
            ordinal("quality", range(1, 6), competent=3, locked_while=("adherence", 0)),
            ordinal("extent", range(5)),
            Dimension("harm", "Harm", DimensionKind.FLAG, "proscribed"),
        ),
        "states": (
            ScoreState("not_this_session", "Not this session", ""),
            ScoreState("no_occasion", "No occasion", "", reasons=(("never", "It never came up"),), free_reason=True),
            ScoreState(RECORDING, "Could not be rated", "", reasons=(("inaudible", "Inaudible"),)),
        ),
        "rules": RULES,
        "groups": tuple(Group(name, name.title()) for name in (*_ALWAYS, "techniques")),
        "competences": (
            Competence("B-1", "Basic", "One"),
            Competence("B-2", "Basic", "Two"),
            Competence("G-1", "Generic", "One"),
        ),
        "items": ITEMS,
        "forms": (
            Form("short", "Short", "", _ALWAYS, on_demand=("techniques",), default=True),
            Form("full", "Full", "", (*_ALWAYS, "techniques")),
        ),
        "scoring": Scoring(
            summaries=(ADHERENCE, QUALITY),
            coverage=CoverageRule((RuleKind.COVERAGE,), "adherence", 2),
            proscribed=ListRule("extent", 1),
        ),
        "sha256": "0" * 64,
        "text": "",
    }
    return Scale(**{**parts, **changes})


def flat_scale(statistic: Statistic = Statistic.SUM, *, minimum_fraction: float = 0.8, items: int = 12) -> Scale:
    """One dimension of 0 to 6 on items of one rule, as instruments with a sum have it."""
    names = tuple(item(f"S{n}", "all", RuleKind.EXPECTED) for n in range(1, items + 1))
    total = Summary("total", "Total", "score", statistic, (RuleKind.EXPECTED,), minimum_fraction, share_of_maximum=True)
    return small_scale(
        id="flat",
        scope_adaptations=(),
        dimensions=(ordinal("score", range(7)),),
        states=(ScoreState(RECORDING, "Could not be rated", ""),),
        rules=(Rule(RuleKind.EXPECTED, "Expected", "", ("score",), (RECORDING,)),),
        groups=(Group("all", "All"),),
        competences=(),
        items=names,
        forms=(Form("all", "All", "", ("all",), default=True),),
        scoring=Scoring(summaries=(total,)),
    )


def sheet_of(
    scores: Mapping[str, tuple[int | str | None, ...]],
    *,
    phase: str = "middle",
    focal_areas: tuple[str, ...] = (),
    **more: Any,
) -> Sheet:
    """A sheet from item -> answers: (adherence, quality), one number for a one-dimension item, a word for a state.

    ``Q``, ``T2``, ``P`` and ``S`` items begin on their own dimension; None leaves a dimension open.
    """
    given: dict[tuple[str, str], Score] = {}
    for name, answers in scores.items():
        for dimension, answer in zip(_dimensions(name), answers, strict=False):
            if isinstance(answer, str):
                given[name, dimension] = Score(state=answer, reason="inaudible" if answer == RECORDING else "")
            elif answer is not None:
                given[name, dimension] = Score(value=answer)
    return Sheet(phase=phase, focal_areas=focal_areas, scores=given, **more)


def _dimensions(name: str) -> tuple[str, ...]:
    if name.startswith("P"):
        return ("extent", "harm")
    if name.startswith("S"):
        return ("score",)
    if name.startswith("Q") or name == "T2":
        return ("quality",)
    return ("adherence", "quality", "harm")
