"""Read models of a library in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from fidelity_rater.app.ports.accreditation import FactsAsked
from fidelity_rater.app.ports.cohort import CohortCounts, CohortRequest, CohortStock
from fidelity_rater.app.ports.library import RatingHead
from fidelity_rater.app.ports.queries import (
    CaseRow,
    ExportRow,
    Opening,
    PackedSheet,
    RatedSheet,
    RatingRow,
    SessionRow,
    SharedRow,
    TherapistPage,
    TherapistRow,
    TrajectoryRows,
)
from fidelity_rater.domain.accreditation.facts import TherapistFacts
from fidelity_rater.domain.caseload import Attendance, Case, Phase, Session, Therapist
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.ratings.events import EventKind
from fidelity_rater.storage.memory.accreditation import accreditation_facts
from fidelity_rater.storage.memory.cohort import cohort_counts, cohort_stock
from fidelity_rater.storage.memory.contents import Contents

_PHASES = frozenset(Phase)


class MemoryQueries:
    """Reads one snapshot."""

    def __init__(self, contents: Contents) -> None:
        self._in = contents

    def caseload(self) -> tuple[TherapistRow, ...]:
        ordered = sorted(self._in.therapists.values(), key=lambda found: (found.archived, found.code))
        return tuple(self._therapist_row(found) for found in ordered)

    def therapist_page(self, therapist_uid: str) -> TherapistPage:
        therapist = self._in.therapists[therapist_uid]
        cases = tuple(
            CaseRow(
                case=case,
                name=self._in.case_names.get(case.uid, ""),
                sessions=tuple(self.session_row(held.uid) for held in self._sessions(case)),
            )
            for case in self._cases(therapist)
        )
        return TherapistPage(therapist, self._in.therapist_names.get(therapist_uid, ""), cases)

    def session_row(self, session_uid: str) -> SessionRow:
        session = self._in.sessions[session_uid]
        recordings = [found for found in self._in.recordings.values() if found.session_uid == session_uid]
        return SessionRow(
            session=session,
            recordings=tuple(sorted(recordings, key=lambda found: found.part)),
            ratings=tuple(self._rating_row(head) for head in self._heads(session)),
        )

    def trajectory(self, therapist_uid: str) -> TrajectoryRows:
        therapist = self._in.therapists[therapist_uid]
        cases = self._cases(therapist)
        sessions = [held for case in cases for held in self._sessions(case) if not held.archived]
        return TrajectoryRows(
            therapist=therapist,
            cases=cases,
            sheets=tuple(sheet for case in cases for sheet in self.case_sheets(case.uid)),
            held=tuple(held for held in sessions if held.attendance is Attendance.ATTENDED),
        )

    def packed_sheets(self, therapist_uid: str) -> tuple[PackedSheet, ...]:
        return tuple(
            PackedSheet(replace(sheet, scores={}), self._in.packed[sheet.rating.uid])
            for sheet in self.trajectory(therapist_uid).sheets
            if sheet.rating.uid in self._in.packed
        )

    def openings(self, therapist_uid: str) -> tuple[Opening, ...]:
        cases = self._cases(self._in.therapists[therapist_uid])
        heads = [head for case in cases for held in self._sessions(case) for head in self._heads(held)]
        begun = ((head, self._in.events[head.uid]) for head in heads)
        return tuple(Opening(head.uid, head.session_uid, events[0].data) for head, events in begun if events)

    def closings(self, therapist_uid: str) -> dict[str, Mapping[str, Any]]:
        cases = self._cases(self._in.therapists[therapist_uid])
        heads = [head for case in cases for held in self._sessions(case) for head in self._heads(held)]
        last = {head.uid: self._in.events[head.uid][-1] for head in heads if head.signed_at is not None}
        return {uid: event.data for uid, event in last.items() if event.kind is EventKind.SIGNED}

    def case_sheets(self, case_uid: str) -> tuple[RatedSheet, ...]:
        case = self._in.cases[case_uid]
        order = self._cases(self._in.therapists[case.therapist_uid]).index(case) + 1
        found: list[RatedSheet] = []
        sessions = [held for held in self._sessions(case) if not held.archived]
        left_out = self._in.calibrations()
        for number in dict.fromkeys(held.scheduled for held in sessions):
            pairs = [(head, held) for held in sessions if held.scheduled == number for head in self._heads(held)]
            pairs.sort(key=lambda pair: pair[0].created_at)
            pairs = [pair for pair in pairs if self._current(pair[0]) and pair[0].uid not in left_out]
            found += [self._sheet(head, held, case, order) for head, held in pairs]
        return tuple(found)

    def unfinished(self, person_uid: str) -> tuple[RatingRow, ...]:
        drafts = [head for head in self._in.heads.values() if head.person_uid == person_uid and head.signed_at is None]
        earliest_first = sorted(drafts, key=lambda head: head.created_at)
        return tuple(self._rating_row(head) for head in reversed(earliest_first))

    def shared(self, *, sessions: Collection[str] | None = None) -> tuple[SharedRow, ...]:
        left_out = self._in.calibrations()
        found: list[SharedRow] = []
        for therapist in sorted(self._in.therapists.values(), key=lambda one: one.code):
            for case in sorted(self._cases(therapist), key=lambda one: one.code):
                for held in self._sessions(case):
                    mine = [head for head in self._heads(held) if self._is_shared(head) and head.uid not in left_out]
                    in_use = not (therapist.archived or case.archived or held.archived)
                    in_use = in_use and (sessions is None or held.uid in sessions)
                    if in_use and len({head.person_uid for head in mine}) > 1:
                        found += [self._shared_row(head, therapist, case, held) for head in mine]
        return tuple(found)

    def sharing(self, purpose: Purpose) -> frozenset[str]:
        raters: dict[str, set[str]] = {}
        for row in self.shared():
            if row.rating.purpose == purpose:
                raters.setdefault(row.rating.session_uid, set()).add(row.rating.person_uid)
        sessions = (self._in.sessions[uid] for uid, found in raters.items() if len(found) > 1)
        return frozenset(self._in.cases[held.case_uid].therapist_uid for held in sessions)

    def rated_alike(self, *, most: int, but_for: Collection[str] = ()) -> tuple[str, ...]:
        raters: dict[str, dict[object, set[str]]] = {}
        for rating in (row.rating for row in self.shared() if row.rating.session_uid not in but_for):
            alike = raters.setdefault(rating.session_uid, {})
            alike.setdefault((rating.scale_sha256, rating.form, rating.purpose), set()).add(rating.person_uid)
        found = [uid for uid, alike in raters.items() if any(len(people) > 1 for people in alike.values())]
        return tuple(found[:most])

    def export_rows(self) -> Iterator[ExportRow]:
        left_out = self._in.calibrations()
        for therapist in sorted(self._in.therapists.values(), key=lambda found: found.code):
            for case in self._cases(therapist):
                for session in self._sessions(case):
                    for head in (head for head in self._heads(session) if head.uid not in left_out):
                        yield from self._export(therapist, case, session, head)

    def cohort_stock(self) -> tuple[CohortStock, ...]:
        return cohort_stock(self._in)

    def cohort(self, request: CohortRequest) -> CohortCounts:
        return cohort_counts(self._in, request)

    def accreditation_facts(self, asked: FactsAsked) -> tuple[TherapistFacts, ...]:
        return accreditation_facts(self._in, asked)

    def _export(self, therapist: Therapist, case: Case, session: Session, head: RatingHead) -> Iterator[ExportRow]:
        cover = self._cover(head)
        for (item, dimension), (score, stamp) in sorted(self._in.scores[head.uid].items()):
            yield ExportRow(
                therapist_code=therapist.code,
                case_code=case.code,
                session_scheduled=session.scheduled,
                session_attended=session.attended,
                attendance=session.attendance,
                held_on=session.held_on,
                phase=Phase(cover["phase"]) if cover["phase"] in _PHASES else cover["phase"],
                focal_areas=tuple(cover["focal_areas"]),
                rating_uid=head.uid,
                rater_initials=self._in.people[head.person_uid].initials,
                role=head.role,
                purpose=head.purpose,
                form=head.form,
                scale_sha256=head.scale_sha256,
                signed_at=head.signed_at,
                superseded=self._superseded(head),
                item=item,
                dimension=dimension,
                score=score,
                media_ms=stamp.media_ms,
                clock=stamp.clock,
                recording_uid=stamp.recording_uid,
                scored_at=stamp.at,
            )

    def _is_shared(self, head: RatingHead) -> bool:
        return head.signed_at is not None and head.role is not Role.TRAINEE and self._current(head)

    def _shared_row(self, head: RatingHead, therapist: Therapist, case: Case, held: Session) -> SharedRow:
        return SharedRow(
            rating=self._rating_row(head),
            therapist_code=therapist.code,
            case_code=case.code,
            scheduled=held.scheduled,
            attended=held.attended,
            planned=case.planned_sessions,
            held_on=held.held_on,
        )

    def _therapist_row(self, therapist: Therapist) -> TherapistRow:
        cases = [case for case in self._cases(therapist) if not case.archived]
        sessions = [held for case in cases for held in self._sessions(case) if not held.archived]
        uids = {held.uid for held in sessions}
        alive = [found for found in self._in.recordings.values() if found.session_uid in uids and not found.deleted_at]
        heads = [head for held in sessions for head in self._heads(held) if not self._superseded(head)]
        days = [held.held_on for held in sessions if held.attendance is Attendance.ATTENDED and held.held_on]
        return TherapistRow(
            therapist=therapist,
            name=self._in.therapist_names.get(therapist.uid, ""),
            cases=len(cases),
            sessions=len(sessions),
            recordings=len(alive),
            ratings=len(heads),
            drafts=sum(head.signed_at is None for head in heads),
            last_session_on=max(days, default=None),
        )

    def _rating_row(self, head: RatingHead) -> RatingRow:
        return RatingRow(
            uid=head.uid,
            session_uid=head.session_uid,
            person_uid=head.person_uid,
            rater_initials=self._in.people[head.person_uid].initials,
            role=head.role,
            purpose=head.purpose,
            scale_sha256=head.scale_sha256,
            form=head.form,
            scored=len({item for item, _ in self._in.scores[head.uid]}),
            created_at=head.created_at,
            signed_at=head.signed_at,
            supersedes_uid=head.supersedes_uid,
            superseded=self._superseded(head),
        )

    def _sheet(self, head: RatingHead, session: Session, case: Case, order: int) -> RatedSheet:
        cover = self._cover(head)
        return RatedSheet(
            rating=self._rating_row(head),
            case_uid=case.uid,
            case_code=case.code,
            case_order=order,
            session=session,
            adaptation=case.adaptation,
            phase=cover["phase"],
            focal_areas=tuple(cover["focal_areas"]),
            scores={key: score for key, (score, _) in self._in.scores[head.uid].items()},
            harm_actions=dict(cover["harm_actions"]),
        )

    def _cover(self, head: RatingHead) -> Any:
        return self._in.covers.get(head.uid, {"phase": "", "focal_areas": [], "harm_actions": {}})

    def _cases(self, therapist: Therapist) -> tuple[Case, ...]:
        return tuple(case for case in self._in.cases.values() if case.therapist_uid == therapist.uid)

    def _sessions(self, case: Case) -> list[Session]:
        mine = (found for found in self._in.sessions.values() if found.case_uid == case.uid)
        return sorted(mine, key=lambda found: found.scheduled)

    def _heads(self, session: Session) -> list[RatingHead]:
        mine = (head for head in self._in.heads.values() if head.session_uid == session.uid)
        return sorted(mine, key=lambda head: head.created_at)

    def _superseded(self, head: RatingHead) -> bool:
        return any(other.supersedes_uid == head.uid and other.signed_at for other in self._in.heads.values())

    def _current(self, head: RatingHead) -> bool:
        return not self._superseded(head) and (head.supersedes_uid is None or head.signed_at is not None)
