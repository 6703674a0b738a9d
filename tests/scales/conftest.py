"""The shipped scales, loaded once, and a way to change one and load it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fidelity_rater.resources import resource_path
from fidelity_rater.scales.competences import CompetenceMap, load_competence_map
from fidelity_rater.scales.loading import load_scale
from fidelity_rater.scales.model import Scale


@pytest.fixture(scope="session")
def shipped() -> Callable[[str], bytes]:
    """Return the bytes of a shipped scale file."""
    return lambda name: resource_path("scales", f"{name}.toml").read_bytes()


@pytest.fixture(scope="session")
def ipt(shipped: Callable[[str], bytes]) -> Scale:
    return load_scale(shipped("ipt"), name="ipt.toml")


@pytest.fixture(scope="session")
def ucl_map(shipped: Callable[[str], bytes]) -> CompetenceMap:
    return load_competence_map(shipped("ucl-ipt-competences"), name="ucl-ipt-competences.toml")
