"""Stand-ins for what would make a picture differ from the last one, or show who draws it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from fidelity_rater.app.caseload_models import Person
from fidelity_rater.app.front_door import FrontDoor, RecentLibrary
from fidelity_rater.app.inline_jobs import InlineJob, InlineJobs
from fidelity_rater.app.ports.identity import IdentityCard
from fidelity_rater.app.ports.packages import Cards
from fidelity_rater.app.ports.sound import Channel, PlayerReport, PlayerState, SoundSource
from fidelity_rater.app.settings import Settings
from fidelity_rater.ui.picture_making import LANE as AHEAD

BEGINS: Final = datetime(2024, 11, 27, 9, 30, tzinfo=UTC)
"""The day after the last session of the story."""
GOES_ON: Final = datetime(2025, 12, 2, 9, 30, tzinfo=UTC)
"""A year later: raters have rated, and a panel has begun."""


class StillPlayer:
    """Stands where it is put, so that pictures are the same each time."""

    engine = "still"
    can_level = True

    def __init__(self) -> None:
        self._listeners: list[Callable[[PlayerReport], None]] = []

    def load(self, source: SoundSource, *, duration_ms: int) -> None:
        self._tell(0)

    def seek(self, media_ms: int) -> None:
        self._tell(media_ms)

    def on_report(self, listener: Callable[[PlayerReport], None]) -> None:
        self._listeners.append(listener)

    def _tell(self, media_ms: float) -> None:
        for listener in self._listeners:
            listener(PlayerReport(media_ms, 0.0, 0.0, PlayerState.PAUSED, echo=True))

    def unload(self) -> None: ...
    def play(self) -> None: ...
    def pause(self) -> None: ...
    def set_rate(self, rate: float) -> None: ...
    def set_volume(self, percent: int) -> None: ...
    def set_channel(self, channel: Channel) -> None: ...
    def set_levelled(self, on: bool) -> None: ...
    def close(self) -> None: ...


class DrawingJobs(InlineJobs):
    """Jobs that end where they begin; none draws the sound of recordings that no picture shows."""

    def start(self, work: Any, *, lane: str | None = None, **answers: Any) -> InlineJob:
        return InlineJob(None) if lane == AHEAD else super().start(work, lane=lane, **answers)


class PassingSettings:
    """Settings that nobody keeps."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def load(self) -> Settings:
        return self._settings

    def save(self, settings: Settings) -> None:
        self._settings = settings


class CountingClock:
    """A second passes with each look at it: what is written keeps its order, on the same day each time."""

    def __init__(self) -> None:
        self._now = BEGINS

    def now(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now

    def go_on_to(self, at: datetime) -> None:
        """Let time pass until then."""
        self._now = max(self._now, at)


class StagedDoor(FrontDoor):
    """A front door with the people and libraries that a picture wants."""

    people_shown: tuple[IdentityCard, ...] = ()
    libraries_shown: tuple[RecentLibrary, ...] = ()

    def people(self) -> tuple[IdentityCard, ...]:
        return self.people_shown

    def recent(self) -> tuple[RecentLibrary, ...]:
        return self.libraries_shown


class StagedCards:
    """Real cards whose fingerprints follow from the name: keys are made anew each time, pictures are not."""

    def __init__(self, cards: Cards) -> None:
        self._cards = cards

    def write(self, person: Person) -> str:
        return self._cards.write(person)

    def read(self, text: str) -> Person:
        return self._cards.read(text)

    def fingerprint(self, person: Person) -> str:
        groups = len(self._cards.fingerprint(person).split("-"))
        letters = base64.b32encode(hashlib.sha512(person.name.encode()).digest()).decode()
        return "-".join(letters[4 * n : 4 * n + 4] for n in range(groups))
