"""What goes along: one page for each kind of package that leaves a choice."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Protocol

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from fidelity_rater.app.desk_models import DeskChoice
from fidelity_rater.app.sharing.models import CoveredParts, FeedbackOrder, Order, SoundChoice, SubmissionOrder
from fidelity_rater.app.sharing.offers import Offer
from fidelity_rater.app.spoken_time import media_time
from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.fields import ChoiceField, LinesField, NumberField
from fidelity_rater.ui.sending.covered_section import CoveredSection, Listen, Selection
from fidelity_rater.ui.sending.tick_list import TickList
from fidelity_rater.ui.widgets.card import FormRows
from fidelity_rater.ui.widgets.choice_row import ChoiceRow

LONGEST_MARGIN_S: Final = 30


class Choices(Protocol):
    """A page that turns an order into the one that the person wants."""

    @property
    def order(self) -> Order: ...
    @property
    def to_remember(self) -> CoveredParts:
        """What must not be heard, for the next time."""
        ...

    @property
    def fault(self) -> str: ...


class FeedbackChoices(QWidget):
    """How much sound goes along with feedback, and whether notes do."""

    def __init__(
        self, order: FeedbackOrder, offer: Offer, *, selection: Selection | None, listen: Listen | None
    ) -> None:
        super().__init__()
        self._order, self._sound = order, order.sound
        self.sound = ChoiceRow(
            (
                DeskChoice(SoundChoice.CLIPS, tr("The moments"), tr("Only the stretches ticked below")),
                DeskChoice(SoundChoice.WHOLE, tr("The whole recording")),
                DeskChoice(SoundChoice.NONE, tr("No sound")),
            )
        )
        self.margin = NumberField(0, LONGEST_MARGIN_S, step=0.5, unit=tr("seconds"))
        self.margin.show_number(order.margin_ms / 1000)
        self.moments = TickList(tr("Moments"))
        self.notes = QCheckBox(tr("My notes on items and moments"))
        self.notes.setChecked(order.with_notes)
        self.covered = CoveredSection()
        self._of_clips, self._of_sound = QWidget(), QWidget()
        self._lay_out()
        self._show_offer(offer, selection=selection, listen=listen)
        self.sound.choice_chosen.connect(self.on_sound)
        self.on_sound(order.sound)

    def _lay_out(self) -> None:
        rows, clips, sound = FormRows(), FormRows(), FormRows()
        rows.add_row(tr("Sound"), self.sound, hint=tr("A voice is personal data: send no more of it than is needed."))
        clips.add_row(tr("Before and after each moment"), self.margin, hint=tr("So that one hears what it answers."))
        clips.add_row(tr("Moments whose sound goes along"), self.moments)
        sound.add_row(
            tr("Not to be heard"),
            self.covered,
            hint=tr("Such as a name that was spoken. It is covered before the sound is written."),
        )
        for box, inside in ((self._of_clips, clips), (self._of_sound, sound)):
            _column(box, inside)
        notes = FormRows()
        notes.add_row(tr("Also"), self.notes, hint=tr("Notes are left out unless you tick this."))
        self.notes.setAccessibleName(self.notes.text())
        _column(self, rows, self._of_clips, self._of_sound, notes)

    def _show_offer(self, offer: Offer, *, selection: Selection | None, listen: Listen | None) -> None:
        chosen = self._order.moments
        self.moments.show_ticks(
            (
                moment.uid,
                tr("{start} – {end}", start=media_time(moment.start_ms), end=media_time(moment.end_ms)),
                moment.item,
                chosen is None or moment.uid in chosen,
            )
            for moment in offer.moments
        )
        covered = {**offer.covered, **self._order.covered}
        self.covered.show_recordings(offer.recordings, covered, selection=selection, listen=listen)

    def on_sound(self, key: str) -> None:
        self._sound = SoundChoice(key)
        self.sound.show_chosen(key, firm=True)
        self._of_clips.setVisible(self._sound is SoundChoice.CLIPS)
        self._of_sound.setVisible(self._sound is not SoundChoice.NONE and bool(self.covered.parts))

    @property
    def order(self) -> FeedbackOrder:
        ticked = self.moments.keys
        return replace(
            self._order,
            sound=self._sound,
            margin_ms=round(self.margin.number * 1000),
            moments=None if ticked == frozenset(self.moments.boxes) else ticked,
            with_notes=self.notes.isChecked(),
            covered={} if self._sound is SoundChoice.NONE else self.covered.covered,
        )

    @property
    def to_remember(self) -> CoveredParts:
        return {} if self._sound is SoundChoice.NONE else self.covered.chosen

    @property
    def fault(self) -> str:
        return "" if self._sound is SoundChoice.NONE else self.covered.fault


class SubmissionChoices(QWidget):
    """What goes along with a session that one sends in."""

    def __init__(
        self, order: SubmissionOrder, offer: Offer, *, selection: Selection | None, listen: Listen | None
    ) -> None:
        super().__init__()
        self._order = order
        self.self_rating = ChoiceField(
            (("", tr("No self-rating")), *((rating.uid, rating.name) for rating in offer.self_ratings))
        )
        self.self_rating.show_key(order.self_rating_uid)
        self.listen_here = TickList(tr("Please listen here"))
        self.listen_here.show_ticks(
            (
                place.uid,
                tr("{start} – {end}", start=media_time(place.start_ms), end=media_time(place.end_ms)),
                place.words,
                True,
            )
            for place in order.listen_here
        )
        self.words = LinesField(lines=4)
        self.words.setPlainText(order.words)
        self.covered = CoveredSection()
        covered = {**offer.covered, **order.covered}
        self.covered.show_recordings(offer.recordings, covered, selection=selection, listen=listen)
        rows = FormRows()
        for unasked in (self.self_rating, self.listen_here, self.covered):
            unasked.setParent(self)  # what there is nothing to ask of is no window of its own
            unasked.setVisible(False)
        if offer.self_ratings:
            self.self_rating.setVisible(True)
            rows.add_row(tr("My own rating of this session"), self.self_rating)
        if order.listen_here:
            self.listen_here.setVisible(True)
            rows.add_row(tr("Please listen here"), self.listen_here)
        rows.add_row(tr("What I ask"), self.words, hint=tr("No names: write “the client”, “his sister”."))
        if offer.recordings:
            self.covered.setVisible(True)
            rows.add_row(
                tr("Not to be heard"),
                self.covered,
                hint=tr("Such as a name that was spoken. It is covered before the sound is written."),
            )
        _column(self, rows)

    @property
    def order(self) -> SubmissionOrder:
        return replace(
            self._order,
            self_rating_uid=self.self_rating.key,
            listen_here=tuple(place for place in self._order.listen_here if place.uid in self.listen_here.keys),
            words=self.words.text,
            covered=self.covered.covered,
        )

    @property
    def to_remember(self) -> CoveredParts:
        return self.covered.chosen

    @property
    def fault(self) -> str:
        return self.covered.fault


def choices_for(
    order: Order, offer: Offer, *, selection: Selection | None, listen: Listen | None
) -> FeedbackChoices | SubmissionChoices | None:
    """Make the page for an order; None where it leaves no choice."""
    if isinstance(order, FeedbackOrder):
        return FeedbackChoices(order, offer, selection=selection, listen=listen)
    if isinstance(order, SubmissionOrder):
        return SubmissionChoices(order, offer, selection=selection, listen=listen)
    return None


def _column(box: QWidget, *widgets: QWidget) -> None:
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(14)
    for widget in widgets:
        column.addWidget(widget)
