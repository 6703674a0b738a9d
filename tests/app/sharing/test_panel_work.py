"""Portfolios, votes and decisions: what passes between a panel and others."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.sharing.forged import head as forged_head
from app.sharing.forged import write
from app.sharing.homes import QUIET, Home
from app.worlds import CONSENT
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.documents import Contact, DocumentKind
from fidelity_rater.app.ports.library import RatingHead
from fidelity_rater.app.ports.packages import PackageKind
from fidelity_rater.app.rating import pictures
from fidelity_rater.app.rating.clipped import play_of
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.sharing.contents import Contents, Written
from fidelity_rater.app.sharing.models import (
    DecisionOrder,
    FeedbackOrder,
    PortfolioOrder,
    RatingsOrder,
    ReplyOrder,
    SoundChoice,
    VotesOrder,
)
from fidelity_rater.app.sharing.portfolio_ratings import choices_on, versions_told
from fidelity_rater.domain.caseload import ConsentPurpose
from fidelity_rater.domain.panel import (
    Decision,
    Member,
    Portfolio,
    PortfolioChoice,
    RecordingComment,
    Round,
    Sitting,
    Verdict,
    Vote,
)
from fidelity_rater.domain.people import Purpose, Role
from helpers.libraries import PASSPHRASE

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def chair(tmp_path: Path, scales: ScaleShelf) -> Home:
    return Home("Pat", tmp_path, scales)


@pytest.fixture
def member(tmp_path: Path, scales: ScaleShelf) -> Home:
    return Home("Mo", tmp_path, scales)


def rated(home: Home, *, purpose: Purpose = Purpose.SUMMATIVE, consent: object = CONSENT) -> RatingHead:
    session = home.session()
    recording = home.recording(session, consent=consent)  # type: ignore[arg-type]
    desk = home.desk(session, purpose=purpose)
    desk.give("CORE-01", "adherence", 3)
    home.mark(desk, recording, 5000, 8000)
    return home.sign(desk)


def voted(home: Home, portfolio: Portfolio, number: Round = Round.FIRST, *, session_uid: str = "") -> Vote:
    """A signed vote in this member's library."""
    comments = (RecordingComment(session_uid, "Stayed with the loss."),) if session_uid else ()
    vote = Vote(
        new_uid(),
        portfolio.uid,
        home.person.uid,
        home.person.initials,
        number,
        Verdict.ACCREDIT,
        comments,
        "Heard enough.",
        AT,
    )
    vote = replace(vote, signature=home.identity.sign(vote.message()))
    with home.library.work() as uow:
        uow.people.keep(home.person)
        uow.commit()
    home.keep(DocumentKind.VOTE, vote.uid, portfolio.uid, vote.as_json())
    return vote


def leads(home: Home, portfolio: Portfolio, *members: Home, closed: bool = False) -> Sitting:
    seats = tuple(Member(each.person.uid, each.person.initials) for each in members)
    sitting = Sitting(new_uid(), portfolio.uid, home.person.uid, seats, AT if closed else None)
    home.keep(DocumentKind.SITTING, sitting.uid, portfolio.uid, sitting.as_json())
    return sitting


def decided(home: Home, portfolio: Portfolio, *votes: Vote) -> Decision:
    decision = Decision(
        new_uid(), portfolio.uid, portfolio.therapist_uid, home.person.uid, Verdict.DEFER, "Two of four.", "Two more."
    )
    decision = replace(decision, minutes="All were there.", votes=votes, decided_at=AT)
    decision = replace(decision, signature=home.identity.sign(decision.message()))
    with home.library.read() as uow:
        about = uow.documents.get(portfolio.uid).about
    home.keep(DocumentKind.DECISION, decision.uid, about, decision.as_json())
    return decision


def test_a_portfolio_brings_others_ratings_under_their_own_signatures(
    supervisor: Home, trainee: Home, chair: Home
) -> None:
    mine = rated(supervisor)
    trainee.take(supervisor.send(supervisor.assign(mine.session_uid, trainee), trainee))
    with trainee.library.read() as uow:
        session = uow.sessions.get(mine.session_uid)
    own = trainee.rated(session, role=Role.TRAINEE, purpose=Purpose.SUMMATIVE)
    supervisor.take(trainee.send(RatingsOrder((own.uid,)), supervisor))
    portfolio = supervisor.portfolio(mine, own, words="She scored 4 on grief.")
    sent = supervisor.send(PortfolioOrder(portfolio.uid), chair)
    assert any("not among your contacts" in caution for caution in chair.look(sent).cautions)
    taken = chair.take(sent)
    assert (taken.new, taken.clips, taken.to_rate) == (2, 1, "")
    # The words may tell scores, and one has not voted yet.
    assert "grief" not in " ".join(taken.lines)
    assert chair.signing.verify(own.uid, chair.scales.default()) is None
    (brought,) = chair.documents(DocumentKind.PORTFOLIO)
    assert brought.final
    assert Portfolio.from_json(brought.body) == portfolio
    (clip,) = set(brought.body["clip_of"].values())
    with chair.library.read() as uow:
        assert uow.clips.get(clip) is not None
    with supervisor.library.read() as uow:
        assert uow.documents.get(portfolio.uid).final
    supervisor.send(PortfolioOrder(portfolio.uid, SoundChoice.NONE), trainee)  # to the next member, too


