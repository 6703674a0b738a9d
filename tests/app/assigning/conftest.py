"""A lead of assessment with two raters, each with a library of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.assigning.panels import Desk
from fidelity_rater.app.scale_shelf import ScaleShelf


@pytest.fixture
def lead(tmp_path: Path, scales: ScaleShelf) -> Desk:
    return Desk("Lena", tmp_path, scales)


@pytest.fixture
def rita(tmp_path: Path, scales: ScaleShelf) -> Desk:
    return Desk("Rita", tmp_path, scales)


@pytest.fixture
def rob(tmp_path: Path, scales: ScaleShelf) -> Desk:
    return Desk("Rob", tmp_path, scales)
