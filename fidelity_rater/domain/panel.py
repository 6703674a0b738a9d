"""What a panel does: a portfolio is laid before it, its members vote twice, and it decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Any, Final

from fidelity_rater.domain.accreditation.readiness import Readiness
from fidelity_rater.domain.accreditation.records import (
    Paper,
    ResultElsewhere,
    SupervisionContact,
    Training,
)
from fidelity_rater.domain.ratings.events import canonical

VOTE_SIGNED_AS: Final = b"fid-vote-v1\0"
DECISION_SIGNED_AS: Final = b"fid-decision-v1\0"


class Verdict(StrEnum):
    """What a member votes for, and what a panel decides."""

    ACCREDIT = "accredit"
    DEFER = "defer"
    DECLINE = "decline"


class Round(IntEnum):
    """The first vote is given before scores and other votes are seen, the second after."""

    FIRST = 1
    SECOND = 2


@dataclass(frozen=True, slots=True)
class AgreementNote:
    """How far blind raters agreed on recordings of the portfolio: told with its form, interval and counts."""

    what: str
    """The total or item it is of, by the scale's label."""
    name: str
    value: str
    """As text with its interval: the figure a report prints; empty where there were not enough ratings."""
    recordings: int
    raters: int
    words: str = ""

    def as_json(self) -> list[Any]:
        return [self.what, self.name, self.value, self.recordings, self.raters, self.words]

    @classmethod
    def from_json(cls, data: Any) -> AgreementNote:
        what, name, value, recordings, raters, words = data
        return cls(str(what), str(name), str(value), int(recordings), int(raters), str(words))


@dataclass(frozen=True, slots=True)
class PassNote:
    """A site's own line on its scale, as a portfolio tells it: the mean, how sure it is, and what would tell more.

    Never a body's mark. ``proposal`` is empty where nothing is open; ``notice`` is the scale's own.
    """

    name: str
    line: str
    """The figure, as text."""
    sentence: str
    proposal: str = ""
    cautions: tuple[str, ...] = ()
    notice: str = ""
    as_of: date | None = None
    decided_by: str = ""
    """Who drew the line."""

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "line": self.line,
            "sentence": self.sentence,
            "proposal": self.proposal,
            "cautions": list(self.cautions),
            "notice": self.notice,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "decided_by": self.decided_by,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> PassNote:
        return cls(
            name=str(data["name"]),
            line=str(data["line"]),
            sentence=str(data["sentence"]),
            proposal=str(data["proposal"]),
            cautions=tuple(str(each) for each in data["cautions"]),
            notice=str(data["notice"]),
            as_of=date.fromisoformat(data["as_of"]) if data["as_of"] else None,
            decided_by=str(data["decided_by"]),
        )


@dataclass(frozen=True, slots=True)
class PortfolioScan:
    """A scan that goes along, and the record (a paper, a result elsewhere) that it is of."""

    uid: str
    record_uid: str


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What is laid before a panel, beside the ratings, recordings and clips of its package.

    ``rating_uids`` are signed ratings and self-ratings; ``chosen_uids`` the formative ones among them, which are there
    by the trainee's choice alone. ``draws`` and ``consensuses`` are the bodies of those documents. ``scans_out`` are
    the scans that whoever lays it together leaves out; they are told to nobody else.
    """

    uid: str
    therapist_uid: str
    author_uid: str
    rating_uids: tuple[str, ...]
    chosen_uids: tuple[str, ...] = ()
    readiness: tuple[Readiness, ...] = ()
    supervision: tuple[SupervisionContact, ...] = ()
    training: tuple[Training, ...] = ()
    papers: tuple[Paper, ...] = ()
    elsewhere: tuple[ResultElsewhere, ...] = ()
    agreement: tuple[AgreementNote, ...] = ()
    draws: tuple[Mapping[str, Any], ...] = ()
    consensuses: tuple[Mapping[str, Any], ...] = ()
    words: str = ""
    marks: tuple[PassNote, ...] = ()
    scans: tuple[PortfolioScan, ...] = ()
    scans_out: tuple[str, ...] = ()

    @property
    def scanned(self) -> tuple[Paper | ResultElsewhere, ...]:
        """The records that scans are of."""
        return *self.papers, *self.elsewhere

    def as_json(self) -> dict[str, Any]:
        return {
            "uid": self.uid,
            "therapist": self.therapist_uid,
            "author": self.author_uid,
            "ratings": list(self.rating_uids),
            "chosen": list(self.chosen_uids),
            "readiness": [each.as_json() for each in self.readiness],
            "supervision": [each.as_json() for each in self.supervision],
            "training": [each.as_json() for each in self.training],
            "papers": [each.as_json() for each in self.papers],
            "elsewhere": [each.as_json() for each in self.elsewhere],
            "agreement": [each.as_json() for each in self.agreement],
            "draws": [dict(each) for each in self.draws],
            "consensuses": [dict(each) for each in self.consensuses],
            "words": self.words,
            "marks": [each.as_json() for each in self.marks],
            "scans": [[each.uid, each.record_uid] for each in self.scans],
            **({"scans_out": list(self.scans_out)} if self.scans_out else {}),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Portfolio:
        return cls(
            uid=str(data["uid"]),
            therapist_uid=str(data["therapist"]),
            author_uid=str(data["author"]),
            rating_uids=tuple(str(uid) for uid in data["ratings"]),
            chosen_uids=tuple(str(uid) for uid in data["chosen"]),
            readiness=tuple(Readiness.from_json(each) for each in data["readiness"]),
            supervision=tuple(SupervisionContact.from_json(each) for each in data["supervision"]),
            training=tuple(Training.from_json(each) for each in data["training"]),
            papers=tuple(Paper.from_json(each) for each in data["papers"]),
            elsewhere=tuple(ResultElsewhere.from_json(each) for each in data["elsewhere"]),
            agreement=tuple(AgreementNote.from_json(each) for each in data["agreement"]),
            draws=tuple(dict(each) for each in data["draws"]),
            consensuses=tuple(dict(each) for each in data["consensuses"]),
            words=str(data["words"]),
            marks=tuple(PassNote.from_json(each) for each in data.get("marks", ())),
            scans=tuple(PortfolioScan(str(uid), str(record)) for uid, record in data.get("scans", ())),
            scans_out=tuple(str(uid) for uid in data.get("scans_out", ())),
        )


@dataclass(frozen=True, slots=True)
class Member:
    """A person who is asked to vote."""

    uid: str
    initials: str


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who leads the panel on one portfolio (``author_uid``), who votes, and when the first round was closed."""

    uid: str
    portfolio_uid: str
    author_uid: str
    members: tuple[Member, ...] = ()
    first_closed_at: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "uid": self.uid,
            "portfolio": self.portfolio_uid,
            "author": self.author_uid,
            "members": [[each.uid, each.initials] for each in self.members],
            "first_closed_at": self.first_closed_at.isoformat() if self.first_closed_at else None,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Sitting:
        closed = data["first_closed_at"]
        return cls(
            uid=str(data["uid"]),
            portfolio_uid=str(data["portfolio"]),
            author_uid=str(data["author"]),
            members=tuple(Member(str(uid), str(initials)) for uid, initials in data["members"]),
            first_closed_at=datetime.fromisoformat(closed) if closed else None,
        )


