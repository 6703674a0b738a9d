"""Feedback on the desk: built when looked at, saved before it goes, and silent where it would colour a judgement."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.feedback.feedbacks import GOOD, WEAK, answer, compose, kept, rated, send
from app.worlds import HeldJobs, World, refused, scale_files
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.commands import CommandId
from fidelity_rater.app.errors import DiskFull, UserFacingError
from fidelity_rater.app.feedback.follow_ups import FollowUps
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.rating import pictures
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.domain.feedback import ListenHere
from fidelity_rater.domain.people import Purpose
from fidelity_rater.ui.desk.desk_view import DeskView
from fidelity_rater.ui.rating.feedback_control import FeedbackControl
from fidelity_rater.ui.theme import Theme
from helpers.screens import begin_rating, enter_library, make_window
from helpers.shown_texts import shown_texts
from helpers.window import PASSPHRASE


@pytest.fixture(scope="module")
def scales() -> ScaleShelf:
    return ScaleShelf(scale_files(), default_name="ipt.toml")


@pytest.fixture
def world(tmp_path: Path, scales: ScaleShelf) -> World:
    return World(tmp_path, scales)


@pytest.fixture(scope="module")
def desk_view(qapp: QApplication) -> Iterator[DeskView]:
    """One desk for all: building it is what costs."""
    made = DeskView()
    made.resize(1280, 800)
    yield made
    made.deleteLater()


class Heard:
    """Sound that remembers what it was to play."""

    def __init__(self) -> None:
        self.spans: list[tuple[str, int, int]] = []
        self.moments: list[str] = []

    def play_span(self, *span: Any) -> None:
        self.spans.append(span)


class Table:
    """A desk's view with its feedback, and what it stands on."""

    def __init__(self, world: World, view: DeskView, jobs: Any) -> None:
        self.world, self.view, self.sound = world, view, Heard()
        work = SimpleNamespace(
            library=world.library,
            person=world.person,
            composer=lambda desk, written, *, jobs, on_saved: compose(world, desk, jobs=jobs, on_saved=on_saved),
            follow_ups=FollowUps(
                world.library, person=world.person, scales=world.scales, clock=world.clock, bus=world.bus
            ),
        )
        self.control = FeedbackControl(work, jobs, view, self.sound, play=self.sound.moments.append)  # type: ignore[arg-type]

    def take(self, desk: RatingDesk) -> FeedbackControl:
        self.view.show_header(pictures.header(desk, therapist_code="T01", signed="signed" if desk.state.signed else ""))
        self.view.show_groups(pictures.groups(desk))
        self.view.show_chosen(GOOD)
        self.control.take(desk)
        return self.control

    @property
    def tabs(self) -> list[str]:
        return [self.view.side.tabs.tabText(index) for index in range(self.view.side.tabs.count())]


@pytest.fixture
def table(world: World, desk_view: DeskView, qtbot: QtBot) -> Iterator[Table]:
    made = Table(world, desk_view, InlineJobs())
    desk_view.show()
    yield made
    made.control.leave()
    desk_view.toast.hide()
    desk_view.toast.timer.stop()
    desk_view.hide()


def panel(table: Table) -> Any:
    assert table.control.panel is not None
    return table.control.panel


def test_beside_a_draft_there_is_no_tab_and_the_key_says_why(table: Table) -> None:
    control = table.take(rated(table.world, sign=False))
    assert table.tabs == ["Item", "Moments"]
    control.show()
    assert "once it is signed" in table.view.toast.message.text()
    assert control.panel is None


def test_the_panel_is_built_when_it_is_looked_at(table: Table) -> None:
    control = table.take(rated(table.world))
    assert table.tabs[-1] == "Feedback"
    assert control.panel is None
    table.view.commands.do(CommandId.SHOW_FEEDBACK)
    assert panel(table).isVisible()
    assert kept(table.world, control._desk) == ()  # type: ignore[arg-type]


def test_the_next_rating_takes_the_tab_away(table: Table) -> None:
    control = table.take(rated(table.world))
    control.show()
    table.take(table.world.desk(table.world.begin(purpose=Purpose.SUMMATIVE)))
    assert table.tabs == ["Item", "Moments"]
    assert table.view.side.current is table.view.detail


