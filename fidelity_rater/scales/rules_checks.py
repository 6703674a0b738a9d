"""What the numbers of one requirement may say of each other."""

from __future__ import annotations

from functools import singledispatch
from itertools import pairwise

from fidelity_rater.i18n import tr
from fidelity_rater.scales.reading import FaultList
from fidelity_rater.scales.rules_schema import (
    CasesEntry,
    DurationEntry,
    MarkEntry,
    RequirementEntry,
    SessionsEntry,
)


@singledispatch
def check_requirement(entry: RequirementEntry, key: str, faults: FaultList) -> None:
    """Tell every contradiction; most kinds can have none."""


@check_requirement.register
def _(entry: CasesEntry, key: str, faults: FaultList) -> None:
    _at_most(entry.contacts, entry.out_of, f"{key}.contacts", faults)
    if entry.out_of is not None and entry.contacts is None and "contacts" not in entry.not_known:
        faults.add(f"{key}.out_of", tr("needs “{other}” beside it", other="contacts"))
    _at_most(entry.minimum, entry.only_first, f"{key}.minimum", faults)
    _at_most(entry.minimum, _less(entry.only_first, entry.after_first), f"{key}.after_first", faults)
    if (entry.contacts or entry.own_minutes or entry.accredited_supervisor) and not entry.supervised:
        faults.add(f"{key}.supervised", tr("must be true where supervision is asked for"))
    if entry.phases_in and not entry.phases:
        faults.add(f"{key}.phases_in", tr("needs “{other}” beside it", other="phases"))


@check_requirement.register
def _(entry: SessionsEntry, key: str, faults: FaultList) -> None:
    _at_most(entry.total, entry.at_most, f"{key}.total", faults)
    if entry.cases is not None and entry.per_case is None and "per_case" not in entry.not_known:
        faults.add(f"{key}.cases", tr("needs “{other}” beside it", other="per_case"))
    if entry.per_case is not None and entry.cases is None and "cases" not in entry.not_known:
        faults.add(f"{key}.per_case", tr("needs “{other}” beside it", other="cases"))
    if entry.per_case is not None and entry.cases is not None:
        _at_most(entry.per_case * entry.cases, entry.at_most, f"{key}.per_case", faults)
    if entry.phases and entry.total is not None:
        _at_most(len(entry.phases), entry.total, f"{key}.phases", faults)
    if entry.in_different_cases and not entry.phases:
        faults.add(f"{key}.in_different_cases", tr("needs “{other}” beside it", other="phases"))


@check_requirement.register
def _(entry: DurationEntry, key: str, faults: FaultList) -> None:
    _at_most(entry.months, entry.at_most, f"{key}.months", faults)


@check_requirement.register
def _(entry: MarkEntry, key: str, faults: FaultList) -> None:
    if (entry.lowest is None) != (entry.highest is None):
        faults.add(f"{key}.lowest", tr("needs “{other}” beside it", other="highest"))
    told = {"lowest": entry.lowest, "minimum": entry.minimum, "highest": entry.highest}
    known = [(name, value) for name, value in told.items() if value is not None]
    for (lower, low), (upper, high) in pairwise(known):
        if low > high or (low == high and {lower, upper} == {"lowest", "highest"}):
            faults.add(f"{key}.{upper}", tr("must be more than {limit}", limit=low))


def _at_most(asked: int | None, limit: int | None, key: str, faults: FaultList) -> None:
    if asked is not None and limit is not None and asked > limit:
        faults.add(key, tr("asks for {asked} of at most {limit}", asked=asked, limit=limit))


def _less(number: int | None, taken: int) -> int | None:
    return None if number is None else number - taken
