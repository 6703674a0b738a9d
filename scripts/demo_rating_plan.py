"""Who rates which of the demo's sessions, for what and when: what is decided by hand about the made-up ratings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

PRIMARY = {
    "T01-C1": "AM",
    "T01-C2": "AM",
    "T01-C3": "JT",
    "T01-C4": "JT",
    "T02-C1": "JT",
    "T02-C2": "JT",
    "T03-C1": "AM",
}
"""The supervisor who rates the case; T01 changes supervisor between the second and third case."""

SECOND = {
    "T01-C1-S09": "JT",
    "T01-C1-S14": "PK",
    "T01-C2-S06": "JT",
    "T01-C2-S09": "PK",
    "T01-C3-S07": "AM",
    "T01-C3-S13": "PK",
    "T01-C3-S19": "PK",
    "T02-C1-S06": "AM",
    "T02-C2-S05": "AM",
    "T03-C1-S04": "JT",
    "T03-C1-S11": "JT",
}
"""A second, independent rating of the same session."""

SELF = {
    "T01-C1-S05": "RV",
    "T01-C1-S10": "RV",
    "T01-C2-S08": "RV",
    "T01-C3-S11": "RV",
    "T01-C4-S06": "RV",
    "T03-C1-S03": "SF",
    "T03-C1-S09": "SF",
}
"""The therapist's own rating."""

SUMMATIVE = {"T01-C1-S14", "T01-C2-S09", "T01-C3-S13", "T01-C3-S19"}
"""Rated for a decision, by the supervisor and by the panel, on the full form."""

DRAFTS = {("T01-C4-S12", "JT"): 0.55, ("T03-C1-S13", "AM"): 0.25, ("T01-C2-S11", "PK"): 0.7}
"""Ratings begun and not signed, with the share of items answered so far."""

NOT_RATED = {"T01-C3-S10", "T01-C4-S10"}
"""Recorded, and waiting for a rater."""

CORRECTED = {
    ("T01-C1-S06", "AM"): "On hearing it again with the therapist I had missed the follow-up of the telephone call.",
}
"""Signed ratings that a second one of the same rater supersedes, with the reason."""

DIFFICULTY = {
    "T01-C2": ("high", "Tearful throughout; finds it hard to speak about the day of the death."),
    "T01-C4": ("high", "Agrees with everything and withdraws when pressed."),
    "T03-C1": ("medium", "Quiet, answers briefly."),
}
POOR_SOUND = {
    "T01-C2-S03": "A drill next door in the middle of the meeting.",
    "T02-C1-S08": "The client sits far from the microphone.",
}
UNHEARD = {("T01-C2-S03", "CORE-07"), ("T01-C2-S03", "CORE-02"), ("T02-C1-S08", "GRF-03")}
"""Items that could not be rated, because the sound was poor."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One session as one rater will rate it."""

    rating: str
    case: str
    therapist: str
    session: str
    progress: float
    """Where the session lies among the therapist's rated sessions, from 0 (first) to 1 (last)."""
    phase: str
    focal_areas: tuple[str, ...]
    scene: str
    rater: str
    role: str
    purpose: str
    form: str
    opened_at: datetime
    share_done: float
    supersedes: str = ""
    supersede_reason: str = ""
    assignment: str = ""
    """The assignment that it answers, by its name in ``raters.toml``."""
    calibration: str = ""
    """The reference that it is made to calibrate by, by its name there."""

    @property
    def is_draft(self) -> bool:
        return self.share_done < 1


def seeded(words: str) -> Random:
    """A source of chance that gives the same for the same words."""
    return Random(words)  # noqa: S311 - made-up data, no secret


def session_code(case: str, scheduled: int) -> str:
    return f"{case}-S{scheduled:02d}"


def declared_focus(case: Mapping[str, Any], day: date) -> tuple[str, ...]:
    """The focal areas that stand on a day, primary first."""
    standing: tuple[str, ...] = ()
    for entry in case["focus_history"]:
        if entry["since"] <= day:
            standing = tuple(entry["areas"])
    return standing


def raters_of(session: str, case: str) -> list[tuple[str, str]]:
    """Raters of a session and the role in which each rates it."""
    roles = {"AM": "supervisor", "JT": "supervisor", "PK": "panel", "RV": "trainee", "SF": "trainee"}
    found = [] if session in NOT_RATED else [PRIMARY[case]]
    found += [rater for rater in (SELF.get(session), SECOND.get(session)) if rater]
    found += [rater for (begun, rater) in DRAFTS if begun == session and rater not in found]
    return [(rater, roles[rater]) for rater in found]


