"""The demo's symptom totals: of sessions that were held, within their ranges, and readable as anybody's file."""

from __future__ import annotations

from fidelity_rater.domain.caseload import Attendance
from fidelity_rater.domain.measures import key_of
from fidelity_rater.exchange.measures import MeasureTables
from fidelity_rater.resources import resource_path
from fidelity_rater.scales.questionnaires import load_questionnaires
from helpers.demo_files import cases

TOLD = MeasureTables().read(resource_path("demo", "measures.csv").read_bytes())


def test_each_total_is_possible_and_of_a_session_that_was_held() -> None:
    known = {q.id: q for q in load_questionnaires(resource_path("measures.toml").read_bytes(), name="measures.toml")}
    held = {
        (case["code"], str(session["scheduled"]))
        for case in cases()
        for session in case["sessions"]
        if session["attendance"] == Attendance.ATTENDED
    }
    for total in TOLD:
        measure = known[key_of(total.measure)]
        assert measure.minimum <= int(total.total) <= measure.maximum
        assert (total.case, total.session) in held
    assert {total.case for total in TOLD} == {case["code"] for case in cases()}
