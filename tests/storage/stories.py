"""Small lives for the library's tests: a therapist, a case, sessions, and a rater who clicks."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from fidelity_rater.app.ports.library import RatingHead, ScoreRow
from fidelity_rater.app.ports.sealed import SealedSound
from fidelity_rater.domain.caseload import Case, FocalArea, FocusEntry, Recording, Session, Therapist, TherapistProfile
from fidelity_rater.domain.people import Person, Purpose, Role
from fidelity_rater.domain.ratings.chain import next_event
from fidelity_rater.domain.ratings.events import Draft, EventKind, RatingEvent, Score, Stamp, score_given
from fidelity_rater.domain.ratings.fold import RatingState
from fidelity_rater.domain.timecode import ClockQuality

SCALE = "5c" * 32
START = datetime(2026, 3, 2, 9, 30, 0, 123456, tzinfo=UTC)


class Quiet:
    """Progress that nobody watches."""

    def tell(self, done: int, total: int) -> None:
        assert 0 <= done <= total

    def check(self) -> None:
        """Never stop."""


def uid() -> str:
    return str(uuid.uuid4())


def therapist(code: str = "T01", **changes: Any) -> Therapist:
    profile = TherapistProfile("nurse", 2011, "course", "group", "weekly")
    return Therapist(**{"uid": uid(), "code": code, "profile": profile, **changes})


def case(owner: Therapist, code: str = "C1", **changes: Any) -> Case:
    focus = (FocusEntry(date(2026, 1, 5), ()), FocusEntry(date(2026, 2, 1), (FocalArea.GRIEF,), "agreed"))
    known = {"uid": uid(), "therapist_uid": owner.uid, "code": code, "focus_history": focus, "suitability": {"q": "é"}}
    return Case(**{**known, **changes})


def session(owner: Case, scheduled: int = 1, **changes: Any) -> Session:
    day = date(2026, 2, 1) + timedelta(weeks=scheduled)
    known = {"uid": uid(), "case_uid": owner.uid, "scheduled": scheduled, "attended": scheduled, "held_on": day}
    return Session(**{**known, **changes})


def recording(owner: Session, part: int = 1, **changes: Any) -> tuple[Recording, SealedSound]:
    sha = uuid.uuid4().hex * 2
    known = {
        "uid": uid(), "session_uid": owner.uid, "part": part, "duration_ms": 3_000_000, "container": "ogg",
        "codec": "opus", "sample_rate": 48_000, "channels": 1, "sha256": sha, "size": 1234, "added_at": START,
    }  # fmt: skip
    made = Recording(**{**known, **changes})
    return made, SealedSound(uuid.uuid4().hex, uuid.uuid4().bytes * 3, made.sha256, made.size)


def person(initials: str = "AB") -> Person:
    return Person(uid(), f"Name of {initials}", initials, uuid.uuid4().bytes * 2, uuid.uuid4().bytes * 2)


class Story:
    """One therapist's life in a library, begun with what a rating needs."""

    def __init__(self, library: Any) -> None:
        self.library = library
        self.therapist = therapist()
        self.case = case(self.therapist)
        self.session = session(self.case)
        self.recording, self.sealed = recording(self.session)
        self.rater = person()
        with library.work() as work:
            work.therapists.add(self.therapist)
            work.cases.add(self.case)
            work.sessions.add(self.session)
            work.recordings.add(self.recording, self.sealed)
            work.people.keep(self.rater)
            work.scales.keep(SCALE, b"a scale")
            work.commit()

    def head(self, **changes: Any) -> RatingHead:
        known = {
            "uid": uid(), "session_uid": self.session.uid, "person_uid": self.rater.uid, "role": Role.SUPERVISOR,
            "purpose": Purpose.FORMATIVE, "scale_sha256": SCALE, "form": "short", "created_at": START,
        }  # fmt: skip
        return RatingHead(**{**known, **changes})

    def begin(self, **changes: Any) -> Desk:
        """Open a rating and say what it is about."""
        head = self.head(**changes)
        with self.library.work() as work:
            work.ratings.open(head)
            work.commit()
        desk = Desk(self, head)
        desk.do(Draft(EventKind.OPENED, {"phase": "middle", "focal_areas": ["grief"], "form": head.form}))
        return desk


class Desk:
    """A rater at one rating, with the fold in memory."""

    def __init__(self, story: Story, head: RatingHead, state: RatingState | None = None) -> None:
        self.story, self.uid, self.head = story, head.uid, head
        self.state = state or RatingState()

    def event(self, draft: Draft, *, media_ms: int | None = None) -> RatingEvent:
        """The next event, not yet appended."""
        seq = self.state.head_seq
        heard = (media_ms, ClockQuality.OK, self.story.recording.uid) if media_ms is not None else ()
        return next_event(
            rating_uid=self.uid,
            head_seq=seq,
            head_hash=self.state.head_hash,
            draft=draft,
            stamp=Stamp(START + timedelta(seconds=seq), *heard),
            actor=self.head.person_uid,
        )

    def rows(self, event: RatingEvent) -> Sequence[ScoreRow]:
        """Take the event in; the projection rows that follow from it."""
        rows = []
        for slot in self.state.apply(event):
            if slot[0] == "score":
                standing = self.state.score(slot[1], slot[2])
                found = (standing.score, standing.stamp) if standing else (None,)
                rows.append(ScoreRow(slot[1], slot[2], *found))
        return rows

    def do(self, draft: Draft, *, media_ms: int | None = None) -> RatingEvent:
        """Append and commit."""
        event = self.event(draft, media_ms=media_ms)
        rows = self.rows(event)
        with self.story.library.work() as work:
            work.ratings.append(event, rows)
            work.commit()
        return event

    def score(self, item: str, value: int, dimension: str = "adherence") -> RatingEvent:
        return self.do(score_given(item, dimension, Score(value)), media_ms=1000 * value)

    def step(self, kind: EventKind) -> RatingEvent:
        """Undo or redo."""
        return self.do(Draft(kind, {}))

    def sign(self) -> None:
        event = self.event(Draft(EventKind.SIGNED, {}))
        self.state.apply(event)
        with self.story.library.work() as work:
            work.ratings.append(event)
            work.ratings.sign(self.uid, signed_at=event.stamp.at, signature=b"s" * 64, packed=b"\x01\x00")
            work.commit()


def everything(connection: Any) -> list[Any]:
    """The schema and every row of a bare connection's library."""
    schema = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    tables = [name for kind, name, _ in schema if kind == "table"]
    return [schema, *(connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables)]
