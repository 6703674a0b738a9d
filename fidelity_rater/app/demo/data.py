"""Reads the demo's data as its README lays it out. The files ship with the program: a fault in them is our bug."""

from __future__ import annotations

import csv
import tomllib
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from fidelity_rater.domain.caseload import (
    Attendance,
    Consent,
    ConsentPurpose,
    FocalArea,
    FocusEntry,
    Phase,
    TherapistProfile,
)

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DemoData:
    """Everything the demo is made of."""

    library: Mapping[str, Any]
    people: tuple[Mapping[str, Any], ...]
    therapists: tuple[Mapping[str, Any], ...]
    sounds: Mapping[str, Path]
    """Scene id -> sound file."""
    ratings: tuple[Row, ...]
    read_events: Callable[[], Mapping[str, tuple[Row, ...]]]
    """What each rater did, by rating, in order: thousands of rows, wanted only while the demo is made."""


def read_demo(folder: Path) -> DemoData:
    """Read the demo's files."""
    with (folder / "caseload.toml").open("rb") as file:
        caseload = tomllib.load(file)
    with (folder / "scenes.toml").open("rb") as file:
        scenes = tomllib.load(file)["scene"]
    return DemoData(
        library=caseload["library"],
        people=tuple(caseload["person"]),
        therapists=tuple(caseload["therapist"]),
        sounds={scene["id"]: folder / scene["audio"] for scene in scenes},
        ratings=tuple(_rows(folder / "ratings.csv")),
        read_events=partial(_events, folder / "events.csv"),
    )


def _events(path: Path) -> Mapping[str, tuple[Row, ...]]:
    events: dict[str, list[Row]] = defaultdict(list)
    for row in _rows(path):
        events[row["rating"]].append(row)
    return {key: tuple(rows) for key, rows in events.items()}


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def profile(therapist: Mapping[str, Any]) -> TherapistProfile:
    return TherapistProfile(
        occupation=therapist["occupation"],
        year_qualified=therapist["year_qualified"],
        route_to_skill=therapist["route_to_skill"],
        supervision_kind=therapist["supervision_kind"],
        supervision_frequency=therapist["supervision_frequency"],
    )


def focus_history(case: Mapping[str, Any]) -> tuple[FocusEntry, ...]:
    return tuple(
        FocusEntry(entry["since"], tuple(FocalArea(area) for area in entry["areas"]), entry.get("reason", ""))
        for entry in case["focus_history"]
    )


def consent(case: Mapping[str, Any], session: Mapping[str, Any]) -> Consent:
    given = case["consent"]
    return Consent(
        purposes=frozenset(ConsentPurpose(purpose) for purpose in given["purposes"]),
        hearers=frozenset(given.get("hearers", ())),
        given_on=given["given"],
        withdrawn_on=session.get("consent_withdrawn"),
        review_on=given.get("review"),
    )


def attendance(session: Mapping[str, Any]) -> Attendance:
    return Attendance(session["attendance"])


def phase(session: Mapping[str, Any]) -> Phase | None:
    return Phase(session["phase"]) if session.get("phase") else None


def session_code(case_code: str, scheduled: int) -> str:
    """How ratings name a session: ``T01-C4-S10``."""
    return f"{case_code}-S{scheduled:02d}"


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
