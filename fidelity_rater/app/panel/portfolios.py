"""Lays portfolios together: which ratings, rules and parts of the log; a draft until it goes before a panel."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.consensus.originals import hidden_as_reference
from fidelity_rater.app.errors import NotAllowed, UserFacingError
from fidelity_rater.app.panel.portfolio_models import Assessed, Part, PortfolioSheet, TherapistChoice
from fidelity_rater.app.panel.records_read import Log, calibrations_signed, current_ratings, log_of
from fidelity_rater.app.panel.sheets import sheet_of
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.library import Library, UnitOfWork
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.sharing.models import PortfolioOrder
from fidelity_rater.app.sharing.portfolio_ratings import choices_on, needs_choice
from fidelity_rater.app.training.scans import Scans
from fidelity_rater.domain.consensus import Consensus
from fidelity_rater.domain.panel import AgreementNote, PassNote, Portfolio, PortfolioChoice, PortfolioScan
from fidelity_rater.domain.people import Person
from fidelity_rater.i18n import tr


class Portfolios:
    """What this person lays before panels. Reading a sheet folds no rating; working out readiness may take a moment."""

    def __init__(
        self,
        library: Library,
        *,
        person: Person,
        scales: ScaleShelf,
        clock: WallClock,
        bus: Bus,
        assessed: Assessed | None = None,
    ) -> None:
        self._library, self._person, self._scales = library, person, scales
        self._clock, self._bus, self._assessed = clock, bus, assessed or Assessed()
        self.scans = Scans(library, clock=clock, bus=bus)

    def therapists(self) -> tuple[TherapistChoice, ...]:
        """Everybody of whom there is a signed rating here, by code; those made to calibrate are none of theirs."""
        with self._library.queries() as queries:
            rows = [row for row in queries.caseload() if not row.therapist.archived]
        with self._library.read() as uow:
            calibrating = calibrations_signed(uow)
        found = [
            TherapistChoice(row.therapist.uid, row.therapist.code, count)
            for row in rows
            if (count := row.ratings - row.drafts - calibrating[row.therapist.uid]) > 0
        ]
        return tuple(sorted(found, key=lambda each: each.code))

    def begin(self, therapist_uid: str) -> str:
        """Begin a portfolio, or go on with the draft that is here; return its uid."""
        with self._library.work() as uow:
            drafts = [
                document
                for document in uow.documents.about(therapist_uid, DocumentKind.PORTFOLIO)
                if not document.final and document.author_uid == self._person.uid
            ]
            if drafts:
                return drafts[-1].uid
            portfolio = Portfolio(new_uid(), therapist_uid, self._person.uid, ())
            log = log_of(uow, therapist_uid)
            filled = replace(
                portfolio,
                supervision=log.supervision,
                training=log.training,
                papers=log.papers,
                elsewhere=log.elsewhere,
            )
            self._keep(uow, with_scans(uow, self._with_ratings(uow, filled)))
            uow.commit()
        if self._assessed.profiles():
            with suppress(UserFacingError):  # nothing counts yet: it is not in it
                self.choose_part(portfolio.uid, Part.MARKS, True)
        self._bus.publish(Changed.PANEL)
        return portfolio.uid

    def sheet(self, uid: str) -> PortfolioSheet:
        """A portfolio with its ticks. A draft's ratings and log are read anew: what came since is in it."""
        with self._library.read() as uow:
            document = self._document(uow, uid)
            portfolio = Portfolio.from_json(document.body)
            if not document.final:
                portfolio = with_scans(uow, with_records(uow, portfolio))
            heads = current_ratings(uow, portfolio.therapist_uid)
        scales = {sha: self._scales.kept_in(self._library, sha) for sha in {head.scale_sha256 for head in heads}}
        rules, profiles = self._assessed.rules(), self._assessed.profiles()
        with self._library.read() as uow:
            return sheet_of(uow, document, portfolio, scales=scales, rules=rules, profiles=profiles)

    # Changing a draft

    def let_in(self, uid: str, rating_uid: str, chosen: bool) -> None:
        """Tick a formative rating that the trainee lets in, or leave it out. Raises ``NotAllowed`` for any other."""

        def change(uow: UnitOfWork, portfolio: Portfolio) -> Portfolio:
            head = uow.ratings.get(rating_uid)
            if not needs_choice(head):
                raise NotAllowed(tr("Summative ratings are always in the portfolio."))
            said = choices_on(uow, [rating_uid]).get(rating_uid)
            if chosen and (said is None or not said.chosen):
                raise NotAllowed(tr("A formative rating is in a portfolio by the trainee's choice alone."))
            left = tuple(each for each in portfolio.chosen_uids if each != rating_uid)
            return replace(portfolio, chosen_uids=(*left, rating_uid) if chosen else left)

        self._change(uid, change)

    def told(self, uid: str, rating_uid: str, *, chosen: bool, on: date) -> None:
        """Write down what the trainee said about a formative rating, and on which day; marked as told."""
        if on > self._clock.now().date():
            raise UserFacingError(tr("This day has not come yet."), tr("Say on which day the trainee told you."))
        now = self._clock.now()
        with self._library.work() as uow:
            body = PortfolioChoice(chosen=chosen, told_on=on).as_json()
            uow.documents.keep(
                Document(
                    new_uid(), DocumentKind.PORTFOLIO_CHOICE, rating_uid, self._person.uid, body, now, now, final=True
                )
            )
            uow.commit()
        self.let_in(uid, rating_uid, chosen)

    def choose_rules(self, uid: str, rules_id: str, chosen: bool) -> None:
        """Let it say how ready the therapist is by this set of rules, worked out now; may take a moment."""
        readiness = self._assessed.readiness
        with self._library.read() as uow:
            therapist_uid = Portfolio.from_json(self._document(uow, uid).body).therapist_uid
        found = readiness(therapist_uid, rules_id) if chosen and readiness is not None else None

        def change(uow: UnitOfWork, portfolio: Portfolio) -> Portfolio:
            left = tuple(each for each in portfolio.readiness if each.rules_id != rules_id)
            return replace(portfolio, readiness=(*left, found) if found is not None else left)

        self._change(uid, change)

    def choose_part(self, uid: str, part: Part, chosen: bool) -> None:
        """Let a part go along, or leave it out."""
        notes = self._agreement(uid) if part is Part.AGREEMENT and chosen else ()
        marks = self._pass_marks(uid) if part is Part.MARKS and chosen else ()

        def change(uow: UnitOfWork, portfolio: Portfolio) -> Portfolio:
            log = log_of(uow, portfolio.therapist_uid) if chosen else Log()
            match part:
                case Part.SUPERVISION:
                    return replace(portfolio, supervision=log.supervision)
                case Part.TRAINING:
                    return replace(portfolio, training=log.training)
                case Part.PAPERS:
                    return replace(portfolio, papers=log.papers)
                case Part.ELSEWHERE:
                    return replace(portfolio, elsewhere=log.elsewhere)
                case Part.AGREEMENT:
                    return replace(portfolio, agreement=notes)
                case Part.MARKS:
                    return replace(portfolio, marks=marks)

        self._change(uid, change)

    def _agreement(self, uid: str) -> tuple[AgreementNote, ...]:
        if self._assessed.agreement is None:
            return ()
        with self._library.read() as uow:
            portfolio = Portfolio.from_json(self._document(uow, uid).body)
        notes = self._assessed.agreement(portfolio.rating_uids)
        if not notes:
            raise UserFacingError(
                tr("No two people have rated the same recordings here, so there is no agreement to tell."),
                tr("Have some of these recordings rated by a second person."),
            )
        return notes

    def _pass_marks(self, uid: str) -> tuple[PassNote, ...]:
        with self._library.read() as uow:
            portfolio = Portfolio.from_json(self._document(uow, uid).body)
        marks = self._assessed.pass_marks(portfolio.therapist_uid, portfolio.rating_uids)
        if not marks:
            raise UserFacingError(
                tr("No line of this site stands on ratings of this portfolio alone."),
                tr("Its file says which ratings count: of which scale, for what, by whom."),
            )
        return marks

    def choose_scan(self, uid: str, scan_uid: str, chosen: bool) -> None:
        """Let a scan of a record in the portfolio go along, or leave it out."""

        def change(_: UnitOfWork, portfolio: Portfolio) -> Portfolio:
            left = tuple(each for each in portfolio.scans_out if each != scan_uid)
            return replace(portfolio, scans_out=left if chosen else (*left, scan_uid))

        self._change(uid, change)

    def write(self, uid: str, words: str) -> None:
        """Keep the words to the panel."""
        self._change(uid, lambda _, portfolio: replace(portfolio, words=words.strip()), news=Changed.NOTHING)

    def discard(self, uid: str) -> None:
        """Take a draft away."""
        with self._library.work() as uow:
            if self._document(uow, uid).final:
                raise _stays()
            uow.documents.remove(uid)
            uow.commit()
        self._bus.publish(Changed.PANEL)

    # Before a panel

    def renew(self, uid: str) -> PortfolioOrder:
        """Bring a draft up to what is here now, and say what is to be sent; one that was sent is sent as it was.

        Works readiness and agreement out anew, so it belongs in a job.
        """
        with self._library.read() as uow:
            document = self._document(uow, uid)
            portfolio = Portfolio.from_json(document.body)
        if not document.final:
            self._change(uid, lambda _, draft: draft)  # ratings signed since, and what the trainee said since
            for each in portfolio.readiness:
                self.choose_rules(uid, each.rules_id, True)
            for part in Part:
                if getattr(portfolio, str(part)):
                    self._renew_part(uid, part)
        return PortfolioOrder(uid)

    def _renew_part(self, uid: str, part: Part) -> None:
        try:
            self.choose_part(uid, part, True)
        except UserFacingError:
            if part is not Part.MARKS:
                raise
            self.choose_part(uid, part, False)  # what it stood on went, or its file did: then it goes, too

    def lay(self, uid: str) -> None:
        """Lay it before a panel that shares this library: it stays as it is from now on."""
        self.renew(uid)
        sheet = self.sheet(uid)
        if sheet.obstacles:
            raise NotAllowed(sheet.obstacles[0])
        with self._library.work() as uow:
            document = self._document(uow, uid)
            if not document.final:
                uow.people.keep(self._person)
                uow.documents.keep(replace(document, final=True, changed_at=self._clock.now()))
                uow.commit()
        self._bus.publish(Changed.PANEL)

    def _change(
        self, uid: str, change: Callable[[UnitOfWork, Portfolio], Portfolio], *, news: Changed = Changed.PANEL
    ) -> None:
        with self._library.work() as uow:
            document = self._document(uow, uid)
            if document.final:
                raise _stays()
            changed = change(uow, Portfolio.from_json(document.body))
            portfolio = with_scans(uow, self._with_ratings(uow, changed))
            self._keep(uow, portfolio, before=document)
            uow.commit()
        if news:
            self._bus.publish(news)

    def _with_ratings(self, uow: UnitOfWork, portfolio: Portfolio) -> Portfolio:
        """Every summative rating, and the formative ones that were let in; with what was drawn and agreed on them."""
        heads = current_ratings(uow, portfolio.therapist_uid)
        said = choices_on(uow, [head.uid for head in heads if needs_choice(head)])
        formative = [head.uid for head in heads if head.uid in said and said[head.uid].chosen]
        chosen = tuple(uid for uid in portfolio.chosen_uids if uid in formative)
        ratings = tuple(head.uid for head in heads if not needs_choice(head) or head.uid in chosen)
        sessions = {head.session_uid for head in heads if head.uid in ratings}
        agreed = (
            document.body
            for session in sorted(sessions)
            for document in uow.documents.about(session, DocumentKind.CONSENSUS)
            if document.body["signature"]
            if not hidden_as_reference(uow, Consensus.from_json(document.body), self._person)
        )
        drawn = (
            document.body
            for document in uow.documents.of_kind(DocumentKind.DRAW)
            if sessions.intersection(document.body.get("chosen", ()))
        )
        return replace(
            portfolio,
            rating_uids=ratings,
            chosen_uids=chosen,
            consensuses=tuple(dict(body) for body in agreed),
            draws=tuple(dict(body) for body in drawn),
        )

    def _keep(self, uow: UnitOfWork, portfolio: Portfolio, *, before: Document | None = None) -> None:
        now = self._clock.now()
        uow.documents.keep(
            Document(
                uid=portfolio.uid,
                kind=DocumentKind.PORTFOLIO,
                about=portfolio.therapist_uid,
                author_uid=self._person.uid,
                body=portfolio.as_json(),
                created_at=before.created_at if before else now,
                changed_at=now,
            )
        )

    def _document(self, uow: UnitOfWork, uid: str) -> Document:
        document = uow.documents.get(uid)
        if document is None or document.kind is not DocumentKind.PORTFOLIO:
            raise UserFacingError(tr("This portfolio is not in the library any more."))
        if document.author_uid != self._person.uid:
            raise NotAllowed(tr("Only whoever lays a portfolio together changes it."))
        return document


def with_records(uow: UnitOfWork, portfolio: Portfolio) -> Portfolio:
    """The papers and results that are in it as they are now: what hangs on them is shown before it goes."""
    log = log_of(uow, portfolio.therapist_uid)
    papers, elsewhere = portfolio.papers and log.papers, portfolio.elsewhere and log.elsewhere
    return replace(portfolio, papers=papers, elsewhere=elsewhere)


def with_scans(uow: UnitOfWork, portfolio: Portfolio) -> Portfolio:
    """Every scan of a paper or result that is in it, but for those that are left out."""
    found = (
        PortfolioScan(scan.uid, record.uid) for record in portfolio.scanned for scan in uow.attachments.of(record.uid)
    )
    return replace(portfolio, scans=tuple(each for each in found if each.uid not in portfolio.scans_out))


def _stays() -> NotAllowed:
    return NotAllowed(tr("This portfolio went before a panel and stays as it is."), tr("Begin another one."))
