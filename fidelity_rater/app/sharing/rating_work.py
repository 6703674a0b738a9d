"""Compose what passes between raters: an assignment, and their ratings."""

from __future__ import annotations

from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.sharing.composed import Composed, Composing
from fidelity_rater.app.sharing.contents import Written
from fidelity_rater.app.sharing.models import AssignmentOrder, RatingsOrder
from fidelity_rater.i18n import tr


def compose_assignment(work: Composing, order: AssignmentOrder) -> Composed:
    """Sessions with their sound, and nothing of how anybody has rated them."""
    if not order.session_uids:
        return work.refuse(tr("No session is chosen."))
    for uid in order.session_uids:
        work.gathering.session(uid)
        work.made.lines.append(work.place(uid))
        before = len(work.made.wanted)
        work.whole(uid, work.remembered(uid))
        if len(work.made.wanted) == before and not work.made.obstacles:
            work.made.obstacles.append(tr("{place} has no sound that could be rated.", place=work.place(uid)))
        body = {"words": order.words.strip()}
        work.gathering.document(Written(new_uid(), DocumentKind.ASSIGNMENT, uid, work.person.uid, body, work.now))
    work.made.lines.append(tr("No rating goes along."))
    work.made.about = order.session_uids[0]
    work.name(order.session_uids[0], tr("to-rate"))
    return work.done()


def compose_ratings(work: Composing, order: RatingsOrder) -> Composed:
    """One's own signed ratings, each with its whole record."""
    heads = [head for uid in order.rating_uids if (head := work.own_signed(uid)) is not None]
    if not heads:
        return work.made if work.made.obstacles else work.refuse(tr("No rating is chosen."))
    work.records(heads)
    work.made.about = heads[0].uid
    work.made.in_reply_to, asker = work.package_of(heads[0].session_uid, DocumentKind.ASSIGNMENT)
    work.name(heads[0].session_uid, tr("ratings"))
    work.propose(asker)
    return work.done()
