"""Assignments and references of the same sessions: a calibration answers no assignment, and carries nothing back."""

from __future__ import annotations

import pytest

from app.assigning.panels import Desk
from app.sharing.reference_homes import Agreed, attempt, calibrations_of
from fidelity_rater.app.assigning.models import DueState, State
from fidelity_rater.app.errors import NotAllowed
from fidelity_rater.app.rating.questions import beginning
from fidelity_rater.domain.people import Purpose


def test_a_calibration_is_not_the_rating_that_was_assigned(lead: Desk, rob: Desk) -> None:
    lead.knows(rob)
    agreed = Agreed(lead)
    (uid,) = lead.assigning.assign(lead.wish([agreed.session.uid], rob, purpose=Purpose.FORMATIVE))
    rob.take(lead.send(lead.assigning.to_send(rob.person.uid), rob))
    rob.take(agreed.sent(rob))
    tried = attempt(rob, agreed.uid)
    assert rob.one_due().state is DueState.WAITING
    assert rob.assigning.to_return(lead.person.uid).rating_uids == ()
    lead.take(rob.send(calibrations_of(rob).to_return(agreed.uid), lead))
    assert lead.states() == [State.SENT], "the attempt is here, and answers nothing"
    assert lead.head(tried).session_uid == agreed.session.uid
    asked = beginning(
        rob.library, rob.scales, session_uid=agreed.session.uid, person=rob.person, today=lead.clock.at.date()
    )
    assert (asked.questions.assignment, asked.drafts) == (uid, ())
    with pytest.raises(NotAllowed, match="have calibrated by this session"):
        rob.rate(rob.one_due())


def test_what_is_rated_for_an_assignment_after_calibrating_is_not_blind(lead: Desk, rob: Desk) -> None:
    lead.knows(rob)
    agreed = Agreed(lead)
    lead.assigning.assign(lead.wish([agreed.session.uid], rob))
    rob.take(lead.send(lead.assigning.to_send(rob.person.uid), rob))
    rob.take(agreed.sent(rob))
    attempt(rob, agreed.uid)
    rob.rate(rob.one_due())
    assert (rob.one_due().state, rob.one_due().blind) == (DueState.SIGNED, "Not blind")


def test_attempts_that_go_back_leave_assigned_ratings_to_be_sent(lead: Desk, rob: Desk) -> None:
    lead.knows(rob)
    agreed = Agreed(lead, number=9)
    lead.assigning.assign(lead.wish(lead.course(3), rob))
    rob.take(lead.send(lead.assigning.to_send(rob.person.uid), rob))
    rob.take(agreed.sent(rob))
    made = rob.rate(rob.one_due())
    attempt(rob, agreed.uid)
    rob.send(calibrations_of(rob).to_return(agreed.uid), lead)
    assert rob.one_due().state is DueState.SIGNED, "it was not among them"
    order = rob.assigning.to_return(lead.person.uid)
    assert order.rating_uids == (made,)
    rob.send(order, lead)
    assert rob.one_due().state is DueState.RETURNED
