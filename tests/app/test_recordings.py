"""Consent governs what is played; deleting destroys the sound and keeps the scores."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from app.worlds import CONSENT, World
from fidelity_rater.app.errors import NotAllowed, UserFacingError
from fidelity_rater.domain.caseload import Consent, ConsentPurpose
from fidelity_rater.domain.people import Purpose, Role

SUPERVISION = frozenset({ConsentPurpose.SUPERVISION})
ASSESSMENT = frozenset({ConsentPurpose.ASSESSMENT})
GIVEN = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("consent", "allowed"),
    [
        (Consent(), set()),
        (Consent(SUPERVISION), set()),
        (Consent(SUPERVISION, given_on=GIVEN), set(product([Purpose.FORMATIVE], Role))),
        (Consent(ASSESSMENT, given_on=GIVEN), set(product([Purpose.SUMMATIVE], Role))),
        (CONSENT, set(product(Purpose, Role))),
        (replace(CONSENT, hearers=frozenset({"panel"})), set(product(Purpose, [Role.PANEL]))),
        (replace(CONSENT, withdrawn_on=date(2026, 3, 2)), set()),
        (replace(CONSENT, withdrawn_on=date(2026, 5, 2)), set(product(Purpose, Role))),
        (Consent(frozenset({ConsentPurpose.RESEARCH, ConsentPurpose.TRAINING}), given_on=GIVEN), set()),
    ],
)
def test_only_what_consent_covers_is_played(world: World, consent: Consent, allowed: set[tuple[Purpose, Role]]) -> None:
    recording = world.recording(consent=consent)
    for purpose, role in product(Purpose, Role):
        why = world.recordings.why_not(recording, purpose=purpose, role=role)
        if (purpose, role) in allowed:
            assert why is None
            assert world.recordings.sound(recording.uid, purpose=purpose, role=role).size
        else:
            assert why
            with pytest.raises(NotAllowed) as told:
                world.recordings.sound(recording.uid, purpose=purpose, role=role)
            assert str(told.value) == why


def test_withdrawal_holds_at_once_and_keeps_what_was_given(world: World) -> None:
    recording = world.recording()
    world.news.clear()
    world.recordings.withdraw_consent(recording.uid, date(2026, 3, 2))
    assert len(world.news) == 1
    with world.library.read() as uow:
        consent = uow.recordings.get(recording.uid).consent
    assert consent == replace(CONSENT, withdrawn_on=date(2026, 3, 2))
    with pytest.raises(NotAllowed, match="withdrawn"):
        world.recordings.sound(recording.uid, purpose=Purpose.FORMATIVE, role=Role.SUPERVISOR)


def test_deleting_destroys_the_sound_and_keeps_the_scores(world: World) -> None:
    recording = world.recording()
    desk = world.signed()
    at = world.recordings.delete(recording.uid)
    with world.library.read() as uow:
        gone = uow.recordings.get(recording.uid)
    assert gone.deleted_at == at
    assert "deleted" in (world.recordings.why_not(gone, purpose=Purpose.FORMATIVE, role=Role.SUPERVISOR) or "")
    assert not world.library.vault._sounds
    with pytest.raises(UserFacingError):
        world.library.vault.open(recording.uid)
    with pytest.raises(NotAllowed, match="deleted"):
        world.recordings.sound(recording.uid, purpose=Purpose.FORMATIVE, role=Role.SUPERVISOR)
    assert world.desk(desk.rating.head.uid).sheet == desk.sheet
    assert world.signing.verify(desk.rating.head.uid, desk.scale) is None


def test_it_moves_to_its_right_session_only_before_it_is_rated(world: World) -> None:
    recording = world.recording()
    right = world.caseload.add_session(world.case.uid, 7)
    world.recordings.move(recording.uid, right.uid)
    with world.library.read() as uow:
        assert uow.recordings.get(recording.uid).session_uid == right.uid
    world.begin(session_uid=right.uid)
    with pytest.raises(UserFacingError, match="has been rated"):
        world.recordings.move(recording.uid, world.session.uid)
