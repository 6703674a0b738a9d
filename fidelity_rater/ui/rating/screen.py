"""The rating screen: joins the desk as a view with the desk as a use case, its saving, its signing and its sound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.caseload_models import Role
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.desk_models import BeginAnswers, SavedState
from fidelity_rater.app.errors import NotAllowed, UserFacingError
from fidelity_rater.app.ports.jobs import JobRunner, Progress
from fidelity_rater.app.ports.library import RatingHead, UnitOfWork
from fidelity_rater.app.rating import acts
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.app.rating.listening import Listening
from fidelity_rater.app.rating.questions import Beginning, beginning, choice_of
from fidelity_rater.app.rating.saver import LANE
from fidelity_rater.i18n import tr
from fidelity_rater.ui.desk.desk_view import DeskView
from fidelity_rater.ui.hearing.player_bar import PlayerBar
from fidelity_rater.ui.rating.clip_control import ClipControl
from fidelity_rater.ui.rating.correction_dialog import CorrectionDialog
from fidelity_rater.ui.rating.feedback_control import FeedbackControl
from fidelity_rater.ui.rating.feedback_ways import FeedbackWays
from fidelity_rater.ui.rating.fork_control import ForkControl
from fidelity_rater.ui.rating.moment_control import MomentControl
from fidelity_rater.ui.rating.outcome_strip import OutcomeStrip
from fidelity_rater.ui.rating.selection_control import SelectionControl
from fidelity_rater.ui.rating.showing import Showing
from fidelity_rater.ui.rating.sound_control import SoundControl
from fidelity_rater.ui.rating.transcript_control import TranscriptControl
from fidelity_rater.ui.rating.waveform_control import WaveformControl
from fidelity_rater.ui.widgets.room import Room

RETRY_EVERY_MS: Final = 5000


@dataclass(frozen=True, slots=True)
class _Opened:
    """A rating read from the library."""

    desk: RatingDesk
    listening: Listening
    therapist: str
    initials: str
    part: str
    """The recording that will most likely be loaded; empty where there is none."""


def _likely_part(uow: UnitOfWork, head: RatingHead) -> str:
    """Where this rater stopped, else the session's first recording."""
    if place := uow.ratings.place(head.uid):
        return place[0]
    return next((part.uid for part in uow.recordings.of_session(head.session_uid) if part.deleted_at is None), "")


def _opened_words() -> str:
    return tr("Signed. Your feedback is open now.")


SHORT_LINES: Final = 28
"""With fewer lines of text than this, a side is too short to write in beside an open result."""