def sittings(therapists: Iterable[Mapping[str, Any]], raters: Mapping[str, Any], rng: Random) -> list[Sitting]:
    """Every sitting in the order of its opening, numbered R001 and on; ``raters`` is what ``raters.toml`` says."""
    therapists = list(therapists)
    unnumbered: list[Sitting] = []
    for therapist in therapists:
        unnumbered += _sittings_of(therapist, rng)
    # What was asked for comes apart, so that it takes nothing from the chance of the rest.
    unnumbered += asked_sittings(therapists, raters)
    unnumbered.sort(key=lambda s: (s.opened_at, s.session, s.rater))
    return _numbered(unnumbered)


def asked_sittings(therapists: Iterable[Mapping[str, Any]], raters: Mapping[str, Any]) -> list[Sitting]:
    """What was rated because it was assigned, or to calibrate by a reference."""
    plain = {sitting.session: sitting for therapist in therapists for sitting in _bare_sittings(therapist)}
    of_reference = {each["id"]: each["session"] for each in raters["reference"]}
    found = [
        replace(
            plain[asked["session"]],
            rater=asked["rater"],
            role="panel",
            purpose="summative",
            form="full",
            opened_at=asked["rated"],
            assignment=asked["id"],
        )
        for asked in raters["assignment"]
        if "rated" in asked
    ]
    found += [
        replace(
            plain[of_reference[tried["reference"]]],
            rater=tried["rater"],
            role="peer",
            purpose="formative",
            form="full",
            opened_at=tried["rated"],
            calibration=tried["reference"],
        )
        for tried in raters["calibration"]
    ]
    return found


def _recorded(therapist: Mapping[str, Any]) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    recorded = [
        (case, session) for case in therapist["case"] for session in case["sessions"] if session.get("recordings")
    ]
    recorded.sort(key=lambda pair: pair[1]["held_on"])
    return recorded


def _bare_sittings(therapist: Mapping[str, Any]) -> Iterable[Sitting]:
    """Each recorded session as it is, before it is known who rates it for what."""
    recorded = _recorded(therapist)
    for place, (case, session) in enumerate(recorded):
        yield Sitting(
            rating="",
            case=case["code"],
            therapist=therapist["code"],
            session=session_code(case["code"], session["scheduled"]),
            progress=place / max(1, len(recorded) - 1),
            phase=session["phase"],
            focal_areas=declared_focus(case, session["held_on"]) if session["phase"] != "initial" else (),
            scene=session["recordings"][0],
            rater="",
            role="",
            purpose="",
            form="",
            opened_at=datetime.combine(session["held_on"], datetime.min.time(), UTC),
            share_done=1.0,
        )


def _sittings_of(therapist: Mapping[str, Any], rng: Random) -> list[Sitting]:
    found: list[Sitting] = []
    for bare, (case, session) in zip(_bare_sittings(therapist), _recorded(therapist), strict=True):
        code = session_code(case["code"], session["scheduled"])
        for rater, role in raters_of(code, case["code"]):
            summative = code in SUMMATIVE and role != "trainee"
            wait = {"supervisor": (2, 6), "panel": (20, 40), "trainee": (1, 2)}[role]
            opened = datetime.combine(session["held_on"], datetime.min.time(), UTC) + timedelta(
                days=rng.randint(*wait),
                hours=rng.randint(9, 16),
                minutes=rng.randint(0, 59),
                seconds=rng.randint(0, 59),
            )
            sitting = replace(
                bare,
                rater=rater,
                role=role,
                purpose="summative" if summative or role == "panel" else "formative",
                form="full" if summative or role == "panel" else "short",
                opened_at=opened,
                share_done=DRAFTS.get((code, rater), 1.0),
            )
            found.append(sitting)
            if (code, rater) in CORRECTED:
                found.append(_correction(sitting))
    return found


def _correction(first: Sitting) -> Sitting:
    return replace(
        first,
        opened_at=first.opened_at + timedelta(days=7, minutes=12),
        supersedes=first.session + first.rater,
        supersede_reason=CORRECTED[(first.session, first.rater)],
    )


def _numbered(ordered: list[Sitting]) -> list[Sitting]:
    numbered = [replace(s, rating=f"R{n:03d}") for n, s in enumerate(ordered, start=1)]
    first = {s.session + s.rater: s.rating for s in reversed(numbered) if not s.supersedes}
    return [replace(s, supersedes=first[s.supersedes]) if s.supersedes else s for s in numbered]
