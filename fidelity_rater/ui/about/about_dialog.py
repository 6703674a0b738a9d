"""Version, what the scale is and is not, where the log lies, and the licences of everything inside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from fidelity_rater.i18n import tr
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.text import label


class AboutDialog(QDialog):
    """What this program is."""

    def __init__(
        self, parent: QWidget, *, version: str, scale_notice: str, read_notices: Callable[[], str], log_folder: Path
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About Fidelity Rater"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.notices = QTextEdit()
        self.notices.setMarkdown(read_notices())
        self.notices.setReadOnly(True)
        self.notices.setAccessibleName(tr("Licences of the parts inside"))
        self.close_button = TextButton(tr("Close"), "primary")
        self.close_button.clicked.connect(self.accept)
        says = (
            tr("Rates recorded sessions of interpersonal psychotherapy, offline and encrypted."),
            tr("About the built-in scale: {notice}", notice=scale_notice),
            tr("A score describes what was heard in a session. Nothing here claims that it predicts outcome."),
            tr("The log holds no names, notes or file names. It lies in {place}.", place=log_folder),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(10)
        column.addWidget(label(tr("Fidelity Rater {version}", version=version), "title"))
        for sentence in says:
            column.addWidget(label(sentence, wrap=True))
        column.addWidget(label(tr("Licences"), "heading"))
        column.addWidget(self.notices, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        column.addLayout(buttons)
        self.resize(680, 600)
