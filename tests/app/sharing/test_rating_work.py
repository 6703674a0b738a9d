"""Assignments, ratings, portfolios and decisions: what passes between raters."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.sharing.homes import SOUND, Home
from app.worlds import CONSENT
from fidelity_rater.app.errors import NotAllowed
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.rating.record import ledger_lines
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.sharing.models import (
    AssignmentOrder,
    DecisionOrder,
    PortfolioOrder,
    RatingsOrder,
    SoundChoice,
)
from fidelity_rater.domain.caseload import Consent, ConsentPurpose, Session
from fidelity_rater.domain.people import Purpose, Role
from helpers.libraries import heard


@pytest.fixture
def panel(tmp_path: Path, scales: ScaleShelf) -> Home:
    return Home("Pat", tmp_path, scales)


def assigned(supervisor: Home, rater: Home) -> Session:
    session = supervisor.session()
    supervisor.recording(session)
    supervisor.rated(session)
    taken = rater.take(supervisor.send(AssignmentOrder((session.uid,), "Please rate."), rater), keep_contact=True)
    assert taken.lines[-2:] == ("They write: Please rate.", "In your caseload: T01 · C1 · session 6.")
    assert taken.to_rate == session.uid
    return session


def test_an_assignment_carries_the_session_and_nobodys_rating(supervisor: Home, panel: Home) -> None:
    session = assigned(supervisor, panel)
    with panel.library.read() as uow:
        (recording,) = uow.recordings.of_session(session.uid)
        assert uow.ratings.of_session(session.uid) == ()
        (asked,) = uow.documents.about(session.uid, DocumentKind.ASSIGNMENT)
    assert asked.body == {"words": "Please rate."}
    assert heard(panel.library, recording.uid) == SOUND


def test_ratings_come_back_and_are_known_as_their_raters(supervisor: Home, panel: Home) -> None:
    session = assigned(supervisor, panel)
    first = panel.rated(session)
    corrected = panel.sign(panel.resume(panel.opening.correct(first.uid, "a slip")))
    order = RatingsOrder((corrected.uid,))
    preview = panel.sending.preview(order)
    assert preview.proposed_person == supervisor.person.uid
    assert any("notes" in caution for caution in preview.cautions)
    taken = supervisor.take(panel.send(order, supervisor))
    assert (taken.new, taken.recordings) == (2, 0)
    with supervisor.library.read() as uow:
        heads = {head.uid: head for head in uow.ratings.of_session(session.uid)}
        assert uow.ratings.events(corrected.uid) == panel_events(panel, corrected.uid)
    assert len(heads) == 3
    assert heads[corrected.uid].supersedes_uid == first.uid
    assert supervisor.signing.verify(corrected.uid, supervisor.scales.default()) is None
    assert panel.sending.preview(
        RatingsOrder((panel.desk(session, purpose=Purpose.SUMMATIVE).rating.head.uid,))
    ).obstacles


def panel_events(home: Home, uid: str) -> object:
    with home.library.read() as uow:
        return uow.ratings.events(uid)


def test_a_portfolio_brings_others_ratings_under_their_own_signatures(
    supervisor: Home, trainee: Home, panel: Home
) -> None:
    session = supervisor.session()
    recording = supervisor.recording(session)
    trainee.take(supervisor.send(AssignmentOrder((session.uid,)), trainee))
    own = trainee.rated(session, role=Role.TRAINEE)
    supervisor.take(trainee.send(RatingsOrder((own.uid,)), supervisor))
    desk = supervisor.desk(session)
    desk.give("CORE-01", "adherence", 3)
    supervisor.mark(desk, recording, 5000, 8000)
    mine = supervisor.sign(desk)
    order = PortfolioOrder((mine.uid, own.uid), words="For accreditation.")
    sent = supervisor.send(order, panel)
    assert any("not among your contacts" in caution for caution in panel.look(sent).cautions)
    taken = panel.take(sent)
    assert (taken.new, taken.clips, taken.to_rate) == (2, 1, "")
    assert taken.lines[-3:-1] == ("They write: For accreditation.", "In your caseload: T01 · C1 · session 6.")
    assert "beside their sessions" in taken.lines[-1]
    assert panel.signing.verify(own.uid, panel.scales.default()) is None
    with panel.library.read() as uow:
        assert uow.recordings.of_session(session.uid) == ()  # clips only; the record names the recording all the same
        (brought,) = uow.documents.of_kind(DocumentKind.PORTFOLIO)
    desk = panel.resume(mine.uid)
    assert desk.locked
    assert any("Nothing of the recording" in line.sentence for line in ledger_lines(desk))
    panels = panel.rated(session, role=Role.PANEL, purpose=Purpose.SUMMATIVE)
    decision = DecisionOrder(brought.package_uid, "pass", "Well done.", (panels.uid,))
    returned = supervisor.take(panel.send(decision, supervisor))
    assert returned.new == 1
    assert {"The decision: pass", "They write: Well done."} < set(returned.lines)
    assert "changes no rating" in returned.lines[-1]
    (told,) = supervisor.documents(DocumentKind.DECISION)
    assert (told.body["outcome"], told.about) == ("pass", brought.about)
    assert "not sent from this library" in trainee.look(panel.send(decision, trainee, name="astray.fidpkg")).refusal


def test_a_portfolio_needs_consent_to_assessment_for_its_sound(supervisor: Home, panel: Home) -> None:
    session = supervisor.session()
    supervision = replace(CONSENT, purposes=frozenset({ConsentPurpose.SUPERVISION}))
    recording = supervisor.recording(session, consent=supervision)
    desk = supervisor.desk(session)
    desk.give("CORE-01", "adherence", 3)
    supervisor.mark(desk, recording, 5000, 8000)
    head = supervisor.sign(desk)
    with pytest.raises(NotAllowed, match="assessment"):
        supervisor.send(PortfolioOrder((head.uid,)), panel)
    supervisor.send(PortfolioOrder((head.uid,), SoundChoice.NONE), panel)


def test_without_recorded_consent_no_sound_is_assigned(supervisor: Home) -> None:
    session = supervisor.session()
    supervisor.recording(session, consent=Consent())
    (obstacle,) = supervisor.sending.preview(AssignmentOrder((session.uid,))).obstacles
    assert "No consent is recorded" in obstacle


def test_nothing_is_decided_on_what_never_came(supervisor: Home) -> None:
    order = DecisionOrder(supervisor.person.uid, "pass")
    assert supervisor.sending.preview(order).obstacles == ("The portfolio that this answers is not in this library.",)
