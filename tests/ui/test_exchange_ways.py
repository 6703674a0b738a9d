"""The ways of packages through the window: dropped, given at the start, waiting for a library; feedback in the bar."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from app.door.letters import receive
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.ports.documents import Document
from fidelity_rater.app.ports.packages import PackageKind
from fidelity_rater.app.sharing.models import Taken
from fidelity_rater.ui.door.submission import SubmissionDialog
from fidelity_rater.ui.keys.lines import Place
from fidelity_rater.ui.library_area import LibraryArea
from fidelity_rater.ui.main_window import MainWindow
from fidelity_rater.ui.receiving.dialog import ReceiveDialog
from fidelity_rater.ui.theme import Theme
from fidelity_rater.ui.widgets.tabbed_room import TabbedRoom
from helpers.screens import enter_library, make_window
from helpers.shown_texts import untranslated
from helpers.window import PASSPHRASE
from ui.test_main_window import drop


@pytest.fixture
def window(own_home: Path, dressed: Theme, qtbot: QtBot) -> Iterator[MainWindow]:
    window = make_window(own_home, dressed, qtbot)
    yield window
    window.close()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "T07-feedback.fidpkg"
    path.write_bytes(b"no package at all")
    return path


def take_in(area: LibraryArea) -> Document:
    """Feedback, as if a package had been taken in."""
    world: Any = SimpleNamespace(
        library=area.work.library,
        scales=area.work.application.scales,
        clock=area.work.application.wall_clock,
        session=area.work.caseload.place("T07", "C2", scheduled=6),
    )
    document = receive(world)
    area.work.application.bus.publish(Changed.FEEDBACK)
    return document


def dialogs(window: MainWindow, kind: type[QDialog]) -> list[QDialog]:
    return [dialog for dialog in window.findChildren(kind) if dialog.isVisible()]


def test_a_dropped_package_is_opened_and_not_imported(window: MainWindow, package: Path) -> None:
    area = enter_library(window)
    drop(window, package)
    assert dialogs(window, ReceiveDialog)
    assert area.shown is area.caseload


def test_feedback_is_in_the_bar_once_there_is_some_and_opens(window: MainWindow, qtbot: QtBot) -> None:
    area = enter_library(window)
    assert area.bar.feedback.isHidden()
    window.acts.carry_out("feedback")
    assert area.screens.door.pages.currentWidget() is area.screens.door.empty
    document = take_in(area)
    qtbot.waitUntil(lambda: not area.bar.feedback.isHidden())
    area.show_caseload()
    area.on_taken_in(Taken(PackageKind.FEEDBACK, document_uid=document.uid))
    assert area.shown is area.screens.door
    assert area.bar.feedback.isChecked()
    area.screens.door.sealed.rate.click()
    assert area.at_desk
    assert area.rating.view.begin.rows["role"].buttons["trainee"].isChecked()
    area.on_rating_left()
    assert area.shown is area.screens.door


def test_a_reply_that_came_leads_to_the_feedback_it_answers(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    area = enter_library(window)
    opened: list[tuple[str, bool]] = []
    monkeypatch.setattr(area.rating, "open", lambda uid, *, item="", feedback=False: opened.append((uid, feedback)))
    area.on_taken_in(Taken(PackageKind.REPLY, rating_uid="one"))
    assert opened == [("one", True)]


@pytest.mark.parametrize(
    ("kind", "place", "tab"),
    [
        (PackageKind.RATINGS, Place.RATERS, "assignments"),
        (PackageKind.ASSIGNMENT, Place.RATERS, "assignments"),
        (PackageKind.REFERENCE, Place.RATERS, "calibration"),
        (PackageKind.PORTFOLIO, Place.ACCREDITATION, "panel"),
        (PackageKind.VOTES, Place.ACCREDITATION, "panel"),
        (PackageKind.DECISION, Place.ACCREDITATION, "panel"),
    ],
)
def test_work_of_raters_and_panels_leads_to_their_rooms_and_opens_no_rating(
    window: MainWindow, kind: PackageKind, place: Place, tab: str
) -> None:
    area = enter_library(window)
    area.on_taken_in(Taken(kind, documents=2, rating_uid="one"))
    assert area.place is place
    room = area.shown
    assert isinstance(room, TabbedRoom)
    assert room.tab == tab


def test_a_session_that_came_is_rated_and_nobody_elses_rating_of_it_shown_first(window: MainWindow) -> None:
    area = enter_library(window)
    session = area.work.caseload.place("T07", "C2", scheduled=6)
    area.on_taken_in(Taken(PackageKind.SUBMISSION, session_uid=session.uid, rating_uid=new_uid()))
    assert area.at_desk
    assert area.rating.desk is None
    assert area.rating.session_uid == session.uid


def test_words_half_typed_are_on_disk_when_the_library_is_closed(window: MainWindow, qtbot: QtBot) -> None:
    area = enter_library(window)
    document = take_in(area)
    area.show_feedback(document.uid)
    area.screens.door.sealed.show_now.click()
    qtbot.waitUntil(lambda: area.screens.door.page is not None)
    assert area.screens.door.page is not None
    area.screens.door.page.words.setPlainText("Half a word")
    area.settle()
    assert area.work.door.letter(document.uid).reply.words == "Half a word"
    assert window.close_library()


def test_a_newcomer_with_a_package_is_led_to_it(
    window: MainWindow, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = window.start
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(package), ""))
    start.sent.open.click()
    assert "waits" in start.banner.message.text()
    start.introduce.introduced.emit("Robin Vale", "RV", PASSPHRASE)
    assert start.pages.current is start.recovery_key
    assert start.sent.isHidden()
    start.on_key_written_down()
    assert window.area is not None
    assert dialogs(window, ReceiveDialog)
    window.close_library()
    assert not start.sent.waits.isVisible()


def test_a_session_is_sent_in_from_the_caseload(window: MainWindow) -> None:
    area = enter_library(window)
    session = area.work.caseload.place("T07", "C2", scheduled=6)
    area.caseload.on_asked("send_session", session.uid)
    (dialog,) = dialogs(window, SubmissionDialog)
    assert isinstance(dialog, SubmissionDialog)
    assert "C2" in dialog.title.text()
    dialog.rate.click()
    assert area.at_desk


def test_every_word_of_the_door_is_translated(
    own_home: Path, pseudo_locale: None, dressed: Theme, qtbot: QtBot
) -> None:
    window = make_window(own_home, dressed, qtbot)
    area = enter_library(window)
    document = take_in(area)
    scale = area.work.application.scales.default()
    area.show_feedback(document.uid)
    told = untranslated(area.screens.door.sealed, data=("SV",))
    area.screens.door.sealed.show_now.click()
    qtbot.waitUntil(lambda: area.screens.door.page is not None)
    page = area.screens.door.page
    assert page is not None
    page.profile.open_item("CORE-02")
    page.profile.details["CORE-02"].open_form()
    words = {"Warm and steady.", "Link mood to events.", "A hard week.", "Go on.", scale.notice}
    words |= {item.label for item in scale.items} | {item.description for item in scale.items}
    words |= {group.name for group in scale.groups} | {dimension.name for dimension in scale.dimensions}
    words |= {level.anchor for item in scale.items for d in scale.dimensions for level in scale.anchors_of(item, d)}
    words |= {f"{scale.name} {scale.version}"}
    told += untranslated(area.screens.door, data=tuple(words))
    assert not told
    window.close()
