"""What may be chosen before sending is what is there: placed moments in order, living recordings, one's own rating."""

from __future__ import annotations

from typing import Any

import pytest

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.clips import Cover, Covered
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.sharing.models import (
    FeedbackOrder,
    PortfolioOrder,
    ReplyOrder,
    SoundChoice,
    SubmissionOrder,
)
from fidelity_rater.app.sharing.offers import Offer, offer
from fidelity_rater.domain.people import Role


def offered(home: Any, order: Any) -> Offer:
    return offer(home.library, order, person=home.person, scales=home.scales)


def test_feedback_offers_the_placed_moments_in_the_order_of_the_sound(supervisor: Any) -> None:
    session = supervisor.session()
    recording = supervisor.recording(session)
    desk = supervisor.desk(session)
    desk.give("CORE-01", "adherence", 3)
    late = supervisor.mark(desk, recording, 20_000, 22_000)
    early = supervisor.mark(desk, recording, 1_000, 4_000)
    supervisor.mark(desk, recording, 8_000, 9_000, "")
    feedback = supervisor.feedback(supervisor.sign(desk))
    found = offered(supervisor, FeedbackOrder(feedback.uid))
    assert [moment.uid for moment in found.moments] == [early, late]
    assert found.moments[0].item != "CORE-01"  # its name, for people
    assert [(one.uid, one.duration_ms) for one in found.recordings] == [(recording.uid, 60_000)]
    assert found.place.startswith("T01 · C1 · Session 6")


def test_a_session_offers_ones_own_signed_rating_of_it(supervisor: Any) -> None:
    session = supervisor.session()
    own = supervisor.rated(session, role=Role.TRAINEE)
    supervisor.rated(supervisor.session(7), role=Role.TRAINEE)
    found = offered(supervisor, SubmissionOrder(session.uid))
    assert [rating.uid for rating in found.self_ratings] == [own.uid]
    assert found.recordings == ()


def test_a_reply_leaves_no_choice_and_lost_feedback_is_told(supervisor: Any) -> None:
    assert offered(supervisor, ReplyOrder("any")) == Offer()
    with pytest.raises(UserFacingError, match="not in the library"):
        offered(supervisor, FeedbackOrder("gone"))


def test_what_was_covered_once_is_proposed_the_next_time(supervisor: Any) -> None:
    session = supervisor.session()
    recording, other = supervisor.recording(session), supervisor.recording(supervisor.session(7))
    feedback = supervisor.feedback(supervisor.rated(session))
    name = Covered(1_000, 2_000, Cover.TONE)
    supervisor.sending.remember_covered({recording.uid: (name,), other.uid: ()})
    for order in (FeedbackOrder(feedback.uid), SubmissionOrder(session.uid)):
        assert offered(supervisor, order).covered == {recording.uid: (name,)}
    supervisor.sending.remember_covered({recording.uid: ()})
    assert offered(supervisor, FeedbackOrder(feedback.uid)).covered == {}
    assert len(supervisor.documents(DocumentKind.COVERED)) == 1


def test_where_nobody_is_asked_what_was_covered_stays_covered(supervisor: Any, trainee: Any) -> None:
    session = supervisor.session()
    recording = supervisor.recording(session)
    portfolio = supervisor.portfolio(supervisor.told(supervisor.rated(session)))
    supervisor.sending.remember_covered({recording.uid: (Covered(1_000, 2_000),)})
    for order in (PortfolioOrder(portfolio.uid, SoundChoice.WHOLE), supervisor.assign(session.uid, trainee)):
        told = " ".join(supervisor.sending.preview(order).lines)
        assert "One stretch is covered and cannot be heard." in told
