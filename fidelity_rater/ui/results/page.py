"""What every tab of the results is: made in a job of the chart, then shown; with tables and perhaps a picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QWidget

from fidelity_rater.app.competence_models import CompetenceChart
from fidelity_rater.app.development.models import Choice
from fidelity_rater.app.ports.tables import Table

DOTS_PER_INCH = 100
_PICTURE_TEXT_PX = 12.5
"""How large a picture writes its labels."""
Maker = Callable[[CompetenceChart], Any]


@dataclass(frozen=True, slots=True)
class Paper:
    """A picture to be saved: what makes its figure, and the words that go with it."""

    draw: Callable[[], Any]
    heading: str
    foot: str


class ResultsPage(QWidget):
    """One tab.

    Signals:
        rating_chosen: a rating is to be opened (uid, item id or empty).
        therapist_chosen: a therapist's results are wanted (uid, code).
        choice_changed: the person looks at another part (:class:`Choice`).
    """

    rating_chosen = Signal(str, str)
    therapist_chosen = Signal(str, str)
    choice_changed = Signal(Choice)

    title = ""
    pictured = False
    """Whether there is a picture that can be shown as a table."""
    of_therapist = True
    """Whether it is made of the therapist's chart; else of what ``maker`` reads by itself."""

    def maker(self, choice: Choice, *, as_table: bool) -> Maker:
        """What makes this tab's content; called here, run in a job."""
        raise NotImplementedError

    def show_made(self, made: Any) -> None:
        """Show what the maker made."""
        raise NotImplementedError

    @property
    def has_tables(self) -> bool:
        """Whether there is something to save as a table, without making it."""
        return False

    def tables(self) -> tuple[Table, ...]:
        """What there is to save as tables; asked for when it is saved."""
        return ()

    def paper(self) -> Paper | None:
        """What there is to save as a picture."""
        return None

    @property
    def zoom(self) -> float:
        """How much larger a picture is to be drawn, so that its text is as large as that around it."""
        return max(1.0, QFontInfo(self.font()).pixelSize() / _PICTURE_TEXT_PX)

    @property
    def shown_for(self) -> str:
        """What the content depends on beside chart and choice, e.g. the room for a picture."""
        return ""
