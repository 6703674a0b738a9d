"""What a judge looks at: one therapist's facts on a day, supervision added up once for every requirement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from fidelity_rater.domain.accreditation.facts import CaseFacts, TherapistFacts
from fidelity_rater.domain.accreditation.finding import NOTHING, Reach, exactly
from fidelity_rater.domain.accreditation.records import SupervisionContact, Training
from fidelity_rater.scales.rule_set import GROUP_SIZE, GroupCredit


class Supervised(NamedTuple):
    """Supervision of one case, or of all: how often, and minutes of own time."""

    contacts: Reach = NOTHING
    minutes: Reach = NOTHING

    def with_contact(self, minutes: Reach, *, accredited: bool | None) -> Supervised:
        """``accredited`` None: it is not known whether it is one of those that are asked for."""
        if accredited is None:
            return Supervised(self.contacts + Reach(0, 1), self.minutes + Reach(0, minutes.possible))
        return Supervised(self.contacts + exactly(1), self.minutes + minutes)


def own_minutes(contact: SupervisionContact, credit: GroupCredit) -> Reach:
    """How much of a contact counts as own time."""
    if contact.own_minutes is not None:
        return exactly(min(contact.own_minutes, contact.minutes))
    if contact.group_size <= 1:
        return exactly(contact.minutes)
    if credit.counts == GROUP_SIZE:
        return exactly(min(contact.minutes, contact.minutes / contact.group_size * credit.factor))
    return Reach(0, contact.minutes)


@dataclass(slots=True)
class Evidence:
    """``on``: nothing written down for a later day counts yet."""

    facts: TherapistFacts
    credit: GroupCredit
    on: date
    _supervised: dict[bool, tuple[Supervised, dict[str, Supervised]]] = field(default_factory=dict)
    _in_order: tuple[CaseFacts, ...] | None = None

    @property
    def cases(self) -> tuple[CaseFacts, ...]:
        """In the order in which they began."""
        if self._in_order is None:
            self._in_order = self.facts.in_order()
        return self._in_order

    def contacts(self) -> Iterable[SupervisionContact]:
        return (each for each in self.facts.contacts if each.on <= self.on)

    def trainings(self, kinds: Iterable[str]) -> list[Training]:
        return [each for each in self.facts.trainings if each.kind in kinds and each.on <= self.on]

    def supervised(self, *, accredited_only: bool = False) -> Supervised:
        """Altogether, of whatever case and of none."""
        return self._added(accredited_only)[0]

    def supervised_case(self, case_uid: str, *, accredited_only: bool = False) -> Supervised:
        """Of one case. Time that several cases shared may have been this one's, or not."""
        return self._added(accredited_only)[1].get(case_uid, _NONE)

    def _added(self, accredited_only: bool) -> tuple[Supervised, dict[str, Supervised]]:
        if accredited_only not in self._supervised:
            self._supervised[accredited_only] = self._add(accredited_only)
        return self._supervised[accredited_only]

    def _add(self, accredited_only: bool) -> tuple[Supervised, dict[str, Supervised]]:
        every, by_case = _NONE, defaultdict[str, Supervised](Supervised)
        for contact in self.contacts():
            accredited = contact.supervisor_accredited if accredited_only else True
            if accredited is False:
                continue
            minutes = own_minutes(contact, self.credit)
            every = every.with_contact(minutes, accredited=accredited)
            shared = minutes if len(contact.case_uids) == 1 else Reach(0, minutes.possible)
            for case_uid in contact.case_uids:
                by_case[case_uid] = by_case[case_uid].with_contact(shared, accredited=accredited)
        return every, by_case


_NONE = Supervised()
