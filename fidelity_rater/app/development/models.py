"""What a tab of the results shows: a table, what each of its rows stands on, and a picture of it where there is one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from fidelity_rater.app import labels
from fidelity_rater.app.ports.tables import Table
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.i18n import tr

OTHERS, SELF = "rater", "self"


@dataclass(frozen=True, slots=True, order=True)
class Kin:
    """Ratings that may stand in one mean: self-ratings or those of others, for one purpose."""

    kind: str
    purpose: Purpose

    @property
    def name(self) -> str:
        who = tr("Self-ratings") if self.kind == SELF else tr("Ratings by others")
        return tr("{who}, {purpose}", who=who, purpose=labels.purpose(self.purpose).lower())

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset({Role.TRAINEE}) if self.kind == SELF else frozenset(Role) - {Role.TRAINEE}


@dataclass(frozen=True, slots=True)
class Choice:
    """What the tabs are set to; what is not to be had gives way to the first that is. Kept from tab to tab."""

    dimension: str = ""
    kin: Kin | None = None
    by: str = ""
    """Profile: ``""``, ``phase`` or ``focal_area``; other tabs: a view of their own."""


@dataclass(frozen=True, slots=True)
class Ground:
    """One rating that a figure stands on, to be opened at an item; in a cohort, one therapist."""

    rating_uid: str
    item: str
    told: str
    therapist_uid: str = ""


Grounds = Callable[[], tuple[Ground, ...]]
"""Made when a row is chosen: most never are."""


def no_grounds() -> tuple[Ground, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Mark:
    """One figure in a row of a picture. ``series`` is the place of its series; ``low`` and ``high`` its spread."""

    series: int
    value: float
    n: int
    low: float
    high: float
    told: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a picture."""

    label: str
    group: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class RowPicture:
    """Figures in rows on one axis, a marker to each series."""

    axis: str
    hue: str
    minimum: float
    maximum: float
    competent: int | None
    series: tuple[str, ...]
    lines: tuple[Line, ...]
    note: str = ""
    joined: bool = False
    """Whether the marks of a row are joined: they are two looks at the same."""


@dataclass(frozen=True, slots=True)
class Share:
    """One row of a distribution: how many answers stand on each level."""

    label: str
    group: str
    counts: tuple[int, ...]
    told: str


@dataclass(frozen=True, slots=True)
class SharePicture:
    """How answers are distributed over the levels of a dimension; ``competent`` as in :class:`RowPicture`."""

    axis: str
    hue: str
    levels: tuple[int, ...]
    level_names: tuple[str, ...]
    competent: int | None
    lines: tuple[Share, ...]
    note: str = ""


Picture = RowPicture | SharePicture


@dataclass(frozen=True)
class Exhibit:
    """A table with what each row stands on (``grounds``, in the rows' order), told in ``intro``, perhaps pictured.

    ``picture_rows``: which row of the table each line of the picture belongs to.
    """

    intro: str
    table: Table
    grounds: tuple[Grounds, ...] = field(repr=False, compare=False, default=())
    picture: Picture | None = None
    picture_rows: tuple[int, ...] = ()
    empty: str = ""
    """What to say where there is nothing to show."""
