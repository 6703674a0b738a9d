"""Cases, each with what is asked of it, and the focal areas that they are about."""

from __future__ import annotations

from collections.abc import Iterator

from fidelity_rater.domain.accreditation.evidence import Evidence
from fidelity_rater.domain.accreditation.facts import CaseFacts
from fidelity_rater.domain.accreditation.finding import Finding, Reach, Wanting, exactly, joined, worst
from fidelity_rater.domain.accreditation.judges.training import says_one_of
from fidelity_rater.domain.accreditation.readiness import Standing
from fidelity_rater.domain.accreditation.spoken import and_more, minutes, of_cases, of_contacts, of_minutes
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.scales.rule_set import CasesAsked, FocalAreasAsked

Condition = tuple[Standing, str]


def judge_cases(asked: CasesAsked, evidence: Evidence) -> Finding:
    considered = [(case, list(_conditions(asked, case, evidence))) for case in _considered(asked, evidence)]
    standings = {case.uid: worst([found for found, _ in held] or [Standing.MET]) for case, held in considered}
    met = [case for case, _ in considered if standings[case.uid] is Standing.MET]
    maybe = [case for case, _ in considered if standings[case.uid] is not Standing.NOT_MET]
    needed = asked.minimum or 1
    counted = Finding(
        Reach(len(met), len(maybe)).against(needed),
        (of_cases(len(met), needed),),
        tuple(_wanting(asked, considered, standings, needed)) if len(met) < needed else (),
    )
    return joined([counted, *_phases_together(asked, met, maybe)])


def judge_focal_areas(asked: FocalAreasAsked, evidence: Evidence) -> Finding:
    held = [case for case in evidence.cases if case.sessions]
    areas = {case.focal_area for case in held if case.focal_area}
    open_cases = [case for case in held if not case.focal_area]
    needed = asked.minimum or 2
    standing = Reach(len(areas), len(areas) + len(open_cases)).against(needed)
    line = tr_n("{reached} of {n} focal area", "{reached} of {n} focal areas", needed, reached=min(len(areas), needed))
    if standing is Standing.MET:
        return Finding(standing, (and_more(line, len(areas), needed),))
    if open_cases:
        wanting = [Wanting(tr("{case}: no focal area yet", case=case.code), case.uid) for case in open_cases]
    else:
        wanting = [Wanting(tr("A case of another focal area"))]
    return Finding(standing, (line,), tuple(wanting))


def _considered(asked: CasesAsked, evidence: Evidence) -> tuple[CaseFacts, ...]:
    """The cases that may count, by when they began."""
    cases = evidence.cases
    if asked.supervised:
        only = asked.accredited_supervisor
        cases = tuple(case for case in cases if evidence.supervised(case.uid, accredited_only=only).contacts.possible)
    return cases[asked.after_first : asked.only_first]


def _conditions(asked: CasesAsked, case: CaseFacts, evidence: Evidence) -> Iterator[Condition]:
    if asked.supervised:
        found = evidence.supervised(case.uid, accredited_only=asked.accredited_supervisor)
        least = asked.contacts or 1
        standing = found.contacts.against(least)
        words = of_contacts(found.contacts.sure, least)
        if standing is Standing.UNKNOWN:
            open_ones = int(found.contacts.possible - found.contacts.sure)
            words += tr_n(
                " ({n} more if that supervisor is accredited: not written down)",
                " ({n} more if their supervisors are accredited: not written down)",
                open_ones,
            )
        yield standing, words
        if asked.own_minutes is not None:
            yield _own_time(found.minutes, asked.own_minutes)
    if asked.held_sessions is not None:
        held = len(case.sessions)
        words = tr_n("{held} of {n} session held", "{held} of {n} sessions held", asked.held_sessions, held=held)
        yield exactly(held).against(asked.held_sessions), words
    if asked.problems:
        yield _problem(asked, case)
    if asked.phases and asked.phases_in == "each":
        yield _phases(asked, case)


def _own_time(found: Reach, needed: int) -> Condition:
    standing = found.against(needed)
    words = of_minutes(found.sure, needed)
    if standing is Standing.UNKNOWN:
        rest = minutes(found.possible - found.sure)
        words += tr(" (up to {time} more: how much was on this case is not written down)", time=rest)
    return standing, words


def _problem(asked: CasesAsked, case: CaseFacts) -> Condition:
    wanted = ", ".join(asked.problems)
    if not case.presenting_problem.strip():
        return Standing.UNKNOWN, tr("the presenting problem is not written down")
    if says_one_of(asked.problems, case.presenting_problem):
        return Standing.MET, tr("presenting problem as asked")
    return Standing.NOT_MET, tr("the presenting problem does not name any of: {words}", words=wanted)


def _phases(asked: CasesAsked, case: CaseFacts) -> Condition:
    missing = [phase for phase in asked.phases if phase not in _held_phases(case)]
    if not missing:
        return Standing.MET, tr("a session of each phase")
    return Standing.NOT_MET, tr("no session held in: {phases}", phases=", ".join(phase_words(missing)))


def _phases_together(asked: CasesAsked, met: list[CaseFacts], maybe: list[CaseFacts]) -> Iterator[Finding]:
    """Where it is among all cases that each phase is asked for, or where nobody says whether it is."""
    if not asked.phases or asked.phases_in == "each":
        return
    missing = set(asked.phases).difference(*map(_held_phases, met))
    beyond = set(asked.phases).difference(*map(_held_phases, maybe))
    in_each = bool(met) and all(_phases(asked, case)[0] is Standing.MET for case in met)
    standing = Standing.MET if not missing else Standing.NOT_MET if beyond else Standing.UNKNOWN
    lines = [Wanting(tr("No session held in: {phases}", phases=", ".join(phase_words(sorted(missing)))))]
    if standing is Standing.MET and not asked.phases_in and not in_each:
        standing = Standing.UNKNOWN
        lines = [Wanting(tr("Whether each case must have a session of every phase is not known: ask the body."))]
    yield Finding(standing, (), () if standing is Standing.MET else tuple(lines))


def _held_phases(case: CaseFacts) -> set[str]:
    return {each.phase for each in case.sessions}


def phase_words(phases: list[str] | tuple[str, ...]) -> list[str]:
    words = {
        "initial": tr("initial phase"),
        "middle": tr("middle phase"),
        "termination": tr("termination phase"),
        "maintenance": tr("maintenance"),
    }
    return [words.get(phase, phase) for phase in phases]


def _wanting(
    asked: CasesAsked,
    considered: list[tuple[CaseFacts, list[Condition]]],
    standings: dict[str, Standing],
    needed: int,
) -> Iterator[Wanting]:
    """What each case lacks that could still count, and how many more cases there must be."""
    for case, conditions in considered:
        lacking = [words for standing, words in conditions if standing is not Standing.MET]
        if standings[case.uid] is not Standing.MET:
            yield Wanting(tr("{case}: {lacking}", case=case.code, lacking=", ".join(lacking)), case.uid)
    missing = needed - len(considered)
    if missing > 0 and asked.supervised:
        yield Wanting(tr_n("{n} more case under supervision", "{n} more cases under supervision", missing))
    elif missing > 0:
        yield Wanting(tr_n("{n} more case", "{n} more cases", missing))
