"""A consensus: found, laid side by side, agreed with reasons, signed, and never over the sealed originals."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.consensus.pairs import FIRST, SECOND, Pair, consensuses_of, rated, signed
from app.worlds import START, World
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.consensus import listing
from fidelity_rater.app.consensus.models import AgreedRow, Stage
from fidelity_rater.app.errors import NotAllowed, UserFacingError
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.domain.consensus import Consensus
from fidelity_rater.domain.people import Role
from fidelity_rater.domain.ratings.events import moment_marked
from fidelity_rater.domain.ratings.moments import Moment
from helpers.libraries import PASSPHRASE


@pytest.fixture
def pair(world: World) -> Pair:
    return Pair(world)


def row(agreeing: object, item: str, dimension: str) -> AgreedRow:
    found = agreeing.sheet.row(item, dimension)  # type: ignore[attr-defined]
    assert found is not None
    return found


def test_a_session_that_two_people_signed_waits_for_a_consensus(world: World, pair: Pair) -> None:
    (found,) = pair.consensuses.sessions()
    assert (found.stage, found.raters, found.rating_uids) == (Stage.WAITING, ("AE", "BS"), pair.uids)
    assert found.label.startswith("T01 · C1")
    uid = pair.consensuses.begin(pair.uids)
    (found,) = pair.consensuses.sessions()
    assert (found.stage, found.consensus_uid) == (Stage.BEGUN, uid)
    (theirs,) = pair.consensuses_of(pair.other).sessions()
    assert theirs.stage is Stage.WAITING, "a draft is its author's"


def test_one_rater_a_self_rating_or_another_purpose_make_none(world: World) -> None:
    other = world.introduce("Ben Second", "BS")
    signed(world, world.person, FIRST)
    work = consensuses_of(world, world.person)
    assert work.sessions() == ()
    signed(world, other, SECOND, role=Role.TRAINEE)
    assert work.sessions() == ()
    third = world.introduce("Cy Third", "CT")
    signed(world, third, SECOND, purpose="formative", role=Role.SUPERVISOR)
    assert work.sessions() == (), "formative and summative are never put together"


def test_what_all_say_is_confirmed_in_one_act_and_what_differs_is_chosen_with_a_reason(pair: Pair) -> None:
    agreeing = pair.begun()
    table = agreeing.table
    assert [said.value for said in row(agreeing, "CORE-02", "adherence").said] == [2, 4]
    assert (agreeing.sheet.waiting, agreeing.sheet.agreed) == (3, 0), "nothing is agreed by itself"
    assert table.confirm() == 3
    assert row(agreeing, "CORE-01", "adherence").agreed == "3"
    assert not row(agreeing, "CORE-01", "adherence").reason_wanted
    assert not agreeing.sheet.can_sign
    table.agree("CORE-02", "adherence", "4")
    assert row(agreeing, "CORE-02", "adherence").reason_wanted
    table.agree("CORE-03", "adherence", "2", "they do link it, late")
    table.give_reason("CORE-02", "adherence", "a second, longer round was overheard")
    assert agreeing.sheet.can_sign
    (left,) = agreeing.sheet.missing
    assert not left.blocking, "quality that only one gave may stay open"


def test_an_answer_that_all_gave_alike_wants_a_reason_once_it_is_changed(pair: Pair) -> None:
    agreeing = pair.begun()
    agreeing.table.agree("CORE-01", "adherence", "2")
    assert row(agreeing, "CORE-01", "adherence").reason_wanted
    assert any(line.item == "CORE-01" and "reason" in line.sentence for line in agreeing.sheet.missing)


def test_what_an_agreement_rules_out_is_taken_away(pair: Pair) -> None:
    agreeing = pair.begun()
    agreeing.table.agree("CORE-03", "adherence", "2", "late")
    agreeing.table.agree("CORE-03", "quality", "2", "late and thin")
    agreeing.table.agree("CORE-03", "adherence", "0", "not this session's")
    assert ("CORE-03", "quality") not in agreeing.table.agreed
    assert row(agreeing, "CORE-03", "quality").closed
    agreeing.table.undo()
    assert row(agreeing, "CORE-03", "quality").agreed == "2"


def test_a_state_can_be_agreed_in_place_of_a_number(pair: Pair) -> None:
    agreeing = pair.begun()
    states = [choice for choice in row(agreeing, "CORE-02", "adherence").choices if choice.value is None]
    agreeing.table.agree("CORE-02", "adherence", states[0].key, "no room for it")
    assert row(agreeing, "CORE-02", "adherence").agreed_words == states[0].label
    assert row(agreeing, "CORE-02", "quality").closed
    with pytest.raises(NotAllowed):
        agreeing.table.agree("CORE-02", "adherence", "17")
    with pytest.raises(NotAllowed):
        agreeing.table.agree("MID-01", "adherence", "1")


def test_every_act_is_kept_and_found_again(pair: Pair) -> None:
    agreeing = pair.begun()
    agreeing.table.agree("CORE-02", "adherence", "4", "more than once")
    agreeing.table.set_words("met for half an hour")
    assert agreeing.saver.state.all_saved
    again = pair.consensuses.open(agreeing.table.consensus.uid, jobs=InlineJobs())
    assert row(again, "CORE-02", "adherence").reason == "more than once"
    assert again.sheet.words == "met for half an hour"


def test_moments_of_either_are_adopted_without_their_notes(world: World) -> None:
    recording = world.recording()
    pair = Pair(world)
    third = world.introduce("Cy Third", "CT")
    desk = rated(world, third, {"CORE-01": {"adherence": 1}})
    uid = new_uid()
    desk.do(moment_marked(Moment(uid, recording.uid, 1000, 4000, item="CORE-01", note="says a name")))
    desk.take(world.signing.sign(desk, PASSPHRASE))
    agreeing = pair.consensuses.open(pair.consensuses.begin((pair.uids[0], desk.rating.head.uid)), jobs=InlineJobs())
    (line,) = agreeing.evidence("CORE-01")
    assert (line.uid, line.initials, line.adopted) == (uid, "CT", False)
    agreeing.table.adopt(uid)
    (moment,) = agreeing.table.consensus.moments
    assert (moment.uid, moment.note) == (uid, "")
    assert agreeing.evidence("CORE-01")[0].adopted
    agreeing.table.adopt(uid, False)
    assert agreeing.table.consensus.moments == ()


def test_a_signed_consensus_stands_beside_the_originals_and_can_be_checked(world: World, pair: Pair) -> None:
    before = [world.head(uid) for uid in pair.uids]
    agreeing = pair.settled()
    consensus = pair.consensuses.sign(agreeing, PASSPHRASE)
    assert [world.head(uid) for uid in pair.uids] == before
    assert pair.consensuses.faults(consensus.uid) == ()
    (found,) = pair.consensuses.sessions()
    assert (found.stage, found.signed_at) == (Stage.DONE, consensus.agreed_at)
    (note,) = pair.consensuses.of_session(world.session.uid)
    assert "AE, BS" in note.words
    shown = pair.consensuses.open(consensus.uid, jobs=InlineJobs())
    assert shown.sheet.signed
    assert not shown.sheet.editable
    with pytest.raises(NotAllowed):
        shown.table.agree("CORE-01", "adherence", "1")
    with pytest.raises(NotAllowed):
        pair.consensuses.discard(consensus.uid)


def test_a_consensus_is_not_signed_while_something_is_left_nor_with_a_wrong_passphrase(pair: Pair) -> None:
    agreeing = pair.begun()
    with pytest.raises(NotAllowed, match="confirmed"):
        pair.consensuses.sign(agreeing, PASSPHRASE)
    agreeing = pair.settled()
    with pytest.raises(UserFacingError):
        pair.consensuses.sign(agreeing, "not it")


def test_a_changed_word_breaks_the_signature(world: World, pair: Pair) -> None:
    uid = pair.sealed()
    changed = replace(pair.consensuses.get(uid), words="something else")
    with world.library.work() as uow:
        kept = uow.documents.get(uid)
        uow.documents.remove(uid)
        uow.documents.keep(replace(kept, body=changed.as_json()))
        uow.commit()
    (fault,) = pair.consensuses.faults(uid)
    assert "signature" in fault
    assert Consensus.from_json(changed.as_json()) == changed


def test_a_corrected_original_is_told_and_a_draft_moves_on_to_it(world: World, pair: Pair) -> None:
    agreeing = pair.settled()
    opening = world.opening_of(pair.other)
    desk = world.desk(opening.correct(pair.uids[1], "misheard"), person=pair.other)
    desk.give("CORE-01", "adherence", 1)
    desk.take(world.signing.sign(desk, PASSPHRASE))
    uid = agreeing.table.consensus.uid
    assert any("BS" in fault for fault in pair.consensuses.faults(uid))
    with pytest.raises(NotAllowed, match="BS"):
        pair.consensuses.sign(agreeing, PASSPHRASE)
    pair.consensuses.renew(uid)
    assert pair.consensuses.faults(uid) == ()
    renewed = pair.consensuses.open(uid, jobs=InlineJobs())
    assert row(renewed, "CORE-02", "adherence").reason == "heard again together", "what was agreed is kept"
    assert row(renewed, "CORE-01", "adherence").reason_wanted, "they do not say the same any more"


def test_a_correction_after_signing_makes_the_consensus_outdated(world: World, pair: Pair) -> None:
    uid = pair.sealed()
    desk = world.desk(world.opening_of(pair.other).correct(pair.uids[1], "misheard"), person=pair.other)
    desk.take(world.signing.sign(desk, PASSPHRASE))
    (found,) = pair.consensuses.sessions()
    assert (found.stage, found.consensus_uid) == (Stage.OUTDATED, uid)


def test_who_is_rating_the_session_sees_no_others(world: World, pair: Pair) -> None:
    third = world.introduce("Cy Third", "CT")
    desk = rated(world, third, FIRST)
    theirs = pair.consensuses_of(third)
    (found,) = theirs.sessions()
    assert found.refusal
    with pytest.raises(NotAllowed):
        theirs.begin(pair.uids)
    uid = pair.consensuses.begin(pair.uids)
    with pytest.raises(NotAllowed):
        theirs.open(uid, jobs=InlineJobs())
    desk.take(world.signing.sign(desk, PASSPHRASE))
    (found,) = theirs.sessions()
    assert (found.refusal, len(found.rating_uids)) == ("", 3)


def test_a_draft_can_be_thrown_away_by_its_author_alone(world: World, pair: Pair) -> None:
    uid = pair.consensuses.begin(pair.uids)
    with pytest.raises(NotAllowed):
        pair.consensuses_of(pair.other).discard(uid)
    pair.consensuses.discard(uid)
    with world.library.read() as uow:
        assert uow.documents.of_kind(DocumentKind.CONSENSUS) == ()


def test_no_consensus_stands_on_less_than_two_people(pair: Pair) -> None:
    with pytest.raises(NotAllowed):
        pair.consensuses.begin(pair.uids[:1])
    with pytest.raises(NotAllowed):
        pair.consensuses.begin((pair.uids[0], pair.uids[0]))


def test_a_consensus_whose_ratings_are_not_here_is_told_all_the_same(world: World, pair: Pair) -> None:
    uid = pair.sealed()
    consensus = pair.consensuses.get(uid)
    elsewhere = World(world.folder, world.scales, person=world.person)
    with elsewhere.library.work() as uow:
        uow.scales.keep(consensus.scale_sha256, world.scales.default().text.encode())
        body = replace(consensus, session_uid=elsewhere.session.uid).as_json()
        kept = Document(
            uid, DocumentKind.CONSENSUS, elsewhere.session.uid, consensus.author_uid, body, START, START, final=True
        )
        uow.documents.keep(kept)
        uow.commit()
    work = consensuses_of(elsewhere, world.introduce("Cy Third", "CT"))
    (found,) = work.sessions()
    assert (found.stage, found.raters, found.consensus_uid) == (Stage.DONE, ("AE", "BS"), uid)
    sheet = work.open(uid, jobs=InlineJobs()).sheet
    assert sheet.columns == ()
    assert {(row.item, row.dimension): row.agreed_value for row in sheet.rows}["CORE-01", "adherence"] == 3
    faults = work.faults(uid)
    assert any("not known here" in fault for fault in faults)
    assert sum("not in this library" in fault for fault in faults) == 2


def test_only_the_first_of_very_many_sessions_are_read_through(
    world: World, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_LISTED", 1)
    done = pair.sealed()
    for number in (7, 8):
        world.session = world.caseload.add_session(world.case.uid, number)
        for person in (world.person, pair.other):
            signed(world, person, FIRST, phase="middle")
    found = pair.consensuses.sessions()
    assert [(one.stage, one.consensus_uid) for one in found] == [(Stage.WAITING, ""), (Stage.DONE, done)]
