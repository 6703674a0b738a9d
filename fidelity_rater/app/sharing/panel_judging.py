"""Why votes or a decision are not taken in: what they answer is not here, or it has been answered."""

from __future__ import annotations

from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.library import UnitOfWork
from fidelity_rater.app.ports.packages import PackageKind
from fidelity_rater.app.sharing.opened import Opened
from fidelity_rater.app.sharing.panel_signatures import portfolios_voted_on, votes_in
from fidelity_rater.domain.panel import Decision, Round, Sitting, Vote
from fidelity_rater.domain.people import Person
from fidelity_rater.i18n import tr


def panel_refusal(uow: UnitOfWork, opened: Opened) -> str:
    """The sentence that says why, or the empty text."""
    return _votes(uow, opened) if opened.head.kind is PackageKind.VOTES else _decision(uow, opened)


def decision_on(uow: UnitOfWork, portfolio: Document) -> Decision | None:
    """What the panel has decided on a portfolio, once it is signed."""
    found = (Decision.from_json(each.body) for each in uow.documents.about(portfolio.about, DocumentKind.DECISION))
    return next((each for each in found if each.portfolio_uid == portfolio.uid and each.signature), None)


def signed_votes(uow: UnitOfWork, portfolio_uid: str) -> tuple[Vote, ...]:
    """Every vote on a portfolio that was given; what is still being written is none."""
    found = (Vote.from_json(each.body) for each in uow.documents.about(portfolio_uid, DocumentKind.VOTE))
    return tuple(vote for vote in found if vote.signature)


def first_round_over(uow: UnitOfWork, sitting: Sitting) -> bool:
    """Whether it was closed, or everybody who is to vote has; never where nobody is named."""
    voted = {vote.member_uid for vote in signed_votes(uow, sitting.portfolio_uid) if vote.round is Round.FIRST}
    asked = {member.uid for member in sitting.members}
    return sitting.first_closed_at is not None or (bool(asked) and asked <= voted)


def _votes(uow: UnitOfWork, opened: Opened) -> str:
    portfolio = _portfolio(uow, next(iter(portfolios_voted_on(opened.contents)), ""))
    if portfolio is None:
        return tr("These votes are on a portfolio that is not in this library.")
    if _anothers_sitting(uow, opened, portfolio):
        return tr("Somebody else leads the panel on this portfolio.")
    coming = tuple(votes_in(opened.contents))
    here = {found.uid: found for found in signed_votes(uow, portfolio.uid)}
    new = [vote for vote in coming if vote.uid not in here]
    if any(here[vote.uid] != vote for vote in coming if vote.uid in here):
        return tr("A vote in this package differs from the same one here: a signed vote stays as it is.")
    if new and decision_on(uow, portfolio) is not None:
        return tr("The panel has decided on this portfolio: a vote after the decision is not taken in.")
    cast = [(vote.member_uid, vote.round) for vote in (*here.values(), *new)]
    if len(set(cast)) < len(cast):
        return tr("A member has voted in this round already: a signed vote stays, and there is no second one.")
    return ""


def _decision(uow: UnitOfWork, opened: Opened) -> str:
    decision = Decision.from_json(opened.main.body)
    portfolio = _portfolio(uow, decision.portfolio_uid)
    if portfolio is None or not portfolio.final:
        return tr("This answers a portfolio that was not sent from this library and never came here.")
    before = decision_on(uow, portfolio)
    if before is not None and before != decision:
        return tr("The panel has decided on this portfolio before: a signed decision stays as it is.")
    return ""


def _anothers_sitting(uow: UnitOfWork, opened: Opened, portfolio: Document) -> bool:
    here = {
        Sitting.from_json(each.body).author_uid for each in uow.documents.about(portfolio.uid, DocumentKind.SITTING)
    }
    coming = {str(each.body["author"]) for each in opened.contents.documents_of(DocumentKind.SITTING)}
    return len(here | coming) > 1


def _portfolio(uow: UnitOfWork, uid: str) -> Document | None:
    document = uow.documents.get(uid) if uid else None
    return document if document is not None and document.kind is DocumentKind.PORTFOLIO else None


def strange_voters(uow: UnitOfWork, opened: Opened, *, me: Person) -> tuple[str, ...]:
    """Initials of whoever has voted and is not among one's contacts, the signer apart: that is told anyway."""
    known = {me.uid, opened.signer.uid}
    found = {vote.member_uid: vote.initials for vote in votes_in(opened.contents)}
    return tuple(who for uid, who in found.items() if uid not in known and uow.contacts.get(uid) is None)
