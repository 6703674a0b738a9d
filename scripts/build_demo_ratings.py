"""Draw the demo's ratings from a simple seeded model and write them as CSV (layout: ``resources/demo/README.md``).

Run by hand: ``python scripts/build_demo_ratings.py``. The same data files give the same bytes. Not part of the program.
"""

from __future__ import annotations

import csv
import json
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from demo_rating_consensus import FIELDS as CONSENSUS_FIELDS
from demo_rating_consensus import Answers, agreed_rows, standing
from demo_rating_model import CORRECTED_ITEMS, Answer, Rater, skill_of
from demo_rating_notes import HARM_ACTIONS, STRONG, WEAK, summary_for
from demo_rating_plan import DIFFICULTY, POOR_SOUND, PRIMARY, Sitting, seeded, sittings

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
DEMO = RESOURCES / "demo"
ALWAYS = {"globals", "core", "proscribed", "initial", "middle", "termination"}
FOCAL = {"grief", "role_dispute", "role_transition", "interpersonal_sensitivities"}
ON_DEMAND = {"techniques", "metacompetences"}
EVENT_FIELDS = [
    "rating", "seq", "at_s", "media_ms", "kind", "item", "dimension", "value", "state", "reason", "text",
    "told", "when",
]  # fmt: skip
RATING_FIELDS = [
    "rating", "session", "rater", "role", "purpose", "form", "opened_at", "status", "signed_at", "phase", "focal_areas",
    "focal_areas_heard", "difficulty", "difficulty_reason", "audio_quality", "inaudible_parts", "prior_knowledge",
    "heard_ms", "supersedes", "supersede_reason", "assignment", "calibration",
]  # fmt: skip
MOMENT_FIELDS = ["rating", "item", "dimension", "start_ms", "end_ms", "bearing", "note"]

Row = dict[str, object]


@dataclass(slots=True)
class Scene:
    """What can be heard in a scene, and where."""

    extents: dict[str, int]
    lines: dict[str, list[int]]
    spans: dict[int, tuple[int, int]]
    duration_ms: int

    def span(self, item: str) -> tuple[int, int]:
        """The first stretch in which an item is heard, with the answer to it; the whole scene where nowhere."""
        first = self.lines.get(item)
        if first is None:
            return min(self.spans.values())[0], max(self.spans.values())[1]
        return self.spans[first[0]][0], self.spans[min(first[0] + 1, max(self.spans))][1]

    def heard_by(self, item: str) -> int | None:
        """When the item has been heard for the last time, in milliseconds."""
        lines = self.lines.get(item)
        return self.spans[lines[-1]][1] if lines else None


@dataclass(slots=True)
class Tables:
    """The rows of the four files."""

    ratings: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    moments: list[Row] = field(default_factory=list)
    agreed: list[Row] = field(default_factory=list)


def read_toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def read_scenes() -> dict[str, Scene]:
    timing = json.loads((DEMO / "audio" / "timing.json").read_text(encoding="utf-8"))
    scenes = {}
    for scene in read_toml(DEMO / "scenes.toml")["scene"]:
        times = timing[scene["id"]]
        scenes[scene["id"]] = Scene(
            {h["item"]: h["extent"] for h in scene["heard"]},
            {h["item"]: h["lines"] for h in scene["heard"]},
            {line: (start, end) for line, _, start, end in times["lines"]},
            times["duration_ms"],
        )
    return scenes


def items_shown(scale: Mapping[str, Any], sitting: Sitting, scene: Scene, rng: Random) -> list[tuple[str, str]]:
    """The items that this sitting answers, each with the rule that holds in its phase."""
    shown = []
    for item in scale["items"]:
        phases, areas, group = item.get("phases", ()), item.get("focal_areas", ()), item["group"]
        if (phases and sitting.phase not in phases) or (areas and not set(areas) & set(sitting.focal_areas)):
            continue
        wanted = group in ALWAYS | FOCAL or sitting.form == "full"
        if group in ON_DEMAND and sitting.form == "short":
            wanted = item["id"] in scene.lines and rng.random() < 0.7
        if wanted:
            shown.append((item["id"], item.get("rules_by_phase", {}).get(sitting.phase, item["rule"])))
    return shown


