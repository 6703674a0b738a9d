"""What the results are narrowed to."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QWidget

from fidelity_rater.app import labels
from fidelity_rater.app.competence_models import CompetenceChart, FilterChoices, Filters
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.results.filter_column import FilterColumn, fill
from fidelity_rater.ui.widgets.text import label


class FilterBar(FilterColumn):
    """One choice per filter; "all" narrows nothing.

    Signals:
        filters_chosen: the person narrowed or widened the results (:class:`Filters`).
    """

    filters_chosen = Signal(Filters)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scale = self._add(tr("Scale"))
        self.case = self._add(tr("Case"))
        self.phase = self._add(tr("Phase"))
        self.focal_area = self._add(tr("Focal area"))
        self.rater = self._add(tr("Rater"))
        self.purpose = self._add(tr("Purpose"))
        self.drafts = QCheckBox(tr("Show drafts"))
        self.drafts.setToolTip(tr("Unsigned ratings can still change."))
        self.drafts.toggled.connect(self.on_chosen)
        self._column.addSpacing(8)
        self._column.addWidget(self.drafts)
        self.hidden: QLabel = label("", "muted", wrap=True)
        self._column.addWidget(self.hidden)
        self._column.addStretch(1)

    def show_choices(self, chart: CompetenceChart | None) -> None:
        """Offer what there is, with the choices in force; nothing where nothing is rated."""
        choices = chart.choices if chart else FilterChoices((), (), (), (), (), ())
        now = chart.filters if chart else Filters(with_drafts=self.drafts.isChecked())
        fill(self.scale, choices.scales, chart.scale_sha256 if chart else "")
        _fill(self.case, choices.cases, _one(now.cases))
        _fill(self.phase, ((p, labels.phase(p)) for p in _with(choices.phases, now.phases)), _one(now.phases))
        areas = _with(choices.focal_areas, now.focal_areas)
        _fill(self.focal_area, ((a, labels.focal_area(a)) for a in areas), _one(now.focal_areas))
        _fill(self.rater, choices.raters, _one(now.raters))
        purposes = _with(choices.purposes, now.purposes)
        _fill(self.purpose, ((p, labels.purpose(p)) for p in purposes), _one(now.purposes))
        with QSignalBlocker(self.drafts):
            self.drafts.setChecked(now.with_drafts)
        left_out = chart.hidden if chart else 0
        said = tr_n("{n} rating is left out.", "{n} ratings are left out.", left_out) if left_out else ""
        self.hidden.setText(said)

    def on_chosen(self) -> None:
        self.filters_chosen.emit(
            Filters(
                phases=_set(self.phase),
                focal_areas=_set(self.focal_area),
                raters=_set(self.rater),
                purposes=_set(self.purpose),
                cases=_set(self.case),
                scale_sha256=self.scale.currentData() or "",
                with_drafts=self.drafts.isChecked(),
            )
        )


def _fill(box: QComboBox, choices: Iterable[tuple[str, str]], chosen: str) -> None:
    fill(box, [("", tr("All")), *choices], chosen)


def _with(offered: tuple[str, ...], chosen: frozenset[str]) -> tuple[str, ...]:
    """A choice that was kept from another therapist is shown here, too, though nothing fits it."""
    return (*offered, *sorted(chosen - set(offered)))


def _one(chosen: frozenset[str]) -> str:
    return next(iter(chosen), "")


def _set(box: QComboBox) -> frozenset[str]:
    return frozenset({box.currentData()} - {None, ""})
