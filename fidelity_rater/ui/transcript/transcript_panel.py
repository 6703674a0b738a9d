"""The transcript beside the recording: one tab of the desk's side. Shows what it is told and says what is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fidelity_rater.app.evidence_models import TalkShare
from fidelity_rater.app.transcripts import ShownTranscript, ending_of
from fidelity_rater.i18n import tr
from fidelity_rater.ui.transcript.fit_question import FitQuestion
from fidelity_rater.ui.transcript.line_list import LineList
from fidelity_rater.ui.transcript.mark_bar import MarkBar
from fidelity_rater.ui.transcript.search_bar import SearchBar
from fidelity_rater.ui.transcript.talk_bar import TalkPanel
from fidelity_rater.ui.transcript.voice_rows import VoiceRows
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import IconButton, TextButton
from fidelity_rater.ui.widgets.empty_state import EmptyState

ENDINGS: Final = (".vtt", ".srt")
ROOMY_ROWS: Final = 36
"""With fewer rows of text than this, the lines get the room of whatever can be said elsewhere."""
LEAST_HEIGHT: Final = 240
"""Smaller than all it holds: what is said there must never make the whole window taller."""


class TranscriptPanel(QWidget):
    """Signals:
    line_heard: hear this line (its start and end in milliseconds).
    lines_marked: keep them as a moment (start, end, ``for`` or ``against``, the words as a note or empty).
    speaker_named: this voice is this speaker (ids; an empty speaker: nobody after all).
    import_pressed: the person wants to choose a file.
    file_dropped: the person has dropped one (a path).
    remove_pressed, undo_pressed: as named.
    fit_answered: a transcript that may be of another recording is to be kept, or not.
    search_left: the person is done with looking for words.
    """

    line_heard = Signal(int, int)
    stretch_selected = Signal(object)
    lines_marked = Signal(int, int, str, str)
    speaker_named = Signal(str, str)
    import_pressed = Signal()
    file_dropped = Signal(Path)
    remove_pressed = Signal()
    undo_pressed = Signal()
    fit_answered = Signal(bool)
    search_left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.setMinimumHeight(LEAST_HEIGHT)
        self.setAccessibleName(tr("Transcript"))
        self._found: list[int] = []
        self._found_at = -1
        self._position = 0
        self.search, self.list, self.marks = SearchBar(), LineList(), MarkBar()
        self.talk, self.voices, self.question = TalkPanel(), VoiceRows(), FitQuestion()
        self.notice = Banner("info", dismissable=True)
        self.notice.hide()
        self.following = TextButton(tr("Follow the sound"), "link")
        self.replace = IconButton("import", tr("Replace the transcript …"))
        self.remove = IconButton("trash", tr("Remove the transcript"))
        self.empty = EmptyState("note", "", action=tr("Add a transcript …"))
        self._nothing = QWidget()
        self._lay_out()
        self._connect()
        self.clear()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.search, 1)
        head.addWidget(self.replace)
        head.addWidget(self.remove)
        full = QWidget()
        inside = QVBoxLayout(full)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addLayout(head)
        inside.addWidget(self.voices)
        inside.addWidget(self.talk)
        inside.addWidget(self.following, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addWidget(self.list, 1)
        inside.addWidget(self.marks)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(full)
        self.pages.addWidget(self._nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        column.addWidget(self.question)
        column.addWidget(self.notice)
        column.addWidget(self.pages, 1)

    def _connect(self) -> None:
        self.search.words_changed.connect(self.on_words_changed)
        self.search.stepped.connect(self.on_stepped)
        self.search.left.connect(self.on_search_left)
        self.list.line_chosen.connect(self.on_line_chosen)
        self.list.lines_selected.connect(self._show_selected)
        self.list.follow_changed.connect(lambda follows: self.following.setVisible(not follows))
        self.following.clicked.connect(lambda: self.list.follow(True))
        self.marks.mark_pressed.connect(self.on_mark_pressed)
        self.voices.speaker_named.connect(self.speaker_named)
        self.replace.clicked.connect(self.import_pressed)
        self.remove.clicked.connect(self.remove_pressed)
        self.empty.action_pressed.connect(self.import_pressed)
        self.question.answered.connect(self.on_fit_answered)
        self.notice.action_pressed.connect(self.undo_pressed)

    # What stands

    def show_transcript(self, shown: ShownTranscript) -> None:
        """Show a recording's lines and voices, or why there are none."""
        self.list.show_lines(shown.lines)
        self.list.show_position(self._position)
        self.voices.show_voices(shown.voices)
        self.following.setVisible(not self.list.following)
        self.search.show_count(0, -1)
        self.on_words_changed(self.search.field.text(), moving=False)
        self._show_selected()
        can_add = bool(shown.recording_uid) and not shown.refusal
        # Qt takes None for nobody; its stubs do not say so.
        keys_to = self.list if shown.lines else self.empty.action if can_add else None
        self.setFocusProxy(keys_to)  # type: ignore[arg-type]
        if shown.lines:
            added_by_key = self.empty.action.hasFocus()
            self.pages.setCurrentIndex(1)
            if added_by_key:
                self.focus_lines()
            return
        self.empty.action.setVisible(can_add)
        if shown.refusal:
            self.empty.show_sentence(shown.refusal)
        elif not shown.recording_uid:
            self.empty.show_sentence(tr("Nothing to read along"), hint=tr("This session has no recording here."))
        else:
            self.empty.show_sentence(
                tr("No transcript yet"),
                hint=tr(
                    "Add the .vtt or .srt file of this recording, as Teams, Zoom and others save it. "
                    "It is kept encrypted, and the file stays as it is."
                ),
            )
        self.pages.setCurrentIndex(0)

    def clear(self) -> None:
        """Forget every word, and what was looked for; say nothing until it is known what stands."""
        self.search.field.clear()
        self.marks.words.setChecked(False)
        self.show_notice("")
        self.show_question(())
        self.show_talk(())
        self._position = 0
        self.show_transcript(ShownTranscript(""))
        self.pages.setCurrentWidget(self._nothing)
        self.list.follow(True)

    def show_talk(self, session: Sequence[TalkShare], over_case: str = "") -> None:
        self.talk.show_talk(session, over_case)

    def show_position(self, media_ms: int) -> None:
        """Emphasise the line that is being said, and keep it in sight; lines that come later begin there."""
        self._position = media_ms
        self.list.show_position(media_ms)

    def show_notice(self, message: str, *, tone: str = "info", undo: bool = False) -> None:
        """Say something once, such as what was odd in a file; empty: nothing more to say."""
        self.notice.show_message(message, tone=tone, action=tr("Undo") if undo else "")

    def show_question(self, misfits: Sequence[str]) -> None:
        """Ask whether a transcript that may be of another recording is to be kept; none: nothing is asked any more."""
        if misfits:
            self.question.ask(misfits)
        else:
            self.question.hide()

    def show_locked(self, locked: bool) -> None:
        """A signed rating takes no more moments; its transcript can still be read."""
        self.marks.setEnabled(not locked)

    def begin_search(self) -> None:
        if self.pages.currentIndex() == 1:
            self.search.begin()

    def focus_lines(self) -> None:
        """Where keys begin: the line that is being said, or the button that adds a transcript."""
        where = self.focusProxy()
        if where is not None:
            where.setFocus(Qt.FocusReason.TabFocusReason)

    # What the person does

    def on_line_chosen(self, row: int) -> None:
        line = self.list.lines.lines[row]
        self.list.follow(True)
        self.line_heard.emit(line.start_ms, line.end_ms)

    def on_mark_pressed(self, bearing: str) -> None:
        chosen = [self.list.lines.lines[row] for row in self.list.chosen_rows]
        if chosen:
            note = " ".join(line.text for line in chosen) if self.marks.words.isChecked() else ""
            start, end = min(line.start_ms for line in chosen), max(line.end_ms for line in chosen)
            self.lines_marked.emit(start, end, bearing, note)

    def on_words_changed(self, words: str, *, moving: bool = True) -> None:
        self._found = self.list.show_words(words)
        self._found_at = -1
        if self._found and moving:
            from_row = max(0, self.list.lines.now)
            at = next((i for i, row in enumerate(self._found) if row >= from_row), 0)
            self._show_found(at)
        else:
            self.search.show_count(len(self._found), -1)

    def on_stepped(self, by: int) -> None:
        if self._found:
            self._show_found((self._found_at + by) % len(self._found))

    def _show_found(self, at: int) -> None:
        self._found_at = at
        self.list.go_to(self._found[at])
        self.search.show_count(len(self._found), at)

    def on_search_left(self) -> None:
        self.focus_lines()
        self.search_left.emit()

    def on_fit_answered(self, keep: bool) -> None:
        self.question.hide()
        self.fit_answered.emit(keep)

    def _show_selected(self) -> None:
        chosen = [self.list.lines.lines[row] for row in self.list.chosen_rows]
        start = min((line.start_ms for line in chosen), default=0)
        end = max((line.end_ms for line in chosen), default=0)
        self.marks.show_selected(len(chosen), start, end)
        self.stretch_selected.emit((start, end) if len(chosen) > 1 else None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        brief = self.height() < ROOMY_ROWS * self.fontMetrics().lineSpacing()
        self.talk.show_brief(brief)
        self.marks.show_brief(brief)

    # Dropping a file

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_transcript(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_transcript(event)
        if path is not None:
            event.acceptProposedAction()
            self.file_dropped.emit(path)


def dropped_transcript(event: QDropEvent) -> Path | None:
    """The transcript file that is being dropped, if there is one."""
    urls = [url for url in event.mimeData().urls() if url.isLocalFile()]
    return ending_of([Path(url.toLocalFile()) for url in urls], ENDINGS)
