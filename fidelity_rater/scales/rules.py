"""From a rule file's bytes to a checked :class:`RuleSet`, or to every fault at once. Knows no paths."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from typing import Any, Final

from fidelity_rater.i18n import tr
from fidelity_rater.scales.errors import ScaleFaults
from fidelity_rater.scales.locating import with_lines
from fidelity_rater.scales.reading import (
    MOST_ENTRIES,
    FaultList,
    Section,
    check_top_level,
    read_document,
    read_section,
    read_table,
    shortened,
)
from fidelity_rater.scales.rule_set import GroupCredit, Requirement, RuleSet, RuleSource
from fidelity_rater.scales.rules_checks import check_requirement
from fidelity_rater.scales.rules_schema import (
    KINDS,
    GroupCreditEntry,
    RequirementEntry,
    RulesIdentityEntry,
    SourceEntry,
)

_SECTIONS: Final = frozenset({"rules", "sources", "group_credit", "requirements"})
_NOT_SETTINGS: Final = frozenset(RequirementEntry.model_fields)

Read = list[tuple[str, RequirementEntry]]


def load_rules(data: bytes, *, name: str) -> RuleSet:
    """Read a rule file; ``name`` is what faults call it. Raises ``ScaleFaults``."""
    faults = FaultList(name)
    text, document = read_document(data, faults)
    check_top_level(document, _SECTIONS, faults)
    identity = read_table(RulesIdentityEntry, document.get("rules"), "rules", faults)
    sources = read_section(SourceEntry, document.get("sources"), "sources", faults)
    credit = None
    if "group_credit" in document:
        credit = read_table(GroupCreditEntry, document["group_credit"], "group_credit", faults)
    requirements = _read_requirements(document.get("requirements"), faults)
    _check_credit(credit, sources.ids, faults)
    for key, entry in requirements:
        _check_sources(entry.sources, sources.ids, key, faults)
        _check_settings(entry, key, faults)
        check_requirement(entry, key, faults)
    if faults.faults or identity is None:
        raise ScaleFaults(with_lines(faults.faults, text, document))
    return _build(identity, sources, credit, requirements, hashlib.sha256(data).hexdigest())


def _read_requirements(raw: object, faults: FaultList) -> Read:
    """Each by the shape of its kind, in the order of the file."""
    if not isinstance(raw, list) or not raw:
        fault = tr("must be a list of tables, each under [[{key}]]", key="requirements")
        faults.add("requirements", fault if raw else tr("is missing; at least one is needed"))
        return []
    if len(raw) > MOST_ENTRIES:
        faults.add("requirements", tr("has more than {limit} entries", limit=MOST_ENTRIES))
        return []
    found: Read = []
    first: dict[str, str] = {}
    for index, table in enumerate(raw):
        key = f"requirements[{index}]"
        entry = _read_requirement(table, key, faults)
        if entry is not None:
            found.append((key, entry))
        named = table.get("id") if isinstance(table, dict) else None
        if isinstance(named, str) and first.setdefault(named, key) != key:
            faults.add(f"{key}.id", tr('"{value}" is already {first}', value=shortened(named), first=first[named]))
    return found


def _read_requirement(table: object, key: str, faults: FaultList) -> RequirementEntry | None:
    if not isinstance(table, dict):
        faults.add(key, tr("must be a table of keys and values"))
        return None
    kind = table.get("kind")
    if kind is None:
        faults.add(f"{key}.kind", tr("is missing"))
    elif not isinstance(kind, str) or kind not in KINDS:
        value = shortened(kind) if isinstance(kind, str) else tr("this value")
        faults.add(f"{key}.kind", tr("{value} is not one of: {allowed}", value=value, allowed=", ".join(KINDS)))
    else:
        return read_table(KINDS[kind][0], table, key, faults)
    return None


def _check_credit(credit: GroupCreditEntry | None, known: Collection[str] | Any, faults: FaultList) -> None:
    if credit is None:
        return
    _check_sources(credit.sources, known, "group_credit", faults)
    if (credit.factor is None) == (credit.counts == "share"):
        faults.add("group_credit.factor", tr("belongs to “share”, and only to it"))


def _check_sources(named: list[str], known: Any, key: str, faults: FaultList) -> None:
    for one in named:
        if one not in known:
            faults.add(f"{key}.sources", tr('"{value}" is not a source of this file', value=shortened(one)))


def _check_settings(entry: RequirementEntry, key: str, faults: FaultList) -> None:
    """What is not known is a setting of the kind, is not given as well, and is told about in the note."""
    settings = type(entry).model_fields.keys() - _NOT_SETTINGS
    for setting in entry.not_known:
        if setting not in settings:
            faults.add(f"{key}.not_known", tr('"{value}" is not a setting of this kind', value=shortened(setting)))
        elif setting in entry.model_fields_set and getattr(entry, setting):
            faults.add(f"{key}.not_known", tr('"{value}" is given, and said to be not known', value=setting))
    if entry.not_known and not entry.note.strip():
        faults.add(f"{key}.note", tr("is missing; say what is not known, and with whom to check it"))
    needed = KINDS[entry.kind][1].deciding
    if not any(getattr(entry, setting) or setting in entry.not_known for setting in needed):
        allowed = ", ".join(needed)
        faults.add(
            key, tr("asks for nothing; one of these is needed, or named in not_known: {allowed}", allowed=allowed)
        )


def _build(
    identity: RulesIdentityEntry,
    sources: Section[SourceEntry],
    credit: GroupCreditEntry | None,
    requirements: Read,
    sha256: str,
) -> RuleSet:
    known = {each.id: RuleSource(**each.model_dump()) for _, each in sources}
    group_credit = GroupCredit()
    if credit is not None:
        group_credit = GroupCredit(credit.counts, credit.factor or 1.0, _cited(credit.sources, known), credit.note)
    return RuleSet(
        id=identity.id,
        name=identity.name,
        body=identity.body,
        as_of=identity.as_of,
        check=identity.check,
        note=identity.note,
        sha256=sha256,
        requirements=tuple(_requirement(entry, known) for _, entry in requirements),
        group_credit=group_credit,
        sources=known,
    )


def _cited(ids: list[str], known: Mapping[str, RuleSource]) -> str:
    older = tr("older")
    return "; ".join(f"{known[one]} [{older}]" if known[one].older else str(known[one]) for one in ids)


def _requirement(entry: RequirementEntry, known: Mapping[str, RuleSource]) -> Requirement:
    told = {key: _frozen(value) for key, value in entry if key not in ("kind", "sources", "not_known")}
    made: type[Any] = KINDS[entry.kind][1]
    requirement: Requirement = made(**told, source=_cited(entry.sources, known), not_known=frozenset(entry.not_known))
    return requirement


def _frozen(value: Any) -> Any:
    return tuple(_frozen(each) for each in value) if isinstance(value, list) else value
