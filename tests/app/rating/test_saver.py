"""Saving: in order, nothing lost, nothing twice, whatever the disk and the order of answers do."""

from __future__ import annotations

from typing import Any

import pytest

from app.worlds import HeldJobs, World
from fidelity_rater.app.errors import DiskFull, UserFacingError
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.app.saved import SavedState
from fidelity_rater.domain.ratings.events import EventKind, RatingEvent
from fidelity_rater.storage.memory.ratings import MemoryRatings

FULL = DiskFull("The disk is full.", "Free some space.")


def kept(world: World, desk: RatingDesk) -> list[str]:
    """What the library holds of the rating after its opening."""
    with world.library.read() as uow:
        return [event.body for event in uow.ratings.events(desk.rating.head.uid)[1:]]


def holds_as_much_as(world: World, desk: RatingDesk) -> bool:
    head = world.head(desk.rating.head.uid)
    return (head.head_seq, head.head_hash) == (desk.state.head_seq, desk.state.head_hash)


def test_saved_is_said_only_after_the_commit(world: World) -> None:
    jobs, told = HeldJobs(), list[SavedState]()
    desk = world.desk(jobs=jobs, on_saved=told.append)
    desk.give("CORE-01", "adherence", 2)
    assert (desk.saved.pending, desk.saved.saved_at, told) == (1, None, [])
    jobs.run_next()
    assert desk.saved.all_saved
    assert desk.saved.saved_at == world.clock.at
    assert told == [desk.saved]
    assert holds_as_much_as(world, desk)


def test_clicks_made_while_one_is_saved_follow_in_order(world: World) -> None:
    jobs = HeldJobs()
    desk = world.desk(jobs=jobs)
    for value in (1, 2, 3):
        desk.give("CORE-01", "adherence", value)
    assert jobs.held == 1
    jobs.run_all()
    assert desk.saved.all_saved
    assert ['"value":1' in b for b in kept(world, desk)] == [True, False, False]
    assert ['"value":3' in b for b in kept(world, desk)] == [False, False, True]


def test_a_hundred_clicks_made_while_one_is_saved_wait_for_one_commit_only(world: World) -> None:
    jobs, told = HeldJobs(), list[SavedState]()
    desk = world.desk(jobs=jobs, on_saved=told.append)
    for n in range(101):
        desk.give("CORE-01", "adherence", n % 4)
    jobs.run_next()
    assert desk.saved.pending == 100
    jobs.run_next()
    assert (jobs.held, desk.saved.all_saved, len(told)) == (0, True, 2)
    assert len(kept(world, desk)) == 101
    assert holds_as_much_as(world, desk)


def test_what_could_not_be_saved_keeps_back_nothing_that_came_before_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = HeldJobs()
    desk = world.desk(jobs=jobs)
    for value in (0, 1, 2, 3):
        desk.give("CORE-01", "adherence", value)
    jobs.run_next()
    append = MemoryRatings.append

    def refuse(self: MemoryRatings, event: RatingEvent, *more: Any) -> None:
        if '"value":3' in event.body:
            raise FULL
        append(self, event, *more)

    monkeypatch.setattr(MemoryRatings, "append", refuse)
    jobs.run_all()
    assert desk.saved.pending == 3
    desk.retry_saving()
    jobs.run_next()
    assert (desk.saved.pending, len(kept(world, desk))) == (2, 2)
    monkeypatch.undo()
    jobs.run_all()
    assert desk.saved.all_saved
    assert holds_as_much_as(world, desk)


