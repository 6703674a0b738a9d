"""What of a portfolio can be heard: its cases, their sessions, recordings, and the evidence; no score, no voice on it.

This is all that a member sees before the first vote, so nothing here reads more of a rating than its moments' times and
items.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from fidelity_rater.app import labels
from fidelity_rater.app.door.sounds import Finder, Sounds
from fidelity_rater.app.panel.models import HeardCase, HeardMoment, HeardRecording, HeardSession, Play
from fidelity_rater.app.panel.seats import Seats
from fidelity_rater.app.ports.library import RatingHead, UnitOfWork
from fidelity_rater.app.rating.local_sound import events_here
from fidelity_rater.domain.caseload import Case, Session
from fidelity_rater.domain.course import phase_of
from fidelity_rater.domain.ratings.fold import fold
from fidelity_rater.domain.ratings.moments import Moment
from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import Scale

ScaleOf = Callable[[str], Scale]


def heads_of(uow: UnitOfWork, seats: Seats) -> list[RatingHead]:
    """The portfolio's ratings that are here."""
    return [uow.ratings.get(uid) for uid in seats.portfolio.rating_uids if uow.ratings.has(uid)]


def heard_cases(uow: UnitOfWork, seats: Seats, *, sounds: Sounds, scale_of: ScaleOf) -> tuple[HeardCase, ...]:
    """By case and session number."""
    heads = heads_of(uow, seats)
    sessions = {head.session_uid: uow.sessions.get(head.session_uid) for head in heads}
    by_case: dict[str, list[HeardSession]] = {}
    for session in sorted(sessions.values(), key=lambda each: (each.scheduled, each.uid)):
        mine = [head for head in heads if head.session_uid == session.uid]
        heard = _session(uow, seats, session, mine, sounds=sounds, scale_of=scale_of)
        by_case.setdefault(session.case_uid, []).append(heard)
    cases = sorted((uow.cases.get(uid) for uid in by_case), key=lambda case: case.code)
    return tuple(
        HeardCase(case.uid, case.code, labels.focal_areas(_focus(case)), tuple(by_case[case.uid])) for case in cases
    )


def _focus(case: Case) -> tuple[str, ...]:
    return tuple(str(area) for area in case.focus_history[-1].areas) if case.focus_history else ()


def _session(
    uow: UnitOfWork, seats: Seats, session: Session, heads: list[RatingHead], *, sounds: Sounds, scale_of: ScaleOf
) -> HeardSession:
    case = uow.cases.get(session.case_uid)
    clip_of = {str(moment): str(clip) for moment, clip in seats.document.body.get("clip_of", {}).items()}
    finder = sounds.finder_of(uow, session.uid, clip_of)
    recordings = tuple(_recordings(uow, session.uid, sounds))
    moments = tuple(_moments(uow, heads, finder, scale_of))
    can_hear = any(each.play for each in recordings) or any(each.play for each in moments)
    return HeardSession(
        uid=session.uid,
        named=str(seats.document.body.get("sessions", {}).get(session.uid, session.uid)),
        label=tr(
            "{case} · {session}",
            case=case.code,
            session=labels.session(session.scheduled, session.attended, planned=case.planned_sessions),
        ),
        phase=labels.phase(phase_of(session, case)),
        held_on=session.held_on,
        recordings=recordings,
        moments=moments,
        silent="" if can_hear else tr("No sound of this session came along."),
    )


def _recordings(uow: UnitOfWork, session_uid: str, sounds: Sounds) -> Iterator[HeardRecording]:
    found = [each for each in uow.recordings.of_session(session_uid) if each.deleted_at is None]
    for recording in found:
        silent = sounds.why_silent(recording)
        length = recording.duration_ms
        play = None if silent else Play(recording.uid, recording.uid, False, 0, length, length)
        name = tr("Whole recording, part {n}", n=recording.part) if len(found) > 1 else tr("Whole recording")
        yield HeardRecording(recording.uid, name, length, play, silent)


def _moments(uow: UnitOfWork, heads: list[RatingHead], finder: Finder, scale_of: ScaleOf) -> Iterator[HeardMoment]:
    """Of all ratings together, in the order of the sound, the same stretch for the same item once."""
    found: dict[tuple[str, int, int, str], tuple[Moment, Scale]] = {}
    for head in heads:
        scale = scale_of(head.scale_sha256)
        for moment in fold(events_here(uow, head.uid)).moments().values():
            if moment.placed and scale.has_item(moment.item):
                key = (moment.recording_uid, moment.start_ms, moment.end_ms, moment.item)
                found.setdefault(key, (moment, scale))
    for _, (moment, scale) in sorted(found.items(), key=lambda each: each[0]):
        heard = finder.moment(moment, scale)
        yield HeardMoment(
            uid=moment.uid,
            item=heard.item_label,
            recording_uid=moment.recording_uid,
            start_ms=moment.start_ms,
            end_ms=moment.end_ms,
            play=heard.play,
            silent=heard.silent,
        )
