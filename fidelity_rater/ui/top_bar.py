"""The bar over a library's screens: where one is, and what can be reached from anywhere."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from fidelity_rater.app.commands import MENU
from fidelity_rater.i18n import tr
from fidelity_rater.ui.widgets.buttons import IconButton, TextButton
from fidelity_rater.ui.widgets.text import label

CASELOAD, RESULTS, IMPORTING, FEEDBACK = "caseload", "results", "importing", "feedback"


class TopBar(QFrame):
    """Signals:
    screen_wanted: caseload, results or feedback.
    import_pressed, lock_pressed: as named.
    """

    screen_wanted = Signal(str)
    import_pressed = Signal()
    lock_pressed = Signal()

    def __init__(self, *, library: str, person: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.caseload = TextButton(tr("Caseload"), "flat", icon_name="people", command=MENU + "caseload")
        self.results = TextButton(tr("Results"), "flat", icon_name="chart", command=MENU + "results")
        self.feedback = TextButton(tr("Feedback"), "flat", icon_name="note", command=MENU + "feedback")
        self.feedback.hide()
        self.bring_in = TextButton(tr("Import …"), icon_name="import", command=MENU + "import")
        self.lock = IconButton("lock", tr("Lock"), command=MENU + "lock")
        self.library = label(tr("{library} · {person}", library=library, person=person), "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(8)
        for button in (self.caseload, self.results, self.feedback):
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        row.addStretch(1)
        for widget in (self.library, self.bring_in, self.lock):
            row.addWidget(widget)
        self.caseload.clicked.connect(lambda: self.screen_wanted.emit(CASELOAD))
        self.results.clicked.connect(lambda: self.screen_wanted.emit(RESULTS))
        self.feedback.clicked.connect(lambda: self.screen_wanted.emit(FEEDBACK))
        self.bring_in.clicked.connect(self.import_pressed)
        self.lock.clicked.connect(self.lock_pressed)

    def show_screen(self, name: str) -> None:
        """Show which screen this is."""
        self.caseload.setChecked(name == CASELOAD)
        self.results.setChecked(name == RESULTS)
        self.feedback.setChecked(name == FEEDBACK)

    def show_feedback(self, there: bool) -> None:
        """Offer the way to received feedback, for whoever has received any."""
        self.feedback.setVisible(there)
