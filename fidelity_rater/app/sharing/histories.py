"""Check a rating's record that somebody else has written: whole, unbroken, consistent, its author's, truly signed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fidelity_rater.app.ports.identity import IdentityStore
from fidelity_rater.app.ports.library import RatingHead, ScoreRow
from fidelity_rater.app.rating.signing import statement
from fidelity_rater.app.sharing.reading import Fields, agrees, bounded
from fidelity_rater.domain.caseload import FocalArea, Phase
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.domain.heard import HeardSoFar, Ledger
from fidelity_rater.domain.people import Person
from fidelity_rater.domain.ratings.blindness import check_saying
from fidelity_rater.domain.ratings.chain import first_break
from fidelity_rater.domain.ratings.events import CoverField, EventKind, RatingEvent, Score
from fidelity_rater.domain.ratings.fold import RatingState, fold
from fidelity_rater.domain.ratings.moments import Moment
from fidelity_rater.domain.scoring.packed import pack
from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import Scale

_MALFORMED: Final = (KeyError, ValueError, TypeError, AttributeError, OverflowError, RecursionError)
_FASTEST: Final = 16
_NUMBERS: Final = ("scheduled", "attended", "planned")
_OPENED: Final = ("person_uid", "role", "purpose", "scale_sha256")


@dataclass(frozen=True, slots=True)
class History:
    """One rating's record, checked. ``head`` names its session as in the package; ``scores`` stand at its end."""

    head: RatingHead
    events: tuple[RatingEvent, ...]
    scores: tuple[ScoreRow, ...]
    packed: bytes

    @property
    def signed(self) -> bool:
        return self.head.signed_at is not None


def checked(
    head: RatingHead, events: tuple[RatingEvent, ...], *, person: Person, scale: Scale, identities: IdentityStore
) -> History:
    """Raises ``UserFacingError`` with what is wrong with it."""
    _check_chain(head, events)
    try:
        check_cover(CoverField.FORM, head.form, scale)
        _check_bodies(events, scale)
        state = fold(events)
        packed = pack(scale, state)
    except _MALFORMED:
        raise _refused(tr("The record of a rating in this package contradicts itself.")) from None
    _check_opening(head, events[0], state)
    _check_signature(head, events[-1], packed, person=person, identities=identities)
    standing = sorted(state.scores().items())
    rows = tuple(ScoreRow(item, dimension, found.score, found.stamp) for (item, dimension), found in standing)
    return History(head, events, rows, packed)


def _check_chain(head: RatingHead, events: tuple[RatingEvent, ...]) -> None:
    if any(event.actor != head.person_uid or event.rating_uid != head.uid for event in events):
        raise _refused(tr("In this package a rating holds entries that are not its author's."))
    last = events[-1]
    if first_break(events) is not None or (last.seq, last.hash) != (head.head_seq, head.head_hash):
        raise _refused(tr("The record of a rating in this package has been changed since it was made."))


def _check_bodies(events: tuple[RatingEvent, ...], scale: Scale) -> None:
    for event in events:
        data = json.loads(event.body)
        if not isinstance(data, dict) or not bounded(data):
            raise ValueError("no body")
        _check_body(event.kind, data, scale)


def _check_body(kind: EventKind, data: Mapping[str, Any], scale: Scale) -> None:
    match kind:
        case EventKind.SCORE_GIVEN | EventKind.SCORE_WITHDRAWN | EventKind.NONE_HEARD:
            _check_answer(kind, data, scale)
        case EventKind.NOTE_WRITTEN | EventKind.HARM_ACTION_TOLD:
            _check_words(kind, data, scale)
        case EventKind.COVER_SET:
            check_cover(data["field"], data["value"], scale)
        case EventKind.OPENED:
            for name in set(CoverField) & set(data):
                check_cover(name, data[name], scale)
            if not all(isinstance(data.get(name), int | None) for name in _NUMBERS):
                raise TypeError("opening")
            check_saying(data)
        case EventKind.MOMENT_MARKED | EventKind.MOMENT_CHANGED:
            check_moment(data)
        case EventKind.SIGNED:
            check_ledger(data.get("heard"))
            check_saying(data)


