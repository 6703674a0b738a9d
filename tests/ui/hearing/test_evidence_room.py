"""Moments heard where they are told: found anew at each press, refused with a reason, silent out of sight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtWidgets import QVBoxLayout
from pytestqt.qtbot import QtBot

from app.worlds import CONSENT, HeldJobs, World, scale_files
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.app.rating.moment_sounds import MomentSounds, MomentWanted
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.playback.simulated import SimulatedPlayer
from fidelity_rater.ui.hearing.evidence_room import EvidenceRoom
from fidelity_rater.ui.hearing.moment_button import MomentButton
from fidelity_rater.ui.theme import Theme


@pytest.fixture(scope="module")
def scales() -> ScaleShelf:
    return ScaleShelf(scale_files(), default_name="ipt.toml")


@pytest.fixture
def world(tmp_path: Path, scales: ScaleShelf) -> World:
    return World(tmp_path, scales)


@pytest.fixture
def first(world: World) -> MomentWanted:
    return MomentWanted("first", world.begin(), world.recording().uid, 1000, 4000)


def room_of(world: World, jobs: JobRunner) -> EvidenceRoom:
    settings = SimpleNamespace(load=lambda: SimpleNamespace(volume=50))
    work: Any = SimpleNamespace(
        application=SimpleNamespace(open_player=SimulatedPlayer, settings=settings),
        moment_sounds=MomentSounds(world.library, recordings=world.recordings),
    )
    made = EvidenceRoom(work, jobs)
    QVBoxLayout(made).addWidget(made.bar)
    return made


@pytest.fixture
def room(world: World, dressed: Theme, qtbot: QtBot) -> Iterator[EvidenceRoom]:
    made = room_of(world, InlineJobs())
    qtbot.addWidget(made)
    made.resize(900, 120)
    made.show()
    yield made
    made.close_sound()


def test_one_moment_after_another_and_each_tells_that_it_sounds(room: EvidenceRoom, first: MomentWanted) -> None:
    told: list[str] = []
    room.bar.sounding_changed.connect(told.append)
    room.bar.hear(first, "AE, the first")
    room.bar.hear(replace(first, uid="second", start_ms=9000, end_ms=12_000), "BS, the second")
    play = room.bar.hearing.heard.play
    assert play is not None
    assert (play.start_ms, room.bar.what.text(), told) == (9000, "BS, the second", ["first", "", "second"])


def test_what_consent_forbids_is_said_and_can_be_tried_again(
    room: EvidenceRoom, world: World, first: MomentWanted
) -> None:
    room.bar.hear(first, "AE, the first")
    world.recordings.withdraw_consent(first.recording_uid, CONSENT.given_on)
    room.bar.hear(first, "AE, the first")
    assert not room.playing
    assert "withdrawn" in room.bar.fault.message.text()
    assert not room.bar.play.isEnabled()
    world.recordings.set_consent(first.recording_uid, CONSENT)
    room.bar.fault.action_pressed.emit()
    assert room.playing
    assert not room.bar.fault.isVisible()


def test_out_of_sight_it_is_silent(room: EvidenceRoom, first: MomentWanted) -> None:
    room.bar.hear(first, "AE, the first")
    assert room.playing
    room.hide()
    assert not room.playing


def test_what_was_chosen_before_one_left_does_not_sound(
    world: World, dressed: Theme, qtbot: QtBot, first: MomentWanted
) -> None:
    jobs = HeldJobs()
    room = room_of(world, jobs)  # type: ignore[arg-type]
    qtbot.addWidget(room)
    room.bar.hear(first, "AE, the first")
    room.bar.forget()
    jobs.run_all()
    assert not room.playing
    assert room.bar.hearing.heard.play is None
    room.close_sound()


def test_a_press_by_mouse_takes_no_focus_and_shows_what_sounds(dressed: Theme, qtbot: QtBot) -> None:
    button = MomentButton("first", "00:01 to 00:04")
    qtbot.addWidget(button)
    button.show_sounding("first")
    sounding = button._icon_name
    button.show_sounding("second")
    assert (sounding, button._icon_name) == ("pause", "play")
