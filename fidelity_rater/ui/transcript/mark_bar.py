"""What can be done with the selected lines: kept as a moment, for or against the chosen item."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QVBoxLayout, QWidget

from fidelity_rater.app.spoken_time import media_time
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.flow_layout import FlowLayout
from fidelity_rater.ui.widgets.text import label


class MarkBar(QWidget):
    """Under the lines, while some are selected.

    The words themselves become the moment's note only where that is ticked: a note goes further than a transcript.

    Signals:
        mark_pressed: keep them as a moment (``for`` or ``against``).
    """

    mark_pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.about = label("", "muted")
        self.mark_for = TextButton(tr("Mark lines for"), icon_name="plus")
        self.mark_against = TextButton(tr("against"), icon_name="minus")
        self.mark_against.show_name(tr("Mark lines against"))
        for button, what in (
            (self.mark_for, tr("Keep the selected lines as evidence for the chosen item")),
            (self.mark_against, tr("Keep the selected lines as evidence against the chosen item")),
        ):
            button.setToolTip(what)
            button.setAccessibleDescription(what)
        self.mark_for.clicked.connect(lambda: self.mark_pressed.emit("for"))
        self.mark_against.clicked.connect(lambda: self.mark_pressed.emit("against"))
        self.words = QCheckBox(tr("with their words as note"))
        acts = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        acts.setSizePolicy(policy)
        flow = FlowLayout(acts, spacing=8)
        for widget in (self.mark_for, self.mark_against, self.words):
            flow.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.about)
        column.addWidget(acts)

    def show_brief(self, brief: bool) -> None:
        """Only what can be pressed, where the lines need the room."""
        self.about.setHidden(brief)

    def show_selected(self, lines: int, start_ms: int, end_ms: int) -> None:
        """Show what a mark would hold; nothing where no line is selected."""
        self.setVisible(lines > 0)
        self.about.setText(
            tr_n(
                "{n} line, {start} to {end}",
                "{n} lines, {start} to {end}",
                lines,
                start=media_time(start_ms),
                end=media_time(end_ms),
            )
        )
