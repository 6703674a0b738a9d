"""A portfolio as it is laid together: ticks for what goes along, and the way to the panel."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.desk_models import DeskChoice
from fidelity_rater.app.panel.portfolio_models import Entry, Part, PortfolioSheet, RatingTick
from fidelity_rater.app.saved import SavedState
from fidelity_rater.app.sharing.models import SoundChoice
from fidelity_rater.app.spoken_time import day_and_time
from fidelity_rater.i18n import tr
from fidelity_rater.ui.door.answer_field import AnswerField
from fidelity_rater.ui.forms.days import spoken_day
from fidelity_rater.ui.panel.scan_rows import ScanChoice
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import Card
from fidelity_rater.ui.widgets.choice_row import ChoiceRow
from fidelity_rater.ui.widgets.flow_layout import FlowLayout
from fidelity_rater.ui.widgets.saved_indicator import SavedIndicator
from fidelity_rater.ui.widgets.text import label

WIDEST = 940


class ComposerPage(QWidget):
    """Made anew for each reading.

    Signals:
        let_in: a formative rating is ticked now, or not.
        told_wanted: write down what the trainee said about this rating.
        rules_chosen: how ready they are by these rules goes along, or not.
        part_chosen: this part goes along, or not (:class:`Part`).
        scan_chosen: this scan goes along, or not (uid).
        look_wanted, copy_wanted: show a scan; save a copy of it (:class:`Attachment`).
        written: the words to the panel read so now.
        rating_chosen: open this rating on the desk.
        send_wanted: to a panel elsewhere, with this much sound (:class:`SoundChoice`).
        lay_wanted: before a panel that shares this library.
        discard_wanted: take it away.
    """

    let_in = Signal(str, bool)
    told_wanted = Signal(object)
    rules_chosen = Signal(str, bool)
    part_chosen = Signal(object, bool)
    scan_chosen = Signal(str, bool)
    look_wanted = Signal(object)
    copy_wanted = Signal(object)
    written = Signal(str)
    rating_chosen = Signal(str)
    send_wanted = Signal(object)
    lay_wanted = Signal()
    discard_wanted = Signal()

    def __init__(self, sheet: PortfolioSheet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = sheet
        self.ratings: dict[str, QCheckBox] = {}
        self.rules: dict[str, QCheckBox] = {}
        self.parts: dict[Part, QCheckBox] = {}
        self.tells: dict[str, TextButton] = {}
        self.scans: dict[str, ScanChoice] = {}
        inner = QWidget(self)
        inner.setMaximumWidth(WIDEST)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 24)
        row.addStretch(1)
        row.addWidget(inner, 100)
        row.addStretch(1)
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._add_head(sheet)
        self._column.addWidget(self._ratings(sheet))
        self._column.addWidget(self._beside(sheet))
        self._column.addWidget(self._words(sheet))
        self._column.addWidget(self._going(sheet))
        self._column.addStretch(1)

    def _add_head(self, sheet: PortfolioSheet) -> None:
        title = tr("Portfolio of {therapist}", therapist=sheet.therapist)
        self._column.addWidget(label(title, "title", wrap=True))
        told = tr(
            "What you lay before a panel. Its members hear the recordings and the evidence and vote before they see "
            "any score; then they see everything that is ticked here. People go by codes and initials."
        )
        self._column.addWidget(label(told, "muted", wrap=True))
        for caution in (*sheet.obstacles, *sheet.cautions):
            banner = Banner("warning", parent=self)
            banner.show_message(caution)
            self._column.addWidget(banner)

    # What goes along

    def _ratings(self, sheet: PortfolioSheet) -> Card:
        card = Card(tr("Signed ratings"), self)
        card.body.setSpacing(8)
        told = tr(
            "Summative ratings are always in it. Formative ones, self-ratings among them, were made to learn from: the "
            "trainee lets each one in or leaves it out."
        )
        card.body.addWidget(label(told, "muted", wrap=True))
        for tick in sheet.ratings:
            card.body.addWidget(self._rating(tick))
        return card

    def _rating(self, tick: RatingTick) -> QWidget:
        row = QWidget(self)
        words = tr("{session} · {who} · {purpose}", session=tick.session, who=tick.who, purpose=tick.purpose.lower())
        box = QCheckBox(words, row)
        box.setChecked(tick.chosen)
        box.setEnabled(tick.entry is Entry.BY_CHOICE and not self.sheet.final)
        box.toggled.connect(lambda on, uid=tick.uid: self.let_in.emit(uid, on))
        box.setObjectName(f"rating-{tick.uid}")
        self.ratings[tick.uid] = box
        beside = label(self._entry_words(tick), "muted", wrap=True)
        look = TextButton(tr("Open on the desk"), "link", parent=row)
        look.show_name(tr("Open on the desk: {words}", words=words))
        look.clicked.connect(lambda _=False, uid=tick.uid: self.rating_chosen.emit(uid))
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        first = QHBoxLayout()
        first.addWidget(box, 1)
        if tick.entry is not Entry.ALWAYS and not self.sheet.final:
            tell = TextButton(tr("The trainee said …"), "link", parent=row)
            tell.show_name(tr("The trainee said something about {words}", words=words))
            tell.clicked.connect(lambda _=False, one=tick: self.told_wanted.emit(one))
            self.tells[tick.uid] = tell
            first.addWidget(tell)
        first.addWidget(look)
        column.addLayout(first)
        beside.setContentsMargins(30, 0, 0, 0)  # under the words, not under the tick
        column.addWidget(beside)
        return row

    def _entry_words(self, tick: RatingTick) -> str:
        signed = tr("{scale}, signed {time}", scale=tick.scale, time=day_and_time(tick.signed_at))
        if tick.entry is Entry.ALWAYS:
            return signed
        if tick.told_on is not None:
            day = spoken_day(tick.told_on)
            said = (
                tr("let in, as the trainee told you on {day}", day=day)
                if tick.entry is Entry.BY_CHOICE
                else tr("left out, as the trainee told you on {day}", day=day)
            )
        else:
            said = tr("let in by the trainee") if tick.entry is Entry.BY_CHOICE else tr("the trainee has not let it in")
        return tr("{signed} · {said}", signed=signed, said=said)

    def _beside(self, sheet: PortfolioSheet) -> Card:
        card = Card(tr("What goes with them"), self)
        card.body.setSpacing(8)
        if sheet.rules:
            card.body.addWidget(label(tr("How ready they are, by these rules"), "strong", wrap=True))
        for rules in sheet.rules:
            words = tr("{name}: {told}", name=rules.name, told=rules.told) if rules.told else rules.name
            box = QCheckBox(words, card)
            box.setChecked(rules.chosen)
            box.setEnabled(not sheet.final)
            box.toggled.connect(lambda on, uid=rules.id: self.rules_chosen.emit(uid, on))
            box.setObjectName(f"rules-{rules.id}")
            self.rules[rules.id] = box
            card.body.addWidget(box)
        card.body.addWidget(label(tr("From the log, and about the raters"), "strong", wrap=True))
        for part in sheet.parts:
            box = QCheckBox(tr("{name} ({n})", name=part.name, n=part.count), card)
            box.setChecked(part.chosen)
            offered = part.count > 0 or part.part is Part.AGREEMENT
            box.setEnabled(offered and not sheet.final)
            box.toggled.connect(lambda on, which=part.part: self.part_chosen.emit(which, on))
            box.setObjectName(f"part-{part.part}")
            self.parts[part.part] = box
            card.body.addWidget(box)
        if sheet.scans:
            self._add_scans(card, sheet)
        return card

    def _add_scans(self, card: Card, sheet: PortfolioSheet) -> None:
        card.body.addWidget(label(tr("Scans of these papers and results"), "strong", wrap=True))
        if not sheet.final:
            banner = Banner("warning", parent=card)
            banner.show_message(tr("Scans may name people: look at each before it goes."))
            card.body.addWidget(banner)
        told = tr("Each goes as it is, with what the file says of itself; only the file's name is left out.")
        card.body.addWidget(label(told, "muted", wrap=True))
        for tick in sheet.scans:
            row = ScanChoice(tick, fixed=sheet.final, parent=card)
            row.chosen.connect(lambda on, uid=tick.scan.uid: self.scan_chosen.emit(uid, on))
            row.look_wanted.connect(self.look_wanted)
            row.copy_wanted.connect(self.copy_wanted)
            self.scans[tick.scan.uid] = row
            card.body.addWidget(row)

    def _words(self, sheet: PortfolioSheet) -> Card:
        card = Card(tr("Your words to the panel"), self)
        told = tr("Shown after the first votes, because words often tell scores.")
        card.body.addWidget(label(told, "muted", wrap=True))
        self.words = AnswerField(tr("Your words to the panel"), lines=4, parent=card)
        self.words.show_answer(sheet.words, fixed=sheet.final)
        self.words.edited.connect(self.written)
        self.saved = SavedIndicator()
        self.saved.show_saved(SavedState())
        card.body.addWidget(self.words)
        card.body.addWidget(self.saved)
        return card

    # To the panel

    def _going(self, sheet: PortfolioSheet) -> Card:
        card = Card(tr("To the panel"), self)
        self.sound = SoundChoice.CLIPS
        self.sounds = ChoiceRow(_sounds(), name=tr("Which sound goes along"), parent=card)
        self.sounds.show_chosen(str(self.sound), firm=True)
        self.sounds.choice_chosen.connect(self.on_sound_chosen)
        card.body.addWidget(label(tr("Which sound goes along"), "strong"))
        card.body.addWidget(self.sounds)
        told = tr("Only sound goes whose consent covers assessment by a panel; the rest stays here and is named.")
        card.body.addWidget(label(told, "muted", wrap=True))
        self.send = TextButton(tr("Send the portfolio …"), "primary", icon_name="export", parent=card)
        self.lay = TextButton(tr("The panel shares this library"), icon_name="people", parent=card)
        self.discard = TextButton(tr("Discard"), icon_name="trash", parent=card)
        self.send.setEnabled(not sheet.obstacles)
        self.lay.setEnabled(not sheet.obstacles)
        self.lay.setVisible(not sheet.final)
        self.discard.setVisible(not sheet.final)
        row = QWidget(card)
        flow = FlowLayout(row, spacing=8)
        for button in (self.send, self.lay, self.discard):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            flow.addWidget(button)
        card.body.addWidget(row)
        stays = tr("Each member is sent a package of their own. Once it was sent, the portfolio stays as it is.")
        card.body.addWidget(label(stays, "muted", wrap=True))
        self.send.clicked.connect(lambda: self.send_wanted.emit(self.sound))
        self.lay.clicked.connect(self.lay_wanted)
        self.discard.clicked.connect(self.discard_wanted)
        return card

    def on_sound_chosen(self, key: str) -> None:
        self.sound = SoundChoice(key)
        self.sounds.show_chosen(key, firm=True)


def _sounds() -> tuple[DeskChoice, ...]:
    return (
        DeskChoice(str(SoundChoice.CLIPS), tr("Clips"), tr("The moments that were kept as evidence")),
        DeskChoice(str(SoundChoice.WHOLE), tr("Whole recordings")),
        DeskChoice(str(SoundChoice.NONE), tr("No sound")),
    )