class RatingScreen(Room):
    """One rating at a time, or the questions before one.

    Signals:
        left: back to where one came from.
        ready: there is something to show now.
        failed: why there is not.
        letter_wanted: read the feedback that signing has opened (its uid).
    """

    left = Signal()
    ready = Signal()
    failed = Signal(str)
    letter_wanted = Signal(str)
    _saved = Signal(object)

    def __init__(self, work: Workplace, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work, self._jobs = work, jobs
        self.desk: RatingDesk | None = None
        self.session_uid = ""
        self._wanted_item, self._last_role, self._wanted_feedback = "", "", False
        self._signing = False
        self._letter = ""
        self.view = DeskView()
        self.outcome = OutcomeStrip()
        self.sound = SoundControl(work, jobs, self.view)
        self.waveform = WaveformControl(work, jobs, self.view, self.sound)
        self.showing = Showing(self.view, self.outcome, self.sound)
        self.selection = SelectionControl(self.view, self.sound)
        self.clips = ClipControl(work, jobs, self.sound, PlayerBar(self))
        self.moments = MomentControl(
            self.view,
            self.sound,
            self.selection,
            do=self._do,
            settings=work.application.settings,
            hear_clip=self.clips.hear,
        )
        self.transcript = TranscriptControl(work, jobs, self.view)
        self.feedback = FeedbackControl(work, jobs, self.view, self.sound, play=self.moments.on_played)
        self.forks = ForkControl(work, jobs, self.view)
        self.ways = FeedbackWays(
            work,
            jobs,
            self,
            control=self.feedback,
            sound=self.sound,
            selection=self.selection,
            about=lambda: self.showing.about,
        )
        self._retry = QTimer(self)
        self._retry.setInterval(RETRY_EVERY_MS)
        self._retry.timeout.connect(self.on_save_retried)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.view, 1)
        column.addWidget(self.clips.bar)
        column.addWidget(self.outcome)
        self.outcome.hide()
        self._connect()

    def _connect(self) -> None:
        view = self.view
        view.back_pressed.connect(self.left)
        view.begin_answered.connect(self.on_begin_answered)
        view.item_chosen.connect(self.showing.detail)
        view.score_chosen.connect(lambda i, d, v: self._act(lambda desk: desk.give(i, d, v)))
        view.score_withdrawn.connect(lambda i, d: self._act(lambda desk: desk.withdraw(i, d)))
        view.state_chosen.connect(lambda i, s, why: self._act(lambda desk: desk.put_state(i, s, why)))
        view.state_withdrawn.connect(lambda i: self._act(lambda desk: acts.withdraw_state(desk, i)))
        view.none_heard_pressed.connect(lambda: self._act(lambda desk: desk.none_heard()))
        view.note_edited.connect(lambda i, text: self._act(lambda desk: desk.note(i or None, text)))
        view.harm_raised.connect(lambda i: self._act(lambda desk: acts.raise_harm(desk, i)))
        view.harm_lowered.connect(lambda i: self._act(lambda desk: acts.lower_harm(desk, i)))
        view.harm_action_given.connect(self.on_harm_action)
        view.cover_requested.connect(self.showing.cover)
        view.cover_edited.connect(self.on_cover_edited)
        view.sign_requested.connect(self.on_sign_requested)
        view.record_requested.connect(self.showing.record)
        view.passphrase_given.connect(self.on_passphrase_given)
        view.correction_requested.connect(self.on_correction_requested)
        view.undo_pressed.connect(self.undo)
        view.redo_pressed.connect(self.redo)
        view.save_retried.connect(self.on_save_retried)
        self._saved.connect(self.on_saved)
        view.toast.action_pressed.connect(self.on_letter_wanted)
        self.sound.heard_changed.connect(self.showing.progress)
        self.sound.sound_known.connect(self._on_sound_known)
        self.sound.engine_wanted.connect(self._prepare_sound)
        self.sound.part_loaded.connect(self.transcript.on_part_loaded)
        self.transcript.line_heard.connect(lambda part, start, _: self.sound.play_from(part, start))
        self.transcript.lines_marked.connect(
            lambda part, start, end, bearing, note: self.moments.mark_span(part, (start, end), bearing, note=note)
        )
        self.outcome.unfolded.connect(lambda _: self.showing.outcome())
        self.view.side.tab_chosen.connect(self.on_tab_chosen)

    # Beginning and opening

    def begin(self, session_uid: str, *, anew: bool = False, role: str = "", assignment: str = "") -> None:
        """Go on with one's draft of a session; where there is none, or ``anew``, ask what a new one needs.

        ``role`` is what one comes to rate as; empty: as last time. ``assignment``: by which assignment; empty: by
        whichever waits for oneself, unless one comes in a role or for another rating.
        """
        self.session_uid = session_uid
        self.outcome.hide()
        today = datetime.now().astimezone().date()

        def work(progress: Progress) -> Beginning:
            application = self._work.application
            return beginning(
                self._work.library,
                application.scales,
                session_uid=session_uid,
                person=self._work.person,
                today=today,
                assignment_uid=assignment,
                assigned=not role and not anew,
            )

        def ask(found: Beginning) -> None:
            if len(found.drafts) == 1 and not anew:
                self.open(found.drafts[0])
                self.view.show_toast(tr("Going on with your draft"))
                return
            questions = found.questions
            if not questions.assignment:
                questions = replace(questions, role=role or self._last_role or None)
            self.view.show_message("")
            self.view.show_begin(questions)
            self.ready.emit()
            self.warm()

        self._jobs.start(work, done=ask, failed=self._on_failed)

    def warm(self) -> None:
        """Before anybody waits for it, start what the first picture and the first sound would otherwise wait for."""
        self._jobs.start(lambda _: self.sound.warm(), done=lambda _: None, failed=self._on_failed)

    def on_begin_answered(self, answers: BeginAnswers) -> None:
        self._last_role = answers.role
        choice = choice_of(self.session_uid, answers)
        self._jobs.start(
            lambda _: self._work.opening.begin(choice), done=self.open, failed=self._on_begin_failed, lane=LANE
        )

    def _on_begin_failed(self, error: Exception) -> None:
        if not isinstance(error, UserFacingError):
            raise error
        self.view.show_toast(str(error))

    def open(self, rating_uid: str, *, item: str = "", feedback: bool = False) -> None:
        """Put a rating on the desk, at an item or at the feedback on it; slow, so in a job."""
        self._wanted_item, self._wanted_feedback = item, feedback

        def work(progress: Progress) -> _Opened:
            desk = self._work.desk(rating_uid, jobs=self._jobs, on_saved=self._saved.emit)
            with self._work.library.read() as uow:
                therapist = uow.therapists.get(desk.rating.case.therapist_uid)
                person = uow.people.get(desk.rating.head.person_uid)
                part = _likely_part(uow, desk.rating.head)
            return _Opened(desk, self.sound.prepare(desk), therapist.code, person.initials, part)

        self.sound.leave()
        self.clips.forget()
        self._jobs.start(work, done=self._on_opened, failed=self._on_failed)

    def _on_sound_known(self, here: bool) -> None:
        """Where only clips are here, the room for the session's own sound is the items'."""
        only_clips = not here and self.desk is not None and bool(self.desk.rating.clips)
        self.view.sound.setVisible(not only_clips)
        if only_clips:
            self.clips.offer()

    def _on_opened(self, opened: _Opened) -> None:
        self.desk = opened.desk
        self.showing.take(opened.desk, therapist=opened.therapist, initials=opened.initials)
        self.session_uid = opened.desk.rating.head.session_uid
        self._signing = False
        self.view.show_message("")
        self.view.close_side()
        self.waveform.take(opened.desk, part=opened.part)
        self.transcript.take(opened.desk)
        self.sound.take(opened.listening)
        self.outcome.show_state(signed=opened.desk.state.signed)
        self.outcome.show()
        self.showing.all()
        self.selection.take(opened.desk)
        self.moments.take(opened.desk)
        self.feedback.take(opened.desk)
        self.forks.take(opened.desk)
        self.ready.emit()
        self.view.detail.show_top()
        self.view.focus_items()
        if self._wanted_item:
            self.view.show_chosen(self._wanted_item)
            self.view.side.show_tab(self.view.detail)
        if self._wanted_feedback:
            self.feedback.show()

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, UserFacingError):
            raise error
        self.view.show_message(str(error))
        self.failed.emit(str(error))

    def on_changed(self, changed: Changed) -> None:
        """Take note of what has come from outside while this rating is on the desk."""
        if changed & Changed.FEEDBACK:
            self.feedback.look_for_answers()
            self.forks.look()

    # Acts

    def _act(self, act: Callable[[RatingDesk], object]) -> bool:
        """Do one act after what is still being gathered."""
        self.moments.settle()
        return self._do(act)

    def _do(self, act: Callable[[RatingDesk], object]) -> bool:
        """Do one act; what is not allowed is said gently, and what stood stands. Tell whether it was done."""
        desk = self.desk
        if desk is None or self._signing:
            return False
        try:
            act(desk)
        except NotAllowed as error:
            self.showing.all()  # also what a field shows that was not taken
            self.view.show_toast(str(error))
            return False
        self.moments.show_touched()
        self.showing.touched()
        return True

    def on_harm_action(self, item: str, done: str, told: str, when: str) -> None:
        self._act(lambda desk: desk.tell_harm_action(item, done=done, told=told, when=when))

    def on_cover_edited(self, field: str, value: object) -> None:
        self._act(lambda desk: acts.set_cover(desk, field, value))

    def undo(self) -> None:
        self._move(lambda desk: desk.undo(), tr("Undone: {what}"))

    def redo(self) -> None:
        self._move(lambda desk: desk.redo(), tr("Done again: {what}"))

    def _move(self, move: Callable[[RatingDesk], str | None], words: str) -> None:
        desk = self.desk
        if desk is None or self._signing:
            return
        self._settle_typing()
        what = move(desk)
        if what is not None:
            self.moments.show_touched()
            self.moments.choose_touched()
            self.showing.touched()
            self.view.show_toast(words.format(what=what))

    def _settle_typing(self) -> None:
        """Have what is typed or gathered told now."""
        self.view.keep_typing()
        self.moments.settle()
        self.feedback.settle()

    # Saving

    def on_saved(self, state: SavedState) -> None:
        """Show what is true about saving; while it fails, try again now and then."""
        self.showing.saved(state)
        if state.fault and not self._retry.isActive():
            self._retry.start()
        elif not state.fault:
            self._retry.stop()

    def on_save_retried(self) -> None:
        if self.desk is not None:
            self.desk.retry_saving()

    # Signing and correcting

    def on_sign_requested(self) -> None:
        """The last look before signing: with what was typed, shifted and heard up to now."""
        self._settle_typing()
        self.sound.look()
        self.showing.missing()

    def on_passphrase_given(self, passphrase: str) -> None:
        desk = self.desk
        if desk is None or self._signing:
            return
        self._settle_typing()
        self.sound.pause()
        self.clips.pause()
        self.sound.keep()
        try:
            desk.flush()  # here, because what it tells about saving is shown: a job may not touch the window
        except UserFacingError as error:
            self.view.show_signing(False, str(error))
            return
        self._signing = True
        self.view.show_signing(True)
        self._jobs.start(
            lambda _: self._work.signing.sign(desk, passphrase),
            done=self._on_signed,
            failed=self._on_not_signed,
            lane=LANE,
        )

    def _on_signed(self, event: object) -> None:
        desk = self.desk
        self._signing = False
        self.view.show_signing(False)
        if desk is not None:
            self.open(desk.rating.head.uid)
            self.view.show_toast(self.feedback.signed_words(tr("Signed and locked")))
            self._look_for_letter(desk)

    def _look_for_letter(self, desk: RatingDesk) -> None:
        """Lead on to the feedback that was sealed until one had rated oneself."""
        head = desk.rating.head
        if head.role is not Role.TRAINEE:
            return

        def offer(uid: str) -> None:
            if uid and self.session_uid == head.session_uid:
                self._letter = uid
                self.view.show_toast(_opened_words(), action=tr("Read it"))

        self._jobs.start(lambda _: self._work.door.open_now(head.session_uid), done=offer, failed=self._on_failed)

    def on_letter_wanted(self) -> None:
        """Only where the toast offers it; the same button takes other things back."""
        if self._letter and self.view.toast.message.text() == _opened_words():
            self.letter_wanted.emit(self._letter)

    def _on_not_signed(self, error: Exception) -> None:
        self._signing = False
        if not isinstance(error, UserFacingError):
            self.view.show_signing(False)
            raise error
        self.view.show_signing(False, str(error))
        self.showing.missing()

    def on_correction_requested(self) -> None:
        desk = self.desk
        if desk is not None:
            uid = desk.rating.head.uid
            CorrectionDialog(
                self, jobs=self._jobs, correct=lambda why: self._work.opening.correct(uid, why), done=self.open
            ).show_over()

    def _prepare_sound(self) -> None:
        desk = self.desk
        if desk is not None:
            self._jobs.start(lambda _: self.sound.prepare(desk), done=self.sound.take, failed=self._on_failed)

    # Room

    def on_tab_chosen(self, tab: QWidget) -> None:
        """Where the side is short, the result gives its room to the feedback that is written there."""
        short = self.view.side.height() < SHORT_LINES * self.fontMetrics().lineSpacing()
        self.outcome.give_way(self.feedback.is_written_in(tab) and short)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self.outcome.fit(self.height() - self.view.least_height())
        return super().event(event)

    # Leaving

    def leave(self) -> bool:
        """Let go of the rating; stays where clicks are not on disk yet and cannot be brought there."""
        desk = self.desk
        if desk is not None:
            self._settle_typing()
            if fault := desk.saved.fault or self.feedback.unsaved():
                self.view.show_message(tr("Your last clicks are not saved yet. {why}", why=fault))
                return False
        self._retry.stop()
        self.waveform.leave()
        self.transcript.leave()
        self.feedback.leave()
        self.forks.leave()
        self.sound.leave()
        self.clips.forget()
        self.desk = None
        self.showing.take(None)
        self.selection.take(None)
        self.moments.take(None)
        self.outcome.hide()
        return True

    @property
    def playing(self) -> bool:
        return self.sound.playing or self.clips.playing

    def rest(self) -> None:
        """Before locking: no sound, nothing half typed."""
        if self.desk is not None:
            self._settle_typing()
        self.sound.pause()
        self.sound.keep()

    def settle(self) -> None:
        """Have everything on disk here and now. Raises ``UserFacingError`` where that cannot be."""
        if self.desk is not None:
            self._settle_typing()
            self.sound.settle()
            self.desk.flush()
            self.feedback.flush()

    def close_sound(self) -> None:
        """Give the player and the timers back."""
        self._retry.stop()
        self.clips.close()
        self.sound.close()
