"""Sessions that were recorded, reviewed or self-rated, and questionnaires at the sessions of a case."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import Final

from fidelity_rater.domain.accreditation.evidence import Evidence
from fidelity_rater.domain.accreditation.facts import CaseFacts, SessionFacts
from fidelity_rater.domain.accreditation.finding import Finding, Wanting, exactly, joined
from fidelity_rater.domain.accreditation.judges.cases import phase_words
from fidelity_rater.domain.accreditation.readiness import Standing
from fidelity_rater.domain.accreditation.spoken import and_more, of_cases
from fidelity_rater.domain.measures import key_of
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.scales.rule_set import MeasuresAsked, SessionsAsked

_HAS: Final[dict[str, Callable[[SessionFacts], bool]]] = {
    word: attrgetter(word) for word in ("recorded", "reviewed", "self_rated")
}


def judge_sessions(asked: SessionsAsked, evidence: Evidence) -> Finding:
    has = _HAS[asked.of]
    found = [(case, list(filter(has, case.sessions))) for case in evidence.cases]
    every = [session for _, sessions in found for session in sessions]
    parts = []
    if asked.total is not None:
        parts.append(_total(asked, len(every), asked.total))
    if asked.per_case is not None:
        parts.append(_per_case(asked, found, asked.per_case, asked.cases or 1))
    if asked.phases:
        parts.append(_phases(asked, found))
    return joined(parts) if parts else Finding(Standing.UNKNOWN, (_number(asked.of, len(every)),))


def judge_measures(asked: MeasuresAsked, evidence: Evidence) -> Finding:
    every, needed = asked.every or 1, asked.cases or 1
    missing = {case.uid: list(_gaps(asked, case, every)) for case in evidence.cases}
    begun = [case for case in evidence.cases if case.sessions]
    done = [case for case in begun if not missing[case.uid]]
    standing = exactly(len(done)).against(needed)
    if len(done) >= needed:
        return Finding(standing, (of_cases(len(done), needed),))
    # The cases that lack least are those by which it is met soonest.
    nearest = sorted((case for case in begun if missing[case.uid]), key=lambda case: len(missing[case.uid]))
    wanting = [line for case in nearest[: needed - len(done)] for line in missing[case.uid]]
    if len(begun) < needed:
        wanting.append(Wanting(tr_n("{n} more case", "{n} more cases", needed - len(begun))))
    return Finding(standing, (of_cases(len(done), needed),), tuple(wanting))


def _gaps(asked: MeasuresAsked, case: CaseFacts, every: int) -> Iterator[Wanting]:
    """Each stretch of held sessions without a total that is due; only stretches that are over."""
    held = case.sessions
    if len(held) < every:
        words = tr_n("{case}: {held} of {n} session held", "{case}: {held} of {n} sessions held", every,
                     case=case.code, held=len(held))  # fmt: skip
        yield Wanting(words, case.uid)
    wanted = {key_of(name): name for name in asked.measures}
    for end in range(every, len(held) + 1, every):
        stretch = held[end - every : end]
        last = stretch[-1]
        for key, name in wanted.items():
            if not any(key in each.measures for each in stretch):
                yield Wanting(_no_measure(case, stretch, name), last.uid)


def _no_measure(case: CaseFacts, stretch: Sequence[SessionFacts], name: str) -> str:
    words = tr("{case}, session {number}: no {measure}", case=case.code, number=stretch[-1].number, measure=name)
    if len(stretch) > 1:
        words += tr(" (nor since session {number})", number=stretch[0].number)
    return words


def _total(asked: SessionsAsked, reached: int, needed: int) -> Finding:
    wanting = (Wanting(_more(asked.of, needed - reached)),) if reached < needed else ()
    return Finding(exactly(reached).against(needed), (_reached(asked.of, reached, needed),), wanting)


def _reached(of: str, reached: int, needed: int) -> str:
    shown = min(reached, needed)
    match of:
        case "recorded":
            words = tr_n("{shown} of {n} session recorded", "{shown} of {n} sessions recorded", needed, shown=shown)
        case "reviewed":
            words = tr_n("{shown} of {n} session reviewed", "{shown} of {n} sessions reviewed", needed, shown=shown)
        case _:
            words = tr_n("{shown} of {n} self-rating", "{shown} of {n} self-ratings", needed, shown=shown)
    return and_more(words, reached, needed)


def _number(of: str, reached: int) -> str:
    """How many there are, where nobody knows how many are asked."""
    match of:
        case "recorded":
            return tr_n("{n} session recorded", "{n} sessions recorded", reached)
        case "reviewed":
            return tr_n("{n} session reviewed", "{n} sessions reviewed", reached)
        case _:
            return tr_n("{n} self-rating", "{n} self-ratings", reached)


def _more(of: str, number: int) -> str:
    match of:
        case "recorded":
            return tr_n("{n} more recorded session", "{n} more recorded sessions", number)
        case "reviewed":
            return tr_n("{n} more session rated and signed", "{n} more sessions rated and signed", number)
        case _:
            return tr_n("{n} more self-rating", "{n} more self-ratings", number)


def _per_case(
    asked: SessionsAsked, found: list[tuple[CaseFacts, list[SessionFacts]]], per_case: int, needed: int
) -> Finding:
    done = sum(len(sessions) >= per_case for _, sessions in found)
    wanting: list[Wanting] = []
    if done < needed:
        short = [(case, per_case - len(sessions)) for case, sessions in found if len(sessions) < per_case]
        wanting = [
            Wanting(tr("{case}: {lacking}", case=case.code, lacking=_more(asked.of, lacking)), case.uid)
            for case, lacking in short
        ]
        if len(found) < needed:
            wanting.append(Wanting(tr_n("{n} more case", "{n} more cases", needed - len(found))))
    return Finding(exactly(done).against(needed), (of_cases(done, needed),), tuple(wanting))


def _phases(asked: SessionsAsked, found: list[tuple[CaseFacts, list[SessionFacts]]]) -> Finding:
    """Fill each place with a session; where cases must differ, none serves two places."""
    by_place = [
        {case.uid for case, sessions in found if any(each.phase in place for each in sessions)}
        for place in asked.phases
    ]
    filled = _matched(by_place) if asked.in_different_cases else [bool(cases) for cases in by_place]
    needed = len(asked.phases)
    line = tr_n("{reached} of {n} phase", "{reached} of {n} phases", needed, reached=sum(filled))
    wanting = tuple(
        Wanting(tr("{what}: {phases}", what=_more(asked.of, 1), phases=tr(" or ").join(phase_words(place))))
        for place, there in zip(asked.phases, filled, strict=True)
        if not there
    )
    return Finding(exactly(sum(filled)).against(needed), (line,), wanting)


def _matched(by_place: list[set[str]]) -> list[bool]:
    """Give each place a case of its own, as many as can be (augmenting paths)."""
    given: dict[str, int] = {}

    def place(number: int, tried: set[str]) -> bool:
        for case_uid in sorted(by_place[number] - tried):
            tried.add(case_uid)
            if case_uid not in given or place(given[case_uid], tried):
                given[case_uid] = number
                return True
        return False

    for number in range(len(by_place)):
        place(number, set())
    return [number in given.values() for number in range(len(by_place))]
