"""A number, typed or stepped."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from fidelity_rater.ui.forms.fields import NumberField
from fidelity_rater.ui.theme import Theme


def test_a_word_for_the_least_number_has_no_unit(dressed: Theme, qapp: QApplication) -> None:
    field = NumberField(0, 60, unit="minutes")
    field.call_least("never")
    assert (field.box.text(), field.unit.isHidden()) == ("never", True)
    field.more.click()
    assert (field.box.text(), field.unit.isHidden()) == ("1", False)
    field.show_number(0)
    assert field.unit.isHidden()
    field.deleteLater()
