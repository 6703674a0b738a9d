"""What the demo tells of its raters: draws that repeat, what is due, agreement, consensus, calibration, a panel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from app.worlds import HandClock, ToldProbe
from fidelity_rater.app.agreement.library_models import AgreementFilters
from fidelity_rater.app.agreement.models import Coefficient, StudyWish
from fidelity_rater.app.application import Workplace
from fidelity_rater.app.assigning.models import DueState, State
from fidelity_rater.app.demo.data import read_demo
from fidelity_rater.app.demo.door import DemoDoor
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.panel.models import Stage
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.rating.opening import RatingChoice
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.ratings.blindness import NotBlind, blindness
from fidelity_rater.resources import resource_path
from fidelity_rater.storage.identity import IdentityFiles
from helpers.demo_files import rows, toml
from helpers.libraries import CHEAP
from helpers.window import cheap_application

QUIET = SilentProgress()
TOLD = toml("raters.toml")
CLOCK = HandClock()


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    """The demo with its whole caseload, and of its ratings those that somebody asked for or agreed on."""
    folder = tmp_path_factory.mktemp("raters")
    sound = folder / "sound.opus"
    sound.write_bytes(b"sound" * 50)
    whole = read_demo(resource_path("demo"))
    agreed = {each["session"] for each in TOLD["consensus"]}
    asked = tuple(row for row in whole.ratings if row["assignment"] or row["calibration"] or row["session"] in agreed)
    application = replace(cheap_application(folder / "home"), wall_clock=CLOCK)
    door = DemoDoor(
        folder / "demo",
        read=lambda: replace(whole, ratings=asked, sounds=dict.fromkeys(whole.sounds, sound)),
        identities=IdentityFiles(folder / "identities", cost=CHEAP),
        shelf=application.shelf,
        probe=ToldProbe(),
        clock=CLOCK,
        scales=application.scales,
        version="test",
        rules=application.rules,
    )
    entered = application.enter_demo(door.enter(QUIET))
    yield entered
    entered.close()


def test_both_draws_repeat_and_the_second_says_why_it_was_drawn_again(work: Workplace) -> None:
    drawing = work.drawing
    second, first = drawing.draws()
    assert drawing.repeat(first.uid).same
    assert drawing.repeat(second.uid).same
    assert (first.typed, second.typed) == (True, False)
    assert not first.earlier
    assert (second.earlier, bool(second.reason)) == ((1,), True)
    assert first.left_out


def test_all_that_is_assigned_was_drawn_and_the_first_round_is_rated(work: Workplace) -> None:
    board = work.assigning.board()
    assert len(board.lines) == len(TOLD["assignment"])
    by_draw = {how: Counter(line.state for line in board.lines if line.how == how) for how in ("Draw 1", "Draw 2")}
    assert by_draw["Draw 1"] == {State.RATED: 20}
    assert set(by_draw["Draw 2"]) == {State.ASSIGNED, State.SENT}
    assert sum(line.overdue for line in board.lines) == 1
    blind = Counter(line.blind for line in board.lines if line.state is State.RATED)
    assert blind == {"Blind": 19, "Not blind": 1}


def test_the_visitor_has_one_to_rate_that_is_due_soon_and_can_begin(work: Workplace) -> None:
    waiting = [line for line in work.assigning.due() if line.state is DueState.WAITING]
    (due,) = waiting
    assert due.due is not None
    assert timedelta(0) < due.due - CLOCK.now().date() < timedelta(days=14)
    uid = work.opening.begin(RatingChoice(due.session_uid, Purpose.SUMMATIVE, Role.PANEL, assignment_uid=due.uid))
    rating = work.opening.resume(uid)
    assert not rating.silent
    assert rating.head.form == "full"
    work.opening.discard(uid)


def test_a_rating_says_how_it_was_made_as_the_app_would(work: Workplace) -> None:
    with work.library.read() as uow:
        documents = uow.documents.of_kind(DocumentKind.ASSIGNMENT)
        (own,) = [d for d in documents if d.body["rater"] == work.person.uid and d.body["due"] == "2025-03-14"]
        (head,) = [
            h
            for h in uow.ratings.of_session(own.about)
            if h.person_uid == work.person.uid and h.purpose is Purpose.SUMMATIVE
        ]
        events = uow.ratings.events(head.uid)
    told = blindness(events[0].data, events[-1].data)
    assert told is not None
    assert told.assignment_uid == own.uid
    assert NotBlind.SAME_LIBRARY in told.reasons


def test_agreement_stands_on_enough_sessions_and_says_a_number_with_its_interval(work: Workplace) -> None:
    view = work.agreement.view(AgreementFilters(), QUIET, wish=StudyWish(resamples=50))
    assert view is not None
    gathered = view.gathered
    assert gathered.filters.purpose == Purpose.SUMMATIVE
    assert len(gathered.sessions) >= 11
    assert {initials for _, initials in gathered.raters} == {"AM", "JT", "LB", "PK"}
    assert gathered.blindness.blind == 9
    assert gathered.blindness.not_blind == 1
    for _, severities in view.severities:
        assert {one.initials for one in severities} == {"AM", "JT", "LB", "PK"}
    for total in view.study.totals:
        assert isinstance(total.main, Coefficient)
        assert total.main.low is not None
        assert total.main.high is not None
        assert total.main.low < total.main.value < total.main.high
        assert 0.3 < total.main.value < 0.99


def test_each_signed_consensus_holds_and_misses_nothing_and_one_waits(work: Workplace) -> None:
    signed, waiting = 0, 0
    for session in work.consensus.sessions():
        if session.refusal:
            assert "reference" in session.refusal
        elif uid := session.consensus_uid:
            agreeing = work.consensus.open(uid, jobs=InlineJobs())
            assert work.consensus.faults(uid) == ()
            blocking = [line for line in agreeing.sheet.missing if line.blocking]
            if agreeing.table.consensus.signed:
                signed += 1
                assert blocking == []
                assert agreeing.table.consensus.moments
                assert any(row.reason for row in agreeing.sheet.rows)
            else:
                waiting += 1
                assert blocking
                assert agreeing.sheet.editable
    assert (signed, waiting) == (4, 1)


def test_two_raters_have_calibrated_and_the_visitor_has_one_reference_left(work: Workplace) -> None:
    told = work.calibration.overview()
    raters = {rater.initials: rater for rater in told.raters}
    assert set(raters) == {"AM", "CN"}
    drifts = {
        (rater, line.dimension): line.drift for rater, found in raters.items() for line in found.lines if line.drift
    }
    assert drifts["CN", "quality"].per_month < 0, "who is new began lenient and came closer"
    assert not any(rater == "AM" for rater, _ in drifts), "two attempts lie on no line"
    open_ = [card for card in told.references if not card.refusal and not card.rating_uid]
    assert [card.title for card in open_] == ["A formulation"]
    assert sum(card.signed for card in told.references) == 2


def test_a_panel_has_voted_and_the_visitor_who_leads_it_can_decide(work: Workplace) -> None:
    (row,) = work.panel.rows()
    view = work.panel.view(row.uid)
    assert view.stage is Stage.VOTED
    assert view.leading.leads
    assert view.everything is not None
    assert work.panel.sealed() == frozenset(), "whoever explores must be able to open every rating"
    cast = sorted((vote.round, vote.initials, str(vote.verdict)) for vote in view.everything.votes)
    assert cast == [(1, "LB", "defer"), (1, "PK", "accredit"), (2, "PK", "defer")]
    assert not view.leading.why_not_decide
    assert "Readiness" in {section.title for section in view.everything.sections}
    assert not any("signature" in caution for caution in view.cautions)


def test_every_record_is_whole(work: Workplace) -> None:
    assert work.keeping.check(QUIET) == ()


def test_whoever_is_asked_and_whatever_is_agreed_is_known() -> None:
    people = {person["code"] for person in toml("caseload.toml")["person"]}
    named = {each["rater"] for kind in ("assignment", "calibration") for each in TOLD[kind]}
    assert named < people
    consensus = {each["id"]: each for each in TOLD["consensus"]}
    assert {row["consensus"] for row in rows("consensus.csv")} == set(consensus)
    for reference in TOLD["reference"]:
        assert reference["session"] == consensus[reference["consensus"]]["session"]
        assert consensus[reference["consensus"]]["agreed"] < reference["made"]
    of_reference = {each["id"]: each["consensus"] for each in TOLD["reference"]}
    for tried in TOLD["calibration"]:
        one = consensus[of_reference[tried["reference"]]]
        assert tried["rater"] not in {*one["raters"], one["author"]}
