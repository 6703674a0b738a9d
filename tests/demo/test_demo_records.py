"""The demo's log: possible, said to be invented, and enough to show every standing that a requirement can have."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import UTC, datetime

import pytest

from fidelity_rater.app.accreditation.accreditation import Accreditation
from fidelity_rater.app.accreditation.rules_shelf import RulesShelf
from fidelity_rater.app.accreditation.written import known_forms
from fidelity_rater.app.bus import Bus
from fidelity_rater.app.caseload import Caseload
from fidelity_rater.app.demo.data import read_demo, session_code
from fidelity_rater.app.demo.records import keep_records
from fidelity_rater.app.training.checks import Checks
from fidelity_rater.app.training.log import TrainingLog
from fidelity_rater.app.training.models import TherapistLog
from fidelity_rater.domain.accreditation.readiness import Standing
from fidelity_rater.domain.people import Person
from fidelity_rater.exchange.supervision import ContactTables
from fidelity_rater.resources import resource_path
from fidelity_rater.storage.memory import MemoryLibrary
from helpers.demo_files import toml

ME = Person(str(uuid.uuid4()), "Ada", "AE", b"s", b"r")
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
SHELF = RulesShelf({path.name: path.read_bytes for path in resource_path("accreditation").glob("*.toml")})


class Noon:
    def now(self) -> datetime:
        return NOW


@pytest.fixture(scope="module")
def library() -> MemoryLibrary:
    """The demo's caseload, without sound and ratings, and its log."""
    made = MemoryLibrary()
    caseload = Caseload(made, Bus())
    sessions = {}
    for therapist in toml("caseload.toml")["therapist"]:
        uid = caseload.add_therapist(therapist["code"]).uid
        for case in therapist["case"]:
            case_uid = caseload.add_case(uid, case["code"]).uid
            for row in case["sessions"]:
                session = caseload.add_session(case_uid, row["scheduled"], held_on=row["held_on"])
                sessions[session_code(case["code"], row["scheduled"])] = session.uid
    demo = read_demo(resource_path("demo"))
    keep_records(made, demo.read_records(), session_uids=sessions, author_uid=ME.uid, scan=demo.read_scan)
    return made


def logs(library: MemoryLibrary) -> list[TherapistLog]:
    log = TrainingLog(library, Caseload(library, Bus()), person=ME, clock=Noon(), reader=ContactTables(), bus=Bus())
    with library.read() as uow:
        return [log.of_therapist(therapist.uid) for therapist in uow.therapists.all()]


def test_each_entry_could_have_been_typed_in(library: MemoryLibrary) -> None:
    for log in logs(library):
        checks = Checks(today=NOW.date(), cases=log.cases, forms=lambda: known_forms(SHELF))
        for record in (*log.supervision, *log.training, *log.papers, *log.results):
            assert checks.checked(record) == record
        assert log.supervision


def test_each_entry_that_is_read_apart_says_that_it_is_invented(library: MemoryLibrary) -> None:
    for log in logs(library):
        assert all("(invented)" in entry.title for entry in (*log.training, *log.papers))
        assert all("invented" in result.by for result in log.results if not result.self_rated)


def test_a_result_has_its_scan(library: MemoryLibrary) -> None:
    (of_one,) = [log for log in logs(library) if log.results]
    ((scan,),) = of_one.scans.values()
    assert scan.media_type == "image/png"
    with library.vault.open(scan.uid).open() as reader:
        assert len(reader.read()) == scan.size < 20_000


def test_readiness_shows_something_of_each_standing(library: MemoryLibrary) -> None:
    accreditation = Accreditation(library, shelf=SHELF, clock=Noon())
    with library.read() as uow:
        uids = {therapist.code: therapist.uid for therapist in uow.therapists.all()}
    found = accreditation.readiness(uids["T01"], "uk-practitioner")
    assert min(Counter(each.standing for each in found.requirements).values()) >= 1
    assert {each.standing for each in found.requirements} == set(Standing)
    supervision = next(each for each in found.requirements if each.id == "supervision")
    assert supervision.standing is Standing.NOT_MET
    assert supervision.stands_on
