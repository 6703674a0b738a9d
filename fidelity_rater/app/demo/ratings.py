"""Makes the demo's ratings: every click an event with its own times, chained, signed by whoever made it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.demo.data import DemoData, Row, instant
from fidelity_rater.app.ports.identity import UnlockedIdentity
from fidelity_rater.app.ports.library import HeardSpan, Library, RatingHead, UnitOfWork
from fidelity_rater.app.rating.assigned import not_blind, says_of_blindness
from fidelity_rater.app.rating.calibrating import calibrating, keep_calibration
from fidelity_rater.app.rating.opening import carry_over, identity_of
from fidelity_rater.app.rating.projection import rows_for
from fidelity_rater.app.rating.record import ledger_of
from fidelity_rater.app.rating.signing import statement
from fidelity_rater.app.self_rating import SEEN_OTHER
from fidelity_rater.domain.caseload import Recording
from fidelity_rater.domain.heard import HeardSoFar
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.ratings import answers
from fidelity_rater.domain.ratings.blindness import saying
from fidelity_rater.domain.ratings.chain import next_event
from fidelity_rater.domain.ratings.events import (
    SCORING,
    CoverField,
    Draft,
    EventKind,
    RatingEvent,
    Score,
    Stamp,
    cover_set,
    harm_action_told,
    moment_marked,
    none_heard,
    note_written,
    score_withdrawn,
    signed,
    with_heard,
)
from fidelity_rater.domain.ratings.fold import RatingState, Slot, fold
from fidelity_rater.domain.ratings.moments import Bearing, Moment
from fidelity_rater.domain.ratings.sheet import Sheet
from fidelity_rater.domain.scoring.packed import pack
from fidelity_rater.domain.timecode import ClockQuality
from fidelity_rater.scales.model import Scale


@dataclass(frozen=True, slots=True)
class Sessions:
    """What the ratings need to know of the sessions made before them, by session code."""

    uid: dict[str, str]
    recordings: dict[str, tuple[Recording, ...]]
    """In their order; a rater of the demo listens to the first."""
    scenes: dict[str, str]
    """Which scene each recording is, by its uid."""
    opening: dict[str, dict[str, object]]
    """Numbers, plan and adaptation, for the opening event."""


@dataclass(slots=True)
class Asked:
    """What ratings answer, by the demo's own names: uids of assignments and of references to calibrate by."""

    assignments: dict[str, str] = field(default_factory=dict)
    by_package: set[str] = field(default_factory=set)
    """Uids of the assignments that were rated in their rater's own library, where nothing else was."""
    references: dict[str, str] = field(default_factory=dict)

    def assignment(self, row: Row) -> str:
        return self.assignments.get(row["assignment"], "")

    def reference(self, row: Row) -> str:
        return self.references.get(row["calibration"], "")

    def saying(self, uow: UnitOfWork, row: Row, head: RatingHead) -> dict[str, object]:
        """What a rating says of its blindness; nothing of those from before ratings said so."""
        uid = self.assignment(row)
        if uid in self.by_package:
            return saying((), assignment_uid=uid)
        if not uid and not self.reference(row):
            return {}
        told = not_blind(uow, head.session_uid, person_uid=head.person_uid, assignment_uid=uid)
        return saying(told, assignment_uid=uid) if says_of_blindness(uow, head, uid) else {}


