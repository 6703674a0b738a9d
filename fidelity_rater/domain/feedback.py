"""Feedback on a signed rating, and what comes back: strengths, things to work on, reflections, contests, follow-up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

MOST_SUGGESTIONS: Final = 3
"""More than three things to work on are not worked on."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of one dimension of an item: the anchor that a suggestion leads towards."""

    item: str
    dimension: str
    value: int

    def as_json(self) -> list[Any]:
        return [self.item, self.dimension, self.value]

    @classmethod
    def from_json(cls, data: Any) -> Level:
        item, dimension, value = data
        return cls(str(item), str(dimension), int(value))


@dataclass(frozen=True, slots=True)
class Remark:
    """One strength, or one thing to work on, tied to items and to moments of the rating (their uids)."""

    uid: str
    text: str = ""
    items: tuple[str, ...] = ()
    moments: tuple[str, ...] = ()
    towards: Level | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "uid": self.uid,
            "text": self.text,
            "items": list(self.items),
            "moments": list(self.moments),
            "towards": self.towards.as_json() if self.towards else None,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Remark:
        towards = data.get("towards")
        return cls(
            uid=str(data["uid"]),
            text=str(data["text"]),
            items=tuple(str(item) for item in data["items"]),
            moments=tuple(str(uid) for uid in data["moments"]),
            towards=Level.from_json(towards) if towards else None,
        )


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a supervisor says of one signed rating, from ``context`` (what the session was like) to ``closing``."""

    uid: str
    rating_uid: str
    author_uid: str
    context: str = ""
    strengths: tuple[Remark, ...] = ()
    suggestions: tuple[Remark, ...] = ()
    closing: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "uid": self.uid,
            "rating": self.rating_uid,
            "author": self.author_uid,
            "context": self.context,
            "strengths": [remark.as_json() for remark in self.strengths],
            "suggestions": [remark.as_json() for remark in self.suggestions],
            "closing": self.closing,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Feedback:
        return cls(
            uid=str(data["uid"]),
            rating_uid=str(data["rating"]),
            author_uid=str(data["author"]),
            context=str(data["context"]),
            strengths=tuple(Remark.from_json(remark) for remark in data["strengths"]),
            suggestions=tuple(Remark.from_json(remark) for remark in data["suggestions"]),
            closing=str(data["closing"]),
        )


@dataclass(frozen=True, slots=True)
class Reflection:
    """A trainee's answer to one suggestion: a thought, and the next step that is meant."""

    suggestion_uid: str
    thought: str = ""
    step: str = ""


@dataclass(frozen=True, slots=True)
class Contest:
    """A score that the trainee sees otherwise, with the reason and, where given, a stretch of the recording."""

    item: str
    dimension: str
    reason: str
    recording_uid: str = ""
    start_ms: int = 0
    end_ms: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """What a trainee answers to feedback. ``read_at`` is the receipt; ``self_rating_uid`` empty: none was made."""

    uid: str
    feedback_uid: str
    rating_uid: str
    author_uid: str
    read_at: datetime
    reflections: tuple[Reflection, ...] = ()
    contests: tuple[Contest, ...] = ()
    self_rating_uid: str = ""
    words: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "uid": self.uid,
            "feedback": self.feedback_uid,
            "rating": self.rating_uid,
            "author": self.author_uid,
            "read_at": self.read_at.isoformat(),
            "reflections": [[r.suggestion_uid, r.thought, r.step] for r in self.reflections],
            "contests": [[c.item, c.dimension, c.reason, c.recording_uid, c.start_ms, c.end_ms] for c in self.contests],
            "self_rating": self.self_rating_uid,
            "words": self.words,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Reply:
        return cls(
            uid=str(data["uid"]),
            feedback_uid=str(data["feedback"]),
            rating_uid=str(data["rating"]),
            author_uid=str(data["author"]),
            read_at=datetime.fromisoformat(data["read_at"]),
            reflections=tuple(Reflection(str(uid), str(a), str(b)) for uid, a, b in data["reflections"]),
            contests=tuple(
                Contest(str(item), str(dimension), str(reason), str(uid), int(start), int(end))
                for item, dimension, reason, uid, start, end in data["contests"]
            ),
            self_rating_uid=str(data["self_rating"]),
            words=str(data["words"]),
        )


class FollowUpState(StrEnum):
    """What has become of a suggestion."""

    OPEN = "open"
    WORKED_ON = "worked_on"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A supervisor's tick on a suggestion, with the session in which it was seen, where there is one."""

    suggestion_uid: str
    state: FollowUpState
    on: date
    session_uid: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "suggestion": self.suggestion_uid,
            "state": str(self.state),
            "on": self.on.isoformat(),
            "session": self.session_uid,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> FollowUp:
        return cls(
            str(data["suggestion"]),
            FollowUpState(data["state"]),
            date.fromisoformat(data["on"]),
            str(data["session"]),
        )


@dataclass(frozen=True, slots=True)
class ListenHere:
    """A stretch of a recording that a trainee asks to be listened to, and why."""

    uid: str
    recording_uid: str
    start_ms: int
    end_ms: int
    words: str = ""

    def as_json(self) -> list[Any]:
        return [self.uid, self.recording_uid, self.start_ms, self.end_ms, self.words]

    @classmethod
    def from_json(cls, data: Any) -> ListenHere:
        uid, recording_uid, start_ms, end_ms, words = data
        return cls(str(uid), str(recording_uid), int(start_ms), int(end_ms), str(words))
