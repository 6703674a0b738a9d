"""Rating events: what really happened, in the order in which it happened. Appended, never changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from fidelity_rater.domain.heard import HeardSoFar, Ledger
from fidelity_rater.domain.ratings.moments import Moment
from fidelity_rater.domain.timecode import ClockQuality


class EventKind(StrEnum):
    """What can happen to a rating."""

    OPENED = "opened"
    COVER_SET = "cover_set"
    SCORE_GIVEN = "score_given"
    SCORE_WITHDRAWN = "score_withdrawn"
    NONE_HEARD = "none_heard"
    NOTE_WRITTEN = "note_written"
    HARM_ACTION_TOLD = "harm_action_told"
    MOMENT_MARKED = "moment_marked"
    MOMENT_CHANGED = "moment_changed"
    MOMENT_DELETED = "moment_deleted"
    UNDONE = "undone"
    REDONE = "redone"
    SIGNED = "signed"


UNDOABLE = frozenset(
    {
        EventKind.COVER_SET,
        EventKind.SCORE_GIVEN,
        EventKind.SCORE_WITHDRAWN,
        EventKind.NONE_HEARD,
        EventKind.NOTE_WRITTEN,
        EventKind.HARM_ACTION_TOLD,
        EventKind.MOMENT_MARKED,
        EventKind.MOMENT_CHANGED,
        EventKind.MOMENT_DELETED,
    }
)

SCORING = frozenset({EventKind.SCORE_GIVEN, EventKind.NONE_HEARD})
"""Events that give scores."""


class CoverField(StrEnum):
    """The fields of the cover sheet, by the names that events know them by.

    ``FOCAL_AREAS`` is what the therapist declares, and decides the items shown; ``FOCAL_AREAS_HEARD`` is the rater's
    own view.
    """

    PURPOSE = "purpose"
    ROLE = "role"
    FORM = "form"
    SCALE = "scale"
    SESSION = "session_uid"
    ADAPTATION = "adaptation"
    PHASE = "phase"
    FOCAL_AREAS = "focal_areas"
    FOCAL_AREAS_HEARD = "focal_areas_heard"
    DIFFICULTY = "difficulty"
    DIFFICULTY_REASON = "difficulty_reason"
    AUDIO_QUALITY = "audio_quality"
    INAUDIBLE_PARTS = "inaudible_parts"
    PRIOR_KNOWLEDGE = "prior_knowledge"


FIXED_FIELDS = frozenset({CoverField.PURPOSE, CoverField.ROLE, CoverField.SCALE, CoverField.SESSION})
"""Settled when the rating is opened: another purpose, role, scale or session is another rating."""


@dataclass(frozen=True, slots=True)
class Score:
    """A number, or one of the scale's states with its reason; never both."""

    value: int | None = None
    state: str | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if (self.value is None) == (self.state is None):
            raise ValueError("a score is a number or a state")

    def as_json(self) -> dict[str, Any]:
        if self.value is not None:
            return {"value": self.value}
        return {"state": self.state, "reason": self.reason} if self.reason else {"state": self.state}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Score:
        return cls(value=data.get("value"), state=data.get("state"), reason=data.get("reason", ""))


@dataclass(frozen=True, slots=True)
class Stamp:
    """When something happened: on the wall (UTC), and in the recording if one was loaded."""

    at: datetime
    media_ms: int | None = None
    clock: ClockQuality = ClockQuality.NONE
    recording_uid: str | None = None


@dataclass(frozen=True, slots=True)
class RatingEvent:
    """One thing that happened to a rating. ``seq`` counts from 1 without gaps; ``body`` is canonical JSON text.

    ``actor`` is the person's uid. ``hash`` chains the event to the one before it (see ``chain``).
    """

    rating_uid: str
    seq: int
    kind: EventKind
    body: str
    stamp: Stamp
    actor: str
    hash: bytes = b""

    @property
    def data(self) -> dict[str, Any]:
        """The body, read."""
        loaded: dict[str, Any] = json.loads(self.body)
        return loaded


@dataclass(frozen=True, slots=True)
class Draft:
    """An event that has not been given its place yet: what the rater did, before it is appended."""

    kind: EventKind
    data: Mapping[str, Any]


def canonical(data: Mapping[str, Any]) -> str:
    """The one text of a body: sorted keys, no spaces, UTF-8, so that a hash means something."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def opened(cover: Mapping[str, Any]) -> Draft:
    """The first event of every rating: what is fixed at its opening, and the cover fields known by then.

    Signing covers the events alone, so purpose, role, form and the scale's hash belong here (see ``CoverField``).
    """
    return Draft(EventKind.OPENED, {str(name): value for name, value in cover.items()})


def score_given(item: str, dimension: str, score: Score, *, withdraws: tuple[str, ...] = ()) -> Draft:
    """A score, and the item's other dimensions that it makes void (quality, once adherence is none): one undo."""
    data: dict[str, Any] = {"item": item, "dimension": dimension, **score.as_json()}
    if withdraws:
        data["withdraws"] = sorted(withdraws)
    return Draft(EventKind.SCORE_GIVEN, data)


def score_withdrawn(item: str, dimension: str) -> Draft:
    return Draft(EventKind.SCORE_WITHDRAWN, {"item": item, "dimension": dimension})


def none_heard(items: tuple[str, ...], dimension: str) -> Draft:
    """The whole proscribed block answered at once: nothing of it was heard."""
    return Draft(EventKind.NONE_HEARD, {"items": list(items), "dimension": dimension})


def with_heard(draft: Draft, heard: HeardSoFar | None) -> Draft:
    """The draft of a score, with how far the session had been heard when it was given."""
    return draft if heard is None else Draft(draft.kind, {**draft.data, "heard": heard.as_json()})


def note_written(item: str | None, text: str) -> Draft:
    """A note on an item, or on the whole rating where ``item`` is None. Empty text takes the note away."""
    return Draft(EventKind.NOTE_WRITTEN, {"item": item, "text": text})


def cover_set(field: str, value: Any) -> Draft:
    """One field of the cover sheet, phase and focal areas included. None takes the answer back.

    Raises ``ValueError`` for a field that is fixed when the rating is opened.
    """
    if field in FIXED_FIELDS:
        raise ValueError(f"{field} is fixed when a rating is opened")
    return Draft(EventKind.COVER_SET, {"field": field, "value": value})


def harm_action_told(item: str, *, done: str, told: str, when: str) -> Draft:
    """What was done about a raised harm flag, whom it was told to and when."""
    return Draft(EventKind.HARM_ACTION_TOLD, {"item": item, "done": done, "told": told, "when": when})


def moment_marked(moment: Moment) -> Draft:
    """A stretch of the recording kept as evidence. A copy for another item is a new moment with a uid of its own."""
    return Draft(EventKind.MOMENT_MARKED, moment.as_json())


def moment_changed(moment: Moment) -> Draft:
    """A moment as it stands from now on: its edges, its item, its bearing or its note."""
    return Draft(EventKind.MOMENT_CHANGED, moment.as_json())


def moment_deleted(uid: str) -> Draft:
    return Draft(EventKind.MOMENT_DELETED, {"moment": uid})


def signed(key: bytes, heard: Ledger | None = None, *, told: Mapping[str, Any] | None = None) -> Draft:
    """The last event, with the key it is signed under and all that its rater had heard: the signature covers both.

    ``told``: what it says of its blindness (see ``blindness``).
    """
    data: dict[str, Any] = {"key": key.hex(), **(told or {})}
    if heard is not None:
        data["heard"] = heard.as_json()
    return Draft(EventKind.SIGNED, data)
