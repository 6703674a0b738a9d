"""What is said of a mean beside a line: a verdict only where the doubt allows one."""

from __future__ import annotations

from fidelity_rater.app.accreditation.pass_models import PassProfile, PassReading, Told
from fidelity_rater.i18n import tr, tr_n


def sentence(reading: PassReading, profile: PassProfile, *, why: str) -> str:
    """All that can be said, in one or two sentences; ``why`` there is no doubt to tell, where there is none."""
    counted = _counted(reading)
    match reading.told:
        case Told.TOO_FEW_RATINGS:
            asked = tr_n("{n} rating is asked for", "{n} ratings are asked for", profile.ratings)
            return tr("{counted} Too few to say anything: {asked}.", counted=counted, asked=asked)
        case Told.DOUBT_NOT_KNOWN:
            pairs = reading.doubt.pairs if reading.doubt else 0
            reason = why or tr_n(
                "{pairs} session of {n} was rated by two people blind of each other.",
                "{pairs} sessions of {n} were rated by two people blind of each other.",
                profile.pairs,
                pairs=pairs,
            )
            return tr("{counted} How sure it is cannot be told yet: {reason}", counted=counted, reason=reason)
    band = tr("likely between {low} and {high}", low=f"{reading.low:.2f}", high=f"{reading.high:.2f}")
    line = f"{reading.line:.2f}"
    match reading.told:
        case Told.ABOVE:
            return tr("{counted} {band}: above the line of {line}.", counted=counted, band=_capital(band), line=line)
        case Told.BELOW:
            return tr("{counted} {band}: below the line of {line}.", counted=counted, band=_capital(band), line=line)
        case _:
            words = tr(
                "{band}: the band crosses the line of {line}, so no verdict is given.", band=_capital(band), line=line
            )
            return f"{counted} {words}"


def proposal(reading: PassReading, profile: PassProfile) -> str:
    """What would tell more; empty where nothing is open."""
    match reading.told:
        case Told.CROSSES if reading.further is None:
            return tr("One further blind rating is proposed; the mean lies so near the line that many may not tell.")
        case Told.CROSSES:
            return tr_n(
                "One further blind rating is proposed; if the mean stays where it is, it would tell.",
                "One further blind rating is proposed; if the mean stays where it is, {n} would tell.",
                reading.further or 1,
            )
        case Told.TOO_FEW_RATINGS:
            missing = profile.ratings - reading.ratings
            return tr_n("{n} more signed rating", "{n} more signed ratings", missing)
        case Told.DOUBT_NOT_KNOWN:
            missing = profile.pairs - (reading.doubt.pairs if reading.doubt else 0)
            return tr_n(
                "Have {n} more session rated by two people blind of each other.",
                "Have {n} more sessions rated by two people blind of each other.",
                max(missing, 1),
            )
        case _:
            return ""


def cautions(reading: PassReading, *, other_versions: int) -> tuple[str, ...]:
    """What to bear in mind with it."""
    found = []
    if reading.low is not None and reading.doubt is not None:
        found.append(
            tr_n(
                "The band is the doubt of who rated, from {n} session that two people rated blind (ICC(2,1) {icc}).",
                "The band is the doubt of who rated, from {n} sessions that two people rated blind (ICC(2,1) {icc}).",
                reading.doubt.pairs,
                icc=f"{reading.doubt.icc:.2f}",
            )
        )
        found.append(tr("What other sessions would have shown is not in it."))
    if other_versions:
        found.append(
            tr_n(
                "{n} rating on a version of the scale that measures otherwise is left out.",
                "{n} ratings on versions of the scale that measure otherwise are left out.",
                other_versions,
            )
        )
    found.append(tr("A line on this scale is the site's own; it stands for no other body's mark."))
    return tuple(found)


def _counted(reading: PassReading) -> str:
    if reading.mean is None:
        return tr("No rating counts yet.")
    ratings = tr_n("{n} rating", "{n} ratings", reading.ratings)
    raters = tr_n("{n} rater", "{n} raters", reading.raters)
    return tr("Mean {mean} of {ratings} by {raters}.", mean=f"{reading.mean:.2f}", ratings=ratings, raters=raters)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
