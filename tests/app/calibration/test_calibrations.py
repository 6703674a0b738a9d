"""Calibration: a reference rated blind, then held against its consensus; old ones told; nothing counts twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.calibration.references import MANY, TRAINING, Raters, calibrations_of, shifted
from app.consensus.pairs import FIRST, consensuses_of, rated, signed
from app.worlds import CONSENT, World
from fidelity_rater.app.calibration.calibrations import ROLE
from fidelity_rater.app.calibration.gate import KnownGate, read_gate
from fidelity_rater.app.calibration.models import Passing
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.errors import NotAllowed, UserFacingError
from fidelity_rater.app.feedback.composer import may_compose
from fidelity_rater.app.feedback.follow_ups import FollowUps
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.rating import pictures
from fidelity_rater.app.rating.opening import RatingChoice
from fidelity_rater.app.reporting.reporting import Reporting
from fidelity_rater.domain.caseload import ConsentPurpose, Phase
from fidelity_rater.domain.people import Purpose
from fidelity_rater.domain.ratings.events import moment_marked
from fidelity_rater.domain.ratings.moments import Moment
from fidelity_rater.resources import resource_path
from helpers.libraries import PASSPHRASE


@pytest.fixture
def raters(world: World) -> Raters:
    return Raters(world)


def test_a_signed_consensus_becomes_a_reference_that_others_can_begin(raters: Raters) -> None:
    (candidate,) = raters.work.overview().candidates
    assert (candidate.consensus_uid, candidate.refusal) == (raters.consensus_uid, "")
    uid = raters.reference()
    overview = raters.work.overview()
    assert overview.candidates == ()
    (card,) = overview.references
    assert (card.uid, card.title, card.refusal, card.rating_uid) == (uid, "Reference A", "", "")


def test_consent_for_rater_training_is_asked_for(world: World) -> None:
    raters = Raters(world, consent=CONSENT)
    (candidate,) = raters.work.overview().candidates
    assert "rater training" in candidate.refusal
    with pytest.raises(NotAllowed, match="rater training"):
        raters.reference()


def test_a_calibration_is_heard_by_consent_for_training_and_not_for_assessment(world: World) -> None:
    raters = Raters(world)
    reference = raters.reference()
    uid = raters.begin(reference)
    opened = world.opening_of(raters.third).resume(uid)
    assert opened.heard_for is ConsentPurpose.TRAINING
    assert opened.silent == frozenset()
    world.recordings.set_consent(raters.recording.uid, CONSENT)
    assert world.opening_of(raters.third).resume(uid).silent == {raters.recording.uid}
    only = replace(CONSENT, purposes=frozenset({ConsentPurpose.TRAINING}))
    world.recordings.set_consent(raters.recording.uid, only)
    assert world.opening_of(raters.third).resume(uid).silent == frozenset()
    assert world.opening.resume(raters.pair.uids[0]).silent == {raters.recording.uid}, "no assessment any more"


def test_who_took_part_or_has_rated_the_session_does_not_calibrate_by_it(world: World, raters: Raters) -> None:
    reference = raters.reference()
    with pytest.raises(NotAllowed, match="took part"):
        raters.begin(reference, world.person)
    fourth = world.introduce("Di Fourth", "DF")
    signed(world, fourth, FIRST)
    with pytest.raises(NotAllowed, match="rated this session"):
        raters.begin(reference, fourth)
    raters.rate(reference, MANY)
    with pytest.raises(NotAllowed, match="rated this session"):
        raters.begin(reference)


def test_the_reference_settles_what_is_rated(world: World, raters: Raters) -> None:
    uid = raters.begin(raters.reference())
    head = world.head(uid)
    original = world.head(raters.pair.uids[0])
    assert (head.scale_sha256, head.form, head.role) == (original.scale_sha256, original.form, ROLE)
    desk = world.desk(uid, person=raters.third)
    with pytest.raises(NotAllowed):
        desk.set_cover("phase", str(Phase.INITIAL))  # type: ignore[arg-type]


def test_the_consensus_stays_hidden_until_the_attempt_is_signed(world: World, raters: Raters) -> None:
    reference = raters.reference()
    theirs = consensuses_of(world, raters.third)
    assert theirs.sessions()[0].refusal
    with pytest.raises(NotAllowed):
        theirs.open(raters.consensus_uid, jobs=InlineJobs())
    uid = raters.begin(reference)
    with pytest.raises(NotAllowed, match="hidden"):
        raters.work.result(uid)
    with pytest.raises(NotAllowed, match="hidden"):
        raters.work.evidence(uid, "CORE-01")
    (card,) = raters.work.overview().references
    assert (card.rating_uid, card.signed) == (uid, False)
    desk = world.desk(uid, person=raters.third)
    world.signed(desk)
    assert raters.work.result(uid).rows
    assert theirs.sessions()[0].refusal == ""
    theirs.open(raters.consensus_uid, jobs=InlineJobs())


def test_own_scores_stand_beside_the_consensus_with_bias_and_spread(raters: Raters) -> None:
    scores = shifted(1)
    scores["CORE-01"] = {"adherence": 2, "quality": 1}
    uid = raters.rate(raters.reference(), scores)
    result = raters.work.result(uid)
    rows = {(row.item, row.dimension_name): row.difference for row in result.rows}
    assert rows["CORE-01", "Adherence"] == 0
    assert rows["CORE-02", "Adherence"] == 1
    by_name = {one.name: one.apart for one in result.attempt.dimensions}
    assert by_name["Adherence"].n == 7
    assert by_name["Adherence"].bias == pytest.approx(6 / 7)
    assert by_name["Quality"].bias == pytest.approx(4 / 7)
    assert (by_name["Quality"].exact, by_name["Quality"].within_one) == (0, 6)


def test_the_moments_of_the_consensus_and_ones_own_stand_beside_each_other(world: World) -> None:
    recording = world.recording(consent=TRAINING)
    other = world.introduce("Ben Second", "BS")
    desk = rated(world, world.person, MANY)
    agreed = new_uid()
    desk.do(moment_marked(Moment(agreed, recording.uid, 1000, 4000, item="CORE-01", note="mine alone")))
    desk.take(world.signing.sign(desk, PASSPHRASE))
    uids = (desk.rating.head.uid, signed(world, other, MANY))
    work = consensuses_of(world, world.person)
    agreeing = work.open(work.begin(uids), jobs=InlineJobs())
    agreeing.table.confirm()
    agreeing.table.adopt(agreed)
    consensus = work.sign(agreeing, PASSPHRASE)
    third = world.introduce("Cy Third", "CT")
    calibrations = calibrations_of(world, third)
    reference = calibrations.make(consensus.uid, title="A")
    choice = RatingChoice(world.session.uid, Purpose.FORMATIVE, ROLE, reference_uid=reference)
    own = world.desk(world.opening_of(third).begin(choice), person=third)
    own.give("CORE-01", "adherence", 1)
    mine = new_uid()
    own.do(moment_marked(Moment(mine, recording.uid, 7000, 9000, item="CORE-01")))
    own.take(world.signing.sign(own, PASSPHRASE))
    found = calibrations.evidence(own.rating.head.uid, "CORE-01")
    assert [(line.uid, line.rating_uid, line.note) for line in found.agreed] == [(agreed, uids[0], "")]
    assert [(line.uid, line.rating_uid) for line in found.own] == [(mine, own.rating.head.uid)]


def test_an_attempt_counts_as_no_rating_of_the_therapist(world: World, raters: Raters) -> None:
    uid = raters.rate(raters.reference(), shifted(2))
    with world.library.queries() as queries:
        counted = {sheet.rating.uid for sheet in queries.trajectory(world.therapist.uid).sheets}
        shared = {row.rating.uid for row in queries.shared()}
    assert uid not in counted
    assert uid not in shared
    with pytest.raises(NotAllowed, match="calibrate"):
        raters.pair.consensuses.begin((raters.pair.uids[0], uid))


def test_an_attempt_is_not_corrected_once_the_consensus_was_seen(world: World, raters: Raters) -> None:
    uid = raters.rate(raters.reference(), MANY)
    with pytest.raises(UserFacingError, match="not corrected"):
        world.opening_of(raters.third).correct(uid, "now I know")


def test_an_attempt_that_is_thrown_away_can_be_begun_again(world: World, raters: Raters) -> None:
    reference = raters.reference()
    uid = raters.begin(reference)
    world.opening_of(raters.third).discard(uid)
    with world.library.read() as uow:
        assert uow.documents.of_kind(DocumentKind.CALIBRATION) == ()
    (card,) = raters.work.overview().references
    assert (card.rating_uid, card.refusal) == ("", "")
    assert raters.begin(reference) != uid


def test_a_retired_reference_is_not_begun_and_keeps_its_attempts(raters: Raters) -> None:
    reference = raters.reference()
    raters.rate(reference, MANY)
    raters.work.retire(reference)
    (card,) = raters.work.overview().references
    assert (card.retired, card.attempts) == (True, 1)
    fourth = raters.world.introduce("Di Fourth", "DF")
    with pytest.raises(NotAllowed, match="not used"):
        raters.begin(reference, fourth)


def test_the_gate_says_why_and_passes_with_enough_and_close(raters: Raters) -> None:
    one = KnownGate(lambda: _gate(references=1), name="g.toml")
    raters.rate(raters.reference(), MANY)
    (rater,) = raters.of(raters.third).raters()
    assert (rater.passing, rater.why) == (Passing.NOT_YET, ("1 of 3 references rated",))
    (rater,) = raters.of(raters.third, one).raters()
    assert rater.passing is Passing.PASSED
    assert all("%" in why or "bias" in why for why in rater.why)
    raters.world.clock.at += timedelta(days=500)
    (rater,) = raters.of(raters.third, one).raters()
    assert (rater.passing, rater.old) == (Passing.OLD, True)
    assert "16 months" in rater.why[-1]


def test_a_lenient_rater_does_not_pass(raters: Raters) -> None:
    one = KnownGate(lambda: _gate(references=1), name="g.toml")
    raters.rate(raters.reference(), shifted(1))
    (rater,) = raters.of(raters.third, one).raters()
    assert rater.passing is Passing.NOT_PASSED
    assert any("+1.00" in why for why in rater.why)


def test_when_a_rater_was_last_calibrated_is_told_beside_their_ratings(world: World, raters: Raters) -> None:
    third = raters.third.uid
    today = world.clock.now().date()
    assert raters.work.note(third, today).words == "", "where nobody calibrates, nothing is told"
    reference = raters.reference()
    never = raters.work.note(third, today)
    assert (never.on, never.warning) == (None, True)
    raters.rate(reference, MANY)
    assert raters.work.calibrated_on(third, today) == today
    assert raters.work.calibrated_on(third, today - timedelta(days=1)) is None
    assert not raters.work.note(third, today).warning
    later = raters.work.note(third, today + timedelta(days=14 * 31))
    assert later.warning
    assert "14 months ago" in later.words
    assert "12 months" in later.words


def test_an_attempt_begun_and_not_signed_calibrates_nobody(world: World, raters: Raters) -> None:
    raters.begin(raters.reference())
    assert raters.work.calibrated_on(raters.third.uid, world.clock.now().date()) is None
    assert raters.work.raters() == ()


def test_a_sites_own_file_takes_the_place_of_the_programs(tmp_path: Path) -> None:
    own = tmp_path / "calibration.toml"
    gate = KnownGate(resource_path("calibration.toml").read_bytes, name="calibration.toml", own=own)
    assert (gate.is_own, gate.get().references) == (False, 3)
    own.write_bytes(_gate(references=7))
    gate = KnownGate(resource_path("calibration.toml").read_bytes, name="calibration.toml", own=own)
    assert (gate.is_own, gate.get().references) == (True, 7)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("references = 0", "gate.references"),
        ("least_within_one = 80", "gate.least_within_one"),
        ("least_within_won = 0.8", "least_within_won"),
        ("valid_days = 1.5", "gate.valid_days"),
    ],
)
def test_a_faulty_gate_is_told_by_its_key(change: str, told: str) -> None:
    key = change.split(" ", maxsplit=1)[0]
    lines = [line for line in _gate(references=1).decode().splitlines() if not line.startswith(f"{key} ")]
    with pytest.raises(UserFacingError, match=told):
        read_gate("\n".join([*lines, change]).encode(), name="calibration.toml")


def test_a_faulty_gate_leaves_the_page_readable(raters: Raters) -> None:
    raters.rate(raters.reference(), MANY)
    broken = KnownGate(lambda: b"format = 1\n[gate]\nname = 3\n", name="g.toml")
    overview = raters.of(raters.third, broken).overview()
    assert "gate" in overview.gate_fault
    assert overview.own is not None
    assert overview.own.passing is Passing.NOT_YET


def test_documents_say_which_ratings_calibrate(world: World, raters: Raters) -> None:
    uid = raters.begin(raters.reference())
    with world.library.read() as uow:
        (document,) = uow.documents.about(uid, DocumentKind.CALIBRATION)
    assert (document.final, document.author_uid) == (True, raters.third.uid)


def _gate(*, references: int) -> bytes:
    text = f"""format = 1
