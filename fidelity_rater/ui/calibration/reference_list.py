"""References to calibrate by, and signed consensuses that can become one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fidelity_rater.app.calibration.models import Candidate, ReferenceCard
from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.days import spoken_day
from fidelity_rater.ui.forms.fields import ChoiceField
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import Card, FormRows
from fidelity_rater.ui.widgets.emptying import empty, yield_focus
from fidelity_rater.ui.widgets.text import label


class ReferenceList(QWidget):
    """Signals:
    begin_wanted: rate blind by this reference (its uid).
    rating_wanted: go on with the attempt that was begun (its rating's uid).
    result_wanted: see the signed attempt beside the consensus (its rating's uid).
    retire_wanted: use this reference no more, or again (its uid, whether no more).
    send_wanted: send this reference to a rater (its uid).
    return_wanted: send one's attempts back to whoever sent this reference (its uid).
    """

    begin_wanted = Signal(str)
    rating_wanted = Signal(str)
    result_wanted = Signal(str)
    retire_wanted = Signal(str, bool)
    send_wanted = Signal(str)
    return_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, TextButton] = {}
        self.retiring: dict[str, TextButton] = {}
        self.sending: dict[str, TextButton] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_references(self, references: Sequence[ReferenceCard]) -> None:
        empty(self._column)
        self.buttons, self.retiring, self.sending = {}, {}, {}
        if not references:
            hint = tr(
                "There is no reference here yet. Make one below of a signed consensus, or take in one from a lead."
            )
            self._column.addWidget(label(hint, "muted", wrap=True))
        for reference in references:
            self._column.addWidget(self._card(reference))

    def _card(self, reference: ReferenceCard) -> Card:
        card = Card(parent=self)
        card.body.setContentsMargins(16, 10, 16, 10)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(reference.title, "strong", wrap=True))
        made = tr("made by {author} on {date}", author=reference.author, date=spoken_day(reference.made_on))
        sent = tr("sent to {raters}", raters=reference.sent_to) if reference.sent_to else ""
        back = tr("sent back on {date}", date=spoken_day(reference.returned_on)) if reference.returned_on else ""
        retired = tr("not used any more") if reference.retired else ""
        parts = (reference.kind, made, sent, reference.told, back, retired)
        words.addWidget(label(" · ".join(part for part in parts if part), "muted", wrap=True))
        for text in (reference.purpose, reference.refusal):
            if text:
                words.addWidget(label(text, wrap=True))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(words, 1)
        if not reference.came:
            row.addWidget(self._retire(reference))
        if way := self._way(reference):
            way.setAccessibleName(tr("{act}: {reference}", act=way.accessibleName(), reference=reference.title))
            self.sending[reference.uid] = way
            row.addWidget(way)
        if button := self._button(reference):
            self.buttons[reference.uid] = button
            row.addWidget(button)
        card.body.addLayout(row)
        return card

    def _retire(self, reference: ReferenceCard) -> TextButton:
        retire = TextButton(tr("Use again") if reference.retired else tr("Retire"), "flat")
        retire.setToolTip(tr("Retired references are not begun any more; their results stay"))
        retire.clicked.connect(lambda: self.retire_wanted.emit(reference.uid, not reference.retired))
        self.retiring[reference.uid] = retire
        return retire

    def _way(self, reference: ReferenceCard) -> TextButton | None:
        """What is one's own goes out to raters; what was rated by somebody else's goes back."""
        if reference.own and not reference.retired:
            way = TextButton(tr("Send to a rater …"))
            way.setToolTip(tr("Make a package of the recording and the consensus, under a neutral code"))
            way.clicked.connect(lambda: self.send_wanted.emit(reference.uid))
        elif reference.came and reference.signed:
            way = TextButton(tr("Send my attempts back …"), "flat" if reference.returned_on else "")
            way.setToolTip(tr("All that you have signed by this sender's references goes in one package"))
            way.clicked.connect(lambda: self.return_wanted.emit(reference.uid))
        else:
            return None
        return way

    def _button(self, reference: ReferenceCard) -> TextButton | None:
        if reference.signed:
            button = TextButton(tr("See the result"), icon_name="chart")
            button.clicked.connect(lambda: self.result_wanted.emit(reference.rating_uid))
        elif reference.rating_uid:
            button = TextButton(tr("Go on rating"), "primary")
            button.clicked.connect(lambda: self.rating_wanted.emit(reference.rating_uid))
        elif reference.refusal:
            return None
        else:
            # Where the ratings that were agreed on stand in this library too, it is not blind, and the desk says so.
            button = TextButton(tr("Rate blind") if reference.came else tr("Rate it"), "primary")
            button.clicked.connect(lambda: self.begin_wanted.emit(reference.uid))
        name = tr("{act}: {reference}", act=button.accessibleName(), reference=reference.title)
        button.setAccessibleName(name)
        return button


class ReferenceForm(QWidget):
    """Makes a reference of a signed consensus.

    Signals:
        make_wanted: of this consensus, with this title and purpose.
    """

    make_wanted = Signal(str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._refusals: dict[str, str] = {}
        self.consensus = ChoiceField()
        self.title, self.purpose = QLineEdit(), QLineEdit()
        self.title.setMaxLength(120)
        self.purpose.setMaxLength(400)
        self.why_not = label("", wrap=True)
        self.make = TextButton(tr("Make it a reference"))
        self.nothing = label(
            tr("No signed consensus waits to become a reference. Agree on one under “Consensus” first."),
            "muted",
            wrap=True,
        )
        rows = FormRows()
        rows.add_row(tr("Consensus"), self.consensus)
        rows.add_row(
            tr("Title"), self.title, hint=tr("What raters see before they have rated: it must give no score away.")
        )
        rows.add_row(tr("What it is for"), self.purpose)
        self.rows = rows
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.nothing, rows, self.why_not):
            column.addWidget(part)
        column.addWidget(self.make, 0, Qt.AlignmentFlag.AlignLeft)
        self.consensus.currentIndexChanged.connect(lambda _: self._enable())
        self.title.textChanged.connect(lambda _: self._enable())
        self.make.clicked.connect(self.on_make_pressed)

    def show_candidates(self, candidates: Sequence[Candidate]) -> None:
        self._refusals = {each.consensus_uid: each.refusal for each in candidates}
        self.consensus.show_choices(
            (each.consensus_uid, tr("{session} ({told})", session=each.label, told=each.told)) for each in candidates
        )
        self.nothing.setVisible(not candidates)
        for part in (self.rows, self.make):
            if not candidates:
                yield_focus(part)
            part.setVisible(bool(candidates))
        self._enable()

    def clear(self) -> None:
        """Be ready for the next one."""
        self.title.clear()
        self.purpose.clear()

    def on_make_pressed(self) -> None:
        self.make_wanted.emit(self.consensus.key, self.title.text(), self.purpose.text())

    def _enable(self) -> None:
        why = self._refusals.get(self.consensus.key, "")
        self.why_not.setText(why)
        self.why_not.setVisible(bool(why))
        self.make.setEnabled(bool(self.consensus.key and self.title.text().strip() and not why))
