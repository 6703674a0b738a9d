"""A flag for human review: raised or not, never a number."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fidelity_rater.i18n import tr
from fidelity_rater.ui.widgets.buttons import TextButton


class FlagButton(TextButton):
    """Raises or lowers a flag.

    Signals:
        flag_raised: someone should look at this.
        flag_lowered: it was raised by mistake.
    """

    flag_raised = Signal()
    flag_lowered = Signal()

    def __init__(self, name: str = "", *, key: str = "", parent: QWidget | None = None) -> None:
        self._raise_text = name or tr("Raise a harm flag")
        super().__init__(self._raise_text, "danger", icon_name="flag", key=key, parent=parent)
        self._raised = False
        self.clicked.connect(self.on_clicked)

    def show_raised(self, raised: bool) -> None:
        """Show whether the flag is up; announces nothing."""
        self._raised = raised
        self.show_text(tr("Flag raised: take it back") if raised else self._raise_text)

    def on_clicked(self) -> None:
        if self._raised:
            self.flag_lowered.emit()
        else:
            self.flag_raised.emit()
