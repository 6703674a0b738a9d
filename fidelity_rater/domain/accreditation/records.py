"""What counts towards accreditation and is written by hand: supervision, training, papers, other bodies' results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Mode(StrEnum):
    """How a supervision contact was held."""

    IN_PERSON = "in_person"
    REMOTE = "remote"


class TrainingKind(StrEnum):
    """What was attended or done."""

    COURSE = "course"
    WORKSHOP = "workshop"
    SUPERVISOR_TRAINING = "supervisor_training"
    FOLLOW_UP_DAY = "follow_up_day"
    PRACTICE = "practice"
    """Hours of supervised therapy that are not all in this library."""
    SUPERVISING = "supervising"
    """Hours of supervising others; ``others`` says how many."""


class PaperKind(StrEnum):
    """A piece of paper that a body asks for."""

    REGISTRATION = "registration"
    MEMBERSHIP = "membership"
    ATTESTATION = "attestation"
    LETTER = "letter"
    CASE_REPORT = "case_report"
    OBSERVATION = "observation"
    """Somebody watched the person supervise."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SupervisionContact:
    """One supervision session of a therapist. ``group_size`` counts supervisees: 1 is alone.

    ``case_uids`` are the own cases that were talked about, ``own_minutes`` the time on them; None: not told, then a
    rule's credit for groups decides. ``supervisor_uid`` empty: ``supervisor`` says who, by code or initials.
    """

    uid: str
    therapist_uid: str
    on: date
    minutes: int
    mode: Mode = Mode.IN_PERSON
    group_size: int = 1
    case_uids: tuple[str, ...] = ()
    own_minutes: int | None = None
    supervisor_uid: str = ""
    supervisor: str = ""
    supervisor_accredited: bool | None = None
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "uid": self.uid,
            "therapist": self.therapist_uid,
            "on": self.on.isoformat(),
            "minutes": self.minutes,
            "mode": str(self.mode),
            "group_size": self.group_size,
            "cases": list(self.case_uids),
            "own_minutes": self.own_minutes,
            "supervisor_uid": self.supervisor_uid,
            "supervisor": self.supervisor,
            "supervisor_accredited": self.supervisor_accredited,
            "note": self.note,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> SupervisionContact:
        own, accredited = data["own_minutes"], data["supervisor_accredited"]
        return cls(
            uid=str(data["uid"]),
            therapist_uid=str(data["therapist"]),
            on=date.fromisoformat(data["on"]),
            minutes=int(data["minutes"]),
            mode=Mode(data["mode"]),
            group_size=int(data["group_size"]),
            case_uids=tuple(str(uid) for uid in data["cases"]),
            own_minutes=None if own is None else int(own),
            supervisor_uid=str(data["supervisor_uid"]),
            supervisor=str(data["supervisor"]),
            supervisor_accredited=None if accredited is None else bool(accredited),
            note=str(data["note"]),
        )


@dataclass(frozen=True, slots=True)
class Training:
    """Something attended or done. ``hours`` and ``days`` None: not told; ``others``: people supervised."""

    uid: str
    therapist_uid: str
    kind: TrainingKind
    title: str
    on: date
    until: date | None = None
    hours: float | None = None
    days: int | None = None
    others: int | None = None
    provider: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "uid": self.uid,
            "therapist": self.therapist_uid,
            "kind": str(self.kind),
            "title": self.title,
            "on": self.on.isoformat(),
            "until": self.until.isoformat() if self.until else None,
            "hours": None if self.hours is None else str(self.hours),
            "days": self.days,
            "others": self.others,
            "provider": self.provider,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Training:
        hours, days, others = data["hours"], data["days"], data["others"]
        return cls(
            uid=str(data["uid"]),
            therapist_uid=str(data["therapist"]),
            kind=TrainingKind(data["kind"]),
            title=str(data["title"]),
            on=date.fromisoformat(data["on"]),
            until=date.fromisoformat(data["until"]) if data["until"] else None,
            hours=None if hours is None else float(hours),
            days=None if days is None else int(days),
            others=None if others is None else int(others),
            provider=str(data["provider"]),
        )


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter, an attestation, a report: that it is there, since when, until when. Its scan hangs on ``uid``."""

    uid: str
    therapist_uid: str
    kind: PaperKind
    title: str
    on: date
    until: date | None = None
    case_uid: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "uid": self.uid,
            "therapist": self.therapist_uid,
            "kind": str(self.kind),
            "title": self.title,
            "on": self.on.isoformat(),
            "until": self.until.isoformat() if self.until else None,
            "case": self.case_uid,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Paper:
        return cls(
            uid=str(data["uid"]),
            therapist_uid=str(data["therapist"]),
            kind=PaperKind(data["kind"]),
            title=str(data["title"]),
            on=date.fromisoformat(data["on"]),
            until=date.fromisoformat(data["until"]) if data["until"] else None,
            case_uid=str(data["case"]),
        )


@dataclass(frozen=True, slots=True)
class ResultElsewhere:
    """What somebody reached on another body's own form, entered by hand. Only these count for that body's mark.

    ``body`` and ``form`` are names as a rule file writes them; ``mark`` is the figure on the form (a text that holds a
    decimal number, so that no digit is lost), ``session_uid`` empty where it is of no single session. ``self_rated``:
    the therapist filled it in. Its scan hangs on ``uid``.
    """

    uid: str
    therapist_uid: str
    body: str
    form: str
    mark: str
    on: date
    by: str = ""
    session_uid: str = ""
    case_uid: str = ""
    self_rated: bool = False
    passed: bool | None = None
    """What the body itself decided, where it did."""

    def as_json(self) -> dict[str, Any]:
        return {
            "uid": self.uid,
            "therapist": self.therapist_uid,
            "body": self.body,
            "form": self.form,
            "mark": self.mark,
            "on": self.on.isoformat(),
            "by": self.by,
            "session": self.session_uid,
            "case": self.case_uid,
            "self_rated": self.self_rated,
            "passed": self.passed,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ResultElsewhere:
        passed = data["passed"]
        return cls(
            uid=str(data["uid"]),
            therapist_uid=str(data["therapist"]),
            body=str(data["body"]),
            form=str(data["form"]),
            mark=str(data["mark"]),
            on=date.fromisoformat(data["on"]),
            by=str(data["by"]),
            session_uid=str(data["session"]),
            case_uid=str(data["case"]),
            self_rated=bool(data["self_rated"]),
            passed=None if passed is None else bool(passed),
        )


Record = SupervisionContact | Training | Paper | ResultElsewhere
