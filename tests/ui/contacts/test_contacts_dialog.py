"""Cards go out as text and file, come in by file, paste and drop, and count as known only once compared."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.ports.documents import Contact
from fidelity_rater.ui.contacts.dialog import ContactsDialog
from helpers.sharing import NOW, FakeContacts, somebody, workplace

RUTH = somebody(1)
TOM = somebody(2, "Tom Berg", "TB")


@pytest.fixture
def contacts() -> FakeContacts:
    made = FakeContacts(Contact(RUTH, NOW, NOW))
    made.cards = {"card of Tom": TOM, "my own": made.me}
    return made


@pytest.fixture
def over(qtbot: QtBot) -> QWidget:
    window = QWidget()
    window.resize(1000, 700)
    qtbot.addWidget(window)
    return window


@pytest.fixture
def dialog(contacts: FakeContacts, over: QWidget) -> ContactsDialog:
    made = ContactsDialog(workplace(contacts=contacts), InlineJobs(), over)
    made.show_over()
    return made


def test_ones_own_card_is_copied_and_saved(
    dialog: ContactsDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "".join(dialog.mine.fingerprint.text().split()) == FakeContacts.my_fingerprint.replace("-", "")
    dialog.mine.copy.click()
    assert QGuiApplication.clipboard().text() == "the card of Ines Blum"
    target, proposed = tmp_path / "me.fidcard", list[str]()

    def choose(_: QWidget, __: str, suggested: str) -> tuple[str, str]:
        proposed.append(Path(suggested).name)
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    dialog.mine.save.click()
    assert target.read_text(encoding="utf-8") == "the card of Ines Blum"
    assert proposed == ["card-IB.fidcard"]


def test_a_card_gets_its_ending_and_takes_no_other_files_place(
    dialog: ContactsDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "dr.me"), ""))
    dialog.mine.save.click()
    target = tmp_path / "dr.me.fidcard"
    assert target.read_text(encoding="utf-8") == "the card of Ines Blum"
    target.write_text("another card", encoding="utf-8")
    dialog.mine.save.click()
    assert target.read_text(encoding="utf-8") == "another card"
    assert "already" in dialog.banner.message.text()


def test_a_pasted_card_is_compared_before_it_counts(
    dialog: ContactsDialog, contacts: FakeContacts, qtbot: QtBot
) -> None:
    QGuiApplication.clipboard().setText("card of Tom")
    with qtbot.waitSignal(dialog.contacts_changed):
        dialog.paste.click()
    assert dialog.pages.current is dialog.compare
    assert dialog.compare.theirs.text().startswith("TBQF")
    dialog.compare.later.click()
    assert contacts.kept[TOM.uid].compared_at is None
    assert "not compared" in dialog.people.rows[TOM.uid].state.text()
    dialog.people.rows[TOM.uid].compare.click()
    dialog.compare.same.click()
    assert contacts.kept[TOM.uid].compared_at == NOW
    assert dialog.people.rows[TOM.uid].compare.isHidden()
    assert dialog.pages.current is dialog.page


def test_a_dropped_file_is_brought_in(dialog: ContactsDialog, contacts: FakeContacts, tmp_path: Path) -> None:
    card = tmp_path / "tom.fidcard"
    card.write_text("card of Tom", encoding="utf-8")
    carried = QMimeData()
    carried.setUrls([QUrl.fromLocalFile(str(card))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    dialog.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, carried, buttons, keys))
    assert TOM.uid in contacts.kept


@pytest.mark.parametrize(("text", "said"), [("nothing", "no card"), ("my own", "your own")])
def test_what_is_no_card_of_another_is_refused(dialog: ContactsDialog, text: str, said: str) -> None:
    dialog.bring_in(text)
    assert said in dialog.banner.message.text()
    assert dialog.pages.current is dialog.page


def test_a_card_with_other_keys_is_not_kept(dialog: ContactsDialog, contacts: FakeContacts) -> None:
    contacts.refusal = "Known by other keys."
    dialog.bring_in("card of Tom")
    assert TOM.uid not in contacts.kept
    assert dialog.banner.message.text() == "Known by other keys."


def test_a_folder_or_a_huge_file_is_no_card(dialog: ContactsDialog, tmp_path: Path) -> None:
    dialog.bring_in_file(tmp_path)
    assert "not a file" in dialog.banner.message.text()
    huge = tmp_path / "huge"
    huge.write_bytes(b"x" * 70_000)
    dialog.bring_in_file(huge)
    assert "too large" in dialog.banner.message.text()


def test_a_removed_card_can_be_brought_back(dialog: ContactsDialog, contacts: FakeContacts) -> None:
    dialog.people.rows[RUTH.uid].remove.click()
    assert contacts.kept == {}
    assert not dialog.people.none_yet.isHidden()
    dialog.banner.action.click()
    assert contacts.kept[RUTH.uid].compared_at == NOW
    assert RUTH.uid in dialog.people.rows
