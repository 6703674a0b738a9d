"""What a screen says of a library's agreement, in sentences."""

from __future__ import annotations

from fidelity_rater.app.agreement.library_models import AgreementView, Blindness
from fidelity_rater.app.agreement.models import (
    BlockStudy,
    Coefficient,
    Depth,
    Forecast,
    Generalizability,
    Refused,
    Study,
)
from fidelity_rater.app.agreement.wording import number, way_of, with_interval
from fidelity_rater.i18n import tr, tr_n


def basis(view: AgreementView) -> str:
    """What everything stands on: ``34 sessions of 9 therapists that two or more people have rated.``"""
    gathered = view.gathered
    sessions = tr_n(
        "{n} session that two or more people have rated", "{n} sessions that two or more people have rated",
        len(gathered.sessions),
    )  # fmt: skip
    therapists = tr_n("{n} therapist", "{n} therapists", len(set(gathered.clusters)))
    raters = tr_n("{n} rater", "{n} raters", len(gathered.raters))
    return tr("{sessions}; {therapists}, {raters}.", sessions=sessions, therapists=therapists, raters=raters)


def blindness_words(blindness: Blindness) -> str:
    """How many pairs were rated blind, and of how many nobody knows."""
    if not blindness.pairs:
        return ""
    if blindness.blind == blindness.pairs:
        return tr("All pairs were rated blind.")
    if blindness.unknown == blindness.pairs:
        return tr("Whether pairs were rated blind is not recorded.")
    told = tr("{n} of {all} pairs were rated blind", n=blindness.blind, all=blindness.pairs)
    if blindness.one_blind:
        told = tr("{told}, in {n} one of the two was", told=told, n=blindness.one_blind)
    if blindness.unknown:
        return tr("{told}; of {n} it is not recorded.", told=told, n=blindness.unknown)
    return tr("{told}.", told=told)


def nesting_words(study: Study) -> str:
    """How intervals heed that sessions lie within therapists; where they cannot, that they may be too narrow."""
    if study.by_clusters:
        return tr(
            "Intervals draw whole therapists, {n} of them: two sessions of one are not independent.", n=study.clusters
        )
    if not study.clusters:
        return ""
    therapists = tr_n("Sessions of only {n} therapist", "Sessions of only {n} therapists", study.clusters)
    return tr(
        "{therapists}: intervals take them for independent, and may be too narrow.",
        therapists=therapists,
    )


def left_out(view: AgreementView) -> str:
    """What was not compared, and what a state in place of a number does."""
    found = []
    out = view.gathered.left_out
    if out.alone:
        found.append(
            tr_n("{n} rating stands alone: nobody else has rated its session.",
                 "{n} ratings stand alone: nobody else has rated their sessions.", out.alone)
        )  # fmt: skip
    if out.selves:
        found.append(tr_n("{n} self-rating is left out.", "{n} self-ratings are left out.", out.selves))
    if view.gathered.states:
        found.append(
            tr_n("{n} answer is no number and leaves its cell empty.",
                 "{n} answers are no numbers and leave their cells empty.", view.gathered.states)
        )  # fmt: skip
    return " ".join(found)


def headline(one: BlockStudy) -> str:
    """``ICC(2,1) 0.71 (0.55 to 0.83)``, or the sentence that stands in its place."""
    if isinstance(one.main, Refused):
        return one.main.why
    return f"{one.main.name}  {with_interval(one.main)}"


def under_headline(one: BlockStudy) -> str:
    """How the interval came about, what it says, and what one has to mind."""
    if isinstance(one.main, Refused):
        return one.main.remedy
    counted = tr_n("{n} session", "{n} sessions", one.facts.shared)
    interval = tr("95 % interval by {way}", way=way_of(one.main)) if one.main.low is not None else tr("no interval")
    parts = [tr("{sessions}, {interval}.", sessions=counted, interval=interval), one.words, *one.notes]
    return " ".join(part for part in parts if part)


