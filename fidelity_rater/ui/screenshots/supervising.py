"""The supervisor's side: a session that came, what is open since last time, the feedback, its report, the answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fidelity_rater.app.feedback.composer import read_written
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.ui.screenshots import words
from fidelity_rater.ui.screenshots.packages import send_scenes, take_scenes
from fidelity_rater.ui.screenshots.pair import LIKE_SUPERVISOR, SCHEDULED, Pair
from fidelity_rater.ui.screenshots.stage import Stage, settle
from fidelity_rater.ui.theme import ColourChoice


def submission_taken_scenes(pair: Pair, path: Path) -> Iterator[Path]:
    yield from take_scenes(pair.supervisor, "receive-session", path, passphrase=pair.passphrase)
    yield pair.supervisor.grab("caseload-received")
    pair.teaching.contacts.compared(pair.learning.person.uid)


def rating_scenes(pair: Pair) -> Iterator[Path]:
    """The new rating, with what is open since last time; it is signed at the end."""
    stage, work = pair.supervisor, pair.teaching
    session = next(row.session for row in pair.case().sessions if row.session.scheduled == SCHEDULED)
    desk = pair.rate_like(work, session.uid, scheduled=LIKE_SUPERVISOR, role="supervisor")
    stage.area.open_rating(desk.rating.head.uid)
    stage.area.rating.feedback.show()
    yield stage.grab("desk-last-time")
    panel = stage.area.rating.feedback.follow_up
    assert panel is not None
    stage.area.show_caseload()
    pair.sign(work, work.desk(desk.rating.head.uid, jobs=InlineJobs()))


def feedback_scenes(pair: Pair, path: Path) -> Iterator[Path]:
    stage, work = pair.supervisor, pair.teaching
    session = next(row for row in pair.case().sessions if row.session.scheduled == SCHEDULED)
    rating_uid = session.ratings[-1].uid
    desk = work.desk(rating_uid, jobs=InlineJobs())
    _write(pair, desk)
    stage.area.open_rating(rating_uid)
    yield stage.grab("desk-signed-short")
    control = stage.area.rating.feedback
    control.show()
    yield stage.grab("desk-feedback")
    assert control.panel is not None
    settle()
    bar = control.panel.area.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    yield stage.grab("desk-feedback-more")
    control.on_send_wanted()
    yield from send_scenes(stage, "send-feedback", path, passphrase=pair.passphrase, to=pair.learning.person.uid)
    stage.area.rating.ways.report(rating_uid)
    yield stage.grab("dialog-report")
    stage.close_dialogs()
    if stage.look.colours == ColourChoice.LIGHT:
        yield from _report_pages(stage, rating_uid)


def _write(pair: Pair, desk: RatingDesk) -> None:
    work = pair.teaching
    composer = work.composer(desk, read_written(work.library, desk.rating.head.uid), jobs=InlineJobs())
    composer.write_context(words.CONTEXT)
    for add, remarks in ((composer.add_strength, words.STRENGTHS), (composer.add_suggestion, words.SUGGESTIONS)):
        for item, said in remarks:
            uid = add(item)
            composer.write(uid, said)
            for moment in desk.state.moments_of(item):
                composer.tie_moment(uid, moment.uid, tied=True)
    composer.write_closing(words.CLOSING)
    composer.flush()


def reply_scenes(pair: Pair, path: Path) -> Iterator[Path]:
    stage = pair.supervisor
    yield from take_scenes(stage, "receive-reply", path, passphrase=pair.passphrase)
    stage.area.rating.feedback.show()
    control = stage.area.rating.feedback
    assert control.panel is not None
    bar = control.panel.area.verticalScrollBar()
    bar.setValue(0)
    yield stage.grab("desk-feedback-answered")


def _report_pages(stage: Stage, rating_uid: str) -> Iterator[Path]:
    """The pages as they are printed, so in light only."""
    work = stage.area.work
    with work.library.read() as uow:
        feedback = uow.documents.about(rating_uid, DocumentKind.FEEDBACK)[-1]
    report = work.reporting.session_report(rating_uid, feedback_uid=feedback.uid)
    for n, page in enumerate(work.application.report_writer.pages(report), start=1):
        path = stage.folder / f"report-session-{n}.png"
        path.write_bytes(page)
        yield path
