"""How far a portfolio is, and what follows from that for one person: who votes, what is due, what is sealed."""

from __future__ import annotations

from dataclasses import dataclass

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.panel.models import Stage
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.library import UnitOfWork
from fidelity_rater.app.sharing.panel_judging import decision_on, signed_votes
from fidelity_rater.domain.panel import Decision, Portfolio, Round, Sitting, Vote
from fidelity_rater.i18n import tr


@dataclass(frozen=True, slots=True)
class Seats:
    """A portfolio with everything that was said on it, as one person stands to it."""

    document: Document
    portfolio: Portfolio
    sitting: Sitting | None
    votes: tuple[Vote, ...]
    decision: Decision | None
    me: str
    about_me: bool = False
    """Whether it is one's own work that is laid before the panel."""

    @property
    def mine(self) -> bool:
        """Whether one has laid it together oneself, and so knows its scores."""
        return self.portfolio.author_uid == self.me

    @property
    def leads(self) -> bool:
        return self.sitting is not None and self.sitting.author_uid == self.me

    @property
    def has_vote(self) -> bool:
        """Whoever got it votes, until it is told who sits on the panel.

        Whoever laid it together never does, nor does whom it is about.
        """
        if self.mine or self.about_me:
            return False
        return self.sitting is None or any(member.uid == self.me for member in self.sitting.members)

    def cast(self, number: Round, member_uid: str = "") -> Vote | None:
        who = member_uid or self.me
        return next((v for v in self.votes if v.round is number and v.member_uid == who), None)

    def all_cast(self, number: Round) -> bool:
        """Whether everybody who is to vote has; never where nobody is named."""
        members = self.sitting.members if self.sitting is not None else ()
        return bool(members) and all(self.cast(number, member.uid) is not None for member in members)

    @property
    def first_over(self) -> bool:
        closed = self.sitting is not None and self.sitting.first_closed_at is not None
        return closed or self.all_cast(Round.FIRST)

    @property
    def unsealed(self) -> bool:
        """Whether scores and others' first votes may be seen by this person.

        Whoever has a vote must have given it, and the first round must be over, or one would tell the other.
        """
        if self.mine or self.decision is not None:
            return True
        return self.first_over and (not self.has_vote or self.cast(Round.FIRST) is not None)

    @property
    def stage(self) -> Stage:
        if self.decision is not None:
            return Stage.DECIDED
        if self.mine:
            return Stage.LAID if self.document.final else Stage.DRAFT
        if not self.has_vote:
            return Stage.VOTED if self.unsealed else Stage.LOOK_ON
        if self.cast(Round.FIRST) is None:
            return Stage.FIRST
        if not self.unsealed:
            return Stage.WAITING
        return Stage.VOTED if self.cast(Round.SECOND) is not None else Stage.SECOND

    def shown_votes(self) -> tuple[Vote, ...]:
        """Others' first votes once the round is over; others' second ones once one's own is given, or has not to be."""
        if self.decision is not None:
            return self.votes
        if not (self.first_over and self.unsealed):
            return tuple(vote for vote in self.votes if vote.member_uid == self.me)
        waits = self.has_vote and self.cast(Round.SECOND) is None
        return tuple(v for v in self.votes if v.round is Round.FIRST or v.member_uid == self.me or not waits)


def seats_of(uow: UnitOfWork, uid: str, me: str) -> Seats:
    """Raises ``UserFacingError`` where the portfolio is not here."""
    document = uow.documents.get(uid)
    if document is None or document.kind is not DocumentKind.PORTFOLIO:
        raise UserFacingError(tr("This portfolio is not in the library any more."))
    return seats_at(uow, document, me)


def seats_at(uow: UnitOfWork, document: Document, me: str) -> Seats:
    sittings = uow.documents.about(document.uid, DocumentKind.SITTING)
    decision = decision_on(uow, document)
    votes = {
        vote.uid: vote
        for vote in (
            *signed_votes(uow, document.uid),
            *(decision.votes if decision is not None else ()),
        )
    }
    return Seats(
        document,
        Portfolio.from_json(document.body),
        Sitting.from_json(sittings[-1].body) if sittings else None,
        tuple(sorted(votes.values(), key=lambda vote: (vote.round, vote.initials, vote.uid))),
        decision,
        me,
        uow.therapists.person_of(document.about) == me,
    )
