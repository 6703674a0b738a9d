"""Every contract is run on the encrypted database and on the library in memory, so that the latter cannot lie."""

from __future__ import annotations

from typing import Any

import pytest

from fidelity_rater.storage.memory import MemoryLibrary
from storage.stories import Story


@pytest.fixture(params=["sqlite", "memory"])
def library(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue("database") if request.param == "sqlite" else MemoryLibrary()


@pytest.fixture
def story(library: Any) -> Story:
    return Story(library)
