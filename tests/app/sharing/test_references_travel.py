"""References travel: rated blind in libraries of their own, shut until then, and the attempts find their way back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.calibration.references import TRAINING
from app.sharing import forged
from app.sharing.homes import CLIENT, CONSENT, FREE, QUIET, THERAPIST, Home
from app.sharing.reference_homes import (
    AGREED,
    TITLE,
    WORDS,
    Agreed,
    attempt,
    calibrations_of,
    consensuses_of,
    second_of,
    told,
)
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.errors import NotAllowed
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.panel.portfolios import Portfolios
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.ports.packages import PackageKind
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.sharing.contents import Contents, parts_of
from fidelity_rater.app.sharing.hiding import neutral_code
from fidelity_rater.app.sharing.models import RatingsOrder, ReferenceOrder
from fidelity_rater.domain.caseload import ConsentPurpose
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.domain.people import Role
from helpers.libraries import PASSPHRASE, heard


@pytest.fixture
def lead(supervisor: Home) -> Home:
    return supervisor


@pytest.fixture
def rater(tmp_path: Path, scales: ScaleShelf) -> Home:
    return Home("Rae", tmp_path, scales)


@pytest.fixture
def other(tmp_path: Path, scales: ScaleShelf) -> Home:
    return Home("Otto", tmp_path, scales)


@pytest.fixture
def agreed(lead: Home) -> Agreed:
    return Agreed(lead)


def refused(home: Home, order: Any) -> str:
    """Why it cannot be sent; neither is a file written."""
    obstacle: str = home.sending.preview(order).obstacles[0]
    with pytest.raises(NotAllowed, match=obstacle.split(".", maxsplit=1)[0]):
        home.send(order, "a passphrase of words")
    return obstacle


# Out


def test_a_reference_arrives_to_be_rated_blind(agreed: Agreed, rater: Home) -> None:
    sent = agreed.sent(rater)
    code = neutral_code(agreed.uid)
    looked = rater.look(sent)
    assert looked.lines[:2] == (f"{code} · 1 · session 6.", f"A reference to calibrate by: {TITLE}")
    assert all(question.settled for question in looked.questions), "nobody is asked who it may be"
    taken = rater.take(sent)
    assert taken.to_rate == "", "it is no assignment"
    assert any("Raters, Calibration" in line for line in taken.lines)
    (card,) = calibrations_of(rater).overview().references
    assert (card.uid, card.title, card.author, card.purpose) == (agreed.uid, TITLE, "SU", "to see the middle phase")
    assert (card.came, card.own, card.refusal, card.rating_uid) == (True, False, "", "")
    assert heard(rater.library, agreed.recording.uid) == bytes([6]) * 3000
    with rater.library.read() as uow:
        (recording,) = uow.recordings.of_session(agreed.session.uid)
        assert uow.sessions.get(agreed.session.uid).held_on is None
        assert uow.ratings.of_session(agreed.session.uid) == ()
    assert recording.consent == TRAINING


def test_nothing_of_the_consensus_is_seen_before_the_own_attempt_is_signed(agreed: Agreed, rater: Home) -> None:
    rater.take(agreed.sent(rater))
    work, theirs = calibrations_of(rater), consensuses_of(rater)
    uid = work.begin(agreed.uid)
    assert theirs.sessions() == (), "not even that there is one"
    assert work.overview().candidates == ()
    assert work.told([uid])[uid][0] == "Calibration"
    for look in (lambda: work.result(uid), lambda: work.evidence(uid, "CORE-01")):
        with pytest.raises(NotAllowed, match="hidden"):
            look()
    with pytest.raises(NotAllowed):
        theirs.open(agreed.consensus.uid, jobs=InlineJobs())
    desk = rater.resume(uid)
    desk.give("CORE-01", "adherence", 1)
    rater.sign(desk)
    assert work.result(uid).words == WORDS
    (line,) = work.evidence(uid, "CORE-01").agreed
    assert (line.start_ms, line.end_ms, line.part) == (5000, 9000, agreed.recording.uid)
    (listed,) = theirs.sessions()
    assert (listed.consensus_uid, listed.refusal) == (agreed.consensus.uid, "")
    assert not any("signature" in fault for fault in theirs.faults(agreed.consensus.uid)), "it still fits"


def test_an_original_that_is_here_too_does_not_tell_of_the_consensus(agreed: Agreed, rater: Home) -> None:
    rater.take(agreed.lead.send(RatingsOrder((agreed.heads[0].uid,)), rater))
    rater.take(agreed.sent(rater))
    assert calibrations_of(rater).told([agreed.heads[0].uid])[agreed.heads[0].uid][0] == ""
    uid = attempt(rater, agreed.uid)
    assert calibrations_of(rater).told([agreed.heads[0].uid])[agreed.heads[0].uid][0] == "In a consensus"
    assert "Somebody else's rating" in told(rater, uid).blind, "and so it was not blind"


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(own=st.integers(0, 4), number=st.integers(1, 12), title=st.text("klmnop ", min_size=3, max_size=20))
def test_no_part_of_it_holds_a_name_a_code_or_another_rating(
    own: int, number: int, title: str, tmp_path: Path, scales: ScaleShelf
) -> None:
    lead = Home("Susan", tmp_path, scales)
    made = Agreed(lead, number=number, own=own)
    order = ReferenceOrder((made.reference(title=f"R{title}"),))
    with lead.library.read() as uow:
        composed = lead.sending._compose(uow, order)
        case = uow.cases.get(made.session.case_uid)
    parts = {part.name: part.open().read() for part in parts_of(composed.contents)}
    written = b"".join(data for name, data in parts.items() if not name.startswith("scales/"))
    secrets = (case.uid, case.therapist_uid, case.code, "T01", CLIENT, THERAPIST, FREE, lead.person.name, "Secunda")
    assert not [secret for secret in secrets if secret.encode() in written]
    assert made.recording.added_at.isoformat().encode() not in written
    assert not {"ratings.jsonl", "events.jsonl", "clips.jsonl"} & set(parts)
    scores = {one.score.value for each in composed.contents.documents_of(DocumentKind.CONSENSUS)
              for one in made.consensus.from_json(each.body).scores}  # fmt: skip
    assert scores == {AGREED}, "the agreed ones, whatever the originals say"
    assert "T01" not in composed.name
    assert composed.finals == [], "it can be retired later"


def test_two_references_of_one_therapist_are_not_seen_to_be_one_therapists(lead: Home, rater: Home) -> None:
    uids = [Agreed(lead, number=number).reference(title=f"R {number}") for number in (3, 6)]
    taken = rater.take(lead.send(ReferenceOrder(tuple(uids)), rater))
    assert taken.documents == 4
    with rater.library.read() as uow:
        assert {therapist.code for therapist in uow.therapists.all()} == {neutral_code(uid) for uid in uids}
    assert {card.uid for card in calibrations_of(rater).overview().references} == set(uids)


# Back


def test_attempts_go_back_and_the_lead_sees_everybody(agreed: Agreed, rater: Home, other: Home) -> None:
    lead = agreed.lead
    for home, value in ((rater, AGREED + 1), (other, AGREED - 1)):
        home.take(agreed.sent(home), keep_contact=True)
        uid = attempt(home, agreed.uid, value=value)
        assert told(home, uid).blind.startswith("Blind."), "nothing but the shut consensus was there"
        order = calibrations_of(home).to_return(agreed.uid)
        assert order == RatingsOrder((uid,))
        preview = home.sending.preview(order)
        assert preview.proposed_person == lead.person.uid
        assert "One was made to calibrate." in preview.lines
        sent = home.send(order, lead)
        incoming = lead.look(sent)
        assert incoming.lines[0] == "T01 · C1 · session 6."
        assert incoming.lines[-1] == "One was made to calibrate."
        assert lead.take(sent).new == 1
        (card,) = calibrations_of(home).overview().references
        assert card.returned_on is not None
    overview = calibrations_of(lead).overview()
    found = {each.initials: each.dimensions[0].apart.bias for each in overview.raters}
    assert found == {"RA": 1.0, "OT": -1.0}
    (card,) = overview.references
    assert (card.own, card.attempts, card.sent_to) == (True, 2, "RA, OT")


def test_an_attempt_that_is_not_signed_does_not_go_back(agreed: Agreed, rater: Home) -> None:
    rater.take(agreed.sent(rater))
    calibrations_of(rater).begin(agreed.uid)
    assert calibrations_of(rater).to_return(agreed.uid) == RatingsOrder(())
    assert calibrations_of(rater).to_return(new_uid()) == RatingsOrder(())


def test_what_others_sent_does_not_go_back_to_this_sender(agreed: Agreed, other: Home, rater: Home) -> None:
    theirs = Agreed(other, number=9)
    for one in (agreed, theirs):
        rater.take(one.sent(rater))
    uids = [attempt(rater, one.uid) for one in (agreed, theirs)]
    work = calibrations_of(rater)
    assert [work.to_return(one.uid).rating_uids for one in (agreed, theirs)] == [(uids[0],), (uids[1],)]
    rater.send(work.to_return(agreed.uid), agreed.lead)
    back = {card.uid: card.returned_on is not None for card in work.overview().references}
    assert back == {agreed.uid: True, theirs.uid: False}


def test_it_is_rated_where_its_session_has_another_name(agreed: Agreed, rater: Home) -> None:
    """The consensus calls the session as its author does; everything finds it all the same."""
    here = rater.session(2, therapist="T09", case="C9")
    with rater.library.work() as uow:
        uow.aliases.set(agreed.session.uid, here.uid)
        uow.commit()
    rater.take(agreed.sent(rater))
    work = calibrations_of(rater)
    (card,) = work.overview().references
    assert (card.session_uid, card.refusal) == (here.uid, "")
    assert consensuses_of(rater).sessions() == ()
    uid = attempt(rater, agreed.uid)
    assert rater.head(uid).session_uid == here.uid
    assert work.evidence(uid, "CORE-01").agreed
    agreed.lead.take(rater.send(work.to_return(agreed.uid), agreed.lead))
    assert agreed.lead.head(uid).session_uid == agreed.session.uid
    assert [each.initials for each in calibrations_of(agreed.lead).overview().raters] == ["RA"]


# What is refused


def test_it_is_not_sent_against_the_clients_consent(lead: Home, agreed: Agreed) -> None:
    order = agreed.order()
    with lead.library.work() as uow:
        withdrawn = replace(TRAINING, withdrawn_on=lead.clock.now().date() - timedelta(days=1))
        uow.recordings.set_consent(agreed.recording.uid, withdrawn)
        uow.commit()
    assert "withdrawn consent" in refused(lead, order)
    for consent, why in (
        (CONSENT, "does not cover rater training"),
        (replace(TRAINING, hearers=frozenset({Role.PANEL})), "in this role"),
        (replace(TRAINING, purposes=frozenset({ConsentPurpose.SUPERVISION})), "rater training"),
    ):
        with lead.library.work() as uow:
            uow.recordings.set_consent(agreed.recording.uid, consent)
            uow.commit()
        assert why in refused(lead, order)


def test_what_is_retired_or_not_ones_own_is_not_sent(agreed: Agreed, rater: Home) -> None:
    lead = agreed.lead
    order = agreed.order()
    rater.take(agreed.sent(rater))
    assert "Only whoever made" in refused(rater, order)
    with pytest.raises(NotAllowed, match="somebody else"):
        calibrations_of(rater).retire(agreed.uid)
    calibrations_of(lead).retire(agreed.uid)
    assert "not used any more" in refused(lead, order)
    assert "not in the library" in refused(lead, ReferenceOrder((new_uid(),)))
    assert "No reference" in refused(lead, ReferenceOrder(()))


def test_a_consent_that_is_withdrawn_here_stops_the_attempt(agreed: Agreed, rater: Home) -> None:
    rater.take(agreed.sent(rater))
    with rater.library.work() as uow:
        withdrawn = replace(TRAINING, withdrawn_on=rater.clock.now().date())
        uow.recordings.set_consent(agreed.recording.uid, withdrawn)
        uow.commit()
    (card,) = calibrations_of(rater).overview().references
    assert "withdrawn consent" in card.refusal
    with pytest.raises(NotAllowed, match="withdrawn consent"):
        calibrations_of(rater).begin(agreed.uid)


def test_it_is_taken_in_once_and_rated_once(agreed: Agreed, rater: Home) -> None:
    sent = agreed.sent(rater)
    rater.take(sent)
    again = rater.take(sent)
    assert again.lines == ("This package was taken in before; nothing has changed.",)
    attempt(rater, agreed.uid)
    anew = rater.take(agreed.sent(rater))
    assert (anew.documents, anew.recordings) == (2, 0), "the same, in another package"
    with pytest.raises(NotAllowed, match="rated this session before"):
        calibrations_of(rater).begin(agreed.uid)
    assert len(calibrations_of(rater).overview().references) == 1


def test_who_took_part_is_told_before_it_is_taken_in(agreed: Agreed, tmp_path: Path, scales: ScaleShelf) -> None:
    at_home = Home("Sec", tmp_path, scales, identity=second_of(agreed.lead).identity)
    sent = agreed.sent(at_home)
    assert any("took part" in caution for caution in at_home.look(sent).cautions)
    at_home.take(sent)
    with pytest.raises(NotAllowed, match="took part"):
        calibrations_of(at_home).begin(agreed.uid)


def test_whoever_agreed_is_told_where_it_is_somebody_else_than_the_sender(lead: Home, rater: Home) -> None:
    made = Agreed(lead, author=second_of(lead))
    sent = made.sent(rater)
    assert any("consensus" in line and "SE" in line for line in rater.look(sent).cautions)
    rater.take(sent)
    attempt(rater, made.uid)
    assert not any("signature" in fault for fault in consensuses_of(rater).faults(made.consensus.uid))


def composed(agreed: Agreed) -> Contents:
    order = agreed.order()
    with agreed.lead.library.read() as uow:
        return agreed.lead.sending._compose(uow, order).contents


def changed(contents: Contents, kind: DocumentKind, **fields: Any) -> Contents:
    def one(written: Any) -> Any:
        return replace(written, body={**written.body, **fields}) if written.kind is kind else written

    return replace(contents, documents=tuple(map(one, contents.documents)))


def look_at(contents: Contents, lead: Home, rater: Home) -> Any:
    head = forged.head(lead, PackageKind.REFERENCE, to=rater.person)
    path = forged.write(lead, head, contents, to=rater.person)
    return rater.receiving.look(path, my_passphrase=PASSPHRASE, progress=QUIET)


C, R = DocumentKind.CONSENSUS, DocumentKind.REFERENCE
FALSE = {
    "other words under the signature": (C, {"words": "much better"}, "signature of SU does not fit"),
    "another signature": (C, {"signature": "ab" * 64}, "signature of SU does not fit"),
    "no signature": (C, {"signature": ""}, "not as it should be"),
    "another session": (C, {"session": new_uid()}, "not as it should be"),
    "a score that is no number": (C, {"scores": [["CORE-01", "adherence", {"value": "two"}, ""]]}, "not as it should"),
    "an item that nobody knows": (C, {"scores": [["NONE", "adherence", {"value": 1}, ""]]}, "not as it should"),
    "one rater": (C, {"originals": [[new_uid(), new_uid(), "A", "00" * 32]]}, "not as it should be"),
    "a retired one": (R, {"retired": True}, "not as it should be"),
    "another consensus": (R, {"consensus": new_uid()}, "not as it should be"),
    "without a title": (R, {"title": " "}, "not as it should be"),
    "somebody else's": (R, {"author": new_uid()}, "has not written"),
}  # fmt: skip


@pytest.mark.parametrize("wrong", FALSE)
def test_what_does_not_hold_together_is_refused(wrong: str, agreed: Agreed, rater: Home) -> None:
    kind, fields, why = FALSE[wrong]
    with pytest.raises(UserFacingError, match=why):
        look_at(changed(composed(agreed), kind, **fields), agreed.lead, rater)
    assert rater.documents(R) == ()


def test_somebodys_notes_or_a_rating_are_refused(agreed: Agreed, rater: Home) -> None:
    contents = composed(agreed)
    (moment,) = agreed.consensus.as_json()["moments"]
    with pytest.raises(UserFacingError, match="not as it should be"):
        look_at(changed(contents, C, moments=[{**moment, "note": FREE}]), agreed.lead, rater)
    alone = replace(contents, documents=tuple(each for each in contents.documents if each.kind is R))
    with pytest.raises(UserFacingError, match="not as it should be"):
        look_at(alone, agreed.lead, rater)


def test_a_consensus_that_is_here_is_not_exchanged_for_another(agreed: Agreed, rater: Home) -> None:
    """Else what one has rated against could be changed after the fact, even by its own author."""
    rater.take(agreed.sent(rater))
    better = replace(agreed.consensus, words="all of it otherwise", signature=b"")
    signed = replace(better, signature=agreed.lead.identity.sign(better.message()))
    incoming = look_at(changed(composed(agreed), C, **signed.as_json()), agreed.lead, rater)
    assert "differs from the same one here" in incoming.refusal
    away = replace(agreed.consensus, uid=new_uid(), signature=b"")
    away = replace(away, signature=agreed.lead.identity.sign(away.message()))
    contents = changed(composed(agreed), R, consensus=away.uid)
    documents = tuple(
        replace(each, uid=away.uid, body=away.as_json()) if each.kind is C else each for each in contents.documents
    )
    incoming = look_at(replace(contents, documents=documents), agreed.lead, rater)
    assert "stands on another consensus" in incoming.refusal


def test_a_portfolio_does_not_lay_open_what_is_still_shut(agreed: Agreed, rater: Home) -> None:
    """Whoever holds the session by another way has other ratings of it to lay before a panel."""
    rater.take(agreed.lead.send(RatingsOrder(tuple(head.uid for head in agreed.heads[:1])), rater))
    rater.take(agreed.sent(rater))
    shared: Any = {"person": rater.person, "scales": rater.scales, "clock": rater.clock, "bus": rater.bus}
    work = Portfolios(rater.library, **shared)
    (therapist,) = work.therapists()

    def carried() -> int:
        uid = work.begin(therapist.uid)
        with rater.library.read() as uow:
            document = uow.documents.get(uid)
        assert document is not None
        assert len(document.body["ratings"]) == 1
        with rater.library.work() as uow:
            uow.documents.remove(uid)
            uow.commit()
        return len(document.body["consensuses"])

    assert carried() == 0
    attempt(rater, agreed.uid)
    assert carried() == 1
