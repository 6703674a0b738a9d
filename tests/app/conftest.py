"""What the tests of the use cases share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.worlds import World, scale_files
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.storage.shelf import FolderShelf
from helpers.libraries import new_identity


@pytest.fixture(scope="session")
def scales() -> ScaleShelf:
    return ScaleShelf(scale_files(), default_name="ipt.toml")


@pytest.fixture
def world(tmp_path: Path, scales: ScaleShelf) -> World:
    return World(tmp_path, scales)


@pytest.fixture
def real_world(tmp_path: Path, scales: ScaleShelf) -> Iterator[World]:
    """The same on an encrypted library on disk."""
    identity = new_identity(tmp_path / "identities")
    library, _ = FolderShelf().create(tmp_path / "Real.fidelity", name="Real", identity=identity)
    yield World(tmp_path, scales, library, identity.person)
    library.close()
