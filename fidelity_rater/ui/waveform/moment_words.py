"""What a moment says of itself beside a picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fidelity_rater.app.evidence_models import DeskMoment
from fidelity_rater.app.spoken_time import media_time
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.waveform.moment_index import Kind, kind_of

MOST_TOLD: Final = 3


def name_of(moment: DeskMoment) -> str:
    """The item it belongs to, or that it has none yet."""
    return moment.item_label if moment.item else tr("Not placed yet")


def spoken_moment(moment: DeskMoment) -> str:
    """Its times, its item and how it bears on the score, in one line."""
    times = tr("{start} to {end}", start=media_time(moment.start_ms), end=media_time(moment.end_ms))
    kind = kind_of(moment)
    if kind is Kind.UNPLACED:
        return tr("{times}: not placed yet", times=times)
    if kind is Kind.AGAINST:
        return tr("{times}: against {item}", times=times, item=moment.item_label)
    return tr("{times}: for {item}", times=times, item=moment.item_label)


def spoken_moments(moments: Sequence[DeskMoment]) -> list[str]:
    """A line for each of the first few, and how many more there are."""
    lines = [spoken_moment(moment) for moment in moments[:MOST_TOLD]]
    more = len(moments) - len(lines)
    if more > 0:
        lines.append(tr_n("and {n} more", "and {n} more", more))
    return lines
