"""Sending a session in: where one asks to be listened to, kept as it is written, then handed over."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.worlds import CONSENT, QUIET
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.sharing.models import SubmissionOrder
from fidelity_rater.domain.caseload import Recording
from fidelity_rater.ui.door.submission import SubmissionDialog
from ui.door.conftest import Trainee


@pytest.fixture
def session_uid(trainee: Trainee, tmp_path: Path) -> str:
    library = trainee.work.library
    session = trainee.work.caseload.place("T07", "C2", scheduled=6, held_on=date(2026, 3, 1))
    sealed = library.vault.seal(BytesIO(b"sound"), size=5, progress=QUIET)
    now = trainee.work.application.wall_clock.now()
    recording = Recording(
        "11111111-1111-4111-8111-111111111111", session.uid, 1, 60_000, "ogg", "opus", 48_000, 1, "", 5, now, CONSENT
    )
    with library.work() as uow:
        uow.recordings.add(recording, sealed)
        uow.commit()
    return session.uid


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(1000, 800)
    host.show()
    return host


def open_dialog(trainee: Trainee, session_uid: str, host: QWidget) -> SubmissionDialog:
    dialog = SubmissionDialog(host, work=trainee.work, jobs=InlineJobs(), session_uid=session_uid)
    dialog.send_wanted.connect(lambda order: trainee.wanted.append(("send", order)))
    dialog.rate_wanted.connect(lambda uid: trainee.wanted.append(("rate", uid)))
    dialog.show_over()
    return dialog


def test_what_one_asks_is_kept_and_goes_along(trainee: Trainee, session_uid: str, host: QWidget) -> None:
    dialog = open_dialog(trainee, session_uid, host)
    dialog.listen.click()
    dialog.hearing.toggle()
    dialog.hearing.seek(30_000)
    dialog.here.click()
    (row,) = dialog.rows
    assert (row.place.start_ms, row.place.end_ms) == (10_000, 30_000)
    row.earlier.click()
    row.words.setPlainText("Did I hurry?")
    dialog.words.setPlainText("The pace")
    dialog.send.click()
    ((what, order),) = trainee.wanted
    assert what == "send"
    assert isinstance(order, SubmissionOrder)
    assert (order.session_uid, order.words, order.self_rating_uid) == (session_uid, "The pace", "")
    assert [(p.start_ms, p.end_ms, p.words) for p in order.listen_here] == [(5_000, 30_000, "Did I hurry?")]
    assert trainee.work.door.answers.asked(session_uid).places == order.listen_here


def test_a_place_ends_within_the_recording_and_can_be_taken_off(
    trainee: Trainee, session_uid: str, host: QWidget
) -> None:
    dialog = open_dialog(trainee, session_uid, host)
    dialog.here.click()
    (row,) = dialog.rows
    for _ in range(15):
        row.later.click()
    assert row.place.end_ms == 60_000
    row.remove.click()
    assert not trainee.work.door.answers.asked(session_uid).places
    dialog.reject()


def test_ones_signed_rating_goes_along_unless_one_says_no(trainee: Trainee, session_uid: str, host: QWidget) -> None:
    dialog = open_dialog(trainee, session_uid, host)
    assert not dialog.own.isEnabled()
    dialog.rate.click()
    assert trainee.wanted == [("rate", session_uid)]
    signed = trainee.rate_oneself(session_uid)
    dialog = open_dialog(trainee, session_uid, host)
    assert dialog.rate.isHidden()
    dialog.send.click()
    order = trainee.wanted[-1][1]
    assert order.self_rating_uid == signed
