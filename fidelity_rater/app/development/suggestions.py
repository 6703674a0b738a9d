"""Suggestions to a therapist that were sent and are open, read from the library's documents."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from fidelity_rater.app.development.gaps import Suggested
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.ports.library import RatingHead, UnitOfWork
from fidelity_rater.domain.feedback import Feedback, FollowUp, FollowUpState
from fidelity_rater.i18n import tr


def open_suggestions(uow: UnitOfWork, therapist_uid: str) -> tuple[Suggested, ...]:
    """By case and session; of a rating and its corrections, only what was last sent counts."""
    done = settled(uow, therapist_uid)
    sent = {d.about: d for d in uow.documents.of_kind(DocumentKind.FEEDBACK) if d.final}
    if not sent:
        return ()
    found: list[Suggested] = []
    for case in uow.cases.of_therapist(therapist_uid):
        for session in uow.sessions.of_case(case.uid):
            said = tr("{case}, session {n}", case=case.code, n=session.scheduled)
            for head in last_told(uow.ratings.of_session(session.uid), sent.keys()):
                feedback = Feedback.from_json(sent[head.uid].body)
                found += [
                    Suggested(remark.text, remark.items, head.uid, said)
                    for remark in feedback.suggestions
                    if remark.uid not in done
                ]
    return tuple(found)


def settled(uow: UnitOfWork, therapist_uid: str) -> frozenset[str]:
    """Uids of the suggestions that were worked on or dropped."""
    ticks = (FollowUp.from_json(d.body) for d in uow.documents.about(therapist_uid, DocumentKind.FOLLOW_UP))
    return frozenset(tick.suggestion_uid for tick in ticks if tick.state is not FollowUpState.OPEN)


def last_told(heads: Sequence[RatingHead], sent: Collection[str]) -> Iterator[RatingHead]:
    """The ratings with feedback that no later correction with feedback replaces."""
    told = [head for head in heads if head.uid in sent]
    before = {head.uid: head.supersedes_uid for head in heads}
    replaced: set[str] = set()
    for head in told:
        at = before[head.uid]
        while at is not None and at not in replaced:
            replaced.add(at)
            at = before.get(at)
    return (head for head in told if head.uid not in replaced)
