"""The ratings of a library in memory: the same rules as the database's, without its triggers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from fidelity_rater.app.ports.library import HeardSpan, RatingHead, ScoreRow
from fidelity_rater.domain.ratings.chain import event_hash
from fidelity_rater.domain.ratings.events import EventKind, RatingEvent
from fidelity_rater.storage.memory.contents import Contents, Standing
from fidelity_rater.storage.stores import refusals
from fidelity_rater.storage.stores.appending import refuse_unless_chained
from fidelity_rater.storage.stores.covers import cover_values, may_move_cover, moves_cover
from fidelity_rater.storage.stores.listening import merged
from fidelity_rater.storage.types import uid_bytes


class MemoryRatings:
    """Ratings by uid."""

    def __init__(self, contents: Contents) -> None:
        self._in = contents

    def open(self, head: RatingHead) -> None:
        uid_bytes(head.uid)
        self._in.sessions[head.session_uid]
        self._in.people[head.person_uid]
        self._in.scales[head.scale_sha256]
        if head.supersedes_uid is None:
            if any(_same(head, other) for other in self._in.heads.values()):
                raise refusals.already_rated()
        else:
            self._refuse_correction(head)
        self._in.heads[head.uid] = replace(head, head_seq=0, head_hash=b"", signed_at=None, signature=b"")
        self._in.events[head.uid] = ()
        self._in.scores[head.uid] = {}

    def append(self, event: RatingEvent, scores: Sequence[ScoreRow] = ()) -> None:
        head = self._draft(event.rating_uid)
        if event.seq != head.head_seq + 1 or event.hash != event_hash(event, head.head_hash):
            raise refusals.moved_on()
        self._in.people[event.actor]
        if event.stamp.recording_uid is not None:
            self._in.recordings[event.stamp.recording_uid]
        events = (*self._in.events[head.uid], event)
        self._in.events[head.uid] = events
        self._in.scores[head.uid] = self._projected(event, scores)
        if moves_cover(event, scores, backwards=lambda: (past.kind for past in reversed(events))):
            told = cover_values(events)
            self._in.covers[head.uid] = told
            head = replace(head, form=told.get("form", head.form))
        self._in.heads[head.uid] = replace(head, head_seq=event.seq, head_hash=event.hash)

    def append_all(self, events: Sequence[RatingEvent], scores: Sequence[ScoreRow] = ()) -> None:
        if not events:
            return
        last, head = events[-1], self._draft(events[0].rating_uid)
        refuse_unless_chained(events, head.head_seq, head.head_hash)
        for event in events:
            self._in.people[event.actor]
        record = (*self._in.events[head.uid], *events)
        self._in.events[head.uid] = record
        self._in.scores[head.uid] = self._projected(last, [self._at_home(row) for row in scores])
        if may_move_cover(events):
            told = cover_values(record)
            self._in.covers[head.uid] = told
            head = replace(head, form=told.get("form", head.form))
        self._in.heads[head.uid] = replace(head, head_seq=last.seq, head_hash=last.hash)

    def sign(self, uid: str, *, signed_at: datetime, signature: bytes, packed: bytes) -> None:
        head = self._draft(uid)
        events = self._in.events[uid]
        if not events or events[-1].kind is not EventKind.SIGNED:
            raise ValueError("the signature comes after its event")
        self._in.heads[uid] = replace(head, signed_at=signed_at, signature=signature)
        self._in.packed[uid] = packed

    def discard(self, uid: str) -> None:
        head = self.get(uid)
        if head.signed_at is not None or any(event.kind is not EventKind.OPENED for event in self._in.events[uid]):
            raise refusals.holds_work()
        del self._in.heads[uid], self._in.events[uid], self._in.scores[uid]
        self._in.covers.pop(uid, None)
        self._in.heard.pop(uid, None)
        self._in.places.pop(uid, None)

    def get(self, uid: str) -> RatingHead:
        return self._in.heads[uid]

    def events(self, uid: str) -> tuple[RatingEvent, ...]:
        return self._in.events[uid]

    def of_session(self, session_uid: str) -> tuple[RatingHead, ...]:
        self._in.sessions[session_uid]
        mine = (head for head in self._in.heads.values() if head.session_uid == session_uid)
        return tuple(sorted(mine, key=lambda head: head.created_at))

    def has(self, uid: str) -> bool:
        return uid in self._in.heads

    def add_heard(self, rating_uid: str, recording_uid: str, spans: Iterable[HeardSpan]) -> None:
        self._draft(rating_uid)
        self._in.recordings[recording_uid]
        before = self._in.heard.get(rating_uid, {})
        together = merged((*before.get(recording_uid, ()), *spans))
        if together:
            self._in.heard[rating_uid] = {**before, recording_uid: together}

    def heard(self, rating_uid: str) -> Mapping[str, tuple[HeardSpan, ...]]:
        self.get(rating_uid)
        return self._in.heard.get(rating_uid, {})

    def set_place(self, rating_uid: str, recording_uid: str, media_ms: int) -> None:
        self.get(rating_uid)
        self._in.recordings[recording_uid]
        self._in.places[rating_uid] = (recording_uid, media_ms)

    def place(self, rating_uid: str) -> tuple[str, int] | None:
        self.get(rating_uid)
        return self._in.places.get(rating_uid)

    def _draft(self, uid: str) -> RatingHead:
        head = self.get(uid)
        if head.signed_at is not None:
            raise refusals.signed()
        return head

    def _projected(self, event: RatingEvent, scores: Sequence[ScoreRow]) -> Standing:
        standing = dict(self._in.scores[event.rating_uid])
        for row in scores:
            if row.score is None:
                standing.pop((row.item, row.dimension), None)
            else:
                standing[row.item, row.dimension] = (row.score, row.stamp or event.stamp)
        return standing

    def _at_home(self, row: ScoreRow) -> ScoreRow:
        """The row with its recording's uid as used here; without one that is not here."""
        if row.stamp is None or row.stamp.recording_uid is None:
            return row
        here = self._in.aliases.get(row.stamp.recording_uid, row.stamp.recording_uid)
        return replace(row, stamp=replace(row.stamp, recording_uid=here if here in self._in.recordings else None))

    def _refuse_correction(self, head: RatingHead) -> None:
        assert head.supersedes_uid is not None
        old = self.get(head.supersedes_uid)
        if not _same(head, old):
            raise ValueError("a correction is of the same session, person, scale and purpose")
        if old.signed_at is None:
            raise refusals.not_signed()
        if not head.correction_reason:
            raise refusals.no_reason()
        if any(other.supersedes_uid == old.uid for other in self._in.heads.values()):
            raise refusals.already_corrected()


def _same(one: RatingHead, other: RatingHead) -> bool:
    return (one.session_uid, one.person_uid, one.scale_sha256, one.purpose) == (
        other.session_uid,
        other.person_uid,
        other.scale_sha256,
        other.purpose,
    )
