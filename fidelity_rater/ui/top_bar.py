"""The bar over a library's screens: where one is, and what can be reached from anywhere."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from fidelity_rater.app.commands import MENU
from fidelity_rater.i18n import tr
from fidelity_rater.ui.keys.lines import Place
from fidelity_rater.ui.widgets.buttons import IconButton, TextButton
from fidelity_rater.ui.widgets.text import ElidedLabel


class TopBar(QFrame):
    """Signals:
    screen_wanted: one of the screens that the bar leads to (its :class:`~fidelity_rater.ui.keys.lines.Place`).
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
        self.raters = TextButton(tr("Raters"), "flat", icon_name="person", command=MENU + "raters")
        self.accreditation = TextButton(tr("Accreditation"), "flat", icon_name="check", command=MENU + "accreditation")
        self._ways: dict[Place, TextButton] = {
            Place.CASELOAD: self.caseload,
            Place.RESULTS: self.results,
            Place.FEEDBACK: self.feedback,
            Place.RATERS: self.raters,
            Place.ACCREDITATION: self.accreditation,
        }
        self.bring_in = TextButton(tr("Import …"), icon_name="import", command=MENU + "import")
        self.lock = IconButton("lock", tr("Lock"), command=MENU + "lock")
        self.library = ElidedLabel(tr("{library} · {person}", library=library, person=person), "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(8)
        for place, button in self._ways.items():
            button.setCheckable(True)
            button.show_text(button.text().strip())
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, place=place: self.screen_wanted.emit(place))
            row.addWidget(button)
        row.addStretch(1)
        for widget in (self.library, self.bring_in, self.lock):
            row.addWidget(widget)
        self.bring_in.clicked.connect(self.import_pressed)
        self.lock.clicked.connect(self.lock_pressed)

    def show_screen(self, shown: Place) -> None:
        """Show which screen this is."""
        for place, button in self._ways.items():
            button.setChecked(place is shown)

    def name_of(self, place: Place) -> str:
        """What this screen is called here."""
        button = self._ways.get(place)
        return button.text().strip() if button is not None else tr("Back")

    def show_feedback(self, there: bool) -> None:
        """Offer the way to received feedback, for whoever has received any."""
        self.feedback.setVisible(there)
