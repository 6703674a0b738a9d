"""Nothing is taken in unseen; who signed is told; what was opened is forgotten however one leaves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.ports.packages import PackageKind
from fidelity_rater.app.sharing.models import Acquaintance, PlaceQuestion, Taken
from fidelity_rater.ui.receiving.dialog import ReceiveDialog
from fidelity_rater.ui.receiving.taken_page import where_to
from helpers.sharing import MY_WORDS, NOW, THEIR_WORDS, FakeReceiving, incoming, workplace

PATH = Path("from-trainee.fidpkg")
TAKEN = Taken(PackageKind.SUBMISSION, recordings=1, session_uid="s1", lines=("Session 6 is in your caseload.",))
QUESTION = PlaceQuestion(
    "foreign-1", "therapist", "T07", (("", "A new therapist"), ("t1", "T07, here since May")), "t1"
)
SETTLED = PlaceQuestion("foreign-2", "case", "C2", (("c1", "C2"),), "c1", settled=True)


@pytest.fixture
def make(qtbot: QtBot) -> Any:
    parents: list[QWidget] = []  # nothing else would keep them

    def made(receiving: FakeReceiving) -> ReceiveDialog:
        over = QWidget()
        over.resize(1200, 760)
        qtbot.addWidget(over)
        parents.append(over)
        dialog = ReceiveDialog(workplace(receiving=receiving), InlineJobs(), PATH, over)
        dialog.show_over()
        return dialog

    return made


def unlock(dialog: ReceiveDialog, words: str = MY_WORDS) -> None:
    dialog.unlock.passphrase.line.setText(words)
    dialog.accept_button.click()


def test_a_package_is_looked_at_and_then_taken_in(make: Any, qtbot: QtBot) -> None:
    receiving = FakeReceiving(incoming(questions=(QUESTION, SETTLED)), TAKEN)
    dialog = make(receiving)
    unlock(dialog)
    assert dialog.pages.current is dialog.look
    assert dialog.unlock.passphrase.text == ""
    assert list(dialog.look.questions) == ["foreign-1"]
    assert dialog.look.questions["foreign-1"].key == "t1"
    dialog.look.questions["foreign-1"].show_key("")
    with qtbot.waitSignal(dialog.taken_in):
        dialog.accept_button.click()
    assert receiving.answers == {"foreign-1": ""}
    assert receiving.kept_contact is False
    assert dialog.accept_button.text() == "Rate the session"
    with qtbot.waitSignal(dialog.taken) as told:
        dialog.accept_button.click()
    assert told.args == [TAKEN]


def test_a_package_with_a_passphrase_of_its_own_asks_for_that(make: Any) -> None:
    dialog = make(FakeReceiving(incoming(), TAKEN, by_passphrase=True))
    assert "of the package" in dialog.unlock.asked.text()
    unlock(dialog)
    assert dialog.pages.current is dialog.unlock
    assert "does not open" in dialog.banner.message.text()
    unlock(dialog, THEIR_WORDS)
    assert dialog.pages.current is dialog.look


def test_somebody_unknown_is_called_unknown_and_remembered_if_wanted(make: Any) -> None:
    receiving = FakeReceiving(incoming(acquaintance=Acquaintance.UNKNOWN, signer_name=""), TAKEN)
    dialog = make(receiving)
    unlock(dialog)
    signer = dialog.look.signer
    assert signer.name.text() == "RA"
    assert "Unknown" in signer.standing.text()
    assert not signer.fingerprint.isHidden()
    assert not signer.keep.isHidden()
    signer.keep.click()
    dialog.accept_button.click()
    assert receiving.kept_contact is True


def test_nobody_is_remembered_without_being_asked_for(make: Any) -> None:
    receiving = FakeReceiving(incoming(acquaintance=Acquaintance.UNKNOWN, signer_name=""), TAKEN)
    dialog = make(receiving)
    unlock(dialog)
    dialog.accept_button.click()
    assert receiving.kept_contact is False


def test_what_was_refused_or_taken_before_cannot_be_taken_in(make: Any) -> None:
    for changed in ({"refusal": "It is meant for somebody else."}, {"taken_at": NOW}):
        dialog = make(FakeReceiving(incoming(questions=(QUESTION,), **changed), TAKEN))
        unlock(dialog)
        assert dialog.accept_button.isHidden()
        assert dialog.look.places.isHidden()
        assert len(dialog.look.banners) == 1


def test_a_second_history_is_told(make: Any) -> None:
    dialog = make(FakeReceiving(incoming(), Taken(PackageKind.RATINGS, forks=2, rating_uid="x")))
    unlock(dialog)
    dialog.accept_button.click()
    assert "kept aside" in dialog.became.fork.message.text()
    assert dialog.accept_button.text() == "Show what came"


def test_nowhere_to_go_shows_no_way(make: Any) -> None:
    dialog = make(FakeReceiving(incoming(), Taken(PackageKind.DECISION)))
    unlock(dialog)
    dialog.accept_button.click()
    assert dialog.accept_button.isHidden()
    assert dialog.became.fork.isHidden()


@pytest.mark.parametrize(
    ("taken", "way"),
    [
        (Taken(PackageKind.SUBMISSION, session_uid="s", rating_uid="their own"), "Rate the session"),
        (Taken(PackageKind.ASSIGNMENT, documents=1, session_uid="s"), "Rate the session"),
        (Taken(PackageKind.ASSIGNMENT, documents=3, session_uid="s"), "Show what is to be rated"),
        (Taken(PackageKind.PORTFOLIO, session_uid="s", rating_uid="r", document_uid="d"), "Open the portfolio"),
        (Taken(PackageKind.REFERENCE, session_uid="s", document_uid="d"), "Show the reference"),
        (Taken(PackageKind.DECISION, document_uid="d"), "Read the decision"),
        (Taken(PackageKind.VOTES, document_uid="d"), "Show the panel"),
    ],
)
def test_the_way_on_leads_to_where_it_says(taken: Taken, way: str) -> None:
    assert where_to(taken) == way


def test_leaving_forgets_what_was_opened(make: Any) -> None:
    receiving = FakeReceiving(incoming(), TAKEN)
    dialog = make(receiving)
    unlock(dialog)
    dialog.reject()
    assert receiving.put_away_times == 1
