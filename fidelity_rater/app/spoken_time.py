"""Time as a person reads it: media time ``12:47.3``, minutes, and the clock on the wall."""

from __future__ import annotations

from datetime import datetime


def media_time(media_ms: int, *, tenths: bool = True) -> str:
    """``12:47.3``, and ``1:02:47.3`` from an hour on; cut off, never rounded up into a moment not yet heard."""
    seconds, ms = divmod(max(0, media_ms), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes:02d}:{seconds:02d}"
    return f"{text}.{ms // 100}" if tenths else text


def whole_minutes(media_ms: int) -> int:
    """Minutes, rounded down."""
    return max(0, media_ms) // 60_000


def clock_time(moment: datetime) -> str:
    """``10:32:05`` on the clock of the place where the app runs."""
    return moment.astimezone().strftime("%H:%M:%S")


def day_and_time(moment: datetime) -> str:
    """``2026-11-22 10:32`` on the clock of the place where the app runs; one order of figures in every language."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")
