"""Assignments: who gets what, what is due, and the whole way there and back between libraries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.assigning.panels import Desk
from fidelity_rater.app.assigning.models import DrawWish, DueState, State
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import NotAllowed, UserFacingError
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.rating.opening import RatingChoice
from fidelity_rater.app.rating.questions import beginning
from fidelity_rater.domain.people import Purpose, Role

SEED = "four dice: 3 5 1 6"


def test_the_whole_way_from_the_draw_to_two_blind_ratings(lead: Desk, rita: Desk, rob: Desk) -> None:
    lead.knows(rita, rob)
    lead.course(1, 8, 15)
    draw = lead.drawing.draw(DrawWish(quota=2), seed=SEED, typed=True)
    chosen = [line.session_uid for line in lead.drawing.told(draw).chosen]
    wish = lead.wish(
        chosen, rita, rob, per_session=2, draw_uid=draw, reason="", due=date(2026, 4, 1), words="Thank you"
    )
    proposal = lead.assigning.propose(wish)
    assert (proposal.total, proposal.lacking, set(proposal.counts.values())) == (4, 0, {2})
    lead.assigning.assign(wish)
    assert [sorted(line.raters) for line in lead.drawing.told(draw).chosen] == [["RI", "RO"]] * 2
    assert {line.how for line in lead.board().lines} == {"Draw 1"}
    for rater in (rita, rob):
        order = lead.assigning.to_send(rater.person.uid)
        assert lead.sending.preview(order).proposed_person == rater.person.uid
        rater.take(lead.send(order, rater), keep_contact=True)
    assert set(lead.states()) == {State.SENT}
    for rater in (rita, rob):
        assert {line.state for line in rater.assigning.due()} == {DueState.WAITING}
        for line in rater.assigning.due():
            assert (line.asker, line.words, line.due, line.here) == ("LE", "Thank you", date(2026, 4, 1), False)
            rater.rate(line)
        assert {line.state for line in rater.assigning.due()} == {DueState.SIGNED}
        assert {line.blind for line in rater.assigning.due()} == {"Blind"}
        back = rater.assigning.to_return(lead.person.uid)
        assert len(back.rating_uids) == 2
        lead.take(rater.send(back, lead))
        assert {line.state for line in rater.assigning.due()} == {DueState.RETURNED}
        assert rater.assigning.to_return(lead.person.uid) == back  # a package that was lost can be made again
    board = lead.board()
    assert {(line.state, line.blind) for line in board.lines} == {(State.RATED, "Blind")}
    assert [(line.assigned, line.rated, line.to_send) for line in board.raters] == [(2, 2, 0)] * 2
    with lead.library.read() as uow:
        assert all(len(uow.ratings.of_session(uid)) == 2 for uid in chosen)


def test_nobody_gets_their_own_work_or_the_same_twice(lead: Desk, rita: Desk, rob: Desk) -> None:
    lead.knows(rita, rob)
    (first, second) = lead.course(1, 2)
    with lead.library.work() as uow:
        uow.people.keep(rita.person)
        uow.therapists.set_person(uow.therapists.all()[0].uid, rita.person.uid)
        uow.commit()
    lead.assigning.assign(lead.wish([first], rob))
    proposal = lead.assigning.propose(lead.wish([first, second], rita, rob, per_session=2))
    assert [(line.raters, line.lacking) for line in proposal.lines] == [((), 2), (("Rob",), 1)]
    assert proposal.lines[0].why == "Rita: it is their own work. Rob: it is assigned to them already."
    with pytest.raises(UserFacingError, match="Nobody of these"):
        lead.assigning.assign(lead.wish([first], rita))
    other = lead.wish([first], rob, purpose=Purpose.FORMATIVE)
    assert lead.assigning.propose(other).lacking == 0


def test_who_has_rated_it_is_not_asked_again(lead: Desk) -> None:
    (session,) = lead.course(6)
    with lead.library.read() as uow:
        lead.rated(uow.sessions.get(session), purpose=Purpose.SUMMATIVE)
    (line,) = lead.assigning.propose(lead.wish([session], lead)).lines
    assert (line.raters, line.why) == ((), "Lena: they have rated it already.")


def test_what_is_chosen_by_hand_says_why(lead: Desk, rob: Desk) -> None:
    lead.knows(rob)
    (session,) = lead.course(6)
    with pytest.raises(UserFacingError, match="needs a reason"):
        lead.assigning.assign(lead.wish([session], rob, reason=" "))
    lead.assigning.assign(lead.wish([session], rob, reason="The panel asked for it."))
    (line,) = lead.board().lines
    assert (line.how, line.by_hand, line.phase) == ("By hand: The panel asked for it.", True, "Middle phase")


def test_only_what_was_drawn_is_assigned_from_a_draw(lead: Desk, rob: Desk) -> None:
    lead.knows(rob)
    sessions = lead.course(1, 2)
    draw = lead.drawing.draw(DrawWish(quota=1), seed=SEED, typed=True)
    with pytest.raises(UserFacingError, match="Only what was drawn"):
        lead.assigning.assign(lead.wish(sessions, rob, draw_uid=draw))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [({"session_uids": ()}, "No session"), ({"rater_uids": ()}, "No rater"), ({"per_session": 4}, "two or three")],
)
def test_a_wish_that_is_none_is_said(wrong: dict[str, object], sentence: str, lead: Desk, rob: Desk) -> None:
    lead.knows(rob)
    wish = replace(lead.wish(lead.course(1), rob), **wrong)
    with pytest.raises(UserFacingError, match=sentence):
        lead.assigning.propose(wish)


def test_a_rater_without_a_card_is_not_known(lead: Desk, rob: Desk) -> None:
    with pytest.raises(UserFacingError, match="card"):
        lead.assigning.propose(lead.wish(lead.course(1), rob))


def test_what_was_not_sent_can_be_withdrawn(lead: Desk, rob: Desk) -> None:
    lead.knows(rob)
    (session,) = lead.course(6)
    (uid,) = lead.assigning.assign(lead.wish([session], rob))
    assert lead.board().lines[0].can_withdraw
    lead.assigning.withdraw(uid)
    assert lead.board().lines == ()
    (uid,) = lead.assigning.assign(lead.wish([session], rob))
    lead.send(lead.assigning.to_send(rob.person.uid), rob)
    with pytest.raises(NotAllowed, match="has been sent"):
        lead.assigning.withdraw(uid)
    assert not lead.board().lines[0].can_withdraw


def test_one_s_own_is_rated_here_and_is_not_blind(lead: Desk) -> None:
    (session,) = lead.course(6)
    (uid,) = lead.assigning.assign(lead.wish([session], lead))
    line = lead.one_due()
    assert (line.state, line.here, line.blind) == (DueState.WAITING, True, "")
    desk = lead.resume(
        lead.opening.begin(RatingChoice(session, Purpose.SUMMATIVE, Role.PANEL, assignment_uid=line.uid))
    )
    assert (lead.one_due().state, lead.states()) == (DueState.BEGUN, [State.BEGUN])
    with pytest.raises(NotAllowed, match="being rated"):
        lead.assigning.withdraw(uid)
    desk.give("CORE-01", "adherence", 2)
    lead.sign(desk)
    line = lead.one_due()
    assert (line.state, line.blind, lead.states()) == (DueState.SIGNED, "Not blind", [State.RATED])
    assert lead.assigning.to_return(lead.person.uid).rating_uids == ()


def test_what_is_due_stands_by_case_and_number(lead: Desk) -> None:
    sessions = lead.course(2, 9, 14)
    lead.assigning.assign(lead.wish(list(reversed(sessions)), lead))
    assert [line.session_uid for line in lead.assigning.due()] == sessions


def test_what_is_late_is_overdue_until_it_is_rated(lead: Desk, rob: Desk) -> None:
    lead.knows(rob)
    sessions = lead.course(1, 2, 3)
    today = lead.clock.at.date()
    for session, due in zip(sessions, (today, today - timedelta(days=1), None), strict=True):
        lead.assigning.assign(lead.wish([session], rob, due=due))
    assert [line.overdue for line in lead.board().lines] == [False, True, False]
    (rater,) = lead.board().raters
    assert (rater.overdue, rater.next_due) == (1, today - timedelta(days=1))
    rob.take(lead.send(lead.assigning.to_send(rob.person.uid), rob), keep_contact=True)
    due = rob.assigning.due()
    assert [(line.due, line.overdue) for line in due] == [
        (today - timedelta(days=1), True),
        (today, False),
        (None, False),
    ]
    lead.take(rob.send(replace_order(rob, rob.rate(due[0])), lead))
    assert [line.overdue for line in lead.board().lines] == [False, False, False]
    assert rob.assigning.due()[-1].state is DueState.RETURNED


def replace_order(rater: Desk, uid: str) -> object:
    order = rater.assigning.to_return(rater.one_asker())
    assert order.rating_uids == (uid,)
    return order


def test_what_is_assigned_settles_the_questions_before_a_rating(lead: Desk, rob: Desk) -> None:
    lead.knows(rob)
    (session,) = lead.course(6)
    (uid,) = lead.assigning.assign(lead.wish([session], rob, words="By April, please."))
    rob.take(lead.send(lead.assigning.to_send(rob.person.uid), rob))
    today = lead.clock.at.date()
    found = beginning(rob.library, rob.scales, session_uid=session, person=rob.person, today=today)
    asked = found.questions
    assert (asked.assignment, asked.phase, asked.purpose, asked.role) == (uid, "middle", "summative", "panel")
    assert (asked.declared_focus, asked.assigned_words, len(asked.forms)) == (("grief",), "By April, please.", 1)
    rob.rate(rob.one_due())
    after = beginning(rob.library, rob.scales, session_uid=session, person=rob.person, today=today)
    assert after.questions.assignment == ""


def test_everything_that_changes_assignments_says_so(lead: Desk, rob: Desk) -> None:
    lead.knows(rob)
    (session,) = lead.course(6)

    def told() -> bool:
        found = any(changed & Changed.ASSIGNMENTS for changed in lead.news)
        lead.news.clear()
        return found

    lead.drawing.draw(DrawWish(), seed=SEED, typed=True)
    assert told()
    (uid,) = lead.assigning.assign(lead.wish([session], rob))
    assert told()
    lead.assigning.withdraw(uid)
    assert told()
    lead.assigning.assign(lead.wish([session], rob))
    lead.news.clear()
    rob.take(lead.send(lead.assigning.to_send(rob.person.uid), rob), keep_contact=True)
    assert told()
    rob.rate(rob.one_due())
    lead.take(rob.send(rob.assigning.to_return(lead.person.uid), lead))
    assert told()
    assert sum(bool(changed & Changed.ASSIGNMENTS) for changed in rob.news) == 4  # taken in, begun, signed, sent back


def test_the_raters_are_oneself_and_one_s_contacts(lead: Desk, rita: Desk, rob: Desk) -> None:
    lead.knows(rob, rita)
    me, *others = lead.assigning.raters()
    assert (me.uid, me.me) == (lead.person.uid, True)
    assert [(each.name, each.compared) for each in others] == [("Rita", False), ("Rob", False)]
    assert lead.documents(DocumentKind.ASSIGNMENT) == ()
