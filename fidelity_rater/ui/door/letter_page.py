"""One feedback as a letter: what went well, what to work on, the answer to it, and the profile below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app import labels
from fidelity_rater.app.door.models import Letter, LetterRemark, SummaryLine
from fidelity_rater.app.saved import SavedState
from fidelity_rater.app.self_rating import Comparison, Gap, order_words
from fidelity_rater.app.spoken_time import day_and_time
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.door.answer_field import AnswerField
from fidelity_rater.ui.door.profile_section import ProfileSection
from fidelity_rater.ui.door.remark_card import RemarkCard
from fidelity_rater.ui.forms.days import spoken_day
from fidelity_rater.ui.hearing.hearing import Heard, Hearing
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import Card, line
from fidelity_rater.ui.widgets.saved_indicator import SavedIndicator
from fidelity_rater.ui.widgets.text import label

WIDEST = 860


class LetterPage(QWidget):
    """Shows a letter; made anew for each.

    Signals:
        play_wanted: play, or pause, a moment (:class:`LetterMoment`).
        reflected: what one thinks of a suggestion and means to try (its uid, thought, step).
        written: the words of the answer read so now.
        contested, contest_withdrawn: as of the profile.
        portfolio_chosen: the rating may go into a portfolio, or not.
        send_wanted, answer_again_wanted, rate_wanted: as named.
    """

    play_wanted = Signal(object)
    reflected = Signal(str, str, str)
    written = Signal(str)
    portfolio_chosen = Signal(bool)
    contested = Signal(object)
    contest_withdrawn = Signal(str, str)
    send_wanted = Signal()
    answer_again_wanted = Signal()
    rate_wanted = Signal()

    def __init__(self, letter: Letter, hearing: Hearing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.letter = letter
        self.cards: list[RemarkCard] = []
        inner = QWidget(self)
        inner.setMaximumWidth(WIDEST)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 20, 24, 32)
        row.addStretch(1)
        row.addWidget(inner, 100)
        row.addStretch(1)
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._add_head(letter)
        self._add_remarks(tr("What went well"), letter.strengths, answerable=False)
        self._add_remarks(tr("What to work on"), letter.suggestions, answerable=True)
        if letter.closing:
            self._column.addWidget(label(letter.closing, wrap=True))
        self._column.addSpacing(10)
        self._column.addWidget(self._answer(letter))
        self._column.addSpacing(10)
        self._add_scores(letter)
        self.profile = ProfileSection(letter, hearing, inner)
        self.profile.play_wanted.connect(self.play_wanted)
        self.profile.contested.connect(self.contested)
        self.profile.contest_withdrawn.connect(self.contest_withdrawn)
        self._column.addWidget(self.profile)
        self._column.addWidget(label(letter.scale_notice, "muted", wrap=True))
        self._column.addStretch(1)

    def _add_head(self, letter: Letter) -> None:
        place = letter.row.place
        title = tr("{case} · {session}", case=place.case, session=place.words) if place.case else place.words
        self._column.addWidget(label(title, "title", wrap=True))
        held = tr("held on {day}", day=spoken_day(place.held_on)) if place.held_on else ""
        told = (
            tr("Feedback from {sender}", sender=letter.row.sender),
            labels.purpose(letter.purpose).lower(),
            tr("signed {time}", time=day_and_time(letter.signed_at)),
            held,
        )
        self._column.addWidget(label(" · ".join(part for part in told if part), "muted", wrap=True))
        if letter.context:
            self._column.addWidget(label(letter.context, wrap=True))
        if letter.note:
            self._column.addWidget(label(letter.note, wrap=True))

    def _add_remarks(self, heading: str, remarks: tuple[LetterRemark, ...], *, answerable: bool) -> None:
        if not remarks:
            return
        self._column.addSpacing(8)
        self._column.addWidget(label(heading, "heading"))
        for remark in remarks:
            card = RemarkCard(remark, answerable=answerable, fixed=self.letter.reply.sent, parent=self)
            card.play_wanted.connect(self.play_wanted)
            card.answered.connect(self.reflected)
            self.cards.append(card)
            self._column.addWidget(card)

    def _answer(self, letter: Letter) -> Card:
        card = Card(tr("Your answer"), self)
        self.words = AnswerField(tr("Anything else to {sender}", sender=letter.row.sender), lines=3)
        self.words.setPlaceholderText(tr("A question, what helped, what you would like to look at together"))
        self.words.show_answer(letter.reply.words, fixed=letter.reply.sent)
        self.words.edited.connect(self.written)
        card.body.addWidget(self.words)
        count = len(letter.reply.contests)
        if count:
            told = tr_n("You see {n} score otherwise.", "You see {n} scores otherwise.", count)
            card.body.addWidget(label(told, wrap=True))
        self._add_portfolio(card, letter)
        self.saved = SavedIndicator()
        self.saved.show_saved(SavedState(letter.reply.changed_at))
        self.send = TextButton(tr("Send your answer …"), "primary", icon_name="export")
        self.again = TextButton(tr("Write another answer"))
        self.send.setVisible(not letter.reply.sent)
        self.saved.setVisible(not letter.reply.sent)
        self.again.setVisible(letter.reply.sent)
        self.send.clicked.connect(self.send_wanted)
        self.again.clicked.connect(self.answer_again_wanted)
        row = QHBoxLayout()
        if letter.reply.sent and letter.reply.changed_at:
            sent = tr("Sent {time}. It stays as it is.", time=day_and_time(letter.reply.changed_at))
            row.addWidget(label(sent, "muted", wrap=True), 1)
        for widget in (self.saved, self.send, self.again):
            row.addWidget(widget)
        if not letter.reply.sent:
            row.insertStretch(1, 1)
        card.body.addLayout(row)
        return card

    def _add_portfolio(self, card: Card, letter: Letter) -> None:
        """A formative rating goes before a panel by the trainee's choice alone."""
        self.portfolio = QCheckBox(tr("This rating may go into my portfolio"), card)
        self.portfolio.setChecked(bool(letter.portfolio))
        self.portfolio.setVisible(letter.portfolio is not None)
        self.portfolio.setToolTip(tr("With your own rating of this session, where there is one"))
        self.portfolio.toggled.connect(self.portfolio_chosen)
        card.body.addWidget(self.portfolio)
        told = (
            tr("Your answer has been sent: what you change here goes along with another one.")
            if letter.reply.sent
            else tr(
                "It was made to learn from, so a panel sees it only if you want that. You tell so with your answer."
            )
        )
        hint = label(told, "muted", wrap=True)
        hint.setContentsMargins(30, 0, 0, 0)  # under the words, not under the tick
        hint.setParent(card)
        hint.setVisible(letter.portfolio is not None)
        card.body.addWidget(hint)

    def _add_scores(self, letter: Letter) -> None:
        card = Card(tr("The rating"), self)
        card.body.setSpacing(8)
        card.body.addWidget(label(letter.scale_name, "muted", wrap=True))
        for summary in letter.summaries:
            card.body.addWidget(label(summary_words(summary), wrap=True))
        self.rate = TextButton(
            tr("Go on with your own rating") if letter.draft_uid else tr("Rate this session too"), parent=card
        )
        self.rate.clicked.connect(self.rate_wanted)
        if letter.comparison is not None:
            card.body.addWidget(line())
            for words in comparison_words(letter.comparison):
                card.body.addWidget(label(words, wrap=True))
        elif letter.reply.shown_before_rating:
            told = tr("You asked to see this before rating yourself. A rating that you make now says so.")
            card.body.addWidget(label(told, "muted", wrap=True))
        self.rate.setVisible(letter.comparison is None and letter.ratable)
        card.body.addWidget(self.rate, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(card)

    def show_heard(self, heard: Heard) -> None:
        for card in self.cards:
            card.show_heard(heard)
        self.profile.show_heard(heard)

    def keep_typing(self) -> None:
        """Have what is half typed told."""
        for card in self.cards:
            card.keep()
        self.words.keep()


def summary_words(summary: SummaryLine) -> str:
    """A number with the items that it stands on, or why there is none."""
    if summary.value is None:
        return tr("{name}: {why}", name=summary.name, why=summary.words or tr("not computed"))
    return tr(
        "{name}: {value} (mean of {n} of {asked} items)",
        name=summary.name,
        value=f"{summary.value:.2f}",
        n=summary.scored,
        asked=summary.asked,
    )


def comparison_words(comparison: Comparison) -> tuple[str, ...]:
    """One's own view beside the supervisor's, in sentences."""
    return (*(gap_words(gap) for gap in comparison.gaps), order_words(comparison.order))


def gap_words(gap: Gap) -> str:
    """How far apart the two are on one dimension."""
    if gap.mean is None or gap.own_mean is None or gap.other_mean is None or gap.spread is None:
        return tr("{name}, you and your supervisor: {why}.", name=gap.name, why=gap.too_few)
    return tr(
        "{name}, you and your supervisor: {own} and {other} on the {n} items that both scored; the same on {same}. "
        "You less your supervisor: {gap} (spread {spread}).",
        name=gap.name,
        own=f"{gap.own_mean:.2f}",
        other=f"{gap.other_mean:.2f}",
        n=gap.n,
        same=gap.same,
        gap=f"{gap.mean:+.2f}",
        spread=f"{gap.spread:.2f}",
    )
