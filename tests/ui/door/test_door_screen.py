"""The screen "Feedback": sealed first, then a letter that is heard and answered."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.door.letters import ITEMS
from fidelity_rater.app.errors import DiskFull
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.domain.feedback import Reply
from fidelity_rater.ui.door.letter_page import LetterPage
from fidelity_rater.ui.door.screen import DoorScreen
from fidelity_rater.ui.door.trend_picture import TrendPicture
from helpers.shown_texts import shown_texts
from ui.door.conftest import Trainee


def page_of(screen: DoorScreen) -> LetterPage:
    assert screen.page is not None
    return screen.page


def reply_of(trainee: Trainee) -> Reply:
    with trainee.work.library.read() as uow:
        return Reply.from_json(uow.documents.of_kind(DocumentKind.REPLY)[-1].body)


@pytest.fixture
def opened(trainee: Trainee, qtbot: QtBot) -> DoorScreen:
    document = trainee.receive(clip=True)
    trainee.work.door.show_now(document.uid)
    return trainee.screen(qtbot)


def test_where_nothing_has_come_a_package_is_offered(trainee: Trainee, qtbot: QtBot) -> None:
    screen = trainee.screen(qtbot)
    assert screen.pages.currentWidget() is screen.empty
    screen.empty.action.click()
    assert trainee.wanted == [("package_wanted", "")]


def test_sealed_feedback_shows_no_word_and_no_score(trainee: Trainee, qtbot: QtBot) -> None:
    document = trainee.receive()
    screen = trainee.screen(qtbot)
    assert screen.pages.currentWidget() is screen.sealed
    told = " ".join(shown_texts(screen))
    assert "Warm and steady." not in told
    assert "sealed" in told
    screen.sealed.rate.click()
    assert trainee.wanted == [("rate_wanted", document.about)]


def test_shown_now_it_is_a_letter_and_says_so(trainee: Trainee, qtbot: QtBot) -> None:
    trainee.receive()
    screen = trainee.screen(qtbot)
    screen.sealed.show_now.click()
    told = " ".join(shown_texts(page_of(screen)))
    assert "Warm and steady." in told
    assert "before rating yourself" in told
    assert not trainee.work.door.received()[0].unread


def test_once_the_self_rating_is_signed_it_opens_by_itself(trainee: Trainee, qtbot: QtBot) -> None:
    document = trainee.receive()
    screen = trainee.screen(qtbot)
    trainee.rate_oneself(document.about)
    told = " ".join(shown_texts(page_of(screen)))
    assert "before the supervisor's scores were seen" in told
    row = page_of(screen).profile.rows[ITEMS[0]]
    assert "you: 4" in row.accessibleName()


def test_a_moment_plays_pauses_and_ends_where_it_ends(trainee: Trainee, opened: DoorScreen) -> None:
    card = page_of(opened).cards[1]
    assert card.moments is not None
    (button,) = card.moments.buttons.values()
    assert opened.bar.isHidden()
    button.click()
    assert opened.playing
    assert not opened.bar.isHidden()
    assert "Two-way" in opened.bar.what.whole_text
    button.click()
    assert not opened.playing
    opened.bar.slider.setValue(15_999)
    assert opened.hearing.heard.position_ms == 15_999
    assert opened.hearing.heard.recording_ms == 7_000 + 15_999


def test_no_sound_device_is_said_plainly_and_can_be_tried_again(
    trainee: Trainee, opened: DoorScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fidelity_rater.app.ports.sound import PlayerFault, PlayerReport, PlayerState

    play = page_of(opened).letter.moments[0].play
    assert play is not None
    opened.hearing.start(play)
    opened.hearing._on_report(PlayerReport(0, 0, 0, PlayerState.PAUSED, fault=PlayerFault.NO_SOUND_DEVICE))
    opened.hearing.look()
    assert "no sound output" in opened.bar.fault.message.text()
    opened.bar.fault.action.click()
    assert not opened.bar.fault.message.text()
    assert len(trainee.players) == 2


def test_what_consent_no_longer_allows_is_said_when_it_is_played(
    trainee: Trainee, opened: DoorScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    play = page_of(opened).letter.moments[0].play
    assert play is not None
    with trainee.work.library.work() as uow:
        uow.clips.remove(play.sound_uid)
        uow.commit()
    opened.hearing.start(play)
    assert "did not come along" in opened.bar.fault.message.text()
    assert not opened.playing


def test_answers_are_kept_as_they_are_written(trainee: Trainee, opened: DoorScreen) -> None:
    page = page_of(opened)
    card = page.cards[1]
    assert card.thought is not None
    assert card.step is not None
    card.thought.setPlainText("I hear it too.")
    card.step.setPlainText("Ask about the week")
    page.words.setPlainText("Thank you")
    opened.keep_typing()
    reply = reply_of(trainee)
    assert (reply.reflections[0].thought, reply.reflections[0].step) == ("I hear it too.", "Ask about the week")
    assert reply.words == "Thank you"
    assert page.saved.accessibleName().startswith("Saved")


def test_what_cannot_be_saved_is_said_and_not_called_saved(trainee: Trainee, opened: DoorScreen) -> None:
    library = trainee.work.library
    assert hasattr(library, "fail_commits_with")
    library.fail_commits_with = DiskFull("There is no room.")
    page_of(opened).words.setPlainText("Thank you")
    opened.keep_typing()
    assert page_of(opened).saved.accessibleName().startswith("Not saved")
    library.fail_commits_with = None


def test_a_formative_rating_goes_into_a_portfolio_by_a_tick(trainee: Trainee, opened: DoorScreen) -> None:
    tick = page_of(opened).portfolio
    assert not tick.isHidden()
    assert not tick.isChecked()
    for chosen in (True, False):
        tick.click()
        with trainee.work.library.read() as uow:
            (kept,) = uow.documents.of_kind(DocumentKind.PORTFOLIO_CHOICE)
        assert (kept.about, kept.body["chosen"]) == (reply_of(trainee).rating_uid, chosen)
        assert trainee.work.door.letter(opened._wanted).portfolio is chosen


def test_a_score_is_contested_with_a_reason_and_a_stretch_that_was_marked(trainee: Trainee, opened: DoorScreen) -> None:
    page = page_of(opened)
    page.profile.open_item(ITEMS[1])
    detail = page.profile.details[ITEMS[1]]
    detail.otherwise.click()
    form = detail.form
    assert form is not None
    form.on_mark(begin=True)
    assert "Play a moment first" in form.marked.text()
    form.keep.click()
    assert "reason" in opened.banner.message.text()
    play = page.letter.moments[0].play
    assert play is not None
    opened.hearing.start(play)
    opened.hearing.toggle()
    opened.hearing.seek(2_000)
    form.begins.click()
    opened.hearing.seek(5_000)
    form.ends.click()
    form.reason.setPlainText("I did link them")
    form.keep.click()
    (contest,) = reply_of(trainee).contests
    assert (contest.item, contest.reason, contest.start_ms, contest.end_ms) == (
        ITEMS[1],
        "I did link them",
        9_000,
        12_000,
    )
    page = page_of(opened)
    assert page.profile.unfolded == (ITEMS[1],)
    assert "you see it otherwise" in page.profile.rows[ITEMS[1]].accessibleName()
    detail = page.profile.details[ITEMS[1]]
    detail.otherwise.click()
    assert detail.form is not None
    detail.form.take_back.click()
    assert not reply_of(trainee).contests


def test_sending_hands_over_what_was_kept(trainee: Trainee, opened: DoorScreen) -> None:
    page = page_of(opened)
    page.words.setPlainText("Half a word")
    page.send.click()
    assert trainee.wanted == [("send_wanted", reply_of(trainee).uid)]
    assert reply_of(trainee).words == "Half a word"


def test_the_profile_can_be_copied_as_a_table(trainee: Trainee, opened: DoorScreen) -> None:
    page_of(opened).profile.copy.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 1 + len(ITEMS)
    assert all(line.count("\t") == 3 for line in lines)


def test_earlier_feedback_stands_beside_the_letter(trainee: Trainee, qtbot: QtBot) -> None:
    first = trainee.receive(3)
    trainee.work.door.show_now(first.uid)
    suggestion = trainee.work.door.letter(first.uid).suggestions[0].uid
    trainee.work.door.answers.reflect(first.uid, suggestion, thought="", step="Try once")
    second = trainee.receive(6)
    trainee.work.door.show_now(second.uid)
    screen = trainee.screen(qtbot)
    assert list(screen.side.buttons) == [second.uid, first.uid]
    assert any("Try once" in text for text in shown_texts(screen.side))
    screen.side.buttons[first.uid].click()
    assert page_of(screen).letter.row.uid == first.uid
    assert screen.side._beside.isEmpty()


def test_ones_own_view_is_drawn_over_sessions(trainee: Trainee, qtbot: QtBot) -> None:
    for n in (3, 6):
        document = trainee.receive(n)
        trainee.rate_oneself(document.about)
        trainee.work.door.letter(document.uid)
    screen = trainee.screen(qtbot)
    pictures = [p for p in screen.side.findChildren(TrendPicture) if "less" in p.accessibleName()]
    assert [picture.accessibleDescription().count("6 items") for picture in pictures] == [2]
    assert any("rated before looking" in text for text in shown_texts(screen.side))
