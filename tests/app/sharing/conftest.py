"""Two people who send each other packages: a supervisor and a trainee, each with a library of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.sharing.homes import Home
from fidelity_rater.app.scale_shelf import ScaleShelf


@pytest.fixture
def supervisor(tmp_path: Path, scales: ScaleShelf) -> Home:
    return Home("Susan", tmp_path, scales)


@pytest.fixture
def trainee(tmp_path: Path, scales: ScaleShelf) -> Home:
    return Home("Terry", tmp_path, scales)
