"""The list of changes can be read by people and by programs, and tells of the version that is being built."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import fidelity_rater

CHANGELOG = (Path(__file__).resolve().parents[1] / "CHANGELOG.md").read_text(encoding="utf-8")
KINDS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
HEADINGS = re.findall(r"^## (.+)$", CHANGELOG, flags=re.MULTILINE)


def test_versions_stand_newest_first_with_their_dates() -> None:
    assert HEADINGS[0] == "[Unreleased]"
    released = [re.fullmatch(r"\[(\d+)\.(\d+)\.(\d+)\] - (\d{4}-\d{2}-\d{2})", heading) for heading in HEADINGS[1:]]
    assert all(released)
    numbers = [tuple(map(int, match.groups()[:3])) for match in released if match]
    dates = [date.fromisoformat(match.group(4)) for match in released if match]
    assert numbers == sorted(numbers, reverse=True)
    assert dates == sorted(dates, reverse=True)


def test_changes_are_grouped_by_kind_and_say_something() -> None:
    for section in re.split(r"^## ", CHANGELOG, flags=re.MULTILINE)[1:]:
        kinds = re.findall(r"^### (.+)$", section, flags=re.MULTILINE)
        assert set(kinds) <= KINDS
        for part in re.split(r"^### ", section, flags=re.MULTILINE)[1:]:
            assert re.search(r"^\* \S", part, flags=re.MULTILINE), f"nothing is said under {part.splitlines()[0]}"


def test_this_version_is_told_of_once_it_is_released() -> None:
    released = {heading.split("]")[0].strip("[") for heading in HEADINGS[1:]}
    unreleased = CHANGELOG.split("## [Unreleased]")[1].split("\n## ")[0]
    assert fidelity_rater.__version__ in released or "\n* " in unreleased
