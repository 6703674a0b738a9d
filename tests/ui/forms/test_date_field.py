"""A day, or none."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from fidelity_rater.ui.forms.fields import DateField
from fidelity_rater.ui.theme import Theme


def test_a_tick_moves_nothing_below_it(dressed: Theme, qapp: QApplication) -> None:
    field = DateField(none_text="known")
    field.show_day(None)
    before = field.minimumSizeHint().height(), field.sizeHint().height()
    field.known.setChecked(True)
    field.layout().activate()
    assert (field.minimumSizeHint().height(), field.sizeHint().height()) == before
    field.deleteLater()
