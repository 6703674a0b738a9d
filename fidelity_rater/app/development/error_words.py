"""What is said of how sure a result is: how far raters agree, in points of the scale, or why that is not known."""

from __future__ import annotations

from collections.abc import Sequence

from fidelity_rater.app import labels
from fidelity_rater.app.competence_models import CompetenceChart, Dot, RatingError
from fidelity_rater.domain.scoring.results import SummaryScore
from fidelity_rater.i18n import tr, tr_n


def errors_in_words(chart: CompetenceChart) -> tuple[str, ...]:
    """One or two sentences for each purpose of which ratings by others are shown; none before it was looked at."""
    errors = chart.errors or ()
    purposes = tuple(dict.fromkeys(error.purpose for error in errors))
    found: list[str] = []
    if any(error.sem is not None for error in errors):
        found.append(tr("Band: where the mean of many raters would likely lie (1.96 standard errors to either side)."))
    for purpose in purposes:
        of_one = [error for error in errors if error.purpose == purpose]
        if len(purposes) > 1:
            found.append(tr("{purpose}:", purpose=labels.purpose(purpose)))
        found += _of_purpose(of_one, _names(chart))
    return tuple(found)


def _names(chart: CompetenceChart) -> dict[str, str]:
    return {axis.summary: axis.name for axis in chart.axes}


def _of_purpose(errors: Sequence[RatingError], names: dict[str, str]) -> list[str]:
    known = [error for error in errors if error.sem is not None]
    found = [_told(known, names)] if known else []
    for why in dict.fromkeys(error.why for error in errors if error.sem is None):
        without = [error for error in errors if error.why == why]
        if known:
            of = ", ".join(names[error.summary] for error in without)
            found.append(tr("No band for {results}: {why}", results=of, why=why))
        else:
            found.append(tr("How sure a dot is, is not known: {why}", why=why))
    return found


def _told(known: Sequence[RatingError], names: dict[str, str]) -> str:
    each = ", ".join(tr("{result} {sem}", result=names[error.summary], sem=sem_with_interval(error)) for error in known)
    least = min(known, key=lambda error: error.sessions)
    return tr("Standard error: {each}; {stands_on}.", each=each, stands_on=stands_on(least))


def sem_with_interval(error: RatingError) -> str:
    """``0.31 (0.24 to 0.44)``."""
    if error.sem is None:
        return "–"
    if error.low is None or error.high is None:
        return f"{error.sem:.2f}"
    return tr("{value} ({low} to {high})", value=f"{error.sem:.2f}", low=f"{error.low:.2f}", high=f"{error.high:.2f}")


def stands_on(error: RatingError) -> str:
    """How many sessions and raters an error stands on, and how many of these were not rated blind."""
    sessions = tr_n(
        "from {n} session that two or more of {raters} people rated",
        "from {n} sessions that two or more of {raters} people rated",
        error.sessions,
        raters=error.raters,
    )
    if not error.not_blind:
        return sessions
    not_blind = tr_n("{n} of them not known to be blind", "{n} of them not known to be blind", error.not_blind)
    return f"{sessions}, {not_blind}"


def band_in_words(chart: CompetenceChart, dot: Dot, summary: SummaryScore) -> str:
    """One result's band, for pointing at its dot; says so where none is known."""
    band, error = chart.band_of(dot, summary), chart.error_of(dot, summary.summary)
    if band is None or error is None or error.sem is None:
        return tr("uncertainty unknown")
    return tr(
        "likely between {low} and {high} with many raters (standard error {sem})",
        low=f"{band[0]:.2f}",
        high=f"{band[1]:.2f}",
        sem=f"{error.sem:.2f}",
    )
