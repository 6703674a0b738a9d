"""What a site asks of raters who calibrate: a few figures from a checked file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import Field

from fidelity_rater.scales.errors import ScaleFaults
from fidelity_rater.scales.locating import with_lines
from fidelity_rater.scales.reading import FaultList, check_top_level, read_document, read_table
from fidelity_rater.scales.schema import Entry, Name, OptionalProse, Prose

Share = Annotated[float, Field(gt=0, le=1)]


class GateEntry(Entry):
    """``[gate]``"""

    name: Name
    references: Annotated[int, Field(ge=1, le=50)]
    valid_days: Annotated[int, Field(ge=1, le=36_500)] | None = None
    least_within_one: Share | None = None
    least_exact: Share | None = None
    most_bias: Annotated[float, Field(gt=0, le=100)] | None = None
    source: Prose
    as_of: date
    check: OptionalProse = ""


@dataclass(frozen=True, slots=True)
class RaterGate:
    """The figures; None is not asked."""

    name: str
    references: int
    valid_days: int | None
    least_within_one: float | None
    least_exact: float | None
    most_bias: float | None
    source: str
    as_of: date
    check: str


def load_gate(data: bytes, *, name: str) -> RaterGate:
    """Read the file; ``name`` is what faults call it. Raises ``ScaleFaults``."""
    faults = FaultList(name)
    text, document = read_document(data, faults)
    check_top_level(document, frozenset({"gate"}), faults)
    entry = read_table(GateEntry, document.get("gate"), "gate", faults)
    if faults.faults or entry is None:
        raise ScaleFaults(with_lines(faults.faults, text, document))
    return RaterGate(**entry.model_dump())
