"""Compose what passes between a panel and others: a portfolio, votes, and the decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.library import RatingHead
from fidelity_rater.app.sharing.composed import Composed, Composing, file_name
from fidelity_rater.app.sharing.contents import Written
from fidelity_rater.app.sharing.models import DecisionOrder, PortfolioOrder, VotesOrder
from fidelity_rater.app.sharing.panel_judging import first_round_over
from fidelity_rater.app.sharing.panel_words import votes_counted
from fidelity_rater.app.sharing.portfolio_ratings import choices_on, needs_choice, versions_told
from fidelity_rater.app.sharing.scans import scans_here, scans_may_name
from fidelity_rater.domain.consensus import Consensus
from fidelity_rater.domain.panel import Decision, Portfolio, Sitting, Vote
from fidelity_rater.domain.ratings.fold import fold
from fidelity_rater.i18n import tr, tr_n

# A portfolio


def compose_portfolio(work: Composing, order: PortfolioOrder) -> Composed:
    """What was laid together for a panel: signed ratings of one therapist, whoever made them, with their sound."""
    document = _own(work, order.portfolio_uid, DocumentKind.PORTFOLIO)
    if document is None:
        return work.refuse(tr("This portfolio is not in this library."))
    portfolio = Portfolio.from_json(document.body)
    heads = _portfolio_ratings(work, portfolio)
    if work.made.obstacles:
        return work.made
    work.records(heads)
    for session_uid in dict.fromkeys(head.session_uid for head in heads):
        moments = [
            moment
            for head in heads
            if head.session_uid == session_uid
            for moment in fold(work.uow.ratings.events(head.uid)).moments().values()
            if moment.placed
        ]
        told = len(work.made.lines)
        work.sound(order.sound, session_uid, moments, margin_ms=order.margin_ms, covered=work.remembered(session_uid))
        place = work.place(session_uid)
        work.made.lines[told:] = [tr("{place}: {what}", place=place, what=line) for line in work.made.lines[told:]]
    for body in portfolio.consensuses:
        work.gathering.person(work.uow.people.get(Consensus.from_json(body).author_uid))
    work.made.scans += scans_here(work.uow, portfolio)
    _write(work, document, portfolio.therapist_uid, replace(portfolio, scans_out=()).as_json())
    _tell_portfolio(work, portfolio, heads)
    therapist = work.uow.therapists.get(portfolio.therapist_uid)
    work.gathering.therapist(therapist)
    work.made.about = therapist.uid
    work.made.finals.append(document)
    work.made.name = file_name(therapist.code, tr("portfolio"))
    sitting = _sitting_on(work, portfolio.uid)
    if sitting is not None:
        work.propose_next(_members(sitting[1]), about=work.made.about)
    return work.done()


def _portfolio_ratings(work: Composing, portfolio: Portfolio) -> list[RatingHead]:
    heads = [work.uow.ratings.get(uid) for uid in portfolio.rating_uids if work.uow.ratings.has(uid)]
    if not heads:
        work.made.obstacles.append(tr("No signed rating is chosen."))
    if any(head.signed_at is None for head in heads) or len(heads) < len(portfolio.rating_uids):
        work.made.obstacles.append(tr("Only signed ratings go into a portfolio."))
    if {work.therapist_of(head.session_uid) for head in heads} - {portfolio.therapist_uid}:
        work.made.obstacles.append(tr("These ratings are of more than one therapist."))
    asked = [head.uid for head in heads if needs_choice(head)]
    said = choices_on(work.uow, asked)
    unchosen = sum(1 for uid in asked if uid not in said or not said[uid].chosen)
    if unchosen:
        work.made.obstacles.append(
            tr_n(
                "One formative rating was not let into the portfolio by the trainee.",
                "{n} formative ratings were not let into the portfolio by the trainee.",
                unchosen,
            )
        )
    return heads


def _tell_portfolio(work: Composing, portfolio: Portfolio, heads: Sequence[RatingHead]) -> None:
    parts = (
        (portfolio.readiness, tr("How ready they are, by each set of rules: {n}.", n=len(portfolio.readiness))),
        (portfolio.supervision, tr("Supervision sessions, without notes: {n}.", n=len(portfolio.supervision))),
        (portfolio.training, tr("Entries on training: {n}.", n=len(portfolio.training))),
        (portfolio.papers, tr("Papers, named: {n}.", n=len(portfolio.papers))),
        (portfolio.elsewhere, tr("Results on other bodies' forms: {n}.", n=len(portfolio.elsewhere))),
        (portfolio.marks, tr("This site's own line, with its doubt: {n}.", n=len(portfolio.marks))),
        (portfolio.agreement, tr("Figures on how far raters agreed: {n}.", n=len(portfolio.agreement))),
        (portfolio.consensuses, tr("Consensus ratings: {n}.", n=len(portfolio.consensuses))),
        (portfolio.draws, tr("How recordings were drawn: {n}.", n=len(portfolio.draws))),
        (portfolio.words, tr("Your words to the panel.")),
    )
    work.made.lines += [line for part, line in parts if part]
    _tell_scans(work, portfolio)
    work.made.cautions += versions_told(work.scale_of(sha) for sha in {head.scale_sha256 for head in heads})


def _tell_scans(work: Composing, portfolio: Portfolio) -> None:
    n = len(work.made.scans)
    if n:
        work.made.lines.append(tr_n("One scan.", "{n} scans.", n))
        work.made.cautions.append(scans_may_name())
    if gone := len(portfolio.scans) - n:
        work.made.cautions.append(
            tr_n("One of its scans is not here any more.", "{n} of its scans are not here any more.", gone)
        )


# Votes


def compose_votes(work: Composing, order: VotesOrder) -> Composed:
    """Signed votes on one portfolio; from whoever leads the panel, who sits on it and whether the round is closed."""
    found = [work.uow.documents.get(uid) for uid in order.vote_uids]
    documents = [each for each in found if each is not None and each.kind is DocumentKind.VOTE]
    votes = [Vote.from_json(each.body) for each in documents]
    about = {vote.portfolio_uid for vote in votes} | ({order.portfolio_uid} if order.portfolio_uid else set())
    if len(documents) < len(order.vote_uids) or len(about) != 1:
        return work.refuse(tr("No vote is chosen."))
    if not all(vote.signature for vote in votes):
        return work.refuse(tr("The vote is not signed yet."))
    (portfolio_uid,) = about
    portfolio = work.uow.documents.get(portfolio_uid)
    if portfolio is None:
        return work.refuse(tr("The portfolio that these votes are on is not in this library."))
    sitting = _sitting_on(work, portfolio_uid)
    _forbid_early(work, votes, sitting)
    for document, vote in zip(documents, votes, strict=True):
        work.gathering.person(work.uow.people.get(vote.member_uid))
        _write(work, document, portfolio_uid, vote.as_json())
        work.made.finals += [] if document.final else [document]
    if sitting is not None and sitting[1].author_uid == work.person.uid:
        _write(work, sitting[0], portfolio_uid, sitting[1].as_json())
        work.made.lines.append(tr("Who sits on the panel, and how far it has come."))
        work.propose_next(_members(sitting[1]), about=portfolio_uid)
    elif sitting is not None:
        work.propose(sitting[1].author_uid)
    _tell_votes(work, votes)
    work.made.about = portfolio_uid
    work.made.name = file_name(_therapist_code(work, portfolio), tr("votes"))
    return work.done()


def _members(sitting: Sitting) -> list[str]:
    return [member.uid for member in sitting.members]


def _forbid_early(work: Composing, votes: Iterable[Vote], sitting: tuple[Document, Sitting] | None) -> None:
    """Others' votes pass on only after the first round, or the next one would not be blind."""
    if all(vote.member_uid == work.person.uid for vote in votes):
        return
    if sitting is None or sitting[1].author_uid != work.person.uid:
        work.made.obstacles.append(tr("Only whoever leads the panel passes on the votes of others."))
    elif not first_round_over(work.uow, sitting[1]):
        work.made.obstacles.append(tr("The first round is still open: votes are passed on when it is closed."))