def answer(sitting: Sitting, scene: Scene, scale: Mapping[str, Any], rng: Random) -> list[tuple[int, list[Answer]]]:
    """What the rater answers, as groups of clicks with the media time of the first, in the order of clicking."""
    rater = Rater(sitting, scene.extents)
    clicks: list[tuple[int, list[Answer]]] = []
    for item, rule in items_shown(scale, sitting, scene, rng):
        if rule == "global" or (sitting.supersedes and item not in CORRECTED_ITEMS):
            continue
        heard = scene.heard_by(item)
        at = scene.duration_ms if heard is None else min(scene.duration_ms, heard + rng.randint(800, 6000))
        clicks.append((at, rater.answers(item, rule)))
    clicks.sort(key=lambda click: (click[0], click[1][0].dimension == "extent"))
    if sitting.is_draft:
        # The proscribed block is answered last, so a draft has not come to it.
        begun = clicks[: round(len(clicks) * sitting.share_done)]
        clicks = [click for click in begun if click[1][0].dimension != "extent"]
    elif not sitting.supersedes:
        given = [a for _, answers in clicks for a in answers]
        for item, dimension in (("GLO-01", "adherence"), ("GLO-02", "quality")):
            clicks.append((scene.duration_ms, [Answer(item, dimension, rater.overall(given, dimension))]))
    return clicks


class Log:
    """One rating's events, stamped with seconds since it was opened and with the time in the recording."""

    def __init__(self, sitting: Sitting, rng: Random) -> None:
        self.sitting, self.rng = sitting, rng
        self.rows: list[Row] = []
        self.at_s = 6.0

    def add(self, kind: str, media_ms: int, **fields: object) -> None:
        # Sound at its own pace, plus the thinking.
        self.at_s = round(max(self.at_s + self.rng.uniform(0.7, 4.5), media_ms / 1000 + 6), 1)
        row: Row = dict.fromkeys(EVENT_FIELDS, "")
        row |= {"rating": self.sitting.rating, "seq": len(self.rows) + 1, "at_s": self.at_s, "media_ms": media_ms}
        self.rows.append(row | {"kind": kind} | fields)

    def score(self, given: Answer, media_ms: int) -> None:
        """A score; now and then the rater changes their mind first."""
        number = given.value
        if number is not None and given.dimension in ("adherence", "quality") and self.rng.random() < 0.03:
            self.add(
                "score",
                media_ms,
                item=given.item,
                dimension=given.dimension,
                value=max(1, number - 1) if number > 1 else number + 1,
            )
            if self.rng.random() < 0.3:
                self.add("withdraw", media_ms, item=given.item, dimension=given.dimension)
        value = "" if number is None else number
        answered = {"value": value, "state": given.state, "reason": given.reason}
        self.add("score", media_ms, item=given.item, dimension=given.dimension, **answered)


def write_events(log: Log, clicks: list[tuple[int, list[Answer]]], skill: float) -> None:
    """Turn the answers into events: scores, the none-heard key, notes and harm actions."""
    extents = [a for _, answers in clicks for a in answers if a.dimension == "extent"]
    none_heard = bool(extents) and not any(a.value for a in extents)
    for media_ms, answers in clicks:
        if none_heard and answers[0].dimension == "extent":
            if answers[0].item == extents[0].item:
                every = " ".join(a.item for a in extents)
                log.add("none_heard", media_ms, item=every, dimension="extent", value=0)
            continue
        for given in answers:
            log.score(given, media_ms)
            if given.dimension == "harm":
                done, told = HARM_ACTIONS[given.item]
                when = (log.sitting.opened_at + timedelta(minutes=25)).strftime("%Y-%m-%d %H:%M")
                log.add("harm_action", media_ms, item=given.item, text=done, told=told, when=when)
        note = note_on(answers, log.rng)
        if note:
            log.add("note", media_ms, item=answers[0].item, text=note)
    always = log.sitting.scene == "not_ipt" or log.sitting.session == "T01-C2-S04"
    said = log.rng.random() < 0.75 and not log.sitting.is_draft and not log.sitting.supersedes
    if always or said:
        place = int(log.sitting.rating[1:])
        text = summary_for(log.sitting.scene, log.sitting.session, log.sitting.role, skill, place)
        log.add("note", clicks[-1][0], text=text)


def note_on(answers: list[Answer], rng: Random) -> str:
    """A note where the work was notably good or weak, and seldom."""
    quality = next((a.value for a in answers if a.dimension == "quality" and a.value is not None), None)
    if quality is None or rng.random() > 0.14:
        return ""
    return STRONG.get(answers[0].item, "") if quality >= 4 else WEAK.get(answers[0].item, "") if quality <= 2 else ""


