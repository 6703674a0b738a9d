"""What is ticked is what is sent; nothing is sent past an obstacle, without a lock, or without one's passphrase."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fidelity_rater.app.door.models import ListenHere
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.ports.clips import Cover, Covered
from fidelity_rater.app.ports.documents import Contact
from fidelity_rater.app.settings import Settings
from fidelity_rater.app.sharing.models import (
    FeedbackOrder,
    Order,
    Preview,
    ReplyOrder,
    Sent,
    SoundChoice,
    SubmissionOrder,
)
from fidelity_rater.app.sharing.offers import Offer, OfferedMoment, OfferedRating, OfferedRecording
from fidelity_rater.ui.sending import dialog as module
from fidelity_rater.ui.sending.choices import FeedbackChoices, SubmissionChoices
from fidelity_rater.ui.sending.dialog import SendDialog
from fidelity_rater.ui.sending.done_page import DonePage
from fidelity_rater.ui.sending.times import typed_time
from helpers.sharing import MY_WORDS, NOW, THEIR_WORDS, FakeContacts, FakeSending, somebody, workplace

RUTH = somebody(1)
TOM = somebody(2, "Tom Berg", "TB")
OFFER = Offer(
    "T07 · C2 · Session 6 of 16",
    (
        OfferedMoment("m1", "r1", 61_000, 75_500, "Two-way link", ""),
        OfferedMoment("m2", "r1", 120_000, 131_000, "Fair look at the old role", "the team"),
    ),
    (OfferedRecording("r1", "Recording", 3_120_000),),
    (OfferedRating("own-1", "signed 2026-11-20 18:00"),),
)


@pytest.fixture
def make(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(module, "offer", lambda *_, **__: OFFER)

    parents: list[QWidget] = []  # nothing else would keep them

    def made(order: Order, *, preview: Preview | None = None, contacts: FakeContacts | None = None, **more: Any) -> Any:
        over = QWidget()
        over.resize(1200, 760)
        qtbot.addWidget(over)
        parents.append(over)
        sending = FakeSending(preview)
        known = contacts or FakeContacts(Contact(RUTH, NOW, NOW), Contact(TOM, NOW))
        dialog = SendDialog(workplace(sending=sending, contacts=known), InlineJobs(), order, over, **more)
        dialog.show_over()
        return dialog, sending

    return made


def to_lock(dialog: SendDialog) -> None:
    dialog.accept_button.click()
    dialog.accept_button.click()
    assert dialog.pages.current is dialog.lock


def test_what_is_ticked_is_what_is_sent(make: Any, tmp_path: Path, qtbot: QtBot) -> None:
    dialog, sending = make(FeedbackOrder("f1"))
    choices = dialog.choices
    assert isinstance(choices, FeedbackChoices)
    choices.moments.boxes["m1"].click()
    choices.margin.show_number(5)
    choices.notes.click()
    row = choices.covered.parts["r1"].add_row()
    row.start.setText("2:03.4")
    row.end.setText("02:05")
    row.cover.show_key(Cover.TONE)
    to_lock(dialog)
    dialog.lock.person.show_key(RUTH.uid)
    dialog.lock.path.line.setText(str(tmp_path / "out"))
    dialog.lock.mine.line.setText(MY_WORDS)
    with qtbot.waitSignal(dialog.sent):
        dialog.accept_button.click()
    ((order, path, _, lock),) = sending.asked
    assert order == FeedbackOrder(
        "f1",
        margin_ms=5000,
        moments=frozenset({"m2"}),
        with_notes=True,
        covered={"r1": (Covered(123_400, 125_000, Cover.TONE),)},
    )
    assert path == tmp_path / "out.fidpkg"
    assert lock.person == RUTH
    assert str(path) in dialog.written.path.text()
    assert dialog.lock.mine.text == ""


def test_every_moment_is_told_as_no_choice(make: Any) -> None:
    """So that a moment that is placed in the meantime goes along as well."""
    dialog, sending = make(FeedbackOrder("f1"))
    dialog.accept_button.click()
    assert sending.previewed == [FeedbackOrder("f1")]


def test_what_was_covered_before_is_proposed_and_kept_before_anything_is_sent(
    make: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = Covered(123_400, 125_000, Cover.TONE)
    monkeypatch.setattr(sys.modules[__name__], "OFFER", replace(OFFER, covered={"r1": (name,)}))
    dialog, sending = make(FeedbackOrder("f1"))
    dialog.accept_button.click()
    assert sending.previewed == [FeedbackOrder("f1", covered={"r1": (name,)})]
    assert sending.remembered == [{"r1": (name,)}]
    assert sending.asked == []
    dialog.back_button.click()
    dialog.choices.covered.parts["r1"].rows[0].remove.click()
    dialog.accept_button.click()
    assert sending.remembered[-1] == {"r1": ()}  # taken away by a person: not proposed again


def test_without_sound_nothing_of_it_is_asked(make: Any) -> None:
    dialog, sending = make(FeedbackOrder("f1"))
    dialog.choices.covered.parts["r1"].add_row()
    dialog.choices.sound.buttons[SoundChoice.NONE].click()
    assert dialog.choices.moments.isHidden() or not dialog.choices.moments.isVisibleTo(dialog)
    assert not dialog.choices.covered.isVisibleTo(dialog)
    dialog.accept_button.click()
    assert sending.previewed == [FeedbackOrder("f1", sound=SoundChoice.NONE)]
    assert sending.remembered == []


@pytest.mark.parametrize(
    ("start", "end"), [("", ""), ("1:00", "0:59"), ("one", "two"), ("0:61", "2:00"), ("60:00", "61:00")]
)
def test_a_stretch_that_is_none_is_not_passed_over(make: Any, start: str, end: str) -> None:
    dialog, sending = make(FeedbackOrder("f1"))
    row = dialog.choices.covered.parts["r1"].add_row()
    row.start.setText(start)
    row.end.setText(end)
    dialog.accept_button.click()
    assert sending.previewed == []
    assert "stretch to cover" in dialog.banner.message.text()


def test_a_stretch_comes_from_the_desk_and_is_listened_to(make: Any) -> None:
    heard: list[tuple[str, int, int]] = []
    dialog, _ = make(
        FeedbackOrder("f1"),
        selection=lambda: ("r1", 12_345, 13_001),
        listen=lambda uid, start, end: heard.append((uid, start, end)),
    )
    part = dialog.choices.covered.parts["r1"]
    part.add_selected.click()
    (row,) = part.rows
    assert row.stretch.start_ms <= 12_345
    assert row.stretch.end_ms >= 13_001
    row.listen.click()
    assert heard == [("r1", row.stretch.start_ms, row.stretch.end_ms)]
    row.remove.click()
    assert part.rows == []


def test_nothing_goes_on_past_an_obstacle(make: Any) -> None:
    obstacles = Preview((), cautions=("The voice is recognisable.",), obstacles=("Consent does not allow it.",))
    dialog, _ = make(FeedbackOrder("f1"), preview=obstacles)
    dialog.accept_button.click()
    assert [banner.message.text() for banner in dialog.preview.banners] == [*obstacles.obstacles, *obstacles.cautions]
    assert not dialog.accept_button.isEnabled()
    dialog.back_button.click()
    assert dialog.pages.current is dialog.choices
    assert dialog.accept_button.isEnabled()


def test_a_session_goes_with_what_one_asks(make: Any) -> None:
    places = (ListenHere("p1", "r1", 1000, 2000, "the silence"), ListenHere("p2", "r1", 5000, 9000, ""))
    dialog, sending = make(SubmissionOrder("s1", listen_here=places, words="How did I end it?"))
    choices = dialog.choices
    assert isinstance(choices, SubmissionChoices)
    choices.listen_here.boxes["p2"].click()
    choices.self_rating.show_key("own-1")
    dialog.accept_button.click()
    assert sending.previewed == [
        SubmissionOrder("s1", self_rating_uid="own-1", listen_here=places[:1], words="How did I end it?")
    ]


def test_a_reply_leaves_nothing_to_choose(make: Any) -> None:
    dialog, sending = make(ReplyOrder("reply-1"))
    assert dialog.pages.current is dialog.preview
    assert sending.previewed == [ReplyOrder("reply-1")]
    assert dialog.back_button.isHidden()


def test_a_card_that_was_not_compared_is_warned_of(make: Any) -> None:
    dialog, _ = make(ReplyOrder("reply-1"))
    dialog.accept_button.click()
    dialog.lock.person.show_key(RUTH.uid)
    dialog.lock.person.choice_made.emit(RUTH.uid)
    assert dialog.lock.warning.isHidden()
    dialog.lock.person.show_key(TOM.uid)
    dialog.lock.person.choice_made.emit(TOM.uid)
    assert "never compared" in dialog.lock.warning.message.text()


def test_without_a_card_a_passphrase_is_proposed_and_must_be_typed_twice(make: Any, tmp_path: Path) -> None:
    dialog, sending = make(ReplyOrder("reply-1"), contacts=FakeContacts())
    dialog.accept_button.click()
    lock = dialog.lock
    assert lock.by_passphrase
    lock.mine.line.setText(MY_WORDS)
    lock.secret.first.line.setText(THEIR_WORDS)
    dialog.accept_button.click()
    assert "differ" in dialog.banner.message.text()
    lock.secret.first.line.setText(MY_WORDS)
    lock.secret.again.line.setText(MY_WORDS)
    dialog.accept_button.click()
    assert "your own passphrase" in dialog.banner.message.text()
    assert sending.asked == []
    for field in (lock.secret.first, lock.secret.again):
        field.line.setText(THEIR_WORDS)
    dialog.accept_button.click()
    assert sending.asked[0][3].passphrase == THEIR_WORDS
    assert "another way" in dialog.written.next.text()


def test_a_wrong_passphrase_is_told_where_it_was_typed(make: Any) -> None:
    dialog, sending = make(ReplyOrder("reply-1"))
    dialog.accept_button.click()
    dialog.lock.mine.line.setText("not mine")
    dialog.accept_button.click()
    assert "not yours" in dialog.banner.message.text()
    assert dialog.pages.current is dialog.lock
    assert dialog.lock.mine.line.selectedText(), "typed over, not added to"
    assert sending.asked == []


@pytest.mark.parametrize(("size", "told"), [(300, "1 kB"), (26_183, "27 kB"), (3_778_423, "3.8 MB")])
def test_a_small_package_is_not_told_as_nothing(qtbot: QtBot, size: int, told: str) -> None:
    page = DonePage()
    qtbot.addWidget(page)
    page.show_sent(Sent(Path("T07.fidpkg"), "p", size, ("4 clips.",)), by_passphrase=False)
    assert page.told.text() == f"• 4 clips.\n{told}"


def test_contacts_are_looked_after_on_the_way(make: Any) -> None:
    contacts = FakeContacts()
    dialog, _ = make(ReplyOrder("reply-1"), contacts=contacts)
    dialog.accept_button.click()
    contacts.keep(RUTH)
    dialog.refresh_contacts()
    assert dialog.lock.person.key == RUTH.uid


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("12:47.3", 767_300),
        ("12:47", 767_000),
        ("1:02:47,25", 3_767_250),
        ("75:00", 4_500_000),
        ("12", None),
        ("1:2:3:4", None),
    ],
)
def test_times_are_read_as_people_type_them(text: str, ms: int | None) -> None:
    assert typed_time(text) == ms


class HeldJobs(InlineJobs):
    """Runs what is quick; holds the writing of a package until it is stopped."""

    def __init__(self) -> None:
        self.holding, self.stopped = False, 0

    def start(self, work: Any, *, progress: Any = None, cancelled: Any = None, **more: Any) -> Any:
        if cancelled is None or not self.holding:
            return super().start(work, progress=progress, cancelled=cancelled, **more)
        return self

    def cancel(self) -> None:
        self.stopped += 1


def test_leaving_stops_what_is_being_written(qtbot: QtBot) -> None:
    """So does locking the app, which closes what is open over the screens."""
    over, jobs = QWidget(), HeldJobs()
    qtbot.addWidget(over)
    dialog = SendDialog(workplace(sending=FakeSending()), jobs, ReplyOrder("reply-1"), over)
    dialog.show_over()
    dialog.accept_button.click()
    for field in (dialog.lock.secret.first, dialog.lock.secret.again):
        field.line.setText(THEIR_WORDS)
    dialog.lock.mine.line.setText(MY_WORDS)
    jobs.holding = True
    dialog.accept_button.click()
    assert dialog.work.busy
    dialog.reject()
    assert jobs.stopped == 1
    assert not dialog.isVisible()


def test_the_folder_used_last_is_proposed_while_it_is_there(make: Any, tmp_path: Path) -> None:
    dialog, _ = make(FeedbackOrder("f1"))
    settings = dialog._place.application.settings
    to_lock(dialog)
    assert dialog.lock.path.path.parent == Path.home()
    dialog.lock.path.line.setText(str(tmp_path / "out"))
    dialog.lock.mine.line.setText(MY_WORDS)
    dialog.accept_button.click()
    assert settings.load().package_folder == tmp_path
    for folder, proposed in ((tmp_path, tmp_path), (tmp_path / "gone", Path.home())):
        again, _ = make(FeedbackOrder("f1"))
        again._place.application.settings.save(Settings(package_folder=folder))
        to_lock(again)
        assert again.lock.path.path.parent == proposed
