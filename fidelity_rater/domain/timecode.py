"""Time in a recording: whole milliseconds, and how far a reading of the playback clock can be trusted."""

from __future__ import annotations

from enum import StrEnum


class ClockQuality(StrEnum):
    """How far a media time can be trusted."""

    OK = "ok"
    PAUSED = "paused"
    SETTLING = "settling"
    APPROXIMATE = "approximate"
    STALLED = "stalled"
    NONE = "none"
    """Nothing was loaded: the click has clock time only."""
