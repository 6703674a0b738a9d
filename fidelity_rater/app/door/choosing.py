"""Whether a formative rating of one's work, and one's own of that session, may go before a panel: one's own choice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.door.body import Received, received_in
from fidelity_rater.app.door.listing import own_ratings
from fidelity_rater.app.errors import NotAllowed
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.library import Library, UnitOfWork
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.domain.panel import PortfolioChoice
from fidelity_rater.domain.people import Person, Purpose
from fidelity_rater.i18n import tr


def portfolio_choice(uow: UnitOfWork, received: Received, person: Person) -> bool | None:
    """What one has chosen; None where nobody is asked, because a summative rating is always in a portfolio."""
    if received.snapshot.purpose != Purpose.FORMATIVE:
        return None
    latest = _latest(uow, received.feedback.rating_uid, person)
    return latest is not None and PortfolioChoice.from_json(latest.body).chosen


class Choosing:
    """Keeps the choice; it goes along with the next answer, and the last one counts."""

    def __init__(self, library: Library, *, person: Person, clock: WallClock, bus: Bus) -> None:
        self._library, self._person, self._clock, self._bus = library, person, clock, bus

    def choose(self, uid: str, chosen: bool) -> datetime:
        """Let the rating of this feedback, and one's signed self-rating beside it, into a portfolio, or not."""
        now = self._clock.now()
        with self._library.work() as uow:
            received = received_in(uow, uid)
            if received.snapshot.purpose != Purpose.FORMATIVE:
                raise NotAllowed(tr("A summative rating is always in a portfolio."))
            for rating_uid in self._concerned(uow, received):
                self._keep(uow, rating_uid, chosen, now)
            uow.commit()
        self._bus.publish(Changed.PANEL)
        return now

    def _concerned(self, uow: UnitOfWork, received: Received) -> Iterable[str]:
        own = own_ratings(uow, received.session_uid, self._person)
        signed = [h.uid for h in own if h.signed_at is not None and h.purpose is Purpose.FORMATIVE]
        return (received.feedback.rating_uid, *signed)

    def _keep(self, uow: UnitOfWork, rating_uid: str, chosen: bool, now: datetime) -> None:
        """In place of what was not sent yet; what was sent stays, and this comes after it."""
        before = _latest(uow, rating_uid, self._person)
        open_one = before if before is not None and not before.final else None
        uow.documents.keep(
            Document(
                uid=open_one.uid if open_one else new_uid(),
                kind=DocumentKind.PORTFOLIO_CHOICE,
                about=rating_uid,
                author_uid=self._person.uid,
                body=PortfolioChoice(chosen=chosen).as_json(),
                created_at=open_one.created_at if open_one else now,
                changed_at=now,
            )
        )


def _latest(uow: UnitOfWork, rating_uid: str, person: Person) -> Document | None:
    documents = uow.documents.about(rating_uid, DocumentKind.PORTFOLIO_CHOICE)
    mine = [document for document in documents if document.author_uid == person.uid]
    return max(mine, key=lambda each: (each.changed_at, each.uid), default=None)
