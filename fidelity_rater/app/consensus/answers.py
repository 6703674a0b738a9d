"""Which answers can be agreed on, what the originals say of each, and what an agreement rules out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fidelity_rater.app.consensus.models import AnswerChoice, Said
from fidelity_rater.app.self_rating import answered
from fidelity_rater.domain.ratings.events import Score
from fidelity_rater.domain.ratings.sheet import Sheet, answer_dimensions, is_harm_flag, locked_by
from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import Dimension, DimensionKind, Item, Scale

ScoreKey = tuple[str, str]
_BETWEEN: Final = "|"
MOST_COUNTED: Final = 20
"""A count beyond what was said and this is nobody's agreement."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One item on one dimension with what each original says, None for nothing."""

    item: Item
    dimension: Dimension
    said: tuple[Score | None, ...]

    @property
    def key(self) -> ScoreKey:
        return self.item.id, self.dimension.id

    @property
    def unanimous(self) -> bool:
        return bool(self.said) and same_score(self.said[0], *self.said[1:])

    @property
    def owed(self) -> bool:
        """Signing waits for what everybody has answered; what some left open may stay open."""
        return bool(self.said) and all(score is not None for score in self.said)

    @property
    def apart(self) -> int:
        numbers = [score.value for score in self.said if score is not None and score.value is not None]
        return max(numbers) - min(numbers) if len(numbers) > 1 else 0


def same_score(first: Score | None, *others: Score | None) -> bool:
    """Whether all say the same number or state; why a state was chosen may differ."""
    if first is None:
        return False
    return all(o is not None and (o.value, o.state) == (first.value, first.state) for o in others)


def cells_of(
    scale: Scale, sheets: Sequence[Mapping[ScoreKey, Score]], *, agreed: Collection[ScoreKey] = ()
) -> tuple[Cell, ...]:
    """Every cell that anybody has answered, in the scale's order; a flag that one left alone is not raised there.

    ``agreed``: what is agreed on, which is shown even where no original is here.
    """
    groups = {group.id: place for place, group in enumerate(scale.groups)}
    found = []
    for item in sorted(scale.items, key=lambda item: groups[item.group]):
        for dimension in scale.dimensions:
            said = tuple(sheet.get((item.id, dimension.id)) for sheet in sheets)
            if any(score is not None for score in said) or (item.id, dimension.id) in agreed:
                if is_harm_flag(item, dimension):
                    said = tuple(score or Score(0) for score in said)
                found.append(Cell(item, dimension, said))
    return tuple(found)


def said_words(scale: Scale, cell: Cell) -> tuple[Said, ...]:
    return tuple(_said(scale, cell.dimension, score) for score in cell.said)


def _said(scale: Scale, dimension: Dimension, score: Score | None) -> Said:
    return Said(words_of(scale, dimension, score), None if score is None else score.value)


def words_of(scale: Scale, dimension: Dimension, score: Score | None) -> str:
    if dimension.kind is DimensionKind.FLAG and score is not None and score.value is not None:
        return tr("raised") if score.value else tr("not raised")
    return answered(scale, dimension, score).words


def choices_of(scale: Scale, cell: Cell, *, phase: str) -> tuple[AnswerChoice, ...]:
    """Every answer that can be agreed on: the numbers, and the states where they may stand."""
    scores = [Score(value) for value in _numbers(cell)]
    if cell.dimension in answer_dimensions(scale, cell.item, phase)[:1]:
        scores += list(_states(scale, cell.item, phase))
    scores += [score for score in cell.said if score is not None and score not in scores]
    return tuple(AnswerChoice(key_of(s), words_of(scale, cell.dimension, s), s.value) for s in scores)


def _numbers(cell: Cell) -> Sequence[int]:
    dimension = cell.dimension
    if dimension.kind is DimensionKind.ORDINAL:
        return [level.value for level in dimension.levels]
    if dimension.kind is DimensionKind.FLAG:
        return (0, 1)
    said = [score.value for score in cell.said if score is not None and score.value is not None]
    most = dimension.maximum if dimension.maximum is not None else max([*said, MOST_COUNTED])
    return range(dimension.minimum, most + 1)


def _states(scale: Scale, item: Item, phase: str) -> Iterator[Score]:
    for state in scale.states_of(item, phase):
        if state.reasons:
            yield from (Score(state=state.id, reason=reason) for reason, _ in state.reasons)
        else:
            yield Score(state=state.id)


def key_of(score: Score) -> str:
    """How a choice names an answer: a number by its digits."""
    if score.value is not None:
        return str(score.value)
    return f"{score.state}{_BETWEEN}{score.reason}"


def score_of(key: str) -> Score:
    state, between, reason = key.partition(_BETWEEN)
    return Score(state=state, reason=reason) if between else Score(int(key))


def closed_by(scale: Scale, cell: Cell, agreed: Mapping[ScoreKey, Score], *, phase: str) -> str:
    """Why nothing is to be agreed here, as other answers to the item rule it out; empty where it is."""
    sheet = Sheet(phase, (), agreed)
    first = answer_dimensions(scale, cell.item, phase)[0]
    if cell.dimension.id != first.id and not is_harm_flag(cell.item, cell.dimension):
        state = sheet.state_of(cell.item.id, first.id)
        if state is not None:
            return tr("agreed: {state}", state=scale.state(state).label)
    if locked_by(sheet, cell.item.id, cell.dimension):
        other, value = cell.dimension.locked_while or ("", 0)
        return tr("{dimension} {value} is agreed", dimension=scale.dimension(other).name, value=value)
    return ""