def test_a_full_disk_keeps_every_click_in_memory_and_says_so(world: World) -> None:
    told = list[SavedState]()
    desk = world.desk(on_saved=told.append)
    world.refusing(FULL)
    desk.give("CORE-01", "adherence", 2)
    desk.give("CORE-02", "adherence", 1)
    assert desk.sheet.value("CORE-01", "adherence") == 2
    assert desk.saved.pending == 2
    assert desk.saved.fault == "The disk is full. Free some space."
    assert not told[-1].all_saved
    desk.retry_saving()
    assert desk.saved.pending == 2
    world.refusing(None)
    desk.retry_saving()
    assert desk.saved.all_saved
    assert desk.saved.fault == ""
    assert holds_as_much_as(world, desk)
    assert [b.count("CORE-0") for b in kept(world, desk)] == [1, 1]


def test_the_next_click_tries_again_what_could_not_be_saved(world: World) -> None:
    desk = world.desk()
    world.refusing(FULL)
    desk.give("CORE-01", "adherence", 2)
    world.refusing(None)
    desk.give("CORE-02", "adherence", 1)
    assert desk.saved.all_saved
    assert ["CORE-01" in b for b in kept(world, desk)] == [True, False]


def test_retrying_with_nothing_to_save_is_harmless(world: World) -> None:
    jobs = HeldJobs()
    desk = world.desk(jobs=jobs)
    desk.retry_saving()
    assert jobs.held == 0


class _AnswerLost:
    """A library whose next commit gets through although its answer is a fault."""

    def __init__(self, world: World) -> None:
        self._take, self._library = world.library.take, world.library
        world.library.take = self

    def __call__(self, contents: object) -> None:
        self._take(contents)
        self._library.take = self._take
        raise UserFacingError("lost")


def test_a_commit_whose_answer_was_lost_is_not_made_twice(world: World) -> None:
    desk = world.desk()
    _AnswerLost(world)
    desk.give("CORE-01", "adherence", 2)
    assert desk.saved.pending == 1
    desk.retry_saving()
    assert desk.saved.all_saved
    assert len(kept(world, desk)) == 1
    desk.give("CORE-01", "adherence", 3)
    assert holds_as_much_as(world, desk)


def test_a_fault_of_ours_is_no_fault_of_the_disk(world: World) -> None:
    jobs = HeldJobs()
    desk = world.desk(jobs=jobs)
    desk.give("CORE-01", "adherence", 2)
    world.refusing(RuntimeError("a bug"))
    with pytest.raises(RuntimeError, match="a bug"):
        jobs.run_next()
    assert desk.saved.pending == 1
    world.refusing(None)
    desk.retry_saving()
    jobs.run_all()
    assert holds_as_much_as(world, desk)


def test_a_flush_overtakes_the_job_under_way(world: World) -> None:
    jobs, told = HeldJobs(), list[SavedState]()
    desk = world.desk(jobs=jobs, on_saved=told.append)
    desk.give("CORE-01", "adherence", 2)
    desk.give("CORE-02", "adherence", 2)
    desk.flush()
    assert desk.saved.all_saved
    assert holds_as_much_as(world, desk)
    jobs.run_all()
    assert desk.saved.all_saved
    assert desk.saved.fault == ""
    desk.give("CORE-03", "adherence", 2)
    jobs.run_all()
    assert holds_as_much_as(world, desk)
    assert len(kept(world, desk)) == 3


def test_a_flush_says_what_stops_it_and_loses_nothing(world: World) -> None:
    jobs = HeldJobs()
    desk = world.desk(jobs=jobs)
    desk.give("CORE-01", "adherence", 2)
    world.refusing(FULL)
    with pytest.raises(DiskFull):
        desk.flush()
    assert desk.saved.pending == 1
    world.refusing(None)
    jobs.run_all()
    assert holds_as_much_as(world, desk)


def test_a_restart_finds_every_acknowledged_click(world: World) -> None:
    desk = world.desk()
    desk.give("CORE-01", "adherence", 2)
    desk.give("CORE-01", "adherence", 4)
    desk.undo()
    again = world.desk(desk.rating.head.uid)
    assert again.sheet == desk.sheet
    assert again.redo_label == desk.redo_label
    assert [e.kind for e in again.rating.events][-1] is EventKind.UNDONE
