"""What the drawn tables show: items by their coefficient, raters by how far they lie from the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil

from fidelity_rater.app.agreement.library_models import Severity
from fidelity_rater.app.agreement.models import BlockStudy, Coefficient
from fidelity_rater.app.agreement.sentences import headline
from fidelity_rater.app.agreement.wording import number, percent
from fidelity_rater.app.rating.calibrated import CalibratedNote
from fidelity_rater.i18n import tr
from fidelity_rater.ui.agreement.span_table import Axis, Span, SpanRow
from fidelity_rater.ui.forms.days import spoken_day

ITEM_DRAWN = 1
RATER_DRAWN = 2


def item_columns() -> tuple[str, ...]:
    return (
        tr("Item"), tr("Agreement"), tr("Value"), tr("Sessions"), tr("Same score"),
    )  # fmt: skip


def item_row(one: BlockStudy) -> SpanRow:
    main = one.main
    given = isinstance(main, Coefficient)
    near = () if one.near is None else (tr("At most 1 apart: {share}", share=percent(one.near)),)
    return SpanRow(
        cells=(
            one.block.label,
            "",
            number(one.value) if given else tr("none"),
            str(one.facts.shared),
            percent(one.exact),
        ),
        span=Span(main.value, main.low, main.high) if isinstance(main, Coefficient) else None,
        told=headline(one),
        tip="\n".join((one.block.label, headline(one), *near, *(one.notes if given else ()))),
    )


def rater_columns() -> tuple[str, ...]:
    return (
        tr("Rater"), tr("Difference from the others"), tr("Severe to lenient"), tr("Sessions"),
        tr("Spread of differences"), tr("Own spread"), tr("Others' spread"),
    )  # fmt: skip


def rater_row(one: Severity) -> SpanRow:
    told = number(one.difference)
    if one.low is not None and one.high is not None:
        told = tr("{value} ({low} to {high})", value=told, low=number(one.low), high=number(one.high))
    return SpanRow(
        cells=(
            one.initials, told, "", str(one.sessions), number(one.apart), number(one.spread), number(one.others_spread),
        ),
        span=Span(one.difference, one.low, one.high),
        told=told,
        tip=severity_words(one),
    )  # fmt: skip


def severity_words(one: Severity) -> str:
    """What a rater's difference says, as far as its interval lets it."""
    if one.low is None or one.high is None:
        return tr("{rater} shares too few sessions with others to say.", rater=one.initials)
    if one.low > 0:
        return tr("{rater} rates higher than the others on the same sessions.", rater=one.initials)
    if one.high < 0:
        return tr("{rater} rates lower than the others on the same sessions.", rater=one.initials)
    return tr("Whether {rater} is more severe or more lenient cannot be told from these sessions.", rater=one.initials)


def severities_words(rows: Sequence[Severity]) -> str:
    """What can be said of each, and of whom nothing can be said in one sentence."""
    unclear = [one for one in rows if one.low is not None and one.high is not None and one.low <= 0 <= one.high]
    told = [severity_words(one) for one in rows if one not in unclear]
    if len(unclear) == 1:
        told.append(severity_words(unclear[0]))
    elif unclear:
        names = ", ".join(one.initials for one in unclear)
        told.append(
            tr("Whether {raters} are more severe or more lenient cannot be told from these sessions.", raters=names)
        )
    return " ".join(told)


def calibrated_words(rows: Sequence[Severity], notes: Mapping[str, CalibratedNote]) -> str:
    """When each rater was last calibrated; empty where nobody calibrates here."""
    told = [_calibrated(one, notes[one.rater]) for one in rows if one.rater in notes]
    return tr("Last calibrated: {told}.", told="; ".join(told)) if told else ""


def _calibrated(one: Severity, note: CalibratedNote) -> str:
    if note.on is None:
        return tr("{rater} never, as far as this library knows", rater=one.initials)
    when = tr("{rater} {date}", rater=one.initials, date=spoken_day(note.on))
    return tr("{when}, longer ago than the set period", when=when) if note.warning else when


def axis_of(rows: Sequence[Severity]) -> Axis:
    """The same to both sides of nothing, wide enough for every interval but never for a stray one alone."""
    ends = [abs(end) for one in rows for end in (one.low, one.high, one.difference) if end is not None]
    reach = min(max(0.5, ceil(max(ends, default=0.5) * 2) / 2), 4.0)
    half = reach / 2
    return Axis(-reach, reach, ticks=(-half, 0.0, half), zero=0.0)
