"""Supervision summed up: how often, how long, and how long on the own cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fidelity_rater.app.training.models import CaseChoice, CaseSum, SupervisionContact, SupervisionSum


def own_minutes(contact: SupervisionContact) -> int | None:
    """The time on the own cases: as told, else all of a contact alone; None: a group, and nobody said."""
    if contact.own_minutes is not None:
        return contact.own_minutes
    return contact.minutes if contact.group_size == 1 else None


def sums_of(contacts: Sequence[SupervisionContact], cases: Iterable[CaseChoice]) -> SupervisionSum:
    """Sum up contacts. How several cases shared a contact nobody knows, so its time is told apart."""
    told = [own for own in map(own_minutes, contacts) if own is not None]
    every = (_case_sum(case, contacts) for case in cases)
    return SupervisionSum(
        contacts=len(contacts),
        minutes=sum(contact.minutes for contact in contacts),
        own=sum(told),
        untold=len(contacts) - len(told),
        cases=tuple(found for found in every if found.contacts),
    )


def _case_sum(case: CaseChoice, contacts: Iterable[SupervisionContact]) -> CaseSum:
    about = [contact for contact in contacts if case.uid in contact.case_uids]
    told = [(len(each.case_uids), own) for each in about if (own := own_minutes(each)) is not None]
    return CaseSum(
        case.uid,
        case.code,
        len(about),
        minutes=sum(own for cases, own in told if cases == 1),
        shared=sum(own for cases, own in told if cases > 1),
        untold=len(about) - len(told),
    )
