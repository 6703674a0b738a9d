"""Supervision altogether."""

from __future__ import annotations

from fidelity_rater.domain.accreditation.evidence import Evidence
from fidelity_rater.domain.accreditation.finding import Finding, Wanting, joined
from fidelity_rater.domain.accreditation.readiness import Standing
from fidelity_rater.domain.accreditation.spoken import minutes, of_contacts, of_minutes
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.scales.rule_set import SupervisionAsked


def judge_supervision(asked: SupervisionAsked, evidence: Evidence) -> Finding:
    found = evidence.supervised(accredited_only=asked.accredited_supervisor)
    parts = []
    if asked.contacts is not None or asked.own_minutes is None:
        least = asked.contacts or 1
        standing = found.contacts.against(least)
        wanting = [
            tr_n("{n} more supervision session", "{n} more supervision sessions", least - int(found.contacts.sure))
        ]
        if standing is Standing.UNKNOWN:
            wanting = [tr("Write down which supervisors are accredited.")]
        parts.append(_finding(standing, of_contacts(found.contacts.sure, least), wanting))
    if asked.own_minutes is not None:
        standing = found.minutes.against(asked.own_minutes)
        wanting = [tr("{time} more", time=minutes(asked.own_minutes - found.minutes.sure))]
        if standing is Standing.UNKNOWN:
            rest = minutes(found.minutes.possible - found.minutes.sure)
            wanting.append(tr("Up to {time} more: how much of it counts is not written down.", time=rest))
        parts.append(_finding(standing, of_minutes(found.minutes.sure, asked.own_minutes), wanting))
    return joined(parts)


def _finding(standing: Standing, line: str, wanting: list[str]) -> Finding:
    return Finding(standing, (line,), () if standing is Standing.MET else tuple(map(Wanting, wanting)))
