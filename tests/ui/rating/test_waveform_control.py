"""The picture of the part on the desk: kept or made, never against consent, and never of a part one has left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from fidelity_rater.app.caseload_models import Consent, ConsentPurpose
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.jobs import Cancelled, Progress
from fidelity_rater.app.ports.waveform import Waveform
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.app.waveforms import Pictures
from fidelity_rater.playback.simulated import SimulatedPlayer
from fidelity_rater.ui.library_area import LibraryArea
from fidelity_rater.ui.theme import Theme
from helpers.screens import begin_rating, enter_library, make_window
from helpers.sounds import wav_bytes
from helpers.waves import MadeWaveform

ALLOWED = Consent(frozenset({ConsentPurpose.SUPERVISION}), given_on=date(2026, 1, 1))
Grown = Callable[[Waveform], None]


@pytest.fixture
def area(own_home: Path, dressed: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[LibraryArea]:
    players: list[SimulatedPlayer] = []
    window = make_window(own_home, dressed, qtbot, players)
    area = enter_library(window)
    monkeypatch.setattr(area._pictures, "look", lambda: None)
    yield area
    window.close()


def import_tape(area: LibraryArea, folder: Path, *, consent: Consent = ALLOWED, part: int = 1) -> str:
    path = folder / f"tape{part}.wav"
    path.write_bytes(wav_bytes(20 + part))
    placed = area.work.caseload.place("T07", "C2", scheduled=6)
    return area.work.importing.bring_in(path, placed.uid, consent, SilentProgress()).recording.uid


def test_a_part_is_drawn_whole_once_it_is_loaded_and_kept_for_the_next_time(
    area: LibraryArea, tmp_path: Path, qtbot: QtBot
) -> None:
    uid = import_tape(area, tmp_path)
    begin_rating(area)
    shown = area.rating.view.sound.strip._state.waveform
    assert shown is not None
    assert shown.whole
    assert area.work.pictures.kept(uid) is not None
    assert area.rating.view.sound.overview._progress == ""


def test_it_fills_in_while_it_is_made_and_says_how_far(
    area: LibraryArea, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    import_tape(area, tmp_path)
    panel_texts: list[str] = []

    def shown(self: Pictures, uid: str, *, progress: Progress, grown: Grown, **_: object) -> Waveform:
        control = area.rating.waveform
        for known in (5000, 10_000):
            grown(MadeWaveform(20_000, known=known))
            control.on_grown(control._turn, MadeWaveform(20_000, known=known))  # as the event loop would
            panel_texts.append(area.rating.view.sound.overview._progress)
        return MadeWaveform(20_000)

    monkeypatch.setattr(Pictures, "shown", shown)
    busy: list[bool] = []
    area.rating.waveform.busy_changed.connect(busy.append)
    begin_rating(area)
    assert panel_texts == ["Drawing the sound … 25 %", "Drawing the sound … 50 %"]
    assert busy == [True, False]
    QCoreApplication.processEvents()  # what was queued above arrives now, and is too late to matter
    waveform = area.rating.view.sound.strip._state.waveform
    assert waveform is not None
    assert waveform.whole
    assert area.rating.view.sound.overview._progress == ""


def test_what_arrives_of_a_part_one_has_left_is_forgotten(area: LibraryArea, tmp_path: Path) -> None:
    import_tape(area, tmp_path)
    begin_rating(area)
    control, turn = area.rating.waveform, area.rating.waveform._turn
    area.show_caseload()
    control.on_grown(turn, MadeWaveform(20_000, known=5000))
    assert area.rating.view.sound.strip._state.waveform is None


def test_leaving_cancels_what_is_being_made(area: LibraryArea, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import_tape(area, tmp_path)
    begin_rating(area)
    cancelled: list[str] = []

    class Job:
        def cancel(self) -> None:
            cancelled.append("job")

    monkeypatch.setattr(area.rating.waveform, "_job", Job())
    area.show_caseload()
    assert cancelled == ["job"]


def test_without_consent_there_is_no_picture_but_a_sentence(
    area: LibraryArea, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid = import_tape(area, tmp_path)
    begin_rating(area)
    area.work.recordings.withdraw_consent(uid, date(2026, 2, 1))
    control, panel = area.rating.waveform, area.rating.view.sound
    assert area.rating.desk is not None
    control.take(area.rating.desk)
    control.on_part_loaded(uid)
    assert panel.strip._state.waveform is None
    assert panel.overview._progress


def test_what_cannot_be_drawn_is_said_in_a_sentence_and_still_plays(
    area: LibraryArea, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_tape(area, tmp_path)

    def refuse(self: Pictures, *args: object, **more: object) -> Waveform:
        raise UserFacingError("This file is damaged.", "Ask for another copy.")

    monkeypatch.setattr(Pictures, "shown", refuse)
    begin_rating(area)
    panel = area.rating.view.sound
    assert "still play" in panel.overview._progress
    assert panel.transport.play.isEnabled()
    assert not panel.transport.fault.isVisible()


def test_cancelled_work_shows_nothing(area: LibraryArea, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import_tape(area, tmp_path)

    def stop(self: Pictures, *args: object, **more: object) -> Waveform:
        raise Cancelled

    monkeypatch.setattr(Pictures, "shown", stop)
    begin_rating(area)
    assert area.rating.view.sound.overview._progress == ""


def test_what_was_heard_is_tinted(area: LibraryArea, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import_tape(area, tmp_path)
    begin_rating(area)
    monkeypatch.setattr(area.rating.sound, "heard_spans", lambda uid: ((0, 5000),))
    area.rating.sound.position_ticked.emit(5000)
    assert area.rating.view.sound.strip._state.heard == ((0, 5000),)
    assert area.rating.view.sound.overview.value() == 5000
