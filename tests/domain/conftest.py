"""What the domain's tests share."""

from __future__ import annotations

import pytest

from domain.scales import small_scale
from fidelity_rater.scales.model import Scale


@pytest.fixture(scope="session")
def scale() -> Scale:
    return small_scale()
