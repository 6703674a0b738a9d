"""Port for what rules may ask about, of one therapist or of all: read in bulk, for a service has hundreds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FactsAsked:
    """Which facts a rule set looks at: what none of its requirements asks for is not read.

    ``therapist_uid`` empty: of every therapist who is in use.
    """

    therapist_uid: str = ""
    recordings: bool = True
    ratings: bool = True
    measures: bool = True
    supervision: bool = True
    records: bool = True
    """Training, papers, and results on other bodies' forms."""
