"""The panel's door: what one may see of a portfolio now, votes, who sits on the panel, and the decision."""

from __future__ import annotations

from collections.abc import Callable, Collection

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.door.sounds import Sounds
from fidelity_rater.app.errors import NotAllowed
from fidelity_rater.app.panel.deciding import Deciding
from fidelity_rater.app.panel.hearing import heads_of
from fidelity_rater.app.panel.models import Asked, PanelView, PortfolioRow
from fidelity_rater.app.panel.report import portfolio_report, signatures_of
from fidelity_rater.app.panel.seats import seats_at, seats_of
from fidelity_rater.app.panel.showing import row_of, view_of
from fidelity_rater.app.panel.voting import Voting
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.ports.identity import IdentityStore
from fidelity_rater.app.ports.library import Library, UnitOfWork
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.app.recordings import Recordings
from fidelity_rater.app.report_models import PortfolioReport
from fidelity_rater.app.reporting.wishes import ReportWish
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.sharing.models import VotesOrder
from fidelity_rater.domain.panel import Member
from fidelity_rater.domain.people import Person, Purpose, Role
from fidelity_rater.i18n import tr, tr_n


class Panel:
    """Portfolios as this person may see them. :meth:`view` folds ratings, so it belongs in a job."""

    def __init__(
        self,
        library: Library,
        *,
        person: Person,
        identities: IdentityStore,
        recordings: Recordings,
        scales: ScaleShelf,
        clock: WallClock,
        bus: Bus,
        fingerprint: Callable[[Person], str] = lambda person: "",
    ) -> None:
        """``fingerprint`` tells a person's keys in groups that two people compare."""
        self._fingerprint, self._clock = fingerprint, clock
        self._library, self._person, self._identities, self._scales = library, person, identities, scales
        self.sounds = Sounds(library, recordings=recordings, purpose=Purpose.SUMMATIVE, role=Role.PANEL)
        self.voting = Voting(library, person=person, identities=identities, clock=clock, bus=bus)
        self.deciding = Deciding(library, person=person, identities=identities, clock=clock, bus=bus)

    def rows(self) -> tuple[PortfolioRow, ...]:
        """Every portfolio here, the latest first."""
        with self._library.read() as uow:
            found = uow.documents.of_kind(DocumentKind.PORTFOLIO)
            rows = [row_of(uow, seats_at(uow, document, self._person.uid)) for document in found]
        return tuple(sorted(rows, key=lambda row: (row.at, row.uid), reverse=True))

    def view(self, uid: str) -> PanelView:
        """One portfolio as one may see it now. Raises ``UserFacingError`` where it is not here."""
        with self._library.read() as uow:
            shas = {head.scale_sha256 for head in heads_of(uow, seats_of(uow, uid, self._person.uid))}
        scales = {sha: self._scales.kept_in(self._library, sha) for sha in shas}
        with self._library.read() as uow:
            seats = seats_of(uow, uid, self._person.uid)
            return view_of(uow, seats, sounds=self.sounds, scale_of=scales.__getitem__, identities=self._identities)

    def report(self, uid: str) -> PortfolioReport:
        """The printed report. Raises ``NotAllowed`` while its scores are sealed for this person."""
        view = self.view(uid)
        if view.everything is None:
            raise NotAllowed(tr("The report tells scores, which are sealed until the first round of votes is over."))
        with self._library.read() as uow:
            seats = seats_of(uow, uid, self._person.uid)
            heads = heads_of(uow, seats)
            signed = signatures_of(uow, seats, fingerprint=self._fingerprint)
        scales = [self._scales.kept_in(self._library, sha) for sha in sorted({head.scale_sha256 for head in heads})]
        raters = frozenset(head.person_uid for head in heads)
        return portfolio_report(view, seats, scales, signed, raters=raters, at=self._clock.now())

    def report_wish(self, uid: str, about: str) -> ReportWish:
        """Ask for the report."""
        return ReportWish(tr("Portfolio report"), about, lambda _: self.report(uid))

    def askable(self, uid: str) -> tuple[Asked, ...]:
        """Who can be asked to vote: whoever is known here, but for who laid it together and whom it is about."""
        with self._library.read() as uow:
            seats = seats_of(uow, uid, self._person.uid)
            known = {each.uid: each for each in (*uow.people.all(), self._person)}
            known |= {contact.person.uid: contact.person for contact in uow.contacts.all()}
            therapist = uow.therapists.person_of(seats.document.about)
        out = {seats.portfolio.author_uid, therapist}
        people = (each for each in known.values() if each.uid not in out)
        return tuple(Asked(p.uid, p.name, p.initials) for p in sorted(people, key=lambda p: (p.name, p.uid)))

    def seat(self, uid: str, people: Collection[str]) -> None:
        """Let these vote, by their uids: of those who can be asked."""
        chosen = [each for each in self.askable(uid) if each.uid in set(people)]
        self.deciding.seat(uid, [Member(each.uid, each.initials) for each in chosen])

    def check_open(self, rating_uid: str) -> None:
        """Raise ``NotAllowed`` where a rating is sealed: its portfolio waits for one's vote, or the round for others'.

        One's own rating is never sealed.
        """
        if rating_uid in self.sealed():
            raise NotAllowed(
                tr(
                    "This rating is part of a portfolio whose scores are sealed until the first round of votes is over."
                ),
                tr("Hear the recordings and vote under Accreditation."),
            )

    def sealed(self) -> frozenset[str]:
        """Uids of the ratings whose scores this person may not see yet."""
        with self._library.read() as uow:
            return _sealed(uow, self._person.uid)

    def left_out(self) -> str:
        """What an export leaves out for this person, in a sentence; empty where nothing is sealed."""
        n = len(self.sealed())
        if not n:
            return ""
        return tr_n(
            "One rating is left out: its scores are sealed until the first round of votes on it is over.",
            "{n} ratings are left out: their scores are sealed until the first round of votes on them is over.",
            n,
        )

    def votes_order(self, uid: str) -> VotesOrder:
        """One's own votes, to whoever leads the panel; from whoever leads it, everything that may be passed on."""
        with self._library.read() as uow:
            seats = seats_of(uow, uid, self._person.uid)
        passes = seats.leads and seats.first_over
        votes = seats.shown_votes() if passes else [v for v in seats.votes if v.member_uid == self._person.uid]
        return VotesOrder(tuple(vote.uid for vote in votes), uid)


def _sealed(uow: UnitOfWork, me: str) -> frozenset[str]:
    every = (seats_at(uow, document, me) for document in uow.documents.of_kind(DocumentKind.PORTFOLIO))
    sealed = {uid for seats in every if not seats.unsealed for uid in seats.portfolio.rating_uids}
    return frozenset(uid for uid in sealed if uow.ratings.has(uid) and uow.ratings.get(uid).person_uid != me)
