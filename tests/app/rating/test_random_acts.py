"""A machine presses the desk's buttons; a dictionary and two stacks say what must come of it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.worlds import HeldJobs, World, scale_files
from fidelity_rater.app.errors import DiskFull
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.domain.ratings.chain import first_break
from fidelity_rater.domain.ratings.events import Score
from fidelity_rater.domain.ratings.fold import fold
from fidelity_rater.domain.ratings.sheet import Sheet

SCALES = ScaleShelf(scale_files(), default_name="ipt.toml")
ITEMS = st.sampled_from(["CORE-01", "CORE-02", "CORE-03", "TRN-01"])
PROSCRIBED = "PRO-01"

Answers = dict[Any, Any]


class DeskMachine(RuleBasedStateMachine):
    """Answers are a dictionary: ("score", item, dimension) or ("note", item) to what stands there."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.world = World(Path(self._folder.name), SCALES)
        self.answers: Answers = {}
        self.past: list[Answers] = []
        self.future: list[Answers] = []

    def teardown(self) -> None:
        self._folder.cleanup()

    @initialize()
    def begin(self) -> None:
        self.jobs = HeldJobs()
        self.desk = self.world.desk(jobs=self.jobs)

    def _became(self, answers: Answers) -> None:
        if answers != self.answers:
            self.past.append(self.answers)
            self.future.clear()
            self.answers = answers

    @rule(item=ITEMS, value=st.integers(0, 4))
    def score_adherence(self, item: str, value: int) -> None:
        self.desk.give(item, "adherence", value)
        after = {**self.answers, ("score", item, "adherence"): Score(value)}
        if value == 0:
            after.pop(("score", item, "quality"), None)
        self._became(after)

    @rule(item=ITEMS, value=st.integers(1, 5))
    def score_quality(self, item: str, value: int) -> None:
        beside = self.answers.get(("score", item, "adherence"))
        if beside is not None and (beside.state or beside.value == 0):
            return
        self.desk.give(item, "quality", value)
        self._became({**self.answers, ("score", item, "quality"): Score(value)})

    @rule(item=ITEMS)
    def state(self, item: str) -> None:
        self.desk.put_state(item, "could_not_be_rated", "inaudible")
        after = {**self.answers, ("score", item, "adherence"): Score(None, "could_not_be_rated", "inaudible")}
        after.pop(("score", item, "quality"), None)
        self._became(after)

    @rule(item=ITEMS, dimension=st.sampled_from(["adherence", "quality"]))
    def withdraw(self, item: str, dimension: str) -> None:
        self.desk.withdraw(item, dimension)
        self._became({slot: value for slot, value in self.answers.items() if slot != ("score", item, dimension)})

    @rule(item=ITEMS, text=st.sampled_from(["", "warm", "too quick"]))
    def note(self, item: str, text: str) -> None:
        self.desk.note(item, text)
        after = {slot: value for slot, value in self.answers.items() if slot != ("note", item)}
        self._became({**after, ("note", item): text} if text else after)

    @rule()
    def none_heard(self) -> None:
        block = [i.id for i in self.desk.shown().asked if i.rule == "proscribed"]
        given = {("score", item, "extent"): Score(0) for item in block}
        self.desk.none_heard()
        self._became({**given, **self.answers})

    @rule(value=st.integers(0, 2))
    def heard_one(self, value: int) -> None:
        self.desk.give(PROSCRIBED, "extent", value)
        self._became({**self.answers, ("score", PROSCRIBED, "extent"): Score(value)})

    @rule()
    def undo(self) -> None:
        assert (self.desk.undo() is not None) == bool(self.past)
        if self.past:
            self.future.append(self.answers)
            self.answers = self.past.pop()

    @rule()
    def redo(self) -> None:
        assert (self.desk.redo() is not None) == bool(self.future)
        if self.future:
            self.past.append(self.answers)
            self.answers = self.future.pop()

    @rule()
    def save_some(self) -> None:
        if self.jobs.held:
            self.jobs.run_next()

    @rule()
    def fail_to_save(self) -> None:
        self.world.refusing(DiskFull("full"))
        self.jobs.run_all()
        self.world.refusing(None)
        self.desk.retry_saving()

    @rule()
    def restart(self) -> None:
        """Close and open again: a flush as the window does, then everything from the library."""
        self.desk.flush()
        self.jobs = HeldJobs()
        self.desk = self.world.desk(self.desk.rating.head.uid, jobs=self.jobs)

    @invariant()
    def the_desk_says_what_was_done(self) -> None:
        standing: Answers = {("score", *key): score for key, score in self.desk.sheet.scores.items()}
        standing |= {("note", item): text for item, text in self.desk.state.notes().items()}
        assert standing == self.answers
        assert (self.desk.undo_label is not None) == bool(self.past)
        assert (self.desk.redo_label is not None) == bool(self.future)

    @invariant()
    def the_librarys_projection_is_the_fold_of_its_events(self) -> None:
        uid = self.desk.rating.head.uid
        with self.world.library.read() as uow:
            events = uow.ratings.events(uid)
        with self.world.library.queries() as queries:
            (row,) = queries.case_sheets(self.world.case.uid)
        assert first_break(events) is None
        assert dict(row.scores) == dict(Sheet.of(fold(events)).scores)
        assert len(events) + self.desk.saved.pending == self.desk.state.head_seq


TestDeskMachine = DeskMachine.TestCase
TestDeskMachine.settings = settings(
    max_examples=15, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
