"""What a long table of scores is studied as: what its scores are, which levels there are, and its items' total."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from fidelity_rater.app.agreement.choosing import spread_of
from fidelity_rater.app.agreement.models import Asked, Block, Scores, Spread, Study, StudyWish
from fidelity_rater.app.agreement.working_out import work_out
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.long_tables import LongTable
from fidelity_rater.i18n import tr, tr_n

TOTAL: Final = "total"
ENOUGH: Final = 0.8
"""Share of the items that a mean of them needs."""
MOST_NAMED: Final = 20
"""Whole numbers that reach over no more steps than these may also be taken for levels."""


@dataclass(frozen=True, slots=True)
class TableWish:
    """What the table's scores are, where somebody says so. ``levels`` are all that could be given."""

    spread: Spread | None = None
    levels: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class TableStudy:
    """A table with what was worked out of it."""

    table: LongTable
    spread: Spread
    levels: tuple[float, ...]
    study: Study
    notes: tuple[str, ...]


def study_table(table: LongTable, told: TableWish, wish: StudyWish, progress: Progress) -> TableStudy:
    """Everything about a table. Raises ``UserFacingError`` where nothing in it can be compared."""
    _check_comparable(table)
    spread = _spread(table, told)
    levels = _levels(table, spread) if table.categories else told.levels or _levels(table, spread)
    _check_levels(table, levels, told)
    items = tuple(
        Block(name, name or tr("all scores"), scores, spread, levels)
        for name, scores in zip(table.items, table.scores, strict=True)
    )
    asked = Asked(table.targets, table.raters, totals=items, clusters=table.clusters)
    if len(items) > 1:
        totals = () if spread is Spread.NOMINAL else (_total(items),)
        asked = replace(asked, totals=totals, items=items)
    study = work_out(asked, wish, progress, whole=True)
    return TableStudy(table, spread, levels, study, (*_notes(table, told, spread, levels), *study.notes))


def _check_comparable(table: LongTable) -> None:
    remedy = tr("A coefficient needs the same targets rated by two raters or more.")
    if len(table.raters) < 2:
        raise UserFacingError(tr("All scores are by one rater, so there is nothing to compare."), remedy)
    shared = any(sum(score is not None for score in row) > 1 for scores in table.scores for row in scores)
    if not shared:
        raise UserFacingError(tr("No target was rated by two raters, so there is nothing to compare."), remedy)


def _spread(table: LongTable, told: TableWish) -> Spread:
    seen = spread_of(table.scores, words=bool(table.categories))
    if told.spread is None:
        return seen
    if table.categories and told.spread is not Spread.NOMINAL:
        raise UserFacingError(
            tr("The scores are words, which have no order and no distances."),
            tr("Write them as numbers, or leave --scale out."),
        )
    if told.spread is Spread.RATIO and min(_given(table)) < 0:
        raise UserFacingError(
            tr("Some scores are below zero, so they have no true zero to take ratios from."),
            tr("Use --scale interval."),
        )
    return told.spread


def _given(table: LongTable) -> list[float]:
    return [score for scores in table.scores for row in scores for score in row if score is not None]


def _levels(table: LongTable, spread: Spread) -> tuple[float, ...]:
    """Every level from the lowest to the highest score given anywhere, also those that nobody used."""
    if table.categories:
        return tuple(float(place) for place in range(len(table.categories)))
    given = set(_given(table))
    if spread is Spread.NOMINAL:
        return tuple(sorted(given))
    low, high = min(given), max(given)
    whole = all(score.is_integer() for score in given)
    if not whole or high - low >= MOST_NAMED:
        return tuple(sorted(given)) if spread is Spread.ORDINAL else ()
    return tuple(float(level) for level in range(int(low), int(high) + 1))


def _check_levels(table: LongTable, levels: tuple[float, ...], told: TableWish) -> None:
    if table.categories and told.levels:
        raise UserFacingError(
            tr("The scores are words, and levels are numbers."),
            tr("Write the scores as numbers, or leave --levels out."),
        )
    outside = set(_given(table)) - set(levels) if levels else set()
    if outside:
        raise UserFacingError(
            tr("The score {score} is none of the levels that were named.", score=f"{min(outside):g}"),
            tr("Name all levels with --levels, or leave it out."),
        )


def _total(items: tuple[Block, ...]) -> Block:
    from fidelity_rater.domain.reliability.bulk import with_totals
    from fidelity_rater.domain.reliability.rows import cube_of, rows_of

    cube = cube_of([block.scores for block in items])
    scores: Scores = rows_of(with_totals(cube, [range(len(items))], share=ENOUGH)[:, :, -1])
    return Block(
        TOTAL,
        tr("mean of all items"),
        scores,
        Spread.INTERVAL,
        total=True,
        note=tr(
            "Each rater's mean of the items they scored, where these are {percent} % of those that anybody scored for "
            "the same target; else there is none.",
            percent=round(ENOUGH * 100),
        ),
    )


def _notes(table: LongTable, told: TableWish, spread: Spread, levels: tuple[float, ...]) -> tuple[str, ...]:
    notes = []
    if told.spread is None:
        notes.append(_taken_for(spread))
    if levels and not told.levels and spread is Spread.ORDINAL:
        notes.append(
            tr(
                "The levels are taken to be {low} to {high}, as they were given; where more could be given, name them "
                "with --levels, for AC1 and AC2 depend on it.",
                low=f"{levels[0]:g}",
                high=f"{levels[-1]:g}",
            )
        )
    if table.empty:
        notes.append(tr_n("{n} line has no score.", "{n} lines have no score.", table.empty))
    if table.unused:
        notes.append(tr("Columns that were not used: {names}.", names=", ".join(table.unused)))
    return tuple(notes)


def _taken_for(spread: Spread) -> str:
    if spread is Spread.NOMINAL:
        return tr("The scores are words: taken for categories without an order.")
    if spread is Spread.ORDINAL:
        return tr("The scores are a few whole numbers: taken for levels in order (--scale says otherwise).")
    return tr("The scores are numbers in many steps: taken as measured (--scale says otherwise).")
