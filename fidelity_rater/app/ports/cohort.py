"""Port for a whole cohort's scores: counted where they are kept, for nobody wants hundreds of thousands of rows.

Only signed ratings count that no signed correction has replaced, of sessions and therapists that are in use; ratings
made to calibrate never do. A request names one purpose, and the roles whose ratings may stand together: self-ratings
never stand with those of others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fidelity_rater.domain.people import Purpose, Role


@dataclass(frozen=True, slots=True)
class CohortStock:
    """How many ratings of one kind there are: what a cohort can be narrowed to."""

    scale_sha256: str
    role: Role
    purpose: Purpose
    phase: str
    focal_areas: tuple[str, ...]
    ratings: int


@dataclass(frozen=True, slots=True)
class CohortRequest:
    """Which ratings are counted, and on which cells of their packed blocks (``domain.scoring.packed``).

    ``scales`` are editions that measure the same, so that their blocks are laid out alike; a block has ``width``
    cells. Empty choices narrow nothing but ``roles``, which must name at least one. Days are those of the sessions;
    a session without a day is left out where one is asked for. ``without``: uids of ratings that do not count.
    """

    scales: tuple[str, ...]
    width: int
    cells: tuple[int, ...]
    roles: frozenset[Role]
    purpose: Purpose
    phases: frozenset[str] = frozenset()
    focal_areas: frozenset[str] = frozenset()
    since: date | None = None
    until: date | None = None
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CohortTherapist:
    """One therapist's answers: of each cell asked for, how many were numbers, and what these add up to."""

    uid: str
    code: str
    ratings: int
    numbers: tuple[int, ...]
    sums: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CohortCounts:
    """What a request found. Everything by cell is in the order of the request's cells.

    ``answers`` maps a cell's content, a number or a packed state, to the ratings that hold it. ``compared`` counts the
    sessions in which more than one rating has a number, ``apart`` adds up how far their highest and lowest lie apart.
    """

    ratings: int
    sessions: int
    therapists: tuple[CohortTherapist, ...]
    """By code; those without a rating are left out."""
    answers: tuple[Mapping[int, int], ...]
    compared: tuple[int, ...]
    apart: tuple[int, ...]
