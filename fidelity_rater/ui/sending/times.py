"""Times in a recording as people type them."""

from __future__ import annotations

import re
from typing import Final

_PARTS: Final = re.compile(r"\s*(?:(\d{1,2}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,3}))?\s*")


def typed_time(text: str) -> int | None:
    """Read ``12:47``, ``12:47.3`` or ``1:02:47.3`` as milliseconds; None for anything else."""
    found = _PARTS.fullmatch(text)
    if found is None:
        return None
    hours, minutes, seconds, fraction = found.groups()
    if int(seconds) > 59 or (hours and int(minutes) > 59):
        return None
    ms = int((fraction or "0").ljust(3, "0"))
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + ms
