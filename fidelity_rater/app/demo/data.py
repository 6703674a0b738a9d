"""Reads the demo's data as its README lays it out. The files ship with the program: a fault in them is our bug."""

from __future__ import annotations

import csv
import hashlib
import json
import tomllib
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from fidelity_rater.domain.caseload import (
    Attendance,
    Consent,
    ConsentPurpose,
    FocalArea,
    FocusEntry,
    Phase,
    TherapistProfile,
)
from fidelity_rater.domain.transcript import Line, Speaker, Transcript

Row = Mapping[str, str]

_NAMES: Final = uuid.uuid5(uuid.NAMESPACE_URL, "fidelity-rater:demo")

VOICES = {
    "N": ("Announcement", Speaker.OTHER),
    "T": ("Therapist", Speaker.THERAPIST),
    "C": ("Client", Speaker.CLIENT),
}
"""By the letter that a scene's lines begin with: the voice, and who it is."""


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
    read_moments: Callable[[], Mapping[str, tuple[Row, ...]]]
    """The stretches that each rating keeps as evidence, by rating."""
    read_transcripts: Callable[[], Mapping[str, Transcript]]
    """What is said in each scene, and when."""
    read_measures: Callable[[], Sequence[Row]]
    """What clients reported of their symptoms, a row for each session."""
    read_feedback: Callable[[], Mapping[str, Any]]
    """Feedback that was sent, what came back, and what a session asks for."""
    read_raters: Callable[[], Mapping[str, Any]]
    """What was drawn and assigned, agreed on, and calibrated by."""
    read_agreed: Callable[[], Mapping[str, tuple[Row, ...]]]
    """The answers of each consensus."""
    read_panel: Callable[[], Mapping[str, Any]]
    """What was laid before a panel, and how its members voted."""
    read_records: Callable[[], Mapping[str, Any]]
    """Supervision, training, papers, and results on another body's form."""
    read_scan: Callable[[str], bytes]
    """A scan that the records name."""


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
        read_events=partial(_by, "rating", folder / "events.csv"),
        read_moments=partial(_by, "rating", folder / "moments.csv"),
        read_transcripts=partial(_transcripts, folder, scenes),
        read_measures=partial(_rows, folder / "measures.csv"),
        read_feedback=partial(_table, folder / "feedback.toml"),
        read_raters=partial(_table, folder / "raters.toml"),
        read_agreed=partial(_by, "consensus", folder / "consensus.csv"),
        read_panel=partial(_table, folder / "panel.toml"),
        read_records=partial(_table, folder / "records.toml"),
        read_scan=lambda name: (folder / name).read_bytes(),
    )


def _table(path: Path) -> Mapping[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def _by(column: str, path: Path) -> Mapping[str, tuple[Row, ...]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in _rows(path):
        found[row[column]].append(row)
    return {key: tuple(rows) for key, rows in found.items()}


def _transcripts(folder: Path, scenes: Sequence[Mapping[str, Any]]) -> Mapping[str, Transcript]:
    timing = json.loads((folder / "audio" / "timing.json").read_text(encoding="utf-8"))
    return {scene["id"]: _transcript(folder / scene["text"], timing[scene["id"]]["lines"]) for scene in scenes}


def _transcript(path: Path, timed: Iterable[tuple[int, str, int, int]]) -> Transcript:
    """The scene's words with the times of its sound. Every line reads ``T: what was said``."""
    data = path.read_bytes()
    texts = [line.partition(": ")[2] for line in data.decode().splitlines()]
    lines = tuple(Line(start, end, texts[number - 1], VOICES[letter][0]) for number, letter, start, end in timed)
    return Transcript(
        lines,
        speakers=dict(VOICES.values()),
        sha256=hashlib.sha256(data).hexdigest(),
    )


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


def session_uid(code: str) -> str:
    """The same in every demo, because draws are made of uids: each demo draws the same sessions."""
    return str(uuid.uuid5(_NAMES, code))


def session_code(case_code: str, scheduled: int) -> str:
    """How ratings name a session: ``T01-C4-S10``."""
    return f"{case_code}-S{scheduled:02d}"


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
