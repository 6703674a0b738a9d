"""Days as files write them, in whichever order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

_YEAR_FIRST: Final = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[ T].*)?")
_YEAR_LAST: Final = re.compile(r"([0-9]{1,2})([-/.])\s?([0-9]{1,2})\2\s?([0-9]{4})(?:[ T].*)?")


def days_of(text: str, *, order: str = "") -> tuple[date, ...]:
    """The days that a text can mean: none, one, or two where day and month cannot be told apart.

    ``order`` says how the file writes its days, ``dm`` or ``md``, where that is known.
    """
    text = text.strip()
    if found := _YEAR_FIRST.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    found = _YEAR_LAST.fullmatch(text)
    if found is None:
        return ()
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    by_day, by_month = _day(year, second, first), _day(year, first, second)
    if found[2] == "." or order == "dm":
        return by_day
    return by_month if order == "md" else tuple(dict.fromkeys((*by_day, *by_month)))


def order_of_days(texts: Iterable[str]) -> str:
    """Whether a file writes the day or the month first, told by its days past the twelfth; empty: it does not say."""
    orders = {"dm", "md"}
    for text in texts:
        found = _YEAR_LAST.fullmatch(text.strip())
        if found is None or found[2] == ".":
            continue
        if int(found[1]) > 12:
            orders.discard("md")
        if int(found[3]) > 12:
            orders.discard("dm")
    return orders.pop() if len(orders) == 1 else ""


def _day(year: int, month: int, day: int) -> tuple[date, ...]:
    try:
        return (date(year, month, day),)
    except ValueError:
        return ()
