"""How a rating was listened to: said before signing, under the signature, and told of a signed rating for good."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from app.worlds import World
from fidelity_rater.app.ports.library import HeardSpan
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.app.rating.marking import Marking
from fidelity_rater.app.rating.record import ledger_lines
from fidelity_rater.domain.heard import HeardSoFar, Ledger
from fidelity_rater.domain.ratings.chain import first_break
from fidelity_rater.domain.ratings.events import Draft, EventKind
from fidelity_rater.domain.ratings.fold import fold
from fidelity_rater.domain.timecode import ClockQuality

MINUTE = 60_000


@dataclass
class Scene:
    desk: RatingDesk
    recordings: tuple[str, ...]

    def heard(self, *spans: tuple[float, float, float], part: int = 0) -> None:
        """In minutes, with the speed."""
        made = tuple(HeardSpan(round(a * MINUTE), round(b * MINUTE), rate) for a, b, rate in spans)
        before = dict(self.desk.ledger())
        self.desk.ledger = lambda: {**before, self.recordings[part]: made}

    def so_far(self, minutes: float, to: float) -> None:
        self.desk.so_far = lambda: HeardSoFar(round(minutes * MINUTE), round(to * MINUTE))

    def sentences(self) -> list[str]:
        return [line.sentence for line in ledger_lines(self.desk)]


def scene(world: World, *minutes: float) -> Scene:
    recordings = [
        world.recording(duration_ms=round(m * MINUTE), name=f"{n}.ogg").uid for n, m in enumerate(minutes or (52,))
    ]
    return Scene(world.desk(world.begin(form="full")), tuple(recordings))


@pytest.fixture
def here(world: World) -> Scene:
    return scene(world)


def test_how_much_was_heard_and_at_what_speed(here: Scene) -> None:
    here.heard((0, 30, 1.0), (41, 52, 1.0), (25, 36, 2.0))
    assert here.sentences() == ["Heard 47 of 52 min, 6 min of it at 2×.", "Longest stretch not heard: 36:00–41:00."]
    assert all(line.caution for line in ledger_lines(here.desk)[1:])


def test_all_of_it_heard_needs_no_caution(here: Scene) -> None:
    here.heard((0, 51.9, 1.0), (10, 20, 1.5))
    (line,) = ledger_lines(here.desk)
    assert (line.sentence, line.caution) == ("Heard 51 of 52 min.", False)


def test_nothing_heard_is_said(here: Scene) -> None:
    (first, gap) = ledger_lines(here.desk)
    assert (first.sentence, first.caution) == ("Nothing of the recording was heard.", True)
    assert gap.sentence == "Longest stretch not heard: 00:00–52:00."


def test_short_recordings_are_told_to_the_second(world: World) -> None:
    here = scene(world, 2)
    here.heard((0, 1.5, 1.25))
    assert here.sentences() == [
        "Heard 01:30 of 02:00, 01:30 of it at 1.25×.",
        "Longest stretch not heard: 01:30–02:00.",
    ]


def test_the_parts_of_a_session_are_one_and_places_name_theirs(world: World) -> None:
    here = scene(world, 20, 30)
    here.heard((0, 15, 1.0), part=0)
    here.heard((10, 30, 1.0), part=1)
    assert here.sentences() == ["Heard 35 of 50 min.", "Longest stretch not heard: Part 1, 15:00–Part 2, 10:00."]
    here.heard((0, 30, 1.0), part=1)
    assert here.sentences()[1] == "Longest stretch not heard: Part 1, 15:00–20:00."


def test_a_session_without_sound_says_nothing(world: World) -> None:
    assert ledger_lines(world.desk()) == ()


# Scores and what had been heard by then


def test_absence_scored_after_little_listening_is_told_first(here: Scene) -> None:
    here.heard((0, 52, 1.0))
    here.so_far(12.5, 12.5)
    here.desk.give("CORE-01", "adherence", 0)
    here.desk.give("PRO-01", "extent", 0)
    here.so_far(50, 52)
    here.desk.give("CORE-02", "adherence", 0)
    first, _ = ledger_lines(here.desk)
    label = here.desk.scale.item("PRO-01").label
    assert first.sentence == f"“Symptom check”, “{label}”: scored as not heard when 12 min of 52 min had been heard."
    assert (first.item, first.caution) == ("CORE-01", True)


def test_none_heard_of_the_whole_block_is_an_absence_too(here: Scene) -> None:
    here.heard((0, 52, 1.0))
    here.so_far(5, 5)
    here.desk.none_heard()
    first, _ = ledger_lines(here.desk)
    assert first.item == "PRO-01"
    assert " and 4 more: scored as not heard when 5 min" in first.sentence


def test_an_early_score_is_told_after_what_was_heard(here: Scene) -> None:
    here.heard((0, 52, 1.0))
    for n, reached in ((1, 10), (2, 20), (3, 5), (6, 25), (7, 30)):
        here.so_far(reached, reached)
        here.desk.give(f"CORE-0{n}", "adherence", 3)
    first, early = ledger_lines(here.desk)
    assert first.sentence == "Heard 52 of 52 min."
    assert early.sentence.endswith(" and 1 more: scored before anything after 25:00 was heard.")
    assert (early.item, early.caution) == ("CORE-01", False)


def test_an_early_score_that_a_moment_bears_needs_no_word(here: Scene) -> None:
    here.heard((0, 52, 1.0))
    here.so_far(10, 10)
    here.desk.give("CORE-01", "adherence", 3)
    assert len(here.sentences()) == 2
    here.desk.heard = lambda: (9 * MINUTE, ClockQuality.OK, here.recordings[0])
    Marking(here.desk).mark("CORE-01", "for", back_ms=5000)
    assert here.sentences() == ["Heard 52 of 52 min."]


def test_a_judgement_of_the_whole_is_told_until_nearly_the_end(here: Scene) -> None:
    here.heard((0, 52, 1.0))
    here.so_far(30, 30)
    here.desk.give("GLO-02", "quality", 4)
    first, _ = ledger_lines(here.desk)
    assert first.sentence == "“Overall quality”: scored before anything after 30:00 was heard."
    assert (first.item, first.caution) == ("GLO-02", True)
    here.so_far(48, 48)
    here.desk.give("GLO-02", "quality", 3)
    assert here.sentences() == ["Heard 52 of 52 min."]


def test_a_score_given_before_anything_was_heard(here: Scene) -> None:
    here.heard((0, 52, 1.0))
    here.so_far(0, 0)
    here.desk.give("CORE-01", "adherence", 2)
    assert here.sentences()[-1] == "“Symptom check”: scored before anything was heard."
    assert ledger_lines(here.desk)[-1].caution


def test_scores_from_before_anybody_counted_say_nothing(here: Scene) -> None:
    here.heard((0, 52, 1.0))
    here.desk.give("CORE-01", "adherence", 0)
    assert here.sentences() == ["Heard 52 of 52 min."]


def test_a_score_given_again_is_told_by_its_latest(here: Scene) -> None:
    here.heard((0, 52, 1.0))
    here.so_far(5, 5)
    here.desk.give("CORE-01", "adherence", 3)
    assert len(here.sentences()) == 2
    here.so_far(52, 52)
    here.desk.give("CORE-01", "adherence", 4)
    assert len(here.sentences()) == 1
    here.desk.undo()
    assert len(here.sentences()) == 2


# Under the signature


def add_heard(world: World, here: Scene, *spans: HeardSpan) -> None:
    with world.library.work() as uow:
        uow.ratings.add_heard(here.desk.rating.head.uid, here.recordings[0], spans)
        uow.commit()


def test_the_signature_covers_the_ledger(world: World, here: Scene) -> None:
    add_heard(world, here, HeardSpan(0, 47 * MINUTE, 1.0), HeardSpan(0, 6 * MINUTE, 2.0))
    desk = world.signed(here.desk)
    uid = desk.rating.head.uid
    with world.library.read() as uow:
        last = uow.ratings.events(uid)[-1]
    ledger = Ledger.from_json(last.data["heard"])
    assert ledger.parts == ((here.recordings[0], 52 * MINUTE),)
    assert ledger.spans == {here.recordings[0]: ((0, 47 * MINUTE, 1.0), (0, 6 * MINUTE, 2.0))}
    assert world.signing.verify(uid, desk.scale) is None


def test_a_signed_rating_tells_the_ledger_it_was_signed_with(world: World, here: Scene) -> None:
    add_heard(world, here, HeardSpan(0, 40 * MINUTE, 1.0))
    uid = world.signed(here.desk).rating.head.uid
    again = world.desk(uid)
    again.ledger = lambda: {here.recordings[0]: (HeardSpan(0, 52 * MINUTE, 1.0),)}
    assert ledger_lines(again)[0].sentence == "Heard 40 of 52 min."


def test_what_was_signed_without_a_ledger_still_holds(world: World, here: Scene, monkeypatch: Any) -> None:
    """As a rating signed by an earlier version: its event has a key and nothing else."""
    monkeypatch.setattr(
        "fidelity_rater.app.rating.signing.signed", lambda key, heard, **_: Draft(EventKind.SIGNED, {"key": key.hex()})
    )
    desk = world.signed(here.desk)
    monkeypatch.undo()
    again = world.desk(desk.rating.head.uid)
    assert world.signing.verify(again.rating.head.uid, again.scale) is None
    again.ledger = lambda: {here.recordings[0]: (HeardSpan(0, 52 * MINUTE, 1.0),)}
    assert ledger_lines(again)[0].sentence == "Heard 52 of 52 min."


def test_a_forged_ledger_is_told(world: World, here: Scene) -> None:
    add_heard(world, here, HeardSpan(0, 10 * MINUTE, 1.0))
    desk = world.signed(here.desk)
    with world.library.read() as uow:
        events = uow.ratings.events(desk.rating.head.uid)
    forged = replace(events[-1], body=events[-1].body.replace(str(10 * MINUTE), str(52 * MINUTE), 1))
    assert forged.body != events[-1].body
    assert first_break((*events[:-1], forged)) == events[-1].seq


def test_a_correction_stands_on_what_was_heard_and_keeps_each_scores_word(world: World, here: Scene) -> None:
    add_heard(world, here, HeardSpan(0, 50 * MINUTE, 1.0))
    here.so_far(5, 7)
    here.desk.give("CORE-01", "adherence", 0)
    uid = world.opening.correct(world.signed(here.desk).rating.head.uid, "mixed up")
    with world.library.read() as uow:
        state = fold(uow.ratings.events(uid))
        assert uow.ratings.heard(uid) == {here.recordings[0]: (HeardSpan(0, 50 * MINUTE, 1.0),)}
    standing = state.score("CORE-01", "adherence")
    assert standing is not None
    assert standing.heard == HeardSoFar(5 * MINUTE, 7 * MINUTE)


def test_it_all_works_on_the_encrypted_library_too(real_world: World) -> None:
    test_the_signature_covers_the_ledger(real_world, scene(real_world))
