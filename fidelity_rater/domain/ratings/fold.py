"""The fold: what a rating says now, made from its events. Incremental, so that a click costs the same at any length.

Every undoable event assigns values to slots (a score, a note, a cover field, a harm action). A slot's standing value
is that of its latest event that is not undone. Undo and redo are events like any other and name no target: the fold
knows the stacks, so they survive a restart and cannot disagree with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fidelity_rater.domain.ratings.events import UNDOABLE, EventKind, RatingEvent, Score, Stamp

ScoreKey = tuple[str, str]
"""Item id and dimension id."""

Slot = tuple[str, ...]
"""("score", item, dimension) | ("note", item or "") | ("cover", field) | ("harm", item)."""


class BrokenSequence(ValueError):
    """Events do not follow one another: a gap, a repeat, or something after the signature."""


@dataclass(frozen=True, slots=True)
class StandingScore:
    """A score as it stands, and when it was given."""

    score: Score
    stamp: Stamp
    seq: int


@dataclass(frozen=True, slots=True)
class _Assignment:
    seq: int
    stamp: Stamp
    value: Any


@dataclass(slots=True)
class RatingState:
    """What a rating says after the events so far. Change it only through :meth:`apply`."""

    opening: Mapping[str, Any] = field(default_factory=dict)
    head_seq: int = 0
    head_hash: bytes = b""
    signed: bool = False
    _history: dict[Slot, list[_Assignment]] = field(default_factory=dict)
    _undone: set[int] = field(default_factory=set)
    _slots_of: dict[int, tuple[Slot, ...]] = field(default_factory=dict)
    _events: dict[int, RatingEvent] = field(default_factory=dict)
    _undo: list[int] = field(default_factory=list)
    _redo: list[int] = field(default_factory=list)

    def apply(self, event: RatingEvent) -> tuple[Slot, ...]:
        """Take in the next event; return the slots whose standing value may have changed.

        Raises ``BrokenSequence`` for an event that cannot come next.
        """
        if event.seq != self.head_seq + 1 or self.signed:
            raise BrokenSequence(f"event {event.seq} cannot follow {self.head_seq}")
        changed = self._take(event)
        self.head_seq, self.head_hash = event.seq, event.hash
        return changed

    def _take(self, event: RatingEvent) -> tuple[Slot, ...]:
        if event.kind is EventKind.OPENED:
            self.opening = event.data
            return ()
        if event.kind is EventKind.SIGNED:
            self.signed = True
            return ()
        if event.kind is EventKind.UNDONE:
            return self._move(self._undo, self._redo, undone=True)
        if event.kind is EventKind.REDONE:
            return self._move(self._redo, self._undo, undone=False)
        assignments = _assignments(event)
        for slot, value in assignments:
            self._history.setdefault(slot, []).append(_Assignment(event.seq, event.stamp, value))
        slots = tuple(slot for slot, _ in assignments)
        self._slots_of[event.seq] = slots
        self._events[event.seq] = event
        if event.kind in UNDOABLE:
            self._undo.append(event.seq)
            self._redo.clear()
        return slots

    def _move(self, source: list[int], target: list[int], *, undone: bool) -> tuple[Slot, ...]:
        if not source:
            raise BrokenSequence("nothing to undo" if undone else "nothing to redo")
        seq = source.pop()
        target.append(seq)
        (self._undone.add if undone else self._undone.discard)(seq)
        return self._slots_of[seq]

    def _standing(self, slot: Slot) -> _Assignment | None:
        for assignment in reversed(self._history.get(slot, ())):
            if assignment.seq not in self._undone:
                return None if assignment.value is None else assignment
        return None

    @property
    def can_undo(self) -> bool:
        return bool(self._undo) and not self.signed

    @property
    def can_redo(self) -> bool:
        return bool(self._redo) and not self.signed

    @property
    def next_undo(self) -> RatingEvent | None:
        """The event that an undo would take back, for its label."""
        return self._events[self._undo[-1]] if self.can_undo else None

    @property
    def next_redo(self) -> RatingEvent | None:
        return self._events[self._redo[-1]] if self.can_redo else None

    def score(self, item: str, dimension: str) -> StandingScore | None:
        found = self._standing(("score", item, dimension))
        return StandingScore(found.value, found.stamp, found.seq) if found else None

    def scores(self) -> dict[ScoreKey, StandingScore]:
        """Every standing score."""
        standing = ((slot, self._standing(slot)) for slot in self._history if slot[0] == "score")
        return {(s[1], s[2]): StandingScore(a.value, a.stamp, a.seq) for s, a in standing if a}

    def note(self, item: str | None) -> str:
        found = self._standing(("note", item or ""))
        return str(found.value) if found else ""

    def notes(self) -> dict[str, str]:
        """Notes by item id; the note on the whole rating under the empty text."""
        standing = ((slot[1], self._standing(slot)) for slot in self._history if slot[0] == "note")
        return {item: str(found.value) for item, found in standing if found}

    def cover(self, name: str) -> Any:
        """A cover field: as last set, else as the rating was opened, else None."""
        found = self._standing(("cover", name))
        return found.value if found else self.opening.get(name)

    def harm_action(self, item: str) -> Mapping[str, str] | None:
        found = self._standing(("harm", item))
        return found.value if found else None

    @property
    def phase(self) -> str:
        return str(self.cover("phase"))

    @property
    def focal_areas(self) -> tuple[str, ...]:
        return tuple(self.cover("focal_areas") or ())


def _assignments(event: RatingEvent) -> list[tuple[Slot, Any]]:
    data = event.data
    match event.kind:
        case EventKind.SCORE_GIVEN:
            void = [(("score", data["item"], other), None) for other in data.get("withdraws", ())]
            return [(("score", data["item"], data["dimension"]), Score.from_json(data)), *void]
        case EventKind.SCORE_WITHDRAWN:
            return [(("score", data["item"], data["dimension"]), None)]
        case EventKind.NONE_HEARD:
            return [(("score", item, data["dimension"]), Score(value=0)) for item in data["items"]]
        case EventKind.NOTE_WRITTEN:
            return [(("note", data["item"] or ""), data["text"] or None)]
        case EventKind.COVER_SET:
            return [(("cover", data["field"]), data["value"])]
        case EventKind.HARM_ACTION_TOLD:
            return [(("harm", data["item"]), {key: data[key] for key in ("done", "told", "when")})]
        case _:
            raise BrokenSequence(f"{event.kind} assigns nothing")


def fold(events: Iterable[RatingEvent]) -> RatingState:
    """What a rating says, whatever order its events arrive in: their sequence decides."""
    state = RatingState()
    for event in sorted(events, key=lambda e: e.seq):
        state.apply(event)
    return state
