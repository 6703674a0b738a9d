"""Votes and the decision as they are shown, with sessions by their labels."""

from __future__ import annotations

from fidelity_rater.app import labels
from fidelity_rater.app.panel.models import DecisionShown, VoteShown
from fidelity_rater.app.panel.seats import Seats
from fidelity_rater.app.panel.telling import session_label
from fidelity_rater.app.ports.library import UnitOfWork
from fidelity_rater.domain.panel import Vote


def vote_shown(uow: UnitOfWork, vote: Vote, me: str) -> VoteShown:
    return VoteShown(
        uid=vote.uid,
        initials=vote.initials,
        me=vote.member_uid == me,
        round=int(vote.round),
        verdict=vote.verdict,
        verdict_label=labels.verdict(vote.verdict),
        comments=tuple(
            (each.session_uid, session_label(uow, each.session_uid), each.words) for each in vote.comments if each.words
        ),
        words=vote.words,
        at=vote.voted_at,
    )


def decision_shown(uow: UnitOfWork, seats: Seats) -> DecisionShown | None:
    decision = seats.decision
    if decision is None:
        return None
    try:
        by = uow.people.get(decision.author_uid).initials
    except LookupError:
        by = ""
    return DecisionShown(
        uid=decision.uid,
        verdict=decision.verdict,
        verdict_label=labels.verdict(decision.verdict),
        reasons=decision.reasons,
        conditions=decision.conditions,
        minutes=decision.minutes,
        by=by,
        at=decision.decided_at,
        mine=decision.author_uid == seats.me,
    )
