"""The parts joined: what a window or a command holds, with real storage and a player turned by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.worlds import CONSENT, QUIET, ToldProbe
from fidelity_rater import __version__, bootstrap
from fidelity_rater.app.application import Application, Workplace
from fidelity_rater.app.clock import PlaybackClock
from fidelity_rater.app.competence_models import Filters
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.ports.jobs import Cancelled, Progress
from fidelity_rater.app.rating.opening import RatingChoice
from fidelity_rater.app.scale_shelf import MalformedScale, ScaleShelf, read_scale
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.timecode import ClockQuality
from fidelity_rater.playback.simulated import SimulatedPlayer
from helpers.libraries import CHEAP, PASSPHRASE


@pytest.fixture
def application(tmp_path: Path) -> Application:
    return replace(bootstrap.build(tmp_path / "home", key_cost=CHEAP), probe=ToldProbe())


@pytest.fixture
def work(application: Application) -> Iterator[Workplace]:
    door = application.front_door
    card = door.introduce(name="Ada Example", initials="AE", passphrase=PASSPHRASE)
    identity = door.unlock(card.person.uid, PASSPHRASE)
    made = door.create(door.folder_for("Clinic"), identity)
    work = application.enter(made.library, card.person)
    yield work
    work.close()


def test_building_makes_nothing_on_disk(tmp_path: Path) -> None:
    home = tmp_path / "home"
    application = bootstrap.build(home, key_cost=CHEAP)
    assert application.version == __version__
    assert application.front_door.people() == ()
    assert application.front_door.recent() == ()
    assert not application.demo.made
    assert application.front_door.libraries_folder == home / "libraries"
    assert not home.exists()


def test_from_a_file_to_a_signed_dot(work: Workplace, tmp_path: Path) -> None:
    """One person's work from end to end, without a window."""
    file = tmp_path / "session.ogg"
    file.write_bytes(b"sound" * 1000)
    session = work.caseload.place("T01", "C1", scheduled=6)
    recording = work.importing.bring_in(file, session.uid, CONSENT, QUIET).recording
    uid = work.opening.begin(RatingChoice(session.uid, Purpose.FORMATIVE, Role.SUPERVISOR, phase="middle"))
    desk = work.desk(uid, jobs=InlineJobs())
    player = SimulatedPlayer()
    listening = work.listening(desk, player=player, clock=PlaybackClock(player.time))
    player.on_report(listening.on_report)
    listening.resume()
    listening.toggle()
    player.advance(5000)
    for item in desk.shown().asked:
        if item.rule == "expected":
            desk.give(item.id, "adherence", 3)
            desk.give(item.id, "quality", 4)
    standing = desk.state.score("CORE-01", "adherence")
    assert standing is not None
    assert (standing.stamp.media_ms, standing.stamp.clock, standing.stamp.recording_uid) == (
        pytest.approx(5000, abs=20),
        ClockQuality.OK,
        recording.uid,
    )
    desk.none_heard()
    desk.take(work.signing.sign(desk, PASSPHRASE))
    player.close()
    with work.library.queries() as queries:
        therapist = queries.caseload()[0].therapist
    chart = work.results.chart(therapist.uid)
    assert chart is not None
    (dot,) = chart.dots
    adherence = dot.summary("adherence")
    assert adherence is not None
    assert adherence.value == 3.0
    narrowed = work.results.chart(therapist.uid, Filters(phases=frozenset({"initial"})))
    assert narrowed is not None
    assert narrowed.dots == ()
    assert work.keeping.check(QUIET) == ()
    assert work.keeping.back_up_automatically(QUIET) is not None
    stick = tmp_path / "stick"
    stick.mkdir()
    backup = work.keeping.back_up(stick, QUIET)
    work.recordings.delete(recording.uid)
    with work.library.read() as uow:
        gone = uow.recordings.get(recording.uid)
    assert [note.place for note in work.keeping.backups_holding(gone)] == [backup]


def test_a_signed_rating_is_heard_without_writing_what_is_heard(work: Workplace, tmp_path: Path) -> None:
    session = work.caseload.place("T01", "C1", scheduled=6)
    uid = work.opening.begin(RatingChoice(session.uid, Purpose.FORMATIVE, Role.SUPERVISOR))
    desk = work.desk(uid, jobs=InlineJobs())
    desk.give("CORE-01", "adherence", 3)
    desk.take(work.signing.sign(desk, PASSPHRASE))
    player = SimulatedPlayer()
    listening = work.listening(work.desk(uid, jobs=InlineJobs()), player=player, clock=PlaybackClock(player.time))
    assert listening.resume() is None
    assert listening.keep() is None
    player.close()


def test_a_closed_library_can_be_opened_again(work: Workplace, application: Application) -> None:
    work.close()
    identity = application.front_door.unlock(work.person.uid, PASSPHRASE)
    again = application.enter(application.front_door.open(work.library.info.folder, identity), work.person)
    assert again.library.info.uid == work.library.info.uid
    again.close()


# Scales


def test_the_default_scale_comes_first_and_each_is_read_once(scales: ScaleShelf) -> None:
    every = scales.all_built_in()
    assert every[0] is scales.default() is scales.named("ipt.toml")
    assert len({scale.sha256 for scale in every}) == len(every) >= 3


def test_a_malformed_scale_tells_every_fault_and_the_command_that_lists_them() -> None:
    with pytest.raises(MalformedScale) as told:
        read_scale(b'format = 1\n[scale]\nid = "x"\n', name="mine.toml")
    assert len(told.value.faults) > 1
    assert "mine.toml" in told.value.message
    assert "scale check" in told.value.remedy


# Jobs without threads


def test_inline_jobs_answer_with_one_of_three_outcomes() -> None:
    said: list[object] = []

    def start(work: object) -> None:
        InlineJobs().start(
            work,  # type: ignore[arg-type]
            done=lambda result: said.append(("done", result)),
            failed=lambda error: said.append(("failed", str(error))),
            cancelled=lambda: said.append("cancelled"),
            progress=lambda done, total: said.append((done, total)),
        )

    def working(progress: Progress) -> str:
        progress.tell(1, 2)
        return "result"

    def failing(progress: Progress) -> None:
        raise UserFacingError("no room")

    def stopped(progress: Progress) -> None:
        raise Cancelled

    for work in (working, failing, stopped):
        start(work)
    assert said == [(1, 2), ("done", "result"), ("failed", "no room"), "cancelled"]
