"""The demo: made on first use, whole or not at all, thrown away and made anew."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from app.worlds import HandClock, ToldProbe
from fidelity_rater.app.bus import Bus
from fidelity_rater.app.demo.data import DemoData, read_demo
from fidelity_rater.app.demo.door import LIBRARY_FOLDER, UNFINISHED_FOLDER, DemoDoor, DemoEntry
from fidelity_rater.app.demo.ratings import kept_moments
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.keeping import Keeping
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.ports.jobs import Cancelled
from fidelity_rater.app.rating.signing import Signing
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.domain.feedback import Feedback, FollowUp, Reply
from fidelity_rater.domain.heard import Ledger
from fidelity_rater.domain.ratings.chain import first_break
from fidelity_rater.domain.ratings.events import EventKind
from fidelity_rater.domain.ratings.fold import fold
from fidelity_rater.domain.transcript import Speaker
from fidelity_rater.media.probe import PyAvProbe
from fidelity_rater.resources import resource_path
from fidelity_rater.storage.identity import IdentityFiles
from fidelity_rater.storage.shelf import FolderShelf
from helpers.libraries import CHEAP, Told


@pytest.fixture(scope="session")
def whole() -> DemoData:
    return read_demo(resource_path("demo"))


@pytest.fixture(scope="module")
def tiny(whole: DemoData, tmp_path_factory: pytest.TempPathFactory) -> DemoData:
    """The demo's first case with its first ratings, and sounds of a few bytes."""
    first = whole.therapists[0]
    sound = tmp_path_factory.mktemp("sounds") / "sound.opus"
    sound.write_bytes(b"sound" * 50)
    case = first["case"][0]
    return replace(
        whole,
        library={**whole.library, "open_first": f"{case['code']}-S02"},
        therapists=({**first, "case": [case]},),
        sounds=dict.fromkeys(whole.sounds, sound),
        ratings=tuple(row for row in whole.ratings if row["session"].startswith(f"{case['code']}-"))[:6],
    )


def door_to(folder: Path, data: DemoData, scales: ScaleShelf, *, probe: Any = None) -> DemoDoor:
    return DemoDoor(
        folder,
        read=lambda: data,
        identities=IdentityFiles(folder / "identities", cost=CHEAP),
        shelf=FolderShelf(),
        probe=probe or ToldProbe(),
        clock=HandClock(),
        scales=scales,
        version="test",
    )


@pytest.fixture
def door(tmp_path: Path, tiny: DemoData, scales: ScaleShelf) -> DemoDoor:
    return door_to(tmp_path / "demo", tiny, scales)


@dataclass(frozen=True)
class Made:
    """A demo that was made and left, and what was told meanwhile: to be looked at, or copied and done things to."""

    folder: Path
    uid: str
    told: Told


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, tiny: DemoData, scales: ScaleShelf) -> Made:
    folder, told = tmp_path_factory.mktemp("made") / "demo", Told()
    entry = door_to(folder, tiny, scales).enter(told)
    entry.library.close()
    assert entry.first_time
    return Made(folder, entry.library.info.uid, told)


@pytest.fixture(scope="module")
def entry(made: Made, tiny: DemoData, scales: ScaleShelf) -> Iterator[DemoEntry]:
    """Only for reading."""
    entry = door_to(made.folder, tiny, scales).enter(SilentProgress())
    yield entry
    entry.library.close()


@pytest.fixture
def made_door(made: Made, tmp_path: Path, tiny: DemoData, scales: ScaleShelf) -> DemoDoor:
    """The door to a demo of the test's own that was made before."""
    return door_to(shutil.copytree(made.folder, tmp_path / "demo"), tiny, scales)


def findings(entry: DemoEntry, scales: ScaleShelf) -> tuple[str, ...]:
    signing = Signing(entry.library, identities=entry.identities, bus=Bus())
    return Keeping(entry.library, signing=signing, scales=scales).check(SilentProgress())


def test_what_was_made_is_opened_as_its_stock_person(entry: DemoEntry, tiny: DemoData) -> None:
    assert entry.library.info.demo
    assert entry.person.initials == "AM"
    assert entry.passphrase == tiny.library["passphrase"]
    assert entry.identities.unlock(entry.person.uid, entry.passphrase).person == entry.person
    with entry.library.read() as uow:
        session = uow.sessions.get(entry.first_session_uid)
        assert session.scheduled == 2
    with entry.library.queries() as queries:
        (row,) = queries.caseload()
    assert (row.therapist.code, row.cases) == ("T01", 1)