class RatingMaker:
    """Makes ratings one by one, each in one unit of work."""

    def __init__(
        self,
        library: Library,
        data: DemoData,
        *,
        sessions: Sessions,
        people: Mapping[str, UnlockedIdentity],
        scale: Scale,
        version: str,
        asked: Asked | None = None,
    ) -> None:
        self._library, self._sessions, self._asked = library, sessions, asked or Asked()
        self._events, self._moments = data.read_events(), data.read_moments()
        self._people, self._scale, self._version = people, scale, version
        self._uids: dict[str, str] = {}

    @property
    def uids(self) -> Mapping[str, str]:
        """The ratings made so far, by the demo's own names of them."""
        return self._uids

    def make(self, row: Row) -> None:
        """Make one rating with all its events, and sign it where it is signed."""
        with self._library.work() as uow:
            head = self._head(row)
            uow.ratings.open(head)
            writing = _Writing(uow, head, self._scale, actor=head.person_uid)
            opened_at = instant(row["opened_at"])
            opening = {**self._opening(row, head), **self._asked.saying(uow, row, head)}
            writing.append(Draft(EventKind.OPENED, opening), Stamp(opened_at))
            if reference := self._asked.reference(row):
                keep_calibration(uow, head, reference)
            if head.supersedes_uid:
                writing.flush()
                carry_over(uow, fold(uow.ratings.events(head.supersedes_uid)), head, actor=head.person_uid)
                writing.state = fold(uow.ratings.events(head.uid))
            self._take_events(row, writing, opened_at)
            self._heard(uow, row, head)
            if row["status"] == "signed":
                self._sign(uow, row, head, writing)
            writing.flush()
            uow.commit()
        self._uids[row["rating"]] = head.uid

    def _head(self, row: Row) -> RatingHead:
        return RatingHead(
            uid=new_uid(),
            session_uid=self._sessions.uid[row["session"]],
            person_uid=self._people[row["rater"]].person.uid,
            role=Role(row["role"]),
            purpose=Purpose(row["purpose"]),
            scale_sha256=self._scale.sha256,
            form=row["form"],
            created_at=instant(row["opened_at"]),
            supersedes_uid=self._uids.get(row["supersedes"]) if row["supersedes"] else None,
            correction_reason=row["supersede_reason"],
        )

    def _opening(self, row: Row, head: RatingHead) -> dict[str, object]:
        order: dict[str, object] = {SEEN_OTHER: False} if head.role is Role.TRAINEE else {}
        return {
            **identity_of(head, self._version),
            **order,
            **calibrating(self._asked.reference(row)),
            "phase": row["phase"],
            "focal_areas": row["focal_areas"].split(),
            **self._sessions.opening[row["session"]],
        }

    def _take_events(self, row: Row, writing: _Writing, opened_at: datetime) -> None:
        recording = self._first_recording(row)
        kept = deque(kept_moments(self._moments.get(row["rating"], ()), recording) if recording else ())
        reached = 0
        for event in self._events.get(row["rating"], ()):
            at = opened_at + timedelta(seconds=float(event["at_s"]))
            media_ms = int(event["media_ms"]) if event["media_ms"] and recording else None
            reached = max(reached, media_ms or 0)
            while kept and kept[0].end_ms <= reached:
                writing.mark(kept.popleft(), at)
            draft = _draft(event, self._scale, writing.state)
            if draft.kind in SCORING and recording:
                draft = with_heard(draft, HeardSoFar(reached, reached))
            writing.append(draft, _stamp(at, media_ms, recording))
        closing = writing.state.head_stamp or Stamp(opened_at)
        for moment in kept:
            writing.mark(moment, closing.at)
        for draft in _cover(row):
            writing.append(draft, closing)

    def _first_recording(self, row: Row) -> str:
        recordings = self._sessions.recordings.get(row["session"])
        return recordings[0].uid if recordings else ""

    def _heard(self, uow: UnitOfWork, row: Row, head: RatingHead) -> None:
        recording, heard = self._first_recording(row), int(row["heard_ms"] or 0)
        if recording and heard:
            uow.ratings.add_heard(head.uid, recording, [HeardSpan(0, heard, 1.0)])
            uow.ratings.set_place(head.uid, recording, heard)

    def _sign(self, uow: UnitOfWork, row: Row, head: RatingHead, writing: _Writing) -> None:
        identity = self._people[row["rater"]]
        stamp = Stamp(instant(row["signed_at"]))
        packed = pack(self._scale, writing.state)
        heard = ledger_of(self._sessions.recordings.get(row["session"], ()), uow.ratings.heard(head.uid))
        told = self._asked.saying(uow, row, head)
        event = writing.append(signed(identity.person.signing_key, heard, told=told), stamp)
        writing.flush()
        signature = identity.sign(statement(head, event, packed))
        uow.ratings.sign(head.uid, signed_at=event.stamp.at, signature=signature, packed=packed)


