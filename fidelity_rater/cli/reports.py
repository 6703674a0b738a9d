"""The command that saves reports: which rating, case, therapist or portfolio is meant, by codes."""

from __future__ import annotations

import argparse

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.panel.models import Stage
from fidelity_rater.app.ports.library import RatingHead
from fidelity_rater.app.ports.queries import TherapistPage
from fidelity_rater.app.report_models import Report
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.cli.commands import workplace
from fidelity_rater.domain.caseload import Case
from fidelity_rater.i18n import tr


def save_report(options: argparse.Namespace) -> None:
    """Make the report that is asked for and save it."""
    with workplace(options) as work:
        page = _therapist(work, options.therapist)
        report = _made(work, page, options)
        place = work.reporting.save(report, options.file.absolute(), SilentProgress())
    print(tr("Saved {place}.", place=place))


def _made(work: Workplace, page: TherapistPage, options: argparse.Namespace) -> Report:
    if options.of == "therapist":
        return work.reporting.therapist_report(page.therapist.uid)
    if options.of == "portfolio":
        return work.panel.report(_portfolio(work, page.therapist.code))
    case = _case(page, options.case)
    if options.of == "case":
        return work.reporting.case_report(case.uid)
    rating = _rating(work, case, options)
    feedback = work.reporting.feedback_on(rating.uid) if options.feedback else None
    return work.reporting.session_report(
        rating.uid, with_notes=options.notes, with_moments=not options.no_moments, feedback_uid=feedback
    )


def _therapist(work: Workplace, code: str) -> TherapistPage:
    with work.library.read() as uow:
        therapist = uow.therapists.by_code(code)
    if therapist is None:
        raise UserFacingError(tr("No therapist in this library has the code {code}.", code=code))
    with work.library.queries() as queries:
        return queries.therapist_page(therapist.uid)


def _portfolio(work: Workplace, code: str) -> str:
    """The latest that was laid before a panel."""
    rows = [row for row in work.panel.rows() if row.therapist == code and row.stage is not Stage.DRAFT]
    if not rows:
        raise UserFacingError(tr("No portfolio of this therapist was laid before a panel."))
    return rows[0].uid


def _case(page: TherapistPage, code: str) -> Case:
    found = next((row.case for row in page.cases if row.case.code == code), None)
    if found is None:
        raise UserFacingError(tr("This therapist has no case with the code {code}.", code=code))
    return found


def _rating(work: Workplace, case: Case, options: argparse.Namespace) -> RatingHead:
    """The one signed, current rating of the session; which of several has to be said."""
    with work.library.read() as uow:
        uids = [session.uid for session in uow.sessions.of_case(case.uid) if session.scheduled == options.session]
        heads = [head for uid in uids for head in uow.ratings.of_session(uid) if head.signed_at is not None]
        who = {head.uid: uow.people.get(head.person_uid).initials for head in heads}
    superseded = {head.supersedes_uid for head in heads}
    current = [head for head in heads if head.uid not in superseded]
    found = [
        head
        for head in current
        if options.by.upper() in {"", who[head.uid].upper()} and options.purpose in {"", str(head.purpose)}
    ]
    if not found:
        raise UserFacingError(tr("No signed rating of this session fits."), tr("A draft has no report: sign it first."))
    if len(found) > 1:
        told = ", ".join(f"{who[head.uid]} ({head.purpose})" for head in found)
        raise UserFacingError(
            tr("More than one signed rating fits: {ratings}.", ratings=told),
            tr("Add --by with initials, or --purpose."),
        )
    return found[0]