def _check_answer(kind: EventKind, data: Mapping[str, Any], scale: Scale) -> None:
    scale.dimension(data["dimension"])
    for item in data["items"] if kind is EventKind.NONE_HEARD else (data["item"],):
        scale.item(item)
    if kind is EventKind.SCORE_GIVEN:
        check_score(Score.from_json(data), scale)
    if kind is not EventKind.SCORE_WITHDRAWN and data.get("heard") is not None:
        so_far = HeardSoFar.from_json(data["heard"])
        check_times(so_far.ms, so_far.to)


def check_ledger(told: Any) -> None:
    """What was heard, as the signature covers it; absent before signatures covered it."""
    if told is None:
        return
    ledger = Ledger.from_json(told)
    named = {"uids": [*(uid for uid, _ in ledger.parts), *ledger.spans]}
    Fields(named, "events").uids("uids", most=10_000)
    check_times(*(length for _, length in ledger.parts))
    for start, end, rate in (span for spans in ledger.spans.values() for span in spans):
        check_times(start, end)
        if type(rate) not in (int, float) or not 0 < rate <= _FASTEST:
            raise TypeError("heard")


def check_times(*times: int) -> None:
    """Whole milliseconds. Raises ``TypeError``."""
    if any(type(ms) is not int or ms < 0 for ms in times):
        raise TypeError("heard")


def _check_words(kind: EventKind, data: Mapping[str, Any], scale: Scale) -> None:
    if kind is EventKind.HARM_ACTION_TOLD:
        scale.item(data["item"])
    words = (data["text"],) if kind is EventKind.NOTE_WRITTEN else (data["done"], data["told"], data["when"])
    if not all(isinstance(text, str) for text in words) or not isinstance(data["item"], str | None):
        raise TypeError("words")


def check_score(score: Score, scale: Scale) -> None:
    """Raises ``ValueError``, ``KeyError`` or ``TypeError`` for what the scale does not know."""
    if type(score.value) is not int and score.value is not None:
        raise TypeError("value")
    if score.state is not None:
        scale.state(score.state)
    if not isinstance(score.reason, str):
        raise TypeError("reason")


def check_cover(name: str, value: Any, scale: Scale) -> None:
    """Screens rely on these being what they know. Raises ``ValueError``, ``KeyError`` or ``TypeError``."""
    if name == CoverField.PHASE and value:
        Phase(value)
    elif name in (CoverField.FOCAL_AREAS, CoverField.FOCAL_AREAS_HEARD):
        for area in value or ():
            FocalArea(area)
    elif name == CoverField.FORM:
        if value is not None and value not in {form.id for form in scale.forms}:
            raise ValueError(name)
    elif not isinstance(value, str | int | float | None):
        raise TypeError(name)


def check_moment(data: Mapping[str, Any]) -> None:
    """Raises what a malformed moment raises."""
    moment = Moment.from_json(data)
    check_times(moment.start_ms, moment.end_ms)
    if not agrees(moment.as_json(), {**data, "item": data.get("item") or None, "note": data.get("note", "")}):
        raise TypeError("moment")
    fields = Fields(data, "moment")
    fields.uid("moment")
    fields.uid("recording")


def _check_opening(head: RatingHead, first: RatingEvent, state: RatingState) -> None:
    opening = state.opening
    said = {
        "person_uid": head.person_uid,
        "role": str(head.role),
        "purpose": str(head.purpose),
        "scale_sha256": head.scale_sha256,
    }
    named = head.session_named or head.session_uid
    form = state.cover(CoverField.FORM)
    if (
        first.kind is not EventKind.OPENED
        or any(opening.get(name) != said[name] for name in _OPENED)
        or opening.get("session_uid") != named
        or (opening.get("supersedes") or None) != head.supersedes_uid
        or (form and form != head.form)
    ):
        raise _refused(tr("A rating in this package is not what its own record says that it is."))


def _check_signature(
    head: RatingHead, last: RatingEvent, packed: bytes, *, person: Person, identities: IdentityStore
) -> None:
    ends_signed = last.kind is EventKind.SIGNED
    if ends_signed != (head.signed_at is not None):
        raise _refused(tr("A rating in this package is not what its own record says that it is."))
    if not ends_signed:
        return
    if last.data.get("key") != person.signing_key.hex() or last.stamp.at != head.signed_at:
        raise _refused(tr("The signature of a rating in this package is not its author's."))
    if not identities.verify(person, statement(head, last, packed), head.signature):
        raise _refused(tr("The signature of a rating in this package does not fit its contents."))


def _refused(message: str) -> UserFacingError:
    return UserFacingError(message, tr("Nothing was taken in. Ask its sender to make it again."))