class _Writing:
    """Takes a rating's events in order, never earlier than the one before; they are kept by the next flush."""

    def __init__(self, uow: UnitOfWork, head: RatingHead, scale: Scale, *, actor: str) -> None:
        self._uow, self._head, self._scale, self._actor = uow, head, scale, actor
        self._waiting: list[RatingEvent] = []
        self._touched: set[Slot] = set()
        self.state = RatingState()

    def append(self, draft: Draft, stamp: Stamp) -> RatingEvent:
        last = self.state.head_stamp
        if last is not None and stamp.at < last.at:
            stamp = replace(stamp, at=last.at)
        event = next_event(
            rating_uid=self._head.uid,
            head_seq=self.state.head_seq,
            head_hash=self.state.head_hash,
            draft=draft,
            stamp=stamp,
            actor=self._actor,
        )
        self._touched.update(self.state.apply(event))
        self._waiting.append(event)
        return event

    def flush(self) -> None:
        """Keep them in one go: one by one, they are most of the time that the demo takes to make."""
        self._uow.ratings.append_all(self._waiting, rows_for(self.state, sorted(self._touched)))
        self._waiting, self._touched = [], set()

    def mark(self, moment: Moment, at: datetime) -> None:
        """Keep a moment as its end was heard."""
        self.append(moment_marked(moment), _stamp(at, moment.end_ms, moment.recording_uid))


def _stamp(at: datetime, media_ms: int | None, recording: str) -> Stamp:
    if media_ms is None:
        return Stamp(at)
    return Stamp(at, media_ms, ClockQuality.OK, recording)


def kept_moments(rows: Iterable[Row], recording: str) -> list[Moment]:
    """The moments that a rating keeps, in the order in which their ends were heard.

    Rows are by dimension, moments by item: the same stretch for both of an item's dimensions is one moment.
    """
    notes: dict[tuple[int, int, str, str], str] = {}
    for row in rows:
        key = (int(row["end_ms"]), int(row["start_ms"]), row["item"], row["bearing"])
        notes[key] = notes.get(key) or row["note"]
    return [
        Moment(new_uid(), recording, start, end, item, Bearing(bearing), note)
        for (end, start, item, bearing), note in sorted(notes.items())
    ]


def _draft(event: Row, scale: Scale, state: RatingState) -> Draft:
    item, dimension = event["item"], event["dimension"]
    match event["kind"]:
        case "score":
            score = Score(value=int(event["value"])) if event["value"] else Score(None, event["state"], event["reason"])
            return answers.answer(scale, _sheet(scale, state, item), item=item, dimension=dimension, score=score)
        case "withdraw":
            return score_withdrawn(item, dimension)
        case "none_heard":
            return none_heard(tuple(item.split()), dimension)
        case "note":
            return note_written(item or None, event["text"])
        case "harm_action":
            return harm_action_told(item, done=event["text"], told=event["told"], when=event["when"])
        case kind:
            raise ValueError(f"the demo has an event of an unknown kind: {kind}")


def _sheet(scale: Scale, state: RatingState, item: str) -> Sheet:
    """As much of the sheet as an answer to this item depends on: the whole of it for each click takes long."""
    standing = {(item, d.id): state.score(item, d.id) for d in scale.dimensions}
    scores = {key: found.score for key, found in standing.items() if found is not None}
    return Sheet(state.phase, state.focal_areas, scores)


def _cover(row: Row) -> Iterator[Draft]:
    for name in (
        CoverField.DIFFICULTY,
        CoverField.DIFFICULTY_REASON,
        CoverField.AUDIO_QUALITY,
        CoverField.INAUDIBLE_PARTS,
        CoverField.PRIOR_KNOWLEDGE,
    ):
        if row[name]:
            yield cover_set(name, row[name])
    if row["focal_areas_heard"]:
        yield cover_set(CoverField.FOCAL_AREAS_HEARD, row["focal_areas_heard"].split())