@dataclass(frozen=True, slots=True)
class PortfolioChoice:
    """Whether the trainee lets a formative rating into a portfolio.

    ``told_on``: the trainee told it to somebody who wrote it down on that day's word; None: it is the trainee's own.
    """

    chosen: bool
    told_on: date | None = None

    def as_json(self) -> dict[str, Any]:
        return {"chosen": self.chosen, "told": self.told_on.isoformat() if self.told_on else None}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> PortfolioChoice:
        told = data["told"]
        return cls(bool(data["chosen"]), date.fromisoformat(told) if told else None)


@dataclass(frozen=True, slots=True)
class RecordingComment:
    """What a member says of one recording of the portfolio."""

    session_uid: str
    words: str


@dataclass(frozen=True, slots=True)
class Vote:
    """One member's vote in one round, signed by the member (Ed25519 over :meth:`message`)."""

    uid: str
    portfolio_uid: str
    member_uid: str
    initials: str
    round: Round
    verdict: Verdict
    comments: tuple[RecordingComment, ...] = ()
    words: str = ""
    voted_at: datetime | None = None
    signature: bytes = b""

    def message(self) -> bytes:
        return VOTE_SIGNED_AS + canonical(replace(self, signature=b"").as_json()).encode()

    def as_json(self) -> dict[str, Any]:
        return {
            "uid": self.uid,
            "portfolio": self.portfolio_uid,
            "member": self.member_uid,
            "initials": self.initials,
            "round": int(self.round),
            "verdict": str(self.verdict),
            "comments": [[each.session_uid, each.words] for each in self.comments],
            "words": self.words,
            "voted_at": self.voted_at.isoformat() if self.voted_at else None,
            "signature": self.signature.hex(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Vote:
        return cls(
            uid=str(data["uid"]),
            portfolio_uid=str(data["portfolio"]),
            member_uid=str(data["member"]),
            initials=str(data["initials"]),
            round=Round(data["round"]),
            verdict=Verdict(data["verdict"]),
            comments=tuple(RecordingComment(str(uid), str(words)) for uid, words in data["comments"]),
            words=str(data["words"]),
            voted_at=datetime.fromisoformat(data["voted_at"]) if data["voted_at"] else None,
            signature=bytes.fromhex(data["signature"]),
        )


@dataclass(frozen=True, slots=True)
class Decision:
    """What the panel decided, with its reasons, conditions and minutes, signed by whoever leads it.

    ``votes`` are those that it stands on, whole: both rounds, each with its member's signature.
    """

    uid: str
    portfolio_uid: str
    therapist_uid: str
    author_uid: str
    verdict: Verdict
    reasons: str = ""
    conditions: str = ""
    minutes: str = ""
    votes: tuple[Vote, ...] = ()
    decided_at: datetime | None = None
    signature: bytes = b""

    def message(self) -> bytes:
        return DECISION_SIGNED_AS + canonical(replace(self, signature=b"").as_json()).encode()

    def as_json(self) -> dict[str, Any]:
        return {
            "uid": self.uid,
            "portfolio": self.portfolio_uid,
            "therapist": self.therapist_uid,
            "author": self.author_uid,
            "verdict": str(self.verdict),
            "reasons": self.reasons,
            "conditions": self.conditions,
            "minutes": self.minutes,
            "votes": [each.as_json() for each in self.votes],
            "decided_at": self.decided_at.isoformat() if self.decided_at else None,
            "signature": self.signature.hex(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Decision:
        return cls(
            uid=str(data["uid"]),
            portfolio_uid=str(data["portfolio"]),
            therapist_uid=str(data["therapist"]),
            author_uid=str(data["author"]),
            verdict=Verdict(data["verdict"]),
            reasons=str(data["reasons"]),
            conditions=str(data["conditions"]),
            minutes=str(data["minutes"]),
            votes=tuple(Vote.from_json(each) for each in data["votes"]),
            decided_at=datetime.fromisoformat(data["decided_at"]) if data["decided_at"] else None,
            signature=bytes.fromhex(data["signature"]),
        )
