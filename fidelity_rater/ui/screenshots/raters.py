"""Who rates what, how far raters agree, what they agreed on, and how each is calibrated."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fidelity_rater.ui.agreement.page import AgreementPage
from fidelity_rater.ui.assignments.page import BOARD, DRAWS, AssignmentsPage
from fidelity_rater.ui.calibration.page import CalibrationPage
from fidelity_rater.ui.consensus.page import ConsensusPage
from fidelity_rater.ui.raters.screen import AGREEMENT, ASSIGNMENTS, CALIBRATION, CONSENSUS, RatersScreen
from fidelity_rater.ui.screenshots import words
from fidelity_rater.ui.screenshots.stage import Stage, settle
from fidelity_rater.ui.screenshots.stand_ins import GOES_ON


def raters_scenes(stage: Stage) -> Iterator[Path]:
    stage.clock.go_on_to(GOES_ON)
    area = stage.enter_demo()
    area.show_raters()
    room = area.screens.raters
    yield from _assignment_scenes(stage, room)
    yield from _agreement_scenes(stage, room)
    yield from _consensus_scenes(stage, room)
    yield from _calibration_scenes(stage, room)


def _assignment_scenes(stage: Stage, room: RatersScreen) -> Iterator[Path]:
    room.show_tab(ASSIGNMENTS)
    page = room.page(ASSIGNMENTS)
    assert isinstance(page, AssignmentsPage)
    yield stage.grab("assignments")
    page.show_part(BOARD)
    yield stage.grab("assignments-given")
    page.show_part(DRAWS)
    yield stage.grab("assignments-draws")
    yield from _draw_scenes(stage, page)


def _draw_scenes(stage: Stage, page: AssignmentsPage) -> Iterator[Path]:
    """A draw, a step at a time; nobody is asked in the end."""
    dialog = page.open_draw()
    yield stage.grab("dialog-draw")
    dialog.on_accepted()
    dialog.how.seed.setText(words.SEED)
    dialog.how.quota.show_number(1)
    dialog.on_how_changed()
    dialog.how.reason.setText(words.DRAWN_AGAIN)
    yield stage.grab("dialog-draw-how")
    dialog.on_accepted()
    yield stage.grab("dialog-draw-drawn")
    dialog.on_accepted()
    for box in dialog.raters.raters.boxes.values():
        box.setChecked(True)
    dialog.on_accepted()
    yield stage.grab("dialog-draw-proposal")
    stage.close_dialogs()


def _agreement_scenes(stage: Stage, room: RatersScreen) -> Iterator[Path]:
    room.show_tab(AGREEMENT)
    page = room.page(AGREEMENT)
    assert isinstance(page, AgreementPage)
    settle()
    page.items.table.choose_row(0)
    yield stage.grab("agreement")
    page.tabs.setCurrentWidget(page.raters)
    yield stage.grab("agreement-raters")
    page.tabs.setCurrentWidget(page.everything)
    yield stage.grab("agreement-all")


def _consensus_scenes(stage: Stage, room: RatersScreen) -> Iterator[Path]:
    room.show_tab(CONSENSUS)
    page = room.page(CONSENSUS)
    assert isinstance(page, ConsensusPage)
    yield stage.grab("consensus")
    page.on_session_chosen(0)
    settle()
    apart = [row for row in page.view.table.rows_model.rows if row.reason]
    if apart:
        page.view.on_line_followed(apart[0].item, apart[0].dimension)
    yield stage.grab("consensus-table")
    page.on_left()


def _calibration_scenes(stage: Stage, room: RatersScreen) -> Iterator[Path]:
    room.show_tab(CALIBRATION)
    page = room.page(CALIBRATION)
    assert isinstance(page, CalibrationPage)
    yield stage.grab("calibration")
    page.area.verticalScrollBar().setValue(page.results_title.y())
    yield stage.grab("calibration-results")
    own = stage.area.work.person.uid
    mine = next(r for r in stage.area.work.calibration.overview().raters if r.person_uid == own)
    page.show_result(mine.attempts[-1].rating_uid)
    yield stage.grab("calibration-result")
    page.on_left()
