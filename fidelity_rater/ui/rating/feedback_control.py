"""Joins feedback with the desk: the composer beside a signed rating, what is open since last time beside a new one.

One tab of the side serves both. Its panels are built when they are first looked at: a desk must stand at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.caseload_models import Role
from fidelity_rater.app.commands import CommandId
from fidelity_rater.app.errors import NotAllowed, UserFacingError
from fidelity_rater.app.feedback.composer import Composer, Removed, Written, may_compose, read_written
from fidelity_rater.app.feedback.models import Part, SinceLastTime
from fidelity_rater.app.feedback.replies import came_in
from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.app.rating.saver import LANE
from fidelity_rater.app.saved import SavedState
from fidelity_rater.i18n import tr
from fidelity_rater.ui.desk.desk_view import DeskView
from fidelity_rater.ui.feedback.composer_panel import ComposerPanel
from fidelity_rater.ui.feedback.follow_up_panel import FollowUpPanel
from fidelity_rater.ui.rating.sound_control import SoundControl

RETRY_EVERY_MS: Final = 5000
READING: Final = "feedback"
"""The lane of what is only read; what is written, and read back, keeps its order with all other saving."""


class FeedbackControl(QObject):
    """The feedback on the rating on the desk.

    Signals:
        send_wanted: send this feedback (its uid); it is on disk.
        report_wanted: save a report on the rating on the desk (its uid).
    """

    send_wanted = Signal(str)
    report_wanted = Signal(str)
    _saved = Signal(object)

    def __init__(
        self, work: Workplace, jobs: JobRunner, view: DeskView, sound: SoundControl, *, play: Callable[[str], None]
    ) -> None:
        """``play`` plays a moment of the desk (uid)."""
        super().__init__(view)
        self._work, self._jobs, self._view, self._sound, self._play = work, jobs, view, sound, play
        self._desk: RatingDesk | None = None
        self._composer: Composer | None = None
        self._since: SinceLastTime | None = None
        self._removed: Removed | None = None
        self._composing = self._reading = False
        self._came: frozenset[tuple[str, str]] | None = None
        """What had come from therapists when it was last looked at."""
        self._wanted: Callable[[], None] | None = None
        """What is to be done once the feedback has been read."""
        self.panel: ComposerPanel | None = None
        self.follow_up: FollowUpPanel | None = None
        self.holder = QWidget(view)
        self.holder.hide()
        self._inside = QVBoxLayout(self.holder)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._retry = QTimer(self)
        self._retry.setInterval(RETRY_EVERY_MS)
        self._retry.timeout.connect(self.on_save_retried)
        self._saved.connect(self.on_saved)
        view.side.tab_chosen.connect(self.on_tab_chosen)
        view.item_chosen.connect(self.on_item_chosen)
        view.toast.action_pressed.connect(self.on_put_back)
        view.commands.bind(
            {
                CommandId.SHOW_FEEDBACK: self.show,
                CommandId.ADD_STRENGTH: lambda: self._from_desk(Part.STRENGTHS),
                CommandId.WORK_ON: lambda: self._from_desk(Part.SUGGESTIONS),
            }
        )

    # Which rating

    def take(self, desk: RatingDesk) -> None:
        """Stand beside this rating: with a composer where one may write, else with what is open, if anything is."""
        self.leave()
        self._desk = desk
        self._composing = may_compose(desk, self._work.person)
        if self._composing:
            self._place(tr("Feedback"))
        rating = desk.rating
        self._run(lambda: self._work.follow_ups.since_last_time(rating), self._on_since)
        self.look_for_answers()

    def look_for_answers(self) -> None:
        """Show what has come from a therapist while this rating was on the desk; typing is not disturbed by less."""
        if self._desk is not None:
            self._run(lambda: came_in(self._work.library), self._on_came)

    def _on_came(self, came: frozenset[tuple[str, str]]) -> None:
        before = self._came
        if before is not None and before != came:
            if self.unsaved():
                return  # nothing that is typed is lost for it; it is looked for again with the next news
            self.reload()
        self._came = came

    def _place(self, name: str) -> None:
        key = self._view.commands.keys.hint_of(CommandId.SHOW_FEEDBACK)
        self._view.side.place_last(self.holder, name, key=key)

    def leave(self) -> None:
        """Let go of the rating; what is typed is told before."""
        self.settle()
        self._retry.stop()
        self._desk, self._composer, self._since, self._removed, self._wanted = None, None, None, None, None
        self._came = None
        self._composing = self._reading = False
        self._view.side.take_last(self.holder)

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None], *, lane: str = READING) -> None:
        """Do it in a job; what comes back after another rating has come to the desk is dropped."""
        desk = self._desk

        def on_failed(error: Exception) -> None:
            if not isinstance(error, UserFacingError):
                raise error
            if desk is self._desk:
                self._reading = False
                self._view.show_toast(str(error))

        self._jobs.start(
            lambda _: work(),
            done=lambda result: done(result) if desk is self._desk else None,
            failed=on_failed,
            lane=lane,
        )

    def _on_since(self, since: SinceLastTime | None) -> None:
        self._since = since
        if since is None or since.empty:
            return
        if not self._composing:
            self._place(self._since_name(since))
        if self.panel is not None:
            self.panel.show_since(since.open)
        if self.follow_up is not None:
            self.follow_up.show_since(since)
        if self._view.side.current is self.holder:
            self.on_tab_chosen(self.holder)

    def _since_name(self, since: SinceLastTime) -> str:
        if not (since.suggestions or since.done or since.replies or since.differences):
            return tr("Listen here ({n})", n=len(since.places)) if since.places else tr("From the therapist")
        return tr("Last time ({n})", n=since.open) if since.open else tr("Last time")

    # What is in sight

    def is_written_in(self, tab: QWidget) -> bool:
        """Whether this tab of the side is the one in which feedback is written."""
        return tab is self.holder and self._composing

    def show(self) -> None:
        """Bring it into sight, or say why there is nothing."""
        if self._desk is None:
            return
        if self._composing or (self._since is not None and not self._since.empty):
            self._view.side.show_tab(self.holder)
        elif self._desk.state.signed:
            self._view.show_toast(tr("Feedback is written by the person who signed the rating."))
        else:
            self._view.show_toast(tr("Feedback is written beside the rating once it is signed."))

    def on_tab_chosen(self, tab: QWidget) -> None:
        if tab is not self.holder or self._desk is None:
            return
        if not self._composing:
            self.show_since()
        elif self._composer is None:
            self._read()
        else:
            self._show_panel(self._made_panel())

    def _read(self) -> None:
        desk = self._desk
        if desk is None or self._reading:
            return
        self._reading = True
        library, uid = self._work.library, desk.rating.head.uid
        self._run(lambda: read_written(library, uid), self._on_read, lane=LANE)

    def _on_read(self, written: Written) -> None:
        desk = self._desk
        self._reading = False
        if desk is None:
            return
        self._composer = self._work.composer(desk, written, jobs=self._jobs, on_saved=self._saved.emit)
        panel = self._made_panel()
        self._show_panel(panel)
        panel.show_fault("")
        panel.show_saved(SavedState(written.latest.changed_at) if written.latest else SavedState())
        panel.area.verticalScrollBar().setValue(0)
        self.refresh()
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            wanted()

    def _made_panel(self) -> ComposerPanel:
        if self.panel is None:
            self.panel = ComposerPanel(self.holder)
            self._connect(self.panel)
            self._view.commands.keys.show_on(self.panel)
        self.panel.show_since(self._since.open if self._since is not None else 0)
        return self.panel

    def show_since(self) -> None:
        """Show what is open since last time, in the place of the composer where there is one."""
        if self._since is None:
            return
        if self.follow_up is None:
            self.follow_up = FollowUpPanel(self.holder)
            self.follow_up.ticked.connect(self.on_ticked)
            self.follow_up.item_followed.connect(self.on_item_followed)
            self.follow_up.place_played.connect(self._sound.play_span)
            self.follow_up.back_pressed.connect(lambda: self._show_panel(self._made_panel()))
        self.follow_up.show_back(self._composing)
        self.follow_up.show_since(self._since)
        self._show_panel(self.follow_up)

    def _show_panel(self, panel: QWidget) -> None:
        for other in (self.panel, self.follow_up):
            if other is not None and other is not panel:
                self._inside.removeWidget(other)
                other.hide()
        if self._inside.indexOf(panel) < 0:
            self._inside.addWidget(panel)
        panel.show()

    def _connect(self, panel: ComposerPanel) -> None:
        panel.strength_added.connect(lambda item: self._add(Part.STRENGTHS, item))
        panel.suggestion_added.connect(lambda item: self._add(Part.SUGGESTIONS, item))
        panel.text_edited.connect(lambda uid, text: self._act(lambda c: c.write(uid, text)))
        panel.context_edited.connect(lambda text: self._act(lambda c: c.write_context(text)))
        panel.closing_edited.connect(lambda text: self._act(lambda c: c.write_closing(text)))
        panel.moved.connect(lambda uid, by: self._act(lambda c: c.move(uid, by)))
        panel.removed.connect(self.on_removed)
        panel.item_tied.connect(lambda uid: self._act(lambda c: c.tie_item(uid, self._view.items.chosen_item)))
        panel.item_untied.connect(lambda uid, item: self._act(lambda c: c.untie_item(uid, item)))
        panel.moment_tied.connect(lambda uid, moment, on: self._act(lambda c: c.tie_moment(uid, moment, tied=on)))
        panel.taken_over.connect(lambda: self._act(lambda c: c.carry_over()))
        panel.begun_anew.connect(lambda: self._act(lambda c: c.begin_anew()))
        panel.item_followed.connect(self.on_item_followed)
        panel.moment_played.connect(self._play)
        panel.place_played.connect(self._sound.play_span)
        panel.since_wanted.connect(self.show_since)
        panel.send_wanted.connect(self.on_send_wanted)
        panel.report_wanted.connect(self.on_report_wanted)
        panel.save_retried.connect(self.on_save_retried)
        panel.left.connect(self._view.focus_items)

    # Acts

    def refresh(self) -> None:
        """Show the feedback as it stands."""
        if self.panel is not None and self._composer is not None:
            self.panel.show_feedback(self._composer.shown())
            self.panel.show_chosen(self._composer.chosen(self._view.items.chosen_item))

    def reload(self) -> None:
        """Read anew what is shown, such as after it was sent or an answer was taken in."""
        if self._desk is None:
            return
        rating = self._desk.rating
        if self._composer is not None:
            self.settle()  # what is typed is on its way to the library before it is read from there
            self._composer = None
            self._read()
        self._run(lambda: self._work.follow_ups.since_last_time(rating), self._on_since)

    def _act(self, act: Callable[[Composer], object]) -> None:
        if self._composer is None:
            return
        try:
            act(self._composer)
        except NotAllowed as error:
            self._view.show_toast(str(error))
        self.refresh()

    def _add(self, part: Part, item: str) -> None:
        """Begin a remark, and write at once."""
        made: list[str] = []
        self._keep_typing()
        strength = part is Part.STRENGTHS
        self._act(lambda c: made.append(c.add_strength(item) if strength else c.add_suggestion(item)))
        if made and self.panel is not None:
            self.panel.begin(part, made[0])

    def _from_desk(self, part: Part) -> None:
        """By key, from the item that is chosen on the desk."""
        if not self._composing:
            self.show()
            return
        item = self._view.items.chosen_item
        if self._composer is None:
            self._wanted = lambda: self._add(part, item)
            self._view.side.show_tab(self.holder)
            self._read()
        else:
            self._view.side.show_tab(self.holder)
            self._add(part, item)

    def on_removed(self, uid: str) -> None:
        self._keep_typing()
        if self._composer is not None:
            self._removed = self._composer.remove(uid)
            self.refresh()
            self._view.show_toast(tr("Taken away"), action=tr("Undo"))

    def on_put_back(self) -> None:
        removed, self._removed = self._removed, None
        if removed is not None:
            self._act(lambda c: c.put_back(removed))

    def on_ticked(self, uid: str, state: str) -> None:
        since, desk = self._since, self._desk
        if since is None or desk is None:
            return

        def work() -> SinceLastTime | None:
            self._work.follow_ups.tick(since, uid, state)
            return self._work.follow_ups.since_last_time(desk.rating)

        self._run(work, self._on_since, lane=LANE)

    def on_item_followed(self, item: str) -> None:
        if self._view.items.item(item) is not None:
            self._view.show_chosen(item)
            self._view.side.show_tab(self._view.detail)
        else:
            self._view.show_toast(tr("This item is not asked in this session."))

    def on_item_chosen(self, item: str) -> None:
        if self.panel is not None and self._composer is not None and self.panel.isVisible():
            self.panel.show_chosen(self._composer.chosen(item))

    def on_send_wanted(self) -> None:
        """Hand it over once it is on disk; where there is nothing to send, go to where that is said."""
        composer, panel = self._composer, self.panel
        if composer is None or panel is None:
            return
        self._keep_typing()
        blocking = next((gap for gap in composer.shown().gaps if gap.blocking), None)
        if blocking is not None:
            panel.begin(blocking.part, blocking.remark)
            self._view.show_toast(blocking.sentence)
        elif self._flushed(composer):
            self.send_wanted.emit(composer.feedback.uid)

    def on_report_wanted(self) -> None:
        composer, desk = self._composer, self._desk
        self._keep_typing()
        if composer is not None and desk is not None and self._flushed(composer):
            self.report_wanted.emit(desk.rating.head.uid)

    def _flushed(self, composer: Composer) -> bool:
        try:
            if not composer.final:
                composer.tidy()
            composer.flush()
        except UserFacingError as error:
            if self.panel is not None:
                self.panel.show_fault(str(error))
            return False
        self.refresh()
        return True

    # Saving

    def on_saved(self, state: SavedState) -> None:
        if self.panel is not None and self._composer is not None:
            self.panel.show_saved(state)
        if state.fault and self._composer is not None and not self._retry.isActive():
            self._retry.start()
        elif not state.fault:
            self._retry.stop()

    def on_save_retried(self) -> None:
        if self._composer is not None:
            self._composer.retry_saving()

    def _keep_typing(self) -> None:
        if self.panel is not None and self._composer is not None:
            self.panel.keep_typing()

    def settle(self) -> None:
        """Have what is typed told now."""
        self._keep_typing()

    def flush(self) -> None:
        """Have everything on disk here and now. Raises ``UserFacingError`` where that cannot be."""
        self._keep_typing()
        if self._composer is not None:
            self._composer.flush()

    def unsaved(self) -> str:
        """Try to have everything on disk before it is left; say why it is not, or nothing."""
        try:
            self.flush()
        except UserFacingError as error:
            return str(error)
        return ""

    def signed_words(self, signed: str) -> str:
        """Say that the rating was signed, and which key begins the feedback on it.

        On one's own work there is none, and what was asked for goes back to whoever asked.
        """
        key = self._view.commands.keys.hint_of(CommandId.SHOW_FEEDBACK)
        desk = self._desk
        if desk is None or desk.assigned or desk.rating.head.role is Role.TRAINEE or not key:
            return signed
        return tr("{signed}. {key} opens the feedback on it.", signed=signed, key=key)
