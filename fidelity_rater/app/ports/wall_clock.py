"""Port for the time of day."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class WallClock(Protocol):
    """The time on the wall, UTC."""

    def now(self) -> datetime:
        """Aware, UTC."""
        ...
