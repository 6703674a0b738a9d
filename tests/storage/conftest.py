"""What the storage tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fidelity_rater.storage.database import Database, create_database
from storage.stories import uid

KEY = bytes(range(32))


@pytest.fixture
def key() -> bytes:
    return KEY


@pytest.fixture
def database_path(tmp_path: Path) -> Path:
    """A new library's database, closed."""
    path = tmp_path / "library.db"
    create_database(path, KEY, uid=uid(), name="Test library")
    return path


@pytest.fixture
def database(database_path: Path) -> Iterator[Database]:
    opened = Database.open(database_path, KEY)
    yield opened
    opened.close()
