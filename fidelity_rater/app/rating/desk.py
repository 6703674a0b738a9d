"""The rating desk's work: takes what the rater does, keeps the fold, has every event saved in its order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import NotAllowed
from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.app.ports.library import HeardSpan, Library
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.app.rating.calibrating import reference_in
from fidelity_rater.app.rating.moment_list import MomentList
from fidelity_rater.app.rating.opening import OpenRating
from fidelity_rater.app.rating.projection import rows_for
from fidelity_rater.app.rating.saver import Saver
from fidelity_rater.app.rating.wording import described
from fidelity_rater.app.saved import SavedState
from fidelity_rater.domain.heard import HeardSoFar
from fidelity_rater.domain.people import Person
from fidelity_rater.domain.ratings import answers
from fidelity_rater.domain.ratings.blindness import ASSIGNMENT
from fidelity_rater.domain.ratings.chain import next_event
from fidelity_rater.domain.ratings.events import (
    SCORING,
    CoverField,
    Draft,
    EventKind,
    RatingEvent,
    Score,
    Stamp,
    cover_set,
    harm_action_told,
    note_written,
    score_withdrawn,
    with_heard,
)
from fidelity_rater.domain.ratings.fold import RatingState, Slot, fold
from fidelity_rater.domain.ratings.sheet import Sheet, answer_dimensions, is_harm_flag
from fidelity_rater.domain.ratings.shown import Progress, ShownItems, items_shown, progress
from fidelity_rater.domain.ratings.signing import Missing, missing_before_signing
from fidelity_rater.domain.timecode import ClockQuality
from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import Scale

ASSIGNED_FIELDS: Final = frozenset({CoverField.PHASE, CoverField.FOCAL_AREAS, CoverField.FORM})

MediaStamp = Callable[[], tuple[int | None, ClockQuality, str | None]]
"""What is being heard: media time in milliseconds, how far to trust it, and the recording's uid."""


def nothing_heard() -> tuple[int | None, ClockQuality, str | None]:
    """The stamp where no recording is loaded."""
    return None, ClockQuality.NONE, None


HeardBefore = Callable[[], HeardSoFar | None]
"""How far the session has been heard up to now; None where nobody keeps count."""

Spans = Mapping[str, Iterable[HeardSpan]]
"""What was heard, by recording uid."""


