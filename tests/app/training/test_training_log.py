"""The log: what can be written down, what is refused in a sentence, the sums, and each step back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.caseload import Caseload
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.training import wording
from fidelity_rater.app.training.log import TrainingLog
from fidelity_rater.app.training.models import (
    CaseChoice,
    KnownForm,
    Mode,
    Paper,
    PaperKind,
    ResultElsewhere,
    SupervisionContact,
    Training,
    TrainingKind,
)
from fidelity_rater.app.training.sums import sums_of
from fidelity_rater.domain.caseload import Case, Session, Therapist
from fidelity_rater.domain.people import Person
from fidelity_rater.exchange.supervision import ContactTables
from fidelity_rater.storage.memory import MemoryLibrary

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = date(2026, 5, 4)
ME = Person("0" * 8 + str(uuid.uuid4())[8:], "Ada", "AE", b"s", b"r")
FORM = KnownForm("A body", "Its form", Decimal(1), Decimal(5))


class Noon:
    def now(self) -> datetime:
        return NOW


@dataclass
class Place:
    library: MemoryLibrary
    caseload: Caseload
    log: TrainingLog
    told: list[Changed]
    therapist: Therapist
    case: Case
    session: Session
    other: Case

    def contact(self, **changes: Any) -> SupervisionContact:
        known = {"uid": "", "therapist_uid": self.therapist.uid, "on": DAY, "minutes": 50}
        return SupervisionContact(**{**known, **changes})

    def result(self, **changes: Any) -> ResultElsewhere:
        known = {
            "uid": "", "therapist_uid": self.therapist.uid, "body": FORM.body, "form": FORM.form, "mark": "3,2",
            "on": DAY,
        }  # fmt: skip
        return ResultElsewhere(**{**known, **changes})


@pytest.fixture
def place() -> Place:
    library, bus = MemoryLibrary(), Bus()
    told: list[Changed] = []
    bus.subscribe(told.append)
    caseload = Caseload(library, bus)
    therapist, stranger = Therapist(str(uuid.uuid4()), "T01"), Therapist(str(uuid.uuid4()), "T02")
    case = Case(str(uuid.uuid4()), therapist.uid, "C1")
    other = Case(str(uuid.uuid4()), stranger.uid, "C1")
    session = Session(str(uuid.uuid4()), case.uid, 3, 3, DAY)
    with library.work() as uow:
        for each in (therapist, stranger):
            uow.therapists.add(each)
        for found in (case, other):
            uow.cases.add(found)
        uow.sessions.add(session)
        uow.commit()
    log = TrainingLog(
        library, caseload, person=ME, clock=Noon(), reader=ContactTables(), bus=bus, forms=lambda: (FORM,)
    )
    return Place(library, caseload, log, told, therapist, case, session, other)


def test_every_kind_is_kept_by_its_writer_and_read_back_latest_first(place: Place) -> None:
    uid = place.therapist.uid
    early = place.log.keep(place.contact(on=date(2026, 4, 1), supervisor="  AB  ", case_uids=(place.case.uid,)))
    late = place.log.keep(place.contact(mode=Mode.REMOTE, group_size=3, own_minutes=20))
    course = place.log.keep(Training("", uid, TrainingKind.COURSE, " IPT  course ", DAY, hours=32.5, days=5))
    paper = place.log.keep(Paper("", uid, PaperKind.MEMBERSHIP, "Member", DAY, until=date(2027, 1, 1)))
    result = place.log.keep(place.result(case_uid=place.case.uid, session_uid=place.session.uid))
    assert place.told == [Changed.TRAINING] * 5
    log = place.log.of_therapist(uid)
    assert log.supervision == (late, early)
    assert (log.training, log.papers, log.results) == ((course,), (paper,), (result,))
    assert (early.supervisor, course.title, course.hours, result.mark) == ("AB", "IPT course", 32.5, "3.2")
    assert log.record(paper.uid) == paper
    assert log.code_of(place.case.uid) == "C1"
    assert log.session_number(place.session.uid) == 3
    with place.library.read() as uow:
        (document,) = uow.documents.about(uid)[:1]
    assert document.author_uid == ME.uid
    assert not place.log.of_therapist(place.other.therapist_uid).supervision


def test_a_change_is_one_step_back_and_the_same_again_is_none(place: Place) -> None:
    kept = place.log.keep(place.contact())
    longer = place.log.keep(replace(kept, minutes=60))
    assert longer.uid == kept.uid
    label = place.caseload.undo_label
    place.log.keep(longer)
    assert place.caseload.undo_label == label == "Change a supervision contact"
    place.caseload.undo()
    assert place.log.of_therapist(place.therapist.uid).supervision == (kept,)
    place.caseload.undo()
    assert place.log.of_therapist(place.therapist.uid).empty
    place.caseload.redo()
    place.caseload.redo()
    assert place.log.of_therapist(place.therapist.uid).supervision == (longer,)
    assert place.log.remove(kept.uid)
    assert place.log.of_therapist(place.therapist.uid).empty
    place.caseload.undo()
    assert place.log.of_therapist(place.therapist.uid).supervision == (longer,)


def test_a_step_back_over_something_else_is_refused(place: Place) -> None:
    kept = place.log.keep(place.contact())
    with place.library.work() as uow:
        uow.documents.remove(kept.uid)
        uow.commit()
    with pytest.raises(UserFacingError, match="changed meanwhile"):
        place.caseload.undo()


def test_what_came_from_elsewhere_stays_as_it_is(place: Place) -> None:
    kept = place.log.keep(place.contact())
    with place.library.work() as uow:
        document = uow.documents.get(kept.uid)
        assert document is not None
        uow.documents.keep(replace(document, final=True))
        uow.commit()
    assert place.log.of_therapist(place.therapist.uid).fixed == {kept.uid}
    for act in (lambda: place.log.keep(replace(kept, minutes=9)), lambda: place.log.remove(kept.uid)):
        with pytest.raises(UserFacingError, match="somebody else"):
            act()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"minutes": 0}, "at least a minute"),
        ({"minutes": 24 * 60 + 1}, "at most 24 hours"),
        ({"on": date(2026, 6, 2)}, "future"),
        ({"on": date(1926, 6, 2)}, "too far back"),
        ({"group_size": 0}, "from 1 to"),
        ({"group_size": 51}, "from 1 to"),
        ({"own_minutes": 51}, "longer than the contact"),
        ({"own_minutes": -1}, "longer than the contact"),
        ({"supervisor": "x" * 81}, "longer than 80"),
        ({"note": "x" * 4001}, "longer than 4000"),
        ({"case_uids": ("nobody's",)}, "not one of this therapist"),
    ],
)
def test_a_contact_that_cannot_be_is_refused_in_a_sentence(place: Place, wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(UserFacingError, match=sentence):
        place.log.keep(place.contact(**wrong))
    assert place.log.of_therapist(place.therapist.uid).empty
    assert place.told == []


def test_another_therapists_case_and_a_case_named_twice_are_refused(place: Place) -> None:
    with pytest.raises(UserFacingError, match="not one of this therapist"):
        place.log.keep(place.contact(case_uids=(place.other.uid,)))
    with pytest.raises(UserFacingError, match="twice"):
        place.log.keep(place.contact(case_uids=(place.case.uid, place.case.uid)))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"mark": "good"}, "no number"),
        ({"mark": ""}, "no number"),
        ({"mark": "1-2"}, "no number"),
        ({"mark": "5.1"}, "goes from 1 to 5"),
        ({"body": " "}, "not filled in"),
        ({"form": ""}, "not filled in"),
        ({"case_uid": "nobody's"}, "not one of this therapist"),
        ({"session_uid": "any"}, "belongs to a case"),
    ],
)
def test_a_result_that_cannot_be_is_refused(place: Place, wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(UserFacingError, match=sentence):
        place.log.keep(place.result(**wrong))


def test_a_result_on_a_form_that_no_rule_knows_keeps_every_digit(place: Place) -> None:
    with pytest.raises(UserFacingError, match="goes from"):
        place.log.keep(place.result(body="a  BODY", mark="72.50"))
    assert place.log.keep(place.result(form="Another", mark="72.50")).mark == "72.50"
    with pytest.raises(UserFacingError, match="not one of that case"):
        place.log.keep(place.result(case_uid=place.case.uid, session_uid=str(uuid.uuid4())))


def test_spans_and_extents_that_cannot_be_are_refused(place: Place) -> None:
    uid = place.therapist.uid
    course = Training("", uid, TrainingKind.COURSE, "Course", DAY)
    for wrong in (
        {"until": date(2026, 5, 3)}, {"until": date(2026, 7, 1)}, {"hours": 0.0}, {"days": 0}, {"others": -1},
        {"title": ""}, {"title": "x" * 201},
    ):  # fmt: skip
        with pytest.raises(UserFacingError):
            place.log.keep(replace(course, **wrong))
    paper = Paper("", uid, PaperKind.LETTER, "Letter", DAY)
    for wrong in ({"until": date(2026, 5, 3)}, {"case_uid": place.other.uid}, {"title": " "}):
        with pytest.raises(UserFacingError):
            place.log.keep(replace(paper, **wrong))
    assert place.log.of_therapist(uid).empty


def test_sums_tell_what_is_told_and_what_is_not(place: Place) -> None:
    one, two = CaseChoice("a", "C1"), CaseChoice("b", "C2")
    contacts = (
        place.contact(minutes=60, case_uids=("a",)),
        place.contact(minutes=90, case_uids=("a", "b")),
        place.contact(minutes=120, group_size=4, own_minutes=30, case_uids=("b",)),
        place.contact(minutes=100, group_size=4, case_uids=("b",)),
        place.contact(minutes=45),
    )
    sums = sums_of(contacts, (one, two, CaseChoice("c", "C3")))
    assert (sums.contacts, sums.minutes, sums.own, sums.untold) == (5, 415, 225, 1)
    assert [wording.case_line(case) for case in sums.cases] == [
        "C1: 2 contacts, 1 h, 1 h 30 min shared with other cases",
        "C2: 3 contacts, 30 min, 1 h 30 min shared with other cases, 1 not told",
    ]
    assert wording.contacts_line(sums) == "5 contacts · 6 h 55 min · own cases 3 h 45 min"
    assert "1 contact in a group" in wording.untold_line(sums)
    assert wording.untold_line(sums_of(contacts[:1], ())) == ""


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 300), st.integers(1, 5), st.none() | st.integers(0, 300), st.sets(st.sampled_from("abc"))
        )
    )
)
def test_own_time_never_exceeds_all_time_and_is_no_cases_twice(
    drawn: list[tuple[int, int, int | None, set[str]]],
) -> None:
    contacts = [
        SupervisionContact(
            "",
            "t",
            DAY,
            minutes,
            group_size=size,
            own_minutes=None if own is None else min(own, minutes),
            case_uids=tuple(sorted(cases)),
        )
        for minutes, size, own, cases in drawn
    ]
    sums = sums_of(contacts, [CaseChoice(each, each) for each in "abc"])
    assert 0 <= sums.own <= sums.minutes
    assert sum(case.minutes for case in sums.cases) <= sums.own
    assert all(case.minutes + case.shared <= sums.own for case in sums.cases)
    assert sums.untold <= sums.contacts == len(contacts)


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0 min"), (59.9, "59 min"), (60, "1 h"), (200, "3 h 20 min"), (600, "10 h")]
)
def test_time_is_told_as_people_say_it(minutes: float, words: str) -> None:
    assert wording.duration(minutes) == words


def test_every_kind_has_a_word() -> None:
    assert len({wording.training_kind(kind) for kind in TrainingKind}) == len(TrainingKind)
    assert len({wording.paper_kind(kind) for kind in PaperKind}) == len(PaperKind)
    assert {wording.mode(mode) for mode in Mode} == {"in person", "remote"}
