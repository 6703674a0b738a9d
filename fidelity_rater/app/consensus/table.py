"""The originals side by side and what is agreed so far. Every act makes a new draft, which can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from fidelity_rater.app.consensus.answers import (
    Cell,
    ScoreKey,
    cells_of,
    choices_of,
    closed_by,
    key_of,
    same_score,
    score_of,
)
from fidelity_rater.app.consensus.originals import SealedRating
from fidelity_rater.app.errors import NotAllowed
from fidelity_rater.domain.consensus import AgreedScore, Consensus
from fidelity_rater.domain.ratings.events import Score
from fidelity_rater.domain.ratings.moments import Moment
from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import Scale


class AgreementTable:
    """One consensus on the table. ``kept`` is handed every draft as it is made, so that it is saved.

    The sealed originals are only read.
    """

    def __init__(
        self,
        consensus: Consensus,
        originals: tuple[SealedRating, ...],
        scale: Scale,
        *,
        editable: bool,
        kept: Callable[[Consensus], None] = lambda draft: None,
    ) -> None:
        self.consensus, self.originals, self.scale, self.editable = consensus, originals, scale, editable
        self._kept = kept
        self._past: list[Consensus] = []
        sheets = [{key: given.score for key, given in one.state.scores().items()} for one in originals]
        agreed = {(one.item, one.dimension) for one in consensus.scores}
        self.cells: tuple[Cell, ...] = cells_of(scale, sheets, agreed=agreed)
        self._by_key = {cell.key: cell for cell in self.cells}
        self.moments: dict[str, tuple[SealedRating, Moment]] = {
            uid: (one, moment) for one in originals for uid, moment in one.state.moments().items()
        }

    @property
    def agreed(self) -> dict[ScoreKey, AgreedScore]:
        return {(score.item, score.dimension): score for score in self.consensus.scores}

    @property
    def scores(self) -> dict[ScoreKey, Score]:
        return {(score.item, score.dimension): score.score for score in self.consensus.scores}

    def closed(self, cell: Cell) -> str:
        return closed_by(self.scale, cell, self.scores, phase=self.consensus.phase)

    def waiting(self) -> tuple[Cell, ...]:
        """What all say alike and nobody has confirmed."""
        agreed = self.agreed
        return tuple(cell for cell in self.cells if cell.unanimous and cell.key not in agreed and not self.closed(cell))

    def wants_reason(self, cell: Cell, score: Score) -> bool:
        """A reason is wanted wherever it is not what every original says."""
        return bool(cell.said) and not same_score(score, *cell.said)

    def agree(self, item: str, dimension: str, key: str, reason: str | None = None) -> None:
        """Agree on an answer; ``reason`` None leaves what is written. What it rules out is taken away."""
        cell = self._cell(item, dimension)
        if key not in {choice.key for choice in choices_of(self.scale, cell, phase=self.consensus.phase)}:
            raise NotAllowed(tr("“{item}” cannot be answered so.", item=cell.item.label))
        before = self.agreed.get(cell.key)
        score = score_of(key)
        words = (before.reason if before else "") if reason is None else reason.strip()
        agreed = {**self.agreed, cell.key: AgreedScore(item, dimension, score, words)}
        self._change(scores=self._in_order(agreed))

    def give_reason(self, item: str, dimension: str, reason: str) -> None:
        """Say why; there must be an agreed answer to say it of."""
        before = self.agreed.get((item, dimension))
        if before is not None and before.reason != reason.strip():
            self.agree(item, dimension, key_of(before.score), reason)

    def clear(self, item: str, dimension: str) -> None:
        """Take an agreement back."""
        agreed = self.agreed
        if agreed.pop((item, dimension), None) is not None:
            self._change(scores=self._in_order(agreed))

    def confirm(self) -> int:
        """Confirm in one act all that everybody says alike; return how many answers that were."""
        agreed, count = self.agreed, 0
        for cell in self.waiting():
            score = cell.said[0]
            assert score is not None
            agreed[cell.key] = AgreedScore(cell.item.id, cell.dimension.id, score)
            count += 1
        if count:
            self._change(scores=self._in_order(agreed))
        return count

    def adopt(self, moment_uid: str, adopted: bool = True) -> None:
        """Let a moment of an original be evidence here too, or no more.

        Its note stays with its rating: those are its rater's own words, and a consensus travels.
        """
        others = tuple(moment for moment in self.consensus.moments if moment.uid != moment_uid)
        if adopted:
            others = (*others, replace(self.moments[moment_uid][1], note=""))
        if others != self.consensus.moments:
            ordered = sorted(others, key=lambda m: (m.recording_uid, m.start_ms, m.uid))
            self._change(moments=tuple(ordered))

    def set_words(self, words: str) -> None:
        if words.strip() != self.consensus.words:
            self._change(words=words.strip())

    def set_phase(self, phase: str) -> None:
        """Which of the phases that the raters confirmed holds."""
        if phase != self.consensus.phase and phase in {one.state.phase for one in self.originals}:
            self._change(phase=phase)

    @property
    def can_undo(self) -> bool:
        return bool(self._past) and self.editable

    def undo(self) -> None:
        """Take the last act back."""
        if self.can_undo:
            self.consensus = self._past.pop()
            self._kept(self.consensus)

    def _cell(self, item: str, dimension: str) -> Cell:
        cell = self._by_key.get((item, dimension))
        if cell is None:
            raise NotAllowed(tr("None of the raters has answered this."))
        return cell

    def _in_order(self, agreed: dict[ScoreKey, AgreedScore]) -> tuple[AgreedScore, ...]:
        """By the scale's order, without what the rest rules out."""
        scores = {key: one.score for key, one in agreed.items()}
        return tuple(
            agreed[cell.key]
            for cell in self.cells
            if cell.key in agreed and not closed_by(self.scale, cell, scores, phase=self.consensus.phase)
        )

    def _change(self, **changes: object) -> None:
        if not self.editable:
            raise NotAllowed(tr("This consensus is signed, or somebody else's draft."))
        self._past.append(self.consensus)
        self.consensus = replace(self.consensus, **changes)  # type: ignore[arg-type]
        self._kept(self.consensus)
