"""One line of a package for each thing of the caseload, and back. Codes and numbers only: no name, no free text.

Written: what others need to tell which session it is and how to rate it. Left out on purpose: names of therapists and
clients, what a client came with, why a focal area was chosen, the answers of the suitability sheet, a therapist's
training, symptom scores. A person leaves with initials and keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fidelity_rater.app.ports.documents import Clip
from fidelity_rater.app.ports.library import RatingHead
from fidelity_rater.app.sharing.reading import LONGEST_CODE, Fields
from fidelity_rater.domain.caseload import (
    Attendance,
    Case,
    Consent,
    ConsentPurpose,
    FocalArea,
    FocusEntry,
    Phase,
    Recording,
    Session,
    Therapist,
)
from fidelity_rater.domain.people import Person, Purpose, Role
from fidelity_rater.domain.ratings.events import EventKind, RatingEvent, Stamp
from fidelity_rater.domain.timecode import ClockQuality

KEY: Final = 32
LONGEST_BODY: Final = 4_000_000
LONGEST_RECORDING_MS: Final = 7 * 24 * 3_600_000
MOST_SESSIONS: Final = 10_000

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CarriedRecording:
    """A recording's facts and, where it goes along, the part that holds its sound.

    ``altered``: stretches of that sound were covered, so its bytes are not the original's.
    """

    recording: Recording
    sound: str = ""
    altered: bool = False


@dataclass(frozen=True, slots=True)
class CarriedClip:
    """A clip, the moments that it was cut for, and the part that holds its sound."""

    clip: Clip
    sound: str
    moments: tuple[str, ...] = ()


def person_line(person: Person) -> Line:
    return {
        "uid": person.uid,
        "initials": person.initials,
        "signing_key": person.signing_key.hex(),
        "receiving_key": person.receiving_key.hex(),
    }


def read_person(line: Fields) -> Person:
    """Known by initials only; a library that knows more keeps what it knows."""
    initials = line.text("initials", most=LONGEST_CODE)
    return Person(
        line.uid("uid"),
        initials,
        initials,
        line.bytes_of("signing_key", least=KEY, most=KEY),
        line.bytes_of("receiving_key", least=KEY, most=KEY),
    )


def therapist_line(therapist: Therapist) -> Line:
    return {"uid": therapist.uid, "code": therapist.code}


def read_therapist(line: Fields) -> Therapist:
    return Therapist(line.uid("uid"), line.code("code"))


def case_line(case: Case) -> Line:
    return {
        "uid": case.uid,
        "therapist": case.therapist_uid,
        "code": case.code,
        "planned_sessions": case.planned_sessions,
        "adaptation": case.adaptation,
        "focus": [{"since": e.since.isoformat(), "areas": [str(area) for area in e.areas]} for e in case.focus_history],
    }


def read_case(line: Fields) -> Case:
    return Case(
        uid=line.uid("uid"),
        therapist_uid=line.uid("therapist"),
        code=line.code("code"),
        planned_sessions=line.whole("planned_sessions", least=1, most=1000),
        adaptation=line.word("adaptation"),
        focus_history=tuple(_focus(entry) for entry in line.objects("focus", most=1000)),
    )


def _focus(entry: Fields) -> FocusEntry:
    since = entry.maybe_day("since")
    try:
        if since is not None:
            return FocusEntry(since, entry.some_of("areas", FocalArea))
    except ValueError:
        pass
    raise entry.fault("focus")


def session_line(session: Session) -> Line:
    return {
        "uid": session.uid,
        "case": session.case_uid,
        "scheduled": session.scheduled,
        "attended": session.attended,
        "held_on": session.held_on.isoformat() if session.held_on else None,
        "attendance": str(session.attendance),
        "phase": str(session.phase) if session.phase else None,
    }


def read_session(line: Fields) -> Session:
    return Session(
        uid=line.uid("uid"),
        case_uid=line.uid("case"),
        scheduled=line.whole("scheduled", most=MOST_SESSIONS),
        attended=line.maybe_whole("attended", most=MOST_SESSIONS),
        held_on=line.maybe_day("held_on"),
        attendance=line.one_of("attendance", Attendance),
        phase=line.one_of("phase", Phase) if line.has("phase") else None,
    )


def recording_line(carried: CarriedRecording) -> Line:
    recording = carried.recording
    return {
        "uid": recording.uid,
        "session": recording.session_uid,
        "part": recording.part,
        "duration_ms": recording.duration_ms,
        "container": recording.container,
        "codec": recording.codec,
        "sample_rate": recording.sample_rate,
        "channels": recording.channels,
        "sha256": recording.sha256,
        "size": recording.size,
        "added_at": recording.added_at.isoformat(),
        "timing_approximate": recording.timing_approximate,
        "consent": consent_line(recording.consent),
        "sound": carried.sound or None,
        "altered": carried.altered,
    }


def read_recording(line: Fields) -> CarriedRecording:
    recording = Recording(
        uid=line.uid("uid"),
        session_uid=line.uid("session"),
        part=line.whole("part", least=1, most=1000),
        duration_ms=line.whole("duration_ms", least=1, most=LONGEST_RECORDING_MS),
        container=line.word("container"),
        codec=line.word("codec"),
        sample_rate=line.whole("sample_rate", most=10_000_000),
        channels=line.whole("channels", most=1000),
        sha256=line.sha256("sha256"),
        size=line.whole("size"),
        added_at=line.instant("added_at"),
        consent=read_consent(Fields(line.raw("consent"), line.part)),
        timing_approximate=line.truth("timing_approximate"),
    )
    return CarriedRecording(recording, line.word("sound") if line.has("sound") else "", line.truth("altered"))


def consent_line(consent: Consent) -> Line:
    days = {"given_on": consent.given_on, "withdrawn_on": consent.withdrawn_on, "review_on": consent.review_on}
    return {
        "purposes": sorted(str(purpose) for purpose in consent.purposes),
        "hearers": sorted(consent.hearers),
        **{name: day.isoformat() if day else None for name, day in days.items()},
    }


def read_consent(line: Fields) -> Consent:
    return Consent(
        purposes=frozenset(line.some_of("purposes", ConsentPurpose)),
        hearers=frozenset(str(role) for role in line.some_of("hearers", Role)),
        given_on=line.maybe_day("given_on"),
        withdrawn_on=line.maybe_day("withdrawn_on"),
        review_on=line.maybe_day("review_on"),
    )


def rating_line(head: RatingHead) -> Line:
    """``session`` is the session's uid in this package, ``session_named`` what the rating's own record calls it."""
    return {
        "uid": head.uid,
        "session": head.session_uid,
        "session_named": head.session_named or head.session_uid,
        "person": head.person_uid,
        "role": str(head.role),
        "purpose": str(head.purpose),
        "scale": head.scale_sha256,
        "form": head.form,
        "created_at": head.created_at.isoformat(),
        "head_seq": head.head_seq,
        "head_hash": head.head_hash.hex(),
        "signed_at": head.signed_at.isoformat() if head.signed_at else None,
        "signature": head.signature.hex(),
        "supersedes": head.supersedes_uid,
        "correction_reason": head.correction_reason,
    }


def read_rating(line: Fields) -> RatingHead:
    return RatingHead(
        uid=line.uid("uid"),
        session_uid=line.uid("session"),
        person_uid=line.uid("person"),
        role=line.one_of("role", Role),
        purpose=line.one_of("purpose", Purpose),
        scale_sha256=line.sha256("scale"),
        form=line.word("form"),
        created_at=line.instant("created_at"),
        head_seq=line.whole("head_seq", least=1, most=1_000_000),
        head_hash=line.bytes_of("head_hash", least=KEY, most=KEY),
        signed_at=line.instant("signed_at") if line.has("signed_at") else None,
        signature=line.bytes_of("signature"),
        supersedes_uid=line.maybe_uid("supersedes") or None,
        correction_reason=line.text("correction_reason"),
        session_named=line.uid("session_named"),
    )


def event_line(event: RatingEvent) -> Line:
    return {
        "rating": event.rating_uid,
        "seq": event.seq,
        "kind": str(event.kind),
        "body": event.body,
        "at": event.stamp.at.isoformat(),
        "media_ms": event.stamp.media_ms,
        "clock": str(event.stamp.clock),
        "recording": event.stamp.recording_uid,
        "actor": event.actor,
        "hash": event.hash.hex(),
    }


def read_event(line: Fields) -> RatingEvent:
    stamp = Stamp(
        at=line.instant("at"),
        media_ms=line.maybe_whole("media_ms", most=LONGEST_RECORDING_MS),
        clock=line.one_of("clock", ClockQuality),
        recording_uid=line.maybe_uid("recording") or None,
    )
    return RatingEvent(
        rating_uid=line.uid("rating"),
        seq=line.whole("seq", least=1, most=1_000_000),
        kind=line.one_of("kind", EventKind),
        body=line.text("body", most=LONGEST_BODY),
        stamp=stamp,
        actor=line.uid("actor"),
        hash=line.bytes_of("hash", least=KEY, most=KEY),
    )


def clip_line(carried: CarriedClip) -> Line:
    clip = carried.clip
    return {
        "uid": clip.uid,
        "recording": clip.recording_uid,
        "start_ms": clip.start_ms,
        "end_ms": clip.end_ms,
        "codec": clip.codec,
        "altered": clip.altered,
        "moments": list(carried.moments),
        "sound": carried.sound,
    }


def read_clip(line: Fields, *, package_uid: str) -> CarriedClip:
    start = line.whole("start_ms", most=LONGEST_RECORDING_MS)
    moments = line.uids("moments")
    clip = Clip(
        uid=line.uid("uid"),
        recording_uid=line.uid("recording"),
        start_ms=start,
        end_ms=line.whole("end_ms", least=start + 1, most=LONGEST_RECORDING_MS),
        codec=line.word("codec"),
        package_uid=package_uid,
        moment_uid=moments[0] if len(moments) == 1 else "",
        altered=line.truth("altered"),
    )
    return CarriedClip(clip, line.word("sound"), moments)


def with_others(line: Mapping[str, Any], others: tuple[str, ...]) -> Line:
    """The line with the uids that others use for the same, so that they know it again."""
    return {**line, "also": list(others)} if others else dict(line)
