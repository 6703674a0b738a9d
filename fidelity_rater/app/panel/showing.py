"""A portfolio as one person may see it now. What is sealed for them is never read into what they are shown."""

from __future__ import annotations

from collections.abc import Iterator

from fidelity_rater.app.door.sounds import Sounds
from fidelity_rater.app.panel.deciding import leading_of
from fidelity_rater.app.panel.hearing import ScaleOf, heads_of, heard_cases
from fidelity_rater.app.panel.models import Everything, PanelView, PortfolioRow, ScanShown, Seat, Stage
from fidelity_rater.app.panel.scores import ratings_of, self_rating_section
from fidelity_rater.app.panel.seats import Seats
from fidelity_rater.app.panel.telling import record_name, sections_of
from fidelity_rater.app.panel.votes_shown import decision_shown, vote_shown
from fidelity_rater.app.panel.voting import due_round
from fidelity_rater.app.ports.identity import IdentityStore
from fidelity_rater.app.ports.library import UnitOfWork
from fidelity_rater.app.sharing.portfolio_ratings import versions_told
from fidelity_rater.app.sharing.scans import scans_here
from fidelity_rater.domain.panel import Portfolio, Round
from fidelity_rater.i18n import tr, tr_n


def row_of(uow: UnitOfWork, seats: Seats) -> PortfolioRow:
    """One line of the list."""
    return PortfolioRow(
        uid=seats.portfolio.uid,
        therapist=uow.therapists.get(seats.document.about).code,
        at=seats.document.created_at,
        by=_initials(uow, seats.portfolio.author_uid),
        mine=seats.mine,
        stage=seats.stage,
        line=_line(seats),
    )


def view_of(
    uow: UnitOfWork, seats: Seats, *, sounds: Sounds, scale_of: ScaleOf, identities: IdentityStore
) -> PanelView:
    """What this person may see; nothing else is in it."""
    me = seats.me
    due = due_round(seats)
    return PanelView(
        uid=seats.portfolio.uid,
        therapist=uow.therapists.get(seats.document.about).code,
        by=_initials(uow, seats.portfolio.author_uid),
        stage=seats.stage,
        where=_where(seats),
        cases=heard_cases(uow, seats, sounds=sounds, scale_of=scale_of),
        seats=_seats(uow, seats),
        own=tuple(vote_shown(uow, vote, me) for vote in seats.votes if vote.member_uid == me),
        vote_due=int(due) if due else 0,
        leading=leading_of(seats),
        to_send=_to_send(uow, seats),
        decision=decision_shown(uow, seats),
        everything=_everything(uow, seats, scale_of) if seats.unsealed else None,
        cautions=tuple(_cautions(uow, seats, scale_of, identities)),
    )


def _everything(uow: UnitOfWork, seats: Seats, scale_of: ScaleOf) -> Everything:
    heads = heads_of(uow, seats)
    scales = {head.scale_sha256: scale_of(head.scale_sha256) for head in heads}
    beside = self_rating_section(uow, seats, scale_of)
    return Everything(
        words=seats.portfolio.words,
        ratings=ratings_of(uow, seats, scale_of),
        sections=(*((beside,) if beside else ()), *sections_of(uow, seats.portfolio)),
        votes=tuple(vote_shown(uow, vote, seats.me) for vote in seats.shown_votes()),
        notices=tuple(dict.fromkeys(scale.notice for scale in scales.values() if scale.notice)),
        scans=tuple(_scans(uow, seats.portfolio)),
    )


def _scans(uow: UnitOfWork, portfolio: Portfolio) -> Iterator[ScanShown]:
    records = {each.uid: record_name(each) for each in portfolio.scanned}
    for scan in scans_here(uow, portfolio):
        yield ScanShown(records.get(scan.about, ""), scan)


def _seats(uow: UnitOfWork, seats: Seats) -> tuple[Seat, ...]:
    """Whoever sits on the panel, and whoever has voted."""
    sitting = seats.sitting
    people = {member.uid: member.initials for member in (sitting.members if sitting else ())}
    voters = set(people)
    people |= {vote.member_uid: vote.initials for vote in seats.votes if vote.member_uid not in people}
    if sitting is not None and sitting.author_uid not in people:
        people = {sitting.author_uid: _initials(uow, sitting.author_uid), **people}
    return tuple(
        Seat(
            uid=uid,
            initials=initials,
            leads=sitting is not None and uid == sitting.author_uid,
            me=uid == seats.me,
            votes=uid in voters or seats.cast(Round.FIRST, uid) is not None,
            first=seats.cast(Round.FIRST, uid) is not None,
            second=seats.cast(Round.SECOND, uid) is not None,
        )
        for uid, initials in people.items()
    )


