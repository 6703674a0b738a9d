"""The sound of the rating on the desk: its stretches and parts, what it tells while it plays, how it is heard."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fidelity_rater.app.caseload_models import Consent, ConsentPurpose
from fidelity_rater.app.ports.sound import Channel, PlayerFault, PlayerState
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.playback.simulated import SimulatedPlayer
from fidelity_rater.ui.library_area import LibraryArea
from fidelity_rater.ui.rating.screen import RatingScreen
from fidelity_rater.ui.rating.sound_control import SoundControl
from fidelity_rater.ui.theme import Theme
from helpers.screens import begin_rating, enter_library, make_window
from helpers.sounds import samples, wav_bytes

ALLOWED = Consent(frozenset({ConsentPurpose.SUPERVISION}), given_on=date(2026, 1, 1))


@pytest.fixture
def players() -> list[SimulatedPlayer]:
    return []


@pytest.fixture
def area(own_home: Path, dressed: Theme, qtbot: QtBot, players: list[SimulatedPlayer]) -> Iterator[LibraryArea]:
    window = make_window(own_home, dressed, qtbot, players)
    yield enter_library(window)
    window.close()


def record(area: LibraryArea, folder: Path, data: bytes) -> str:
    path = folder / f"tape{len(list(folder.iterdir()))}.wav"
    path.write_bytes(data)
    placed = area.work.caseload.place("T07", "C2", scheduled=6)
    return area.work.importing.bring_in(path, placed.uid, ALLOWED, SilentProgress()).recording.uid


def stereo_bytes(path: Path) -> bytes:
    with wave.open(str(path), "wb") as wav:
        wav.setnchannels(2)
        wav.setsampwidth(2)
        wav.setframerate(16_000)
        wav.writeframes(samples(20).repeat(2).tobytes())
    return path.read_bytes()


@pytest.fixture
def screen(area: LibraryArea, tmp_path: Path) -> RatingScreen:
    record(area, tmp_path, wav_bytes(20))
    begin_rating(area)
    return area.rating


@pytest.fixture
def sound(screen: RatingScreen) -> SoundControl:
    assert screen.sound.part
    return screen.sound


def sealed(home: Path) -> Path:
    """The one recording in the vault."""
    (file,) = (path for path in home.rglob("vault/**/*") if path.is_file() and path.stat().st_size > 600_000)
    return file


# Stretches and parts


def test_a_stretch_of_another_part_brings_that_part(area: LibraryArea, tmp_path: Path, qtbot: QtBot) -> None:
    first, second = record(area, tmp_path, wav_bytes(20)), record(area, tmp_path, wav_bytes(30))
    begin_rating(area)
    sound = area.rating.sound
    assert sound.part == first
    with qtbot.waitSignal(sound.part_loaded, check_params_cb=lambda uid: uid == second):
        sound.play_span(second, 25_000, 28_000)
    assert (sound.part, sound.playing) == (second, True)
    assert sound._shown is not None
    assert sound._shown.duration_ms == 30_000
    sound.play_span("no such part", 0, 1000)
    assert sound.part == second
    assert sound.duration_ms == 50_000


def test_a_loop_is_told_and_ends_with_its_part(area: LibraryArea, tmp_path: Path) -> None:
    first, second = record(area, tmp_path, wav_bytes(20)), record(area, tmp_path, wav_bytes(30))
    begin_rating(area)
    sound, told = area.rating.sound, list[object]()
    sound.loop_changed.connect(told.append)
    sound.loop((5000, 7000))
    assert (sound.loop_span, sound.playing) == ((5000, 7000), True)
    sound.loop((6000, 7000))
    sound.loop(None)
    assert sound.playing, "it plays on"
    sound.loop((5000, 7000))
    area.rating.view.part_chosen.emit(second)
    assert told == [(5000, 7000), (6000, 7000), None, (5000, 7000), None]
    assert (sound.part, sound.loop_span) == (second, None)
    assert first != second


def test_a_stretch_is_told_while_it_sounds(
    sound: SoundControl, players: list[SimulatedPlayer], screen: RatingScreen
) -> None:
    told = list[object]()
    sound.stretch_changed.connect(told.append)
    sound.play_span(sound.part, 5000, 7000)
    sound.on_play()
    sound.on_play()
    players[-1].advance(2500)
    sound.look()
    assert told == [(5000, 7000), None, (5000, 7000), None]
    assert not sound.playing
    assert screen.desk is not None
    assert screen.desk.heard()[0] == 7000, "and there it stands"


# Following


def test_time_is_told_closely_only_while_it_plays_and_is_seen(
    sound: SoundControl, screen: RatingScreen, qtbot: QtBot
) -> None:
    told = list[int]()
    sound.position_ticked.connect(told.append)
    sound._tick()
    assert not sound._ticking.isActive()
    told.clear()
    sound.on_play()
    with qtbot.waitSignals([sound.position_ticked] * 3):
        pass
    assert told == sorted(told)
    screen.view.hide()
    told.clear()
    sound._tick()
    assert told == []
    screen.view.show()
    sound.on_play()
    assert not sound._ticking.isActive()
    assert not sound._keeping.isActive()


def test_a_stretch_ends_although_the_window_is_hidden(
    sound: SoundControl, screen: RatingScreen, players: list[SimulatedPlayer]
) -> None:
    sound.play_span(sound.part, 5000, 7000)
    screen.view.hide()
    players[-1].advance(2500)
    sound.look()
    assert not sound.playing


# How it is heard


def test_silences_are_skipped_once_speech_is_known(sound: SoundControl, players: list[SimulatedPlayer]) -> None:
    assert sound._shown is not None
    sound.show_speech("another part", ((0, 5000), (15_000, 20_000)), 20_000)
    assert sound._shown.saved_ms == 0
    sound.show_speech(sound.part, ((0, 5000), (15_000, 20_000)), 20_000)
    assert sound._shown.saved_ms == 9200
    sound.on_skip_silences(True)
    sound.on_position(4500)
    sound.on_play()
    for _ in range(10):
        players[-1].advance(300)
        sound.look()
    ((begins, ends),) = sound.skipped_spans(sound.part)
    assert 5000 < begins < ends < 15_000
    assert all(end <= begins or start >= ends for start, end in sound.heard_spans(sound.part))


def test_how_one_listens_is_kept_when_it_is_chosen(
    sound: SoundControl, area: LibraryArea, players: list[SimulatedPlayer]
) -> None:
    """Not only on leaving: a window that is killed, or a library that is locked, forgets nothing."""
    hearing, store = area.rating.view.sound.transport.hearing, area.work.application.settings
    hearing.skipping.click()
    assert store.load().skip_silences
    assert hearing.skipping.isChecked()
    hearing.levelling.click()
    assert store.load().level_voice
    assert players[-1].levelled
    hearing.levelling.click()
    assert not store.load().level_voice
    area.show_caseload()
    begin_rating(area, purpose="summative")
    assert sound._shown is not None
    assert sound._shown.skips_silences
    assert not players[-1].levelled


def test_one_channel_of_two_is_heard_also_in_the_next_part(
    area: LibraryArea, tmp_path: Path, players: list[SimulatedPlayer]
) -> None:
    record(area, tmp_path, stereo_bytes(tmp_path / "two.wav"))
    mono = record(area, tmp_path, wav_bytes(20))
    begin_rating(area)
    button = area.rating.view.sound.transport.hearing.channel
    heard = []
    assert button.isVisible()
    for _ in range(4):
        button.click()
        heard.append(players[-1].channel)
    assert heard == [Channel.LEFT, Channel.RIGHT, Channel.BOTH, Channel.LEFT]
    area.rating.view.part_chosen.emit(mono)
    assert not button.isVisible(), "there is but one"
    assert players[-1].channel is Channel.LEFT, "and it sounds on both ears whatever was chosen"


# What goes wrong


def test_a_sound_that_was_altered_says_so_and_rating_goes_on(
    sound: SoundControl, screen: RatingScreen, own_home: Path, players: list[SimulatedPlayer]
) -> None:
    item, dimension = screen.view.items.chosen_item, screen.view.items.chosen_dimension
    screen.view.score_chosen.emit(item, dimension, 3)
    file = sealed(own_home)
    whole = file.read_bytes()
    file.write_bytes(whole[:400_000] + bytes(100_000) + whole[500_000:])
    sound.on_play()
    players[-1].advance(18_000)
    sound.look()
    assert players[-1].state is PlayerState.FAILED
    assert sound._shown is not None
    assert "could not be read from the library" in sound._shown.fault
    assert "bring its sound back" in screen.view.sound.transport.fault.message.text()
    screen.view.score_chosen.emit(item, dimension, 2)
    assert screen.desk is not None
    assert screen.desk.sheet.scores[item, dimension].value == 2
    assert all(end < 19_000 for _, end in sound.heard_spans(sound.part)), "what failed was not heard"
    file.write_bytes(whole)
    screen.view.fault_retried.emit()
    sound.look()
    assert not sound._shown.fault
    sound.on_play()
    assert sound.playing


@pytest.mark.parametrize("how", ["missing", "cut off"])
def test_a_sound_that_is_gone_says_so_and_rating_goes_on(
    area: LibraryArea, tmp_path: Path, own_home: Path, how: str
) -> None:
    record(area, tmp_path, wav_bytes(20))
    file = sealed(own_home)
    whole = file.read_bytes()
    if how == "missing":
        file.unlink()
    else:
        file.write_bytes(whole[:100_000])
    begin_rating(area)
    screen = area.rating
    sound = screen.sound
    assert sound._shown is not None
    said = sound._shown.fault
    assert said.endswith(".")
    screen.view.play_pressed.emit()
    assert not sound.playing
    item, dimension = screen.view.items.chosen_item, screen.view.items.chosen_dimension
    screen.view.score_chosen.emit(item, dimension, 3)
    assert screen.desk is not None
    assert screen.desk.sheet.scores[item, dimension].value == 3
    file.write_bytes(whole)
    screen.view.fault_retried.emit()
    assert sound.part
    sound.on_play()
    assert sound.playing


def test_a_part_that_ends_before_its_time_says_so(sound: SoundControl, players: list[SimulatedPlayer]) -> None:
    sound.on_play()
    player = players[-1]
    player._fault = PlayerFault.UNPLAYABLE
    player._turn_to(PlayerState.ENDED)
    sound.look()
    assert sound._shown is not None
    assert "cannot play" in sound._shown.fault
    assert not sound.playing
