"""What a person has chosen about the app on this computer. Never holds anything about a therapist or a client."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Settings:
    """Preferences. ``appearance`` is ``system``, ``light`` or ``dark``; ``text_percent`` scales all text."""

    recent_libraries: tuple[Path, ...] = ()
    last_identity: str = ""
    appearance: str = "system"
    text_percent: int = 100
    skip_ms: int = 5000
    rewind_on_resume_ms: int = 2000
    volume: int = 100
    lock_after_minutes: int = 15
    backup_folder: Path | None = None
    package_folder: Path | None = None
    """Where the last package was written."""
    language: str = ""
    mark_back_ms: int = 8000
    """A moment is marked from this much before what is being heard; one presses after one has heard it."""
    nudge_ms: int = 250
    skip_silences: bool = False
    level_voice: bool = False
    decimal_comma: bool = False
    """Tables are saved with a decimal comma, and CSV with semicolons then."""
    rule_set: str = ""
    """Which body's rules were last looked at."""
    key_preset: str = "standard"
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Command id -> its keys, as the person has changed them; what is not here is as in the preset."""


class SettingsStore(Protocol):
    """Keeps the settings; reading damaged ones answers with the defaults."""

    def load(self) -> Settings: ...
    def save(self, settings: Settings) -> None: ...


MOST_RECENT = 8


def remembered(folders: tuple[Path, ...], folder: Path) -> tuple[Path, ...]:
    """The recent libraries with this one first."""
    return (folder, *(f for f in folders if f != folder))[:MOST_RECENT]
