"""The rooms of raters and accreditation, scene by scene: translated, named, reached, and whole at 150 %."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget

from fidelity_rater.resources import resource_path
from fidelity_rater.ui.screenshots import words
from fidelity_rater.ui.screenshots.accreditation import accreditation_scenes
from fidelity_rater.ui.screenshots.raters import raters_scenes
from helpers.looking import LookingStage, make_stock, open_looking
from helpers.shown_texts import shown_texts

# Days as Qt writes them, seeds that the computer draws, versions, levels of a scale beside their name.
PLAIN = re.compile(
    r"\b\d{1,2} \w{3} \d{4}\b|\b[0-9a-f]{32}\b|\b\d\.\d-draft\b|\b\d (?=[A-Z])|Scroll (Left|Right)|Ctrl[+\w]+|qt_\w+"
)
INNER = ("QScrollArea", "PageArea", "QScrollBar", "QTableCornerButton")


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_stock(tmp_path_factory.mktemp("stock"))


def scenes(stage: LookingStage) -> list[str]:
    return [str(name) for room in (raters_scenes, accreditation_scenes) for name in room(stage)]


@pytest.mark.slow
def test_each_scene_is_translated_named_and_whole_at_150_percent(
    stock: Path, tmp_path: Path, pseudo_locale: None, qapp: QApplication
) -> None:
    """One walk for all of it: walking is slow, and in brackets every text is a little longer still."""
    faults: list[str] = []
    known: set[str] = set()
    data = " ".join(" \n".join(_data()).split())

    def look(where: str, root: QWidget) -> None:
        new = set(shown_texts(root)) - known
        known.update(new)
        left = (f"“{text}” is not translated" for text in new if not translated(text, data))
        faults.extend(f"{where}: {fault}" for fault in (*nameless(root), *cut(root), *left))

    with open_looking(stock, tmp_path / "home", look) as stage:
        stage.theme.scale_text(150)
        try:
            drawn = scenes(stage)
            assert stage.window.width() == 1280, "the rooms fit a small laptop"
        finally:
            stage.theme.scale_text(100)
    assert len(drawn) > 20
    assert not faults, "\n".join(faults)


def nameless(root: QWidget) -> Iterator[str]:
    for widget in root.findChildren(QWidget):
        reached = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isVisible()
        inner = widget.objectName().startswith("qt_") or type(widget).__name__ in INNER
        if not reached or inner or widget.focusProxy() is not None:
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is None or not interface.text(QAccessible.Text.Name).strip():
            yield f"{type(widget).__name__} in {type(widget.parentWidget()).__name__} has no name"


def cut(root: QWidget) -> Iterator[str]:
    for button in root.findChildren(QAbstractButton):
        text = isinstance(button, QPushButton) and bool(button.text())
        least = button.minimumSizeHint().width()
        if text and button.isVisible() and button.width() < least and not button.toolTip():
            yield f"“{button.text()}” is cut off"
    for widget in root.findChildren(QWidget):
        beside = widget.parentWidget() is root and widget.isVisible() and not widget.isWindow()
        if beside and widget.geometry().right() > root.width():
            yield f"{type(widget).__name__} is wider than the screen"


def translated(text: str, data: str) -> bool:
    """Whether all letters of a text lie in brackets, or are data."""
    rest = " ".join(PLAIN.sub(" ", text.replace("\n", " | ")).split())
    while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", " | ", rest)) != rest:
        rest = shorter
    parts = (part.strip(" .…“”()/") for part in re.split(r" · |[|]|, |; |: | \(", rest))
    return all(part in data or not re.search(r"[^\W\d_]{3,}", part) for part in parts)


def _data() -> Iterator[str]:
    for path in sorted(resource_path("demo").glob("*.toml")):
        yield from _strings(tomllib.loads(path.read_text(encoding="utf-8")))
    for name in ("consensus.csv", "moments.csv"):
        yield resource_path("demo", name).read_text(encoding="utf-8")
    for folder in ("scales", "accreditation"):
        for path in sorted(resource_path(folder).rglob("*.toml")):
            yield from _strings(tomllib.loads(path.read_text(encoding="utf-8")))
    yield from (value for value in vars(words).values() if isinstance(value, str))
    # The one form of a scale that names none is worded when the scale is loaded: maybe before these brackets.
    yield "All items"
    yield "Every item that fits the session."


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
