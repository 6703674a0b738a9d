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


def of_cases(reached: float, needed: int) -> str:
    return tr_n("{reached} of {n} case", "{reached} of {n} cases", needed, reached=number(reached))


def of_contacts(reached: float, needed: int) -> str:
    return tr_n(
        "{reached} of {n} supervision session",
        "{reached} of {n} supervision sessions",
        needed,
        reached=number(reached),
    )


def of_minutes(reached: float, needed: float) -> str:
    return tr("{reached} of {needed}", reached=minutes(reached), needed=minutes(needed))
