"""Copies of the database: made by SQLite itself, under the same key, and read back before they count."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine

from fidelity_rater.storage.engine import APPLICATION_ID, raw_connection
from fidelity_rater.storage.faults import damaged

KEY_SLOTS: Final = "keys.json"
BACKUPS: Final = "backups"
BEFORE_MIGRATION: Final = (".db", ".keys.json")
"""How the names of what is kept before a migration end."""


def write_copy(engine: Engine, path: Path, key: bytes) -> None:
    """Write a verified copy. Raises ``FileExistsError``, or ``NotALibrary`` when it does not read back."""
    if path.exists():
        raise FileExistsError(path)
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    try:
        _copy(engine, part, key)
        _verify(part, key)
        _sync(part)
        part.rename(path)
        _sync(path.parent)
    finally:
        for leftover in (part, part.with_name(part.name + "-wal"), part.with_name(part.name + "-shm")):
            leftover.unlink(missing_ok=True)


def keep_before_migration(engine: Engine, path: Path, key: bytes, revision: str) -> Path:
    """Keep a verified copy of the library's database and key slots beside it; return the copy's path."""
    folder = path.parent / BACKUPS
    folder.mkdir(exist_ok=True)
    kept = folder / f"{path.stem}-{revision}-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}{BEFORE_MIGRATION[0]}"
    write_copy(engine, kept, key)
    slots = path.parent / KEY_SLOTS
    if slots.exists():
        shutil.copy2(slots, kept.with_suffix(BEFORE_MIGRATION[1]))
    return kept


def _copy(engine: Engine, target: Path, key: bytes) -> None:
    copy = raw_connection(target, key, create=True)
    try:
        with engine.connect().execution_options(begin="NONE") as connection:
            source: Any = connection.connection.driver_connection
            source.backup(copy)
    finally:
        copy.close()


def _verify(path: Path, key: bytes) -> None:
    copy = raw_connection(path, key)
    try:
        sound = (
            copy.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
            and copy.execute("PRAGMA cipher_integrity_check").fetchone() is None
            and copy.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
            and copy.execute("PRAGMA foreign_key_check").fetchone() is None
        )
    finally:
        copy.close()
    if not sound:
        raise damaged()


def _sync(path: Path) -> None:
    """Have a file, or a folder's list of files, on disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows keeps folders itself
    handle = os.open(path, os.O_RDONLY if path.is_dir() or os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
