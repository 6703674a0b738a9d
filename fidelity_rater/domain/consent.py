"""Consent governs: what a recording may be played for, and who may hear it."""

from __future__ import annotations

from datetime import date, timedelta

from fidelity_rater.domain.caseload import Consent, ConsentPurpose
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.i18n import tr

HeardFor = Purpose | ConsentPurpose
"""What a recording is heard for: a rating of that purpose, or what consent itself calls it."""

NEEDED = {Purpose.FORMATIVE: ConsentPurpose.SUPERVISION, Purpose.SUMMATIVE: ConsentPurpose.ASSESSMENT}
"""A formative rating is supervision; a summative one is an assessment of the therapist."""


_AHEAD = timedelta(days=1)
"""The day where the client lives may be a day ahead of the clock's: a withdrawal holds from its first hour."""


def refusal(consent: Consent, *, purpose: HeardFor, role: Role, today: date) -> str | None:
    """The sentence that says why the recording may not be played for this, or None where it may.

    Consent that was never recorded allows nothing: silence is not consent.
    """
    if not consent.recorded:
        return tr("No consent is recorded for this recording, so it is not played. Record the client's consent first.")
    if consent.withdrawn_on is not None and consent.withdrawn_on <= today + _AHEAD:
        return tr("The client has withdrawn consent, so this recording is not played. Its scores are kept.")
    needed = NEEDED[purpose] if isinstance(purpose, Purpose) else purpose
    if needed not in consent.purposes:
        if needed is ConsentPurpose.TRAINING:
            return tr("The client's consent does not cover rater training, so raters do not calibrate by this.")
        if needed is ConsentPurpose.RESEARCH:
            return tr("The client's consent does not cover research, so this is not played for it.")
        if needed is ConsentPurpose.ASSESSMENT:
            return tr("The client's consent does not cover assessment, so this is not played for a summative rating.")
        return tr("The client's consent does not cover supervision, so this is not played for a formative rating.")
    if consent.hearers and role not in consent.hearers:
        return tr("The client's consent does not let someone in this role hear this recording.")
    return None


def review_due(consent: Consent, today: date) -> bool:
    """Whether the day on which consent was to be looked at again has come."""
    return consent.review_on is not None and consent.review_on <= today and consent.withdrawn_on is None


def narrower(one: Consent, other: Consent) -> Consent:
    """What two notes of one client's consent both allow; where only one was recorded, that one.

    Whichever comes first, the same comes out: a withdrawal that is noted anywhere holds.
    """
    if not one.recorded or not other.recorded:
        return one if one.recorded else other
    hearers = one.hearers & other.hearers if one.hearers and other.hearers else one.hearers | other.hearers
    nobody = not hearers and bool(one.hearers)
    purposes = frozenset() if nobody else one.purposes & other.purposes
    return Consent(
        purposes=purposes,
        hearers=hearers if purposes else frozenset(),
        given_on=max(day for day in (one.given_on, other.given_on) if day),
        withdrawn_on=_first(one.withdrawn_on, other.withdrawn_on),
        review_on=_first(one.review_on, other.review_on),
    )


def _first(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day), default=None)
