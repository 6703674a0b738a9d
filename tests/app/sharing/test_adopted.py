"""A rating that came from outside, of a session whose sound is here under a uid of its own: all of it can be heard."""

from __future__ import annotations

import pytest

from app.sharing.homes import FREE, Home
from fidelity_rater.app.ports.library import HeardSpan
from fidelity_rater.app.rating import evidence_pictures, pictures
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.app.rating.local_sound import events_here
from fidelity_rater.app.rating.record import ledger_lines
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.sharing.models import SubmissionOrder
from fidelity_rater.domain.caseload import Recording
from fidelity_rater.domain.people import Role
from fidelity_rater.domain.ratings.chain import first_break
from fidelity_rater.domain.ratings.fold import fold
from fidelity_rater.domain.timecode import ClockQuality


@pytest.fixture
def own(supervisor: Home) -> Recording:
    """The sound as the supervisor has it."""
    return supervisor.recording(supervisor.session())


@pytest.fixture
def adopted(trainee: Home, supervisor: Home, own: Recording) -> RatingDesk:
    """The trainee's self-rating, on the supervisor's desk."""
    session = trainee.session()
    theirs = trainee.recording(session)
    desk = trainee.desk(session, role=Role.TRAINEE)
    desk.heard = lambda: (31_000, ClockQuality.OK, theirs.uid)
    trainee.mark(desk, theirs, 5_000, 9_000)
    desk.give("CORE-01", "adherence", 3)
    with trainee.library.work() as uow:
        uow.ratings.add_heard(desk.rating.head.uid, theirs.uid, [HeardSpan(0, 31_000, 1.0)])
        uow.commit()
    head = trainee.sign(desk)
    supervisor.take(trainee.send(SubmissionOrder(session.uid, head.uid), supervisor))
    assert theirs.uid != own.uid
    return supervisor.resume(head.uid)


def test_its_moments_and_scores_are_heard_from_the_sound_that_is_here(adopted: RatingDesk, own: Recording) -> None:
    (moment,) = evidence_pictures.moments(adopted)
    assert (moment.part, moment.playable, moment.note) == (own.uid, True, FREE)
    detail = pictures.detail(adopted, "CORE-01")
    assert [d.given_in for d in detail.item.dimensions if d.given_at_ms is not None] == [own.uid]


def test_its_ledger_is_told_of_the_sound_that_is_here(adopted: RatingDesk, own: Recording) -> None:
    lines = [line.sentence for line in ledger_lines(adopted)]
    assert any(line.startswith("Heard 00:31 of 01:00") for line in lines), lines
    assert adopted.rating.events[-1].data["heard"]["parts"] == [[own.uid, 60_000]]


def test_its_record_stays_as_its_author_signed_it(adopted: RatingDesk, supervisor: Home, scales: ScaleShelf) -> None:
    uid = adopted.rating.head.uid
    with supervisor.library.read() as uow:
        kept = uow.ratings.events(uid)
    assert first_break(kept) is None
    assert fold(adopted.rating.events).head_hash == kept[-1].hash
    assert supervisor.signing.verify(uid, scales.default()) is None


def test_ones_own_rating_is_read_as_it_is(supervisor: Home, own: Recording) -> None:
    desk = supervisor.desk(supervisor.session())
    supervisor.mark(desk, own, 0, 1_000)
    with supervisor.library.read() as uow:
        assert events_here(uow, desk.rating.head.uid) == uow.ratings.events(desk.rating.head.uid)
