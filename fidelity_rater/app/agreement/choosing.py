"""Which coefficient fits a block of scores, and why it is the one named. All others that apply are there on demand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from fidelity_rater.app.agreement.models import Block, Design, Facts, Refused, Scores, Spread
from fidelity_rater.i18n import tr, tr_n

FEWEST: Final = 5
"""Targets rated twice; below this a coefficient says more about chance than about raters."""
FEW: Final = 15
"""Below this it is given, and said to be a rough one."""
MOST_LEVELS: Final = 7
"""Whole numbers in more steps than these are taken as measured, not as named levels."""


class Form(StrEnum):
    """The coefficients that may be the one that is named."""

    AC1 = "AC1"
    AC2 = "AC2"
    AGREEMENT = "ICC(2,1)"
    ONE_WAY = "ICC(1,1)"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A form with its reason."""

    form: Form
    why: str


def spread_of(scores: Iterable[Scores], *, words: bool) -> Spread:
    """What scores look like: words, a few whole numbers, or numbers."""
    if words:
        return Spread.NOMINAL
    found = {score for block in scores for row in block for score in row if score is not None}
    whole = all(score.is_integer() for score in found)
    return Spread.ORDINAL if whole and len(found) <= MOST_LEVELS else Spread.INTERVAL


def chosen_form(block: Block, facts: Facts) -> Chosen:
    """The one coefficient that is named for a block."""
    if block.spread is Spread.NOMINAL:
        return Chosen(
            Form.AC1,
            tr(
                "The scores are categories without an order. AC1 takes any number of raters and missing cells, and "
                "stays steady where one category is rare, where kappa and alpha do not."
            ),
        )
    if block.spread is Spread.ORDINAL:
        return Chosen(
            Form.AC2,
            tr(
                "The scores are a few levels in order. AC2 with linear weights counts each step apart alike, takes any "
                "number of raters and missing cells, and stays steady where nearly all scores are on one level, where "
                "kappa and alpha do not."
            ),
        )
    if facts.design is Design.NESTED:
        return Chosen(
            Form.ONE_WAY,
            tr(
                "The scores are measured in many steps, and no two raters share more than one target, so that a "
                "rater's severity cannot be told from error: one-way, a single rating."
            ),
        )
    return Chosen(
        Form.AGREEMENT,
        tr(
            "The scores are measured in many steps, and the raters stand for others who might have rated: two-way, "
            "absolute agreement, a single rating. A rater who is severe throughout counts as disagreement."
        ),
    )


def too_little(facts: Facts, name: str) -> Refused | None:
    """What is said in place of a number that would stand on too little; None where there is enough."""
    if facts.raters < 2:
        return Refused(
            name,
            tr("All scores are by one rater, so there is nothing to compare."),
            tr("Have a second person rate some of the same recordings."),
        )
    if not facts.shared:
        return Refused(
            name,
            tr("Nothing was rated by two people, so there is nothing to compare."),
            tr("Have a second person rate some of the same recordings."),
        )
    if facts.shared < FEWEST:
        return Refused(
            name,
            tr_n(
                "Only {n} was rated by two people; a coefficient needs {fewest}.",
                "Only {n} were rated by two people; a coefficient needs {fewest}.",
                facts.shared,
                fewest=FEWEST,
            ),
            tr("Have more recordings rated by two people."),
        )
    if facts.levels < 2:
        return Refused(
            name,
            tr("All scores are the same: agreement is complete, but whether it is more than chance cannot be told."),
            tr("Rate recordings that differ on this."),
        )
    return None


def cautions(facts: Facts) -> tuple[str, ...]:
    """What has to be said beside a number that stands on little."""
    found = []
    if facts.shared < FEW:
        found.append(tr("Only {n} were rated twice: a rough figure, read its interval before it.", n=facts.shared))
    if facts.missing and facts.design is Design.PARTLY:
        found.append(
            tr(
                "Not everybody rated everything: {missing} of {cells} cells are empty.",
                missing=facts.missing,
                cells=facts.missing + facts.ratings,
            )
        )
    return tuple(found)
