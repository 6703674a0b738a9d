"""The sessions of one case, one line each, with what can be done about each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QSizePolicy, QWidget

from fidelity_rater.app import labels
from fidelity_rater.app.caseload_models import (
    Attendance,
    Case,
    RatingRow,
    Recording,
    SessionRow,
    phase_of,
    review_due,
)
from fidelity_rater.app.sharing.forks import kept_aside
from fidelity_rater.app.spoken_time import media_time
from fidelity_rater.i18n import tr
from fidelity_rater.ui.caseload.wanted import Wanted
from fidelity_rater.ui.forms.days import spoken_day
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import line
from fidelity_rater.ui.widgets.flow_layout import FlowLayout
from fidelity_rater.ui.widgets.text import label

Told = tuple[str, tuple[str, ...]]
"""A short label, and sentences."""

_TOP = Qt.AlignmentFlag.AlignVCenter
COLUMNS = 6
RATINGS = 4


class SessionTable(QWidget):
    """Sessions in scheduled order.

    Signals:
        asked: something is wanted of a session, recording or rating (:class:`Wanted`, uid).
    """

    asked = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rate_buttons: dict[str, TextButton] = {}
        self.more_buttons: dict[str, TextButton] = {}
        self.recording_buttons: dict[str, TextButton] = {}
        self._recordings_shown: list[Recording] = []
        self.rating_buttons: dict[str, TextButton] = {}
        self._ratings_told: dict[str, tuple[str, str, str, str]] = {}
        """What is told of each rating without what is kept aside: in short, at length, by name, by icon."""
        self._forks: Mapping[str, int] = {}
        self._blindness: Mapping[str, Told] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(RATINGS, 1)

    def show_sessions(self, case: Case, sessions: Sequence[SessionRow], *, today: date, archived: bool = False) -> None:
        """Show these, archived ones only on demand; the table is made once and thrown away with its card."""
        self._today = today
        heads = (tr("Session"), tr("Date"), tr("Phase"), tr("Recording"), tr("Ratings"))
        for column, head in enumerate(heads):
            self._grid.addWidget(label(head, "muted"), 0, column)
        at = 1
        for session in sessions:
            if session.session.archived and not archived:
                continue
            self._grid.addWidget(line(), at, 0, 1, COLUMNS)
            self._add(at + 1, case, session)
            at += 2

    def _add(self, at: int, case: Case, row: SessionRow) -> None:
        session = row.session
        held = session.attendance is Attendance.ATTENDED
        number = label(str(session.scheduled), "strong")
        number.setToolTip(
            tr("Scheduled as number {n}, held as number {m}", n=session.scheduled, m=session.attended)
            if session.attended
            else tr("Scheduled as number {n}, not held", n=session.scheduled)
        )
        day = spoken_day(session.held_on) or tr("no date")
        if session.archived:
            day = tr("{day}, archived", day=day)
        when = day if held else tr("{day}, {attendance}", day=day, attendance=labels.attendance(session.attendance))
        phase = labels.phase(phase_of(session, case)) if held else ""
        cells = (number, label(when, "" if held else "muted"), label(phase, "" if session.phase else "muted"))
        for column, cell in enumerate(cells):
            self._grid.addWidget(cell, at, column, _TOP)
        if phase and session.phase is None:
            cells[2].setToolTip(tr("Proposed from the plan; a rater confirms it."))
        self._grid.addWidget(self._recordings(row), at, 3, _TOP)
        self._grid.addWidget(self._ratings(row), at, RATINGS, _TOP)
        self._grid.addWidget(self._acts(row, held=held), at, 5, _TOP)

    def _recordings(self, row: SessionRow) -> QWidget:
        box, flow = _flowing()
        for recording in row.recordings:
            flow.addWidget(self._recording(recording, row.session.scheduled))
        return box

    def _recording(self, recording: Recording, number: int) -> TextButton:
        length = media_time(recording.duration_ms, tenths=False)
        button = TextButton(length, "flat", icon_name="sound")
        if recording.deleted_at is not None:
            button.show_text(tr("deleted"))
            button.setEnabled(False)
        button.setAccessibleName(tr("Recording of session {n}, {length}", n=number, length=length))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: _pop_up(self.recording_menu(recording), button))
        self.recording_buttons[recording.uid] = button
        self._recordings_shown.append(recording)
        self._warn(recording, "")
        return button

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Say of these recordings (uids) what is wrong with their sound; the others are whole."""
        for recording in self._recordings_shown:
            if recording.deleted_at is None:
                self._warn(recording, faults.get(recording.uid, ""))

    def _warn(self, recording: Recording, fault: str) -> None:
        warning = " ".join(part for part in (fault, consent_warning(recording, today=self._today)) if part)
        button = self.recording_buttons[recording.uid]
        button.show_icon("warning" if warning else "sound")
        named, length = button.accessibleName(), media_time(recording.duration_ms, tenths=False)
        if recording.deleted_at is None:
            button.show_text(tr("{length}, no sound", length=length) if fault else length)
        button.setAccessibleName(named)
        button.setToolTip(warning or tr("Consent, sound and deletion of this recording"))
        button.setAccessibleDescription(warning)

    def _ratings(self, row: SessionRow) -> QWidget:
        box, flow = _flowing()
        for rating in row.ratings:
            icon = "sign" if rating.signed_at else "edit"
            button = TextButton(rating_words(rating), "link", icon_name=icon)
            name = tr("Open rating of session {n}: {rating}", n=row.session.scheduled, rating=rating_words(rating))
            self._ratings_told[rating.uid] = (rating_words(rating), rating_told(rating), name, icon)
            button.setToolTip(rating_told(rating))
            button.setAccessibleName(name)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, uid=rating.uid: self.asked.emit(Wanted.OPEN_RATING, uid))
            self.rating_buttons[rating.uid] = button
            flow.addWidget(button)
        return box

    def show_forks(self, forks: Mapping[str, int]) -> None:
        """Say of these ratings (uids) how many other histories of them are kept aside."""
        self._forks = forks
        for uid, button in self.rating_buttons.items():
            words, told, name, icon = self._told(uid)
            aside = kept_aside(count) if (count := forks.get(uid, 0)) else ""
            button.show_text(tr("{rating}, second history", rating=words) if aside else words)
            button.setToolTip(tr("{told} · {aside}", told=told, aside=aside) if aside else told)
            button.setAccessibleName(tr("{name}; {aside}", name=name, aside=aside) if aside else name)
            button.show_icon("info" if aside else icon)

    def show_blindness(self, told: Mapping[str, Told]) -> None:
        """Say of these ratings (uids) whether they were made blind, and why not."""
        self._blindness = told
        self.show_forks(self._forks)

    def _told(self, uid: str) -> tuple[str, str, str, str]:
        """What is told of a rating, blindness included where something is said of it."""
        words, at_length, name, icon = self._ratings_told[uid]
        if uid not in self._blindness:
            return words, at_length, name, icon
        short, why = self._blindness[uid]
        if short:
            words = tr("{rating}, {blind}", rating=words, blind=short.lower())
            name = tr("{name}; {blind}", name=name, blind=short.lower())
        return words, "\n".join((at_length, *why)), name, icon

    def _acts(self, row: SessionRow, *, held: bool) -> QWidget:
        uid, number = row.session.uid, row.session.scheduled
        box = QWidget()
        acts = QHBoxLayout(box)
        acts.setContentsMargins(0, 0, 0, 0)
        acts.setSpacing(4)
        rate = TextButton(tr("Rate"), parent=box)
        rate.setAccessibleName(tr("Rate session {n}", n=number))
        rate.clicked.connect(lambda: self.asked.emit(Wanted.RATE, uid))
        kept = rate.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        rate.setSizePolicy(kept)
        rate.setVisible(held and bool(row.recordings))
        more = TextButton("…", "flat")
        more.setAccessibleName(tr("More about session {n}", n=number))
        more.setToolTip(tr("More about session {n}", n=number))
        more.clicked.connect(lambda: self._session_menu(row, more))
        for button in (rate, more):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            acts.addWidget(button)
        self.rate_buttons[uid], self.more_buttons[uid] = rate, more
        return box

    def _session_menu(self, row: SessionRow, button: TextButton) -> None:
        uid = row.session.uid
        entries = [
            (tr("Import a recording here …"), Wanted.IMPORT_HERE, uid),
            (tr("Begin another rating …"), Wanted.RATE_ANEW, uid),
            (tr("Send this session …"), Wanted.SEND_SESSION, uid),
            (tr("Edit session …"), Wanted.EDIT_SESSION, uid),
            *(
                (tr("Report on the rating of {initials} …", initials=r.rater_initials), Wanted.RATING_REPORT, r.uid)
                for r in row.ratings
                if r.signed_at is not None
            ),
        ]
        entries += [
            (tr("Discard the empty draft of {initials}", initials=r.rater_initials), Wanted.DISCARD_RATING, r.uid)
            for r in row.ratings
            if r.signed_at is None and not r.scored
        ]
        if row.session.archived:
            entries = [(tr("Bring back session"), Wanted.ARCHIVE_SESSION, uid)]
        elif not row.ratings and all(r.deleted_at for r in row.recordings):
            entries.append((tr("Archive session"), Wanted.ARCHIVE_SESSION, uid))
        _pop_up(self._menu(entries), button)

    def recording_menu(self, recording: Recording) -> QMenu:
        """What can be done with a recording that is not deleted."""
        entries = [
            (tr("Consent …"), Wanted.CONSENT, recording.uid),
            (tr("Bring the sound back from the original …"), Wanted.BRING_SOUND_BACK, recording.uid),
            (tr("Delete recording …"), Wanted.DELETE_RECORDING, recording.uid),
        ]
        return self._menu(entries)

    def _menu(self, entries: list[tuple[str, Wanted, str]]) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, wanted, uid in entries:
            menu.addAction(text).triggered.connect(lambda _=False, w=wanted, u=uid: self.asked.emit(w, u))
        return menu


