"""What may be said about saving."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SavedState:
    """``saved_at`` is when the last commit returned; None before the first."""

    saved_at: datetime | None = None
    pending: int = 0
    fault: str = ""

    @property
    def all_saved(self) -> bool:
        return self.pending == 0
