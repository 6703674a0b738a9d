"""The calibration page: rate blind, see the result, the picture over time, every rater, and a new reference."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.calibration.references import MANY, Raters, shifted
from app.worlds import World, scale_files
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.sharing.models import RatingsOrder, ReferenceOrder
from fidelity_rater.ui.calibration.page import CalibrationPage
from fidelity_rater.ui.theme import Theme


@pytest.fixture(scope="module")
def scales() -> ScaleShelf:
    return ScaleShelf(scale_files(), default_name="ipt.toml")


@pytest.fixture
def world(tmp_path: Path, scales: ScaleShelf) -> World:
    return World(tmp_path, scales)


@pytest.fixture
def raters(world: World) -> Raters:
    return Raters(world)


def page_of(raters: Raters, qtbot: QtBot) -> CalibrationPage:
    work: Any = SimpleNamespace(calibration=raters.work, tables=SimpleNamespace(decimal_comma=False))
    page = CalibrationPage(work, InlineJobs())
    qtbot.addWidget(page)
    page.resize(1200, 760)
    page.show()
    page.refresh()
    return page


def test_a_consensus_is_made_a_reference_and_begun_blind(raters: Raters, qtbot: QtBot, dressed: Theme) -> None:
    page = page_of(raters, qtbot)
    assert not page.form.make.isEnabled(), "a title is missing"
    page.form.title.setText("Reference A")
    page.form.title.setFocus()
    page.form.make.click()
    assert page.focusWidget() is page.area, "what one typed in is gone; the focus stays on the page"
    (uid,) = page.references.buttons
    assert not page.form.make.isVisible()
    assert page.references.buttons[uid].text() == "Rate it", "here it is not blind, and nothing says that it is"
    with qtbot.waitSignal(page.rating_chosen) as told:
        page.references.buttons[uid].click()
    rating_uid, item = told.args
    assert raters.world.head(rating_uid).person_uid == raters.third.uid
    assert item == ""
    page.refresh()
    with qtbot.waitSignal(page.rating_chosen) as told:
        page.references.buttons[uid].click()
    assert told.args == [rating_uid, ""], "what was begun is gone on with"


def test_a_signed_attempt_stands_beside_the_consensus_item_by_item(
    raters: Raters, qtbot: QtBot, dressed: Theme
) -> None:
    reference = raters.reference()
    scores = shifted(1)
    scores["CORE-01"] = dict(MANY["CORE-01"])
    uid = raters.rate(reference, scores)
    page = page_of(raters, qtbot)
    page.references.buttons[reference].click()
    assert page.places.currentWidget() is page.result
    rows = page.result.table.data_model.table.rows
    assert [row[4] for row in rows[:4]] == ["same", "same", "+1", "+1"]
    assert page.result.heading.text().startswith(str(rows[2][0])), "the first that differs is gone to"
    assert page.result.notice.text()
    with qtbot.waitSignal(page.rating_chosen) as told:
        page.result.open.click()
    assert told.args == [uid, ""]
    page.result.back.click()
    assert page.places.currentWidget() is page.area


def test_own_results_are_drawn_and_every_rater_is_told(raters: Raters, qtbot: QtBot, dressed: Theme) -> None:
    uid = raters.rate(raters.reference(), shifted(1))
    page = page_of(raters, qtbot)
    assert "CT" in page.standing.told.text()
    assert page.standing.view.isVisible()
    assert {spot.key for spot in page.standing.view.spots} == {uid}
    with qtbot.waitSignal(page.standing.result_wanted) as told:
        page.standing.view.spot_opened.emit(uid)
    assert told.args == [uid]
    (row,) = page.raters.data_model.table.rows
    assert (row[0], row[1], row[6]) == ("CT", 1, "not judged yet")
    assert "+1.00" in str(row[2])


def test_who_has_not_calibrated_sees_others_and_can_look_at_one(raters: Raters, qtbot: QtBot, dressed: Theme) -> None:
    raters.rate(raters.reference(), shifted(1))
    raters.work = raters.of(raters.world.person)
    page = page_of(raters, qtbot)
    assert not page.standing.view.isVisible()
    assert page.references.buttons == {}, "who took part cannot rate by it"
    page.raters.choose_row(0)
    assert "CT" in page.results_title.text()
    assert page.standing.view.isVisible()


def test_a_reference_is_retired_and_used_again(raters: Raters, qtbot: QtBot, dressed: Theme) -> None:
    uid = raters.reference()
    page = page_of(raters, qtbot)
    page.references.retiring[uid].click()
    assert page.references.buttons == {}
    page.references.retiring[uid].click()
    assert uid in page.references.buttons


def test_what_cannot_be_begun_is_said(raters: Raters, qtbot: QtBot, dressed: Theme) -> None:
    uid = raters.reference()
    page = page_of(raters, qtbot)
    raters.of(raters.world.person).retire(uid)
    page.references.buttons[uid].click()
    assert "not used" in page.banner.message.text()


def test_what_is_ones_own_is_sent_to_raters(raters: Raters, qtbot: QtBot, dressed: Theme) -> None:
    uid = raters.reference()
    raters.work = raters.of(raters.world.person)
    page = page_of(raters, qtbot)
    assert "Reference A" in page.references.sending[uid].accessibleName()
    with qtbot.waitSignal(page.send_wanted) as told:
        page.references.sending[uid].click()
    assert told.args == [ReferenceOrder((uid,))]
    page.references.retiring[uid].click()
    assert page.references.sending == {}, "what is not used any more is not sent"


def test_attempts_at_what_came_go_back_in_one_package(raters: Raters, qtbot: QtBot, dressed: Theme) -> None:
    uid = raters.reference()
    with raters.world.library.work() as uow:
        made = uow.documents.get(uid)
        assert made is not None
        uow.documents.keep(replace(made, package_uid=new_uid(), final=True))
        uow.commit()
    page = page_of(raters, qtbot)
    assert page.references.buttons[uid].text() == "Rate blind"
    assert page.references.retiring == {}, "whoever made it retires it"
    assert page.references.sending == {}, "nothing is signed yet"
    rating = raters.rate(uid, MANY)
    page.refresh()
    with qtbot.waitSignal(page.send_wanted) as told:
        page.references.sending[uid].click()
    assert told.args == [RatingsOrder((rating,))]
