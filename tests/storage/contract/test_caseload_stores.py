"""Therapists, cases, sessions, recordings, people and scales: what goes in comes out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.domain.caseload import Attendance, Consent, ConsentPurpose, FocalArea, FocusEntry, Phase
from storage import stories
from storage.stories import START, Story


def test_what_was_added_reads_back_equal(story: Story) -> None:
    with story.library.read() as work:
        assert work.therapists.get(story.therapist.uid) == story.therapist
        assert work.therapists.by_code("T01") == story.therapist
        assert work.cases.get(story.case.uid) == story.case
        assert work.cases.by_code(story.therapist.uid, "C1") == story.case
        assert work.sessions.get(story.session.uid) == story.session
        assert work.recordings.get(story.recording.uid) == story.recording
        assert work.recordings.of_session(story.session.uid) == (story.recording,)
        assert work.recordings.by_sha256(story.recording.sha256) == (story.recording,)
        assert work.recordings.of_size(story.recording.size) == (story.recording,)
        assert work.recordings.of_size(story.recording.size + 1) == ()
        assert work.people.all() == (story.rater,)
        assert work.scales.get(stories.SCALE) == b"a scale"
        assert work.scales.all() == (stories.SCALE,)


def test_what_was_saved_replaces_what_was_there(story: Story) -> None:
    therapist = replace(story.therapist, code="T99", archived=True)
    history = (FocusEntry(date(2026, 4, 1), (FocalArea.ROLE_DISPUTE, FocalArea.GRIEF), "both"),)
    case = replace(story.case, planned_sessions=20, focus_history=history, suitability={}, archived=True)
    session = replace(
        story.session, attendance=Attendance.MISSED, attended=None, held_on=None, phase=Phase.TERMINATION, archived=True
    )
    with story.library.work() as work:
        work.therapists.save(therapist)
        work.cases.save(case)
        work.sessions.save(session)
        work.commit()
    with story.library.read() as work:
        assert work.therapists.all() == (therapist,)
        assert work.therapists.by_code("T01") is None
        assert work.cases.of_therapist(therapist.uid) == (case,)
        assert work.sessions.of_case(case.uid) == (session,)


def test_a_code_is_taken_once(story: Story) -> None:
    other = stories.therapist("T02")
    with story.library.work() as work:
        work.therapists.add(other)
        for refused in (
            lambda: work.therapists.add(stories.therapist("T01")),
            lambda: work.therapists.save(replace(other, code="T01")),
            lambda: work.cases.add(stories.case(story.therapist, "C1")),
        ):
            with pytest.raises(UserFacingError, match="already"):
                refused()
        work.cases.add(stories.case(other, "C1"))
        work.therapists.save(replace(other, archived=True))
        work.commit()


def test_therapists_come_by_code_and_sessions_by_number(story: Story) -> None:
    with story.library.work() as work:
        for code in ("T10", "A01"):
            work.therapists.add(stories.therapist(code))
        for number in (3, 2):
            work.sessions.add(stories.session(story.case, number))
        assert [found.code for found in work.therapists.all()] == ["A01", "T01", "T10"]
        assert [found.scheduled for found in work.sessions.of_case(story.case.uid)] == [1, 2, 3]


def test_names_stand_apart_and_can_be_taken_back(story: Story) -> None:
    with story.library.work() as work:
        assert work.therapists.name_of(story.therapist.uid) == ""
        work.therapists.set_name(story.therapist.uid, "Ada Example")
        work.cases.set_name(story.case.uid, "Mr X")
        work.commit()
    with story.library.work() as work:
        assert work.therapists.name_of(story.therapist.uid) == "Ada Example"
        assert work.cases.name_of(story.case.uid) == "Mr X"
        work.cases.set_name(story.case.uid, "")
        assert work.cases.name_of(story.case.uid) == ""


def test_consent_and_session_of_a_recording_change_and_nothing_else(story: Story) -> None:
    other = stories.session(story.case, 2)
    consent = Consent(
        frozenset({ConsentPurpose.SUPERVISION, ConsentPurpose.RESEARCH}), frozenset({"panel"}),
        given_on=date(2026, 1, 1), withdrawn_on=date(2026, 2, 2), review_on=date(2027, 1, 1),
    )  # fmt: skip
    with story.library.work() as work:
        work.sessions.add(other)
        work.recordings.set_consent(story.recording.uid, consent)
        work.recordings.set_session(story.recording.uid, other.uid)
        work.commit()
    with story.library.read() as work:
        expected = replace(story.recording, consent=consent, session_uid=other.uid)
        assert work.recordings.get(story.recording.uid) == expected
        assert work.recordings.of_session(story.session.uid) == ()


def test_a_destroyed_recording_keeps_its_row_and_its_first_date(story: Story) -> None:
    later = datetime(2026, 5, 1, tzinfo=UTC)
    with story.library.work() as work:
        work.recordings.destroy(story.recording.uid, START)
        work.recordings.destroy(story.recording.uid, later)
        work.commit()
    with story.library.read() as work:
        assert work.recordings.get(story.recording.uid).deleted_at == START


def test_a_person_may_be_renamed_but_not_have_other_keys(story: Story) -> None:
    renamed = replace(story.rater, name="Other Name", initials="ON")
    with story.library.work() as work:
        work.people.keep(renamed)
        assert work.people.get(story.rater.uid) == renamed
        with pytest.raises(UserFacingError):
            work.people.keep(replace(renamed, signing_key=b"x" * 32))


def test_a_scale_is_kept_once(story: Story) -> None:
    with story.library.work() as work:
        work.scales.keep(stories.SCALE, b"a scale")
        assert len(work.scales.all()) == 1


def test_the_unknown_is_a_key_error(library: Any) -> None:
    nobody = stories.uid()
    with library.work() as work:
        for asked in (
            lambda: work.therapists.get(nobody),
            lambda: work.therapists.name_of(nobody),
            lambda: work.cases.get(nobody),
            lambda: work.cases.of_therapist(nobody),
            lambda: work.sessions.get(nobody),
            lambda: work.sessions.of_case(nobody),
            lambda: work.recordings.get(nobody),
            lambda: work.recordings.of_session(nobody),
            lambda: work.people.get(nobody),
            lambda: work.scales.get("00" * 32),
            lambda: work.ratings.get(nobody),
            lambda: work.ratings.events(nobody),
            lambda: work.ratings.heard(nobody),
            lambda: work.therapists.save(stories.therapist()),
        ):
            with pytest.raises(KeyError):
                asked()


def test_a_second_spelling_of_a_uid_is_refused(library: Any) -> None:
    for spelling in (stories.uid().upper(), stories.uid().replace("-", ""), "t1"):
        with pytest.raises(ValueError, match=r"uid|fromhex"), library.work() as work:
            work.therapists.add(stories.therapist(uid=spelling))
