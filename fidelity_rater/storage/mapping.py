"""Between rows and the domain's values: one pair of functions per kind, nothing cleverer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row

from fidelity_rater.app.ports.library import RatingHead
from fidelity_rater.app.ports.sealed import SealedSound
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
    TherapistProfile,
)
from fidelity_rater.domain.people import Person, Purpose, Role
from fidelity_rater.domain.ratings.events import EventKind, RatingEvent, Score, Stamp
from fidelity_rater.domain.timecode import ClockQuality

Values = dict[str, Any]


def therapist_values(therapist: Therapist) -> Values:
    profile = therapist.profile
    return {
        "uid": therapist.uid,
        "code": therapist.code,
        "occupation": profile.occupation,
        "year_qualified": profile.year_qualified,
        "route_to_skill": profile.route_to_skill,
        "supervision_kind": profile.supervision_kind,
        "supervision_frequency": profile.supervision_frequency,
        "archived": therapist.archived,
    }


def to_therapist(row: Row[Any]) -> Therapist:
    profile = TherapistProfile(
        occupation=row.occupation,
        year_qualified=row.year_qualified,
        route_to_skill=row.route_to_skill,
        supervision_kind=row.supervision_kind,
        supervision_frequency=row.supervision_frequency,
    )
    return Therapist(uid=row.uid, code=row.code, profile=profile, archived=row.archived)


def case_values(case: Case) -> Values:
    return {
        "uid": case.uid,
        "code": case.code,
        "planned_sessions": case.planned_sessions,
        "adaptation": case.adaptation,
        "presenting_problem": case.presenting_problem,
        "suitability": case.suitability,
        "archived": case.archived,
    }


def to_case(row: Row[Any], focus_history: Iterable[FocusEntry]) -> Case:
    """``row`` carries the therapist's uid as ``therapist_uid``."""
    return Case(
        uid=row.uid,
        therapist_uid=row.therapist_uid,
        code=row.code,
        planned_sessions=row.planned_sessions,
        adaptation=row.adaptation,
        presenting_problem=row.presenting_problem,
        focus_history=tuple(focus_history),
        suitability=row.suitability,
        archived=row.archived,
    )


def focus_values(entry: FocusEntry) -> Values:
    return {"since": entry.since, "areas": list(entry.areas), "reason": entry.reason}


def to_focus(row: Row[Any]) -> FocusEntry:
    return FocusEntry(since=row.since, areas=tuple(FocalArea(area) for area in row.areas), reason=row.reason)


def session_values(session: Session) -> Values:
    return {
        "uid": session.uid,
        "scheduled": session.scheduled,
        "attended": session.attended,
        "held_on": session.held_on,
        "attendance": session.attendance,
        "phase": session.phase,
        "archived": session.archived,
    }


def to_session(row: Row[Any]) -> Session:
    """``row`` carries the case's uid as ``case_uid``."""
    return Session(
        uid=row.uid,
        case_uid=row.case_uid,
        scheduled=row.scheduled,
        attended=row.attended,
        held_on=row.held_on,
        attendance=Attendance(row.attendance),
        phase=None if row.phase is None else Phase(row.phase),
        archived=row.archived,
    )


def consent_values(consent: Consent) -> Values:
    return {
        "consent_purposes": sorted(consent.purposes),
        "consent_hearers": sorted(consent.hearers),
        "consent_given_on": consent.given_on,
        "consent_withdrawn_on": consent.withdrawn_on,
        "consent_review_on": consent.review_on,
    }


def recording_values(recording: Recording, sealed: SealedSound) -> Values:
    return {
        "uid": recording.uid,
        "part": recording.part,
        "duration_ms": recording.duration_ms,
        "container": recording.container,
        "codec": recording.codec,
        "sample_rate": recording.sample_rate,
        "channels": recording.channels,
        "sha256": recording.sha256,
        "size": recording.size,
        "added_us": recording.added_at,
        "timing_approximate": recording.timing_approximate,
        "vault_name": sealed.vault_name,
        "wrapped_key": sealed.wrapped_key,
        "sealed_sha256": sealed.sha256,
        "sealed_size": sealed.size,
        **consent_values(recording.consent),
    }


def to_recording(row: Row[Any]) -> Recording:
    """``row`` carries the session's uid as ``session_uid``."""
    consent = Consent(
        purposes=frozenset(ConsentPurpose(purpose) for purpose in row.consent_purposes),
        hearers=frozenset(row.consent_hearers),
        given_on=row.consent_given_on,
        withdrawn_on=row.consent_withdrawn_on,
        review_on=row.consent_review_on,
    )
    return Recording(
        uid=row.uid,
        session_uid=row.session_uid,
        part=row.part,
        duration_ms=row.duration_ms,
        container=row.container,
        codec=row.codec,
        sample_rate=row.sample_rate,
        channels=row.channels,
        sha256=row.sha256,
        size=row.size,
        added_at=row.added_us,
        consent=consent,
        timing_approximate=row.timing_approximate,
        deleted_at=row.deleted_us,
    )


def person_values(person: Person) -> Values:
    return {
        "uid": person.uid,
        "name": person.name,
        "initials": person.initials,
        "signing_key": person.signing_key,
        "receiving_key": person.receiving_key,
    }


def to_person(row: Row[Any]) -> Person:
    return Person(
        uid=row.uid,
        name=row.name,
        initials=row.initials,
        signing_key=row.signing_key,
        receiving_key=row.receiving_key,
    )


def to_head(row: Row[Any]) -> RatingHead:
    """``row`` carries uids in place of local keys, and the scale's hash."""
    return RatingHead(
        uid=row.uid,
        session_uid=row.session_uid,
        person_uid=row.person_uid,
        role=Role(row.role),
        purpose=Purpose(row.purpose),
        scale_sha256=row.scale_sha256,
        form=row.form,
        created_at=row.created_us,
        head_seq=row.head_seq,
        head_hash=row.head_hash,
        signed_at=row.signed_us,
        signature=row.signature or b"",
        supersedes_uid=row.supersedes_uid,
        correction_reason=row.correction_reason,
        session_named=row.session_named,
    )


def stamp_values(stamp: Stamp) -> Values:
    """All but the recording, which is joined by its local key."""
    return {"at_us": stamp.at, "media_ms": stamp.media_ms, "clock": stamp.clock}


def to_stamp(row: Row[Any]) -> Stamp:
    """``row`` carries the recording's uid as ``recording_uid``."""
    return Stamp(row.at_us, row.media_ms, ClockQuality(row.clock), row.recording_uid)


def to_event(rating_uid: str, row: Row[Any]) -> RatingEvent:
    """``row`` carries the person's uid as ``actor``."""
    return RatingEvent(rating_uid, row.seq, EventKind(row.kind), row.body, to_stamp(row), row.actor, row.hash)


class Scores(dict[tuple[int | None, str | None, str], Score]):
    """Scores by their columns (value, state, reason): equal ones share one value, for a chart reads thousands."""

    def __missing__(self, key: tuple[int | None, str | None, str]) -> Score:
        found = self[key] = Score(*key)
        return found
