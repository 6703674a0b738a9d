"""Marking: what was heard is kept as evidence, kept inside its recording, each act one event that can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from app.worlds import CONSENT, World
from fidelity_rater.app.errors import NotAllowed
from fidelity_rater.app.evidence_models import DeskMoment, Standing
from fidelity_rater.app.rating import pictures
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.app.rating.marking import Marking
from fidelity_rater.domain.caseload import Recording
from fidelity_rater.domain.people import Purpose
from fidelity_rater.domain.ratings.moments import SHORTEST_MS
from fidelity_rater.domain.timecode import ClockQuality

DURATION = 60_000


@dataclass
class Scene:
    """A draft with one recording loaded; ``at`` is what is being heard."""

    desk: RatingDesk
    marking: Marking
    recording: Recording
    at: int = 30_000

    def mark(self, item: str = "CORE-01", bearing: str = "for", *, back_ms: int = 5000, **more: Any) -> str:
        return self.marking.mark(item, bearing, back_ms=back_ms, **more)

    def moment(self, uid: str) -> DeskMoment:
        found = pictures.moment(self.desk, uid)
        assert found is not None
        return found

    def span(self, uid: str) -> tuple[int, int]:
        return self.moment(uid).start_ms, self.moment(uid).end_ms

    @property
    def events(self) -> int:
        return self.desk.state.head_seq


def scene(world: World, *, duration_ms: int = DURATION, **choice: Any) -> Scene:
    recording = world.recording(duration_ms=duration_ms)
    desk = world.desk(world.begin(form="full", **choice))
    made = Scene(desk, Marking(desk), recording)
    desk.heard = lambda: (made.at, ClockQuality.OK, recording.uid)
    return made


@pytest.fixture
def here(world: World) -> Scene:
    return scene(world)


@pytest.mark.parametrize(
    ("at", "back_ms", "span"),
    [
        (30_000, 5000, (25_000, 30_000)),
        (3000, 5000, (0, 3000)),
        (0, 5000, (0, SHORTEST_MS)),
        (DURATION, 0, (DURATION - SHORTEST_MS, DURATION)),
        (DURATION + 40, 5000, (DURATION - 4960, DURATION)),
        (30_000, 1, (30_000 - SHORTEST_MS, 30_000)),
    ],
)
def test_a_mark_keeps_what_was_just_heard_inside_the_recording(
    here: Scene, at: int, back_ms: int, span: tuple[int, int]
) -> None:
    here.at = at
    assert here.span(here.mark(back_ms=back_ms)) == span


@pytest.mark.parametrize(
    ("selection", "span"),
    [
        ((1000, 9000), (1000, 9000)),
        ((-50, DURATION + 50), (0, DURATION)),
        ((5000, 5010), (5010 - SHORTEST_MS, 5010)),
    ],
)
def test_a_selection_is_marked_as_it_is(here: Scene, selection: tuple[int, int], span: tuple[int, int]) -> None:
    assert here.span(here.mark(selection=selection)) == span


def test_lines_of_a_transcript_are_marked_where_no_sound_is_loaded(here: Scene, world: World) -> None:
    here.desk.heard = lambda: (None, ClockQuality.NONE, None)
    uid = here.mark(selection=(12_000, 99_000), recording=here.recording.uid, note="asks about loss")
    moment = here.moment(uid)
    assert (moment.part, moment.start_ms, moment.end_ms) == (here.recording.uid, 12_000, DURATION)
    assert here.desk.state.head_stamp.media_ms is None
    with pytest.raises(NotAllowed, match="No recording is loaded"):
        here.mark(recording=here.recording.uid)
    with pytest.raises(NotAllowed, match="No recording is loaded"):
        here.mark(selection=(1000, 2000))


def test_lines_of_another_part_than_the_one_that_is_heard_are_marked_in_theirs(here: Scene, world: World) -> None:
    other = world.recording(name="b.ogg")
    desk = world.desk(here.desk.rating.head.uid)
    desk.heard = lambda: (30_000, ClockQuality.OK, here.recording.uid)
    uid = Marking(desk).mark("CORE-01", "for", back_ms=5000, selection=(1000, 2000), recording=other.uid)
    moment = desk.state.moment(uid)
    assert moment is not None
    assert moment.recording_uid == other.uid


def test_a_marked_moment_stands_with_its_item_and_words(here: Scene) -> None:
    uid = here.mark("CORE-01", "against", note="  cuts in ")
    moment = here.moment(uid)
    assert moment == DeskMoment(
        uid, "CORE-01", "Symptom check", 25_000, 30_000, "against", "cuts in", here.recording.uid, playable=True
    )
    assert pictures.moments(here.desk) == pictures.detail(here.desk, "CORE-01").moments == (moment,)
    assert pictures.detail(here.desk, "CORE-02").moments == ()


def test_without_a_recording_there_is_nothing_to_mark(world: World) -> None:
    desk = world.desk()
    with pytest.raises(NotAllowed, match="No recording is loaded"):
        Marking(desk).mark("CORE-01", "for", back_ms=5000)
    assert desk.state.head_seq == 1


def test_a_recording_of_one_sample_has_room_for_no_moment(world: World) -> None:
    tiny = scene(world, duration_ms=SHORTEST_MS - 1)
    tiny.at = 0
    with pytest.raises(NotAllowed, match="too short"):
        tiny.mark()


def test_an_item_that_is_not_on_the_scale_is_refused(here: Scene) -> None:
    uid = here.mark()
    acts: tuple[Callable[[], object], ...] = (
        lambda: here.mark("CORE-99"),
        lambda: here.marking.place(uid, "CORE-99"),
        lambda: here.marking.copy(uid, "CORE-99"),
    )
    for act in acts:
        with pytest.raises(NotAllowed, match="CORE-99"):
            act()
    assert here.events == 2


# Changing a moment


@pytest.mark.parametrize(
    ("edges", "span"),
    [
        ((20_000, 30_000), (20_000, 30_000)),
        ((-5, 30_000), (0, 30_000)),
        ((25_000, DURATION + 5), (25_000, DURATION)),
        ((35_000, 30_000), (30_000 - SHORTEST_MS, 30_000)),
        ((25_000, 20_000), (25_000, 25_000 + SHORTEST_MS)),
    ],
)
def test_edges_are_moved_and_never_cross(here: Scene, edges: tuple[int, int], span: tuple[int, int]) -> None:
    uid = here.mark()
    here.marking.move(uid, *edges)
    assert here.span(uid) == span


@pytest.mark.parametrize(
    ("by", "span"),
    [
        ((-500, 0), (24_500, 30_000)),
        ((0, 500), (25_000, 30_500)),
        ((500, 500), (25_500, 30_500)),
        ((-40_000, -40_000), (0, 5000)),
        ((40_000, 40_000), (DURATION - 5000, DURATION)),
    ],
)
def test_a_nudge_moves_an_edge_or_the_whole_of_it(here: Scene, by: tuple[int, int], span: tuple[int, int]) -> None:
    uid = here.mark()
    here.marking.nudge(uid, *by)
    assert here.span(uid) == span


def test_placing_turning_writing_and_removing(here: Scene) -> None:
    uid = here.mark("", "for")
    assert here.moment(uid).item_label == ""
    here.marking.place(uid, "CORE-02")
    assert (here.moment(uid).item, here.moment(uid).item_label) == ("CORE-02", "Two-way mood-relationship link")
    here.marking.turn(uid)
    assert here.moment(uid).bearing == "against"
    here.marking.turn(uid)
    assert here.moment(uid).bearing == "for"
    here.marking.write(uid, " asks what it was like ")
    assert here.moment(uid).note == "asks what it was like"
    here.marking.write(uid, "")
    assert here.moment(uid).note == ""
    here.marking.remove(uid)
    assert pictures.moment(here.desk, uid) is None
    assert here.events == 8


def test_a_copy_is_a_moment_of_its_own(here: Scene) -> None:
    uid = here.mark(note="both")
    other = here.marking.copy(uid, "CORE-02")
    assert here.moment(other) == replace(
        here.moment(uid), uid=other, item="CORE-02", item_label="Two-way mood-relationship link"
    )
    here.marking.turn(other)
    assert here.moment(uid).bearing == "for"
    assert here.marking.copy(uid, "CORE-01") == uid


def test_nothing_is_appended_where_nothing_changes(here: Scene) -> None:
    uid = here.mark(note="n")
    before = here.events
    here.marking.move(uid, 25_000, 30_000)
    here.marking.nudge(uid)
    here.marking.place(uid, "CORE-01")
    here.marking.write(uid, " n ")
    here.marking.copy(uid, "CORE-01")
    assert here.events == before


def test_a_moment_that_is_gone_is_refused_gently(here: Scene) -> None:
    uid = here.mark()
    here.marking.remove(uid)
    for gone in (uid, "never"):
        acts: tuple[Callable[[str], object], ...] = (
            lambda u: here.marking.move(u, 0, 1000),
            lambda u: here.marking.nudge(u, 100),
            lambda u: here.marking.place(u, "CORE-02"),
            lambda u: here.marking.copy(u, "CORE-02"),
            here.marking.turn,
            lambda u: here.marking.write(u, "x"),
            here.marking.remove,
        )
        for act in acts:
            with pytest.raises(NotAllowed, match="not there any more"):
                act(gone)
    assert here.events == 3


def test_a_signed_or_foreign_rating_takes_no_mark(world: World, here: Scene) -> None:
    uid = here.mark()
    other = world.desk(here.desk.rating.head.uid, person=world.introduce("Ben Other", "BO"))
    other.heard = here.desk.heard
    with pytest.raises(NotAllowed, match="Only the person"):
        Marking(other).mark("CORE-01", "for", back_ms=5000)
    with pytest.raises(NotAllowed, match="Only the person"):
        Marking(other).turn(uid)
    world.signed(here.desk)
    for act in (here.mark, lambda: here.marking.remove(uid), lambda: here.marking.copy(uid, "CORE-02")):
        with pytest.raises(NotAllowed, match="signed"):
            act()
    assert here.moment(uid)


# Undo, in words


def test_every_act_is_undone_and_told_in_words(here: Scene) -> None:
    uid = here.mark()
    assert here.desk.undo_label == "moment at 00:25 for “Symptom check”"
    here.marking.turn(uid)
    assert here.desk.undo_label == "changed moment at 00:25 against “Symptom check”"
    here.marking.place(uid, "")
    assert here.desk.undo_label == "changed moment at 00:25"
    here.marking.remove(uid)
    assert here.desk.undo_label == "deleted moment at 00:25"
    assert pictures.moments(here.desk) == ()
    here.desk.undo()
    assert here.desk.redo_label == "deleted moment at 00:25"
    here.desk.undo()
    assert here.moment(uid).item == "CORE-01"
    here.desk.undo()
    assert here.moment(uid).bearing == "for"
    here.desk.undo()
    assert pictures.moments(here.desk) == ()
    here.desk.redo()
    assert here.span(uid) == (25_000, 30_000)


def test_an_act_tells_what_it_touched(here: Scene) -> None:
    uid = here.mark("CORE-01")
    assert (here.desk.touched, here.desk.touched_items) == ((("moment", uid),), {"CORE-01"})
    here.marking.place(uid, "CORE-02")
    assert here.desk.touched_items == {"CORE-01", "CORE-02"}
    here.desk.undo()
    assert (here.desk.touched, here.desk.touched_items) == ((("moment", uid),), {"CORE-01", "CORE-02"})
    here.desk.give("CORE-03", "adherence", 0)
    assert here.desk.touched_items == {"CORE-03"}
    here.mark("")
    assert here.desk.touched_items == frozenset()


# What the desk shows


def test_moments_stand_in_the_order_of_the_sound_over_all_parts(world: World) -> None:
    first, second = world.recording(name="a.ogg"), world.recording(name="b.ogg")
    desk = world.desk()
    marking = Marking(desk)
    placed = []
    for recording, at in ((second, 9000), (first, 50_000), (second, 4000), (first, 6000), (first, 6000)):
        desk.heard = lambda uid=recording.uid, ms=at: (ms, ClockQuality.OK, uid)
        placed.append(marking.mark("CORE-01", "for", back_ms=1000))
    shown = pictures.moments(desk)
    assert [(m.part_label, m.start_ms) for m in shown] == [
        ("Part 1", 5000),
        ("Part 1", 5000),
        ("Part 1", 49_000),
        ("Part 2", 3000),
        ("Part 2", 8000),
    ]
    again = world.desk(desk.rating.head.uid)
    desk.flush()
    assert pictures.moments(again) == shown
    marking.move(placed[3], 59_000, 60_000)
    assert [m.uid for m in pictures.moments(desk)][2] == placed[3]
    assert pictures.detail(desk, "CORE-01").moments == pictures.moments(desk)


@pytest.mark.parametrize("gone", ["deleted", "withdrawn"])
def test_a_moment_says_when_it_can_no_longer_be_played(world: World, gone: str) -> None:
    here = scene(world)
    here.mark()
    if gone == "deleted":
        world.recordings.delete(here.recording.uid)
    else:
        world.recordings.set_consent(here.recording.uid, replace(CONSENT, withdrawn_on=CONSENT.given_on))
    (shown,) = pictures.moments(world.desk(here.desk.rating.head.uid))
    assert not shown.playable


def test_a_score_shows_how_it_stands_with_its_moments(world: World) -> None:
    here = scene(world, purpose=Purpose.SUMMATIVE)

    def adherence() -> tuple[int, bool, str]:
        shown = pictures.row(here.desk, here.desk.scale.item("CORE-01")).dimensions[0]
        return shown.evidence, shown.evidence_asked, shown.standing

    assert adherence() == (0, False, Standing.UNASKED)
    here.desk.give("CORE-01", "adherence", 3)
    assert adherence() == (0, True, Standing.BARE)
    uid = here.mark("CORE-01", "against")
    assert adherence() == (1, True, Standing.CONTRARY)
    here.marking.turn(uid)
    assert adherence() == (1, True, Standing.BORNE)
    here.marking.place(uid, "")
    assert adherence() == (0, True, Standing.BARE)


def test_departures_without_a_moment_are_counted(here: Scene) -> None:
    here.desk.give("PRO-04", "extent", 2)
    here.desk.give("PRO-01", "extent", 0)
    assert pictures.progress(here.desk).departures == 1
    (line,) = [line for line in pictures.missing(here.desk) if line.kind == "departure_bare"]
    assert line.item == "PRO-04"
    here.mark("PRO-04", "against")
    assert pictures.progress(here.desk).departures == 0