def nothing_to_compare(view: AgreementView | None) -> tuple[str, str]:
    """What an empty screen says, and what to do about it."""
    if view is None:
        return (
            tr("Nothing is rated and signed yet."),
            tr("Agreement needs two people's signed ratings of the same sessions: assign a session to two raters."),
        )
    if view.gathered.filters.raters or view.gathered.filters.phase or view.gathered.filters.since:
        return (
            tr("No session that fits these filters was rated by two people."),
            tr("Widen a filter on the left, or have a second person rate some of these sessions."),
        )
    return (
        tr("No session was rated by two people yet."),
        tr(
            "Agreement needs two people's signed ratings of the same sessions, of one purpose and on one scale: assign "
            "a session to two raters."
        ),
    )


def depth_sentences(depth: Depth, *, of: str) -> tuple[str, ...]:
    """Errors in points, forecast and variance components, one sentence or two for each."""
    return tuple(
        sentence
        for sentence in (_errors(depth), _forecast(depth.forecast), _shares(depth.generalizability, of), _more(depth))
        if sentence
    )


def _errors(depth: Depth) -> str:
    if not isinstance(depth.sem, Coefficient) or not isinstance(depth.change, Coefficient):
        why = depth.sem.why if isinstance(depth.sem, Refused) else ""
        return tr("Error of measurement: not given. {why}", why=why)
    return tr(
        "A single rating has a standard error of {sem} points; two of them that differ by less than {change} may "
        "differ by error alone.",
        sem=with_interval(depth.sem),
        change=number(depth.change.value),
    )


def _forecast(found: Forecast | Refused) -> str:
    if isinstance(found, Refused):
        return tr("Forecast: not given. {why}", why=found.why)
    told = tr_n(
        "For a coefficient of {aim}, one rating of a session is enough ({by} is {single}).",
        "For a coefficient of {aim}, the mean of {n} ratings of a session is needed ({by} of one is {single}).",
        found.needed,
        aim=number(found.aim),
        by=found.by,
        single=number(found.single),
    )
    if found.fewest is None:
        return told
    if found.most is None:
        return tr("{told} By its interval: {fewest} or more, without an upper bound.", told=told, fewest=found.fewest)
    if found.fewest == found.most:
        return told
    return tr("{told} By its interval: {fewest} to {most}.", told=told, fewest=found.fewest, most=found.most)


def _shares(found: Generalizability | Refused, of: str) -> str:
    if isinstance(found, Refused):
        return ""
    shares = ", ".join(f"{_source(one.source)} {round(one.share * 100)} %" for one in found.components)
    return tr(
        "Where the variance of {what} comes from: {shares}. As rated, Erho² is {erho2} and Phi {phi}.",
        what=of, shares=shares, erho2=number(found.own.erho2), phi=number(found.own.phi),
    )  # fmt: skip


def _source(name: str) -> str:
    """A source of variance in a library's words."""
    words = {
        "cluster": tr("therapist"),
        "target": tr("session"),
        "recording": tr("session"),
        "rater": tr("rater"),
    }
    return " × ".join(words.get(part, part) for part in name.split(" x "))


def _more(depth: Depth) -> str:
    """How many recordings of a therapist, with one rater and with two, bring Phi to the aim."""
    found = depth.generalizability
    if isinstance(found, Refused) or len(found.own.sizes) < 2 or isinstance(depth.forecast, Refused):
        return ""
    told = []
    for raters in (1, 2):
        reached = [
            round(one.sizes[0][1])
            for one in found.others
            if round(one.sizes[1][1]) == raters and one.phi >= depth.forecast.aim
        ]
        name = tr_n("with {n} rater each", "with {n} raters each", raters)
        told.append(f"{name}: {min(reached)}" if reached else tr("{name}: not with 20", name=name))
    return tr(
        "Recordings of one therapist for a mean to stand on at {aim} (Phi): {told}.",
        aim=number(depth.forecast.aim),
        told="; ".join(told),
    )
