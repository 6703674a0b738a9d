"""What a judge looks at: one therapist's facts on a day, supervision added up once for every requirement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from fidelity_rater.domain.accreditation.facts import CaseFacts, ContactFacts, TherapistFacts
from fidelity_rater.domain.accreditation.finding import NOTHING, Reach
from fidelity_rater.domain.accreditation.records import Training
from fidelity_rater.scales.rule_set import GROUP_SIZE, GroupCredit


class Supervised(NamedTuple):
    """Supervision of one case, or of all: how often, and minutes of own time."""

    contacts: Reach = NOTHING
    minutes: Reach = NOTHING


_NONE: Final = Supervised()
_ALL: Final = ""
"""Stands for all cases together where a case's uid would."""


def own_minutes(contact: ContactFacts, credit: GroupCredit) -> tuple[float, float]:
    """How much of a contact counts as own time: for sure, and at best."""
    _, minutes, size, _, told, _ = contact
    if told is not None:
        own: float = min(told, minutes)
    elif size <= 1:
        own = minutes
    elif credit.counts == GROUP_SIZE:
        own = min(minutes, minutes / size * credit.factor)
    else:
        return 0, minutes
    return own, own


def added_up(contacts: Iterable[ContactFacts], credit: GroupCredit) -> dict[str, Supervised]:
    """By case, and of all of them under ``_ALL``. Contacts of a service are counted here by the ten thousand.

    Time that several cases shared may have been this one's, or not. Where the supervisor's accreditation was not
    written down, the contact may count.
    """
    sums: dict[str, list[float]] = defaultdict(lambda: [0, 0, 0.0, 0.0])
    for contact in contacts:
        sure, possible = own_minutes(contact, credit)
        cases, known = contact.case_uids, contact.accredited is not None
        for case_uid in (_ALL, *cases):
            found = sums[case_uid]
            found[1] += 1
            found[3] += possible
            if known:
                found[0] += 1
                if case_uid is _ALL or len(cases) == 1:
                    found[2] += sure
    return {uid: Supervised(Reach(n, most), Reach(own, at_best)) for uid, (n, most, own, at_best) in sums.items()}


class Evidence:
    """``on``: nothing written down for a later day counts yet."""

    def __init__(self, facts: TherapistFacts, credit: GroupCredit, on: date) -> None:
        self.facts, self.on, self._credit = facts, on, credit
        self._supervised: dict[bool, dict[str, Supervised]] = {}
        self._in_order: tuple[CaseFacts, ...] | None = None

    @property
    def cases(self) -> tuple[CaseFacts, ...]:
        """In the order in which they began."""
        if self._in_order is None:
            self._in_order = self.facts.in_order()
        return self._in_order

    def trainings(self, kinds: Iterable[str]) -> list[Training]:
        return [each for each in self.facts.trainings if each.kind in kinds and each.on <= self.on]

    def supervised(self, case_uid: str = _ALL, *, accredited_only: bool = False) -> Supervised:
        """Of one case; without one altogether, of whatever case and of none."""
        if accredited_only not in self._supervised:
            contacts = [each for each in self.facts.contacts if each.on <= self.on]
            if accredited_only:
                contacts = [each for each in contacts if each.accredited is not False]
            else:
                contacts = [each._replace(accredited=True) if each.accredited is None else each for each in contacts]
            self._supervised[accredited_only] = added_up(contacts, self._credit)
        return self._supervised[accredited_only].get(case_uid, _NONE)