def test_its_ratings_are_chained_and_signed_like_any_other(
    entry: DemoEntry, tiny: DemoData, scales: ScaleShelf
) -> None:
    assert findings(entry, scales) == ()
    with entry.library.queries() as queries:
        page = queries.therapist_page(queries.caseload()[0].therapist.uid)
    ratings = [rating for session in page.cases[0].sessions for rating in session.ratings]
    assert len(ratings) == len(tiny.ratings)
    assert all(rating.signed_at is not None and rating.scored for rating in ratings)


def test_its_moments_lie_in_the_recording_that_its_rater_heard(entry: DemoEntry, tiny: DemoData) -> None:
    with entry.library.queries() as queries:
        page = queries.therapist_page(queries.caseload()[0].therapist.uid)
    sessions = page.cases[0].sessions
    found = 0
    for session in sessions:
        for rating in session.ratings:
            with entry.library.read() as uow:
                events = uow.ratings.events(rating.uid)
                first, *_ = uow.recordings.of_session(session.session.uid)
                heard = uow.ratings.heard(rating.uid)
            state = fold(events)
            assert {moment.recording_uid for moment in state.moments().values()} <= {first.uid}
            for event in events:
                if event.kind is EventKind.MOMENT_MARKED:
                    assert (event.stamp.media_ms, event.stamp.recording_uid) == (event.data["end_ms"], first.uid)
            told = [score.heard.ms for score in state.scores().values() if score.heard is not None]
            assert len(told) == len(state.scores())
            signed = Ledger.from_json(events[-1].data["heard"])
            assert signed.spans == {uid: tuple((s.start_ms, s.end_ms, s.rate) for s in heard[uid]) for uid in heard}
            assert [uid for uid, _ in signed.parts] == [first.uid]
            found += len(state.moments())
    of_tiny = {row["rating"] for row in tiny.ratings}
    rows = [row for rating, rows in tiny.read_moments().items() if rating in of_tiny for row in rows]
    assert (
        found >= len({(row["rating"], row["item"], row["start_ms"], row["end_ms"], row["bearing"]) for row in rows}) > 5
    )


def test_a_stretch_kept_for_both_dimensions_of_an_item_is_one_moment() -> None:
    row = {"item": "CORE-01", "start_ms": "0", "end_ms": "900", "bearing": "for", "note": ""}
    other = {**row, "item": "CORE-02", "start_ms": "100", "end_ms": "800"}
    made = kept_moments([row, {**row, "note": "asks twice"}, {**row, "bearing": "against"}, other], "rec")
    assert [(m.item, m.bearing, m.note) for m in made] == [
        ("CORE-02", "for", ""),
        ("CORE-01", "against", ""),
        ("CORE-01", "for", "asks twice"),
    ]


def test_every_recording_has_its_transcript(entry: DemoEntry, whole: DemoData) -> None:
    with entry.library.queries() as queries:
        page = queries.therapist_page(queries.caseload()[0].therapist.uid)
    with entry.library.read() as uow:
        transcripts = uow.transcripts.of_case(page.cases[0].case.uid)
        recordings = [r.uid for s in page.cases[0].sessions for r in uow.recordings.of_session(s.session.uid)]
    assert set(transcripts) == set(recordings)
    for transcript in transcripts.values():
        assert transcript in whole.read_transcripts().values()
        assert set(transcript.voices) == {"Announcement", "Therapist", "Client"}
        first, second, *_ = transcript.lines
        assert transcript.speaker_of(first) is Speaker.OTHER
        assert transcript.speaker_of(second) is Speaker.THERAPIST
        assert not any(line.text.startswith(("T:", "C:", "N:")) or not line.text for line in transcript.lines)


def test_the_scenes_words_lie_where_they_are_spoken(whole: DemoData) -> None:
    transcript = whole.read_transcripts()["middle_grief"]
    assert transcript.lines[1].text == "This is session eight, halfway through. How have things been since last week?"
    assert all(line.start_ms < line.end_ms for line in transcript.lines)
    starts = [line.start_ms for line in transcript.lines]
    assert starts == sorted(starts)


def test_a_second_entry_opens_the_same(made_door: DemoDoor, made: Made) -> None:
    assert made_door.made
    told = Told()
    second = made_door.enter(told)
    second.library.close()
    assert second.library.info.uid == made.uid
    assert told.words == []


def test_progress_reaches_its_end(made: Made) -> None:
    done, total = zip(*made.told.words, strict=True)
    assert done == tuple(range(1, total[0] + 1))
    assert set(total) == {len(done)}


