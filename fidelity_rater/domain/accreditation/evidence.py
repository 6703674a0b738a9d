"""What a judge looks at: one therapist's facts on a day, supervision added up once for every requirement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
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


class _Sum:
    """Contacts and minutes added up: for sure and at best."""

    __slots__ = ("at_best", "minutes", "minutes_at_best", "sure")

    def __init__(self) -> None:
        self.sure = self.at_best = 0
        self.minutes = self.minutes_at_best = 0.0

    def add(self, minutes: Reach, *, sure: bool) -> None:
        self.at_best += 1
        self.minutes_at_best += minutes.possible
        if sure:
            self.sure += 1
            self.minutes += minutes.sure

    def told(self) -> Supervised:
        return Supervised(Reach(self.sure, self.at_best), Reach(self.minutes, self.minutes_at_best))


def own_minutes(contact: ContactFacts, credit: GroupCredit) -> Reach:
    """How much of a contact counts as own time."""
    told, minutes, size = contact.own_minutes, contact.minutes, contact.group_size
    if told is not None:
        own: float = min(told, minutes)
    elif size <= 1:
        own = minutes
    elif credit.counts == GROUP_SIZE:
        own = min(minutes, minutes / size * credit.factor)
    else:
        return Reach(0, minutes)
    return Reach(own, own)


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
        every, by_case = _Sum(), defaultdict[str, _Sum](_Sum)
        for contact in self.facts.contacts:
            accredited = contact.accredited if accredited_only else True
            if accredited is False or contact.on > self.on:
                continue
            minutes, sure, cases = own_minutes(contact, self.credit), accredited is True, contact.case_uids
            every.add(minutes, sure=sure)
            shared = minutes if len(cases) == 1 else Reach(0, minutes.possible)
            for case_uid in cases:
                by_case[case_uid].add(shared, sure=sure)
        return every.told(), {case_uid: found.told() for case_uid, found in by_case.items()}
