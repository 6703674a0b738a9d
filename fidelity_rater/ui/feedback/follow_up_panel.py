"""What stands open since last time, beside a new formative rating: calm, and no part of the rating."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fidelity_rater.app.feedback.models import AskedPlace, FollowedSuggestion, SinceLastTime
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.feedback.remark_card import aim_words, answer_words
from fidelity_rater.ui.feedback.reply_card import ReplyCard
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import IconButton, TextButton
from fidelity_rater.ui.widgets.card import Card, SectionHeader, scrolling
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.flow_layout import FlowLayout
from fidelity_rater.ui.widgets.sentence_button import SentenceButton
from fidelity_rater.ui.widgets.text import label

LEAST_HEIGHT: Final = 200
OPEN, WORKED_ON, DROPPED = "open", "worked_on", "dropped"


class FollowUpPanel(QWidget):
    """Signals:
    ticked: this suggestion (uid) is ``worked_on``, ``dropped``, or ``open`` again.
    item_followed: go to this item.
    place_played: hear this stretch (recording, start and end in milliseconds).
    back_pressed: back to the feedback, where one came from there.
    """

    ticked = Signal(str, str)
    item_followed = Signal(str)
    place_played = Signal(str, int, int)
    back_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumHeight(LEAST_HEIGHT)
        self.setAccessibleName(tr("Since last time"))
        self.cards: dict[str, SuggestionCard] = {}
        self.done: SectionHeader | None = None
        self._done_open = False
        self._reopened = ""
        self.places: list[PlaceRow] = []
        self.shown: SinceLastTime | None = None
        self.back = TextButton(tr("Back to the feedback"), "link", icon_name="back", parent=self)
        self.fault = Banner("danger", dismissable=True, parent=self)
        self.quiet: QLabel = label(
            tr("Shown beside formative ratings only. Nothing of it goes into this rating or its record."),
            "muted",
            wrap=True,
        )
        page = QWidget(self)
        outside = QVBoxLayout(page)
        outside.setContentsMargins(16, 10, 10, 16)
        outside.setSpacing(10)
        self._body = QVBoxLayout()
        self._body.setSpacing(8)
        outside.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        outside.addWidget(self.fault)
        outside.addLayout(self._body)
        outside.addWidget(self.quiet)
        outside.addStretch(1)
        self.area = scrolling(page, tr("Since last time"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.area)
        self.back.clicked.connect(self.back_pressed)
        self.fault.hide()
        self.show_back(False)

    def show_back(self, possible: bool) -> None:
        self.back.setVisible(possible)

    def show_fault(self, sentence: str) -> None:
        self.fault.show_message(sentence)

    def show_since(self, shown: SinceLastTime) -> None:
        """Show these and no others; where only ticks have changed, in place. Announces nothing."""
        before, self.shown = self.shown, shown
        if before is not None and _apart_from_ticks(before) == _apart_from_ticks(shown):
            for suggestion in shown.suggestions:
                self.cards[suggestion.uid].show_suggestion(suggestion)
            return
        if before is not None and before.session_uid != shown.session_uid:
            self._done_open = False
        empty(self._body)
        self.cards, self.places, self.done = {}, [], None
        self._add_places(shown)
        if shown.suggestions:
            self._body.addWidget(label(tr("To work on, from before"), "heading", wrap=True))
        for suggestion in shown.suggestions:
            self._body.addWidget(self._card(suggestion))
        if shown.done:
            self._add_done(shown.done)
        self._add_answers(shown)
        if self._reopened in self.cards:
            self.cards[self._reopened].worked_on.setFocus(Qt.FocusReason.OtherFocusReason)
        self._reopened = ""

    def _card(self, suggestion: FollowedSuggestion) -> SuggestionCard:
        card = SuggestionCard(suggestion, self)
        card.ticked.connect(self.ticked)
        card.item_followed.connect(self.item_followed)
        self.cards[suggestion.uid] = card
        return card

    def _add_done(self, done: tuple[FollowedSuggestion, ...]) -> None:
        """What was ticked off beside another session, folded: it can be opened again wherever one is."""
        self.done = SectionHeader(
            tr_n("{n} done earlier", "{n} done earlier", len(done)), folded=not self._done_open, parent=self
        )
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for suggestion in done:
            card = self._card(suggestion)
            card.ticked.connect(self.on_reopened)
            column.addWidget(card)
        inside.setVisible(self._done_open)
        self.done.folded.connect(inside.setHidden)
        self.done.folded.connect(self.on_done_folded)
        self._body.addWidget(self.done)
        self._body.addWidget(inside)

    def on_reopened(self, uid: str) -> None:
        """Its card goes up among the others; the keys go with it."""
        self._reopened = uid

    def on_done_folded(self, folded: bool) -> None:
        self._done_open = not folded

    def _add_places(self, shown: SinceLastTime) -> None:
        if shown.words:
            self._body.addWidget(label(tr("From the therapist"), "heading"))
            self._body.addWidget(label(shown.words, wrap=True))
        if shown.places:
            self._body.addWidget(label(tr("Please listen here"), "heading"))
            asked = tr("The therapist asks for it. These are no moments: nothing is claimed of them.")
            self._body.addWidget(label(asked, "muted", wrap=True))
        for place in shown.places:
            row = PlaceRow(place, self)
            row.played.connect(self.place_played)
            self.places.append(row)
            self._body.addWidget(row)

    def _add_answers(self, shown: SinceLastTime) -> None:
        if shown.replies:
            self._body.addWidget(label(tr("What came back"), "heading"))
        for reply in shown.replies:
            card = ReplyCard(reply, self)
            card.place_played.connect(self.place_played)
            self._body.addWidget(card)
        if shown.differences:
            self._body.addWidget(label(tr("Rated otherwise by the therapist"), "heading", wrap=True))
        for sentence in shown.differences:
            self._body.addWidget(label(sentence, wrap=True))


def _apart_from_ticks(shown: SinceLastTime) -> object:
    uids = [one.uid for one in shown.suggestions], shown.done
    return uids, shown.session_uid, shown.replies, shown.differences, shown.places, shown.words


class SuggestionCard(Card):
    """One thing to work on from earlier feedback.

    Signals:
        ticked: what has become of it (uid, state).
        item_followed: go to this item.
    """

    ticked = Signal(str, str)
    item_followed = Signal(str)

    def __init__(self, suggestion: FollowedSuggestion, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        uid = suggestion.uid
        self.body.setContentsMargins(12, 10, 12, 10)
        self.body.setSpacing(4)
        self.words: QLabel = label(suggestion.text, wrap=True)
        self.body.addWidget(self.words)
        self.body.addWidget(label(suggestion.said, "muted", wrap=True))
        for item in suggestion.items:
            link = SentenceButton(item.label, parent=self)
            link.setToolTip(tr("Go to this item"))
            link.clicked.connect(lambda _=False, item_id=item.id: self.item_followed.emit(item_id))
            self.body.addWidget(link)
        if suggestion.aim is not None and suggestion.aim.anchor not in suggestion.text:
            self.body.addWidget(label(aim_words(suggestion.aim), "muted", wrap=True))
        for reflection in suggestion.reflections:
            self.body.addWidget(label(answer_words(reflection), wrap=True))
        self.state: QLabel = label("", "strong", wrap=True)
        self.body.addWidget(self.state)
        acts = QWidget(self)
        flow = FlowLayout(acts, spacing=6)
        self.worked_on = TextButton(tr("Worked on"), icon_name="check", parent=self)
        self.dropped = TextButton(tr("Let it go"), parent=self)
        self.again = TextButton(tr("Open again"), "link", parent=self)
        for button, state in ((self.worked_on, WORKED_ON), (self.dropped, DROPPED), (self.again, OPEN)):
            button.show_name(tr("{act}: {suggestion}", act=button.accessibleName(), suggestion=suggestion.text))
            button.clicked.connect(lambda _=False, to=state: self.ticked.emit(uid, to))
            flow.addWidget(button)
        self.body.addWidget(acts)
        self.show_suggestion(suggestion)

    def show_suggestion(self, suggestion: FollowedSuggestion) -> None:
        """Show what has become of it."""
        is_open = suggestion.state == OPEN
        words = {WORKED_ON: tr("Worked on, {day}"), DROPPED: tr("Let go, {day}")}.get(suggestion.state, "")
        self.state.setText(words.format(day=suggestion.since))
        self.state.setVisible(not is_open)
        for button in (self.worked_on, self.dropped):
            button.setVisible(is_open)
        self.again.setVisible(not is_open)


class PlaceRow(QWidget):
    """A stretch that the therapist asks to be listened to; it plays with one press.

    Signals:
        played: hear it (recording, start and end in milliseconds).
    """

    played = Signal(str, int, int)

    def __init__(self, place: AskedPlace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = place
        self.play = IconButton("play", tr("Hear {when}", when=place.when), parent=self)
        self.play.setEnabled(place.playable)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.play)
        row.addWidget(label(place.when, "strong"))
        row.addWidget(label(place.words, wrap=True), 1)
        self.play.clicked.connect(lambda: self.played.emit(place.recording, place.start_ms, place.end_ms))
