"""Joins the transcript beside the recording with the library: reads, keeps and names in jobs, follows the sound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.commands import CommandId
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.evidence_models import Span, TalkShare
from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.app.transcripts import CaseTalk, ShownTranscript, TranscriptCandidate, case_talk_words
from fidelity_rater.i18n import tr
from fidelity_rater.ui.desk.desk_view import DeskView
from fidelity_rater.ui.transcript.transcript_panel import TranscriptPanel, dropped_transcript

LANE: Final = "transcript"


@dataclass(frozen=True, slots=True)
class _Read:
    """What the panel shows, read from the library."""

    shown: ShownTranscript
    session: tuple[TalkShare, ...]
    case: CaseTalk


class TranscriptControl(QObject):
    """The transcript of the part that is loaded; nothing of it is shown that consent does not allow.

    Signals:
        line_heard: play from this line on (recording, start and end in milliseconds).
        lines_marked: keep lines as a moment of the chosen item (recording, start, end, ``for`` or ``against``, note).
    """

    line_heard = Signal(str, int, int)
    lines_marked = Signal(str, int, int, str, str)

    def __init__(self, work: Workplace, jobs: JobRunner, view: DeskView) -> None:
        super().__init__(view)
        self._work, self._jobs, self._view = work, jobs, view
        self._desk: RatingDesk | None = None
        self._part = ""
        self._looked_at: TranscriptCandidate | None = None
        self._before: tuple[str, Any] | None = None
        """What an undo lets stand again: the recording, and its transcript (None: it had none)."""
        self._selected: Span | None = None
        """What is selected in the sound because its lines are."""
        self.panel = panel = TranscriptPanel()
        view.side.place_transcript(panel)
        view.commands.bind({CommandId.SEARCH: self.begin_search})
        view.setAcceptDrops(True)
        view.installEventFilter(self)
        view.position_shown.connect(panel.show_position)
        panel.line_heard.connect(lambda start, end: self.line_heard.emit(self._part, start, end))
        panel.stretch_selected.connect(self.on_stretch_selected)
        panel.lines_marked.connect(self.on_lines_marked)
        panel.speaker_named.connect(self.on_speaker_named)
        panel.import_pressed.connect(self.choose_file)
        panel.file_dropped.connect(self.add)
        panel.remove_pressed.connect(self.on_remove)
        panel.undo_pressed.connect(self.on_undo)
        panel.fit_answered.connect(self.on_fit_answered)

    # Which part

    def take(self, desk: RatingDesk) -> None:
        """Begin with a desk: its first part, until another one is loaded."""
        self.leave()
        self._desk = desk
        self.panel.show_locked(desk.locked)
        parts = [recording.uid for recording in desk.rating.recordings if recording.deleted_at is None]
        self.on_part_loaded(parts[0] if parts else "")

    def leave(self) -> None:
        """Let go of the desk, and of every word."""
        self._desk, self._looked_at, self._before, self._part = None, None, None, ""
        self.panel.clear()

    def on_part_loaded(self, part_uid: str) -> None:
        """Show the transcript of this recording, which is the one that plays."""
        if self._desk is None or (part_uid and part_uid == self._part):
            return
        self._part, self._looked_at = part_uid, None
        self.panel.clear()
        if part_uid:
            self.reload()
        else:
            self.panel.show_transcript(ShownTranscript(""))

    def reload(self) -> None:
        """Read anew what is shown."""
        desk, part = self._desk, self._part
        if desk is None or not part:
            return
        transcripts, head, case_uid = self._work.transcripts, desk.rating.head, desk.rating.case.uid
        heard_for = desk.rating.heard_for

        def work() -> _Read:
            shown = transcripts.of(part, purpose=heard_for, role=head.role)
            if shown.refusal:
                return _Read(shown, (), CaseTalk())
            return _Read(shown, transcripts.talk_of_session(head.session_uid), transcripts.talk_over_case(case_uid))

        self._run(work, self._on_read)

    def _on_read(self, read: _Read) -> None:
        self.panel.show_transcript(read.shown)
        over_case = case_talk_words(read.case) if len(read.case.sessions) > 1 else ""
        self.panel.show_talk(
            read.session if read.shown.lines else (), tr("Over the case: {words}", words=over_case) if over_case else ""
        )

    def _run(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Do it in a job; what comes back after another part has come into sight is dropped."""
        part = self._part

        def on_failed(error: Exception) -> None:
            if not isinstance(error, UserFacingError):
                raise error
            if part == self._part:
                self.panel.show_notice(str(error), tone="danger")

        self._jobs.start(
            lambda _: work(),
            done=lambda result: done(result) if part == self._part else None,
            failed=on_failed,
            lane=LANE,
        )

    # Adding, replacing, taking away

    def choose_file(self) -> None:
        endings = " ".join(f"*{ending}" for ending in self._work.transcripts.endings)
        chosen, _ = QFileDialog.getOpenFileName(
            self.panel,
            tr("Transcript of this recording"),
            str(Path.home()),
            tr("Transcripts ({endings})", endings=endings),
        )
        if chosen:
            self.add(Path(chosen))

    def add(self, path: Path) -> None:
        """Read a file for the part that is loaded; what may be of another recording is asked about first."""
        self._view.side.show_tab(self.panel)
        part, transcripts = self._part, self._work.transcripts
        if not part:
            self.panel.show_notice(tr("There is no recording here that a transcript could belong to."), tone="danger")
            return
        self.panel.show_notice("")
        self._run(lambda: transcripts.look_at(path, part), self._on_looked_at)

    def _on_looked_at(self, candidate: TranscriptCandidate) -> None:
        if candidate.misfits:
            self._looked_at = candidate
            self.panel.show_question(candidate.misfits)
        else:
            self._keep(candidate)

    def on_fit_answered(self, keep: bool) -> None:
        candidate, self._looked_at = self._looked_at, None
        if keep and candidate is not None:
            self._keep(candidate)

    def _keep(self, candidate: TranscriptCandidate) -> None:
        def done(before: Any) -> None:
            self._before = (candidate.recording_uid, before)
            said = [tr("The transcript was replaced.")] if before is not None else []
            self.panel.show_notice(" ".join([*said, *candidate.remarks]), undo=before is not None)
            self.reload()

        self._run(lambda: self._work.transcripts.keep(candidate), done)

    def on_remove(self) -> None:
        part = self._part

        def done(before: Any) -> None:
            self._before = (part, before)
            words = tr("The transcript was removed. Backups and automatic copies made before still hold it.")
            self.panel.show_notice(words, undo=True)
            self.reload()

        self._run(lambda: self._work.transcripts.remove(part), done)

    def on_undo(self) -> None:
        """Let stand again what was replaced or removed."""
        standing, self._before = self._before, None
        if standing is None:
            return
        self.panel.show_notice("")
        self._run(lambda: self._work.transcripts.put_back(*standing), lambda _: self.reload())

    # Naming and marking

    def on_speaker_named(self, voice: str, speaker: str) -> None:
        part = self._part
        self._run(lambda: self._work.transcripts.name_speaker(part, voice, speaker), lambda _: self.reload())

    def on_stretch_selected(self, stretch: Span | None) -> None:
        """Select in the sound what is selected in its words, so that the keys that mark and repeat act on it."""
        sound, mine = self._view.sound, self._selected
        self._selected = None
        if stretch is not None and stretch[0] < self._lasts:
            self._selected = (stretch[0], min(stretch[1], self._lasts))
            sound.show_selection(self._selected)
        elif mine is not None and sound.selection == mine:
            sound.show_selection(None)

    @property
    def _lasts(self) -> int:
        recordings = self._desk.rating.recordings if self._desk is not None else ()
        return next((one.duration_ms for one in recordings if one.uid == self._part), 0)

    def on_lines_marked(self, start_ms: int, end_ms: int, bearing: str, note: str) -> None:
        """Ask for the moment; a transcript may go on after the sound has ended, a moment cannot."""
        lasts = self._lasts
        if start_ms >= lasts:
            self._view.show_toast(tr("These lines lie after the recording's end."))
            return
        self.lines_marked.emit(self._part, start_ms, min(end_ms, lasts), bearing, note)

    def begin_search(self) -> None:
        self._view.side.show_tab(self.panel)
        self.panel.begin_search()

    # Dropping a file anywhere on the desk

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take transcripts that are dropped on the desk; everything else goes on to the window."""
        if isinstance(event, QDropEvent) and event.type() in {QEvent.Type.DragEnter, QEvent.Type.Drop}:
            path = dropped_transcript(event) if self._part else None
            if path is None:
                event.ignore()
                return True
            event.acceptProposedAction()
            if event.type() == QEvent.Type.Drop:
                self.add(path)
            return True
        return super().eventFilter(watched, event)
