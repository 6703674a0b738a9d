"""Joins the moments of a rating with the desk: marks, hears, shifts, places, copies, deletes them by key or press."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QTimer

from fidelity_rater.app.commands import CommandId
from fidelity_rater.app.evidence_models import DeskMoment, Play, Span
from fidelity_rater.app.rating import pictures
from fidelity_rater.app.rating.clipped import play_of
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.app.rating.marking import Marking
from fidelity_rater.app.settings import SettingsStore
from fidelity_rater.i18n import tr
from fidelity_rater.ui.desk.desk_view import DeskView
from fidelity_rater.ui.moments.moment_words import AGAINST, FOR, bearing_word, place_words, time_range
from fidelity_rater.ui.rating.selection_control import SelectionControl
from fidelity_rater.ui.rating.sound_control import SoundControl

GATHERED_MS: Final = 400
"""Nudges that follow one another this closely are one act."""
SHORTEST_MS: Final = 100

Do = Callable[[Callable[[RatingDesk], object]], bool]
"""Does an act on the desk and shows what it changed; False where it was refused, which has been said."""


class MomentControl(QObject):
    """The moments of the rating on the desk. The chosen one is what keys act on."""

    def __init__(
        self,
        view: DeskView,
        sound: SoundControl,
        selection: SelectionControl,
        *,
        do: Do,
        settings: SettingsStore,
        hear_clip: Callable[[Play, str], None] = lambda play, words: None,
    ) -> None:
        """``hear_clip`` plays what a moment is heard from where its recording is not here."""
        super().__init__(view)
        self._hear_clip = hear_clip
        self._view, self._sound, self._selection, self._do = view, sound, selection, do
        self._store = settings
        self._settings = settings.load()
        self._desk: RatingDesk | None = None
        self._marking: Marking | None = None
        self._lengths: dict[str, int] = {}
        self._copied, self._loop_wanted = "", ""
        self._played = self._sounding = ""
        """Which moment was last to be heard, and which is heard now."""
        self._shifted: DeskMoment | None = None
        """The chosen moment with its edges where nudges have brought them, until that is kept."""
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(GATHERED_MS)
        self._quiet.timeout.connect(self.settle)
        self._connect()
        self._bind()

    def _connect(self) -> None:
        panel, evidence, sound = self._view.moments, self._view.detail.evidence, self._view.sound
        panel.moment_chosen.connect(self.on_chosen)
        panel.moment_played.connect(self.on_pressed)
        panel.moment_deleted.connect(self.on_deleted)
        panel.note_edited.connect(self.on_noted)
        panel.command_pressed.connect(lambda command: self._view.commands.do(CommandId(command)))
        evidence.moment_played.connect(self.on_played)
        evidence.moment_chosen.connect(self.on_sought)
        evidence.marked.connect(self.on_marked)
        sound.moment_chosen.connect(self.on_sought)
        sound.moment_moved.connect(self.on_moved)
        self._sound.loop_changed.connect(self.on_loop_changed)
        self._sound.stretch_changed.connect(self.on_stretch_changed)
        self._sound.part_loaded.connect(self.on_part_loaded)
        self._view.toast.action_pressed.connect(self._view.undo_pressed)

    def _bind(self) -> None:
        panel, commands = self._view.moments, self._view.commands
        commands.bind(
            {
                CommandId.MARK_FOR: lambda: self.on_marked(FOR),
                CommandId.MARK_AGAINST: lambda: self.on_marked(AGAINST),
                CommandId.MARK_UNPLACED: lambda: self._mark(FOR, ""),
                CommandId.START_EARLIER: lambda: self._nudge(start=-1),
                CommandId.START_LATER: lambda: self._nudge(start=1),
                CommandId.END_EARLIER: lambda: self._nudge(end=-1),
                CommandId.END_LATER: lambda: self._nudge(end=1),
                CommandId.MOMENT_NOTE: self._begin_note,
                CommandId.TURN_MOMENT: self._turn,
                CommandId.PLACE_MOMENT: self._place,
                CommandId.COPY_MOMENT: self._copy,
                CommandId.PASTE_MOMENT: self._paste,
                CommandId.DELETE_MOMENT: lambda: self.on_deleted(panel.chosen),
            },
            changing=True,
        )
        commands.bind(
            {
                CommandId.NEXT_MOMENT: lambda: panel.step(1),
                CommandId.PREVIOUS_MOMENT: lambda: panel.step(-1),
                CommandId.PLAY_MOMENT: lambda: self.on_played(panel.chosen),
                CommandId.LOOP: self._loop,
            }
        )

    # What stands

    def take(self, desk: RatingDesk | None) -> None:
        """Show this desk's moments from now on."""
        self._quiet.stop()
        self._desk, self._shifted, self._copied, self._loop_wanted = desk, None, "", ""
        self._played = ""
        self.on_stretch_changed(None)
        self._settings = self._store.load()
        self._marking = None if desk is None else Marking(desk)
        recordings = () if desk is None else desk.rating.recordings
        self._lengths = {recording.uid: recording.duration_ms for recording in recordings}
        moments = () if desk is None else pictures.moments(desk)
        parts = tuple((r.uid, tr("Part {n}", n=r.part)) for r in recordings)
        self._view.moments.show_moments(moments, parts=parts)
        self._view.moments.show_chosen("")
        self._view.moments.show_item(self._view.items.chosen_item)
        self._view.sound.show_moments(moments)
        self._view.sound.show_chosen_moment("")
        self._view.sound.show_locked(desk is None or desk.locked)
        self._view.moments.show_silence(self._why_silent(moments))

    def _why_silent(self, moments: tuple[DeskMoment, ...]) -> str:
        silent = sum(not moment.playable for moment in moments)
        if not silent:
            return ""
        if silent == len(moments):
            return tr("The recording cannot be played, so these moments are only read: their times and notes stay.")
        return tr("Moments with a grey sign cannot be played: their recording is gone or may not be heard.")

    def show_touched(self) -> None:
        """After an act: show the moments that it has changed, and no others."""
        desk = self._desk
        for slot in desk.touched if desk is not None else ():
            if desk is not None and slot[0] == "moment":
                self._show(slot[1], pictures.moment(desk, slot[1]))

    def _show(self, uid: str, moment: DeskMoment | None) -> None:
        if moment is None:
            self._view.moments.remove_moment(uid)
            self._view.sound.remove_moment(uid)
        else:
            self._view.moments.show_moment(moment)
            self._view.sound.show_moment(moment)

    def _choose(self, uid: str) -> None:
        self._view.moments.show_chosen(uid)
        self._view.sound.show_chosen_moment(self._view.moments.chosen)

    def choose_touched(self) -> None:
        """After an undo or redo: a moment that came back is the chosen one."""
        desk = self._desk
        uids = [slot[1] for slot in desk.touched if slot[0] == "moment"] if desk is not None else []
        if len(uids) == 1 and desk is not None and desk.moments.get(uids[0]) is not None:
            self._choose(uids[0])

    # Marking

    def on_marked(self, bearing: str) -> None:
        """Mark for, or against, the chosen item."""
        self._mark(bearing, self._view.items.chosen_item)

    def _mark(self, bearing: str, item: str) -> None:
        self._keep(bearing, item, self._selection.span)

    def mark_span(self, part: str, span: Span, bearing: str, *, note: str = "") -> None:
        """Mark this stretch of a part for, or against, the chosen item; also where no sound is loaded."""
        self._keep(bearing, self._view.items.chosen_item, span, part=part, note=note)

    def _keep(self, bearing: str, item: str, span: Span | None, *, part: str = "", note: str = "") -> None:
        marking, made = self._marking, list[str]()
        if marking is None:
            return
        back_ms = self._settings.mark_back_ms

        def mark(_: RatingDesk) -> None:
            made.append(marking.mark(item, bearing, back_ms=back_ms, selection=span, recording=part, note=note))

        done = self._act(mark)
        if done and made:
            self._selection.clear()
            self._choose(made[0])
            self._tell_marked(made[0])

    def _tell_marked(self, uid: str) -> None:
        moment = self._moment(uid)
        if moment is None:
            return
        if not moment.item:
            words = tr("Marked {when}, to be placed later", when=time_range(moment))
        else:
            words = tr(
                "Marked {when} {bearing} “{item}”",
                when=time_range(moment),
                bearing=bearing_word(moment.bearing),
                item=place_words(moment),
            )
        self._tell(words)

    # Hearing

    def on_pressed(self, uid: str) -> None:
        """The sign before a moment was pressed, which shows whether it plays or pauses it."""
        if uid and uid == self._sounding:
            self._sound.on_play()
        else:
            self.on_played(uid)

    def on_played(self, uid: str) -> None:
        """Hear exactly these seconds, from the first on."""
        moment = self._standing(uid)
        if moment is None:
            self._view.show_toast(tr("Choose a moment first."))
        elif (clip := self._clip(moment)) is not None:
            self._choose(uid)
            self._hear_clip(clip, tr("{item}, {when}", item=place_words(moment), when=time_range(moment)))
        elif self._may_play(moment):
            self._choose(uid)
            self._played = uid
            self._sound.play_span(moment.part, moment.start_ms, moment.end_ms)

    def _clip(self, moment: DeskMoment) -> Play | None:
        """What it is heard from where its recording is not here."""
        return None if self._desk is None else play_of(self._desk.rating.clips, moment)

    def _may_play(self, moment: DeskMoment) -> bool:
        if not moment.playable:
            self._view.show_toast(tr("This moment cannot be played: its recording is gone or may not be heard."))
        return moment.playable

    def _loop(self) -> None:
        """Again and again the selection, else the chosen moment; again pressed, no more."""
        if self._sound.loop_span is not None:
            self._sound.loop(None)
            return
        selection, moment = self._selection.span, self._standing(self._view.moments.chosen)
        self._played = moment.uid if moment is not None and selection is None else ""
        if selection is not None:
            self._sound.loop(selection)
        elif moment is None:
            self._view.show_toast(tr("Choose a moment or select a stretch first."))
        elif self._clip(moment) is not None:
            self.on_played(moment.uid)  # a clip is heard once
        elif self._may_play(moment) and moment.part == self._sound.part:
            self._sound.loop((moment.start_ms, moment.end_ms))
        elif self._may_play(moment):
            self._loop_wanted = moment.uid
            self._sound.play_span(moment.part, moment.start_ms, moment.end_ms)

    def on_part_loaded(self, part: str) -> None:
        """Another part was loaded to repeat a moment of it."""
        moment, self._loop_wanted = self._moment(self._loop_wanted), ""
        if moment is not None and moment.part == part:
            self._sound.loop((moment.start_ms, moment.end_ms))

    def on_loop_changed(self, loop: Span | None) -> None:
        self._view.moments.show_loop(loop is not None)

    def on_stretch_changed(self, stretch: Span | None) -> None:
        """Say which moment is heard, if it is one."""
        moment = self._standing(self._played) if stretch is not None else None
        here = moment is not None and stretch == (moment.start_ms, moment.end_ms)
        self._sounding = self._played if here else ""
        self._view.moments.show_playing(self._sounding)

    # Choosing

    def on_chosen(self, uid: str) -> None:
        self.settle()
        self._view.sound.show_chosen_moment(uid)

    def on_sought(self, uid: str) -> None:
        """A moment was pressed elsewhere: show it among all, where it can be changed."""
        self.settle()
        self._choose(uid)
        self._view.side.show_tab(self._view.moments)

    # Changing

    def on_moved(self, uid: str, start_ms: int, end_ms: int) -> None:
        """Its edges were dragged."""
        moved = self._change(uid, lambda marking: marking.move(uid, start_ms, end_ms))
        moment = self._moment(uid)
        if moment is not None:
            self._view.sound.show_moment(moment)  # also where it was refused: the drag is undone in the picture
        if moved:
            self._choose(uid)
            self._loop_along()

    def on_noted(self, uid: str, text: str) -> None:
        self._change(uid, lambda marking: marking.write(uid, text))

    def on_deleted(self, uid: str) -> None:
        """Take it away; the next in the list is the chosen one then."""
        moment, panel = self._moment(uid), self._view.moments
        if moment is None:
            self._view.show_toast(tr("Choose a moment first."))
            return
        row = panel.model.row_of(uid)
        if self._change(uid, lambda marking: marking.remove(uid)):
            left = panel.model.rowCount()
            self._choose(panel.model.uid_at(min(row, left - 1)) if row is not None and left else "")
            self._tell(tr("Deleted {when}", when=time_range(moment)))

    def _turn(self) -> None:
        uid = self._view.moments.chosen
        self._change(uid, lambda marking: marking.turn(uid))

    def _place(self) -> None:
        uid, item = self._view.moments.chosen, self._view.items.chosen_item
        if self._change(uid, lambda marking: marking.place(uid, item)):
            self._choose(uid)
            self._tell_placed(uid)

    def _tell_placed(self, uid: str) -> None:
        moment = self._moment(uid)
        if moment is not None:
            words = tr(
                "{when} is a moment {bearing} “{item}” now",
                when=time_range(moment),
                bearing=bearing_word(moment.bearing),
                item=place_words(moment),
            )
            self._tell(words)

    def _copy(self) -> None:
        moment = self._moment(self._view.moments.chosen)
        if moment is None:
            self._view.show_toast(tr("Choose a moment first."))
            return
        self._copied = moment.uid
        key = self._view.commands.keys.hint_of(CommandId.PASTE_MOMENT)
        self._view.show_toast(tr("Copied {when}. Choose an item, then press {key}.", when=time_range(moment), key=key))

    def _paste(self) -> None:
        uid, item, made = self._copied, self._view.items.chosen_item, list[str]()
        if self._change(uid, lambda marking: made.append(marking.copy(uid, item))) and made:
            self._choose(made[0])
            self._tell_placed(made[0])

    def _begin_note(self) -> None:
        if not self._view.moments.chosen:
            self._view.show_toast(tr("Choose a moment first."))
            return
        self._view.side.show_tab(self._view.moments)
        self._view.moments.begin_note()

    # Nudging: shown at once, kept once

    def _nudge(self, *, start: int = 0, end: int = 0) -> None:
        moment = self._standing(self._view.moments.chosen)
        if moment is None:
            self._view.show_toast(tr("Choose a moment first."))
            return
        by = self._settings.nudge_ms
        length = self._lengths.get(moment.part, moment.end_ms + by)
        first = min(max(0, moment.start_ms + start * by), moment.end_ms - SHORTEST_MS)
        last = max(min(length, moment.end_ms + end * by), first + SHORTEST_MS)
        self._shifted = replace(moment, start_ms=first, end_ms=last)
        self._show(moment.uid, self._shifted)
        self._loop_along()
        self._quiet.start()

    def _loop_along(self) -> None:
        """Where the chosen moment is being repeated, repeat it with its edges as they are now."""
        moment, loop = self._standing(self._view.moments.chosen), self._sound.loop_span
        here = moment is not None and moment.part == self._sound.part
        if moment is not None and loop is not None and here and self._selection.span is None:
            self._sound.loop((moment.start_ms, moment.end_ms))

    def settle(self) -> None:
        """Keep the nudges that are shown; before any other act, and when they pause."""
        self._quiet.stop()
        shifted, self._shifted, marking = self._shifted, None, self._marking
        if shifted is None or marking is None:
            return
        if not self._do(lambda desk: marking.move(shifted.uid, shifted.start_ms, shifted.end_ms)):
            self._show(shifted.uid, self._moment(shifted.uid))

    # Inside

    def _act(self, act: Callable[[RatingDesk], object]) -> bool:
        self.settle()
        return self._do(act)

    def _change(self, uid: str, change: Callable[[Marking], object]) -> bool:
        """Do something with one moment; without one, say what is to be done first."""
        marking = self._marking
        if marking is None or not uid:
            self._view.show_toast(tr("Choose a moment first."))
            return False
        return self._act(lambda desk: change(marking))

    def _moment(self, uid: str) -> DeskMoment | None:
        return pictures.moment(self._desk, uid) if self._desk is not None and uid else None

    def _standing(self, uid: str) -> DeskMoment | None:
        """The moment with its edges where they are shown."""
        return self._shifted if self._shifted is not None and self._shifted.uid == uid else self._moment(uid)

    def _tell(self, words: str) -> None:
        key = self._view.commands.keys.hint_of(CommandId.UNDO)
        self._view.show_toast(words, action=tr("Undo ({key})", key=key) if key else tr("Undo"))
