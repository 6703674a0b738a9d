"""Introducing oneself and looking after an identity."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from fidelity_rater.app.errors import WrongPassphrase
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.ui.people.identity_dialog import IdentityDialog
from fidelity_rater.ui.people.introduce_form import IntroduceForm
from helpers.window import PASSPHRASE, cheap_application, known_person


def test_initials_are_proposed_until_they_are_typed(qtbot: QtBot) -> None:
    form = IntroduceForm()
    qtbot.addWidget(form)
    qtbot.keyClicks(form.name, "Ruth ")
    qtbot.keyClicks(form.name, "Adler")
    assert form.initials.text() == "RA"
    form.initials.setFocus()
    qtbot.keyClicks(form.initials, "X")
    qtbot.keyClicks(form.name, " Berg")
    assert form.initials.text() == "RAX"


def test_one_passphrase_is_not_enough_to_introduce_oneself(qtbot: QtBot) -> None:
    form = IntroduceForm()
    qtbot.addWidget(form)
    form.name.setText("Ruth Adler")
    form.passphrase.first.line.setText(PASSPHRASE)
    with qtbot.assertNotEmitted(form.introduced), qtbot.waitSignal(form.refused):
        form.make.click()
    form.passphrase.again.line.setText(PASSPHRASE)
    with qtbot.waitSignal(form.introduced):
        form.make.click()


def test_a_passphrase_is_changed_and_the_file_saved(
    own_home: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = cheap_application(own_home)
    person = known_person(application).person
    over = QWidget()
    qtbot.addWidget(over)
    (card,) = application.identities.all()
    dialog = IdentityDialog(over, jobs=InlineJobs(), identities=application.identities, card=card)
    assert dialog.fingerprint.text() == card.fingerprint
    target = tmp_path / "me.identity"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    dialog.save_file.click()
    assert target.exists()
    dialog.on_folded(False)
    dialog.old.line.setText("surely not this one")
    for field in (dialog.new.first, dialog.new.again):
        field.line.setText("another set of words")
    dialog.on_accepted()
    assert not dialog.banner.isHidden()
    dialog.old.line.setText(PASSPHRASE)
    dialog.on_accepted()
    assert application.identities.unlock(person.uid, "another set of words")
    with pytest.raises(WrongPassphrase):
        application.identities.unlock(person.uid, PASSPHRASE)