def test_a_key_names_the_chosen_item_and_begins_its_words(table: Table) -> None:
    desk = rated(table.world)
    table.take(desk)
    table.view.commands.do(CommandId.ADD_STRENGTH)
    card = next(iter(panel(table).strengths.cards.values()))
    assert card.item_rows[0].item.id == GOOD
    assert panel(table).focusWidget() is card.words
    card.words.setPlainText("The link was hers.")
    table.control.settle()
    assert kept(table.world, desk)[0].strengths[0].text == "The link was hers."
    assert "Saved" in panel(table).saved.text.text()
    table.view.show_chosen(WEAK)
    table.view.commands.do(CommandId.WORK_ON)
    suggestion = next(iter(panel(table).suggestions.cards.values()))
    assert "in the scale's words" in suggestion.words.toPlainText()


def test_the_chosen_item_follows_the_desk(table: Table) -> None:
    table.take(rated(table.world))
    table.control.show()
    assert panel(table).chosen.item == GOOD
    table.view.show_chosen(WEAK)
    assert panel(table).chosen.item == WEAK


def test_moments_play_and_items_are_gone_to(table: Table) -> None:
    desk = rated(table.world)
    table.take(desk)
    table.view.commands.do(CommandId.ADD_STRENGTH)
    card = next(iter(panel(table).strengths.cards.values()))
    card.rows[0].line.play.click()
    assert table.sound.moments == [desk.moments.of_item(GOOD)[1].uid]
    table.view.show_chosen(WEAK)
    card.item_rows[0].link.click()
    assert table.view.items.chosen_item == GOOD
    assert table.view.side.current is table.view.detail


def test_what_was_taken_away_comes_back_with_one_press(table: Table) -> None:
    table.take(rated(table.world))
    table.view.commands.do(CommandId.ADD_STRENGTH)
    uid = next(iter(panel(table).strengths.cards))
    panel(table).strengths.cards[uid].remove.click()
    assert not panel(table).strengths.cards
    table.view.toast.action.click()
    assert list(panel(table).strengths.cards) == [uid]


def test_what_was_sent_is_on_disk_before(table: Table, qtbot: QtBot) -> None:
    desk = rated(table.world)
    control = table.take(desk)
    control.show()
    with qtbot.assertNotEmitted(control.send_wanted):
        panel(table).send.click()
    assert "Nothing is said yet" in table.view.toast.message.text()
    table.view.commands.do(CommandId.ADD_STRENGTH)
    next(iter(panel(table).strengths.cards.values())).words.setPlainText("The link was hers.")
    table.world.refusing(refused())
    with qtbot.assertNotEmitted(control.send_wanted):
        panel(table).send.click()
    assert "refused" in panel(table).fault.message.text()
    assert "refused" in control.unsaved()
    with pytest.raises(UserFacingError):
        control.flush()
    table.world.refusing(None)
    with qtbot.waitSignal(control.send_wanted) as told:
        panel(table).send.click()
    feedback = kept(table.world, desk)[0]
    assert told.args == [feedback.uid]
    assert feedback.strengths[0].text == "The link was hers."
    with qtbot.waitSignal(control.report_wanted, check_params_cb=lambda uid: uid == desk.rating.head.uid):
        panel(table).report.click()
    send(table.world, feedback)
    control.reload()
    assert "It stays as it was sent" in panel(table).sent.message.text()


def test_an_answer_that_comes_after_another_rating_is_dropped(world: World, desk_view: DeskView, qtbot: QtBot) -> None:
    jobs = HeldJobs()
    table = Table(world, desk_view, jobs)
    control = table.take(rated(world))
    control.show()
    control.leave()
    jobs.run_all()
    assert control.panel is None
    assert table.tabs == ["Item", "Moments"]


