"""Papers that a body asks for, and how long something has lasted."""

from __future__ import annotations

from datetime import date

from fidelity_rater.domain.accreditation.evidence import Evidence
from fidelity_rater.domain.accreditation.finding import Finding, Reach, Wanting, exactly
from fidelity_rater.domain.accreditation.judges.elsewhere import of_different_cases
from fidelity_rater.domain.accreditation.judges.training import says_one_of
from fidelity_rater.domain.accreditation.readiness import Standing
from fidelity_rater.domain.accreditation.records import Paper
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.scales.rule_set import DurationAsked, PapersAsked


def judge_papers(asked: PapersAsked, evidence: Evidence) -> Finding:
    there = [each for each in evidence.facts.papers if each.kind in asked.kinds and each.on <= evidence.on]
    alive = [each for each in there if not asked.current or each.until is None or each.until >= evidence.on]
    named = [each for each in alive if says_one_of(asked.named, each.title)]
    sure = [each for each in named if not asked.current or each.until is not None]
    reach = Reach(len(sure), len(alive))
    if asked.in_different_cases:
        named_reach = of_different_cases([each.case_uid for each in sure])
        reach = Reach(named_reach.sure, of_different_cases([each.case_uid for each in alive]).possible)
    needed = asked.count or 1
    standing = reach.against(needed)
    lines = tuple(_line(each) for each in sure)
    if standing is Standing.MET:
        return Finding(standing, lines)
    counted = tr_n("{reached} of {n} written down", "{reached} of {n} written down", needed, reached=int(reach.sure))
    return Finding(standing, (*lines, counted), tuple(_wanting(asked, there, alive, sure, needed - int(reach.sure))))


def _line(paper: Paper) -> str:
    if paper.until is None:
        return tr("{title}, {day}", title=paper.title, day=paper.on.isoformat())
    return tr("{title}, until {day}", title=paper.title, day=paper.until.isoformat())


def _wanting(asked: PapersAsked, there: list[Paper], alive: list[Paper], sure: list[Paper], more: int) -> list[Wanting]:
    found = [
        Wanting(tr("“{title}” ran out on {day}", title=each.title, day=each.until.isoformat()))
        for each in there
        if each not in alive and each.until is not None
    ]
    for each in alive:
        if each in sure:
            continue
        if not says_one_of(asked.named, each.title):
            words = tr(
                "“{title}”: name it so that it can be told: {words}", title=each.title, words=", ".join(asked.named)
            )
        else:
            words = tr("“{title}”: until when it holds is not written down", title=each.title)
        found.append(Wanting(words))
    if asked.in_different_cases and any(not each.case_uid for each in sure):
        found.append(Wanting(tr("Write down of which case each is.")))
    return found or [Wanting(tr_n("{n} more is to be written down.", "{n} more are to be written down.", more))]


def judge_duration(asked: DurationAsked, evidence: Evidence) -> Finding:
    began = [each.on for each in evidence.trainings(asked.since)]
    if "session" in asked.since:
        began += [case.began for case in evidence.cases if case.began <= evidence.on]
    if not began:
        return Finding(Standing.NOT_MET, (), (Wanting(tr("When it began is not written down.")),))
    needed = asked.months or 1
    passed = months_between(min(began), evidence.on)
    standing = exactly(passed).against(needed)
    since = min(began).isoformat()
    if standing is Standing.MET:
        return Finding(standing, (tr_n("{n} month, since {day}", "{n} months, since {day}", passed, day=since),))
    line = tr_n("{passed} of {n} month, since {day}", "{passed} of {n} months, since {day}", needed, passed=passed,
                day=since)  # fmt: skip
    return Finding(standing, (line,), (Wanting(tr_n("{n} more month", "{n} more months", needed - passed)),))


def months_between(first: date, last: date) -> int:
    """Whole months that have passed."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return max(0, months - (last.day < first.day))
