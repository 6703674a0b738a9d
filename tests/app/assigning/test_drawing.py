"""Draws in a library: what is in the frame, what is left out and why, and that every draw is kept."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from app.assigning.panels import Desk
from app.worlds import CONSENT
from fidelity_rater.app.assigning.models import DrawWish, Strata, Within
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.domain.caseload import Attendance, Consent, ConsentPurpose
from fidelity_rater.domain.drawing import Draw, drawn
from fidelity_rater.domain.people import Purpose, Role

SEED = "four dice: 3 5 1 6"
ALL = DrawWish(within=Within.ALL, quota=2)


def test_three_of_each_case_are_drawn_and_everything_is_written_down(lead: Desk) -> None:
    lead.course(1, 2, 3, 4, 5)
    lead.course(1, 2, therapist="T02", case="C1")
    uid = lead.drawing.draw(DrawWish(), seed=SEED, typed=True)
    told = lead.drawing.told(uid)
    assert (told.rule, told.seed, told.typed, told.by) == ("3 recordings per case", SEED, True, "Lena")
    assert {line.words: (line.there, line.drawn) for line in told.strata} == {"T01 · C1": (5, 3), "T02 · C1": (2, 2)}
    assert [line.words for line in told.short] == ["T02 · C1"]
    assert len(told.chosen) == 5
    (document,) = lead.documents(DocumentKind.DRAW)
    assert document.final
    draw = Draw.from_json(document.body)
    assert draw.chosen == drawn(reversed(draw.frame), seed=SEED, quota=3)
    assert lead.drawing.repeat(uid).sentence == "Repeated: the same 5 recordings."


def test_what_cannot_be_drawn_is_counted_by_its_reason(lead: Desk) -> None:
    (kept,) = lead.course(1)
    for number, consent in (
        (2, Consent()),
        (3, replace(CONSENT, purposes=frozenset({ConsentPurpose.SUPERVISION}))),
        (4, replace(CONSENT, hearers=frozenset({Role.SUPERVISOR}))),
        (5, replace(CONSENT, withdrawn_on=date(2026, 3, 1))),
    ):
        lead.recording(lead.session(number), consent=consent)
    lead.session(6)
    deleted = lead.recording(lead.session(7))
    archived, missed = lead.session(8), lead.session(9)
    lead.recording(archived)
    with lead.library.work() as uow:
        uow.recordings.destroy(deleted.uid, lead.clock.now())
        uow.sessions.save(replace(archived, archived=True))
        uow.sessions.save(replace(missed, attendance=Attendance.MISSED, attended=None))
        uow.commit()
    look = lead.drawing.look(ALL)
    assert (look.candidates, look.would_draw) == (1, 1)
    assert dict(look.left_out) == {
        "archived": 1,
        "not held": 1,
        "no recording": 1,
        "recording deleted": 1,
        "consent does not allow it": 4,
    }
    formative = replace(ALL, purpose=Purpose.FORMATIVE, role=Role.SUPERVISOR)
    assert lead.drawing.look(formative).candidates == 3
    assert [line.session_uid for line in lead.drawing.told(lead.drawing.draw(ALL, seed=SEED, typed=True)).chosen] == [
        kept
    ]


@pytest.mark.parametrize(
    ("strata", "words"),
    [
        (Strata.PHASE, {"Initial phase": (1, 1), "Middle phase": (1, 1), "Termination": (0, 0)}),
        (Strata.THIRD, {"Early": (1, 1), "Middle of the course": (1, 1), "Late": (0, 0)}),
        (Strata.PHASE_AND_FOCUS, {"Initial phase · Grief": (1, 1), "Middle phase · Grief": (1, 1)}),
        (Strata.NONE, {"All recordings": (2, 1)}),
    ],
)
def test_the_quota_is_held_in_each_stratum(strata: Strata, words: dict[str, tuple[int, int]], lead: Desk) -> None:
    lead.course(1, 8)
    wish = DrawWish(within=Within.ALL, strata=strata, quota=1)
    look = lead.drawing.look(wish)
    assert {line.words: line.there for line in look.strata} == {each: there for each, (there, _) in words.items()}
    told = lead.drawing.told(lead.drawing.draw(wish, seed=SEED, typed=True))
    assert {line.words: (line.there, line.drawn) for line in told.strata} == words


def test_only_the_chosen_cases_are_drawn_from(lead: Desk) -> None:
    lead.course(1, 2)
    others = lead.course(1, 2, therapist="T02", case="T02-C1")
    case = next(each for each in lead.drawing.cases() if each.label == "T02-C1")
    assert (case.sessions, len(lead.drawing.cases())) == (2, 2)
    wish = DrawWish(within=Within.THERAPIST, quota=5, case_uids=(case.uid,))
    told = lead.drawing.told(lead.drawing.draw(wish, seed=SEED, typed=True))
    assert {line.session_uid for line in told.chosen} == set(others)
    assert {line.stratum for line in told.chosen} == {"T02"}


def test_drawing_again_says_why_and_hides_nothing(lead: Desk) -> None:
    lead.course(1, 2, 3)
    first = lead.drawing.draw(ALL, seed=SEED, typed=True)
    assert lead.drawing.look(ALL).again == ("1",)
    with pytest.raises(UserFacingError, match="drawn before"):
        lead.drawing.draw(ALL, seed="other dice", typed=True, reason="  ")
    again = lead.drawing.draw(ALL, seed="other dice", typed=True, reason="A sound was damaged.")
    latest, before = lead.drawing.draws()
    assert (latest.uid, latest.number, latest.earlier, latest.reason) == (again, 2, (1,), "A sound was damaged.")
    assert (before.uid, before.earlier, before.reason) == (first, (), "")
    with pytest.raises(UserFacingError), lead.library.work() as uow:
        (document, _) = uow.documents.of_kind(DocumentKind.DRAW)
        uow.documents.keep(replace(document, body={**document.body, "seed": "a nicer one"}))


def test_a_draw_that_was_tampered_with_is_found_out(lead: Desk) -> None:
    lead.course(1, 2, 3)
    uid = lead.drawing.draw(replace(ALL, quota=1), seed=SEED, typed=True)
    (document,) = lead.documents(DocumentKind.DRAW)
    draw = Draw.from_json(document.body)
    other = next(each.uid for each in draw.frame if each.uid not in draw.chosen)
    forged = replace(document, uid=uid, body=replace(draw, chosen=(other,)).as_json())
    with lead.library.work() as uow:
        uow.documents.remove(uid)
        uow.documents.keep(forged)
        uow.commit()
    found = lead.drawing.repeat(uid)
    assert not found.same
    assert len(found.missing) == len(found.extra) == 1
    assert found.missing[0] in found.sentence


def test_the_seed_of_the_computer_is_128_bits(lead: Desk) -> None:
    seeds = {lead.drawing.fresh_seed() for _ in range(20)}
    assert len(seeds) == 20
    assert all(re.fullmatch("[0-9a-f]{32}", seed) for seed in seeds)


def test_what_cannot_be_drawn_is_said(lead: Desk) -> None:
    with pytest.raises(UserFacingError, match="nothing to draw from"):
        lead.drawing.draw(ALL, seed=SEED, typed=True)
    lead.course(1)
    with pytest.raises(UserFacingError, match="seed needs"):
        lead.drawing.draw(ALL, seed=" a ", typed=True)
    with pytest.raises(UserFacingError, match="At least one"):
        lead.drawing.draw(replace(ALL, quota=0), seed=SEED, typed=True)
    with pytest.raises(UserFacingError, match="not in this library"):
        lead.drawing.repeat("0b9d6f3e-52a5-4b1c-9a36-1a1d3d0f5c11")


def test_the_facts_repeat_with_nothing_but_the_page(lead: Desk) -> None:
    lead.course(1, 2, 3, 7)
    wish = DrawWish(within=Within.ALL, strata=Strata.PHASE, quota=1)
    uid = lead.drawing.draw(wish, seed=SEED, typed=True)
    facts = lead.drawing.facts(uid)
    assert f"Seed, typed by a person: {SEED}" in facts
    assert "Short: Termination: 0 of 1" in facts
    lines = re.findall(r"^([* ]) ([0-9a-f]{64}) (\S{36}) (.+)$", facts, flags=re.MULTILINE)
    best = {}
    for _, place, session, stratum in lines:
        best[stratum] = min(best.get(stratum, (place, session)), (place, session))
    starred = {session for star, _, session, _ in lines if star == "*"}
    assert starred == {session for _, session in best.values()}
    assert len(lines) == 4
