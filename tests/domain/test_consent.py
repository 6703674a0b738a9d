"""Consent governs what is played."""

from __future__ import annotations

from datetime import date

import pytest

from fidelity_rater.domain.caseload import Consent, ConsentPurpose
from fidelity_rater.domain.consent import refusal, review_due
from fidelity_rater.domain.people import Purpose, Role

TODAY = date(2026, 6, 1)
GIVEN = date(2026, 1, 5)
BOTH = frozenset({ConsentPurpose.SUPERVISION, ConsentPurpose.ASSESSMENT})


def refused(consent: Consent, purpose: Purpose = Purpose.FORMATIVE, role: Role = Role.SUPERVISOR) -> str | None:
    return refusal(consent, purpose=purpose, role=role, today=TODAY)


def test_consent_that_was_never_recorded_allows_nothing() -> None:
    assert "No consent is recorded" in (refused(Consent(purposes=BOTH)) or "")


@pytest.mark.parametrize(
    ("purpose", "needed"),
    [(Purpose.FORMATIVE, ConsentPurpose.SUPERVISION), (Purpose.SUMMATIVE, ConsentPurpose.ASSESSMENT)],
)
def test_each_purpose_needs_its_own_consent(purpose: Purpose, needed: ConsentPurpose) -> None:
    assert refused(Consent(frozenset({needed}), given_on=GIVEN), purpose) is None
    every_other = frozenset(set(ConsentPurpose) - {needed})
    assert refused(Consent(every_other, given_on=GIVEN), purpose)


def test_only_the_roles_named_may_hear() -> None:
    named = Consent(BOTH, hearers=frozenset({Role.SUPERVISOR}), given_on=GIVEN)
    assert refused(named, role=Role.SUPERVISOR) is None
    assert refused(named, role=Role.PANEL)
    assert refused(Consent(BOTH, given_on=GIVEN), role=Role.PANEL) is None


@pytest.mark.parametrize(("day", "holds"), [(date(2026, 5, 31), False), (TODAY, False), (date(2026, 6, 2), False)])
def test_a_withdrawal_holds_at_once_wherever_the_day_has_begun(day: date, holds: bool) -> None:
    assert (refused(Consent(BOTH, given_on=GIVEN, withdrawn_on=day)) is None) is holds


def test_a_review_that_is_due_warns_and_does_not_silence() -> None:
    due = Consent(BOTH, given_on=GIVEN, review_on=TODAY)
    assert review_due(due, TODAY)
    assert refused(due) is None
    assert not review_due(Consent(BOTH, given_on=GIVEN, review_on=date(2026, 6, 2)), TODAY)
    assert not review_due(Consent(BOTH, given_on=GIVEN, review_on=TODAY, withdrawn_on=TODAY), TODAY)
