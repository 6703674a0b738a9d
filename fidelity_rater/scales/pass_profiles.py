"""From a pass profile's bytes to checked values, or to every fault at once. Knows no paths."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from fidelity_rater.scales.errors import ScaleFaults
from fidelity_rater.scales.locating import with_lines
from fidelity_rater.scales.pass_profile import PassProfile
from fidelity_rater.scales.reading import FaultList, check_top_level, read_document, read_table
from fidelity_rater.scales.schema import Entry, Id, Name, OptionalProse

Count = Annotated[int, Field(ge=1, le=1000)]
RoleName = Literal["supervisor", "panel", "peer"]


class ProfileEntry(Entry):
    """``[profile]``"""

    id: Id
    name: Name
    scale: Id
    summary: Id
    purpose: Literal["formative", "summative"]
    roles: Annotated[list[RoleName], Field(min_length=1)]
    line: Annotated[float, Field(ge=-1_000_000, le=1_000_000, allow_inf_nan=False)]
    ratings: Count
    pairs: Annotated[int, Field(ge=5, le=1000)]
    as_of: date
    decided_by: Name
    note: OptionalProse = ""


def load_pass_profile(data: bytes, *, name: str) -> PassProfile:
    """Read a profile; ``name`` is what faults call the file. Raises ``ScaleFaults``."""
    faults = FaultList(name)
    text, document = read_document(data, faults)
    check_top_level(document, frozenset({"profile"}), faults)
    entry = read_table(ProfileEntry, document.get("profile"), "profile", faults)
    if faults.faults or entry is None:
        raise ScaleFaults(with_lines(faults.faults, text, document))
    told = entry.model_dump()
    return PassProfile(**{**told, "roles": tuple(entry.roles)})