[gate]
name = "Ours"
references = {references}
valid_days = 365
least_within_one = 0.8
most_bias = 0.5
source = "Agreed on here."
as_of = {date(2026, 1, 1)}
"""
    return text.encode()


def test_lists_tell_what_a_rating_is_and_when_its_rater_was_calibrated(world: World, raters: Raters) -> None:
    originals = raters.pair.uids
    reference = raters.reference()
    uid = raters.rate(reference, MANY)
    told = raters.work.told((*originals, uid, new_uid()))
    assert set(told) == {*originals, uid}
    assert told[uid][0] == "Calibration"
    short, why = told[originals[0]]
    assert short == "In a consensus"
    assert "never calibrated" in why[-1]
    fourth = world.introduce("Di Fourth", "DF")
    draft = rated(world, fourth, FIRST)
    assert draft.rating.head.uid not in raters.work.told([draft.rating.head.uid])


def test_lists_tell_nothing_where_nobody_agrees_or_calibrates(world: World) -> None:
    uid = signed(world, world.person, FIRST)
    assert calibrations_of(world, world.person).told([uid]) == {}


def test_the_desk_tells_when_its_rater_was_last_calibrated(world: World, raters: Raters) -> None:
    reference = raters.reference()
    uid = raters.rate(reference, MANY)
    assert world.opening_of(raters.third).resume(uid).calibrated.words == "", "not beside the calibration itself"
    session = world.caseload.add_session(world.case.uid, 7)
    later = world.begin(session_uid=session.uid)
    assert world.opening.resume(later).calibrated.warning, "who made the reference was never calibrated by one"
    theirs = world.opening_of(raters.third).begin(
        RatingChoice(session.uid, Purpose.FORMATIVE, ROLE, form=world.head(later).form)
    )
    note = world.opening_of(raters.third).resume(theirs).calibrated
    assert (note.on, note.warning) == (world.clock.now().date(), False)
    header = pictures.header(world.desk(theirs, person=raters.third), therapist_code="T01")
    assert (header.calibrated, header.purpose) == (note.words, "Formative")
    assert pictures.header(world.desk(uid, person=raters.third), therapist_code="T01").purpose == "Calibration"


def test_a_report_tells_how_its_rater_was_calibrated(world: World, raters: Raters) -> None:
    reporting = Reporting(
        world.library, scales=world.scales, writer=NoWriter(), fingerprint=lambda person: "", valid_days=lambda: 365
    )

    def told(uid: str) -> str:
        (cover,) = (s for s in reporting.session_report(uid).sections if s.title == "Cover sheet")
        (facts,) = cover.blocks
        return dict(facts.rows).get("Calibration", "")  # type: ignore[union-attr]

    original = raters.pair.uids[0]
    assert told(original) == "", "nobody calibrates here yet"
    uid = raters.rate(raters.reference(), MANY)
    assert "no rating of the therapist" in told(uid)
    assert "never calibrated" in told(original)


def test_no_feedback_is_written_on_a_calibration_nor_the_past_told_beside_it(world: World, raters: Raters) -> None:
    uid = raters.rate(raters.reference(), MANY)
    desk = world.desk(uid, person=raters.third)
    assert not may_compose(desk, raters.third)
    assert may_compose(world.desk(raters.pair.uids[0]), world.person)
    follow_ups = FollowUps(world.library, person=raters.third, scales=world.scales, clock=world.clock, bus=world.bus)
    assert follow_ups.since_last_time(desk.rating) is None


class NoWriter:
    """Writes nothing."""


def test_all_of_it_is_kept_in_an_encrypted_library(real_world: World) -> None:
    raters = Raters(real_world)
    reference = raters.reference()
    assert consensuses_of(real_world, raters.third).sessions()[0].refusal
    uid = raters.rate(reference, shifted(1))
    overview = raters.work.overview()
    assert [(card.signed, card.attempts) for card in overview.references] == [(True, 1)]
    assert overview.own is not None
    assert overview.own.dimensions[0].apart.bias == 1
    assert raters.work.result(uid).rows
    assert raters.pair.consensuses.faults(raters.consensus_uid) == ()
    (shared,) = raters.pair.consensuses.sessions()
    assert len(shared.rating_uids) == 2


def test_raters_notes_of_today_are_told_where_anybody_calibrates(world: World, raters: Raters) -> None:
    people = {world.person.uid, raters.third.uid}
    assert raters.work.notes(people) == {}
    raters.rate(raters.reference(), MANY)
    notes = raters.work.notes(people)
    assert notes[raters.third.uid].on == world.clock.now().date()
    assert (notes[world.person.uid].on, notes[world.person.uid].warning) == (None, True)
