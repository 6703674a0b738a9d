"""The rating screen: every act reaches the desk, what is refused is said, what is said about saving is true."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from fidelity_rater.app.caseload_models import Consent, ConsentPurpose
from fidelity_rater.app.errors import DiskFull
from fidelity_rater.app.ports.sound import PlayerFault
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.playback.simulated import SimulatedPlayer
from fidelity_rater.ui.library_area import LibraryArea
from fidelity_rater.ui.rating.correction_dialog import CorrectionDialog
from fidelity_rater.ui.rating.screen import RatingScreen
from fidelity_rater.ui.rating.sound_words import fault_sentence
from fidelity_rater.ui.theme import Theme
from helpers.screens import begin_rating, enter_library, make_window
from helpers.sounds import wav_bytes
from helpers.window import PASSPHRASE


@pytest.fixture
def players() -> list[SimulatedPlayer]:
    return []


@pytest.fixture
def area(own_home: Path, dressed: Theme, qtbot: QtBot, players: list[SimulatedPlayer]) -> Iterator[LibraryArea]:
    window = make_window(own_home, dressed, qtbot, players)
    yield enter_library(window)
    window.close()


@pytest.fixture
def screen(area: LibraryArea) -> RatingScreen:
    begin_rating(area)
    return area.rating


def scores(screen: RatingScreen) -> dict[Any, Any]:
    assert screen.desk is not None
    return dict(screen.desk.sheet.scores)


def first_ordinal(screen: RatingScreen) -> tuple[str, str]:
    item = screen.view.items.chosen_item
    return item, screen.view.items.chosen_dimension


def import_tape(area: LibraryArea, folder: Path, consent: Consent, *, session: int = 6) -> str:
    path = folder / f"tape{session}.wav"
    path.write_bytes(wav_bytes(20))
    placed = area.work.caseload.place("T07", "C2", scheduled=session)
    return area.work.importing.bring_in(path, placed.uid, consent, SilentProgress()).recording.uid


ALLOWED = Consent(frozenset({ConsentPurpose.SUPERVISION}), given_on=date(2026, 1, 1))


def test_purpose_first_and_nothing_chosen_beforehand(area: LibraryArea) -> None:
    session = area.work.caseload.place("T07", "C2", scheduled=6)
    area.begin_rating(session.uid)
    begin = area.rating.view.begin
    assert not any(button.isChecked() for button in begin.rows["purpose"].buttons.values())
    assert not begin.begin.isEnabled()
    assert area.rating.desk is None


def test_a_draft_is_gone_on_with_and_another_purpose_begins_anew(area: LibraryArea) -> None:
    begin_rating(area)
    first = area.rating.desk.rating.head.uid
    session = area.rating.session_uid
    area.show_caseload()
    area.begin_rating(session)
    assert area.rating.desk is not None
    assert area.rating.desk.rating.head.uid == first
    area.show_caseload()
    begin_rating(area, purpose="summative")
    assert area.rating.desk.rating.head.uid != first


def test_a_second_rating_for_the_same_purpose_is_refused_in_a_sentence(area: LibraryArea) -> None:
    begin_rating(area)
    area.show_caseload()
    area.begin_rating(area.rating.session_uid, anew=True)
    begin = area.rating.view.begin
    begin.rows["purpose"].buttons["formative"].click()
    begin.begin.click()
    assert area.rating.view.toast.message.text()
    assert area.rating.desk is None


def test_every_answer_is_an_event_and_undo_takes_it_back(screen: RatingScreen) -> None:
    item, dimension = first_ordinal(screen)
    screen.view.score_chosen.emit(item, dimension, 3)
    assert scores(screen)[item, dimension].value == 3
    screen.view.note_edited.emit(item, "asked twice")
    assert screen.desk.state.note(item) == "asked twice"
    screen.undo()
    assert not screen.desk.state.note(item)
    screen.undo()
    assert (item, dimension) not in scores(screen)
    screen.redo()
    assert scores(screen)[item, dimension].value == 3
    screen.view.score_withdrawn.emit(item, dimension)
    assert (item, dimension) not in scores(screen)


def test_what_the_scale_forbids_is_said_gently_and_changes_nothing(screen: RatingScreen) -> None:
    item, _ = first_ordinal(screen)
    before = scores(screen)
    screen.view.score_chosen.emit(item, "extent", 3)
    assert scores(screen) == before
    assert screen.view.toast.message.text()


def test_saved_is_said_only_after_the_commit(
    screen: RatingScreen, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    library = screen._work.library
    work = library.work

    @contextmanager
    def full() -> Iterator[None]:
        raise DiskFull("The disk is full.", "Make room, then save again.")
        yield

    monkeypatch.setattr(type(library), "work", lambda _self: full())
    item, dimension = first_ordinal(screen)
    screen.view.score_chosen.emit(item, dimension, 2)
    assert "The disk is full" in screen.view.header.saved.text.text()
    assert screen._retry.isActive()
    assert scores(screen)[item, dimension].value == 2, "the click is kept in memory"
    assert not screen.leave(), "what is not saved is not left behind"
    monkeypatch.setattr(type(library), "work", lambda _self: work())
    screen.view.save_retried.emit()
    assert not screen._retry.isActive()
    assert "The disk is full" not in screen.view.header.saved.text.text()
    assert screen.leave()


def test_signing_locks_and_a_correction_begins_with_its_scores(screen: RatingScreen, area: LibraryArea) -> None:
    item, dimension = first_ordinal(screen)
    screen.view.score_chosen.emit(item, dimension, 3)
    screen.view.open_sign()
    screen.view.passphrase_given.emit("surely not this one")
    assert not screen.desk.locked
    assert not screen.view.sign.fault.isHidden()
    screen.view.passphrase_given.emit(PASSPHRASE)
    assert screen.desk.locked
    assert screen.outcome.is_open
    signed = screen.desk.rating.head.uid
    screen.view.correction_requested.emit()
    form = next(d for d in screen.window().findChildren(CorrectionDialog) if d.isVisible())
    form.accept_button.click()
    assert not form.banner.isHidden(), "a correction needs its reason"
    form.reason.setPlainText("Heard the wrong part")
    form.accept_button.click()
    assert screen.desk.rating.head.supersedes_uid == signed
    assert not screen.desk.locked
    assert scores(screen)[item, dimension].value == 3


def test_the_result_does_not_lead_the_rater(screen: RatingScreen) -> None:
    assert not screen.outcome.is_open
    screen.outcome.header.on_pressed()
    assert screen.outcome.is_open
    assert screen.outcome._grid.count()


def test_a_cover_answer_reaches_the_desk_and_may_change_the_items(screen: RatingScreen) -> None:
    before = [section.group.id for section in screen.view.items.sections]
    screen.view.cover_edited.emit("phase", "termination")
    assert screen.desk.state.phase == "termination"
    assert [section.group.id for section in screen.view.items.sections] != before


def test_sound_plays_where_the_client_allows_it_and_what_was_heard_is_kept(
    area: LibraryArea, tmp_path: Path, players: list[SimulatedPlayer], qtbot: QtBot
) -> None:
    import_tape(area, tmp_path, ALLOWED)
    begin_rating(area)
    screen = area.rating
    screen.sound.look()
    assert screen.sound._shown is not None
    assert not screen.sound._shown.fault
    screen.view.play_pressed.emit()
    assert screen.sound._shown.playing
    screen.view.rate_chosen.emit(1.5)
    assert players[-1].rate == 1.5
    screen.view.volume_chosen.emit(60)
    assert players[-1].volume == 60
    screen.view.position_chosen.emit(9000)
    item, dimension = first_ordinal(screen)
    screen.view.score_chosen.emit(item, dimension, 3)
    stamp = screen.desk.state.head_stamp
    assert stamp.media_ms is not None
    assert stamp.media_ms >= 9000
    screen.rest()
    assert not screen.sound._listening.playing
    with area.work.library.read() as uow:
        place = uow.ratings.place(screen.desk.rating.head.uid)
    assert place is not None
    assert place[1] >= 9000
    area.show_caseload()
    assert area.work.application.settings.load().volume == 60


def test_play_pressed_too_early_plays_as_soon_as_the_sound_is_ready(
    area: LibraryArea, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_tape(area, tmp_path, ALLOWED)
    begin_rating(area)
    sound, held = area.rating.sound, []

    class Held:
        def start(self, work: Any, *, done: Any, failed: Any) -> None:
            held.append(lambda: done(work(SilentProgress())))

    with monkeypatch.context() as patched:
        patched.setattr(sound, "_jobs", Held())
        area.rating.view.fault_retried.emit()
        area.rating.view.sound.transport.press_play()
        assert not sound.playing
        held.pop()()
    assert sound.playing


def test_every_score_can_be_heard(area: LibraryArea, tmp_path: Path) -> None:
    import_tape(area, tmp_path, ALLOWED)
    begin_rating(area)
    screen = area.rating
    item, dimension = first_ordinal(screen)
    screen.view.items.choose(item, dimension)
    section = next(s for s in screen.view.detail.sections if s.dimension and s.dimension.id == dimension)
    assert not section.hear.isVisible()
    screen.view.position_chosen.emit(14_000)
    screen.view.score_chosen.emit(item, dimension, 3)
    screen.view.position_chosen.emit(0)
    screen.view.items.choose(item, dimension)
    assert "00:14" in section.hear.text()
    section.hear.click()
    assert screen.sound.playing
    assert 4000 <= screen.sound._listening.look().reading.media_ms < 6000


def test_without_consent_nothing_plays_and_the_reason_is_said(
    area: LibraryArea, tmp_path: Path, players: list[SimulatedPlayer]
) -> None:
    import_tape(area, tmp_path, Consent())
    begin_rating(area)
    area.rating.sound.look()
    status = area.rating.sound._shown
    assert status is not None
    assert "consent" in status.fault.lower()
    area.rating.view.play_pressed.emit()
    assert players[-1].state != "playing"


def test_a_session_without_sound_can_be_scored(screen: RatingScreen) -> None:
    screen.sound.look()
    assert screen.sound._shown.fault
    item, dimension = first_ordinal(screen)
    screen.view.score_chosen.emit(item, dimension, 3)
    assert screen.desk.state.head_stamp.media_ms is None


@pytest.mark.parametrize("fault", list(PlayerFault))
def test_every_fault_of_the_sound_has_its_sentence(fault: PlayerFault) -> None:
    assert fault_sentence(fault).endswith(".")
    assert not fault_sentence(None)