class RatingDesk:
    """One rating on the desk. Each act is one event: checked, folded in, then saved.

    ``heard`` stamps it with what is being heard, ``so_far`` tells a score how far the session had been heard by then;
    ``ledger`` is all that was heard up to now, at which speed.
    ``touched`` are the slots that the last act changed, an undo's too, and ``touched_items`` the items whose rows that
    concerns, so that only they need to be drawn anew.
    ``on_saved`` is told whenever what may be said about saving changes. Acts raise ``NotAllowed`` and change nothing
    where the scale, a lock or the person forbids them.
    """

    def __init__(
        self,
        rating: OpenRating,
        *,
        person: Person,
        library: Library,
        jobs: JobRunner,
        clock: WallClock,
        bus: Bus,
        on_saved: Callable[[SavedState], None] = lambda state: None,
    ) -> None:
        self.rating = rating
        self.heard: MediaStamp = nothing_heard
        self.so_far: HeardBefore = lambda: None
        self.ledger: Callable[[], Spans] = dict
        self.touched: tuple[Slot, ...] = ()
        self.touched_items: frozenset[str] = frozenset()
        self._person, self._clock, self._bus = person, clock, bus
        self._state = fold(rating.events)
        self.moments = MomentList(rating, self._state)
        self._sheet: Sheet | None = None
        self._on_saved = on_saved
        self._saver = Saver(library, jobs=jobs, clock=clock, changed=self._saved_changed)

    @property
    def scale(self) -> Scale:
        return self.rating.scale

    @property
    def state(self) -> RatingState:
        return self._state

    @property
    def sheet(self) -> Sheet:
        """The standing answers now."""
        if self._sheet is None:
            self._sheet = Sheet.of(self._state)
        return self._sheet

    @property
    def saved(self) -> SavedState:
        return self._saver.state

    @property
    def locked(self) -> bool:
        """Whether nothing may be changed: it is signed, or somebody else's."""
        return self._state.signed or self.rating.head.person_uid != self._person.uid

    @property
    def form(self) -> str:
        """The scale's form in use: as the cover sheet says now, which may be another than at the opening."""
        return str(self._state.cover(CoverField.FORM) or self.rating.head.form)

    @property
    def assigned(self) -> bool:
        """Whether an assignment or a reference settles what is rated: the phase, the focal areas and the form."""
        return bool(self._state.opening.get(ASSIGNMENT) or reference_in(self._state.opening))

    # What the desk shows

    def shown(self) -> ShownItems:
        return items_shown(self.scale, self.sheet, form=self.form)

    def progress(self) -> Progress:
        return progress(self.scale, self.sheet, form=self.form)

    def missing(self) -> tuple[Missing, ...]:
        return missing_before_signing(self.scale, self._state, form=self.form)

    @property
    def undo_label(self) -> str | None:
        """What an undo would take back, in the rater's words."""
        event = self._state.next_undo
        return described(self.scale, event, self._state) if event and not self.locked else None

    @property
    def redo_label(self) -> str | None:
        event = self._state.next_redo
        return described(self.scale, event, self._state) if event and not self.locked else None

    # What the rater does

    def give(self, item: str, dimension: str, value: int) -> None:
        """Score an item on a dimension."""
        self._answer(item, dimension, Score(value=value))

    def put_state(self, item: str, state: str, reason: str = "") -> None:
        """Answer an item as a whole with a state in place of a number."""
        first = answer_dimensions(self.scale, self.scale.item(item), self.sheet.phase)[0]
        self._answer(item, first.id, Score(state=state, reason=reason))

    def _answer(self, item: str, dimension: str, score: Score) -> None:
        if self.sheet.scores.get((item, dimension)) == score:
            return
        self.do(answers.answer(self.scale, self.sheet, item=item, dimension=dimension, score=score))

    def withdraw(self, item: str, dimension: str) -> None:
        if (item, dimension) in self.sheet.scores:
            self.do(score_withdrawn(item, dimension))

    def withdraw_state(self, item: str) -> None:
        """Take back the state that stands for an item as a whole."""
        self.withdraw(item, answer_dimensions(self.scale, self.scale.item(item), self.sheet.phase)[0].id)

    def raise_harm(self, item: str) -> None:
        """Put up an item's harm flag; what was done about it is asked for at once."""
        if flag := self._harm_flag(item):
            self.give(item, flag, 1)

    def lower_harm(self, item: str) -> None:
        if flag := self._harm_flag(item):
            self.withdraw(item, flag)

    def _harm_flag(self, item: str) -> str | None:
        found = self.scale.item(item)
        offered = self.scale.dimensions_of(found, self.sheet.phase)
        return next((d.id for d in offered if is_harm_flag(found, d)), None)

    def none_heard(self) -> bool:
        """Answer the open proscribed items with "none heard"; tell whether there were any."""
        draft = answers.none_heard_answer(self.scale, self.sheet, form=self.form)
        if draft is not None:
            self.do(draft)
        return draft is not None

    def note(self, item: str | None, text: str) -> None:
        """Write, change or (empty) take away the note on an item, or on the whole rating."""
        text = text.strip()
        if self._state.note(item) != text:
            self.do(note_written(item, text))

    def set_cover(self, field: CoverField, value: Any) -> None:
        """Answer one field of the cover sheet. A new phase or focus keeps every score already given."""
        value = list(value) if isinstance(value, tuple) else value
        if self.assigned and field in ASSIGNED_FIELDS:
            raise NotAllowed(tr("What was asked for settles this."), tr("Tell your own view of the focus beside it."))
        if self._state.cover(field) != value:
            self.do(cover_set(field, value))

    def tell_harm_action(self, item: str, *, done: str, told: str, when: str) -> None:
        action = {"done": done.strip(), "told": told.strip(), "when": when.strip()}
        if self._state.harm_action(item) != action:
            self.do(harm_action_told(item, **action))

    def undo(self) -> str | None:
        """Take back the last act; return its words, or None where there is none."""
        label = self.undo_label
        if label is not None:
            self.do(Draft(EventKind.UNDONE, {}))
        return label

    def redo(self) -> str | None:
        label = self.redo_label
        if label is not None:
            self.do(Draft(EventKind.REDONE, {}))
        return label

    def retry_saving(self) -> None:
        """Try again what could not be saved; harmless at any time."""
        self._saver.retry()

    def flush(self) -> None:
        """Have everything on disk before going on. Raises ``UserFacingError`` where that cannot be."""
        self._saver.flush()

    def next_event(self, draft: Draft) -> RatingEvent:
        """The event that would come next, chained and stamped; signing needs its hash before it is kept."""
        media_ms, quality, recording_uid = self.heard()
        return next_event(
            rating_uid=self.rating.head.uid,
            head_seq=self._state.head_seq,
            head_hash=self._state.head_hash,
            draft=draft,
            stamp=Stamp(self._clock.now(), media_ms, quality, recording_uid),
            actor=self._person.uid,
        )

    def take(self, event: RatingEvent) -> None:
        """Fold in an event that is already in the library."""
        self._fold(event)

    def do(self, draft: Draft) -> None:
        """Append an act that has been drafted elsewhere."""
        if self._state.signed:
            raise NotAllowed(tr("This rating is signed and cannot be changed."), tr("Correct it with a new rating."))
        if self.locked:
            raise NotAllowed(tr("Only the person who began this rating can change it."))
        event = self.next_event(with_heard(draft, self.so_far()) if draft.kind in SCORING else draft)
        self._fold(event)
        self._saver.save(event, rows_for(self._state, self.touched))

    def _fold(self, event: RatingEvent) -> None:
        self.touched = self._state.apply(event)
        items: set[str] = set()
        for slot in self.touched:
            if slot[0] == "moment":
                items |= self.moments.refresh(slot[1], self._state.moment(slot[1]))
            elif slot[0] != "cover":
                items.add(slot[1])
        self.touched_items = frozenset(items - {""})
        if any(slot[0] != "moment" for slot in self.touched):
            self._sheet = None

    def _saved_changed(self, state: SavedState) -> None:
        self._on_saved(state)
        if state.all_saved and not state.fault:
            self._bus.publish(Changed.SCORES)
