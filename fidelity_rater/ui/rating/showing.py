"""What the rating on the desk looks like now, put on the view: all of it, or only what an act has changed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from fidelity_rater.app.desk_models import SavedState
from fidelity_rater.app.rating import pictures
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.app.rating.outcome import outcome
from fidelity_rater.app.rating.record import ledger_lines
from fidelity_rater.app.spoken_time import clock_time
from fidelity_rater.i18n import tr
from fidelity_rater.ui.desk.desk_view import DeskView
from fidelity_rater.ui.forms.days import spoken_day
from fidelity_rater.ui.rating.outcome_strip import OutcomeStrip
from fidelity_rater.ui.rating.sound_control import SoundControl


class Showing:
    """Draws one desk. Nothing is decided here."""

    def __init__(self, view: DeskView, outcome_strip: OutcomeStrip, sound: SoundControl) -> None:
        self._view, self._outcome, self._sound = view, outcome_strip, sound
        self._desk: RatingDesk | None = None
        self._therapist = self._initials = ""
        self._stale = False
        """Whether the chosen item has changed while its tab was out of sight."""
        view.side.tab_chosen.connect(self.on_tab_chosen)

    def on_tab_chosen(self, tab: QWidget) -> None:
        if tab is self._view.detail and self._stale:
            self.detail()

    def take(self, desk: RatingDesk | None, *, therapist: str = "", initials: str = "") -> None:
        """Show this desk from now on; ``initials`` are those of the person whose rating it is."""
        self._desk, self._therapist, self._initials = desk, therapist, initials

    @property
    def about(self) -> str:
        """What is on the desk, in codes."""
        desk = self._desk
        if desk is None:
            return ""
        case, n = desk.rating.case.code, desk.rating.session.scheduled
        return tr("{therapist} · {case} · session {n}", therapist=self._therapist, case=case, n=n)

    def all(self) -> None:
        desk = self._desk
        if desk is None:
            return
        signed = self._signed_words(desk)
        self._view.show_header(pictures.header(desk, therapist_code=self._therapist, signed=signed))
        self._view.show_groups(pictures.groups(desk))
        self.detail()
        self.cover()
        self._after()

    def answers(self) -> None:
        """After an act that leaves the items as they are."""
        desk = self._desk
        if desk is not None:
            self._view.show_groups(pictures.groups(desk))
            self.detail()
            self._after()

    def touched(self) -> None:
        """After an act: only what it has changed."""
        desk = self._desk
        if desk is None:
            return
        kinds = {slot[0] for slot in desk.touched}
        if "cover" in kinds:
            self.all()  # another phase or focus changes which items there are
        elif kinds - {"moment"}:
            self.answers()
        else:
            for item in desk.touched_items:
                self._view.show_item(pictures.row(desk, desk.scale.item(item)))
            if self._view.items.chosen_item in desk.touched_items:
                self._stale = not self._view.detail.isVisible()
                if not self._stale:
                    self.detail()
            self._after()

    def _after(self) -> None:
        assert self._desk is not None
        self.progress()
        self.saved(self._desk.saved)
        self._view.show_undo(self._desk.undo_label, self._desk.redo_label)
        self.outcome()

    def saved(self, state: SavedState) -> None:
        """Show what is saved; of what was saved before today's first click, the time of its last event."""
        last = self._desk.state.head_stamp if self._desk is not None else None
        if state.saved_at is None and not state.pending and last is not None:
            state = replace(state, saved_at=last.at)
        self._view.show_saved(state)

    def detail(self, item_id: str = "") -> None:
        """The meaning of an item, or of the chosen one."""
        item_id = item_id or self._view.items.chosen_item
        if self._desk is not None and item_id:
            self._stale = False
            self._view.show_detail(pictures.detail(self._desk, item_id))

    def cover(self) -> None:
        if self._desk is not None:
            self._view.show_cover(pictures.cover(self._desk))

    def missing(self) -> None:
        """What is to be done before signing, and how the rating was listened to."""
        if self._desk is not None:
            lines = pictures.missing(self._desk)
            self._view.sign.show_ledger(ledger_lines(self._desk))
            self._view.show_missing(lines)

    def record(self) -> None:
        """How a signed rating was listened to."""
        if self._desk is not None:
            self._view.record.show_record(self._signed_words(self._desk), ledger_lines(self._desk))

    def progress(self) -> None:
        if self._desk is not None:
            heard, duration = self._sound.heard_ms, self._sound.duration_ms
            self._view.show_progress(pictures.progress(self._desk, heard_ms=heard, duration_ms=duration))

    def outcome(self) -> None:
        if self._desk is not None and self._outcome.is_open:
            self._outcome.show_outcome(outcome(self._desk))

    def _signed_words(self, desk: RatingDesk) -> str:
        at = desk.rating.head.signed_at
        if at is not None:
            day, time = spoken_day(at.astimezone().date()), clock_time(at)
            return tr("Signed by {who} on {day} at {time}, and locked.", who=self._initials, day=day, time=time)
        if desk.locked and not desk.state.signed:
            return tr("This draft is {who}'s: you can read it, and only they can change it.", who=self._initials)
        return ""
