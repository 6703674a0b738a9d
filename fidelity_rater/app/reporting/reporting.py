"""Makes reports from an open library and saves them where a person asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from fidelity_rater.app.competence_models import CompetenceChart, RatingError
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.library import Library, RatingHead, UnitOfWork
from fidelity_rater.app.ports.reports import ReportWriter
from fidelity_rater.app.rating.assigned import told_blindness
from fidelity_rater.app.rating.calibrated import ValidDays, calibrated_note, nothing_asked
from fidelity_rater.app.rating.local_sound import events_here
from fidelity_rater.app.rating.snapshots import snapshot_of
from fidelity_rater.app.report_models import CaseReport, Report, SessionReport, TherapistReport
from fidelity_rater.app.reporting.development import case_report, therapist_report
from fidelity_rater.app.reporting.letters import letter_in
from fidelity_rater.app.reporting.places import Standing, place_of
from fidelity_rater.app.reporting.saving import save
from fidelity_rater.app.reporting.session import Ticked, session_report_of
from fidelity_rater.app.reporting.wishes import FEEDBACK, MOMENTS, NOTES, Choices, ReportWish
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.domain.feedback import Feedback
from fidelity_rater.domain.measures import Measure, named_as_kept
from fidelity_rater.domain.people import Person, Role
from fidelity_rater.domain.ratings.fold import fold
from fidelity_rater.i18n import tr


class Reporting:
    """Session, case and therapist reports of one library. Slow; belongs in a job."""

    def __init__(
        self,
        library: Library,
        *,
        scales: ScaleShelf,
        writer: ReportWriter,
        fingerprint: Callable[[Person], str],
        measure_of: Callable[[str], Measure] = named_as_kept,
        valid_days: ValidDays = nothing_asked,
        check_open: Callable[[str], None] = lambda rating_uid: None,
        errors_of: Callable[[CompetenceChart, Progress], tuple[RatingError, ...]] | None = None,
    ) -> None:
        """``valid_days``: how long a rater's calibration counts. ``check_open`` raises where a rating is sealed.

        ``errors_of``: what agreement between raters tells of a chart's results.
        """
        self._check_open, self._errors_of = check_open, errors_of
        self._library, self._scales, self._writer, self._fingerprint = library, scales, writer, fingerprint
        self._measure_of, self._valid_days = measure_of, valid_days

    def session_report(
        self, rating_uid: str, *, with_notes: bool = False, with_moments: bool = True, feedback_uid: str | None = None
    ) -> SessionReport:
        """The report of a signed rating. Raises ``UserFacingError`` for a draft: it says nothing final yet."""
        self._check_open(rating_uid)
        with self._library.read() as uow:
            rating = uow.ratings.get(rating_uid)
        if rating.signed_at is None:
            raise UserFacingError(tr("A report is made of a signed rating only."), tr("Sign the rating first."))
        scale = self._scales.kept_in(self._library, rating.scale_sha256)
        with self._library.read() as uow:
            person = uow.people.get(rating.person_uid)
            state = fold(events_here(uow, rating_uid))
            snapshot = snapshot_of(rating, state, person, with_notes=with_notes)
            place = place_of(uow, uow.sessions.get(rating.session_uid))
            standing = _standing(uow, rating, self._valid_days)
            feedback = _feedback(uow, feedback_uid, rating_uid) if feedback_uid else None
        return session_report_of(
            snapshot,
            scale,
            place,
            feedback=feedback,
            ticked=Ticked(notes=with_notes, moments=with_moments),
            fingerprint=self._fingerprint(person),
            standing=standing,
        )

    def feedback_on(self, rating_uid: str) -> str | None:
        """The uid of the latest feedback on a rating, for whoever offers to add it; None where there is none."""
        with self._library.read() as uow:
            found = uow.documents.about(rating_uid, DocumentKind.FEEDBACK)
        return found[-1].uid if found else None

    def case_report(self, case_uid: str) -> CaseReport:
        """The report of one case, of its signed and current ratings."""
        return case_report(
            self._library,
            case_uid,
            scale_of=lambda sha: self._scales.kept_in(self._library, sha),
            measure_of=self._measure_of,
            with_errors=self._with_errors,
        )

    def therapist_report(self, therapist_uid: str) -> TherapistReport:
        """The report of one therapist, over all cases, of signed and current ratings."""
        return therapist_report(
            self._library,
            therapist_uid,
            scale_of=lambda sha: self._scales.kept_in(self._library, sha),
            with_errors=self._with_errors,
        )

    def _with_errors(self, chart: CompetenceChart) -> CompetenceChart:
        return replace(chart, errors=self._errors_of(chart, SilentProgress())) if self._errors_of else chart

    def session_wish(self, rating_uid: str, about: str) -> ReportWish:
        """Ask for the report of a rating; the latest feedback on it goes in where it is ticked."""

        def make(choices: Choices) -> Report:
            feedback = self.feedback_on(rating_uid) if choices.feedback else None
            return self.session_report(
                rating_uid, with_notes=choices.notes, with_moments=choices.moments, feedback_uid=feedback
            )

        return ReportWish(tr("Session report"), about, make, frozenset({NOTES, MOMENTS, FEEDBACK}))

    def letter_wish(self, feedback_uid: str, about: str) -> ReportWish:
        """Ask for the report of received feedback that has been opened: what came, and no more than that."""

        def make(choices: Choices) -> Report:
            with self._library.read() as uow:
                letter = letter_in(uow, feedback_uid, fingerprint=self._fingerprint)
            return session_report_of(
                letter.snapshot,
                self._scales.kept_in(self._library, letter.snapshot.scale_sha256),
                letter.place,
                feedback=letter.feedback if choices.feedback else None,
                ticked=Ticked(notes=choices.notes, moments=choices.moments),
                fingerprint=letter.fingerprint,
            )

        return ReportWish(tr("Session report"), about, make, frozenset({NOTES, MOMENTS, FEEDBACK}))

    def case_wish(self, case_uid: str, about: str) -> ReportWish:
        return ReportWish(tr("Case report"), about, lambda _: self.case_report(case_uid))

    def therapist_wish(self, therapist_uid: str, about: str) -> ReportWish:
        return ReportWish(tr("Therapist report"), about, lambda _: self.therapist_report(therapist_uid))

    def save(self, report: Report, path: Path, progress: Progress) -> Path:
        """Write a report as PDF or HTML, by the file's ending; return where it lies. See :func:`saving.save`."""
        return save(report, path, writer=self._writer, progress=progress)


