"""Which ratings are compared: scale, purpose, phase, raters, and when they were signed."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from fidelity_rater.app import labels
from fidelity_rater.app.agreement.library_models import AgreementFilters, AgreementView
from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.fields import DateField
from fidelity_rater.ui.results.filter_column import FilterColumn, fill
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.text import label


class AgreementFilterBar(FilterColumn):
    """One choice per filter; every rater is ticked unless somebody takes one out.

    Signals:
        filters_chosen: other ratings are to be compared (:class:`AgreementFilters`).
    """

    filters_chosen = Signal(AgreementFilters)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scale = self._add(tr("Scale"))
        self.purpose = self._add(tr("Purpose"))
        self.purpose.setToolTip(tr("Ratings for learning and for decisions are never compared with each other."))
        self.phase = self._add(tr("Phase"))
        self._column.addWidget(label(tr("Raters"), "strong"))
        self._ticks = QVBoxLayout()
        self._ticks.setSpacing(2)
        self._column.addLayout(self._ticks)
        self.raters: dict[str, QCheckBox] = {}
        self.with_self = QCheckBox(tr("With self-ratings"))
        self.with_self.setToolTip(tr("A therapist's own ratings usually differ from those of others."))
        self.with_self.toggled.connect(self.on_chosen)
        self._column.addWidget(self.with_self)
        self._column.addSpacing(8)
        self.since = self._add_day(tr("Signed since"))
        self.until = self._add_day(tr("Signed until"))
        self._column.addStretch(1)

    def _add_day(self, name: str) -> DateField:
        field = DateField(none_text=name, parent=self)
        field.setAccessibleName(name)
        field.day_chosen.connect(self.on_chosen)
        self._column.addWidget(field)
        return field

    def show_choices(self, view: AgreementView | None) -> None:
        """Offer what there is, with the choices in force."""
        if view is None:
            return
        filters, choices = view.gathered.filters, view.gathered.choices
        every = ("", tr("All"))
        fill(self.scale, choices.scales, filters.scale_sha256)
        fill(self.purpose, ((key, labels.purpose(key)) for key in choices.purposes), filters.purpose)
        fill(self.phase, [every, *((key, labels.phase(key)) for key in choices.phases)], filters.phase)
        with QSignalBlocker(self.with_self):
            self.with_self.setChecked(filters.with_self)
        for field, day in ((self.since, filters.since), (self.until, filters.until)):
            field.show_day(day)
        self._show_raters(choices.raters, filters.raters)

    def _show_raters(self, raters: tuple[tuple[str, str], ...], chosen: frozenset[str]) -> None:
        if tuple(self.raters) != tuple(uid for uid, _ in raters):
            empty(self._ticks)
            self.raters = {}
            for uid, initials in raters:
                box = QCheckBox(initials, self)
                box.setAccessibleName(tr("Ratings by {rater}", rater=initials))
                box.toggled.connect(self.on_chosen)
                self._ticks.addWidget(box)
                self.raters[uid] = box
        for uid, box in self.raters.items():
            with QSignalBlocker(box):
                box.setChecked(not chosen or uid in chosen)

    def on_chosen(self) -> None:
        ticked = frozenset(uid for uid, box in self.raters.items() if box.isChecked())
        everyone = len(ticked) == len(self.raters)
        self.filters_chosen.emit(
            AgreementFilters(
                scale_sha256=self.scale.currentData() or "",
                purpose=self.purpose.currentData() or "",
                raters=frozenset() if everyone else ticked,
                phase=self.phase.currentData() or "",
                since=self.since.day,
                until=self.until.day,
                with_self=self.with_self.isChecked(),
            )
        )
