"""A folder in which packages are opened, and a look at what is left in it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pytest

from exchange.packages.forging import ENVELOPES
from fidelity_rater.exchange.packages.files import SealedPackageFiles
from fidelity_rater.storage.scratch import ScratchRoom
from helpers.packages import package_files

Scratch = Callable[[], object]


@pytest.fixture
def files() -> SealedPackageFiles:
    return package_files(ENVELOPES)


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the scratch and all temporary files go."""
    folder = tmp_path / "room"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def scratch(room: Path) -> Scratch:
    @contextmanager
    def give() -> Iterator[BinaryIO]:
        with ScratchRoom(room / "a.scratch") as held:
            yield held  # type: ignore[misc]

    return give
