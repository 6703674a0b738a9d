"""A new library: its name, its place, and whose key opens it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.identity import IdentityCard
from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.fields import ChoiceField, PassphraseField
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import FormRows
from fidelity_rater.ui.widgets.text import ElidedLabel, label

PlaceOf = Callable[[str, Path | None], Path]


class PlaceField(QWidget):
    """A folder, with the button to choose another.

    Signals:
        place_chosen: another folder.
    """

    place_chosen = Signal(object)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self.place: Path | None = None
        self.text = ElidedLabel("", "muted")
        self.change = TextButton(tr("Change …"))
        self.change.clicked.connect(self.on_change)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.text, 1)
        row.addWidget(self.change)
        self.setFocusProxy(self.change)

    def show_text(self, text: str) -> None:
        self.text.show_text(text)

    def on_change(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self._title, str(self.place or Path.home()))
        if chosen:
            self.place = Path(chosen)
            self.place_chosen.emit(self.place)


class NewLibraryPage(QWidget):
    """Takes what a new library needs.

    Signals:
        wanted: the folder, the person's uid and passphrase (empty where they have just given it).
        refused: what is wrong with what was typed.
        left: back to the libraries.
    """

    wanted = Signal(object, str, str)
    refused = Signal(str)
    left = Signal()

    def __init__(self, place_of: PlaceOf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place_of = place_of
        self._known = ""
        self.name = QLineEdit()
        self.name.setPlaceholderText(tr("For example: Supervision 2026"))
        self.place = PlaceField(tr("Where the library will lie"))
        self.person = ChoiceField()
        self.passphrase = PassphraseField()
        self.make = TextButton(tr("Make the library"), "primary")
        self.back = TextButton(tr("Back"))
        self._lay_out()
        self.name.textChanged.connect(self.on_edited)
        self.name.returnPressed.connect(self.on_make)
        self.place.place_chosen.connect(self.on_edited)
        self.person.choice_made.connect(self.on_person_chosen)
        self.passphrase.submitted.connect(self.on_make)
        self.make.clicked.connect(self.on_make)
        self.back.clicked.connect(self.left)

    def _lay_out(self) -> None:
        rows = FormRows()
        rows.add_row(tr("Name"), self.name, hint=tr("Shown in the window's title: use no client's name."))
        rows.add_row(
            tr("Place"),
            self.place,
            hint=tr("A folder on this computer's own disk; network and cloud folders can damage a library."),
        )
        self._whose = FormRows()
        self._whose.add_row(tr("Whose key opens it"), self.person)
        self._secret = FormRows()
        self._secret.add_row(tr("Your passphrase"), self.passphrase)
        buttons = QHBoxLayout()
        buttons.addWidget(self.make)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(label(tr("New library"), "heading"))
        for widget in (rows, self._whose, self._secret):
            column.addWidget(widget)
        column.addLayout(buttons)

    def show_people(self, people: Sequence[IdentityCard], *, known: str = "") -> None:
        """Offer these people; ``known`` has just given a passphrase and is not asked for it again."""
        self._known = known
        self.person.show_choices((card.person.uid, card.person.name) for card in people)
        if known:
            self.person.show_key(known)
        self._whose.setVisible(len(people) > 1)
        self.passphrase.clear()
        self.on_person_chosen(self.person.key)
        self.on_edited()

    def on_person_chosen(self, uid: str) -> None:
        self._secret.setVisible(uid != self._known)

    def on_edited(self) -> None:
        """Say where the library will lie under this name."""
        try:
            self.place.show_text(str(self._place_of(self.name.text() or "…", self.place.place)))
        except UserFacingError:
            self.place.show_text("")

    def on_make(self) -> None:
        try:
            folder = self._place_of(self.name.text(), self.place.place)
        except UserFacingError as error:
            self.refused.emit(str(error))
            return
        self.wanted.emit(folder, self.person.key, self.passphrase.text)