def test_what_is_stopped_midway_or_crashes_leaves_nothing_and_can_be_made_after_all(
    door: DemoDoor, tmp_path: Path
) -> None:
    door.reset()
    for stop_at in (1, 4):
        with pytest.raises(Cancelled):
            door.enter(Told(stop_at=stop_at))
        assert not door.made
        assert [path.name for path in (tmp_path / "demo").iterdir()] == ["identities"]
    left = tmp_path / "demo" / UNFINISHED_FOLDER
    left.mkdir(parents=True)
    (left / "library.db").write_bytes(b"half")
    door.enter(SilentProgress()).library.close()
    assert not left.exists()
    assert door.made


def test_reset_throws_away_what_was_done(made_door: DemoDoor, made: Made, tmp_path: Path) -> None:
    first = made_door.enter(SilentProgress())
    first.library.close()
    made_door.reset()
    assert not made_door.made
    assert [path.name for path in (tmp_path / "demo").iterdir()] == ["identities"]
    again = made_door.enter(SilentProgress())
    again.library.close()
    assert again.library.info.uid != made.uid
    assert again.person == first.person


def test_a_reset_that_cannot_be_says_so_and_leaves_the_demo_whole(
    made_door: DemoDoor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(self: Path, target: Path) -> Path:
        raise PermissionError(13, "in use")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", held)
        with pytest.raises(UserFacingError, match="could not be reset"):
            made_door.reset()
    assert (tmp_path / "demo" / LIBRARY_FOLDER / "library.db").exists()
    made_door.enter(SilentProgress()).library.close()


@pytest.mark.slow
def test_the_whole_demo_is_made(tmp_path: Path, whole: DemoData, scales: ScaleShelf) -> None:
    door = door_to(tmp_path / "demo", whole, scales, probe=PyAvProbe())
    entry = door.enter(SilentProgress())
    try:
        with entry.library.queries() as queries:
            rows = queries.caseload()
            pages = [queries.therapist_page(row.therapist.uid) for row in rows]
            drafts = queries.unfinished(entry.person.uid)
        sessions = [session for page in pages for case in page.cases for session in case.sessions]
        ratings = [rating for session in sessions for rating in session.ratings]
        assert [row.cases for row in rows] == [4, 2, 1]
        assert len(ratings) == len(whole.ratings)
        assert sum(bool(session.ratings) for session in sessions) >= 55
        assert any(len({r.person_uid for r in session.ratings}) > 1 for session in sessions)
        assert any(rating.superseded for rating in ratings)
        assert drafts
        first = next(s for s in sessions if s.session.uid == entry.first_session_uid)
        assert first.recordings
        assert not first.ratings
        assert findings(entry, scales) == ()
        with entry.library.read() as uow:
            events = [uow.ratings.events(rating.uid) for rating in ratings]
            sent = [Feedback.from_json(d.body) for d in uow.documents.of_kind(DocumentKind.FEEDBACK)]
            replies = [Reply.from_json(d.body) for d in uow.documents.of_kind(DocumentKind.REPLY_RECEIVED)]
            ticked = [FollowUp.from_json(d.body) for d in uow.documents.of_kind(DocumentKind.FOLLOW_UP)]
            asked = uow.documents.about(entry.first_session_uid, DocumentKind.LISTEN_HERE)
            rated = [uow.ratings.get(feedback.rating_uid) for feedback in sent]
        assert all(first_break(each) is None for each in events)
        assert sum(map(len, events)) > len(whole.read_events())
        assert all(head.signed_at is not None and head.person_uid == entry.person.uid for head in rated)
        assert {reply.feedback_uid for reply in replies} == {feedback.uid for feedback in sent}
        assert any(reply.self_rating_uid for reply in replies)
        assert [tick.suggestion_uid for tick in ticked] == [sent[0].suggestions[0].uid]
        assert len(asked[0].body["places"]) == 2
    finally:
        entry.library.close()


def test_clients_report_their_symptoms_beside_the_ratings(entry: DemoEntry) -> None:
    with entry.library.read() as uow:
        case = uow.cases.of_therapist(uow.therapists.all()[0].uid)[0]
        numbers = {session.uid: session.scheduled for session in uow.sessions.of_case(case.uid)}
        kept = [(numbers[m.session_uid], m.measure, m.value) for m in uow.measures.of_case(case.uid)]
    assert kept[:2] == [(1, "gad7", 14), (1, "phq9", 19)]
    assert 7 not in {number for number, _, _ in kept}, "it was missed"
