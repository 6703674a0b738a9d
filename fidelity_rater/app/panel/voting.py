"""One's own vote: kept as it is written, then signed, once in each round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import NotAllowed, UserFacingError
from fidelity_rater.app.panel.models import Stage
from fidelity_rater.app.panel.seats import Seats, seats_of
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.identity import IdentityStore
from fidelity_rater.app.ports.library import Library, UnitOfWork
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.domain.panel import RecordingComment, Round, Verdict, Vote
from fidelity_rater.domain.people import Person
from fidelity_rater.i18n import tr


@dataclass(frozen=True, slots=True)
class VoteDraft:
    """A vote that is being written. ``comments`` by session, as the portfolio names it."""

    verdict: Verdict | None = None
    comments: Mapping[str, str] = field(default_factory=dict)
    words: str = ""


class Voting:
    """Writes votes. :meth:`cast` unlocks an identity, so it belongs in a job."""

    def __init__(
        self, library: Library, *, person: Person, identities: IdentityStore, clock: WallClock, bus: Bus
    ) -> None:
        self._library, self._person, self._identities = library, person, identities
        self._clock, self._bus = clock, bus

    def draft(self, uid: str) -> VoteDraft:
        """What one has written for the round that is due; empty where nothing is."""
        with self._library.read() as uow:
            found = self._draft(uow, seats_of(uow, uid, self._person.uid))
        if found is None:
            return VoteDraft()
        body = found.body
        verdict = Verdict(body["verdict"]) if body.get("decided") else None
        return VoteDraft(verdict, {str(s): str(words) for s, words in body["comments"]}, str(body["words"]))

    def keep(self, uid: str, draft: VoteDraft) -> datetime:
        """Keep what was written so far. Raises ``NotAllowed`` where no vote is due."""
        now = self._clock.now()
        with self._library.work() as uow:
            seats = seats_of(uow, uid, self._person.uid)
            before = self._draft(uow, seats)
            vote = self._vote(seats, draft, uid=before.uid if before else new_uid())
            self._put(uow, vote, before=before, at=now, decided=draft.verdict is not None)
            uow.commit()
        return now

    def cast(self, uid: str, draft: VoteDraft, passphrase: str) -> None:
        """Sign the vote of the round that is due; it stays as it is.

        Raises ``WrongPassphrase``, or ``NotAllowed`` where none is due or none was chosen.
        """
        with self._library.read() as uow:
            _round_due(seats_of(uow, uid, self._person.uid))
        if draft.verdict is None:
            raise UserFacingError(tr("Choose what you vote for."), tr("Accredit, defer or decline."))
        identity = self._identities.unlock(self._person.uid, passphrase)
        now = self._clock.now()
        with self._library.work() as uow:
            seats = seats_of(uow, uid, self._person.uid)
            before = self._draft(uow, seats)
            vote = replace(self._vote(seats, draft, uid=before.uid if before else new_uid()), voted_at=now)
            signed = replace(vote, signature=identity.sign(vote.message()))
            uow.people.keep(self._person)
            self._put(uow, signed, before=before, at=now, decided=True)
            uow.commit()
        self._bus.publish(Changed.PANEL)

    def _vote(self, seats: Seats, draft: VoteDraft, *, uid: str) -> Vote:
        comments = tuple(
            RecordingComment(session, words.strip()) for session, words in draft.comments.items() if words.strip()
        )
        return Vote(
            uid=uid,
            portfolio_uid=seats.portfolio.uid,
            member_uid=self._person.uid,
            initials=self._person.initials,
            round=_round_due(seats),
            verdict=draft.verdict or Verdict.DEFER,
            comments=comments,
            words=draft.words.strip(),
        )

    def _draft(self, uow: UnitOfWork, seats: Seats) -> Document | None:
        """One's vote of the round that is due, while it is not signed."""
        due = due_round(seats)
        found = uow.documents.about(seats.portfolio.uid, DocumentKind.VOTE)
        mine = (d for d in found if d.body["member"] == self._person.uid and not d.body["signature"])
        return next((d for d in mine if due is not None and d.body["round"] == int(due)), None)

    def _put(self, uow: UnitOfWork, vote: Vote, *, before: Document | None, at: datetime, decided: bool) -> None:
        body = vote.as_json() if vote.signature else {**vote.as_json(), "decided": decided}
        uow.documents.keep(
            Document(
                uid=vote.uid,
                kind=DocumentKind.VOTE,
                about=vote.portfolio_uid,
                author_uid=self._person.uid,
                body=body,
                created_at=before.created_at if before else at,
                changed_at=at,
            )
        )


def due_round(seats: Seats) -> Round | None:
    """The round in which one's vote is due; None: none is."""
    return {Stage.FIRST: Round.FIRST, Stage.SECOND: Round.SECOND}.get(seats.stage)


def _round_due(seats: Seats) -> Round:
    due = due_round(seats)
    if due is not None:
        return due
    if seats.decision is not None:
        raise NotAllowed(tr("The panel has decided on this portfolio: a vote after the decision does not count."))
    if seats.mine:
        raise NotAllowed(tr("You have laid this portfolio together and know its scores: you have no vote on it."))
    if seats.about_me:
        raise NotAllowed(tr("This portfolio is of your own work: you have no vote on it."))
    if not seats.has_vote:
        raise NotAllowed(tr("You are not among those who vote on this portfolio."))
    raise NotAllowed(tr("You have voted in this round; a signed vote stays as it is."))
