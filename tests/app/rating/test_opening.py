"""Beginning, going on with, discarding and correcting a rating."""

from __future__ import annotations

from datetime import date

import pytest

from app.worlds import World
from fidelity_rater.app.errors import NotAllowed, UserFacingError
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.app.rating.marking import Marking
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.ratings.events import CoverField, EventKind
from fidelity_rater.domain.timecode import ClockQuality


def test_a_rating_begins_with_what_is_proposed_and_declared(world: World) -> None:
    opened = world.opening.resume(world.begin())
    data = opened.events[0].data
    assert [e.kind for e in opened.events] == [EventKind.OPENED]
    assert (data["phase"], data["focal_areas"], data["form"]) == ("middle", ["role_transition"], "short")
    assert (data["scheduled"], data["attended"], data["planned"]) == (6, 6, 16)
    assert (data["purpose"], data["role"], data["app"]) == ("formative", "supervisor", "test")
    assert opened.scale.sha256 == opened.head.scale_sha256 == data["scale_sha256"]
    assert (opened.head.head_seq, opened.head.head_hash) == (1, opened.events[0].hash)


def test_the_raters_choice_stands_over_proposals(world: World) -> None:
    uid = world.begin(phase="termination", focal_areas=("grief",), form="full", role=Role.PEER)
    desk = world.desk(uid)
    assert (desk.state.phase, desk.state.focal_areas, desk.form) == ("termination", ("grief",), "full")
    assert desk.rating.head.role is Role.PEER


def test_another_scale_can_be_chosen_and_is_kept_with_the_library(world: World) -> None:
    uid = world.begin(scale_name="example-single-dimension.toml")
    scale = world.scales.named("example-single-dimension.toml")
    with world.library.read() as uow:
        assert uow.scales.get(world.head(uid).scale_sha256) == scale.text.encode()
    assert world.opening.resume(uid).scale.id == scale.id


def test_one_current_rating_for_each_purpose(world: World) -> None:
    world.begin()
    with pytest.raises(UserFacingError, match="already have a rating"):
        world.begin()
    world.begin(purpose=Purpose.SUMMATIVE)
    world.begin(scale_name="example-single-dimension.toml")
    other = world.opening_of(world.introduce("Ben Other", "BO"))
    world.opening = other
    world.begin()


def test_only_an_untouched_draft_can_be_discarded(world: World) -> None:
    uid = world.begin()
    world.opening.discard(uid)
    desk = world.desk()
    desk.give("CORE-01", "adherence", 1)
    with pytest.raises(NotAllowed):
        world.opening.discard(desk.rating.head.uid)


def finished(world: World) -> RatingDesk:
    """A signed rating with an answer of every sort, given over time."""
    desk = world.desk(world.begin(form="full"))
    recording = world.recording()
    desk.heard = lambda: (1000 * desk.state.head_seq, ClockQuality.OK, recording.uid)
    desk.give("CORE-02", "adherence", 3)
    desk.note("CORE-02", "warm")
    desk.give("CORE-02", "quality", 4)
    desk.put_state("CORE-03", "could_not_be_rated", "the tape hissed")
    desk.give("CORE-11", "harm", 1)
    desk.tell_harm_action("CORE-11", done="called", told="lead", when="today")
    desk.give("CORE-01", "adherence", 2)
    desk.undo()
    desk.set_cover(CoverField.FOCAL_AREAS, None)
    desk.set_cover(CoverField.FORM, "short")
    desk.set_cover(CoverField.DIFFICULTY, "high")
    desk.note(None, "on the whole good")
    desk.none_heard()
    return world.signed(desk)


def test_a_correction_carries_every_answer_with_its_stamp(world: World) -> None:
    before = finished(world)
    uid = world.opening.correct(before.rating.head.uid, " mixed up two items ")
    after = world.desk(uid)
    assert after.sheet == before.sheet
    assert after.state.notes() == before.state.notes()
    assert after.form == before.form == "short"
    assert after.state.focal_areas == ()
    assert after.state.cover(CoverField.DIFFICULTY) == "high"
    assert {k: s.stamp for k, s in after.state.scores().items()} == {
        k: s.stamp for k, s in before.state.scores().items()
    }
    assert [stamp for _, _, stamp in after.state.standing()] == [stamp for _, _, stamp in before.state.standing()]
    head = world.head(uid)
    assert (head.supersedes_uid, head.correction_reason) == (before.rating.head.uid, "mixed up two items")
    assert not after.locked


def test_a_correction_carries_the_moments_that_stand(world: World) -> None:
    recording = world.recording()
    desk = world.desk()
    marking = Marking(desk)
    desk.heard = lambda: (30_000, ClockQuality.OK, recording.uid)
    gone = marking.mark("CORE-01", "for", back_ms=5000)
    kept = marking.mark("", "against", back_ms=5000, note="cuts in")
    marking.place(kept, "CORE-02")
    marking.remove(gone)
    after = world.desk(world.opening.correct(world.signed(desk).rating.head.uid, "mixed up"))
    assert dict(after.state.moments()) == dict(desk.state.moments())
    assert set(after.state.moments()) == {kept}
    Marking(after).turn(kept)
    assert world.signing.verify(world.signed(after).rating.head.uid, after.scale) is None


def test_a_correction_supersedes_only_once_it_is_signed(world: World) -> None:
    before = finished(world)
    uid = world.opening.correct(before.rating.head.uid, "mixed up")

    def superseded() -> dict[str, bool]:
        with world.library.queries() as queries:
            return {r.uid: r.superseded for r in queries.session_row(world.session.uid).ratings}

    def charted() -> list[str]:
        with world.library.queries() as queries:
            return [s.rating.uid for s in queries.trajectory(world.therapist.uid).sheets]

    assert superseded() == {before.rating.head.uid: False, uid: False}
    assert charted() == [before.rating.head.uid]
    desk = world.desk(uid)
    desk.give("CORE-02", "adherence", 4)
    world.signed(desk)
    assert superseded() == {before.rating.head.uid: True, uid: False}
    assert charted() == [uid]


def test_a_correction_is_of_ones_own_signed_rating_and_has_a_reason(world: World) -> None:
    draft = world.begin(purpose=Purpose.SUMMATIVE)
    with pytest.raises(UserFacingError, match="not signed"):
        world.opening.correct(draft, "because")
    signed = world.signed().rating.head.uid
    with pytest.raises(UserFacingError, match="reason"):
        world.opening.correct(signed, "  ")
    other = world.opening_of(world.introduce("Ben Other", "BO"))
    with pytest.raises(UserFacingError, match="who signed"):
        other.correct(signed, "because")
    world.opening.correct(signed, "because")
    with pytest.raises(UserFacingError, match="already been begun"):
        world.opening.correct(signed, "because")


def test_the_focal_area_is_the_one_of_the_sessions_day(world: World) -> None:
    early = world.caseload.add_session(world.case.uid, 1, held_on=date(2026, 1, 2))
    assert world.desk(world.begin(session_uid=early.uid)).state.focal_areas == ()


def test_it_all_works_on_the_encrypted_library_too(real_world: World) -> None:
    test_a_correction_carries_every_answer_with_its_stamp(real_world)


def test_moments_are_carried_on_the_encrypted_library_too(real_world: World) -> None:
    test_a_correction_carries_the_moments_that_stand(real_world)
