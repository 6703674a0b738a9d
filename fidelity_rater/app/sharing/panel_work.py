"""Compose what passes between a panel and others: a portfolio, and the decision on it."""

from __future__ import annotations

from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.ports.packages import PackageKind
from fidelity_rater.app.sharing.composed import Composed, Composing, file_name
from fidelity_rater.app.sharing.contents import Written
from fidelity_rater.app.sharing.models import DecisionOrder, PortfolioOrder
from fidelity_rater.domain.ratings.fold import fold
from fidelity_rater.i18n import tr


def compose_portfolio(work: Composing, order: PortfolioOrder) -> Composed:
    """Signed ratings of one therapist, whoever made them, with their sound."""
    heads = [work.uow.ratings.get(uid) for uid in order.rating_uids if work.uow.ratings.has(uid)]
    signed = [head for head in heads if head.signed_at is not None]
    if not signed:
        return work.refuse(tr("No signed rating is chosen."))
    if len(signed) < len(order.rating_uids):
        work.made.cautions.append(tr("Only signed ratings go along."))
    therapists = {work.therapist_of(head.session_uid) for head in signed}
    if len(therapists) > 1:
        return work.refuse(tr("These ratings are of more than one therapist."))
    work.records(signed)
    for session_uid in dict.fromkeys(head.session_uid for head in signed):
        moments = [
            moment
            for head in signed
            if head.session_uid == session_uid
            for moment in fold(work.uow.ratings.events(head.uid)).moments().values()
            if moment.placed
        ]
        work.sound(order.sound, session_uid, moments, margin_ms=order.margin_ms, covered=work.remembered(session_uid))
    therapist = work.uow.therapists.get(therapists.pop())
    body = {"words": order.words.strip()}
    work.gathering.document(Written(new_uid(), DocumentKind.PORTFOLIO, therapist.uid, work.person.uid, body, work.now))
    work.made.about = therapist.uid
    work.made.name = file_name(therapist.code, tr("portfolio"))
    return work.done()


def compose_decision(work: Composing, order: DecisionOrder) -> Composed:
    """What a panel answers to a portfolio that came, with its own ratings."""
    note = work.uow.packages.get(order.portfolio_uid)
    if note is None or note.kind != PackageKind.PORTFOLIO or note.sent:
        return work.refuse(tr("The portfolio that this answers is not in this library."))
    if not order.outcome.strip():
        work.made.obstacles.append(tr("The decision is not made yet."))
    heads = [head for uid in order.rating_uids if (head := work.own_signed(uid)) is not None]
    if heads:
        work.records(heads)
    therapist_uid = work.uow.aliases.local(note.about)
    therapist = work.uow.therapists.get(therapist_uid)
    work.gathering.therapist(therapist)
    body = {"portfolio": order.portfolio_uid, "outcome": order.outcome.strip(), "words": order.words.strip()}
    work.gathering.document(Written(new_uid(), DocumentKind.DECISION, therapist_uid, work.person.uid, body, work.now))
    work.made.lines.insert(0, tr("The decision."))
    work.made.about, work.made.in_reply_to = therapist_uid, order.portfolio_uid
    work.made.name = file_name(therapist.code, tr("decision"))
    work.propose(note.other_uid)
    return work.done()
