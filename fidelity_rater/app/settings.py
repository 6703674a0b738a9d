"""What a person has chosen about the app on this computer. Never holds anything about a therapist or a client."""

from __future__ import annotations

from dataclasses import dataclass
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
    language: str = ""


class SettingsStore(Protocol):
    """Keeps the settings; reading damaged ones answers with the defaults."""

    def load(self) -> Settings: ...
    def save(self, settings: Settings) -> None: ...


MOST_RECENT = 8


def remembered(folders: tuple[Path, ...], folder: Path) -> tuple[Path, ...]:
    """The recent libraries with this one first."""
    return (folder, *(f for f in folders if f != folder))[:MOST_RECENT]