def test_a_rating_that_is_signed_leads_on_to_its_feedback(
    own_home: Path, dressed: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window(own_home, dressed, qtbot)
    area = enter_library(window)
    begin_rating(area)
    screen = area.rating
    screen.view.score_chosen.emit(GOOD, "adherence", 3)
    screen.view.passphrase_given.emit(PASSPHRASE)
    assert screen.view.toast.message.text() == "Signed and locked. F opens the feedback on it."
    window.resize(1280, 800)
    screen.view.commands.do(CommandId.ADD_STRENGTH)
    assert not screen.outcome.is_open, "a small screen's room is for the words"
    screen.view.side.show_tab(screen.view.detail)
    assert screen.outcome.is_open
    card = next(iter(screen.feedback.panel.strengths.cards.values()))  # type: ignore[union-attr]
    card.words.setPlainText("You asked twice.")
    work = type(area.work.library).work

    def full(library: Any) -> Any:
        raise DiskFull("The disk is full.", "Make room.")

    monkeypatch.setattr(type(area.work.library), "work", full)
    assert not screen.leave(), "what is not saved is not left behind"
    assert "The disk is full" in screen.view.message.message.text()
    monkeypatch.setattr(type(area.work.library), "work", work)
    assert screen.leave()
    (document,) = read(area.work.library)
    assert document.body["strengths"][0]["text"] == "You asked twice."
    window.close()


def read(library: Any) -> tuple[Document, ...]:
    with library.read() as uow:
        found: tuple[Document, ...] = uow.documents.of_kind(DocumentKind.FEEDBACK)
    return found


@pytest.fixture
def sent(world: World) -> None:
    composer = compose(world, rated(world))
    composer.write(composer.add_suggestion(WEAK), "Bring it back to now.")
    send(world, composer.feedback)


def begun(world: World, **choice: Any) -> RatingDesk:
    session = world.caseload.add_session(world.case.uid, 7)
    return world.desk(world.begin(session_uid=session.uid, **choice))


def test_a_reply_that_comes_while_its_rating_is_on_the_desk_is_shown(table: Table) -> None:
    world = table.world
    desk = rated(world)
    feedback = compose(world, desk)
    feedback.write(feedback.add_suggestion(WEAK), "Bring it back to now.")
    send(world, feedback.feedback)
    control = table.take(desk)
    control.show()
    panel = control.panel
    assert panel is not None
    before = control._composer
    control.look_for_answers()
    assert control._composer is before, "nothing has come, so nothing is read anew"
    answer(world, feedback.feedback, words="Thank you.")
    control.look_for_answers()
    assert "Thank you." in shown_texts(panel)


def test_what_stands_open_has_a_tab_beside_a_new_formative_rating(table: Table, sent: None) -> None:
    control = table.take(begun(table.world))
    assert table.tabs[-1] == "Last time (1)"
    assert table.view.side.current is table.view.detail, "it does not come forward by itself"
    assert control.follow_up is None
    control.show()
    assert control.follow_up is not None
    next(iter(control.follow_up.cards.values())).worked_on.click()
    assert table.tabs[-1] == "Last time"
    assert next(iter(control.follow_up.cards.values())).state.text().startswith("Worked on")


def test_beside_a_summative_rating_nothing_of_it_is_to_be_seen(table: Table, sent: None) -> None:
    control = table.take(begun(table.world, purpose=Purpose.SUMMATIVE))
    assert table.tabs == ["Item", "Moments"]
    control.show()
    assert control.follow_up is None


def test_from_the_feedback_one_looks_back_and_returns(table: Table, sent: None) -> None:
    control = table.take(table.world.signed(begun(table.world)))
    control.show()
    assert panel(table).since.isVisible()
    panel(table).since.click()
    assert control.follow_up is not None
    assert control.follow_up.isVisible()
    assert not panel(table).isVisible()
    control.follow_up.back.click()
    assert panel(table).isVisible()


def test_please_listen_here_plays_and_marks_nothing(table: Table) -> None:
    world, recording = table.world, table.world.recording()
    now = world.clock.now()
    body = {"places": [ListenHere(new_uid(), recording.uid, 5_000, 9_000, "Too fast?").as_json()]}
    with world.library.work() as uow:
        uow.documents.keep(
            Document(new_uid(), DocumentKind.LISTEN_HERE, world.session.uid, new_uid(), body, now, now, final=True)
        )
        uow.commit()
    desk = world.desk()
    control = table.take(desk)
    assert table.tabs[-1] == "Listen here (1)"
    control.show()
    assert control.follow_up is not None
    control.follow_up.places[0].play.click()
    assert table.sound.spans == [(recording.uid, 5_000, 9_000)]
    assert desk.moments.all() == ()
