"""Edits of the caseload from its screen: each opens a small form over it, and tells what was done with the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.caseload_models import (
    Case,
    Recording,
    Session,
    SessionRow,
    TherapistPage,
    TherapistProfile,
    next_numbers,
    with_plan,
)
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.app.ports.library import BackupNote
from fidelity_rater.app.rating.saver import LANE
from fidelity_rater.app.reporting.wishes import ReportWish
from fidelity_rater.i18n import tr
from fidelity_rater.ui.caseload.case_dialog import CaseDialog
from fidelity_rater.ui.caseload.focus_dialog import FocusDialog
from fidelity_rater.ui.caseload.recording_dialogs import ConsentDialog, DeleteRecordingDialog
from fidelity_rater.ui.caseload.session_dialog import SessionDialog
from fidelity_rater.ui.caseload.therapist_dialog import TherapistDialog
from fidelity_rater.ui.caseload.wanted import Wanted
from fidelity_rater.ui.forms.task_dialog import TaskDialog
from fidelity_rater.ui.measures.dialog import MeasuresDialog
from fidelity_rater.ui.reports.save_report import offer_report


class Editing(QObject):
    """Carries out what is wanted of the therapist on the page.

    Signals:
        done: an edit is saved; its words, and whether it can be undone.
        failed: why an edit was not made.
        therapist_added: there is a new one (uid).
    """

    done = Signal(str, bool)
    failed = Signal(str)
    therapist_added = Signal(str)

    def __init__(self, work: Workplace, jobs: JobRunner, over: QWidget) -> None:
        super().__init__(over)
        self._work, self._jobs, self._over = work, jobs, over
        self._page: TherapistPage | None = None
        self._acts: dict[str, Callable[[str], None]] = {
            Wanted.EDIT_THERAPIST: lambda _: self.edit_therapist(),
            Wanted.ARCHIVE_THERAPIST: lambda _: self._archive_therapist(),
            Wanted.ADD_CASE: lambda _: self.add_case(),
            Wanted.EDIT_CASE: self.edit_case,
            Wanted.ARCHIVE_CASE: self._archive_case,
            Wanted.SET_FOCUS: self.set_focus,
            Wanted.MEASURES: self.edit_measures,
            Wanted.ADD_SESSION: self.add_session,
            Wanted.EDIT_SESSION: self.edit_session,
            Wanted.ARCHIVE_SESSION: self._archive_session,
            Wanted.DISCARD_RATING: self._discard_rating,
            Wanted.THERAPIST_REPORT: lambda _: self.report_on_therapist(),
            Wanted.CASE_REPORT: self.report_on_case,
            Wanted.RATING_REPORT: self.report_on_rating,
            Wanted.CONSENT: self.edit_consent,
            Wanted.BRING_SOUND_BACK: self.bring_sound_back,
            Wanted.DELETE_RECORDING: self.delete_recording,
        }

    def show_page(self, page: TherapistPage) -> None:
        """The page that edits are about."""
        self._page = page

    def takes(self, wanted: str) -> bool:
        return wanted in self._acts

    def carry_out(self, wanted: str, uid: str) -> None:
        if self._page is not None:
            self._acts[wanted](uid)

    # Therapists

    def add_therapist(self) -> None:
        added: list[str] = []

        def save(code: str, name: str, profile: TherapistProfile) -> None:
            added.append(self._work.caseload.add_therapist(code, name=name, profile=profile).uid)

        def on_done() -> None:
            self.therapist_added.emit(added[-1])
            self._told()

        TherapistDialog(self._over, jobs=self._jobs, save=save, done=on_done).show_over()

    def edit_therapist(self) -> None:
        page = self._shown

        def save(code: str, name: str, profile: TherapistProfile) -> None:
            changed = replace(page.therapist, code=code, profile=profile)
            self._work.caseload.edit_therapist(changed, name=name)

        TherapistDialog(
            self._over, jobs=self._jobs, save=save, done=self._told, therapist=page.therapist, name=page.name
        ).show_over()

    def _archive_therapist(self) -> None:
        therapist = self._shown.therapist
        self._do(lambda: self._work.caseload.archive_therapist(therapist.uid, archived=not therapist.archived))

    # Cases

    def add_case(self) -> None:
        def save(case: Case, name: str) -> object:
            return self._work.caseload.add_case_as(case, name=name)

        case = Case(new_uid(), self._shown.therapist.uid, "")
        CaseDialog(self._over, jobs=self._jobs, case=case, name="", save=save, done=self._told).show_over()

    def edit_case(self, uid: str) -> None:
        row = next(row for row in self._shown.cases if row.case.uid == uid)
        sessions = [s.session for s in row.sessions]

        def save(case: Case, name: str) -> None:
            with_plan(row.case, case.planned_sessions, sessions=sessions)
            self._work.caseload.edit_case(case, name=name)

        CaseDialog(
            self._over, jobs=self._jobs, case=row.case, name=row.name, save=save, done=self._told
        ).show_over()  # fmt: skip

    def _archive_case(self, uid: str) -> None:
        case = self._case(uid)
        self._do(lambda: self._work.caseload.archive_case(uid, archived=not case.archived))

    def set_focus(self, uid: str) -> None:
        FocusDialog(
            self._over,
            jobs=self._jobs,
            case=self._case(uid),
            today=self.today,
            save=lambda areas, since, why: self._work.caseload.set_focus(uid, areas, since=since, reason=why),
            done=self._told,
        ).show_over()

    def edit_measures(self, uid: str) -> None:
        """What the client reports of the symptoms, session by session."""
        clock = self._work.application.wall_clock
        MeasuresDialog(self._work.measures, self._jobs, uid, self._over, clock=clock).show_over()

    # Sessions

    def add_session(self, case_uid: str) -> None:
        row = next(row for row in self._shown.cases if row.case.uid == case_uid)
        number, _ = next_numbers(s.session for s in row.sessions if not s.session.archived)
        draft = Session(new_uid(), case_uid, number, None, self.today)

        def save(session: Session) -> object:
            return self._work.caseload.add_session(
                case_uid,
                session.scheduled,
                held_on=session.held_on,
                attendance=session.attendance,
                phase=session.phase,
            )

        SessionDialog(
            self._over, jobs=self._jobs, session=draft, new=True, save=save, done=self._told
        ).show_over()  # fmt: skip

    def edit_session(self, uid: str) -> None:
        SessionDialog(
            self._over,
            jobs=self._jobs,
            session=self._session(uid).session,
            new=False,
            save=self._work.caseload.edit_session,
            done=self._told,
        ).show_over()

    def _archive_session(self, uid: str) -> None:
        session = self._session(uid).session
        self._do(lambda: self._work.caseload.archive_session(uid, archived=not session.archived))

    def _discard_rating(self, uid: str) -> None:
        self._do(lambda: self._work.opening.discard(uid), undoable=False, words=tr("The empty draft is gone"))

    # Recordings

    def edit_consent(self, uid: str) -> None:
        ConsentDialog(
            self._over,
            jobs=self._jobs,
            recording=self._recording(uid),
            save=lambda consent: self._work.recordings.set_consent(uid, consent),
            done=lambda: self.done.emit(tr("Consent saved"), False),
        ).show_over()

    def bring_sound_back(self, uid: str) -> None:
        """Ask for the original, and seal the recording's sound anew from it."""
        chosen, _ = QFileDialog.getOpenFileName(self._over, tr("The original of this recording"), str(Path.home()))
        if chosen:
            TaskDialog(
                self._over,
                jobs=self._jobs,
                text=tr("Bringing the sound back …"),
                work=lambda progress: self._work.recordings.relink(uid, Path(chosen), progress),
                told=lambda _: tr("The sound is back. Ratings and notes are as they were."),
            ).begin()

    def delete_recording(self, uid: str) -> None:
        """Find out first which backups still hold it."""
        recording = self._recording(uid)

        def open_dialog(backups: tuple[BackupNote, ...]) -> None:
            DeleteRecordingDialog(
                self._over,
                jobs=self._jobs,
                recording=recording,
                backups=backups,
                delete=lambda: self._work.recordings.delete(uid),
                done=lambda: self.done.emit(tr("The recording is deleted; its scores stay"), False),
            ).show_over()

        self._jobs.start(
            lambda _: self._work.library.backups_holding(recording), done=open_dialog, failed=self._on_failed
        )

    # Reports

    def report_on_therapist(self) -> None:
        therapist = self._shown.therapist
        self._offer(self._work.reporting.therapist_wish(therapist.uid, therapist.code))

    def report_on_case(self, uid: str) -> None:
        codes = f"{self._shown.therapist.code} · {self._case(uid).code}"
        self._offer(self._work.reporting.case_wish(uid, codes))

    def report_on_rating(self, uid: str) -> None:
        row = next(r for r in self._shown.cases for s in r.sessions if uid in {rating.uid for rating in s.ratings})
        session = next(s.session for s in row.sessions if uid in {rating.uid for rating in s.ratings})
        about = tr(
            "{therapist} · {case} · session {n}",
            therapist=self._shown.therapist.code,
            case=row.case.code,
            n=session.scheduled,
        )
        self._offer(self._work.reporting.session_wish(uid, about))

    def _offer(self, wish: ReportWish) -> None:
        offer_report(self._work.reporting, self._jobs, wish, self._over)

    # Help

    @property
    def today(self) -> date:
        return datetime.now().astimezone().date()

    @property
    def _shown(self) -> TherapistPage:
        assert self._page is not None
        return self._page

    def _case(self, uid: str) -> Case:
        return next(row.case for row in self._shown.cases if row.case.uid == uid)

    def _session(self, uid: str) -> SessionRow:
        return next(s for row in self._shown.cases for s in row.sessions if s.session.uid == uid)

    def _recording(self, uid: str) -> Recording:
        return next(
            r for row in self._shown.cases for session in row.sessions for r in session.recordings if r.uid == uid
        )

    def _do(self, act: Callable[[], object], *, undoable: bool = True, words: str = "") -> None:
        self._jobs.start(
            lambda _: act(), done=lambda _: self._told(words, undoable=undoable), failed=self._on_failed, lane=LANE
        )

    def _told(self, words: str = "", *, undoable: bool = True) -> None:
        self.done.emit(words or self._work.caseload.undo_label or "", undoable)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, UserFacingError):
            raise error
        self.failed.emit(str(error))
