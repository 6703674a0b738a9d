"""Each judge: what meets a requirement, what does not, what nobody can know, and what would meet it in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.accreditation.lives import asked, case, contact, facts, held, paper, result, training
from fidelity_rater.domain.accreditation.judges.training import says_one_of
from fidelity_rater.domain.accreditation.readiness import Standing
from fidelity_rater.domain.accreditation.records import PaperKind, TrainingKind
from fidelity_rater.scales.rule_set import (
    CasesAsked,
    DurationAsked,
    FocalAreasAsked,
    FormsAsked,
    GroupCredit,
    MarkAsked,
    MeasuresAsked,
    PapersAsked,
    SessionsAsked,
    SupervisionAsked,
    TrainingAsked,
)

MET, NOT_MET, UNKNOWN = Standing.MET, Standing.NOT_MET, Standing.UNKNOWN
SUPERVISED: dict[str, Any] = {"minimum": 1, "supervised": True, "contacts": 12, "own_minutes": 240}


def test_supervision_of_a_case_is_told_in_sessions_and_hours() -> None:
    rule = asked(CasesAsked, **SUPERVISED)
    found = held(rule, facts(cases=(case(),), contacts=(contact("c1", minutes=20),) * 10 + (contact("c1", minutes=0),)))
    assert found.standing is NOT_MET
    assert found.stands_on == ("0 of 1 case",)
    assert found.wanting == ("C1: 11 of 12 supervision sessions, 3 h 20 min of 4 h",)
    assert found.leads_to == ("c1",)
    assert held(rule, facts(cases=(case(),), contacts=(contact("c1"),) * 12)).standing is MET


def test_what_goes_beyond_is_told_apart() -> None:
    many = facts(cases=(case(1), case(2), case(3)), contacts=(contact(minutes=400),), trainings=(training(days=7),))
    assert held(asked(CasesAsked, minimum=2), many).stands_on == ("2 of 2 cases, and 1 more",)
    assert held(asked(SupervisionAsked, own_minutes=240), many).stands_on == ("4 h of 4 h, and 2 h 40 min more",)
    assert held(asked(TrainingAsked, kinds=("course",), days=5), many).stands_on == ("5 of 5 days, and 2 more",)


def test_cases_that_are_missing_are_counted() -> None:
    rule = asked(CasesAsked, minimum=4, supervised=True)
    found = held(rule, facts(cases=(case(1), case(2)), contacts=(contact("c1"), contact("c2"))))
    assert (found.standing, found.stands_on, found.wanting) == (
        NOT_MET,
        ("2 of 4 cases",),
        ("2 more cases under supervision",),
    )


def test_time_that_several_cases_shared_is_nobodys_for_sure() -> None:
    rule = asked(CasesAsked, **SUPERVISED)
    found = held(rule, facts(cases=(case(),), contacts=(contact("c1", "c2", minutes=30),) * 12))
    assert found.standing is UNKNOWN
    assert "up to 6 h more: how much was on this case is not written down" in found.wanting[0]


@pytest.mark.parametrize(
    ("credit", "own", "standing"),
    [
        (GroupCredit(), None, UNKNOWN),
        (GroupCredit("own_minutes"), None, UNKNOWN),
        (GroupCredit("own_minutes"), 20, MET),
        (GroupCredit("own_minutes"), 10, NOT_MET),
        (GroupCredit("share", 2.0), None, NOT_MET),
        (GroupCredit("share", 4.0), None, MET),
    ],
)
def test_a_group_counts_as_the_rules_say_and_by_no_guess(
    credit: GroupCredit, own: int | None, standing: Standing
) -> None:
    contacts = (contact("c1", minutes=40, group_size=8, own_minutes=own),) * 12
    assert held(asked(CasesAsked, **SUPERVISED), facts(cases=(case(),), contacts=contacts), credit=credit).standing is (
        standing
    )


def test_a_pair_counts_in_full_by_the_share_of_two() -> None:
    rule = asked(SupervisionAsked, own_minutes=60)
    pair = facts(contacts=(contact(minutes=60, group_size=2),))
    assert held(rule, pair, credit=GroupCredit("share", 2.0)).standing is MET


def test_whether_a_supervisor_is_accredited_must_be_written_down() -> None:
    rule = asked(CasesAsked, minimum=1, supervised=True, accredited_supervisor=True, contacts=2)
    for accredited, standing in ((True, MET), (None, UNKNOWN), (False, NOT_MET)):
        contacts = (contact("c1", accredited=accredited),) * 2
        assert held(rule, facts(cases=(case(),), contacts=contacts)).standing is standing


def test_the_first_cases_are_those_that_began_first() -> None:
    rule = asked(CasesAsked, minimum=2, only_first=2, problems=("depress",))
    late = case(3, presenting_problem="Panic")
    first, second = case(1, presenting_problem="Depressive episode"), case(2, presenting_problem="depression")
    assert held(rule, facts(cases=(late, second, first))).standing is MET
    assert held(rule, facts(cases=(late, replace(second, presenting_problem=""), first))).standing is UNKNOWN
    assert held(rule, facts(cases=(replace(late, began=date(2025, 1, 1)), second, first))).standing is NOT_MET
    further = asked(CasesAsked, minimum=2, after_first=1)
    assert held(further, facts(cases=(late, second, first))).standing is MET
    assert held(further, facts(cases=(second, first))).standing is NOT_MET


def test_phases_in_each_case_in_all_or_nobody_knows_which() -> None:
    every, early, late = case(1), case(2, sessions=4), case(3, sessions=4)
    late = replace(late, sessions=tuple(each._replace(phase="termination") for each in late.sessions))
    phases = ("initial", "termination")
    together = facts(cases=(early, late))
    for words, of, standing in (
        ("each", together, NOT_MET),
        ("all", together, MET),
        ("", together, UNKNOWN),
        ("", facts(cases=(every, replace(every, uid="c9"))), MET),
        ("", facts(cases=(early, replace(early, uid="c9"))), NOT_MET),
    ):
        assert held(asked(CasesAsked, minimum=2, phases=phases, phases_in=words), of).standing is standing


def test_training_by_kind_days_and_words() -> None:
    days = asked(TrainingAsked, kinds=("course",), days=5)
    assert held(days, facts(trainings=(training(days=3), training(days=2)))).standing is MET
    assert held(days, facts(trainings=(training(days=3),))).wanting == ("2 more days",)
    assert held(days, facts(trainings=(training(days=None),))).standing is UNKNOWN
    assert held(days, facts(trainings=(training(TrainingKind.WORKSHOP, days=9),))).standing is NOT_MET
    assert held(days, facts(trainings=(training(days=5, on=date(2027, 1, 1)),))).standing is NOT_MET
    named = asked(TrainingAsked, kinds=("supervisor_training",), named=("IPT",), count=1)
    records = {title: (training(TrainingKind.SUPERVISOR_TRAINING, title=title),) for title in ("ipt course", "Another")}
    assert held(named, facts(trainings=records["ipt course"])).standing is MET
    assert held(named, facts(trainings=records["Another"])).standing is UNKNOWN
    assert held(named, facts()).standing is NOT_MET


@pytest.mark.parametrize(
    ("title", "says"), [("NES supervision", True), ("by NES.", True), ("Mindfulness", False), ("awareness week", False)]
)
def test_words_are_looked_for_where_words_begin(title: str, says: bool) -> None:
    assert says_one_of(("NES",), title) is says


def test_people_supervised_may_be_the_same_each_time() -> None:
    rule = asked(TrainingAsked, kinds=("supervising",), hours=80.0, others=4)
    twice = [training(TrainingKind.SUPERVISING, hours=40.0, others=2)] * 2
    found = held(rule, facts(trainings=tuple(twice)))
    assert (found.standing, found.stands_on) == (UNKNOWN, ("80 of 80 hours", "2 of 4 people"))
    assert held(rule, facts(trainings=(replace(twice[0], hours=80.0, others=4),))).standing is MET


def test_a_questionnaire_that_is_missing_is_named_with_its_session() -> None:
    rule = asked(MeasuresAsked, measures=("PHQ-9",), every=1, cases=1)
    every = tuple(each._replace(measures=frozenset({"phq9"})) for each in case().sessions)
    assert held(rule, facts(cases=(case(sessions=0), replace(case(), sessions=every)))).standing is MET
    gap = (*every[:7], every[7]._replace(measures=frozenset({"gad7"})), *every[8:])
    found = held(rule, facts(cases=(replace(case(), sessions=gap),)))
    assert (found.wanting, found.leads_to) == (("C1, session 8: no PHQ-9",), ("c1s8",))


def test_every_fourth_session_asks_once_in_four() -> None:
    rule = asked(MeasuresAsked, measures=("PHQ-9", "GAD-7"), every=4, cases=1)
    some = case()
    sessions = tuple(
        each._replace(measures=frozenset({"phq9", "gad7"})) if each.number in (1, 6, 12, 13) else each
        for each in some.sessions
    )
    assert held(rule, facts(cases=(replace(some, sessions=sessions),))).standing is MET
    found = held(rule, facts(cases=(replace(some, sessions=sessions[:5] + some.sessions[5:8]),)))
    assert found.wanting == (
        "C1, session 8: no PHQ-9 (nor since session 5)",
        "C1, session 8: no GAD-7 (nor since session 5)",
    )
    assert held(rule, facts(cases=(case(sessions=3),))).wanting == ("C1: 3 of 4 sessions held",)
    assert held(rule, facts()).standing is NOT_MET


def test_sessions_by_phase_in_different_cases() -> None:
    def recorded(number: int, *which: int) -> Any:
        some = case(number)
        return replace(some, sessions=tuple(each._replace(recorded=each.number in which) for each in some.sessions))

    rule = asked(
        SessionsAsked, of="recorded", phases=(("initial",), ("middle", "termination")), in_different_cases=True
    )
    assert held(rule, facts(cases=(recorded(1, 2, 9), recorded(2, 3)))).standing is MET
    found = held(rule, facts(cases=(recorded(1, 2, 9), recorded(2))))
    assert (found.standing, found.stands_on) == (NOT_MET, ("1 of 2 phases",))
    anywhere = asked(SessionsAsked, of="recorded", phases=(("initial",), ("middle",)))
    assert held(anywhere, facts(cases=(recorded(1, 2, 9),))).standing is MET
    per_case = asked(SessionsAsked, of="recorded", per_case=2, cases=2)
    found = held(per_case, facts(cases=(recorded(1, 2, 9), recorded(2, 3))))
    assert (found.wanting, found.leads_to) == (("C2: 1 more recorded session",), ("c2",))


def test_self_ratings_are_not_reviews() -> None:
    some = case(sessions=1)
    mine = facts(cases=(replace(some, sessions=(some.sessions[0]._replace(self_rated=True),)),))
    assert held(asked(SessionsAsked, of="reviewed", total=1), mine).standing is NOT_MET
    assert held(asked(SessionsAsked, of="self_rated", total=1), mine).standing is MET


FORM: dict[str, Any] = {"body": "the body", "form": "FORM-1"}
MARK: dict[str, Any] = {**FORM, "results": 2, "minimum": 3.0, "lowest": 1.0, "highest": 5.0}


@pytest.mark.parametrize(
    ("results", "standing"),
    [
        ((result("3.0"), result("3,25")), MET),
        ((result("3.0"), result("2.99")), NOT_MET),
        ((result("3.0"), result("7")), NOT_MET),
        ((result("3.0"), result("good")), NOT_MET),
        ((result("3.0"), result("4", self_rated=True)), NOT_MET),
        ((result("3.0"), result("4", form="Form 2")), NOT_MET),
        ((result("3.0"), result("4", passed=False)), NOT_MET),
        ((result("3.0"), result("", passed=True)), MET),
        ((result("3.0"), result("4", on=date(2027, 1, 1))), NOT_MET),
    ],
)
def test_only_marks_on_that_bodys_form_count(results: Any, standing: Standing) -> None:
    assert held(asked(MarkAsked, **MARK), facts(results=results)).standing is standing


def test_a_mark_that_a_form_cannot_have_is_told() -> None:
    found = held(asked(MarkAsked, **MARK), facts(results=(result("7"),)))
    assert found.stands_on[0] == "2026-03-02: “7” is no mark that this form can have"
    assert found.wanting == ("2 more results on “FORM-1” of 3.0 or more",)


def test_a_mean_is_of_all_marks() -> None:
    rule = asked(MarkAsked, **{**MARK, "by": "mean"})
    assert held(rule, facts(results=(result("2.5"), result("3.5")))).standing is MET
    assert held(rule, facts(results=(result("2.5"), result("3.4")))).standing is NOT_MET
    assert held(rule, facts(results=(result("5"),))).standing is NOT_MET


def test_forms_that_the_therapist_filled_in_by_case() -> None:
    rule = asked(FormsAsked, **FORM, results=2, in_different_cases=True)
    mine = [result("3", self_rated=True, case_uid=uid) for uid in ("c1", "c2", "")]
    assert held(rule, facts(results=(mine[0], mine[1]))).standing is MET
    assert held(rule, facts(results=(mine[0], mine[0]))).standing is NOT_MET
    assert held(rule, facts(results=(mine[0], mine[2]))).standing is UNKNOWN


def test_a_paper_that_ran_out_is_told() -> None:
    rule = asked(PapersAsked, kinds=("membership",), count=1, current=True)
    for until, standing in ((date(2026, 11, 22), MET), (date(2026, 11, 21), NOT_MET), (None, UNKNOWN)):
        assert held(rule, facts(papers=(paper(PaperKind.MEMBERSHIP, until=until),))).standing is standing
    found = held(rule, facts(papers=(paper(PaperKind.MEMBERSHIP, until=date(2026, 1, 31)),)))
    assert found.wanting == ("“Letter” ran out on 2026-01-31",)


def test_papers_by_name_and_case() -> None:
    named = asked(PapersAsked, kinds=("letter",), named=("mentor",), count=1)
    assert held(named, facts(papers=(paper(title="From my Mentor"),))).standing is MET
    assert held(named, facts(papers=(paper(),))).standing is UNKNOWN
    by_case = asked(PapersAsked, kinds=("letter",), count=2, in_different_cases=True)
    assert held(by_case, facts(papers=(paper(case_uid="c1"), paper(case_uid="c2")))).standing is MET
    assert held(by_case, facts(papers=(paper(case_uid="c1"), paper(case_uid="c1")))).standing is NOT_MET
    assert held(by_case, facts(papers=(paper(case_uid="c1"), paper()))).standing is UNKNOWN


def test_focal_areas_and_duration() -> None:
    rule = asked(FocalAreasAsked, minimum=2)
    grief, none = case(1, focal_area="grief"), case(2)
    assert held(rule, facts(cases=(grief, case(2, focal_area="role_dispute")))).standing is MET
    assert held(rule, facts(cases=(grief, none))).standing is UNKNOWN
    assert held(rule, facts(cases=(grief, replace(grief, uid="c3")))).standing is NOT_MET
    lasted = asked(DurationAsked, since=("course",), months=9)
    assert held(lasted, facts(trainings=(training(on=date(2026, 2, 22)),))).standing is MET
    assert held(lasted, facts(trainings=(training(on=date(2026, 2, 23)),))).wanting == ("1 more month",)
    assert held(lasted, facts()).standing is NOT_MET
    assert held(asked(DurationAsked, since=("session",), months=8), facts(cases=(case(3),))).standing is MET


def test_what_nobody_knows_is_never_met_and_says_with_whom_to_check() -> None:
    met = asked(TrainingAsked, kinds=("course",), count=1, not_known=frozenset({"days"}))
    found = held(met, facts(trainings=(training(),)))
    assert (found.standing, found.wanting[-1]) == (UNKNOWN, "ask them")
    assert held(met, facts()).standing is NOT_MET
    open_one = asked(SessionsAsked, of="reviewed", not_known=frozenset({"per_case"}))
    assert held(open_one, facts()).standing is UNKNOWN
    assert held(open_one, facts()).stands_on == ("0 sessions reviewed",)
    passed = facts(results=(result("5", passed=True),))
    assert held(asked(MarkAsked, **FORM, not_known=frozenset({"results"})), passed).standing is UNKNOWN
