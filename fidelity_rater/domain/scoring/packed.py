"""A rating's numbers as one small block of bytes, for what reads hundreds of them at once.

Little-endian int16, row by row: one row per item of the scale, one column per dimension of the scale, both in the
scale's order; also where an item is not answered on a dimension, so that the block is a rectangle. In a cell:

* the number that was given, -32000 to 32767;
* ``OPEN`` (-32768): nothing stands here;
* ``FIRST_STATE + i`` (from -32767 on): the scale's i-th state stands here. Its reason is not kept.

Scores on items that the scale does not have are a fault of the caller and raise ``ValueError``.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Final

from fidelity_rater.domain.ratings.events import Score
from fidelity_rater.domain.ratings.fold import RatingState, ScoreKey
from fidelity_rater.scales.model import Scale

OPEN: Final = -32768
FIRST_STATE: Final = -32767
LEAST: Final = -32000
MOST: Final = 32767


def pack(scale: Scale, state: RatingState) -> bytes:
    """The standing scores of a folded rating, packed."""
    return pack_scores(scale, {key: standing.score for key, standing in state.scores().items()})


def pack_scores(scale: Scale, scores: Mapping[ScoreKey, Score]) -> bytes:
    """These scores, packed."""
    keys = layout(scale)
    if unknown := scores.keys() - set(keys):
        raise ValueError(f"not on this scale: {min(unknown)}")
    states = {state.id: FIRST_STATE + place for place, state in enumerate(scale.states)}
    cells = [OPEN if (score := scores.get(key)) is None else _cell(score, states) for key in keys]
    return struct.pack(f"<{len(cells)}h", *cells)


def unpack(scale: Scale, packed: bytes) -> dict[ScoreKey, Score]:
    """The scores of a packed block, states without their reasons. Raises ``ValueError`` for another scale's block."""
    return Unpacker(scale).unpack(packed)


class Unpacker:
    """Unpacks thousands of blocks of one scale: equal answers share one value."""

    def __init__(self, scale: Scale) -> None:
        self._keys, self._answers = layout(scale), _Answers(scale)
        self._cells = struct.Struct(f"<{len(self._keys)}h")

    def unpack(self, packed: bytes) -> dict[ScoreKey, Score]:
        """As :func:`unpack`."""
        if len(packed) != self._cells.size:
            raise ValueError(f"{len(packed)} bytes are no block of {len(self._keys)} cells")
        cells, answers = self._cells.unpack(packed), self._answers
        return {key: answers[cell] for key, cell in zip(self._keys, cells, strict=True) if cell != OPEN}


class _Answers(dict[int, Score]):
    """What the cells of a scale's blocks say, by their content."""

    def __init__(self, scale: Scale) -> None:
        super().__init__()
        self._scale = scale

    def __missing__(self, cell: int) -> Score:
        found = self[cell] = _score(self._scale, cell)
        return found


def layout(scale: Scale) -> list[ScoreKey]:
    """The item and dimension of each cell of a block."""
    return [(item.id, dimension.id) for item in scale.items for dimension in scale.dimensions]


def _cell(score: Score, states: Mapping[str, int]) -> int:
    if score.value is None:
        return states[score.state or ""]
    if not LEAST <= score.value <= MOST:
        raise ValueError(f"{score.value} does not fit")
    return score.value


def _score(scale: Scale, cell: int) -> Score:
    if cell >= LEAST:
        return Score(value=cell)
    place = cell - FIRST_STATE
    if place >= len(scale.states):
        raise ValueError(f"{cell} is no state of this scale")
    return Score(state=scale.states[place].id)
