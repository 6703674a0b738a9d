"""Every text that a window shows, says to a screen reader or holds in a tooltip; for tests of translation."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QTabWidget, QWidget

_GETTERS = (
    "text",
    "title",
    "windowTitle",
    "placeholderText",
    "toolTip",
    "statusTip",
    "accessibleName",
    "accessibleDescription",
)


def shown_texts(root: QWidget) -> list[str]:
    """Return every non-empty text of this widget and all within it."""
    return [text for text in _texts(root) if text.strip()]


def untranslated(root: QWidget, *, data: tuple[str, ...] = ()) -> list[str]:
    """Return the texts with letters that never went through ``tr``; needs the ``pseudo_locale`` fixture.

    ``data`` names texts that are data (codes, names) and stay as they are.
    """
    return [
        text
        for text in shown_texts(root)
        if "⟦" not in text and text not in data and sum(character.isalpha() for character in text) > 1
    ]


def _texts(root: QWidget) -> Iterator[str]:
    for thing in [root, *root.findChildren(QWidget), *root.findChildren(QAction)]:
        for getter in _GETTERS:
            read = getattr(thing, getter, None)
            if callable(read):
                yield str(read())
        if isinstance(thing, QComboBox):
            yield from (thing.itemText(row) for row in range(thing.count()))
        if isinstance(thing, QTabWidget):
            yield from (thing.tabText(tab) for tab in range(thing.count()))
