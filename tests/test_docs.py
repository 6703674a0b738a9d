"""What the pages for readers point to is there, and what they tell to type exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_contract_is_explained() -> None:
    explained = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    contracts = re.findall(r'^id = "(.+)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert [contract for contract in contracts if f"`{contract}`" not in explained] == []


def test_every_room_is_explained() -> None:
    explained = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    package = ROOT / "fidelity_rater"
    rooms = [path.stem for path in package.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()]
    assert [room for room in rooms if f"`{room}" not in explained and room not in {"__init__", "__main__"}] == []


def test_decisions_are_numbered_and_short() -> None:
    decisions = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert [int(page.name[:4]) for page in decisions] == list(range(1, len(decisions) + 1))
    for page in decisions:
        text = page.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(page.name[:4])}. ")
        assert all(f"**{part}.**" in text for part in ["Context", "Decision", "Consequence"])
        assert len(text.split()) < 400, f"{page.name} is longer than half a page"