def _pop_up(menu: QMenu, button: TextButton) -> None:
    menu.popup(button.mapToGlobal(QPoint(0, button.height())))


def together(*told: Mapping[str, Told]) -> dict[str, Told]:
    """What several say of ratings, as one."""
    found: dict[str, Told] = {}
    for those in told:
        for uid, (short, why) in those.items():
            before, reasons = found.get(uid, ("", ()))
            found[uid] = (", ".join(part for part in (before, short) if part), (*reasons, *why))
    return found


def rating_words(rating: RatingRow) -> str:
    """Who rated for what, and how far it has come."""
    state = tr("signed") if rating.signed_at else tr("draft")
    if rating.superseded:
        state = tr("corrected")
    purpose = labels.purpose(rating.purpose).lower()
    return tr("{initials} {purpose}, {state}", initials=rating.rater_initials, purpose=purpose, state=state)


def rating_told(rating: RatingRow) -> str:
    """The same at length."""
    words = [labels.role(rating.role), tr("{n} items scored", n=rating.scored)]
    if rating.superseded:
        words.append(tr("corrected by a later rating"))
    elif rating.supersedes_uid:
        words.append(tr("a correction"))
    return " · ".join(words)


def consent_warning(recording: Recording, *, today: date) -> str:
    """What is amiss with a recording's consent, as a sentence; empty where nothing is."""
    consent = recording.consent
    if recording.deleted_at is not None:
        return tr("The sound was deleted on {day}; scores stay.", day=spoken_day(recording.deleted_at.date()))
    if not consent.recorded:
        return tr("Consent is not recorded, so this is not played.")
    if consent.withdrawn_on is not None:
        return tr("Consent was withdrawn on {day}, so this is not played.", day=spoken_day(consent.withdrawn_on))
    if review_due(consent, today):
        return tr("Consent was to be looked at again on {day}.", day=spoken_day(consent.review_on))
    return ""


def _flowing() -> tuple[QWidget, FlowLayout]:
    box = QWidget()
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    box.setSizePolicy(policy)
    return box, FlowLayout(box, spacing=2)
