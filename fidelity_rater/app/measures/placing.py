"""Where the totals of a file belong in a case, and what taking them in would do. Changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from fidelity_rater.app.measures.models import CaseGrid, Change, Fate, GridSession, Key, Look, LookRow
from fidelity_rater.app.measures.values import (
    number_of,
    session_number,
    shown,
    why_not,
    why_not_named,
)
from fidelity_rater.app.ports.measures import ToldTotal
from fidelity_rater.app.written_days import days_of, order_of_days
from fidelity_rater.domain.measures import Measure, Measurement, key_of
from fidelity_rater.i18n import tr


def look_at(grid: CaseGrid, told: Sequence[ToldTotal], measure_of: Callable[[str], Measure]) -> Look:
    """What a file's totals would do; ``measure_of`` finds the measure that a name stands for."""
    mine = [total for total in told if _of_this_case(total, grid)]
    worded = _words_only(mine, measure_of)
    order = order_of_days(total.day for total in mine)
    placing = _Placing(grid, order)
    rows = [placing.row(total, measure_of(total.measure)) for total in mine if key_of(total.measure) not in worded]
    remarks = tuple(tr("The column “{name}” holds no numbers and is left out.", name=name) for name in worded.values())
    return Look(grid.case_uid, tuple(_agreed(rows)), others=len(told) - len(mine), remarks=remarks)


def _of_this_case(told: ToldTotal, grid: CaseGrid) -> bool:
    """What the file does not tell is taken to be this case: one chose the file for it."""
    codes = {key_of(grid.case_code), key_of(grid.code)}
    same_case = not told.case or key_of(told.case) in codes
    return same_case and (not told.therapist or key_of(told.therapist) == key_of(grid.therapist_code))


def _words_only(told: Sequence[ToldTotal], measure_of: Callable[[str], Measure]) -> dict[str, str]:
    """Columns of remarks and the like: no measure that is known, and not one number in it."""
    found: dict[str, list[ToldTotal]] = defaultdict(list)
    for total in told:
        found[key_of(total.measure)].append(total)
    return {
        key: totals[0].measure
        for key, totals in found.items()
        if len(totals) > 1
        and measure_of(totals[0].measure).maximum is None
        and all(number_of(total.total) is None for total in totals)
    }


class _Placing:
    """Puts one total after the other to its session."""

    def __init__(self, grid: CaseGrid, order: str) -> None:
        self._grid, self._order = grid, order
        self._by_number = {session.scheduled: session for session in grid.sessions}
        self._by_day: dict[date, list[GridSession]] = defaultdict(list)
        for session in grid.sessions:
            if session.held_on is not None:
                self._by_day[session.held_on].append(session)

    def row(self, told: ToldTotal, measure: Measure) -> LookRow:
        row = LookRow(told.line, Fate.UNPLACED, measure.name, told.total)
        if fault := why_not_named(measure.name) or why_not(measure, told.total):
            return replace(row, why=fault)
        days = days_of(told.day, order=self._order)
        session = self._session(told, days)
        if isinstance(session, str):
            return replace(row, why=session)
        value = number_of(told.total)
        assert value is not None
        on = days[0] if len(days) == 1 and days[0] != session.held_on else None
        before = self._grid.totals.get((session.uid, measure.id))
        change = Change(session.uid, measure.id, before, Measurement(session.uid, measure.id, value, on))
        fate = Fate.NEW if before is None else Fate.SAME if before.value == value else Fate.DIFFERENT
        return replace(
            row,
            fate=fate,
            told=shown(value),
            scheduled=session.scheduled,
            here=shown(before.value) if before is not None else "",
            change=change,
        )

    def _session(self, told: ToldTotal, days: Sequence[date]) -> GridSession | str:
        """The session, or the sentence that says why none is found."""
        if told.session:
            number = session_number(told.session)
            if number is None:
                return tr("“{text}” is not the number of a session.", text=told.session[:24])
            return self._by_number.get(number) or tr("This case has no session {n}.", n=number)
        if not told.day:
            return tr("The line tells no session and no date.")
        if not days:
            return tr("“{text}” is not a date; write it as 2026-03-31.", text=told.day[:24])
        held = [session for day in days for session in self._by_day.get(day, ())]
        if len(days) > 1 and held:
            return tr("{text} can be read in two ways; write it as 2026-03-31.", text=told.day[:24])
        if len(held) > 1:
            return tr("Two sessions were held on {day}.", day=days[0].isoformat())
        return held[0] if held else tr("No session was held on {day}.", day=days[0].isoformat())


def _agreed(rows: Sequence[LookRow]) -> list[LookRow]:
    """What is told twice alike counts once; what is told twice and differs is not placed."""
    told: dict[Key, LookRow] = {}
    at_odds: dict[Key, LookRow] = {}
    for row in rows:
        if row.change is None:
            continue
        key = (row.change.session_uid, row.change.measure)
        first = told.setdefault(key, row)
        if first.told != row.told:
            at_odds[key] = row
    kept = []
    for row in rows:
        key = (row.change.session_uid, row.change.measure) if row.change is not None else ("", "")
        if row.change is None:
            kept.append(row)
        elif key in at_odds:
            other = told[key] if row is not told[key] else at_odds[key]
            why = tr("Line {line} tells another total for it.", line=other.line)
            kept.append(replace(row, fate=Fate.UNPLACED, why=why, change=None))
        elif row is told[key]:
            kept.append(row)
    return kept