def _tell_votes(work: Composing, votes: Sequence[Vote]) -> None:
    work.made.lines += votes_counted(votes)


# The decision


def compose_decision(work: Composing, order: DecisionOrder) -> Composed:
    """What a panel answers to a portfolio: the signed decision with the votes that it stands on."""
    document = _own(work, order.decision_uid, DocumentKind.DECISION)
    if document is None:
        return work.refuse(tr("This decision is not in this library."))
    decision = Decision.from_json(document.body)
    if not decision.signature:
        return work.refuse(tr("The decision is not signed yet."))
    portfolio = work.uow.documents.get(decision.portfolio_uid)
    if portfolio is None:
        return work.refuse(tr("The portfolio that this answers is not in this library."))
    for vote in decision.votes:
        work.gathering.person(work.uow.people.get(vote.member_uid))
    _write(work, document, decision.therapist_uid, decision.as_json())
    work.made.lines.append(tr("The signed decision, its reasons and its minutes."))
    _tell_votes(work, decision.votes)
    work.made.about, work.made.in_reply_to = decision.therapist_uid, portfolio.package_uid
    work.made.finals += [] if document.final else [document]
    work.made.name = file_name(_therapist_code(work, portfolio), tr("decision"))
    work.propose(portfolio.author_uid)
    return work.done()


# What they share


def _own(work: Composing, uid: str, kind: DocumentKind) -> Document | None:
    document = work.uow.documents.get(uid)
    if document is None or document.kind is not kind or document.author_uid != work.person.uid:
        return None
    return document


def _sitting_on(work: Composing, portfolio_uid: str) -> tuple[Document, Sitting] | None:
    found = work.uow.documents.about(portfolio_uid, DocumentKind.SITTING)
    return (found[-1], Sitting.from_json(found[-1].body)) if found else None


def _therapist_code(work: Composing, portfolio: Document) -> str:
    return work.uow.therapists.get(portfolio.about).code


def _write(work: Composing, document: Document, about: str, body: dict[str, object]) -> None:
    work.gathering.document(Written(document.uid, document.kind, about, document.author_uid, body, document.created_at))
