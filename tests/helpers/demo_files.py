"""The demo's data files, read as plain values."""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fidelity_rater.resources import resource_path

Row = dict[str, str]


def demo(*parts: str) -> Path:
    return resource_path("demo", *parts)


def toml(name: str) -> dict[str, Any]:
    return tomllib.loads(demo(name).read_text(encoding="utf-8"))


def rows(name: str) -> list[Row]:
    with demo(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def scenes() -> dict[str, dict[str, Any]]:
    return {scene["id"]: scene for scene in toml("scenes.toml")["scene"]}


def timing() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(demo("audio", "timing.json").read_text(encoding="utf-8"))
    return found


def cases() -> Iterator[dict[str, Any]]:
    for therapist in toml("caseload.toml")["therapist"]:
        yield from therapist["case"]


def recorded_sessions() -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """Every session that has a recording, by its code, with its case."""
    return {
        f"{case['code']}-S{session['scheduled']:02d}": (case, session)
        for case in cases()
        for session in case["sessions"]
        if "recordings" in session
    }


def focus_on(case: dict[str, Any], session: dict[str, Any]) -> list[str]:
    standing: list[str] = []
    for entry in case["focus_history"]:
        if entry["since"] <= session["held_on"]:
            standing = entry["areas"]
    return standing