def _to_send(uow: UnitOfWork, seats: Seats) -> tuple[str, ...]:
    """A portfolio that came from elsewhere is voted on elsewhere, too."""
    if not seats.document.package_uid or seats.mine or seats.leads or seats.decision is not None:
        return ()
    mine = [vote for vote in seats.votes if vote.member_uid == seats.me]
    documents = (uow.documents.get(vote.uid) for vote in mine)
    return tuple(each.uid for each in documents if each is not None and not each.final)


def _initials(uow: UnitOfWork, uid: str) -> str:
    try:
        return uow.people.get(uid).initials
    except LookupError:
        return ""


def _line(seats: Seats) -> str:
    """How far it is, in a few words."""
    match seats.stage:
        case Stage.DRAFT:
            return tr("Draft")
        case Stage.LAID if seats.sitting is None:
            return tr("Before the panel")
        case Stage.LAID if not seats.first_over:
            return tr("First round open")
        case Stage.FIRST:
            return tr("First vote due")
        case Stage.WAITING | Stage.LOOK_ON:
            return tr("First round open")
        case Stage.SECOND:
            return tr("Second vote due")
        case Stage.VOTED | Stage.LAID:
            return tr("Second round open") if _second_open(seats) else tr("Decision due")
    return tr("Decided")


def _where(seats: Seats) -> str:
    """Where one is, and why scores are not shown yet."""
    match seats.stage:
        case Stage.DRAFT | Stage.LAID:
            told = tr("You laid this portfolio together, so you know its scores and have no vote on it.")
            given = seats.leads and seats.first_over and not _second_open(seats)
            return tr("{told} The votes are given: the decision is due.", told=told) if given else told
        case Stage.LOOK_ON:
            return tr("The panel is voting. Scores and votes are shown when its first round is over.")
        case Stage.FIRST:
            return tr(
                "First vote: hear the recordings and the evidence, then vote. Scores, readiness and other votes are "
                "sealed until the first round is over, so that every vote is a person's own."
            )
        case Stage.WAITING:
            return tr("You have voted. Scores and other votes are shown when the first round is over.")
        case Stage.SECOND:
            return tr("All is shown now. Talk it over, then vote a second time; your first vote stays on record.")
        case Stage.VOTED:
            if _second_open(seats):
                return tr("All is shown now. Second votes are still wanting; then whoever leads the panel decides.")
            return tr("The votes are given. Whoever leads the panel writes the decision.")
    return tr("The panel has decided; nothing about it changes any more.")


def own_rating_words() -> str:
    """Said to the person at the screen; paper names who it is, see :mod:`app.panel.report`."""
    return tr("You rated a recording of this portfolio yourself: of that one you know the scores.")


def _second_open(seats: Seats) -> bool:
    return seats.sitting is not None and not seats.all_cast(Round.SECOND)


def _cautions(uow: UnitOfWork, seats: Seats, scale_of: ScaleOf, identities: IdentityStore) -> Iterator[str]:
    heads = heads_of(uow, seats)
    missing = len(seats.portfolio.rating_uids) - len(heads)
    if missing:
        yield tr_n("One of its ratings is not here.", "{n} of its ratings are not here.", missing)
    yield from versions_told(scale_of(sha) for sha in sorted({head.scale_sha256 for head in heads}))
    if not seats.mine and any(head.person_uid == seats.me for head in heads):
        yield own_rating_words()
    if seats.unsealed and (gone := len(seats.portfolio.scans) - len(scans_here(uow, seats.portfolio))):
        yield tr_n("One of its scans is not here.", "{n} of its scans are not here.", gone)
    for vote in seats.shown_votes():
        try:
            person = uow.people.get(vote.member_uid)
        except LookupError:
            person = None
        if person is None or not identities.verify(person, vote.message(), vote.signature):
            yield tr("The signature of a vote by {who} does not fit it.", who=vote.initials)
    yield from _decision_cautions(uow, seats, identities)


def _decision_cautions(uow: UnitOfWork, seats: Seats, identities: IdentityStore) -> Iterator[str]:
    decision = seats.decision
    if decision is None:
        return
    try:
        author = uow.people.get(decision.author_uid)
    except LookupError:
        author = None
    if author is None or not identities.verify(author, decision.message(), decision.signature):
        yield tr("The signature of the decision does not fit it.")
