"""Which moments a list shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fidelity_rater.app.evidence_models import DeskMoment


class Scope(StrEnum):
    """Whose moments."""

    ITEM = "item"
    ALL = "all"
    UNPLACED = "unplaced"


@dataclass(frozen=True, slots=True)
class MomentFilter:
    """Empty ``bearing`` or ``part``: any. ``item`` is the chosen item, whatever the scope."""

    scope: Scope = Scope.ALL
    item: str = ""
    bearing: str = ""
    part: str = ""

    def lets_through(self, moment: DeskMoment) -> bool:
        if self.scope is Scope.ITEM and moment.item != self.item:
            return False
        if self.scope is Scope.UNPLACED and moment.item:
            return False
        return self.bearing in ("", moment.bearing) and self.part in ("", moment.part)
