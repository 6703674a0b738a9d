"""A rating by assignment, on the desk: what it settles is shown so, and whether it is blind is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fidelity_rater.app.assigning.models import AssignWish
from fidelity_rater.ui.library_area import LibraryArea
from fidelity_rater.ui.theme import Theme
from helpers.screens import begin_rating, enter_library, make_window


@pytest.fixture
def area(own_home: Path, dressed: Theme, qtbot: QtBot) -> Iterator[LibraryArea]:
    window = make_window(own_home, dressed, qtbot)
    yield enter_library(window)
    window.close()


def test_the_desk_shows_what_the_assignment_settles(area: LibraryArea) -> None:
    work = area.work
    session = work.caseload.place("T07", "C2", scheduled=6)
    form = work.assigning.forms()[0].id
    wish = AssignWish((session.uid,), (work.person.uid,), form, 1, words="By Friday.", reason="asked for")
    (uid,) = work.assigning.assign(wish)
    area.show_raters()
    area.begin_rating(session.uid, uid)
    begin = area.rating.view.begin
    assert [list(row.buttons) for row in begin.rows.values()] == [["summative"], ["panel"], ["short"], ["middle"]]
    assert begin.assigned.message.text().endswith("They write: By Friday.")
    for row in begin.rows.values():
        (button,) = row.buttons.values()
        button.click()  # nothing of it can be taken back
        assert button.isChecked()
    assert not begin.focus.isEnabled()
    begin.begin.click()
    view = area.rating.view
    assert (view.header.blind.text(), view.header.blind.isHidden()) == ("Not blind", False)
    assert "not by a package" in view.header.blind.toolTip()
    assert view.header.back.accessibleName() == "Raters", "the way back leads to where one came from"
    assert area.rating.feedback.signed_words("Signed") == "Signed", "what was asked for goes back, without feedback"
    area.rating.showing.cover()
    cover = view.cover
    assert not cover.choices["phase"].isEnabled()
    assert not cover.focus.isEnabled()
    assert not cover.settled.isHidden()
    assert cover.choices["focal_areas_heard"].isEnabled()
    uid = work.assigning.due()[0].rating_uid
    area.show_caseload()
    with work.library.read() as uow:
        therapist = uow.cases.get(session.case_uid).therapist_uid
    area.caseload.on_therapist_added(therapist)
    (card,) = area.caseload.view.cards
    assert card.table is not None
    assert card.table.rating_buttons[uid].text().endswith(" summative, draft, not blind")
    assert "not by a package" in card.table.rating_buttons[uid].toolTip()
    begin_rating(area)
    assert view.header.back.accessibleName() == "Caseload"
    assert view.header.blind.isHidden()
    assert cover.choices["phase"].isEnabled()
    assert cover.settled.isHidden()


def test_whoever_comes_for_another_rating_is_not_led_to_the_assignment(area: LibraryArea) -> None:
    work = area.work
    session = work.caseload.place("T07", "C2", scheduled=6)
    form = work.assigning.forms()[0].id
    work.assigning.assign(AssignWish((session.uid,), (work.person.uid,), form, 1, reason="asked for"))
    area.begin_rating(session.uid, anew=True)
    assert area.rating.view.begin.assigned.isHidden()
    area.rate_oneself(session.uid)
    assert area.rating.view.begin.assigned.isHidden()
    area.begin_rating(session.uid)
    assert not area.rating.view.begin.assigned.isHidden()
