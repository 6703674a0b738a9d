"""Assignments and ratings: what passes between raters."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.sharing.homes import SOUND, Home
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.sharing.models import (
    AssignmentOrder,
    RatingsOrder,
)
from fidelity_rater.domain.caseload import Consent, Session
from fidelity_rater.domain.people import Purpose
from helpers.libraries import heard


@pytest.fixture
def panel(tmp_path: Path, scales: ScaleShelf) -> Home:
    return Home("Pat", tmp_path, scales)


def assigned(supervisor: Home, rater: Home) -> Session:
    session = supervisor.session()
    supervisor.recording(session)
    supervisor.rated(session)
    taken = rater.take(supervisor.send(AssignmentOrder((session.uid,), "Please rate."), rater), keep_contact=True)
    assert taken.lines[-2:] == ("They write: Please rate.", "In your caseload: T01 · C1 · session 6.")
    assert taken.to_rate == session.uid
    return session


def test_an_assignment_carries_the_session_and_nobodys_rating(supervisor: Home, panel: Home) -> None:
    session = assigned(supervisor, panel)
    with panel.library.read() as uow:
        (recording,) = uow.recordings.of_session(session.uid)
        assert uow.ratings.of_session(session.uid) == ()
        (asked,) = uow.documents.about(session.uid, DocumentKind.ASSIGNMENT)
    assert asked.body == {"words": "Please rate."}
    assert heard(panel.library, recording.uid) == SOUND


def test_ratings_come_back_and_are_known_as_their_raters(supervisor: Home, panel: Home) -> None:
    session = assigned(supervisor, panel)
    first = panel.rated(session)
    corrected = panel.sign(panel.resume(panel.opening.correct(first.uid, "a slip")))
    order = RatingsOrder((corrected.uid,))
    preview = panel.sending.preview(order)
    assert preview.proposed_person == supervisor.person.uid
    assert any("notes" in caution for caution in preview.cautions)
    taken = supervisor.take(panel.send(order, supervisor))
    assert (taken.new, taken.recordings) == (2, 0)
    with supervisor.library.read() as uow:
        heads = {head.uid: head for head in uow.ratings.of_session(session.uid)}
        assert uow.ratings.events(corrected.uid) == panel_events(panel, corrected.uid)
    assert len(heads) == 3
    assert heads[corrected.uid].supersedes_uid == first.uid
    assert supervisor.signing.verify(corrected.uid, supervisor.scales.default()) is None
    assert panel.sending.preview(
        RatingsOrder((panel.desk(session, purpose=Purpose.SUMMATIVE).rating.head.uid,))
    ).obstacles


def panel_events(home: Home, uid: str) -> object:
    with home.library.read() as uow:
        return uow.ratings.events(uid)


def test_without_recorded_consent_no_sound_is_assigned(supervisor: Home) -> None:
    session = supervisor.session()
    supervisor.recording(session, consent=Consent())
    (obstacle,) = supervisor.sending.preview(AssignmentOrder((session.uid,))).obstacles
    assert "No consent is recorded" in obstacle