def moments_of(sitting: Sitting, scene: Scene, clicks: list[tuple[int, list[Answer]]], rng: Random) -> list[Row]:
    """Evidence: all that a summative rating asks for, and some in a formative one."""
    rows: list[Row] = []
    for _, answers in clicks:
        for given in answers:
            number = given.value
            if number is None or given.dimension == "harm":
                continue
            departs = {"adherence": number >= 3, "quality": number != 3, "extent": number > 0}[given.dimension]
            heard = given.item in scene.lines
            asked = departs and (sitting.purpose == "summative" or given.dimension == "extent")
            if asked or (heard and departs and rng.random() < 0.12):
                start, end = scene.span(given.item)
                against = number < 3 if given.dimension == "quality" else given.dimension == "extent"
                rows.append(dict(zip(MOMENT_FIELDS, (
                    sitting.rating, given.item, given.dimension, start, end, "against" if against else "for",
                    (WEAK if against else STRONG).get(given.item, "") if rng.random() < 0.3 else "",
                ), strict=True)))  # fmt: skip
    return rows


def rating_row(sitting: Sitting, scene: Scene, log: Log) -> Row:
    """The cover sheet."""
    difficulty, why = DIFFICULTY.get(sitting.case, ("low" if sitting.case == "T02-C2" else "medium", ""))
    poor = POOR_SOUND.get(sitting.session, "")
    known = {"supervisor": "supervises_case", "panel": "none", "trainee": "own_work", "peer": "none"}
    prior = known[sitting.role]
    if sitting.role == "supervisor" and PRIMARY[sitting.case] != sitting.rater:
        prior = "none"
    heard = scene.duration_ms if not sitting.is_draft else max(int(str(row["media_ms"])) for row in log.rows)
    signed = sitting.opened_at + timedelta(seconds=round(log.at_s) + 40)
    areas = " ".join(sitting.focal_areas)
    return {
        "rating": sitting.rating, "session": sitting.session, "rater": sitting.rater, "role": sitting.role,
        "purpose": sitting.purpose, "form": sitting.form, "opened_at": sitting.opened_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "status": "draft" if sitting.is_draft else "signed",
        "signed_at": "" if sitting.is_draft else signed.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "phase": sitting.phase, "focal_areas": areas,
        "focal_areas_heard": "" if sitting.scene == "not_ipt" else areas,
        "difficulty": difficulty, "difficulty_reason": why,
        "audio_quality": "poor" if poor else "good", "inaudible_parts": poor, "prior_knowledge": prior,
        "heard_ms": heard, "supersedes": sitting.supersedes, "supersede_reason": sitting.supersede_reason,
        "assignment": sitting.assignment, "calibration": sitting.calibration,
    }  # fmt: skip


def write_csv(path: Path, fields: list[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fields, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def draw_ratings(scale: Mapping[str, Any], raters: Mapping[str, Any]) -> Tables:
    """Draw every rating, and what some raters agreed on afterwards."""
    scenes, tables = read_scenes(), Tables()
    said: dict[tuple[str, str], Answers] = {}
    for sitting in sittings(read_toml(DEMO / "caseload.toml")["therapist"], raters, seeded("demo plan")):
        words = f"sitting {sitting.session} {sitting.rater} {sitting.supersedes}"
        asked = sitting.assignment or sitting.calibration
        rng, scene = seeded(f"{words} {asked}" if asked else words), scenes[sitting.scene]
        clicks = answer(sitting, scene, scale, rng)
        log = Log(sitting, rng)
        write_events(log, clicks, skill_of(sitting))
        tables.ratings.append(rating_row(sitting, scene, log))
        tables.events += log.rows
        tables.moments += moments_of(sitting, scene, clicks, rng)
        if not sitting.calibration:
            # The later one of a rater is the one that is asked for, and the one that is agreed on.
            said[sitting.session, sitting.rater] = standing(clicks)
    for each in raters["consensus"]:
        one, other = (said[each["session"], rater] for rater in each["raters"])
        tables.agreed += agreed_rows(each["id"], one, other, draft="agreed" not in each)
    return tables


def main() -> int:
    tables = draw_ratings(read_toml(RESOURCES / "scales" / "ipt.toml"), read_toml(DEMO / "raters.toml"))
    write_csv(DEMO / "ratings.csv", RATING_FIELDS, tables.ratings)
    write_csv(DEMO / "events.csv", EVENT_FIELDS, tables.events)
    write_csv(DEMO / "moments.csv", MOMENT_FIELDS, tables.moments)
    write_csv(DEMO / "consensus.csv", CONSENSUS_FIELDS, tables.agreed)
    print(f"{len(tables.ratings)} ratings, {len(tables.events)} events, {len(tables.moments)} moments")
    return 0


if __name__ == "__main__":
    sys.exit(main())
