"""Values as a spreadsheet may safely read them from CSV."""

from __future__ import annotations

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def cell(value: object) -> object:
    """One value for a CSV cell: empty for None, words for a list, and no text that would be taken for a formula."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        value = " ".join(str(part) for part in value)
    if isinstance(value, str) and value.startswith(_STARTS_A_FORMULA):
        return "'" + value
    return "" if value is None else value
