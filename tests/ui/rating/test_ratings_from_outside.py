"""What came from outside, on the desk: it plays from the sound that is here, and a second history can be seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.worlds import CONSENT
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.importing import ImportPlace
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.library import ScoreRow
from fidelity_rater.app.sharing.lines import event_line, rating_line
from fidelity_rater.domain.ratings.chain import next_event
from fidelity_rater.domain.ratings.events import Draft, RatingEvent, Score, Stamp, moment_marked, score_given
from fidelity_rater.domain.ratings.moments import Moment
from fidelity_rater.domain.timecode import ClockQuality
from fidelity_rater.ui.library_area import LibraryArea
from fidelity_rater.ui.theme import Theme
from helpers.screens import begin_rating, enter_library, make_window
from helpers.shown_texts import shown_texts
from helpers.sounds import wav_bytes

THEIRS = "5e1b6f7e-23d1-4c38-8a52-9a6f3f1f7a10"
"""What another library calls the recording."""


@pytest.fixture
def area(own_home: Path, dressed: Theme, qtbot: QtBot, tmp_path: Path) -> Iterator[LibraryArea]:
    """A rating on the desk whose record names the recording as another library does, as if it had come from there."""
    window = make_window(own_home, dressed, qtbot)
    window.resize(1280, 800)
    made = enter_library(window)
    tape = tmp_path / "tape.wav"
    tape.write_bytes(wav_bytes(4))
    made.bring_in([tape], ImportPlace("T07", "C2", 6))
    made.screens.importing.on_start()
    session = made.work.caseload.place("T07", "C2", scheduled=6)
    with made.work.library.read() as uow:
        (recording,) = uow.recordings.of_session(session.uid)
    made.work.recordings.set_consent(recording.uid, CONSENT)
    begin_rating(made)
    desk = made.rating.desk
    assert desk is not None
    uid = desk.rating.head.uid
    with made.work.library.work() as uow:
        uow.aliases.set(THEIRS, recording.uid)
        (first,) = uow.ratings.events(uid)
        marked = moment_marked(Moment("0a6f3f1f-23d1-4c38-8a52-9a6f3f1f7a10", THEIRS, 1_000, 2_500, "CORE-01"))
        stamp = Stamp(first.stamp.at, 3_000, ClockQuality.OK, THEIRS)
        second = after(first, marked, stamp)
        third = after(second, score_given("CORE-01", "adherence", Score(value=3)), stamp)
        uow.ratings.append_all((second, third), [ScoreRow("CORE-01", "adherence", Score(value=3), stamp)])
        uow.commit()
    keep_aside(made)
    made.rating.open(uid)
    yield made
    window.close()


def after(last: RatingEvent, draft: Draft, stamp: Stamp) -> RatingEvent:
    return next_event(
        rating_uid=last.rating_uid,
        head_seq=last.seq,
        head_hash=last.hash,
        draft=draft,
        stamp=stamp,
        actor=last.actor,
    )


def keep_aside(area: LibraryArea) -> None:
    """Another history of the rating on the desk, as a package leaves it."""
    desk = area.rating.desk
    assert desk is not None
    uid = desk.rating.head.uid
    with area.work.library.work() as uow:
        head, (first, *_) = uow.ratings.get(uid), uow.ratings.events(uid)
        second = after(first, score_given("CORE-01", "adherence", Score(value=1)), Stamp(first.stamp.at))
        line = rating_line(head) | {"head_seq": second.seq, "head_hash": second.hash.hex()}
        body = {"head": line, "events": [event_line(event) for event in (first, second)]}
        at = first.stamp.at
        uow.documents.keep(Document(new_uid(), DocumentKind.FORK, uid, head.person_uid, body, at, at, final=True))
        uow.commit()


def test_what_came_from_outside_is_heard_and_seen(area: LibraryArea, qtbot: QtBot) -> None:
    screen = area.rating
    desk = screen.desk
    assert desk is not None
    (recording,) = desk.rating.recordings
    # A score and a moment play from the sound that is here.
    with qtbot.waitSignal(screen.view.hear_pressed) as heard:
        screen.view.detail.sections[0].on_hear()
    assert heard.args == [recording.uid, 3_000]
    (moment,) = screen.desk.moments.all()  # type: ignore[union-attr]
    assert moment.part == recording.uid
    # The draft has a way to its second history, by hand and by key.
    way = screen.view.header.aside
    assert way.isVisible()
    assert way.accessibleName() == "A second history of this rating is kept aside: look at it"
    way.setFocus()
    qtbot.keyClick(way, Qt.Key.Key_Return)
    assert screen.view.side.current is screen.view.record
    (card,) = screen.view.record.forks.values()
    texts = shown_texts(card)
    assert any(text.startswith("A second history of this rating came on") for text in texts)
    assert "It is a draft: nobody has signed it." in texts
    # Removed, it can be put back from where the keys are.
    card.remove.setFocus()
    qtbot.keyClick(card.remove, Qt.Key.Key_Return)
    assert not way.isVisible()
    assert card.back.hasFocus()
    assert kept(area) == 0
    area.on_changed(Changed.FEEDBACK)  # what is looked for anew leaves the way back in sight
    qtbot.keyClick(card.back, Qt.Key.Key_Return)
    assert way.isVisible()
    assert kept(area) == 1
    # The caseload says so beside the rating.
    area.show_caseload()
    uid = desk.rating.head.uid
    qtbot.waitUntil(lambda: bool(area.caseload.view.cards))
    table = area.caseload.view.cards[0].table
    assert table is not None
    assert table.rating_buttons[uid].accessibleName().endswith("; a second history is kept aside")


def kept(area: LibraryArea) -> int:
    with area.work.library.read() as uow:
        return len(uow.documents.of_kind(DocumentKind.FORK))
