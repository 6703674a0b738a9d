"""Port for files that list supervision contacts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ToldContact:
    """One line, in the file's own words; what the file does not tell is empty. ``hours`` are where it tells those."""

    line: int
    day: str = ""
    minutes: str = ""
    hours: str = ""
    own_minutes: str = ""
    own_hours: str = ""
    cases: str = ""
    group: str = ""
    mode: str = ""
    supervisor: str = ""
    accredited: str = ""
    note: str = ""


class ContactReader(Protocol):
    @property
    def endings(self) -> tuple[str, ...]:
        """Of files that can be read."""
        ...

    @property
    def largest_bytes(self) -> int: ...
    def read(self, data: bytes) -> tuple[ToldContact, ...]:
        """Raises ``UserFacingError`` where it is no such table."""
        ...
