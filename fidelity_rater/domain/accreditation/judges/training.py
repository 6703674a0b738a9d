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
    if asked.count is not None or asked.asks_nothing_known:
        found.append(_count(asked.count or 1, asked, named, records))
    if asked.days is not None:
        found.append(_days(asked.days, _reach(told_or_not(each.days for each in named), named, records)))
    if asked.hours is not None:
        found.append(_hours(asked.hours, _reach(told_or_not(each.hours for each in named), named, records)))
    if asked.others is not None:
        found.append(_others(asked.others, _people(named, records)))
    return joined(found)


def _days(needed: int, reach: Reach) -> Finding:
    shown, missing = number(min(reach.sure, needed)), number(needed - reach.sure)
    words = tr_n("{reached} of {n} day", "{reached} of {n} days", needed, reached=shown)
    more = tr_n("{missing} more day", "{missing} more days", needed - int(reach.sure), missing=missing)
    return _amount(reach, needed, words, (more, tr("How many days it took is not written down everywhere.")))


def _hours(needed: float, reach: Reach) -> Finding:
    words = tr("{reached} of {needed} hours", reached=number(min(reach.sure, needed)), needed=number(needed))
    more = tr("{missing} more hours", missing=number(needed - reach.sure))
    return _amount(reach, needed, words, (more, tr("How many hours it took is not written down everywhere.")))


def _others(needed: int, reach: Reach) -> Finding:
    words = tr_n("{reached} of {n} person", "{reached} of {n} people", needed, reached=number(min(reach.sure, needed)))
    more = tr_n("{n} more person", "{n} more people", needed - int(reach.sure))
    return _amount(reach, needed, words, (more, tr("They may be the same people each time.")))


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


def _amount(reach: Reach, needed: float, words: str, open_words: tuple[str, str]) -> Finding:
    """``open_words``: what is missing, and why more may be there than is known."""
    standing = reach.against(needed)
    if standing is Standing.MET:
        return Finding(standing, (and_more(words, reach.sure, needed),))
    told = open_words if standing is Standing.UNKNOWN else open_words[:1]
    return Finding(standing, (words,), tuple(map(Wanting, told)))


def _reach(reach: Reach, named: list[Training], records: list[Training]) -> Reach:
    """What goes by another name may be meant, too."""
    return reach if len(named) == len(records) else Reach(reach.sure, inf)


def _people(named: list[Training], records: list[Training]) -> Reach:
    """Nobody says whether those of one record are among those of another: at least the most, at best the sum."""
    most = max((each.others or 0 for each in named), default=0)
    return (
        _reach(Reach(most, told_or_not(each.others for each in named).possible), named, records) if named else NOTHING
    )
