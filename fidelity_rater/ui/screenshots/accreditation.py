"""What rules ask of a therapist, the log, and a portfolio before its panel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QWidget

from fidelity_rater.app.panel.models import Stage as Step
from fidelity_rater.app.panel.models import Verdict
from fidelity_rater.ui.accreditation.screen import LOG, READINESS, AccreditationScreen
from fidelity_rater.ui.panel.door_page import DoorPage
from fidelity_rater.ui.screenshots import words
from fidelity_rater.ui.screenshots.stage import Stage, settle
from fidelity_rater.ui.screenshots.stand_ins import GOES_ON
from fidelity_rater.ui.theme import ColourChoice
from fidelity_rater.ui.training.sections import SectionKey


def accreditation_scenes(stage: Stage) -> Iterator[Path]:
    stage.clock.go_on_to(GOES_ON)
    area = stage.enter_demo()
    area.show_accreditation()
    room = area.screens.accreditation
    yield from _readiness_scenes(stage, room)
    yield from _log_scenes(stage, room)
    yield from _panel_scenes(stage, room)


def _readiness_scenes(stage: Stage, room: AccreditationScreen) -> Iterator[Path]:
    room.show_tab(READINESS)
    yield stage.grab("readiness")
    room.readiness.show_therapist(stage.area.caseload.therapist_uid)
    yield stage.grab("readiness-therapist")


def _log_scenes(stage: Stage, room: AccreditationScreen) -> Iterator[Path]:
    room.show_tab(LOG)
    settle()
    yield stage.grab("log")
    room.log.show_section(SectionKey.RESULTS)
    yield stage.grab("log-results")


def _panel_scenes(stage: Stage, room: AccreditationScreen) -> Iterator[Path]:
    """As whoever leads the panel and votes on it."""
    work = stage.area.work
    laid = next(row for row in work.panel.rows() if row.stage is not Step.DRAFT)
    seated = [seat.uid for seat in work.panel.view(laid.uid).seats if seat.votes]
    work.panel.seat(laid.uid, [*seated, work.person.uid])
    room.show_panel(laid.uid)
    settle()
    yield stage.grab("panel-first")
    yield from _vote_scenes(stage, room)
    yield from _shown_scenes(stage, room)
    room.panel.on_begin(stage.area.caseload.therapist_uid)
    settle()
    yield stage.grab("portfolio")


def _vote_scenes(stage: Stage, room: AccreditationScreen) -> Iterator[Path]:
    page = _door(room)
    page.cards[0].comment.show_answer(words.HEARD)
    assert page.vote is not None
    page.vote.on_chosen(str(Verdict.DEFER))
    page.vote.words.show_answer(words.ON_THE_WHOLE)
    _bring_up(room, page.vote)
    yield stage.grab("panel-vote")
    demo = stage.area.demo
    assert demo is not None
    room.panel.on_vote_signed(page.vote_draft, demo.passphrase)
    settle()


def _shown_scenes(stage: Stage, room: AccreditationScreen) -> Iterator[Path]:
    yield stage.grab("panel-shown")
    page = _door(room)
    assert page.decision is not None
    page.decision.on_chosen(str(Verdict.DEFER))
    for field, said in (
        (page.decision.reasons, words.REASONS),
        (page.decision.conditions, words.CONDITIONS),
        (page.decision.minutes, words.MINUTES),
    ):
        field.show_answer(said)
    settle()
    _bring_up(room, page.decision)
    yield stage.grab("panel-decision")
    if stage.look.colours == ColourChoice.LIGHT:
        yield from _report_pages(stage, room.panel.portfolio_uid)


def _door(room: AccreditationScreen) -> DoorPage:
    page = room.panel.page
    assert isinstance(page, DoorPage)
    return page


def _bring_up(room: AccreditationScreen, widget: QWidget) -> None:
    settle()
    area = room.panel.area
    inside = area.widget()
    assert inside is not None
    area.verticalScrollBar().setValue(widget.mapTo(inside, widget.rect().topLeft()).y() - 12)
    settle()


def _report_pages(stage: Stage, portfolio_uid: str) -> Iterator[Path]:
    """The pages as they are printed, so in light only."""
    work = stage.area.work
    for n, page in enumerate(work.application.report_writer.pages(work.panel.report(portfolio_uid)), start=1):
        path = stage.folder / f"report-portfolio-{n}.png"
        path.write_bytes(page)
        yield path
