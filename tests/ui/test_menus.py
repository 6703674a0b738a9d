"""The table of the menus: what a letter after Alt leads to is one thing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fidelity_rater.ui import menus


@pytest.mark.parametrize("entries", [menus.file_entries, menus.edit_entries, menus.view_entries, menus.help_entries])
def test_each_letter_of_a_menu_stands_for_one_line(entries: Callable[[], tuple[menus.Entry | None, ...]]) -> None:
    texts = [entry.text for entry in entries() if entry is not None]
    letters = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
    assert len(letters) == len(set(letters))
