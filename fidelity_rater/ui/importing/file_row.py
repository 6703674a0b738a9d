"""One file that came in: its facts, its session and date, what became of it, and what comes next."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.importing import Candidate, Imported
from fidelity_rater.app.spoken_time import media_time
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.forms.fields import DateField, NumberField
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.text import ElidedLabel, label

LAST_NUMBER = 200
MOST_PLACES = 3


class FileRow(QFrame):
    """Signals:
    rate_pressed: rate what was imported (session uid).
    original_unwanted: delete the plain file (this row).
    left_out: do not import this one (this row).
    """

    rate_pressed = Signal(str)
    original_unwanted = Signal(object)
    left_out = Signal(object)

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.path = path
        self.candidate: Candidate | None = None
        self.imported: Imported | None = None
        self.session_uid = ""
        self.refused = self.numbered = False
        self.name = ElidedLabel(path.name, "strong")
        self.facts = label(tr("Looking at it …"), "muted", wrap=True)
        self.banner = Banner("warning")
        self.banner.hide()
        self.number = NumberField(1, LAST_NUMBER)
        self.number_label = label(tr("Session"), "muted")
        self.number.setAccessibleName(tr("Session number of {file}", file=path.name))
        self.day = DateField(none_text=tr("held on"))
        self.day.show_day(None)
        self.day.edit.setAccessibleName(tr("Date of the session in {file}", file=path.name))
        self.leave_out = TextButton(tr("Leave out"), "flat")
        self.rate = TextButton(tr("Rate now"), "primary", icon_name="play")
        self.delete = TextButton(tr("Delete the plain original"), "danger")
        self._lay_out()
        self.number.number_chosen.connect(self.on_numbered)
        self.leave_out.clicked.connect(lambda: self.left_out.emit(self))
        self.rate.clicked.connect(lambda: self.rate_pressed.emit(self.session_uid))
        self.delete.clicked.connect(lambda: self.original_unwanted.emit(self))

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.facts)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(words, 1)
        self.number.setMaximumWidth(self.number.sizeHint().width())
        self.day.setMaximumWidth(280)
        for widget in (self.number_label, self.number, self.day, self.leave_out, self.delete, self.rate):
            row.addWidget(widget)
        for later in (self.rate, self.delete):
            later.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 12, 10)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.banner)

    @property
    def ready(self) -> bool:
        """Whether it can be imported and was not yet."""
        return self.candidate is not None and self.imported is None

    def on_numbered(self) -> None:
        """A number that a person gave is not proposed over."""
        self.numbered = True

    def show_candidate(self, candidate: Candidate) -> None:
        """Show a file that can be imported."""
        self.candidate = candidate
        facts = candidate.facts
        known = [
            media_time(facts.duration_ms, tenths=False),
            facts.container if facts.container == facts.codec else f"{facts.container}, {facts.codec}",
            size_words(candidate.size),
        ]
        self.facts.setText(" · ".join(known))
        warnings = []
        if candidate.duplicates:
            places = "; ".join(candidate.duplicates[:MOST_PLACES])
            more = len(candidate.duplicates) - MOST_PLACES
            if more > 0:
                places = tr_n("{places} and {n} more place", "{places} and {n} more places", more, places=places)
            warnings.append(tr("This very sound is in the library already: {places}.", places=places))
        if facts.cut_short:
            warnings.append(tr("The file was cut off: it promises more sound than it holds."))
        self.banner.show_message(" ".join(warnings), tone="warning")

    def show_fault(self, sentence: str) -> None:
        """Show why this file cannot be imported; the others go on."""
        self.candidate, self.refused = None, True
        self.facts.setText(tr("Cannot be imported"))
        self.banner.show_message(sentence, tone="danger")
        self._show_questions(False)

    def show_progress(self, sentence: str) -> None:
        self.facts.setText(sentence)

    def show_imported(self, imported: Imported, *, session_uid: str, playable: bool) -> None:
        """Show that it is in, and offer what comes next."""
        self.imported, self.session_uid = imported, session_uid
        length = media_time(imported.recording.duration_ms, tenths=False)
        self.facts.setText(
            tr("Session {n} · {length} · imported, encrypted and verified", n=round(self.number.number), length=length)
        )
        self.banner.show_message(
            "" if playable else tr("Consent is not recorded, so it is not played yet."), tone="warning"
        )
        self._show_questions(False)
        self.rate.show()
        self.delete.show()

    def show_original_gone(self) -> None:
        """Show that the plain file is deleted."""
        self.delete.hide()
        self.facts.setText(tr("{facts} · plain original deleted", facts=self.facts.text()))

    def _show_questions(self, shown: bool) -> None:
        for widget in (self.number_label, self.number, self.day, self.leave_out):
            widget.setVisible(shown)


def size_words(size: int) -> str:
    """A file's size as a person reads it."""
    if size < 1_000_000:
        return tr("{n} kB", n=max(1, round(size / 1000)))
    return tr("{n} MB", n=f"{size / 1_000_000:.1f}")
