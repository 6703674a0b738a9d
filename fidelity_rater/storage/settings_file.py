"""A person's settings as a small JSON file. Damaged or unknown values fall back to the defaults, one by one."""

from __future__ import annotations

import json
import logging
from dataclasses import fields
from pathlib import Path
from typing import Any

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.settings import MOST_RECENT, Settings
from fidelity_rater.storage.durable import write_whole

log = logging.getLogger(__name__)

_BOUNDS = {
    "text_percent": (100, 150),
    "skip_ms": (1000, 60_000),
    "rewind_on_resume_ms": (0, 30_000),
    "volume": (0, 200),
    "lock_after_minutes": (0, 240),
    "mark_back_ms": (500, 120_000),
    "nudge_ms": (10, 5000),
}
_SWITCHES = ("skip_silences", "level_voice", "decimal_comma")
_FOLDERS = ("backup_folder", "package_folder")
_TEXTS = ("last_identity", "language", "key_preset", "rule_set")


class SettingsFile:
    """Keeps settings in one file; losing it loses only preferences."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._settings: Settings | None = None

    def load(self) -> Settings:
        if self._settings is None:
            self._settings = self._read()
        return self._settings

    def save(self, settings: Settings) -> None:
        """Write through; a disk that refuses costs the preference, never the work."""
        self._settings = settings
        data = {field.name: _plain(getattr(settings, field.name)) for field in fields(settings)}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._path, json.dumps(data, indent=2).encode())
        except (OSError, UserFacingError):
            log.warning("settings could not be saved")

    def _read(self) -> Settings:
        try:
            if not self._path.is_file():
                return Settings()
            data = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            log.warning("settings could not be read; the defaults are used")
            return Settings()
        known = data if isinstance(data, dict) else {}
        return Settings(**{name: value for name in known if (value := _checked(name, known[name])) is not None})


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [str(part) for part in value]
    if isinstance(value, dict):
        return {key: list(keys) for key, keys in value.items()}
    return str(value) if isinstance(value, Path) else value


def _checked(name: str, value: Any) -> Any:
    """The value as the settings take it, or None for the default."""
    if name == "recent_libraries" and isinstance(value, list):
        return tuple(Path(part) for part in value[:MOST_RECENT] if part and isinstance(part, str))
    if name in _FOLDERS and isinstance(value, str):
        return Path(value)
    if name in _BOUNDS and isinstance(value, int) and not isinstance(value, bool):
        lowest, highest = _BOUNDS[name]
        return min(max(value, lowest), highest)
    if name == "appearance":
        return value if value in ("system", "light", "dark") else None
    if name in _TEXTS and isinstance(value, str):
        return value
    if name in _SWITCHES and isinstance(value, bool):
        return value
    if name == "keys" and isinstance(value, dict):
        return {command: _keys(keys) for command, keys in value.items() if isinstance(keys, list)}
    return None


def _keys(keys: list[Any]) -> tuple[str, ...]:
    return tuple(key for key in keys if isinstance(key, str))
