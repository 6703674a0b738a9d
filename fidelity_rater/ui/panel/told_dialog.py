"""What the trainee said about a formative rating, and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from fidelity_rater.app.panel.portfolio_models import RatingTick
from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.dialog import FormDialog
from fidelity_rater.ui.forms.fields import ChoiceField, DateField


class ToldDialog(FormDialog):
    """Writes down the trainee's word; it is marked as told, not as their own."""

    def __init__(
        self,
        parent: QWidget,
        *,
        jobs: JobRunner,
        tick: RatingTick,
        keep: Callable[[bool, date], None],
        done: Callable[[], None],
    ) -> None:
        super().__init__(
            parent,
            jobs=jobs,
            title=tr("What the trainee said"),
            explanation=tr("It is kept as told to you. What the trainee sends from their own library replaces it."),
        )
        self._keep, self._done = keep, done
        self.choice = ChoiceField([("in", tr("It may go into the portfolio")), ("out", tr("It stays out"))])
        self.day = DateField()
        self.rows.add_row(tr("{session}, {who}", session=tick.session, who=tick.who), self.choice)
        self.rows.add_row(tr("Told on"), self.day)

    def on_accepted(self) -> None:
        chosen, day = self.choice.key == "in", self.day.day
        assert day is not None, "there always is a day"
        self.save(lambda: self._keep(chosen, day), done=lambda _: self._done())
