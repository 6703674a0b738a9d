"""Where one stands on a page that is made anew: the focus, and what was under the mouse, stay as they were."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from fidelity_rater.ui.widgets.page_area import PageArea


@dataclass(frozen=True, slots=True)
class Standing:
    """The part with the focus, by its object name, and how far below the top of what is in sight it is."""

    name: str
    y: int


def standing_on(area: PageArea) -> Standing | None:
    """Where one stands; None where the focus is on no part of the page that has a name."""
    page, focus = area.widget(), area.window().focusWidget()
    if page is None or focus is None or not page.isAncestorOf(focus) or not focus.objectName():
        return None
    return Standing(focus.objectName(), focus.mapTo(area.viewport(), QPoint(0, 0)).y())


def stand_again(area: PageArea, standing: Standing) -> None:
    """Stand on the part of this name, in the same height; nowhere where the page has none."""
    page = area.widget()
    found = page.findChild(QWidget, standing.name) if page is not None else None
    if found is not None and found.isEnabled():
        found.setFocus()
        bar = area.verticalScrollBar()
        bar.setValue(bar.value() + found.mapTo(area.viewport(), QPoint(0, 0)).y() - standing.y)
