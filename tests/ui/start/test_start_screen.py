"""Coming in: introductions, new libraries, wrong passphrases, recovery keys, the demo's door."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fidelity_rater.app.front_door import RecentLibrary
from fidelity_rater.ui.main_window import MainWindow
from fidelity_rater.ui.start.libraries_page import LibrariesPage
from fidelity_rater.ui.start.recovery_key_page import RecoveryKeyPage
from fidelity_rater.ui.start.unlock_page import UnlockPage
from fidelity_rater.ui.theme import Theme
from helpers.screens import make_window
from helpers.window import PASSPHRASE, known_person, open_workplace


@pytest.fixture
def window(own_home: Path, dressed: Theme, qtbot: QtBot) -> Iterator[MainWindow]:
    window = make_window(own_home, dressed, qtbot)
    yield window
    window.close()


def test_a_newcomer_is_asked_who_they_are_and_shown_the_demo_first(window: MainWindow) -> None:
    start = window.start
    assert start.pages.current is start.introduce
    assert start.demo.open.property("role") == "primary"
    assert start.introduce.back.isHidden(), "there is nothing to go back to"


def test_two_different_passphrases_make_nobody(window: MainWindow) -> None:
    start = window.start
    start.introduce.name.setText("Ruth Adler")
    start.introduce.initials.setText("RA")
    start.introduce.passphrase.first.line.setText(PASSPHRASE)
    start.introduce.passphrase.again.line.setText(PASSPHRASE + "x")
    start.introduce.make.click()
    assert not start.banner.isHidden()
    assert not window._shell.application.front_door.people()


def test_what_the_front_door_refuses_is_one_sentence_inline(window: MainWindow) -> None:
    start = window.start
    start.introduce.introduced.emit("Ruth Adler", "12", PASSPHRASE)
    assert not start.banner.isHidden()
    assert start.pages.current is start.introduce
    assert start.isEnabled()


def test_a_passphrase_just_given_is_not_asked_for_again(window: MainWindow) -> None:
    start = window.start
    start.introduce.introduced.emit("Ruth Adler", "RA", PASSPHRASE)
    assert start.pages.current is start.libraries
    start.libraries.new.click()
    assert start.new_library.passphrase.isHidden() or not start.new_library._secret.isVisible()
    start.new_library.name.setText("Supervision")
    start.new_library.make.click()
    assert start.pages.current is start.recovery_key
    assert start.demo.isHidden(), "nothing else while the key is shown"


def test_a_name_that_no_folder_can_have_is_refused_before_anything_is_made(window: MainWindow) -> None:
    start = window.start
    start.introduce.introduced.emit("Ruth Adler", "RA", PASSPHRASE)
    start.libraries.new.click()
    start.new_library.name.setText("a/b")
    start.new_library.make.click()
    assert not start.banner.isHidden()
    assert start.pages.current is start.new_library


def library_with_key(window: MainWindow) -> tuple[Path, str]:
    application = window._shell.application
    identity = known_person(application)
    made = application.front_door.create(application.front_door.folder_for("Panel"), identity)
    made.library.close()
    return made.library.info.folder, made.recovery_key


def test_a_wrong_passphrase_is_one_sentence_and_the_field_waits(window: MainWindow) -> None:
    library_with_key(window)
    start = window.start
    start.show_start()
    start.libraries.rows[0].open.click()
    start.unlock.passphrase.line.setText("surely not this one")
    start.unlock.open.click()
    assert window.area is None
    assert not start.banner.isHidden()
    assert start.unlock.passphrase.line.selectedText()
    start.unlock.passphrase.line.setText(PASSPHRASE)
    start.unlock.open.click()
    assert window.area is not None
    assert not start.unlock.passphrase.text, "nothing of it stays in the field"


def test_somebody_without_a_key_comes_in_with_the_recovery_key(window: MainWindow) -> None:
    folder, key = library_with_key(window)
    application = window._shell.application
    first = application.front_door.people()[0]
    first.path.unlink()
    card = application.front_door.introduce(name="Jo Berg", initials="JB", passphrase=PASSPHRASE)
    start = window.start
    start.on_library_chosen(folder)
    assert start.unlock.explanation.isVisibleTo(start.unlock)
    start.unlock.passphrase.line.setText(PASSPHRASE)
    start.unlock.recovery.setText(key.lower())
    start.unlock.open.click()
    assert window.area is not None
    assert window.area.work.person.uid == card.person.uid
    assert card.person.uid in application.shelf.peek(folder).people


def test_what_is_no_library_is_said_to_be_none(window: MainWindow, tmp_path: Path) -> None:
    known_person(window._shell.application)
    empty = tmp_path / "empty"
    empty.mkdir()
    window.start.on_library_chosen(empty)
    assert not window.start.banner.isHidden()
    assert not list(empty.iterdir())


def test_a_missing_library_can_only_be_taken_off_the_list(qtbot: QtBot) -> None:
    page = LibrariesPage()
    qtbot.addWidget(page)
    gone = RecentLibrary(Path("/gone.fidelity"), "gone", missing=True)
    page.show_libraries([gone, RecentLibrary(Path("/here.fidelity"), "here", missing=False)])
    assert page.row_of(gone.folder).open.isHidden()
    with qtbot.waitSignal(page.library_forgotten, check_params_cb=lambda folder: folder == gone.folder):
        page.row_of(gone.folder).forget.click()
    with qtbot.assertNotEmitted(page.library_chosen):
        page.show_libraries([gone])


def test_the_recovery_key_leaves_only_by_its_last_group(qtbot: QtBot, tmp_path: Path) -> None:
    page = RecoveryKeyPage()
    qtbot.addWidget(page)
    page.show_key("AAAAA-BBBBB-CCCCC-DDDDD", library="Panel")
    with qtbot.assertNotEmitted(page.written_down), qtbot.waitSignal(page.refused):
        page.last_group.setText("CCCCC")
        page.go_on.click()
    page.save_to(tmp_path / "key.txt")
    assert "AAAAA-BBBBB-CCCCC-DDDDD" in (tmp_path / "key.txt").read_text(encoding="utf-8")
    with qtbot.waitSignal(page.written_down):
        page.last_group.setText(" ddddd ")
        page.go_on.click()
    assert not page.second_half.text(), "the key is gone from the screen"


def test_a_place_that_cannot_be_written_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    page = RecoveryKeyPage()
    qtbot.addWidget(page)
    page.show_key("AAAAA-BBBBB", library="Panel")
    with qtbot.waitSignal(page.save_failed):
        page.save_to(tmp_path / "no such folder" / "key.txt")


def test_asking_for_entry_announces_nothing(qtbot: QtBot) -> None:
    page = UnlockPage()
    qtbot.addWidget(page)
    with qtbot.assertNotEmitted(page.unlocked):
        page.show_library("Panel", [], with_key=())
    assert not page._recovery_box.isHidden()


def test_a_backup_comes_back_as_a_library_of_its_own(window: MainWindow, tmp_path: Path) -> None:
    application = window._shell.application
    work = open_workplace(application, name="First")
    work.caseload.add_therapist("T07")
    from fidelity_rater.app.silent import SilentProgress

    backup = work.keeping.back_up(tmp_path, SilentProgress())
    work.close()
    start = window.start
    start.show_start()
    start.libraries.restore.click()
    start.restore.restore.click()
    assert not start.banner.isHidden(), "which backup?"
    start.restore.show_backup(backup)
    start.restore.name.setText("Second")
    start.restore.restore.click()
    assert start.pages.current is start.unlock
    start.unlock.passphrase.line.setText(PASSPHRASE)
    start.unlock.open.click()
    assert window.area is not None
    assert [row.therapist.code for row in window.area.caseload._read_rows()] == ["T07"]