def test_a_formative_rating_goes_before_a_panel_by_the_trainees_choice_alone(supervisor: Home, trainee: Home) -> None:
    head = rated(supervisor, purpose=Purpose.FORMATIVE)
    portfolio = supervisor.portfolio(head)
    (obstacle,) = supervisor.sending.preview(PortfolioOrder(portfolio.uid)).obstacles
    assert "not let into the portfolio by the trainee" in obstacle
    feedback = supervisor.feedback(head)
    trainee.take(supervisor.send(FeedbackOrder(feedback.uid), trainee), keep_contact=True)
    trainee.keep(DocumentKind.PORTFOLIO_CHOICE, new_uid(), head.uid, PortfolioChoice(chosen=True).as_json())
    reply = trainee.reply(feedback)
    supervisor.take(trainee.send(ReplyOrder(reply.uid), supervisor))
    with supervisor.library.read() as uow:
        assert choices_on(uow, [head.uid]) == {head.uid: PortfolioChoice(chosen=True)}
    assert supervisor.sending.preview(PortfolioOrder(portfolio.uid)).obstacles == ()


def test_sound_that_consent_keeps_here_is_named_and_the_rest_goes(supervisor: Home, chair: Home) -> None:
    head = rated(supervisor, consent=replace(CONSENT, purposes=frozenset({ConsentPurpose.SUPERVISION})))
    order = PortfolioOrder(supervisor.portfolio(head).uid)
    preview = supervisor.sending.preview(order)
    assert any("session 6: the sound must stay here" in caution for caution in preview.cautions)
    assert chair.take(supervisor.send(order, chair)).clips == 0


def test_who_has_got_nothing_yet_is_proposed_first(supervisor: Home, chair: Home, member: Home) -> None:
    portfolio = supervisor.portfolio(rated(supervisor))
    leads(supervisor, portfolio, supervisor, chair, member)
    with supervisor.library.work() as uow:
        for other in (chair, member):
            uow.contacts.keep(Contact(other.person, AT))
        uow.commit()
    for order in (PortfolioOrder(portfolio.uid), VotesOrder((), portfolio.uid)):
        proposed = []
        for home in (chair, member, chair):
            proposed.append(supervisor.sending.preview(order).proposed_person)
            supervisor.send(order, home)
        assert proposed == [chair.person.uid, member.person.uid, chair.person.uid], "then whose last is longest ago"


def test_votes_go_to_the_chair_and_the_decision_comes_back(supervisor: Home, chair: Home, member: Home) -> None:
    head = rated(supervisor)
    portfolio = supervisor.portfolio(head)
    for home in (chair, member):
        home.take(supervisor.send(PortfolioOrder(portfolio.uid), home))
    leads(chair, portfolio, chair, member)
    told = member.take(chair.send(VotesOrder((), portfolio.uid), member), keep_contact=True)
    assert "Who sits on the panel: PA, MO." in " ".join(told.lines) or told.documents == 1
    vote = voted(member, portfolio, session_uid=head.session_uid)
    order = VotesOrder((vote.uid,))
    assert member.sending.preview(order).proposed_person == chair.person.uid
    sent = member.send(order, chair)
    incoming = chair.look(sent)
    assert "One vote of the first round." in incoming.lines
    assert "ccredit" not in " ".join((*incoming.lines, *incoming.cautions)).replace("Accreditation", "")
    chair.take(sent)
    assert [Vote.from_json(d.body) for d in chair.documents(DocumentKind.VOTE)] == [vote]
    decision = decided(chair, portfolio, vote)
    taken = supervisor.take(chair.send(DecisionOrder(decision.uid), supervisor))
    assert taken.documents == 1
    (brought,) = supervisor.documents(DocumentKind.DECISION)
    assert brought.about == portfolio.therapist_uid
    assert Decision.from_json(brought.body) == decision
    # What comes now, comes too late; here and there.
    late = member.send(VotesOrder((voted(member, portfolio, Round.SECOND).uid,)), chair)
    assert "after the decision" in chair.look(late).refusal


