"""A rating's events with recordings called as they are here, so that what its author heard can be heard.

The record itself keeps the author's uids: its hashes cover them. Read events through here to show or play what they
say; read them from the store to check, send or merge them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from fidelity_rater.app.ports.library import UnitOfWork
from fidelity_rater.domain.ratings.events import EventKind, RatingEvent, canonical

_NAMING: Final = frozenset({EventKind.MOMENT_MARKED, EventKind.MOMENT_CHANGED, EventKind.SIGNED})
"""Events whose body names recordings."""


def events_here(uow: UnitOfWork, rating_uid: str) -> tuple[RatingEvent, ...]:
    """A rating's events for whoever shows or plays them. Their hashes are those of the record, and not of these."""
    return as_heard_here(uow, uow.ratings.get(rating_uid).session_uid, uow.ratings.events(rating_uid))


def as_heard_here(uow: UnitOfWork, session_uid: str, events: Iterable[RatingEvent]) -> tuple[RatingEvent, ...]:
    """The same for events that are not in the store, such as a history that is kept aside."""
    here = {
        foreign: recording.uid
        for recording in uow.recordings.of_session(session_uid)
        for foreign in uow.aliases.foreign_of(recording.uid)
    }
    return tuple(_mapped(event, here) for event in events) if here else tuple(events)


def _mapped(event: RatingEvent, here: Mapping[str, str]) -> RatingEvent:
    stamp, body = event.stamp, event.body
    if stamp.recording_uid is not None and stamp.recording_uid in here:
        stamp = replace(stamp, recording_uid=here[stamp.recording_uid])
    if event.kind in _NAMING and any(foreign in body for foreign in here):
        body = canonical(_renamed(event.data, here))
    unchanged = stamp is event.stamp and body is event.body
    return event if unchanged else replace(event, stamp=stamp, body=body)


def _renamed(data: dict[str, Any], here: Mapping[str, str]) -> dict[str, Any]:
    if "recording" in data:
        return {**data, "recording": here.get(data["recording"], data["recording"])}
    if not data.get("heard"):
        return data
    spans: dict[str, list[Any]] = {}
    for uid, heard in data["heard"]["spans"].items():
        spans.setdefault(here.get(uid, uid), []).extend(heard)
    parts = {here.get(uid, uid): duration for uid, duration in data["heard"]["parts"]}
    return {**data, "heard": {**data["heard"], "parts": [list(part) for part in parts.items()], "spans": spans}}
