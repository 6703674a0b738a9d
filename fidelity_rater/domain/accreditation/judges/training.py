"""Things attended or done: how many, days, hours, people supervised."""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import inf

from fidelity_rater.domain.accreditation.evidence import Evidence
from fidelity_rater.domain.accreditation.finding import NOTHING, Finding, Reach, Wanting, joined, told_or_not
from fidelity_rater.domain.accreditation.readiness import Standing
from fidelity_rater.domain.accreditation.records import Training
from fidelity_rater.domain.accreditation.spoken import and_more, number
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.scales.rule_set import TrainingAsked


def judge_training(asked: TrainingAsked, evidence: Evidence) -> Finding:
    records = evidence.trainings(asked.kinds)
    named = [each for each in records if says_one_of(asked.named, each.title, each.provider)]
    found = []
    if asked.count is not None or not (asked.days or asked.hours or asked.others):
        found.append(_count(asked.count or 1, asked, named, records))
    if asked.days is not None:
        reach = _reach(told_or_not(each.days for each in named), named, records)
        shown = number(min(reach.sure, asked.days))
        words = tr_n("{reached} of {n} day", "{reached} of {n} days", asked.days, reached=shown)
        found.append(_amount(reach, asked.days, words, tr("How many days it took is not written down everywhere.")))
    if asked.hours is not None:
        reach = _reach(told_or_not(each.hours for each in named), named, records)
        shown = number(min(reach.sure, asked.hours))
        words = tr("{reached} of {needed} hours", reached=shown, needed=number(asked.hours))
        found.append(_amount(reach, asked.hours, words, tr("How many hours it took is not written down everywhere.")))
    if asked.others is not None:
        reach = _people(named, records)
        shown = number(min(reach.sure, asked.others))
        words = tr_n("{reached} of {n} person", "{reached} of {n} people", asked.others, reached=shown)
        found.append(_amount(reach, asked.others, words, tr("They may be the same people each time.")))
    return joined(found)


def says_one_of(words: Iterable[str], *texts: str) -> bool:
    """Whether a word in one of the texts begins with one of these; none asked for: any text does."""
    wanted = [rf"(?<!\w){re.escape(word.casefold())}" for word in words]
    return not wanted or any(re.search("|".join(wanted), text.casefold()) for text in texts)


def _count(needed: int, asked: TrainingAsked, named: list[Training], records: list[Training]) -> Finding:
    standing = Reach(len(named), len(records)).against(needed)
    lines = tuple(tr("{title}, {day}", title=each.title, day=each.on.isoformat()) for each in named)
    if standing is Standing.MET:
        return Finding(standing, lines)
    wanting = tr_n("{n} more is to be written down.", "{n} more are to be written down.", needed - len(named))
    if standing is Standing.UNKNOWN:
        wanting = tr("Name it so that it can be told: {words}.", words=", ".join(asked.named))
    counted = tr_n("{reached} of {n} written down", "{reached} of {n} written down", needed, reached=len(named))
    return Finding(standing, (*lines, counted), (Wanting(wanting),))


def _amount(reach: Reach, needed: float, words: str, not_told: str) -> Finding:
    standing = reach.against(needed)
    if standing is Standing.MET:
        return Finding(standing, (and_more(words, reach.sure, needed),))
    missing = Wanting(tr("{amount} more", amount=number(needed - reach.sure)))
    return Finding(standing, (words,), (missing,) if standing is Standing.NOT_MET else (missing, Wanting(not_told)))


def _reach(reach: Reach, named: list[Training], records: list[Training]) -> Reach:
    """What goes by another name may be meant, too."""
    return reach if len(named) == len(records) else Reach(reach.sure, inf)


def _people(named: list[Training], records: list[Training]) -> Reach:
    """Nobody says whether those of one record are among those of another: at least the most, at best the sum."""
    most = max((each.others or 0 for each in named), default=0)
    return (
        _reach(Reach(most, told_or_not(each.others for each in named).possible), named, records) if named else NOTHING
    )
