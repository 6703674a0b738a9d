"""Leading a panel: who sits on it, when the first round is over, and the signed decision with its minutes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import NotAllowed, UserFacingError
from fidelity_rater.app.panel.models import Leading
from fidelity_rater.app.panel.seats import Seats, seats_of
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.identity import IdentityStore
from fidelity_rater.app.ports.library import Library, UnitOfWork
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.domain.panel import Decision, Member, Round, Sitting, Verdict
from fidelity_rater.domain.people import Person
from fidelity_rater.i18n import tr


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """A decision that is being written."""

    verdict: Verdict | None = None
    reasons: str = ""
    conditions: str = ""
    minutes: str = ""


def leading_of(seats: Seats) -> Leading:
    """What this person may do as whoever leads the panel."""
    if not seats.leads:
        free = seats.sitting is None and seats.decision is None and seats.document.final
        return Leading(may_lead=free)
    return Leading(
        leads=True,
        first_over=seats.first_over,
        why_not_close=_why_not_close(seats),
        why_not_decide=_why_not_decide(seats),
        cautions=tuple(_cautions(seats)),
    )


def _why_not_close(seats: Seats) -> str:
    if seats.decision is not None:
        return tr("The panel has decided.")
    if seats.first_over:
        return tr("The first round is over.")
    if not any(vote.round is Round.FIRST for vote in seats.votes):
        return tr("Nobody has voted yet.")
    if seats.has_vote and seats.cast(Round.FIRST) is None:
        return tr("Vote yourself first: closing the round shows you the scores.")
    return ""


def _why_not_decide(seats: Seats) -> str:
    if seats.decision is not None:
        return tr("The panel has decided.")
    if not seats.first_over:
        return tr("The first round is still open.")
    if seats.has_vote and seats.cast(Round.SECOND) is None:
        return tr("Give your own second vote first.")
    if not any(vote.round is Round.SECOND for vote in seats.votes):
        return tr("Nobody has voted a second time yet.")
    return ""


def _cautions(seats: Seats) -> list[str]:
    members = seats.sitting.members if seats.sitting is not None else ()
    if seats.decision is not None or not seats.first_over:
        return []
    first, second = (
        ", ".join(each.initials for each in members if seats.cast(number, each.uid) is None) for number in Round
    )
    told = [tr("No first vote by {who}.", who=first)] if first else []
    return [*told, tr("No second vote by {who} yet.", who=second)] if second else told


class Deciding:
    """Leads a panel. :meth:`decide` unlocks an identity, so it belongs in a job."""

    def __init__(
        self, library: Library, *, person: Person, identities: IdentityStore, clock: WallClock, bus: Bus
    ) -> None:
        self._library, self._person, self._identities = library, person, identities
        self._clock, self._bus = clock, bus

    def lead(self, uid: str) -> None:
        """Lead the panel on this portfolio from now on; whoever did not lay it together has a vote, too."""
        with self._library.work() as uow:
            seats = seats_of(uow, uid, self._person.uid)
            if not leading_of(seats).may_lead:
                raise NotAllowed(tr("The panel on this portfolio is led already."))
            members = () if seats.mine else (Member(self._person.uid, self._person.initials),)
            uow.people.keep(self._person)
            self._keep(uow, Sitting(new_uid(), uid, self._person.uid, members))
            uow.commit()
        self._bus.publish(Changed.PANEL)

    def seat(self, uid: str, members: Collection[Member]) -> None:
        """Let these people vote. Whoever has voted stays."""
        with self._library.work() as uow:
            seats, sitting = self._led(uow, uid)
            if seats.first_over and sitting.first_closed_at is not None:
                raise NotAllowed(tr("The first round is closed: who votes stays as it is."))
            chosen = {member.uid for member in members}
            if seats.portfolio.author_uid in chosen:
                raise NotAllowed(tr("Whoever laid a portfolio together knows its scores and has no vote on it."))
            left = [vote.initials for vote in seats.votes if vote.member_uid not in chosen]
            if left:
                who = ", ".join(sorted(set(left)))
                raise NotAllowed(tr("{who} has voted already and stays on the panel.", who=who))
            ordered = sorted(members, key=lambda member: (member.initials, member.uid))
            self._keep(uow, replace(sitting, members=tuple(ordered)))
            uow.commit()
        self._bus.publish(Changed.PANEL)

    def close_first(self, uid: str) -> None:
        """End the first round: from now on everybody who has voted sees everything."""
        with self._library.work() as uow:
            seats, sitting = self._led(uow, uid)
            if why := _why_not_close(seats):
                raise NotAllowed(why)
            self._keep(uow, replace(sitting, first_closed_at=self._clock.now()))
            uow.commit()
        self._bus.publish(Changed.PANEL)

    # The decision

    def draft(self, uid: str) -> DecisionDraft:
        """What was written of the decision so far."""
        with self._library.read() as uow:
            found = self._drafted(uow, seats_of(uow, uid, self._person.uid))
        if found is None:
            return DecisionDraft()
        body = found.body
        verdict = Verdict(body["verdict"]) if body.get("decided") else None
        return DecisionDraft(verdict, str(body["reasons"]), str(body["conditions"]), str(body["minutes"]))

    def keep(self, uid: str, draft: DecisionDraft) -> datetime:
        """Keep what was written so far. Raises ``NotAllowed`` for whoever does not lead the panel, or after it."""
        now = self._clock.now()
        with self._library.work() as uow:
            seats, _ = self._led(uow, uid)
            self._put(uow, seats, self._decision(uow, seats, draft), at=now, decided=draft.verdict is not None)
            uow.commit()
        return now

    def decide(self, uid: str, draft: DecisionDraft, passphrase: str) -> str:
        """Sign the decision with the votes that it stands on; return its uid.

        Raises ``WrongPassphrase``, or ``UserFacingError`` for what is wanting.
        """
        with self._library.read() as uow:
            seats, _ = self._led(uow, uid)
        if why := _why_not_decide(seats):
            raise NotAllowed(why)
        _check(draft)
        identity = self._identities.unlock(self._person.uid, passphrase)
        now = self._clock.now()
        with self._library.work() as uow:
            seats, _ = self._led(uow, uid)
            decision = replace(self._decision(uow, seats, draft), votes=seats.votes, decided_at=now)
            signed = replace(decision, signature=identity.sign(decision.message()))
            uow.people.keep(self._person)
            self._put(uow, seats, signed, at=now, decided=True)
            uow.commit()
        self._bus.publish(Changed.PANEL)
        return signed.uid

    def _decision(self, uow: UnitOfWork, seats: Seats, draft: DecisionDraft) -> Decision:
        before = self._drafted(uow, seats)
        deferred = draft.verdict is Verdict.DEFER
        return Decision(
            uid=before.uid if before else new_uid(),
            portfolio_uid=seats.portfolio.uid,
            therapist_uid=seats.portfolio.therapist_uid,
            author_uid=self._person.uid,
            verdict=draft.verdict or Verdict.DEFER,
            reasons=draft.reasons.strip(),
            conditions=draft.conditions.strip() if deferred or draft.verdict is None else "",
            minutes=draft.minutes.strip(),
        )

    def _drafted(self, uow: UnitOfWork, seats: Seats) -> Document | None:
        found = uow.documents.about(seats.document.about, DocumentKind.DECISION)
        mine = (d for d in found if d.body["portfolio"] == seats.portfolio.uid and not d.body["signature"])
        return next((d for d in mine if d.author_uid == self._person.uid), None)

    def _put(self, uow: UnitOfWork, seats: Seats, decision: Decision, *, at: datetime, decided: bool) -> None:
        before = uow.documents.get(decision.uid)
        body = decision.as_json() if decision.signature else {**decision.as_json(), "decided": decided}
        uow.documents.keep(
            Document(
                uid=decision.uid,
                kind=DocumentKind.DECISION,
                about=seats.document.about,
                author_uid=self._person.uid,
                body=body,
                created_at=before.created_at if before else at,
                changed_at=at,
            )
        )

    # The sitting

    def _led(self, uow: UnitOfWork, uid: str) -> tuple[Seats, Sitting]:
        seats = seats_of(uow, uid, self._person.uid)
        if not seats.leads or seats.sitting is None:
            raise NotAllowed(tr("Only whoever leads the panel does this."))
        if seats.decision is not None:
            raise NotAllowed(tr("The panel has decided on this portfolio; a signed decision stays as it is."))
        return seats, seats.sitting

    def _keep(self, uow: UnitOfWork, sitting: Sitting) -> None:
        now = self._clock.now()
        before = uow.documents.get(sitting.uid)
        uow.documents.keep(
            Document(
                uid=sitting.uid,
                kind=DocumentKind.SITTING,
                about=sitting.portfolio_uid,
                author_uid=self._person.uid,
                body=sitting.as_json(),
                created_at=before.created_at if before else now,
                changed_at=now,
            )
        )


def _check(draft: DecisionDraft) -> None:
    if draft.verdict is None:
        raise UserFacingError(tr("Choose what the panel decides."), tr("Accredit, defer or decline."))
    if not draft.reasons.strip():
        raise UserFacingError(tr("A decision is signed with its reasons."), tr("Write them down in a few words."))
    if draft.verdict is Verdict.DEFER and not draft.conditions.strip():
        raise UserFacingError(
            tr("To defer is to say what is wanting."), tr("Write down the conditions that would lead to accreditation.")
        )
