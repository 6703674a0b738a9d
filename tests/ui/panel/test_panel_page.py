"""The panel's page: laying together by ticks, voting on what can be heard, then everything, then the decision."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from app.panel.desks import ASSESSED, WORDS, Desk, laid, scanned
from app.sharing.homes import FREE, Home
from app.worlds import HeldJobs, scale_files
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.panel.models import Verdict
from fidelity_rater.app.panel.portfolio_models import Part
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.settings import Settings
from fidelity_rater.app.sharing.models import DecisionOrder, PortfolioOrder, SoundChoice, VotesOrder
from fidelity_rater.playback.simulated import HandTime, SimulatedPlayer
from fidelity_rater.ui.panel.composer_page import ComposerPage
from fidelity_rater.ui.panel.door_page import DoorPage
from fidelity_rater.ui.panel.page import PanelPage
from fidelity_rater.ui.theme import Theme
from helpers.libraries import PASSPHRASE
from helpers.shown_texts import shown_texts, untranslated


@pytest.fixture(scope="module")
def scales() -> ScaleShelf:
    return ScaleShelf(scale_files(), default_name="ipt.toml")


def page_of(desk: Desk, qtbot: QtBot, jobs: Any = None) -> PanelPage:
    application = SimpleNamespace(
        open_player=lambda: SimulatedPlayer(HandTime()),
        settings=SimpleNamespace(load=Settings),
        wall_clock=desk.home.clock,
    )
    door = SimpleNamespace(sounds=desk.panel.sounds)
    work: Any = SimpleNamespace(panel=desk.panel, portfolios=desk.portfolios, door=door, application=application)
    page = PanelPage(work, jobs or InlineJobs())
    desk.home.bus.subscribe(page.on_changed)
    qtbot.addWidget(page)
    page.resize(1240, 700)
    page.show()
    return page


@pytest.fixture
def author(tmp_path: Path, scales: ScaleShelf) -> Desk:
    return Desk.of(Home("Ann", tmp_path, scales), ASSESSED)


@pytest.fixture
def member(author: Desk, tmp_path: Path, scales: ScaleShelf) -> Desk:
    """Somebody who shares the library, and is asked to vote."""
    return Desk.of(Home("Mo", tmp_path, scales, library=author.home.library))


def before_panel(author: Desk, member: Desk) -> str:
    uid, _ = laid(author)
    author.portfolios.lay(uid)
    author.panel.deciding.lead(uid)
    with author.home.library.work() as uow:
        uow.people.keep(member.home.person)
        uow.commit()
    author.panel.seat(uid, [member.home.person.uid])
    return uid


def shown(page: PanelPage) -> str:
    assert page.page is not None
    return " | ".join(shown_texts(page.page))


def test_an_empty_library_says_what_to_do_first(author: Desk, qtbot: QtBot, dressed: Theme) -> None:
    page = page_of(author, qtbot)
    assert page.pages.currentWidget() is page.empty
    assert not page.side.begin.isEnabled()


def test_a_portfolio_is_laid_together_by_ticks(author: Desk, qtbot: QtBot, dressed: Theme) -> None:
    uid, heads = laid(author)
    page = page_of(author, qtbot)
    composer = page.page
    assert isinstance(composer, ComposerPage)
    boxes = composer.ratings
    assert [boxes[head.uid].isEnabled() for head in heads] == [False, False, True]
    boxes[heads[2].uid].click()
    assert isinstance(page.page, ComposerPage)
    now = {tick.uid: tick.chosen for tick in page.page.sheet.ratings}
    assert now[heads[2].uid] is boxes[heads[2].uid].isChecked()
    page.page.parts[Part.SUPERVISION].click()
    assert not next(part for part in page.page.sheet.parts if part.part is Part.SUPERVISION).chosen
    page.page.words.setPlainText("Read all of it.")
    page.page.words.keep()
    assert author.portfolios.sheet(uid).words == "Read all of it."
    page.page.sounds.buttons["whole"].click()
    with qtbot.waitSignal(page.send_wanted) as sent:
        page.page.send.click()
    assert sent.args == [PortfolioOrder(uid, SoundChoice.WHOLE)]


def test_a_tick_stays_under_the_mouse_and_keeps_the_focus(
    author: Desk, member: Desk, qtbot: QtBot, dressed: Theme
) -> None:
    uid = before_panel(author, member)
    author.panel.seat(uid, [])
    page = page_of(author, qtbot)
    page.resize(1240, 420)

    def tick() -> QCheckBox:
        assert isinstance(page.page, DoorPage)
        return page.page.seats.ticks[member.home.person.uid]

    before = tick()
    page.area.ensureWidgetVisible(before, 0, 60)
    before.setFocus()
    at = before.mapTo(page.area.viewport(), QPoint(0, 0)).y()
    before.click()
    now = tick()
    assert now is not before
    assert now.isChecked()
    assert page.window().focusWidget() is now
    assert now.mapTo(page.area.viewport(), QPoint(0, 0)).y() == at


def test_what_the_trainee_said_is_written_down(author: Desk, qtbot: QtBot, dressed: Theme) -> None:
    uid, heads = laid(author)
    page = page_of(author, qtbot)
    assert isinstance(page.page, ComposerPage)
    page.page.tells[heads[2].uid].click()
    dialog = page.dialog
    assert dialog is not None
    dialog.choice.show_key("out")
    dialog.day.show_day(author.home.clock.now().date())
    dialog.accept_button.click()
    tick = next(tick for tick in author.portfolios.sheet(uid).ratings if tick.uid == heads[2].uid)
    assert not tick.chosen
    assert "left out, as the trainee told you" in shown(page)


def test_a_member_votes_on_what_can_be_heard_and_then_sees_everything(
    author: Desk, member: Desk, qtbot: QtBot, dressed: Theme
) -> None:
    before_panel(author, member)
    page = page_of(member, qtbot)
    door = page.page
    assert isinstance(door, DoorPage)
    assert door.vote is not None
    assert door.all is None
    for word in (FREE, WORDS, "ICC", "2 of 4 cases", "Totals"):
        assert word not in shown(page)
    assert "sealed until the first round is over" in door.where.message.text()
    assert door.vote.choice.visibleRegion().isEmpty()
    door.down.click()
    assert door.down.accessibleName() == "To your vote"
    assert not door.vote.choice.visibleRegion().isEmpty()
    card = door.cards[0]
    card.buttons[card.session.moments[0].uid].click()
    assert page.hearing.heard.play == card.session.moments[0].play
    card.comment.setPlainText("Stayed with the loss.")
    card.comment.keep()
    door.vote.choice.buttons["accredit"].click()
    assert member.panel.voting.draft(page.portfolio_uid).comments == {card.session.named: "Stayed with the loss."}
    door.vote.signing.passphrase.line.setText("wrong")
    door.vote.signing.button.click()
    assert door.vote.signing.fault.message.text()
    door.vote.signing.passphrase.line.setText(PASSPHRASE)
    door.vote.signing.button.click()
    after = page.page
    assert isinstance(after, DoorPage)
    assert after.all is not None  # the only member has voted
    assert after.vote is not None
    for word in (WORDS, "ICC", "2 of 4 cases", "Stayed with the loss."):
        assert word in shown(page)
    rating = next(iter(after.all.opens))
    with qtbot.waitSignal(page.rating_chosen) as chosen:
        after.all.opens[rating].click()
    assert chosen.args == [rating, ""]
    page.close_sound()


def test_while_the_first_one_is_read_nothing_says_that_there_is_none(
    author: Desk, member: Desk, qtbot: QtBot, dressed: Theme
) -> None:
    before_panel(author, member)
    jobs = HeldJobs()
    page = page_of(member, qtbot, jobs)
    jobs.run_next()
    assert page.side.buttons
    assert page.pages.currentWidget() is page.blank
    jobs.run_all()
    assert page.pages.currentWidget() is page.area
    page.close_sound()


def test_whoever_leads_writes_the_decision(author: Desk, member: Desk, qtbot: QtBot, dressed: Theme) -> None:
    uid = before_panel(author, member)
    page = page_of(author, qtbot)
    assert isinstance(page.page, DoorPage)
    assert page.page.decision is None  # the first round is open
    assert page.page.down.isHidden()
    assert "First round open" in page.side.buttons[uid].text()
    member.vote(uid, Verdict.ACCREDIT)
    page.refresh()
    assert page.page.decision is not None
    assert page.page.decision.signing.isHidden()  # nobody has voted a second time
    member.vote(uid, Verdict.DEFER)
    page.refresh()
    form = page.page.decision
    assert form is not None
    assert not form.signing.isHidden()
    assert "Decision due" in page.side.buttons[uid].text()
    assert "the decision is due" in page.page.where.message.text()
    page.page.down.click()
    assert page.page.down.accessibleName() == "To the decision"
    assert not form.choice.visibleRegion().isEmpty()
    form.choice.buttons["defer"].click()
    form.reasons.setPlainText("Two of four cases.")
    form.minutes.setPlainText("All were there.")
    form.keep()
    assert author.panel.deciding.draft(uid).reasons == "Two of four cases."
    form.signing.passphrase.line.setText(PASSPHRASE)
    form.signing.button.click()
    assert "what is wanting" in form.signing.fault.message.text()
    form.conditions.setPlainText("Two more cases.")
    form.signing.passphrase.line.setText(PASSPHRASE)
    form.signing.button.click()
    assert isinstance(page.page, DoorPage)
    assert page.page.decision is None
    assert "Two more cases." in shown(page)
    with qtbot.waitSignal(page.send_wanted) as sent:
        page.page.send_decision.click()
    assert isinstance(sent.args[0], DecisionOrder)


def test_a_member_elsewhere_is_reminded_to_send_the_vote(
    author: Desk, tmp_path: Path, scales: ScaleShelf, qtbot: QtBot, dressed: Theme
) -> None:
    uid, _ = laid(author)
    far = Desk.of(Home("Nan", tmp_path, scales))
    far.home.take(author.home.send(PortfolioOrder(uid), far.home), keep_contact=True)
    far.vote(uid, Verdict.DECLINE)
    page = page_of(far, qtbot)
    assert isinstance(page.page, DoorPage)
    assert page.page.all is None
    with qtbot.waitSignal(page.send_wanted) as sent:
        page.page.seats.send.click()
    (order,) = sent.args
    assert isinstance(order, VotesOrder)
    assert len(order.vote_uids) == 1


def test_scans_are_looked_at_before_they_go_and_by_the_panel(
    author: Desk, member: Desk, qtbot: QtBot, dressed: Theme
) -> None:
    therapist, uids = scanned(author, picture())
    uid = author.portfolios.begin(therapist)
    page = page_of(author, qtbot)
    composer = page.page
    assert isinstance(composer, ComposerPage)
    row = composer.scans[uids[0]]
    assert "Carol" in row.box.text()
    assert "goes as “Scan 1.png”" in shown(page)
    assert "Scans may name people: look at each before it goes." in shown(page)
    row.buttons.look.click()
    assert page.scans.view is not None
    assert not page.scans.view.sheet.pixmap().isNull()
    page.scans.view.close()
    row.box.click()
    assert [tick.chosen for tick in author.portfolios.sheet(uid).scans] == [False, True, True]
    author.portfolios.lay(uid)
    author.panel.deciding.lead(uid)
    with author.home.library.work() as uow:
        uow.people.keep(member.home.person)
        uow.commit()
    author.panel.seat(uid, [member.home.person.uid])
    theirs = page_of(member, qtbot)
    assert "Scan 1" not in shown(theirs)
    member.vote(uid, Verdict.ACCREDIT)
    theirs.refresh()
    assert isinstance(theirs.page, DoorPage)
    assert theirs.page.all is not None
    card = theirs.page.all.scans
    assert card is not None
    assert list(card.rows) == uids[1:]
    assert "Carol" not in shown(theirs)
    card.rows[uids[1]].look.click()
    assert theirs.scans.view is not None
    assert theirs.scans.view.name.text() == "Scan 1.png"
    theirs.scans.view.close()


def picture() -> bytes:
    image = QImage(40, 60, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    held = QBuffer()
    held.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(held, "PNG")  # type: ignore[call-overload]
    return bytes(held.data().data())


def test_what_is_gone_is_said_in_a_sentence(author: Desk) -> None:
    with pytest.raises(UserFacingError, match="not in the library any more"):
        author.panel.view(author.home.person.uid)


def test_every_text_can_be_translated(
    author: Desk, member: Desk, qtbot: QtBot, dressed: Theme, pseudo_locale: None
) -> None:
    told = ("T01", "C1", "AN", "MO", "Adherence", "Quality", "ICC(2,1)", WORDS)
    told = (*told, "Rules", "Cases", "A body", "2 of 4 cases", "Body, 2025", "Check with it.")
    before_panel(author, member)
    for desk in (author, member):
        page = page_of(desk, qtbot)
        assert page.page is not None
        shown = untranslated(page.page, data=told)
        assert [text for text in shown if len(text) < 20] == [], shown  # longer ones are the scale's own
