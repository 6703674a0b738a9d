"""The assignments page: what is due, what is assigned, every draw with its check, and drawing a step at a time."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import QDate
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.assigning.panels import Desk
from app.worlds import scale_files
from fidelity_rater.app.application import Workplace
from fidelity_rater.app.assigning.models import DrawWish, DueState, State
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.ui.assignments.draw_dialog import DrawDialog
from fidelity_rater.ui.assignments.page import BOARD, DRAWS, DUE, AssignmentsPage
from fidelity_rater.ui.assignments.raters_page import RatersPage
from fidelity_rater.ui.assignments.words import due_words
from fidelity_rater.ui.theme import Theme
from helpers.shown_texts import untranslated

SEED = "four dice: 3 5 1 6"
TODAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def scales() -> ScaleShelf:
    return ScaleShelf(scale_files(), default_name="ipt.toml")


@pytest.fixture
def lead(tmp_path: Path, scales: ScaleShelf) -> Desk:
    return Desk("Lena", tmp_path, scales)


@pytest.fixture
def rob(tmp_path: Path, scales: ScaleShelf, lead: Desk) -> Desk:
    made = Desk("Rob", tmp_path, scales)
    lead.knows(made)
    return made


def shown(desk: Desk, qtbot: QtBot) -> AssignmentsPage:
    place = SimpleNamespace(
        drawing=desk.drawing,
        assigning=desk.assigning,
        contacts=desk.contacts,
        person=desk.person,
        application=SimpleNamespace(wall_clock=desk.clock),
    )
    page = AssignmentsPage(cast(Workplace, place), InlineJobs())
    page.resize(1100, 760)
    qtbot.addWidget(page)
    desk.bus.subscribe(page.on_changed)
    page.show()
    return page


def texts(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def sent(lead: Desk, rob: Desk, **more: Any) -> None:
    """Two sessions that Rob is asked to rate."""
    lead.assigning.assign(lead.wish(lead.course(2, 9), rob, **more))
    rob.take(lead.send(lead.assigning.to_send(rob.person.uid), rob), keep_contact=True)


@pytest.mark.usefixtures("dressed")
def test_an_empty_page_says_what_to_do_first(lead: Desk, qtbot: QtBot) -> None:
    page = shown(lead, qtbot)
    assert page.pages.currentWidget() is page.empties[DUE]
    page.show_part(DRAWS)
    assert "can be repeated by anybody" in texts(page.empties[DRAWS])


@pytest.mark.usefixtures("dressed")
def test_what_is_due_leads_to_rating_by_its_assignment(lead: Desk, rob: Desk, qtbot: QtBot) -> None:
    sent(lead, rob, due=lead.clock.at.date() - timedelta(days=2), words="Thank you")
    page = shown(rob, qtbot)
    line, _ = rob.assigning.due()
    assert "2 days overdue" in texts(page.due)
    assert "They write: Thank you" in texts(page.due)
    assert "T01" not in texts(page.due)
    with qtbot.waitSignal(page.rate_wanted) as heard:
        page.due.buttons[line.uid].click()
    assert heard.args == [line.session_uid, line.uid]


@pytest.mark.usefixtures("dressed")
def test_what_is_signed_is_sent_back(lead: Desk, rob: Desk, qtbot: QtBot) -> None:
    sent(lead, rob)
    page = shown(rob, qtbot)
    assert page.due.back_buttons == {}
    uid = rob.rate(rob.assigning.due()[0])
    assert "signed, not sent back yet, blind" in texts(page.due)
    with qtbot.waitSignal(page.send_wanted) as heard:
        page.due.back_buttons[lead.person.uid].click()
    assert heard.args[0].rating_uids == (uid,)
    done = next(line for line in rob.assigning.due() if line.state is DueState.SIGNED)
    with qtbot.waitSignal(page.rating_chosen) as heard:
        page.due.buttons[done.uid].click()
    assert heard.args == [uid, ""]


@pytest.mark.usefixtures("dressed")
def test_the_board_sends_withdraws_and_opens(lead: Desk, rob: Desk, qtbot: QtBot) -> None:
    first, second = lead.assigning.assign(lead.wish(lead.course(2, 9), rob, reason="The panel asked."))
    page = shown(lead, qtbot)
    page.show_part(BOARD)
    assert "By hand: The panel asked." in texts(page.board)
    page.board.withdraw_buttons[first].click()
    assert [line.uid for line in lead.board().lines] == [second]
    with qtbot.waitSignal(page.send_wanted) as heard:
        page.board.send_buttons[rob.person.uid].click()
    assert heard.args[0].assignment_uids == (second,)
    rob.take(lead.send(heard.args[0], rob), keep_contact=True)
    assert "sent" in texts(page.board)
    assert page.board.withdraw_buttons == {}
    rating = rob.rate(rob.one_due())
    lead.take(rob.send(rob.assigning.to_return(lead.person.uid), lead))
    assert "rated, blind" in texts(page.board)
    with qtbot.waitSignal(page.rating_chosen) as heard:
        page.board.rating_buttons[second].click()
    assert heard.args == [rating, ""]


@pytest.mark.usefixtures("dressed")
def test_a_draw_is_repeated_and_its_facts_are_copied(lead: Desk, qtbot: QtBot) -> None:
    lead.course(2, 5, 9)
    uid = lead.drawing.draw(DrawWish(quota=2), seed=SEED, typed=True)
    page = shown(lead, qtbot)
    page.show_part(DRAWS)
    card = page.draws.cards[uid]
    card.repeat.click()
    assert card.answer.message.text() == "Repeated: the same 2 recordings."
    card.copy.click()
    assert SEED in QGuiApplication.clipboard().text()


@pytest.mark.usefixtures("dressed")
def test_drawing_and_assigning_a_step_at_a_time(lead: Desk, rob: Desk, qtbot: QtBot) -> None:
    lead.course(2, 9, 15)
    page = shown(lead, qtbot)
    page.draw_button.click()
    (dialog,) = page.findChildren(DrawDialog)
    dialog.accept_button.click()
    assert dialog.pages.current is dialog.how
    assert len(dialog.how.seed.text()) == 32
    assert dialog.how.strata.key == "phase", "spread over the course unless somebody wishes otherwise"
    dialog.how.quota.box.setValue(3)
    assert dialog.how.told.text() == "3 sessions could be drawn. This draws 3 of them."
    assert dialog.how.short.text().startswith("Too few: T01 · C1 · Initial phase: 1 of 3; ")
    dialog.how.quota.box.setValue(1)
    assert dialog.how.short.isHidden()
    dialog.how.seed.setText(SEED)
    dialog.accept_button.click()
    (draw,) = lead.drawing.draws()
    assert (draw.seed, draw.typed, len(draw.chosen)) == (SEED, True, 3)
    assert dialog.pages.current is dialog.drawn
    dialog.accept_button.click()
    dialog.accept_button.click()
    assert dialog.banner.message.text() == "Tick at least one rater."
    dialog.raters.raters.boxes[rob.person.uid].setChecked(True)
    dialog.accept_button.click()
    assert dialog.banner.message.text() == "A recording cannot go to more raters than are ticked."
    dialog.raters.on_each_chosen("1")
    dialog.accept_button.click()
    assert dialog.proposal.told.text() == "Rob: 3 sessions"
    assert lead.documents(DocumentKind.ASSIGNMENT) == ()
    dialog.accept_button.click()
    assert lead.states() == [State.ASSIGNED] * 3
    with qtbot.waitSignal(page.send_wanted):
        dialog.sending.buttons[rob.person.uid].click()
    dialog.close()


@pytest.mark.usefixtures("dressed")
def test_a_second_draw_asks_why(lead: Desk, qtbot: QtBot) -> None:
    lead.course(2, 9)
    first = lead.drawing.draw(DrawWish(), seed=SEED, typed=True)
    dialog = shown(lead, qtbot).open_draw()
    dialog.accept_button.click()
    dialog.accept_button.click()
    assert "Say why it is drawn again." in dialog.banner.message.text()
    assert [draw.uid for draw in lead.drawing.draws()] == [first]
    dialog.how.reason.setText("Next round")
    dialog.accept_button.click()
    assert lead.drawing.draws()[0].reason == "Next round"
    dialog.close()


@pytest.mark.usefixtures("dressed")
def test_by_hand_asks_for_a_reason_and_says_so(lead: Desk, qtbot: QtBot) -> None:
    session, _ = lead.course(2, 9)
    dialog = shown(lead, qtbot).open_draw()
    dialog.what.way.buttons["by_hand"].click()
    dialog.accept_button.click()
    dialog.hand.sessions.boxes[session].setChecked(True)
    dialog.accept_button.click()
    assert dialog.banner.message.text() == "Say why they are chosen by hand."
    dialog.hand.reason.setText("A complaint")
    dialog.accept_button.click()
    dialog.raters.raters.boxes[lead.person.uid].setChecked(True)
    dialog.raters.on_each_chosen("1")
    dialog.accept_button.click()
    dialog.accept_button.click()
    (line,) = lead.board().lines
    assert (line.session_uid, line.how) == (session, "By hand: A complaint")
    assert "under “To rate”" in texts(dialog.sending)
    dialog.close()


@pytest.mark.usefixtures("dressed")
def test_what_a_draw_has_drawn_can_be_assigned_later(lead: Desk, rob: Desk, qtbot: QtBot) -> None:
    lead.course(2)
    uid = lead.drawing.draw(DrawWish(), seed=SEED, typed=True)
    page = shown(lead, qtbot)
    page.show_part(DRAWS)
    dialog = page.open_draw(uid)
    assert dialog.pages.current is dialog.drawn
    dialog.accept_button.click()
    dialog.on_back()
    assert dialog.pages.current is dialog.drawn
    dialog.close()


def test_the_day_is_told_with_what_is_left_of_it(dressed: Theme) -> None:
    assert due_words(None, today=TODAY) == "no date"
    assert due_words(TODAY, today=TODAY) == "due today"
    assert due_words(TODAY + timedelta(days=1), today=TODAY) == "due 3 Mar 2026, in 1 day"
    assert due_words(TODAY - timedelta(days=1), today=TODAY) == "1 day overdue (1 Mar 2026)"
    assert due_words(TODAY - timedelta(days=1), today=TODAY, done=True) == "due 1 Mar 2026"


@pytest.mark.usefixtures("dressed")
def test_every_word_is_translated(lead: Desk, rob: Desk, qtbot: QtBot, pseudo_locale: None) -> None:
    sessions = lead.course(2, 9)
    uid = lead.drawing.draw(DrawWish(), seed=SEED, typed=True)
    lead.assigning.assign(lead.wish(sessions, rob, lead, per_session=2, draw_uid=uid, due=TODAY))
    page = shown(lead, qtbot)
    page.draws.cards[uid].repeat.click()
    dialog = page.open_draw()
    dialog.accept_button.click()
    dialog.accept_button.click()
    data = (
        SEED,
        "Lena",
        "Rob",
        "T01 · C1",
        *(line.place for line in lead.board().lines),
        dialog.how.seed.text(),
        dialog.raters.due.edit.text(),
    )
    forms = tuple(form.label for form in lead.assigning.forms())
    for widget in (page, dialog):
        assert [text for text in untranslated(widget, data=(*data, *forms)) if "Scroll " not in text] == []
    dialog.close()


@pytest.mark.usefixtures("dressed")
def test_a_day_that_is_set_makes_nobody_late_at_once(qtbot: QtBot) -> None:
    page = RatersPage()
    qtbot.addWidget(page)
    assert page.due.day is None
    page.due.known.click()
    assert page.due.day is not None
    assert page.due.day >= QDate.currentDate().addDays(13).toPython()
