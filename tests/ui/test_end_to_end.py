"""One person's first hour: identity, library, import, rating, a restart with every click there, and a signature."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fidelity_rater.playback.simulated import SimulatedPlayer
from fidelity_rater.ui.jobs import QtJobs
from fidelity_rater.ui.main_window import MainWindow
from fidelity_rater.ui.shell import Shell
from fidelity_rater.ui.theme import Theme
from helpers.sounds import wav_bytes
from helpers.window import PASSPHRASE, cheap_application

WAIT = 20_000


@dataclass
class Seat:
    """Where a person sits: windows come and go, the home stays."""

    home: Path
    theme: Theme
    qtbot: QtBot

    def __post_init__(self) -> None:
        self.players: list[SimulatedPlayer] = []
        self.window: MainWindow

    def start(self) -> MainWindow:
        application = cheap_application(self.home, self.players)
        self.window = MainWindow(Shell(application, QtJobs(), self.theme, open_jobs=QtJobs))
        self.qtbot.addWidget(self.window)
        self.window.show()
        return self.window

    def until(self, condition: object) -> None:
        self.qtbot.waitUntil(condition, timeout=WAIT)  # type: ignore[arg-type]

    def press(self, key: Qt.Key) -> None:
        area = self.window.area
        assert area is not None
        self.qtbot.keyClick(area.rating.view.items, key)


@pytest.fixture
def seat(own_home: Path, dressed: Theme, qtbot: QtBot) -> Iterator[Seat]:
    seat = Seat(own_home, dressed, qtbot)
    yield seat
    seat.window.close()


def introduce_and_make_library(seat: Seat) -> None:
    start = seat.start().start
    start.introduce.name.setText("Ruth Adler")
    start.introduce.on_name_edited("Ruth Adler")
    assert start.introduce.initials.text() == "RA"
    start.introduce.passphrase.first.line.setText(PASSPHRASE)
    start.introduce.passphrase.again.line.setText(PASSPHRASE)
    start.introduce.make.click()
    seat.until(lambda: start.pages.current is start.libraries)
    start.libraries.new.click()
    start.new_library.name.setText("Supervision")
    start.new_library.make.click()
    seat.until(lambda: start.pages.current is start.recovery_key)
    last_group = start.recovery_key.second_half.text().split("-")[-1]
    start.recovery_key.last_group.setText("WRONG")
    start.recovery_key.go_on.click()
    assert seat.window.area is None, "the key must have left the screen first"
    start.recovery_key.last_group.setText(last_group.lower())
    start.recovery_key.go_on.click()
    assert seat.window.area is not None


def drop_and_begin(seat: Seat, recording: Path) -> None:
    """From drop to desk."""
    area = seat.window.area
    assert area is not None
    area.bring_in([recording])
    screen = area.screens.importing
    screen.therapist.setEditText("T07")
    screen.case.setEditText("C2")
    for box in list(screen.consent.purposes.values())[:2]:
        box.click()
    seat.until(lambda: screen.rows[0].ready and screen.start.isEnabled())
    screen.start.click()
    seat.until(lambda: screen.rows[0].imported is not None)
    assert recording.exists()
    screen.rows[0].rate.click()
    seat.until(lambda: area.shown is area.rating)
    begin = area.rating.view.begin
    begin.rows["purpose"].buttons["formative"].click()
    begin.rows["role"].buttons["supervisor"].click()
    begin.begin.click()
    seat.until(lambda: area.rating.desk is not None)


def test_first_hour(seat: Seat, tmp_path: Path) -> None:
    recording = tmp_path / "tape.wav"
    recording.write_bytes(wav_bytes(30))
    introduce_and_make_library(seat)
    drop_and_begin(seat, recording)
    rating = seat.window.area.rating
    view = rating.view
    seat.until(view.sound.transport.play.isEnabled)

    assert seat.window.focusWidget() is view.items, "the keys work from the first moment"
    seat.press(Qt.Key.Key_Space)
    seat.until(lambda: seat.players[-1].state == "playing")
    seat.players[-1].advance(1200)
    chosen, dimension = view.items.chosen_item, view.items.chosen_dimension
    seat.press(Qt.Key.Key_3)
    assert rating.desk.sheet.scores[chosen, dimension].value == 3
    scored_at = rating.desk.state.head_stamp
    assert scored_at.recording_uid
    view.items.step(1)
    seat.press(Qt.Key.Key_4)
    seat.until(lambda: rating.desk.saved.all_saved and rating.desk.saved.saved_at is not None)
    given = dict(rating.desk.sheet.scores)
    rating_uid = rating.desk.rating.head.uid
    assert len(given) == 2
    seat.window.close()

    window = seat.start()
    assert "Ruth" not in window.windowTitle()
    start = window.start
    assert start.pages.current is start.libraries
    start.libraries.rows[0].open.click()
    seat.until(lambda: start.pages.current is start.unlock)
    start.unlock.passphrase.line.setText("not this one at all")
    start.unlock.open.click()
    seat.until(lambda: not start.banner.isHidden() and not start.work.busy)
    assert window.area is None
    start.unlock.passphrase.line.setText(PASSPHRASE)
    start.unlock.open.click()
    seat.until(lambda: window.area is not None)
    assert window.windowTitle().startswith("Supervision")
    caseload = window.area.caseload
    seat.until(lambda: bool(caseload.view.cards))
    caseload.view.cards[0].table.rating_buttons[rating_uid].click()
    rating = window.area.rating
    seat.until(lambda: rating.desk is not None and window.area.shown is rating)
    assert dict(rating.desk.sheet.scores) == given

    rating.view.open_sign()
    rating.view.sign.passphrase.setText(PASSPHRASE)
    rating.view.sign.sign.click()
    seat.until(lambda: rating.desk is not None and rating.desk.state.signed and rating.outcome.is_open)
    assert rating.desk.locked
    before = dict(rating.desk.sheet.scores)
    rating.view.score_chosen.emit(chosen, "adherence", 1)
    assert dict(rating.desk.sheet.scores) == before
