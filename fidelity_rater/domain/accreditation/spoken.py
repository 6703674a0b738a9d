"""Amounts in words, alike in every judge."""

from __future__ import annotations

from fidelity_rater.i18n import tr, tr_n


def minutes(number: float) -> str:
    """ "3 h 20 min": whole minutes, rounded down, so that nothing looks reached before it is."""
    hours, rest = divmod(int(number), 60)
    if not hours:
        return tr("{minutes} min", minutes=rest)
    return tr("{hours} h {minutes} min", hours=hours, minutes=rest) if rest else tr("{hours} h", hours=hours)


def number(value: float) -> str:
    """Without a decimal point where there is nothing behind it."""
    return f"{int(value)}" if value == int(value) else f"{value:.1f}"


def and_more(line: str, reached: float, needed: float) -> str:
    """ "4 of 4 cases, and 2 more": what goes beyond what is asked stands apart, so that nobody stumbles at "6 of 4"."""
    if reached <= needed:
        return line
    return tr("{line}, and {more} more", line=line, more=number(reached - needed))


def of_cases(reached: float, needed: int) -> str:
    shown = number(min(reached, needed))
    return and_more(tr_n("{reached} of {n} case", "{reached} of {n} cases", needed, reached=shown), reached, needed)


def of_contacts(reached: float, needed: int) -> str:
    shown = number(min(reached, needed))
    words = tr_n("{reached} of {n} supervision session", "{reached} of {n} supervision sessions", needed, reached=shown)
    return and_more(words, reached, needed)


def of_minutes(reached: float, needed: float) -> str:
    words = tr("{reached} of {needed}", reached=minutes(min(reached, needed)), needed=minutes(needed))
    return words if reached <= needed else tr("{line}, and {more} more", line=words, more=minutes(reached - needed))
