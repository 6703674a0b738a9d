"""Days as the person's own language writes them."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale


def spoken_day(day: date | None) -> str:
    """``14 Mar 2023``; nothing where no day is known."""
    return "" if day is None else QLocale().toString(QDate(day.year, day.month, day.day), "d MMM yyyy")
