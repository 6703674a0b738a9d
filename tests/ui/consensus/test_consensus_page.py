"""The consensus page: agreed on by keys, kept at each act, signed at the end."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.consensus.pairs import Pair
from app.worlds import HeldJobs, World, scale_files
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.consensus.models import Stage
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.rating.moment_sounds import MomentSounds
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.domain.ratings.events import moment_marked
from fidelity_rater.domain.ratings.moments import Moment
from fidelity_rater.playback.simulated import SimulatedPlayer
from fidelity_rater.ui.consensus.page import ConsensusPage
from fidelity_rater.ui.theme import Theme
from helpers.libraries import PASSPHRASE


@pytest.fixture(scope="module")
def scales() -> ScaleShelf:
    return ScaleShelf(scale_files(), default_name="ipt.toml")


@pytest.fixture
def world(tmp_path: Path, scales: ScaleShelf) -> World:
    return World(tmp_path, scales)


@pytest.fixture
def pair(world: World) -> Pair:
    return Pair(world)


def hearing(world: World, **rest: Any) -> SimpleNamespace:
    """A workplace with a sound that a test turns by hand."""
    sounds = MomentSounds(world.library, recordings=world.recordings)
    settings = SimpleNamespace(load=lambda: SimpleNamespace(volume=50))
    application = SimpleNamespace(open_player=SimulatedPlayer, settings=settings)
    panel = SimpleNamespace(left_out=str)
    return SimpleNamespace(application=application, moment_sounds=sounds, panel=panel, **rest)


def page_of(pair: Any, qtbot: QtBot) -> ConsensusPage:
    work: Any = SimpleNamespace(consensus=pair.consensuses, panel=SimpleNamespace(left_out=str))
    if isinstance(pair, Pair):
        work = hearing(pair.world, consensus=pair.consensuses)
    page = ConsensusPage(work, InlineJobs())
    qtbot.addWidget(page)
    page.resize(1200, 760)
    page.show()
    page.refresh()
    return page


@pytest.fixture
def page(pair: Pair, qtbot: QtBot, dressed: Theme) -> ConsensusPage:
    return page_of(pair, qtbot)


@pytest.fixture
def begun(page: ConsensusPage) -> ConsensusPage:
    page.list.buttons[0].click()
    return page


def press(qtbot: QtBot, page: ConsensusPage, key: Qt.Key) -> None:
    qtbot.keyClick(page.view.table, key)


def go(page: ConsensusPage, item: str, dimension: str) -> None:
    page.view.table.choose_place(item, dimension)


def agreed(page: ConsensusPage) -> dict[tuple[str, str], Any]:
    assert page._agreeing is not None
    return page._agreeing.table.agreed


def test_nothing_rated_by_two_says_what_to_do_first(world: World, qtbot: QtBot, dressed: Theme) -> None:
    from app.consensus.pairs import consensuses_of

    page = page_of(SimpleNamespace(consensuses=consensuses_of(world, world.person)), qtbot)
    assert page.places.currentWidget() is page.empty
    assert "two people" in page.empty.sentence.text()
    page._work.panel.left_out = lambda: "13 ratings are left out: they are sealed."  # type: ignore[method-assign]
    page.refresh()
    assert page.empty.hint.text() == "13 ratings are left out: they are sealed."


def test_the_table_is_a_sound_model(begun: ConsensusPage, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(begun.view.table.rows_model)


def test_what_differs_most_comes_first_and_the_scales_order_can_be_had(begun: ConsensusPage) -> None:
    rows = begun.view.table.rows_model.rows
    assert rows[0].differs
    assert not rows[-1].differs
    begun.view.scale_order.click()
    assert [row.item for row in begun.view.table.rows_model.rows] == sorted(row.item for row in rows)


def test_a_digit_agrees_and_asks_why_and_delete_takes_it_back(begun: ConsensusPage, qtbot: QtBot) -> None:
    go(begun, "CORE-02", "adherence")
    press(qtbot, begun, Qt.Key.Key_4)
    assert agreed(begun)["CORE-02", "adherence"].score.value == 4
    assert begun.view.detail.reason.isVisible()
    press(qtbot, begun, Qt.Key.Key_9)
    assert agreed(begun)["CORE-02", "adherence"].score.value == 4, "there is no such level"
    press(qtbot, begun, Qt.Key.Key_Delete)
    assert agreed(begun) == {}
    assert not begun.view.detail.reason.isVisible()


def test_rows_stay_where_they_are_while_they_are_agreed_on(begun: ConsensusPage, qtbot: QtBot) -> None:
    before = [(row.item, row.dimension) for row in begun.view.table.rows_model.rows]
    go(begun, "CORE-02", "adherence")
    press(qtbot, begun, Qt.Key.Key_2)
    assert [(row.item, row.dimension) for row in begun.view.table.rows_model.rows] == before
    row = begun.view.table.row
    assert row is not None
    assert row.item == "CORE-02"


def test_a_reason_is_kept_as_one_leaves_it_and_is_there_after_coming_back(begun: ConsensusPage, qtbot: QtBot) -> None:
    go(begun, "CORE-02", "adherence")
    press(qtbot, begun, Qt.Key.Key_4)
    begun.view.detail.reason.setPlainText("heard it twice")
    begun.view.back.click()
    assert begun.places.currentWidget() is begun._overview
    assert begun._shown[0].stage is Stage.BEGUN
    begun.list.buttons[0].click()
    assert agreed(begun)["CORE-02", "adherence"].reason == "heard it twice"
    assert begun.view.saved.text.text()


def test_a_reason_typed_for_one_row_never_lands_on_another(begun: ConsensusPage, qtbot: QtBot) -> None:
    go(begun, "CORE-02", "adherence")
    press(qtbot, begun, Qt.Key.Key_4)
    begun.view.detail.reason.setPlainText("of this row")
    go(begun, "CORE-03", "adherence")
    assert agreed(begun)["CORE-02", "adherence"].reason == "of this row"
    assert begun.view.detail.reason.words == ""


def test_what_all_say_is_confirmed_with_one_press_and_taken_back_with_one(begun: ConsensusPage) -> None:
    assert "3" in begun.view.confirm.accessibleName()
    begun.view.confirm.click()
    assert len(agreed(begun)) == 3
    assert not begun.view.confirm.isVisible()
    row = begun.view.table.row
    assert row is not None
    assert row.differs, "on to what is left"
    begun.view.undo.click()
    assert agreed(begun) == {}


def test_a_moment_is_adopted_and_opened(world: World, qtbot: QtBot, dressed: Theme) -> None:
    from app.consensus.pairs import FIRST, rated

    recording = world.recording()
    pair = Pair(world)
    third = world.introduce("Cy Third", "CT")
    desk = rated(world, third, FIRST)
    uid = new_uid()
    desk.do(moment_marked(Moment(uid, recording.uid, 1000, 4000, item="CORE-01")))
    desk.take(world.signing.sign(desk, PASSPHRASE))
    page = page_of(pair, qtbot)
    page.list.buttons[0].click()
    go(page, "CORE-01", "adherence")
    page.view.detail.adopting[uid].click()
    assert page._agreeing is not None
    assert [moment.uid for moment in page._agreeing.table.consensus.moments] == [uid]
    with qtbot.waitSignal(page.rating_chosen) as told:
        page.view.detail.opening[uid].click()
    assert told.args == [desk.rating.head.uid, "CORE-01"]


def test_a_moment_is_heard_in_place_and_no_more_once_one_leaves(world: World, qtbot: QtBot, dressed: Theme) -> None:
    from app.consensus.pairs import FIRST, rated

    recording, uid = world.recording(), new_uid()
    pair = Pair(world)
    desk = rated(world, world.introduce("Cy Third", "CT"), FIRST)
    desk.do(moment_marked(Moment(uid, recording.uid, 1000, 4000, item="CORE-01")))
    desk.take(world.signing.sign(desk, PASSPHRASE))
    page = page_of(pair, qtbot)
    page.list.buttons[0].click()
    go(page, "CORE-01", "adherence")
    page.view.detail.hearing[uid].click()
    play = page.bar.hearing.heard.play
    assert play is not None
    assert (play.recording_uid, play.start_ms, play.end_ms) == (recording.uid, 1000, 4000)
    assert page.playing
    assert page.bar.isVisible()
    assert page.bar.sounding == uid
    page.view.detail.hearing[uid].click()
    assert not page.playing, "pressed again it pauses"
    page.view.detail.hearing[uid].click()
    page.view.back.click()
    assert not page.playing
    assert not page.bar.isVisible()
    page.close_sound()


def test_signing_waits_for_what_is_left_and_leads_there(begun: ConsensusPage, qtbot: QtBot) -> None:
    box = begun.view.signing
    box.passphrase.setText(PASSPHRASE)
    assert not box.sign.isEnabled()
    begun.view.confirm.click()
    line = next(line for line in box.lines if "adherence" in line.sentence.lower())
    line.click()
    assert begun.view.table.row is not None
    assert begun.view.table.row.differs


def test_a_settled_consensus_is_signed_and_stays_as_it_is(pair: Pair, page: ConsensusPage, qtbot: QtBot) -> None:
    uid = pair.settled().table.consensus.uid
    page.show_consensus(uid)
    box = page.view.signing
    box.words.setPlainText("we met once")
    box.passphrase.setText("wrong")
    box.sign.click()
    assert box.fault.isVisible()
    box.passphrase.setText(PASSPHRASE)
    box.sign.click()
    assert pair.consensuses.get(uid).signed
    assert pair.consensuses.get(uid).words == "we met once"
    assert not box.isVisible()
    assert page.view.signed.text()
    go(page, "CORE-02", "adherence")
    press(qtbot, page, Qt.Key.Key_1)
    assert agreed(page)["CORE-02", "adherence"].score.value == 2, "a signed one cannot be changed"


def test_a_discarded_draft_can_be_had_back(begun: ConsensusPage) -> None:
    begun.view.confirm.click()
    begun.view.discard.click()
    assert begun._shown[0].stage is Stage.WAITING
    begun.banner.action.click()
    assert len(agreed(begun)) == 3


def test_a_correction_is_told_and_can_be_taken_in(world: World, pair: Pair, begun: ConsensusPage) -> None:
    uid = begun._agreeing.table.consensus.uid if begun._agreeing else ""
    desk = world.desk(world.opening_of(pair.other).correct(pair.uids[1], "misheard"), person=pair.other)
    desk.take(world.signing.sign(desk, PASSPHRASE))
    begun.show_consensus(uid)
    assert "BS" in begun.view.caution.message.text()
    begun.view.caution.action.click()
    assert not begun.view.caution.isVisible()


def test_what_cannot_be_kept_is_said_and_keeps_one_there(world: World, begun: ConsensusPage, qtbot: QtBot) -> None:
    from app.worlds import refused

    world.refusing(refused())
    go(begun, "CORE-02", "adherence")
    press(qtbot, begun, Qt.Key.Key_4)
    begun.view.back.click()
    assert begun.places.currentWidget() is begun.view
    assert "refused" in begun.view.fault.message.text()
    world.refusing(None)
    begun.view.saved.retry.click()
    begun.view.back.click()
    assert begun.places.currentWidget() is not begun.view


def test_nothing_can_be_changed_while_the_signature_is_made(pair: Pair, qtbot: QtBot, dressed: Theme) -> None:
    uid = pair.settled().table.consensus.uid
    page = page_of(pair, qtbot)
    page.show_consensus(uid)
    held = page._jobs = HeldJobs()
    page.view.signing.passphrase.setText(PASSPHRASE)
    page.view.signing.sign.click()
    assert held.held == 1
    assert not page.view.table.isEnabled()
    assert not page.view.detail.isEnabled()
    held.run_all()
    assert page.view.table.isEnabled()
    assert pair.consensuses.get(uid).signed


def test_the_key_of_undo_takes_back_here_and_not_what_the_menu_would(begun: ConsensusPage, qtbot: QtBot) -> None:
    elsewhere: list[bool] = []
    menu = QAction(begun)
    menu.setShortcut("Ctrl+Z")
    menu.triggered.connect(elsewhere.append)
    begun.addAction(menu)
    begun.view.confirm.click()
    assert agreed(begun)
    begun.view.table.setFocus()
    qtbot.keyClick(begun.view.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (agreed(begun), elsewhere) == ({}, [])


def test_what_signs_stays_in_sight_after_a_wrong_passphrase(begun: ConsensusPage, qtbot: QtBot) -> None:
    view = begun.view
    begun.resize(1000, 420)
    view.side.ensureWidgetVisible(view.signing.passphrase)
    view.show_signing(False, "This passphrase does not open the identity of the person who signs. " * 3)
    view.side.fit()  # as once the window has laid everything out
    sign, sight = view.signing.sign, view.side.viewport()
    assert sight.rect().contains(QRect(sign.mapTo(sight, QPoint(0, 0)), sign.size()))