def test_a_second_vote_in_a_round_is_refused(supervisor: Home, chair: Home, member: Home) -> None:
    portfolio = supervisor.portfolio(rated(supervisor))
    for home in (chair, member):
        home.take(supervisor.send(PortfolioOrder(portfolio.uid), home))
    first = member.send(VotesOrder((voted(member, portfolio).uid,)), chair)
    chair.take(first)
    again = member.send(VotesOrder((voted(member, portfolio).uid,)), chair)
    assert "voted in this round already" in chair.look(again).refusal
    assert "on a portfolio that is not in this library" in (
        Home("Zoe", chair.folder, chair.scales, identity=chair.identity).look(first).refusal
    )


def test_others_votes_pass_on_only_by_the_chair_and_after_the_round(
    supervisor: Home, chair: Home, member: Home
) -> None:
    portfolio = supervisor.portfolio(rated(supervisor))
    for home in (chair, member):
        home.take(supervisor.send(PortfolioOrder(portfolio.uid), home))
    vote = voted(member, portfolio)
    chair.take(member.send(VotesOrder((vote.uid,)), chair))
    order = VotesOrder((vote.uid,))
    assert "Only whoever leads" in chair.sending.preview(order).obstacles[0]
    leads(chair, portfolio, chair, member)
    assert "still open" in chair.sending.preview(order).obstacles[0]


@pytest.mark.parametrize("by_somebody_else", [True, False], ids=["another's key", "changed words"])
def test_a_vote_whose_signature_does_not_fit_is_refused(
    by_somebody_else: bool, supervisor: Home, chair: Home, member: Home
) -> None:
    portfolio = supervisor.portfolio(rated(supervisor))
    chair.take(supervisor.send(PortfolioOrder(portfolio.uid), chair))
    vote = Vote(new_uid(), portfolio.uid, member.person.uid, "MO", Round.FIRST, Verdict.DECLINE, voted_at=AT)
    signer = supervisor.identity if by_somebody_else else member.identity
    vote = replace(vote, signature=signer.sign(vote.message()))
    if not by_somebody_else:
        vote = replace(vote, verdict=Verdict.ACCREDIT)
    written = Written(vote.uid, DocumentKind.VOTE, portfolio.uid, vote.member_uid, vote.as_json(), AT)
    made = forged_head(member, PackageKind.VOTES, to=chair.person)
    path = write(member, made, Contents(people=(member.person,), documents=(written,)), to=chair.person)
    with pytest.raises(UserFacingError, match="signature of MO does not fit"):
        chair.receiving.look(path, my_passphrase=PASSPHRASE, progress=QUIET)


def test_versions_that_measure_otherwise_are_told(scales: ScaleShelf) -> None:
    scale = scales.default()
    edition = replace(scale, version="9.9", sha256="0" * 64)
    assert list(versions_told([scale, edition])) == []
    other = replace(edition, items=scale.items[:-1])
    (told,) = versions_told([scale, other])
    assert "2 versions" in told
    assert "not averaged" in told


def test_the_moments_of_a_rating_that_came_with_clips_are_heard_on_the_desk(supervisor: Home, chair: Home) -> None:
    session = supervisor.session()
    recording = supervisor.recording(session)
    desk = supervisor.desk(session, purpose=Purpose.SUMMATIVE)
    desk.give("CORE-01", "adherence", 3)
    alone = supervisor.mark(desk, recording, 5000, 8000)
    near, nearer = supervisor.mark(desk, recording, 30_000, 31_000), supervisor.mark(desk, recording, 32_000, 33_000)
    head = supervisor.sign(desk)
    chair.take(supervisor.send(PortfolioOrder(supervisor.portfolio(head).uid), chair))
    there = chair.resume(head.uid)
    moments = {moment.uid: moment for moment in pictures.moments(there)}
    assert all(moments[uid].playable for uid in (alone, near, nearer))
    plays = {uid: play_of(there.rating.clips, moments[uid]) for uid in moments}
    spans = {uid: (play.offset_ms + play.start_ms, play.offset_ms + play.end_ms) for uid, play in plays.items() if play}
    assert spans == {alone: (2000, 11_000), near: (27_000, 34_000), nearer: (29_000, 36_000)}
    # Where the recording itself is here, that is what is heard.
    assert supervisor.resume(head.uid).rating.clips == {}
