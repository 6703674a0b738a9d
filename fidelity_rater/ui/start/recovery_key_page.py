"""The recovery key, shown this once: to print, to save, to write down, and to prove that it was."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fidelity_rater.i18n import tr
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import FormRows
from fidelity_rater.ui.widgets.text import CodeLabel, label


class RecoveryKeyPage(QWidget):
    """Shows the key until its last group has been typed.

    Signals:
        written_down: the person has the key; the library may be entered.
        refused: the group typed is not the last one.
        save_failed: why the text file could not be written.
    """

    written_down = Signal()
    refused = Signal(str)
    save_failed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key, self._library = "", ""
        self.first_half, self.second_half = CodeLabel(), CodeLabel()
        self.print = TextButton(tr("Print …"))
        self.save = TextButton(tr("Save as text …"))
        self.last_group = QLineEdit()
        self.last_group.setMaximumWidth(160)
        self.go_on = TextButton(tr("I have it on paper"), "primary")
        self._lay_out()
        self.print.clicked.connect(self.on_print)
        self.save.clicked.connect(self.on_save)
        self.go_on.clicked.connect(self.on_go_on)
        self.last_group.returnPressed.connect(self.on_go_on)

    def _lay_out(self) -> None:
        box = QFrame()
        box.setProperty("role", "card")
        inside = QVBoxLayout(box)
        inside.setContentsMargins(16, 16, 16, 16)
        for half in (self.first_half, self.second_half):
            font = half.font()
            font.setPointSizeF(font.pointSizeF() * 1.5)
            half.setFont(font)
            half.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            inside.addWidget(half)
        buttons = QHBoxLayout()
        buttons.addWidget(self.print)
        buttons.addWidget(self.save)
        buttons.addStretch(1)
        check = FormRows()
        check.add_row(
            tr("Type the last group"), self.last_group, hint=tr("So that we both know it has left this screen.")
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(label(tr("Keep this recovery key"), "heading"))
        why = tr(
            "It opens the library if you forget your passphrase or lose your identity file. It is shown only now, and "
            "nobody can make another without opening the library. Keep it on paper, locked away from this computer."
        )
        column.addWidget(label(why, wrap=True))
        column.addWidget(box)
        column.addLayout(buttons)
        column.addWidget(check)
        end = QHBoxLayout()
        end.addWidget(self.go_on)
        end.addStretch(1)
        column.addLayout(end)

    def show_key(self, key: str, *, library: str) -> None:
        """Show a key of so many groups in two lines; an empty one forgets it."""
        self._key, self._library = key, library
        groups = key.split("-")
        half = (len(groups) + 1) // 2
        self.first_half.setText("-".join(groups[:half]))
        self.second_half.setText("-".join(groups[half:]))
        self.last_group.clear()

    def on_go_on(self) -> None:
        if self.last_group.text().strip().upper() != self._key.split("-")[-1].upper():
            self.refused.emit(tr("That is not the last group of the key. Compare it with what you wrote down."))
            return
        self.show_key("", library="")
        self.written_down.emit()

    def on_print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter()
        dialog = QPrintDialog(printer, self)
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            self.document().print_(printer)
        dialog.deleteLater()

    def on_save(self) -> None:
        suggested = str(Path.home() / tr("Recovery key of {library}.txt", library=self._library))
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Save the recovery key"), suggested)
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Write the page as plain text."""
        try:
            path.write_text(self.document().toPlainText() + "\n", encoding="utf-8")
        except OSError:
            self.save_failed.emit(tr("The recovery key could not be saved there. Choose another place, or print it."))

    def document(self) -> QTextDocument:
        """The page to print."""
        page = QTextDocument()
        page.setPlainText(
            "\n\n".join(
                (
                    tr("Recovery key of the Fidelity Rater library “{library}”", library=self._library),
                    self._key,
                    tr("Whoever has this key and the library's folder can read everything in it. Lock it away."),
                )
            )
        )
        return page
