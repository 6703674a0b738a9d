"""What is written in a package: feedback, replies and the like, read as strictly as the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.sharing import panel_bodies, reference_bodies
from fidelity_rater.app.sharing.reading import Fields, agrees, bounded
from fidelity_rater.domain.assigning import Assignment
from fidelity_rater.domain.caseload import FocalArea, Phase
from fidelity_rater.domain.feedback import Feedback, FollowUp, ListenHere, Reply
from fidelity_rater.domain.ratings.snapshot import Snapshot

Body = dict[str, Any]

MOST_AREAS: Final = 2
LONGEST_RECORDING_MS: Final = 7 * 24 * 3_600_000


def read_body(kind: DocumentKind, line: Fields) -> Body:
    """The body of a document, in this version's fields only. Raises ``UserFacingError``."""
    given = line.raw("body")
    if not isinstance(given, Mapping) or not bounded(given):
        raise line.fault("body")
    reader = _READERS.get(kind)
    if reader is None:
        raise line.fault("kind")
    try:
        body, uids = reader(given)
    except (KeyError, ValueError, TypeError, AttributeError, OverflowError):
        raise line.fault("body") from None
    if not agrees(body, given):
        raise line.fault("body")
    Fields({"body": list(uids)}, line.part).uids("body", most=100_000)
    return body


def with_local_recordings(body: Mapping[str, Any], local: Callable[[str], str]) -> Body:
    """The body with recordings called as they are here, so that what it speaks of can be heard."""
    found = dict(body)
    if "moments" in found:
        found["moments"] = [{**moment, "recording": local(moment["recording"])} for moment in found["moments"]]
    if "places" in found:
        found["places"] = [[uid, local(recording), *rest] for uid, recording, *rest in found["places"]]
    if "contests" in found:
        found["contests"] = [
            [item, dimension, reason, local(recording) if recording else "", *span]
            for item, dimension, reason, recording, *span in found["contests"]
        ]
    return found


Read = tuple[Body, Iterable[str]]
"""The body, and the uids in it."""


def _feedback(given: Mapping[str, Any]) -> Read:
    read = Feedback.from_json(given)
    remarks = (*read.strengths, *read.suggestions)
    uids = [read.uid, read.rating_uid, read.author_uid, *(remark.uid for remark in remarks)]
    return read.as_json(), [*uids, *(uid for remark in remarks for uid in remark.moments)]


def _snapshot(given: Mapping[str, Any]) -> Read:
    read = Snapshot.from_json(given)
    if read.signed_at.tzinfo is None or not 1 <= read.head_seq < 1_000_000:
        raise ValueError("no signed rating")
    uids = [read.rating_uid, read.session_uid, read.person_uid, *([read.supersedes_uid] if read.supersedes_uid else [])]
    return read.as_json(), [*uids, *(uid for moment in read.moments for uid in (moment.uid, moment.recording_uid))]


def _reply(given: Mapping[str, Any]) -> Read:
    read = Reply.from_json(given)
    if read.read_at.tzinfo is None:
        raise ValueError("a time without its zone")
    uids = [read.uid, read.feedback_uid, read.rating_uid, read.author_uid]
    uids += [reflection.suggestion_uid for reflection in read.reflections]
    uids += [contest.recording_uid for contest in read.contests if contest.recording_uid]
    return read.as_json(), [*uids, *([read.self_rating_uid] if read.self_rating_uid else [])]


def _follow_up(given: Mapping[str, Any]) -> Read:
    read = FollowUp.from_json(given)
    return read.as_json(), [read.suggestion_uid, *([read.session_uid] if read.session_uid else [])]


def _listen_here(given: Mapping[str, Any]) -> Read:
    places = [ListenHere.from_json(place) for place in given["places"]]
    if any(not 0 <= place.start_ms <= place.end_ms <= LONGEST_RECORDING_MS for place in places):
        raise ValueError("no stretch of a recording")
    body = {"places": [place.as_json() for place in places], "words": _text(given, "words")}
    return body, [uid for place in places for uid in (place.uid, place.recording_uid)]


def _assignment(given: Mapping[str, Any]) -> Read:
    read = Assignment.from_json(given)
    if len(read.focal_areas) > MOST_AREAS:
        raise ValueError("too many")
    Phase(read.phase)
    for area in read.focal_areas:
        FocalArea(area)
    uids = (read.uid, read.session_uid, read.rater_uid, read.author_uid)
    return read.as_json(), [*uids, *([read.draw_uid] if read.draw_uid else [])]


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given[name]
    if not isinstance(value, str):
        raise ValueError(name)
    return value


_READERS: Final[Mapping[DocumentKind, Callable[[Mapping[str, Any]], Read]]] = {
    DocumentKind.FEEDBACK: _feedback,
    DocumentKind.SNAPSHOT: _snapshot,
    DocumentKind.REPLY: _reply,
    DocumentKind.FOLLOW_UP: _follow_up,
    DocumentKind.LISTEN_HERE: _listen_here,
    DocumentKind.ASSIGNMENT: _assignment,
    **panel_bodies.READERS,
    **reference_bodies.READERS,
}
