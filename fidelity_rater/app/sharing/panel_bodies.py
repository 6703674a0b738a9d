"""What is written for and by a panel, read from a stranger's package as strictly as the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.sharing.reading import LONGEST_CODE
from fidelity_rater.domain.accreditation.records import Record
from fidelity_rater.domain.consensus import Consensus
from fidelity_rater.domain.panel import Decision, Portfolio, PortfolioChoice, Sitting, Verdict, Vote

Read = tuple[dict[str, Any], Iterable[str]]
"""The body, and the uids in it."""

SIGNATURE: Final = 64
"""Bytes of an Ed25519 signature."""
ADDED: Final = ("marks", "scans")
"""Fields that a portfolio may do without."""


def portfolio(given: Mapping[str, Any]) -> Read:
    """Its draws stay as they are written: whoever repeats one reads them."""
    read = Portfolio.from_json(given)
    ratings = set(read.rating_uids)
    if not ratings or len(ratings) < len(read.rating_uids) or not ratings.issuperset(read.chosen_uids):
        raise ValueError("its ratings")
    if any(each.at.tzinfo is None for each in read.readiness):
        raise ValueError("a time without its zone")
    uids = [read.uid, read.therapist_uid, read.author_uid, *read.rating_uids, *read.chosen_uids]
    uids += [each.therapist_uid for each in read.readiness]
    records: tuple[Record, ...] = (*read.supervision, *read.training, *read.papers, *read.elsewhere)
    for record in records:
        uids += _of_record(record)
    uids += _of_scans(read)
    consensuses = [Consensus.from_json(each) for each in read.consensuses]
    uids += [uid for each in consensuses for uid in (each.uid, each.session_uid, each.author_uid)]
    body = {**read.as_json(), "consensuses": [each.as_json() for each in consensuses]}
    return {name: value for name, value in body.items() if name in given or name not in ADDED}, uids


def _of_scans(read: Portfolio) -> list[str]:
    """Each once, of a paper or a result in the same portfolio; which ones were left out is nobody else's business."""
    scans = [each.uid for each in read.scans]
    records = {each.uid for each in read.scanned}
    if len(set(scans)) < len(scans) or read.scans_out or any(each.record_uid not in records for each in read.scans):
        raise ValueError("its scans")
    return scans


def _of_record(record: Record) -> list[str]:
    named = (record.uid, record.therapist_uid)
    others = (getattr(record, name, "") for name in ("case_uid", "session_uid", "supervisor_uid"))
    return [*named, *(uid for uid in others if uid), *getattr(record, "case_uids", ())]


def choice(given: Mapping[str, Any]) -> Read:
    return PortfolioChoice.from_json(given).as_json(), ()


def sitting(given: Mapping[str, Any]) -> Read:
    read = Sitting.from_json(given)
    _zoned(read.first_closed_at, missing=True)
    for member in read.members:
        _initials(member.initials)
    return read.as_json(), [read.uid, read.portfolio_uid, read.author_uid, *(each.uid for each in read.members)]


def vote(given: Mapping[str, Any]) -> Read:
    read = Vote.from_json(given)
    return read.as_json(), _checked_vote(read)


def _checked_vote(read: Vote) -> list[str]:
    _zoned(read.voted_at)
    _initials(read.initials)
    if len(read.signature) != SIGNATURE:
        raise ValueError("no signature")
    return [read.uid, read.portfolio_uid, read.member_uid, *(comment.session_uid for comment in read.comments)]


def decision(given: Mapping[str, Any]) -> Read:
    read = Decision.from_json(given)
    _zoned(read.decided_at)
    if len(read.signature) != SIGNATURE or not read.reasons.strip():
        raise ValueError("no signature, or no reason")
    if read.verdict is Verdict.DEFER and not read.conditions.strip():
        raise ValueError("no conditions")
    uids = [read.uid, read.portfolio_uid, read.therapist_uid, read.author_uid]
    for each in read.votes:
        if each.portfolio_uid != read.portfolio_uid:
            raise ValueError("a vote on something else")
        uids += _checked_vote(each)
    cast = [(each.member_uid, each.round) for each in read.votes]
    if len(set(cast)) < len(cast):
        raise ValueError("two votes")
    return read.as_json(), uids


def _zoned(at: datetime | None, *, missing: bool = False) -> None:
    if (at is None and not missing) or (at is not None and at.tzinfo is None):
        raise ValueError("a time without its zone")


def _initials(text: str) -> None:
    if len(text) > LONGEST_CODE or not text.isprintable():
        raise ValueError("initials")


READERS: Final[Mapping[DocumentKind, Callable[[Mapping[str, Any]], Read]]] = {
    DocumentKind.PORTFOLIO: portfolio,
    DocumentKind.PORTFOLIO_CHOICE: choice,
    DocumentKind.SITTING: sitting,
    DocumentKind.VOTE: vote,
    DocumentKind.DECISION: decision,
}
