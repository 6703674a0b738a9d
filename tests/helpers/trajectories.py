"""Small made-up trajectories: one therapist's rated sessions, said in one line each, and the chart made of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from domain.scales import sheet_of, small_scale
from fidelity_rater.app.competence import competence_chart
from fidelity_rater.app.competence_models import CompetenceChart, Filters
from fidelity_rater.app.ports.queries import RatedSheet, RatingRow, TrajectoryRows
from fidelity_rater.domain.caseload import Case, FocalArea, FocusEntry, Phase, Session, Therapist
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.scales.model import Scale

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
SMALL = small_scale()
FLAT_SHA = "f" * 64
CORE = {f"E{n}": (3, 3) for n in range(1, 6)} | {"M1": (3, 3), "R1": (2, 2), "Q1": (3,), "P1": (0,), "P2": (0,)}


def core(adherence: int, quality: int | None = None, **more: Any) -> dict[str, Any]:
    """Answers to every expected item, all alike."""
    return {**CORE, **{f"E{n}": (adherence, quality) for n in range(1, 6)}, **more}


class Life:
    """A therapist's cases and sessions; ``rate`` adds a rating and answers with its uid."""

    def __init__(self, *, cases: int = 1, sessions: int = 6) -> None:
        self.therapist = Therapist("t", "T01")
        focus = (FocusEntry(date(2026, 1, 1), (FocalArea.GRIEF,)),)
        self.cases = tuple(Case(f"c{n}", "t", f"T01-C{n}", focus_history=focus) for n in range(1, cases + 1))
        self.held = [self._session(case, number) for case in self.cases for number in range(1, sessions + 1)]
        self.sheets: list[RatedSheet] = []

    def _session(self, case: Case, number: int) -> Session:
        phase = Phase.INITIAL if number <= 2 else Phase.MIDDLE if number <= 4 else Phase.TERMINATION
        day = date(2026, 1, 1) + timedelta(weeks=number)
        return Session(f"{case.uid}s{number}", case.uid, number, number, day, phase=phase)

    def rate(self, session: int = 3, answers: dict[str, Any] | None = None, *, case: int = 1, **more: Any) -> str:
        """``more``: rater, role, purpose, signed, sha256, form, adaptation."""
        held = next(s for s in self.held if s.uid == f"c{case}s{session}")
        uid = f"r{len(self.sheets) + 1}"
        sheet = sheet_of(core(3, 3) if answers is None else answers, phase=str(held.phase), focal_areas=("grief",))
        rater = more.get("rater", "AE")
        row = RatingRow(
            uid=uid,
            session_uid=held.uid,
            person_uid=f"person {rater}",
            rater_initials=rater,
            role=more.get("role", Role.SUPERVISOR),
            purpose=more.get("purpose", Purpose.FORMATIVE),
            scale_sha256=more.get("sha256", SMALL.sha256),
            form=more.get("form", "short"),
            scored=len(sheet.begun()),
            created_at=START + timedelta(hours=len(self.sheets)),
            signed_at=START + timedelta(days=1) if more.get("signed", True) else None,
            supersedes_uid=None,
            superseded=False,
        )
        self.sheets.append(
            RatedSheet(
                rating=row,
                case_uid=held.case_uid,
                case_code=f"T01-C{case}",
                case_order=case,
                session=held,
                adaptation=more.get("adaptation", "standard"),
                phase=sheet.phase,
                focal_areas=more.get("focal_areas", sheet.focal_areas),
                scores=dict(sheet.scores),
                harm_actions={},
            )
        )
        return uid

    def rows(self) -> TrajectoryRows:
        return TrajectoryRows(self.therapist, self.cases, tuple(self.sheets), tuple(self.held))

    def chart(self, scale: Scale = SMALL, **filters: Any) -> CompetenceChart:
        chart = competence_chart(self.rows(), filters=Filters(**filters), scale_of=lambda sha256: scale)
        assert chart is not None
        return chart
