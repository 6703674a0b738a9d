"""The composer beside a signed rating: one tab of the desk's side. Shows what it is told and says what is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fidelity_rater.app.commands import CommandId
from fidelity_rater.app.feedback.models import ChosenItem, Gap, Part, ShownFeedback, ShownRemark
from fidelity_rater.app.saved import SavedState
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.feedback.remark_card import answer_words
from fidelity_rater.ui.feedback.remark_section import RemarkSection
from fidelity_rater.ui.feedback.reply_card import ReplyCard
from fidelity_rater.ui.feedback.words_field import WordsField
from fidelity_rater.ui.theme import set_role
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import Card, line, scrolling
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.flow_layout import FlowLayout
from fidelity_rater.ui.widgets.saved_indicator import SavedIndicator
from fidelity_rater.ui.widgets.sentence_button import SentenceButton
from fidelity_rater.ui.widgets.text import ElidedLabel, KeyHint, label

LEAST_HEIGHT: Final = 240
"""Smaller than all it holds: what is written must never make the whole window taller."""
ROOMY_LINES: Final = 20
"""With fewer lines of text than this, the words get the room of the key caps."""


class ComposerPanel(QWidget):
    """Signals:
    strength_added, suggestion_added: begin one on this item (empty: on none).
    text_edited, moved, removed, item_untied, item_tied, moment_tied: what is done with a remark (its uid first).
    context_edited, closing_edited: they read so now.
    item_followed: go to this item.
    moment_played: hear it (uid).
    place_played: hear this stretch (recording, start and end in milliseconds).
    taken_over: begin with what was written on the rating that this one corrects.
    begun_anew: begin a new draft from what was sent.
    since_wanted: show what is open since last time.
    report_wanted, send_wanted, save_retried: as named.
    left: back to the items.
    """

    strength_added = Signal(str)
    suggestion_added = Signal(str)
    text_edited = Signal(str, str)
    moved = Signal(str, int)
    removed = Signal(str)
    item_untied = Signal(str, str)
    item_tied = Signal(str)
    moment_tied = Signal(str, str, bool)
    context_edited = Signal(str)
    closing_edited = Signal(str)
    item_followed = Signal(str)
    moment_played = Signal(str)
    place_played = Signal(str, int, int)
    taken_over = Signal()
    begun_anew = Signal()
    since_wanted = Signal()
    report_wanted = Signal()
    send_wanted = Signal()
    save_retried = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Feedback"))
        self.setMinimumHeight(LEAST_HEIGHT)
        self.shown = ShownFeedback("")
        self.replies: list[ReplyCard] = []
        self.answers: list[Card] = []
        self.gaps: list[SentenceButton] = []
        self._told: object = None
        self._missing: object = None
        self.chosen = _ChosenBar(self)
        self.notice = Banner("warning", parent=self)
        self.sent = Banner("ok", action=tr("Write another"), parent=self)
        self.before = Banner("info", action=tr("Take it over"), parent=self)
        self.fault = Banner("danger", dismissable=True, parent=self)
        self.saved = SavedIndicator(self)
        self.since = TextButton("", "link", parent=self)
        self.strengths = RemarkSection(Part.STRENGTHS, self)
        self.suggestions = RemarkSection(Part.SUGGESTIONS, self)
        hint = tr("What must be known to read this: phase, what the hour was like. Write no names.")
        self.context = WordsField(tr("How the session was"), hint, parent=self)
        self.closing = WordsField(tr("A closing word"), tr("Anything else to say."), parent=self)
        self.use_context = TextButton(tr("Begin with this"), icon_name="plus", parent=self)
        self.proposed: QLabel = label("", "muted", wrap=True)
        self.missing = TextButton("", "link", parent=self)
        self.report = TextButton(tr("Report …"), parent=self)
        self.report.show_name(tr("Save a report …"))
        self.send = TextButton(tr("Send …"), "primary", icon_name="export", parent=self)
        self.grown = QTimer(self)
        self.grown.setSingleShot(True)
        self.grown.setInterval(0)
        self.grown.timeout.connect(self.on_grown)
        self._lay_out()
        self._connect()
        self.show_chosen(None)
        self.show_since(0)
        self.fault.hide()

    def _lay_out(self) -> None:
        page = QWidget(self)
        body = self._body = QVBoxLayout(page)
        body.setContentsMargins(16, 10, 10, 16)
        body.setSpacing(10)
        self._replies, self._gaps = QVBoxLayout(), QVBoxLayout()
        self._gaps.setSpacing(0)
        body.addWidget(self.since, 0, Qt.AlignmentFlag.AlignLeft)
        for banner in (self.notice, self.sent, self.before):
            body.addWidget(banner)
        body.addLayout(self._replies)
        body.addWidget(self.strengths)
        body.addWidget(line())
        body.addWidget(self.suggestions)
        body.addWidget(line())
        body.addWidget(label(tr("How the session was"), "heading"))
        body.addWidget(self.proposed)
        body.addWidget(self.use_context, 0, Qt.AlignmentFlag.AlignLeft)
        body.addWidget(self.context)
        body.addWidget(label(tr("A closing word"), "heading"))
        body.addWidget(self.closing)
        self._gaps_title = label(tr("Before sending"), "heading")
        body.addWidget(self._gaps_title)
        body.addLayout(self._gaps)
        body.addStretch(1)
        self.area = scrolling(page, tr("Feedback"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.chosen)
        column.addWidget(self.area, 1)
        column.addWidget(self._foot())

    def _foot(self) -> QFrame:
        """What can be done with it, and whether it is kept: always in sight."""
        foot = QFrame(self)
        set_role(foot, "footer")
        acts = QWidget(foot)
        flow = FlowLayout(acts, spacing=8)
        for widget in (self.send, self.report, _Beside(self.missing, self.send), _Beside(self.saved, self.send)):
            flow.addWidget(widget)
        column = QVBoxLayout(foot)
        column.setContentsMargins(12, 6, 12, 6)
        column.setSpacing(6)
        column.addWidget(self.fault)
        column.addWidget(acts)
        return foot

    def _connect(self) -> None:
        for section, added in (
            (self.strengths, self.strength_added),
            (self.suggestions, self.suggestion_added),
        ):
            section.added.connect(added)
            section.text_edited.connect(self.text_edited)
            section.moved.connect(self.moved)
            section.removed.connect(self.removed)
            section.item_followed.connect(self.item_followed)
            section.item_untied.connect(self.item_untied)
            section.item_tied.connect(self.item_tied)
            section.moment_played.connect(self.moment_played)
            section.moment_tied.connect(self.moment_tied)
            section.left.connect(self.left)
        self.chosen.strength.clicked.connect(lambda: self.strength_added.emit(self.chosen.item))
        self.chosen.suggestion.clicked.connect(lambda: self.suggestion_added.emit(self.chosen.item))
        for field, edited in ((self.context, self.context_edited), (self.closing, self.closing_edited)):
            field.words_edited.connect(edited)
            field.left.connect(self.left)
        self.use_context.clicked.connect(lambda: self.context_edited.emit(self.shown.proposed_context))
        self.before.action_pressed.connect(self.taken_over)
        self.sent.action_pressed.connect(self.begun_anew)
        self.since.clicked.connect(self.since_wanted)
        self.report.clicked.connect(self.report_wanted)
        self.send.clicked.connect(self.send_wanted)
        self.missing.clicked.connect(self.on_missing_pressed)
        self.saved.retry_pressed.connect(self.save_retried)

    # What stands

    def show_feedback(self, shown: ShownFeedback) -> None:
        """Show how it stands; what is being typed is left alone. Announces nothing."""
        self.shown = shown
        locked = bool(shown.sent)
        self.sent.show_message(tr("{when}. It stays as it was sent.", when=shown.sent) if locked else "")
        self.notice.show_message(shown.notice)
        self.before.show_message(tr("There is feedback on the rating that this one corrects.") if shown.before else "")
        self.strengths.show_remarks(shown.strengths, shown.strength_candidates, room=True, locked=locked)
        self.suggestions.show_remarks(shown.suggestions, shown.suggestion_candidates, room=shown.room, locked=locked)
        self.context.show_words(shown.context, locked=locked)
        self.closing.show_words(shown.closing, locked=locked)
        self.proposed.setText(tr("From the cover sheet: {words}", words=shown.proposed_context))
        for widget in (self.proposed, self.use_context):
            widget.setVisible(bool(shown.proposed_context))
        self.send.show_text(tr("Send again …") if locked else tr("Send …"))
        self._show_replies(shown)
        self._show_gaps(shown.gaps)
        self.chosen.show_locked(locked, room=shown.room)

    def _show_replies(self, shown: ShownFeedback) -> None:
        """What came back, with the answers to single suggestions: these stand there too, but far down."""
        answered = [one for one in shown.suggestions if one.reflections] if shown.replies else []
        told = (shown.replies, [(one.uid, one.number, one.reflections) for one in answered])
        if self._told == told:
            return
        self._told = told
        empty(self._replies)
        self.replies, self.answers = [], []
        if shown.replies:
            self._replies.addWidget(label(tr("What came back"), "heading"))
        for reply in shown.replies:
            card = ReplyCard(reply, self)
            card.place_played.connect(self.place_played)
            self.replies.append(card)
            self._replies.addWidget(card)
        for remark in answered:
            for reflection in remark.reflections:
                self._add_answer(remark, answer_words(reflection))

    def _add_answer(self, remark: ShownRemark, words: str) -> None:
        card = Card(parent=self)
        card.body.setContentsMargins(12, 8, 12, 8)
        card.body.setSpacing(2)
        lead = SentenceButton(tr("On suggestion {n}", n=remark.number), parent=card)
        lead.setToolTip(tr("Go to this suggestion"))
        lead.clicked.connect(lambda _=False, uid=remark.uid: self.begin(Part.SUGGESTIONS, uid))
        card.body.addWidget(lead)
        card.body.addWidget(label(words, wrap=True))
        self.answers.append(card)
        self._replies.addWidget(card)

    def _show_gaps(self, gaps: Sequence[Gap]) -> None:
        if [(gap.sentence, gap.remark) for gap in gaps] == self._missing:
            return
        self._missing = [(gap.sentence, gap.remark) for gap in gaps]
        empty(self._gaps)
        self.gaps = []
        for gap in gaps:
            button = SentenceButton(gap.sentence, icon_name="info", parent=self)
            button.clicked.connect(lambda _=False, part=gap.part, uid=gap.remark: self.begin(part, uid))
            self.gaps.append(button)
            self._gaps.addWidget(button)
        self._gaps_title.setVisible(bool(gaps))
        self.missing.show_text(tr_n("{n} thing missing", "{n} things missing", len(gaps)))
        self.missing.setVisible(bool(gaps))

    def on_missing_pressed(self) -> None:
        """Read all that is missing, each with its way there."""
        if self.gaps:
            self._reveal(self.gaps[-1])
            self._reveal(self.gaps[0])
            self.gaps[0].setFocus(Qt.FocusReason.TabFocusReason)

    def show_chosen(self, chosen: ChosenItem | None) -> None:
        """Show the item that is chosen on the desk, as something to be said of it."""
        self.chosen.show_chosen(chosen)
        for section in (self.strengths, self.suggestions):
            section.show_chosen(chosen)

    def show_saved(self, state: SavedState) -> None:
        self.saved.show_saved(state)

    def show_since(self, count: int) -> None:
        """Offer what is open since last time; none: nothing is."""
        self.since.show_text(tr("Open since last time: {n}", n=count))
        self.since.setVisible(count > 0)

    def show_fault(self, sentence: str) -> None:
        """Say why something was not done; empty: nothing more to say."""
        self.fault.show_message(sentence)

    def keep_typing(self) -> None:
        """Have what is being typed told now."""
        for section in (self.strengths, self.suggestions):
            section.keep()
        self.context.keep()
        self.closing.keep()

    def begin(self, part: Part, remark: str = "") -> None:
        """Go to a part, or to one remark of it, and write there."""
        section = {Part.STRENGTHS: self.strengths, Part.SUGGESTIONS: self.suggestions}.get(part)
        field = {Part.CONTEXT: self.context, Part.CLOSING: self.closing}.get(part)
        if section is not None and remark in section.cards:
            card = section.cards[remark]
            self._reveal(card)
            card.begin()
        elif section is not None:
            self._reveal(section)
            first = section.candidates[0].take if section.candidates and not section.proposed.is_folded else section.add
            first.setFocus(Qt.FocusReason.TabFocusReason)
        elif field is not None:
            self._reveal(field)
            field.begin()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.chosen.show_keys(self.height() >= ROOMY_LINES * self.fontMetrics().lineSpacing())

    def _reveal(self, widget: QWidget) -> None:
        """Bring it into sight with its beginning, also where it was made only now."""
        self._body.activate()
        self.area.fit()
        self.area.ensureWidgetVisible(widget, 0, 8)
        # Fields grow with their words only once they have their width, and push what is under them out of sight.
        self.grown.start()

    def on_grown(self) -> None:
        """Bring the field in which one writes back into sight."""
        field = self.focusWidget()
        if isinstance(field, WordsField):
            self.area.ensureWidgetVisible(field, 0, 40)


class _Beside(QWidget):
    """Something that stands as tall as a button beside it, so that their words stand in one line."""

    def __init__(self, inner: QWidget, button: TextButton) -> None:
        super().__init__(button.parentWidget())
        self._button = button
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(inner)

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(0, self._button.sizeHint().height()))


class _ChosenBar(QFrame):
    """The item chosen on the desk, with the two things that can be made of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "bar")
        self.item = ""
        self._hints: list[KeyHint] = []
        self._locked, self._room = False, True
        self._chosen: ChosenItem | None = None
        self.name = ElidedLabel("", "strong")
        self.strength = TextButton(tr("Add as strength"), command=CommandId.ADD_STRENGTH, parent=self)
        self.suggestion = TextButton(tr("Work on this"), command=CommandId.WORK_ON, parent=self)
        acts = QWidget(self)
        flow = FlowLayout(acts, spacing=6)
        for button in (self.strength, self.suggestion):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            pair = QWidget(acts)
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 8, 0)
            row.setSpacing(6)
            row.addWidget(button)
            self._hints.append(KeyHint(command=button.command, parent=pair))
            row.addWidget(self._hints[-1])
            flow.addWidget(pair)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 6, 12, 6)
        column.setSpacing(4)
        column.addWidget(self.name)
        column.addWidget(acts)

    def show_chosen(self, chosen: ChosenItem | None) -> None:
        self._chosen = chosen
        self.item = chosen.id if chosen else ""
        self.name.show_text(tr("{item}: {score}", item=chosen.label, score=chosen.why) if chosen else "")
        self._show()

    def show_keys(self, roomy: bool) -> None:
        """Show the key caps, where there is room; the buttons' tooltips name the keys as well."""
        for hint in self._hints:
            hint.setVisible(roomy)

    def show_locked(self, locked: bool, *, room: bool) -> None:
        self._locked, self._room = locked, room
        self._show()

    def _show(self) -> None:
        chosen = self._chosen
        self.setVisible(chosen is not None and not self._locked)
        if chosen is not None:
            self.strength.show_text(tr("Go to its strength") if chosen.is_strength else tr("Add as strength"))
            self.suggestion.show_text(tr("Go to its suggestion") if chosen.is_suggestion else tr("Work on this"))
            self.suggestion.setEnabled(self._room or chosen.is_suggestion)