def _standing(uow: UnitOfWork, rating: RatingHead, valid_days: ValidDays) -> Standing:
    later = [h for h in uow.ratings.of_session(rating.session_uid) if h.supersedes_uid == rating.uid and h.signed_at]
    corrected_at = later[0].signed_at if later else None
    return Standing(
        corrected_at, rating.correction_reason, told_blindness(uow, rating), _calibrated(uow, rating, valid_days)
    )


def _calibrated(uow: UnitOfWork, rating: RatingHead, valid_days: ValidDays) -> str:
    """That it was made to calibrate, or when its rater last was."""
    if uow.documents.about(rating.uid, DocumentKind.CALIBRATION):
        return tr("Made to calibrate: this is no rating of the therapist")
    if rating.role is Role.TRAINEE or rating.signed_at is None:
        return ""
    return calibrated_note(uow, rating.person_uid, rating.signed_at.date(), valid_days=valid_days).words


def _feedback(uow: UnitOfWork, feedback_uid: str, rating_uid: str) -> Feedback:
    document = uow.documents.get(feedback_uid)
    if document is None or document.kind is not DocumentKind.FEEDBACK or document.about != rating_uid:
        raise UserFacingError(tr("This feedback is not there any more."), tr("Open the rating again."))
    return Feedback.from_json(document.body)
