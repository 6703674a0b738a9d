"""A fingerprint as two people read it to each other: large, in groups, each character told apart."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication, QWidget

from fidelity_rater.i18n import tr
from fidelity_rater.ui.widgets.text import CodeLabel

LARGER: Final = 1.5
GROUPS_IN_A_LINE: Final = 3


class FingerprintView(CodeLabel):
    """Shows a fingerprint in lines of a few groups; copied, it is one line again."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._name = name
        self._enlarge()

    def show_fingerprint(self, fingerprint: str) -> None:
        groups = fingerprint.replace("-", " ").split()
        rows = [groups[at : at + GROUPS_IN_A_LINE] for at in range(0, len(groups), GROUPS_IN_A_LINE)]
        self.setText("\n".join("  ".join(row) for row in rows))
        # Spelled out, so that a screen reader does not take a group for a word.
        spelled = ", ".join(" ".join(group) for group in groups)
        self.setAccessibleName(tr("{name}: {fingerprint}", name=self._name, fingerprint=spelled))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._enlarge()

    def _enlarge(self) -> None:
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(QApplication.font().pointSizeF() * LARGER)
        self.setFont(font)
