"""To send a session of one's own in: where one asks to be listened to, one's own rating, some words; then sending."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.door.models import Asked, ListenHere, OwnSession, Part, Play
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.app.rating.saver import LANE
from fidelity_rater.app.sharing.models import SubmissionOrder
from fidelity_rater.app.spoken_time import media_time
from fidelity_rater.i18n import tr
from fidelity_rater.ui.door.answer_field import AnswerField
from fidelity_rater.ui.door.place_row import PlaceRow
from fidelity_rater.ui.hearing.hearing import Heard, Hearing
from fidelity_rater.ui.hearing.player_bar import PlayerBar
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import FormRows, scrolling
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.text import label

SHORTEST_MS = 1000
USUAL_MS = 20_000


class SubmissionDialog(QDialog):
    """Gathers what one asks; every word of it is kept with the session as it is written.

    Signals:
        send_wanted: this is what is to be sent (:class:`SubmissionOrder`).
        rate_wanted: rate the session oneself first (its uid).
    """

    send_wanted = Signal(object)
    rate_wanted = Signal(str)

    def __init__(self, parent: QWidget, *, work: Workplace, jobs: JobRunner, session_uid: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Send a session in"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._work, self._jobs, self._session_uid = work, jobs, session_uid
        self._session: OwnSession | None = None
        self._asked = Asked()
        self.rows: list[PlaceRow] = []
        self.banner = Banner("danger", parent=self)
        self.banner.hide()
        self.hearing = Hearing(work, jobs, self, open_sound=work.door.sounds.open)
        self.title = label(tr("Send a session in"), "title", wrap=True)
        self.silent = label("", wrap=True)
        self.listen = TextButton(tr("Listen"), icon_name="play")
        self.here = TextButton(tr("Please listen here"), icon_name="plus")
        self.here.setToolTip(tr("Marks what you have just heard"))
        self.words = AnswerField(tr("What you would like to hear about"), lines=3)
        self.own = QCheckBox(tr("My own rating goes along"))
        self.own_told = label("", "muted", wrap=True)
        self.rate = TextButton(tr("Rate it myself first"))
        self.send = TextButton(tr("Go on to sending …"), "primary")
        self.cancel = TextButton(tr("Not now"))
        self.bar = PlayerBar(self)
        self._places = QVBoxLayout()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        page = QWidget()
        inside = QVBoxLayout(page)
        inside.setContentsMargins(24, 8, 24, 8)
        inside.setSpacing(14)
        inside.addWidget(self.silent)
        inside.addWidget(label(tr("Where should somebody listen?"), "strong"))
        hint = tr("Play the recording. When you have heard something you wonder about, press the second button.")
        inside.addWidget(label(hint, "muted", wrap=True))
        buttons = QHBoxLayout()
        buttons.addWidget(self.listen)
        buttons.addWidget(self.here)
        buttons.addStretch(1)
        inside.addLayout(buttons)
        self._places.setSpacing(8)
        inside.addLayout(self._places)
        rows = FormRows()
        rows.add_row(tr("What you would like to hear about"), self.words, hint=tr("Write no names."))
        inside.addWidget(rows)
        inside.addWidget(label(tr("Your own rating"), "strong"))
        inside.addWidget(self.own)
        inside.addWidget(self.own_told)
        inside.addWidget(self.rate, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addStretch(1)
        acts = QHBoxLayout()
        acts.setContentsMargins(24, 8, 24, 0)
        acts.addStretch(1)
        acts.addWidget(self.cancel)
        acts.addWidget(self.send)
        top = QVBoxLayout()
        top.setContentsMargins(24, 0, 24, 0)
        top.addWidget(self.title)
        top.addWidget(self.banner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 20, 0, 16)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(scrolling(page, tr("What you ask")), 1)
        column.addWidget(self.bar)
        column.addLayout(acts)
        self.setMinimumSize(560, 480)

    def _connect(self) -> None:
        self.listen.clicked.connect(self.on_listen)
        self.here.clicked.connect(self.on_here)
        self.words.edited.connect(self.on_words)
        self.rate.clicked.connect(self.on_rate)
        self.send.clicked.connect(self.on_send)
        self.cancel.clicked.connect(self.reject)
        self.bar.play_pressed.connect(self.hearing.toggle)
        self.bar.position_chosen.connect(self.hearing.seek)
        self.bar.retried.connect(self.hearing.retry)
        self.hearing.changed.connect(self.on_heard)
        self.finished.connect(lambda _: self.hearing.close())

    def show_over(self) -> None:
        """Read what is there already, and open."""
        over = self.parentWidget()
        room = over.window().height() if over is not None else 760
        self.resize(max(640, self.fontMetrics().averageCharWidth() * 92), min(760, room - 60))
        self.send.setEnabled(False)
        self.open()
        door, uid = self._work.door, self._session_uid
        self._do(lambda: (door.session(uid), door.answers.asked(uid)), lambda read: self._show(*read))

    def _show(self, session: OwnSession, asked: Asked) -> None:
        self._session, self._asked = session, asked
        place = session.place
        self.title.setText(tr("Send in {case} · {session}", case=place.case, session=place.words))
        self.silent.setText(session.silent)
        self.silent.setVisible(bool(session.silent))
        for button in (self.listen, self.here):
            button.setEnabled(bool(session.parts))
        self.words.show_answer(asked.words)
        signed = bool(session.self_rating_uid)
        self.own.setEnabled(signed)
        self.own.setChecked(signed)
        told = tr("Your signed rating goes with its whole record, notes too.") if signed else self._not_signed(session)
        self.own_told.setText(told)
        self.rate.setVisible(not signed)
        self.rate.show_text(tr("Go on with my own rating") if session.draft_uid else tr("Rate it myself first"))
        self.send.setEnabled(True)
        self._show_places()

    @staticmethod
    def _not_signed(session: OwnSession) -> str:
        if session.draft_uid:
            return tr("You have begun a rating of your own. Signed, it can go along; you may send the session without.")
        return tr("You may rate the session yourself first; then your rating goes along. You need not.")

    # Places

    def _show_places(self) -> None:
        empty(self._places)
        parts = {part.uid: part for part in self._parts}
        self.rows = []
        for place in self._asked.places:
            part = parts.get(place.recording_uid)
            longest = part.duration_ms if part else place.end_ms
            row = PlaceRow(place, part.label if part else "", longest_ms=longest, parent=self)
            row.play_wanted.connect(self.on_play_place)
            row.changed.connect(self.on_place_changed)
            row.removed.connect(self.on_place_removed)
            self.rows.append(row)
            self._places.addWidget(row)

    @property
    def _parts(self) -> tuple[Part, ...]:
        return self._session.parts if self._session is not None else ()

    def on_listen(self) -> None:
        """Play the recording from its beginning, or go on."""
        heard = self.hearing.heard
        if heard.play is not None and heard.length_ms == heard.play.duration_ms:
            self.hearing.toggle()
        elif self._parts:
            self._play(self._parts[0], tr("The recording"))

    def _play(self, part: Part, words: str) -> None:
        self.bar.show_what(words)
        self.hearing.start(Play(part.uid, part.uid, False, 0, part.duration_ms, part.duration_ms))

    def on_here(self) -> None:
        """Ask for what was just heard; where nothing plays, for the recording's beginning."""
        heard = self.hearing.heard
        part = self._parts[0]
        uid, now = (heard.play.recording_uid, heard.recording_ms) if heard.play is not None else (part.uid, 0)
        end = max(now, SHORTEST_MS)
        place = ListenHere(new_uid(), uid, max(0, end - USUAL_MS), end)
        self._ask((*self._asked.places, place))
        self._show_places()
        row = next((row for row in self.rows if row.place.uid == place.uid), None)
        if row is not None:
            row.words.setFocus()

    def on_play_place(self, place: ListenHere) -> None:
        part = next((part for part in self._parts if part.uid == place.recording_uid), None)
        if part is not None:
            self.bar.show_what(tr("From {start}", start=media_time(place.start_ms, tenths=False)))
            self.hearing.start(Play(part.uid, part.uid, False, place.start_ms, place.end_ms, part.duration_ms))

    def on_place_changed(self, place: ListenHere) -> None:
        self._ask(tuple(place if each.uid == place.uid else each for each in self._asked.places))

    def on_place_removed(self, uid: str) -> None:
        self._ask(tuple(each for each in self._asked.places if each.uid != uid))
        self._show_places()

    def on_words(self, words: str) -> None:
        self._keep(Asked(self._asked.places, words))

    def _ask(self, places: tuple[ListenHere, ...]) -> None:
        in_order = sorted(places, key=lambda place: (place.recording_uid, place.start_ms))
        self._keep(Asked(tuple(in_order), self._asked.words))

    def _keep(self, asked: Asked) -> None:
        self._asked = asked
        self._do(lambda: self._work.door.answers.ask(self._session_uid, asked), lambda _: None)

    def on_heard(self, heard: Heard) -> None:
        self.bar.show_heard(heard)
        self.listen.show_icon("pause" if heard.playing else "play")

    # Going on

    def on_rate(self) -> None:
        self._settle()
        self.rate_wanted.emit(self._session_uid)
        self.accept()

    def on_send(self) -> None:
        """Hand over what is asked; what goes and to whom is settled next."""
        self._settle()
        session = self._session
        if session is None:
            return
        order = SubmissionOrder(
            self._session_uid,
            self_rating_uid=session.self_rating_uid if self.own.isChecked() else "",
            listen_here=self._asked.places,
            words=self._asked.words,
        )
        self.accept()
        self.send_wanted.emit(order)

    def _settle(self) -> None:
        self.words.keep()
        for row in self.rows:
            row.words.keep()

    def _do(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._jobs.start(lambda _: work(), done=done, failed=self._on_failed, lane=LANE)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, UserFacingError):
            raise error
        self.banner.show_message(str(error))
