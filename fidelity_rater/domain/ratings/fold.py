"""The fold: what a rating says now, made from its events. Incremental, so that a click costs the same at any length.

Every undoable event assigns values to slots (a score, a note, a cover field, a harm action, a moment). A slot's
standing value is that of its latest event that is not undone. Undo and redo are events like any other and name no
target: the fold knows the stacks, so they survive a restart and cannot disagree with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from fidelity_rater.domain.heard import HeardSoFar
from fidelity_rater.domain.ratings.events import SCORING, EventKind, RatingEvent, Score, Stamp
from fidelity_rater.domain.ratings.moments import Moment, MomentIndex, Weight

ScoreKey = tuple[str, str]
"""Item id and dimension id."""

Slot = tuple[str, ...]
"""("score", item, dimension) | ("note", item or "") | ("cover", field) | ("harm", item) | ("moment", uid)."""


class BrokenSequence(ValueError):
    """Events do not follow one another: a gap, a repeat, a second opening, or something after the signature."""


@dataclass(frozen=True, slots=True)
class StandingScore:
    """A score as it stands, when it was given, and how far the session had been heard by then, where that is known."""

    score: Score
    stamp: Stamp
    seq: int
    heard: HeardSoFar | None = None


@dataclass(frozen=True, slots=True)
class _Assignment:
    seq: int
    stamp: Stamp
    value: Any
    heard: HeardSoFar | None = None

    def as_score(self) -> StandingScore:
        return StandingScore(self.value, self.stamp, self.seq, self.heard)


@dataclass(frozen=True, slots=True)
class _Act:
    """An undoable event, and what it assigns."""

    event: RatingEvent
    assignments: tuple[tuple[Slot, Any], ...]
    heard: HeardSoFar | None = None

    @property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(slot for slot, _ in self.assignments)


@dataclass(slots=True)
class RatingState:
    """What a rating says after the events so far. Change it only through :meth:`apply`."""

    opening: Mapping[str, Any] = field(default_factory=dict)
    closing: Mapping[str, Any] = field(default_factory=dict)
    """What the signing event says; empty before."""
    head_seq: int = 0
    head_hash: bytes = b""
    head_stamp: Stamp | None = None
    """Of the latest event; None before the first."""
    signed: bool = False
    _history: dict[str, dict[Slot, list[_Assignment]]] = field(default_factory=dict)
    """What stands on each slot, latest last; only events that are not undone, so that nothing is ever searched.

    By the kind of slot: thousands of moments must not be walked through to find the scores.
    """
    _undo: list[_Act] = field(default_factory=list)
    _redo: list[_Act] = field(default_factory=list)
    _moments: MomentIndex = field(default_factory=MomentIndex)

    def apply(self, event: RatingEvent) -> tuple[Slot, ...]:
        """Take in the next event; return the slots whose standing value may have changed.

        Raises ``BrokenSequence`` for an event that cannot come next.
        """
        if event.seq != self.head_seq + 1 or self.signed or (event.kind is EventKind.OPENED and event.seq != 1):
            raise BrokenSequence(f"event {event.seq} cannot follow {self.head_seq}")
        changed = self._take(event)
        self.head_seq, self.head_hash, self.head_stamp = event.seq, event.hash, event.stamp
        return changed

    def _take(self, event: RatingEvent) -> tuple[Slot, ...]:
        if event.kind is EventKind.OPENED:
            self.opening = event.data
            return ()
        if event.kind is EventKind.SIGNED:
            self.signed, self.closing = True, event.data
            return ()
        if event.kind is EventKind.UNDONE:
            return self._undo_last()
        if event.kind is EventKind.REDONE:
            return self._redo_last()
        act = _Act(event, tuple(self._checked(event)), _heard(event))
        self._stand(act)
        self._undo.append(act)
        self._redo.clear()
        return act.slots

    def _stand(self, act: _Act) -> None:
        for slot, value in act.assignments:
            assignment = _Assignment(act.event.seq, act.event.stamp, value, act.heard)
            self._history.setdefault(slot[0], {}).setdefault(slot, []).append(assignment)
        self._index(act)

    def _checked(self, event: RatingEvent) -> list[tuple[Slot, Any]]:
        assignments = _assignments(event)
        first, _ = assignments[0]
        if event.kind in (EventKind.MOMENT_CHANGED, EventKind.MOMENT_DELETED) and self.moment(first[1]) is None:
            raise BrokenSequence("no such moment stands")
        if event.kind is EventKind.MOMENT_MARKED and self._slots("moment").get(first):
            raise BrokenSequence("this moment was marked before")
        return assignments

    def _index(self, act: _Act) -> None:
        for slot in act.slots:
            if slot[0] == "moment":
                standing = self._standing(slot)
                self._moments.put(slot[1], standing.value if standing else None)

    def _undo_last(self) -> tuple[Slot, ...]:
        if not self._undo:
            raise BrokenSequence("nothing to undo")
        act = self._undo.pop()
        self._redo.append(act)
        for slot in act.slots:
            self._history[slot[0]][slot].pop()
        self._index(act)
        return act.slots

    def _redo_last(self) -> tuple[Slot, ...]:
        if not self._redo:
            raise BrokenSequence("nothing to redo")
        act = self._redo.pop()
        self._undo.append(act)
        self._stand(act)
        return act.slots

    def _standing(self, slot: Slot) -> _Assignment | None:
        assignments = self._slots(slot[0]).get(slot)
        if not assignments or assignments[-1].value is None:
            return None
        return assignments[-1]

    def _slots(self, kind: str) -> Mapping[Slot, list[_Assignment]]:
        return self._history.get(kind, {})

    def _every(self, kind: str) -> Iterator[tuple[Slot, _Assignment]]:
        for slot in self._slots(kind):
            found = self._standing(slot)
            if found is not None:
                yield slot, found

    @property
    def can_undo(self) -> bool:
        return bool(self._undo) and not self.signed

    @property
    def can_redo(self) -> bool:
        return bool(self._redo) and not self.signed

    @property
    def next_undo(self) -> RatingEvent | None:
        """The event that an undo would take back, for its label."""
        return self._undo[-1].event if self.can_undo else None

    @property
    def next_redo(self) -> RatingEvent | None:
        return self._redo[-1].event if self.can_redo else None

    def score(self, item: str, dimension: str) -> StandingScore | None:
        found = self._standing(("score", item, dimension))
        return found.as_score() if found else None

    def scores(self) -> dict[ScoreKey, StandingScore]:
        """Every standing score."""
        return {(slot[1], slot[2]): found.as_score() for slot, found in self._every("score")}

    def standing(self) -> list[tuple[Slot, Any, Stamp]]:
        """Every answer that stands, with the stamp it was given with, in the order in which they were given.

        A cover field that was taken back is among them, with None: it stands against what the opening says.
        """
        latest = [(slot, given[-1]) for slots in self._history.values() for slot, given in slots.items() if given]
        kept = [(slot, a) for slot, a in latest if a.value is not None or slot[0] == "cover"]
        return [(slot, a.value, a.stamp) for slot, a in sorted(kept, key=lambda entry: entry[1].seq)]

    def note(self, item: str | None) -> str:
        found = self._standing(("note", item or ""))
        return str(found.value) if found else ""

    def notes(self) -> dict[str, str]:
        """Notes by item id; the note on the whole rating under the empty text."""
        return {slot[1]: str(found.value) for slot, found in self._every("note")}

    def cover(self, name: str) -> Any:
        """A cover field: as last set (None where the answer was taken back), else as opened, else None."""
        assignments = self._slots("cover").get(("cover", name))
        return assignments[-1].value if assignments else self.opening.get(name)

    def harm_action(self, item: str) -> Mapping[str, str] | None:
        found = self._standing(("harm", item))
        return found.value if found else None

    def harm_actions(self) -> dict[str, Mapping[str, str]]:
        """What was done about each raised harm flag, by item id."""
        return {slot[1]: found.value for slot, found in self._every("harm")}

    def moment(self, uid: str) -> Moment | None:
        return self._moments.get(uid)

    def moments(self) -> Mapping[str, Moment]:
        """Every standing moment by uid; a live view, so copy what is kept."""
        return self._moments.all()

    def moments_of(self, item: str) -> tuple[Moment, ...]:
        """The standing moments of an item (empty text: those not placed yet), in the order of their sound."""
        return self._moments.of_item(item)

    def weight_of(self, item: str) -> Weight:
        """How many of its moments speak for an item, and how many against."""
        return self._moments.weight_of(item)

    def last_known(self, uid: str) -> Moment | None:
        """A moment as it stands, or stood before it was deleted."""
        given = self._slots("moment").get(("moment", uid), ())
        return next((assignment.value for assignment in reversed(given) if assignment.value is not None), None)

    @property
    def phase(self) -> str:
        """The phase as confirmed; empty while it is not set."""
        return str(self.cover("phase") or "")

    @property
    def focal_areas(self) -> tuple[str, ...]:
        return tuple(self.cover("focal_areas") or ())


def _heard(event: RatingEvent) -> HeardSoFar | None:
    data = event.data.get("heard") if event.kind in SCORING else None
    return HeardSoFar.from_json(data) if data else None


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
        case EventKind.MOMENT_MARKED | EventKind.MOMENT_CHANGED:
            return [(("moment", data["moment"]), Moment.from_json(data))]
        case EventKind.MOMENT_DELETED:
            return [(("moment", data["moment"]), None)]
        case _:
            raise BrokenSequence(f"{event.kind} assigns nothing")


def fold(events: Iterable[RatingEvent]) -> RatingState:
    """What a rating says, whatever order its events arrive in: their sequence decides."""
    state = RatingState()
    for event in sorted(events, key=lambda e: e.seq):
        state.apply(event)
    return state
