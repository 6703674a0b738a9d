"""What clients report of their symptoms, session by session. It stands beside ratings and explains none of them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Measure:
    """A questionnaire. ``minimum`` and ``maximum`` bound its total; None: not known."""

    id: str
    name: str
    minimum: float | None = None
    maximum: float | None = None

    def allows(self, value: float) -> bool:
        """Whether a total can be this."""
        return (self.minimum is None or value >= self.minimum) and (self.maximum is None or value <= self.maximum)


@dataclass(frozen=True, slots=True)
class Measurement:
    """One total of one measure at one session. ``on`` None: on the day of the session."""

    session_uid: str
    measure: str
    value: float
    on: date | None = None


def named_as_kept(measure: str) -> Measure:
    """A measure that nothing more is known of than what it is called."""
    return Measure(measure, measure)


def key_of(name: str) -> str:
    """What is the same for every way to write a measure's name: ``PHQ-9``, ``phq 9`` and ``PHQ9`` are one."""
    return "".join(char for char in unicodedata.normalize("NFKC", name).casefold() if char.isalnum())
