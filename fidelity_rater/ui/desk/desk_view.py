"""The rating desk: knows read models only, says what the rater did, and has every key."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from fidelity_rater.app.commands import CommandId
from fidelity_rater.app.desk_models import (
    BeginQuestions,
    CoverSheet,
    DeskGroup,
    DeskHeader,
    DeskItem,
    DeskProgress,
    ItemDetail,
    MissingLine,
    SavedState,
    SoundStatus,
)
from fidelity_rater.app.sharing.forks import SecondHistory
from fidelity_rater.i18n import tr
from fidelity_rater.ui.desk.begin_panel import BeginPanel
from fidelity_rater.ui.desk.cover_panel import CoverPanel
from fidelity_rater.ui.desk.desk_commands import DeskCommands, answering_acts, choosing_acts, listening_acts
from fidelity_rater.ui.desk.detail_panel import DetailPanel
from fidelity_rater.ui.desk.footer_bar import FooterBar
from fidelity_rater.ui.desk.header_bar import HeaderBar
from fidelity_rater.ui.desk.item_list import ItemList
from fidelity_rater.ui.desk.record_panel import RecordPanel
from fidelity_rater.ui.desk.side_panel import SidePanel
from fidelity_rater.ui.desk.sign_panel import SignPanel
from fidelity_rater.ui.desk.sound_panel import SoundPanel
from fidelity_rater.ui.keys.binder import KeyBinder
from fidelity_rater.ui.moments.moment_filter import MomentFilter, Scope
from fidelity_rater.ui.moments.moments_panel import MomentsPanel
from fidelity_rater.ui.theme import set_role
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.toast import Toast

UNPLACED: Final = "moments_unplaced"
"""What is missing where moments wait for their item (:class:`MissingLine`)."""


class DeskView(QWidget):
    """The screen.

    Signals (item and dimension are ids):
        back_pressed, begin_answered: leave; the questions before a new rating are answered (:class:`BeginAnswers`).
        item_chosen: show this item's detail.
        score_chosen, score_withdrawn, state_chosen, state_withdrawn, none_heard_pressed, note_edited: answers.
        harm_raised, harm_lowered, harm_action_given (item, done, told, when): the harm flag.
        cover_requested, cover_edited (field, value): the cover sheet.
        sign_requested: show what is missing; passphrase_given: sign.
        record_requested: show how a signed rating was listened to.
        correction_requested: a signed rating is to be corrected.
        missing_followed: the rater follows a line of what is missing (kind, item).
        undo_pressed, redo_pressed, save_retried: as named.
        play_pressed, skipped, position_chosen, rate_chosen, volume_chosen, part_chosen, fault_retried: the sound.
        hear_pressed: play what led to a score (recording, where).
        position_shown: the sound is shown to be here now (milliseconds).
        help_wanted: show the keys.
    """

    back_pressed = Signal()
    begin_answered = Signal(object)
    item_chosen = Signal(str)
    score_chosen = Signal(str, str, int)
    score_withdrawn = Signal(str, str)
    state_chosen = Signal(str, str, str)
    state_withdrawn = Signal(str)
    none_heard_pressed = Signal()
    note_edited = Signal(str, str)
    harm_raised = Signal(str)
    harm_lowered = Signal(str)
    harm_action_given = Signal(str, str, str, str)
    cover_requested = Signal()
    cover_edited = Signal(str, object)
    sign_requested = Signal()
    passphrase_given = Signal(str)
    record_requested = Signal()
    correction_requested = Signal()
    missing_followed = Signal(str, str)
    undo_pressed = Signal()
    redo_pressed = Signal()
    save_retried = Signal()
    play_pressed = Signal()
    skipped = Signal(int)
    position_chosen = Signal(int)
    hear_pressed = Signal(str, int)
    rate_chosen = Signal(float)
    volume_chosen = Signal(int)
    part_chosen = Signal(str)
    fault_retried = Signal()
    position_shown = Signal(int)
    help_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.commands = DeskCommands(score=self._score, refuse=self._refuse)
        self._locked_words = ""
        self.header, self.sound, self.footer = HeaderBar(), SoundPanel(), FooterBar()
        self.message = Banner("danger", dismissable=True)
        self.message.hide()
        self.items, self.detail, self.moments = ItemList(), DetailPanel(), MomentsPanel()
        self.cover, self.sign, self.record, self.begin = CoverPanel(), SignPanel(), RecordPanel(), BeginPanel()
        self.side = SidePanel()
        self.side.add_tab(self.detail, tr("Item"))
        self.side.add_tab(self.moments, tr("Moments"))
        for page in (self.cover, self.sign, self.record):
            self.side.add_page(page)
        self._lay_out()
        self.toast = Toast(self, bar=self.footer.text)
        self._connect_list()
        self._connect_detail()
        self._connect_moments()
        self._connect_around()
        self._connect_sound()
        self._bind_commands()
        self.on_keymap_changed()

    def _lay_out(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        for widget, stretch in ((_pane(self.items), 62), (_pane(self.side), 38)):
            self.splitter.addWidget(widget)
            self.splitter.setStretchFactor(self.splitter.count() - 1, stretch)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([6200, 3800])
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for fixed in (self.sound, self.message):
            column.addWidget(fixed)
        column.addWidget(self.splitter, 1)
        column.addWidget(self.footer)
        self.pages = QStackedWidget()
        self.pages.addWidget(work)
        self.pages.addWidget(self.begin)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.header)
        outer.addWidget(self.pages, 1)

    def _connect_list(self) -> None:
        items = self.items
        items.item_chosen.connect(self.on_item_chosen)
        items.dimension_chosen.connect(self.detail.show_dimension)
        items.score_chosen.connect(self.score_chosen)
        items.score_withdrawn.connect(self.score_withdrawn)
        items.none_heard_pressed.connect(self.none_heard_pressed)

    def _connect_detail(self) -> None:
        detail = self.detail
        detail.score_chosen.connect(self.score_chosen)
        detail.score_withdrawn.connect(self.score_withdrawn)
        detail.state_chosen.connect(self.on_state_chosen)
        detail.state_withdrawn.connect(self.state_withdrawn)
        detail.note_edited.connect(self.note_edited)
        detail.harm_raised.connect(self.harm_raised)
        detail.harm_lowered.connect(self.harm_lowered)
        detail.harm_action_given.connect(self.harm_action_given)
        detail.dimension_opened.connect(lambda dimension: self.items.choose(self.items.chosen_item, dimension))
        detail.left.connect(self.focus_items)
        detail.hear_pressed.connect(self.hear_pressed)

    def _connect_moments(self) -> None:
        self.moments.left.connect(self.focus_items)
        self.moments.count_changed.connect(self.on_moments_counted)
        self.detail.evidence.all_wanted.connect(lambda: self.show_moments(Scope.ITEM))

    def _connect_around(self) -> None:
        header = self.header
        header.back_pressed.connect(self.back_pressed)
        header.undo_pressed.connect(self.undo_pressed)
        header.redo_pressed.connect(self.redo_pressed)
        header.cover_pressed.connect(self.open_cover)
        header.sign_pressed.connect(self.open_sign)
        header.record_pressed.connect(self.open_record)
        header.correct_pressed.connect(self.correction_requested)
        header.saved.retry_pressed.connect(self.save_retried)
        self.footer.help_pressed.connect(self.help_wanted)
        self.footer.command_pressed.connect(lambda command: self.commands.do(CommandId(command)))
        self.begin.answers_given.connect(self.begin_answered)
        self.begin.back_pressed.connect(self.back_pressed)
        self.cover.cover_edited.connect(self.cover_edited)
        self.sign.passphrase_given.connect(self.passphrase_given)
        self.sign.missing_followed.connect(self.on_missing_followed)
        self.record.item_followed.connect(lambda item: self.on_missing_followed("ledger", item, ""))
        self.record.moments_wanted.connect(lambda: self.show_moments(Scope.ALL))
        self.side.page_closed.connect(self.close_side)

    def _connect_sound(self) -> None:
        sound = self.sound.transport
        sound.play_pressed.connect(self.play_pressed)
        sound.skipped.connect(self.skipped)
        sound.position_chosen.connect(self.position_chosen)
        sound.rate_chosen.connect(self.rate_chosen)
        sound.volume_chosen.connect(self.volume_chosen)
        sound.part_chosen.connect(self.part_chosen)
        sound.fault_retried.connect(self.fault_retried)

    # What stands

    def show_begin(self, questions: BeginQuestions) -> None:
        """Ask what must be known before a rating exists."""
        self.begin.show_questions(questions)
        self.pages.setCurrentWidget(self.begin)
        self.commands.open = False
        self.header.show_actions(False)

    def show_header(self, header: DeskHeader) -> None:
        """Show what is rated; with it the desk itself comes into sight."""
        self.commands.open, self.commands.locked = True, bool(header.signed)
        self._locked_words = header.signed
        self.moments.show_locked(self.commands.locked)
        self.footer.show_locked(self.commands.locked)
        self.header.show_header(header)
        self.header.show_actions(True)
        self.items.show_notice(header.notice)
        self.pages.setCurrentIndex(0)

    def show_groups(self, groups: Sequence[DeskGroup]) -> None:
        """Show the items as they stand; the first open one is chosen where none is."""
        first = not self.items.chosen_item
        self.items.show_groups(groups)
        self.commands.keys.show_on(self.items)
        if first or not self.items.chosen_item:
            self.items.step(1)

    def show_item(self, item: DeskItem) -> None:
        """Show how one item stands, where an answer changed nothing else: cheaper than all groups."""
        self.items.show_item(item)

    def show_detail(self, detail: ItemDetail) -> None:
        """Show the chosen item's meaning."""
        self.detail.show_detail(detail, locked=self.commands.locked)
        self.detail.show_dimension(self.items.chosen_dimension)

    def show_forks(self, histories: Sequence[SecondHistory], *, removed: AbstractSet[str]) -> None:
        """Show what is kept aside for this rating; ``removed`` of it (uids) was taken away a moment ago."""
        self.record.show_forks(histories, removed=removed)
        self.header.show_aside(sum(history.uid not in removed for history in histories))

    def show_progress(self, progress: DeskProgress) -> None:
        self.footer.show_progress(progress)

    def show_saved(self, state: SavedState) -> None:
        self.header.saved.show_saved(state)

    def show_undo(self, undo: str | None, redo: str | None) -> None:
        self.header.show_undo(undo, redo)

    def show_cover(self, sheet: CoverSheet) -> None:
        self.cover.show_cover(sheet)

    def show_missing(self, missing: Sequence[MissingLine]) -> None:
        self.sign.show_missing(missing)

    def show_signing(self, busy: bool, fault: str = "") -> None:
        self.sign.show_signing(busy, fault)

    def show_sound(self, status: SoundStatus) -> None:
        self.sound.show_sound(status)

    def show_position(self, media_ms: int) -> None:
        self.sound.show_position(media_ms)
        self.position_shown.emit(media_ms)

    def show_message(self, message: str, *, tone: str = "danger") -> None:
        """Say something in place, such as why an answer was not taken. Empty: nothing more to say."""
        self.message.show_message(message, tone=tone)

    def show_toast(self, message: str, *, action: str = "") -> None:
        """Say what was just undone or done; ``action`` names the way back, where there is one."""
        self.toast.show_message(message, action=action)

    def show_chosen(self, item_id: str, dimension: str = "") -> None:
        """Go to an item, as a link from elsewhere does."""
        self.items.choose(item_id, dimension)

    # Pages at the side

    def open_cover(self) -> None:
        self.side.show_page(self.cover)
        self.cover_requested.emit()
        self.cover.begin("phase")

    def open_sign(self) -> None:
        self.keep_typing()
        self.side.show_page(self.sign)
        self.sign_requested.emit()
        self.sign.passphrase.setFocus()

    def open_record(self) -> None:
        self.side.show_page(self.record)
        self.record_requested.emit()

    def show_moments(self, scope: Scope) -> None:
        """List these moments, beside the items."""
        self.moments.show_filter(MomentFilter(scope, item=self.items.chosen_item))
        self.side.show_tab(self.moments)

    def on_moments_counted(self, total: int) -> None:
        self.side.show_name(self.moments, tr("Moments ({n})", n=total) if total else tr("Moments"))
        self.record.show_count(total)

    def close_side(self) -> None:
        """Back to the items, with nothing lying over what is beside them."""
        self.sign.clear()
        self.side.close_page()
        self.focus_items()

    def least_height(self) -> int:
        """What the desk cannot do without at the width that it has now."""
        bars = (self.header, self.sound, self.message, self.footer)
        heights = [
            max(bar.heightForWidth(self.width()), bar.minimumSizeHint().height() if not bar.hasHeightForWidth() else 0)
            for bar in bars
            if not bar.isHidden()
        ]
        return sum(heights) + self.splitter.minimumSizeHint().height()

    def focus_items(self) -> None:
        self.items.setFocus()

    def keep_typing(self) -> None:
        """Have what is being typed told now: before leaving, signing or closing."""
        self.detail.keep_note()
        self.moments.keep_note()

    def on_item_chosen(self, item_id: str) -> None:
        self.keep_typing()
        if self.side.close_page():
            self.sign.clear()
        self.moments.show_item(item_id)
        self.item_chosen.emit(item_id)

    def on_state_chosen(self, item: str, state: str, reason: str) -> None:
        self.state_chosen.emit(item, state, reason)
        self.focus_items()
        if item == self.items.chosen_item:
            self.items.step(1)

    def on_missing_followed(self, kind: str, item: str, field: str) -> None:
        if kind == UNPLACED:
            self.close_side()
            self.show_moments(Scope.UNPLACED)
        elif item:
            self.items.choose(item)
            self.side.show_tab(self.detail)
            self.close_side()
        elif field:
            self.open_cover()
            self.cover.begin(field)
        self.missing_followed.emit(kind, item)

    # Keys

    def follow_keys(self, keys: KeyBinder) -> None:
        """Take the keys in force from here, from now on, and show them where they act."""
        self.commands.keys = keys
        keys.keymap_changed.connect(self.on_keymap_changed)
        self.on_keymap_changed()

    def on_keymap_changed(self) -> None:
        self.commands.keys.show_on(self)
        self.moments.show_keys(self.commands.keys.hint_of)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.pages.currentIndex() == 0:
            self.focus_items()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Everything that no focused field has claimed arrives here."""
        if not self.commands.take(event):
            event.ignore()

    def _bind_commands(self) -> None:
        commands = self.commands
        commands.bind(answering_acts(self.items), changing=True)
        commands.bind(
            {
                CommandId.STATE: self._begin_state,
                CommandId.NONE_HEARD: self._none_heard,
                CommandId.UNDO: self.undo_pressed.emit,
                CommandId.REDO: self.redo_pressed.emit,
            },
            changing=True,
        )
        commands.bind(choosing_acts(self.items))
        commands.bind(listening_acts(self.sound.transport))
        commands.bind(
            {
                CommandId.NOTE: self._begin_note,
                CommandId.SHOW_ITEM: lambda: self.side.show_tab(self.detail),
                CommandId.SHOW_MOMENTS: lambda: self.side.show_tab(self.moments),
                CommandId.SHOW_TRANSCRIPT: self._show_transcript,
                CommandId.COVER: self.open_cover,
                CommandId.SIGN: self._open_sign_or_record,
                CommandId.HELP: self.help_wanted.emit,
                CommandId.NEXT_PART: lambda: self._next_part(1),
                CommandId.PREVIOUS_PART: lambda: self._next_part(-1),
                CommandId.LEAVE: self.close_side,
            }
        )

    def _score(self, digit: int) -> None:
        self.items.score(digit)

    def _refuse(self) -> None:
        """What is signed, or somebody else's, takes no answers, and says so."""
        self.show_toast(self._locked_words)

    def _none_heard(self) -> None:
        if any(section.group.none_heard for section in self.items.sections):
            self.none_heard_pressed.emit()

    def _begin_state(self) -> None:
        self.side.show_tab(self.detail)
        self.detail.begin_state()

    def _begin_note(self) -> None:
        self.side.show_tab(self.detail)
        self.detail.begin_note()

    def _show_transcript(self) -> None:
        if self.side.transcript is not None:
            self.side.show_tab(self.side.transcript)

    def _open_sign_or_record(self) -> None:
        (self.open_record if self.commands.locked else self.open_sign)()

    def _next_part(self, by: int) -> None:
        """F6 goes round the parts of the screen: items, the page beside them, the sound's pictures and its controls."""
        focused = QApplication.focusWidget()
        controls = self.sound.transport
        pictures = [p for p in (self.sound.overview, self.sound.strip) if p.isVisible() and p.isEnabled()]
        parts: list[QWidget] = [self.items, self.side, *pictures, controls]
        now = next((i for i, p in enumerate(parts) if focused is p or (focused and p.isAncestorOf(focused))), 0)
        target = parts[(now + by) % len(parts)]
        if target is self.items:
            self.focus_items()
        elif target is self.side:
            self.side.begin()
        else:
            (controls.play if target is controls else target).setFocus(Qt.FocusReason.TabFocusReason)


def _pane(content: QWidget) -> QFrame:
    frame = QFrame()
    set_role(frame, "pane")
    column = QVBoxLayout(frame)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(content)
    return frame
