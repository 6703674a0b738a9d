"""What rules may ask about: of one therapist or all, and only what counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from fidelity_rater.app.ports.accreditation import FactsAsked
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.domain.accreditation.facts import ContactFacts, TherapistFacts
from fidelity_rater.domain.accreditation.records import (
    Paper,
    PaperKind,
    ResultElsewhere,
    SupervisionContact,
    Training,
    TrainingKind,
)
from fidelity_rater.domain.caseload import Attendance, Phase
from fidelity_rater.domain.measures import Measurement
from fidelity_rater.domain.people import Role
from storage import stories
from storage.stories import START, Story

DAY = date(2026, 3, 1)


def facts(story: Story, **asked: Any) -> tuple[TherapistFacts, ...]:
    with story.library.queries() as queries:
        return tuple(queries.accreditation_facts(FactsAsked(**asked)))


def keep(story: Story, kind: DocumentKind, record: Any) -> None:
    with story.library.work() as work:
        document = Document(record.uid, kind, record.therapist_uid, story.rater.uid, record.as_json(), START, START)
        work.documents.keep(document)
        work.commit()


def other_rater(story: Story) -> str:
    found = stories.person("CD")
    with story.library.work() as work:
        work.people.keep(found)
        work.commit()
    return found.uid


def test_a_case_with_its_sessions(story: Story) -> None:
    missed = stories.session(story.case, 2, attendance=Attendance.MISSED, attended=None)
    aside = stories.session(story.case, 3, archived=True)
    ending = stories.session(story.case, 5, phase=Phase.TERMINATION, held_on=date(2026, 1, 20))
    with story.library.work() as work:
        for each in (ending, missed, aside):
            work.sessions.add(each)
        work.measures.set(Measurement(story.session.uid, "PHQ-9", 12.0))
        work.measures.set(Measurement(story.session.uid, "gad7", 9.0))
        work.commit()
    (found,) = facts(story)
    (case,) = found.cases
    assert (found.uid, found.code) == (story.therapist.uid, "T01")
    assert (case.uid, case.code, case.focal_area, case.began) == (story.case.uid, "C1", "grief", date(2026, 1, 20))
    first, last = case.sessions
    assert (first.uid, first.number, first.phase, first.recorded) == (story.session.uid, 1, "initial", True)
    assert first.measures == {"phq9", "gad7"}
    assert (last.uid, last.number, last.phase, last.recorded, last.measures) == (
        ending.uid,
        5,
        "termination",
        False,
        frozenset(),
    )


def test_only_signed_ratings_count_and_neither_what_was_corrected_nor_calibrations(story: Story) -> None:
    def told() -> tuple[bool, bool]:
        session = facts(story)[0].cases[0].sessions[0]
        return session.reviewed, session.self_rated

    draft = story.begin()
    assert told() == (False, False)
    calibration = story.begin(person_uid=other_rater(story))
    calibration.sign()
    assert told() == (True, False)
    with story.library.work() as work:
        about = Document(stories.uid(), DocumentKind.CALIBRATION, calibration.uid, story.rater.uid, {}, START, START)
        work.documents.keep(about)
        work.commit()
    assert told() == (False, False)
    own = story.begin(person_uid=other_rater(story), role=Role.TRAINEE)
    own.sign()
    assert told() == (False, True)
    draft.sign()
    assert told() == (True, True)
    # A correction in another role takes the first one's place, and not beside it.
    corrected = story.begin(supersedes_uid=draft.uid, correction_reason="the role was wrong", role=Role.TRAINEE)
    assert told() == (True, True)
    corrected.sign()
    assert told() == (False, True)


def test_what_was_written_down_by_hand(story: Story) -> None:
    uid = story.therapist.uid
    contact = SupervisionContact(
        stories.uid(), uid, DAY, 60, group_size=3, case_uids=(story.case.uid,), own_minutes=20, note="private"
    )
    unsure = SupervisionContact(stories.uid(), uid, DAY, 50, supervisor_accredited=True)
    later = Training(stories.uid(), uid, TrainingKind.WORKSHOP, "“Later”, with \\ signs", date(2026, 5, 1), hours=1.5)
    earlier = Training(stories.uid(), uid, TrainingKind.COURSE, "Course", DAY, days=5)
    paper = Paper(stories.uid(), uid, PaperKind.LETTER, "Letter", DAY, case_uid=story.case.uid)
    result = ResultElsewhere(stories.uid(), uid, "Body", "Form", "3.25", DAY)
    for kind, record in (
        (DocumentKind.SUPERVISION, contact), (DocumentKind.SUPERVISION, unsure), (DocumentKind.TRAINING, later),
        (DocumentKind.TRAINING, earlier), (DocumentKind.PAPER, paper), (DocumentKind.ELSEWHERE, result),
    ):  # fmt: skip
        keep(story, kind, record)
    (found,) = facts(story)
    assert sorted(found.contacts, key=lambda each: each.minutes) == [ContactFacts.of(unsure), ContactFacts.of(contact)]
    assert ContactFacts.of(contact) == ContactFacts(DAY, 60, 3, (story.case.uid,), 20, None)
    assert (found.trainings, found.papers, found.results) == ((earlier, later), (paper,), (result,))


def test_one_or_all_who_are_in_use(story: Story) -> None:
    second, gone = stories.therapist("A01"), stories.therapist("B01", archived=True)
    with story.library.work() as work:
        work.therapists.add(second)
        work.therapists.add(gone)
        work.commit()
    for owner in (second, gone):
        keep(story, DocumentKind.TRAINING, Training(stories.uid(), owner.uid, TrainingKind.COURSE, owner.code, DAY))
    everybody = facts(story)
    assert [each.code for each in everybody] == ["A01", "T01"]
    assert [len(each.cases) for each in everybody] == [0, 1]
    assert [each.title for each in everybody[0].trainings] == ["A01"]
    for owner in (story.therapist, second, gone):
        (alone,) = facts(story, therapist_uid=owner.uid)
        assert alone.uid == owner.uid
        assert alone in everybody or owner is gone
    with pytest.raises(KeyError):
        facts(story, therapist_uid=stories.uid())


def test_what_is_not_asked_for_is_not_read(story: Story) -> None:
    story.begin().sign()
    keep(story, DocumentKind.SUPERVISION, SupervisionContact(stories.uid(), story.therapist.uid, DAY, 60))
    (found,) = facts(story, recordings=False, ratings=False, measures=False, supervision=False, records=False)
    session = found.cases[0].sessions[0]
    assert (session.recorded, session.reviewed, session.measures, found.contacts) == (False, False, frozenset(), ())
    assert replace(found, cases=()) == TherapistFacts(story.therapist.uid, "T01")
