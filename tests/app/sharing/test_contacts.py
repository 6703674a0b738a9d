"""Contacts: cards out and in, compared once; and a client's consent as two libraries know it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.sharing.homes import Home
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.domain.caseload import Consent, ConsentPurpose
from fidelity_rater.domain.consent import narrower


def test_a_card_is_looked_at_then_kept_then_compared(supervisor: Home, trainee: Home) -> None:
    seen = supervisor.contacts.read_card(trainee.contacts.my_card())
    assert (seen.person, seen.known, seen.mine, seen.refusal) == (trainee.person, False, False, "")
    assert seen.fingerprint == trainee.contacts.my_fingerprint
    supervisor.contacts.keep(seen.person)
    assert supervisor.contacts.compared(seen.person.uid).compared_at is not None
    again = supervisor.contacts.read_card(trainee.contacts.my_card())
    assert (again.known, again.compared) == (True, True)
    # A card brought in anew renews the name and does not make one compare again.
    supervisor.contacts.keep(replace(seen.person, name="Terry Newname"))
    (contact,) = supervisor.contacts.all()
    assert (contact.person.name, contact.compared_at is None) == ("Terry Newname", False)
    assert supervisor.news[-1] is Changed.PEOPLE
    supervisor.contacts.remove(seen.person.uid)
    assert supervisor.contacts.all() == ()
    with pytest.raises(UserFacingError, match="not here any more"):
        supervisor.contacts.compared(seen.person.uid)


def test_ones_own_card_and_that_of_somebody_with_other_keys(supervisor: Home, trainee: Home) -> None:
    own = supervisor.contacts.read_card(supervisor.contacts.my_card())
    assert own.mine
    with pytest.raises(UserFacingError, match="your own card"):
        supervisor.contacts.keep(own.person)
    supervisor.contacts.keep(replace(trainee.person, receiving_key=b"z" * 32))
    seen = supervisor.contacts.read_card(trainee.contacts.my_card())
    assert "other keys" in seen.refusal
    with pytest.raises(UserFacingError):
        supervisor.contacts.keep(seen.person)


CONSENTS = st.builds(
    lambda purposes, hearers, given_on, withdrawn_on: (
        Consent(purposes, hearers if purposes else frozenset(), given_on, withdrawn_on) if given_on else Consent()
    ),
    st.frozensets(st.sampled_from(ConsentPurpose), max_size=3),
    st.frozensets(st.sampled_from(["trainee", "supervisor", "panel"]), max_size=2),
    st.none() | st.sampled_from([date(2026, 1, 1), date(2026, 2, 1)]),
    st.none() | st.sampled_from([date(2026, 3, 1), date(2026, 4, 1)]),
)


@settings(max_examples=40)
@given(one=CONSENTS, other=CONSENTS, third=CONSENTS)
def test_what_several_notes_of_consent_allow_does_not_depend_on_their_order(
    one: Consent, other: Consent, third: Consent
) -> None:
    assert narrower(one, other) == narrower(other, one)
    assert narrower(narrower(one, other), third) == narrower(one, narrower(other, third))
    assert narrower(one, one) == one
    both = narrower(one, other)
    if one.recorded and other.recorded:
        assert both.purposes <= one.purposes & other.purposes
        assert (both.withdrawn_on is None) == (one.withdrawn_on is None and other.withdrawn_on is None)
