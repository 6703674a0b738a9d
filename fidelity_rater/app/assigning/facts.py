"""A draw as text: everything that it takes to repeat it with another program, by codes and uids only."""

from __future__ import annotations

from collections.abc import Iterator

from fidelity_rater.app import labels
from fidelity_rater.app.assigning.checking import listed
from fidelity_rater.app.assigning.models import DrawTold
from fidelity_rater.app.spoken_time import day_and_time
from fidelity_rater.domain.drawing import Draw
from fidelity_rater.i18n import tr, tr_n


def facts_of(draw: Draw, told: DrawTold) -> str:
    """For the minutes; it ends with a line per candidate, its rank first."""
    every = tr("Every session that could be drawn: rank, uid, stratum (* drawn)")
    return "\n".join((*_head(draw, told), "", *_drawn(told), "", every, listed(draw))) + "\n"


def _head(draw: Draw, told: DrawTold) -> Iterator[str]:
    yield tr("Draw {n}, {time}, by {person}", n=told.number, time=day_and_time(draw.drawn_at), person=told.by)
    yield tr("What: {rule}", rule=told.rule)
    yield tr("For: {purpose}, heard as {role}", purpose=labels.purpose(draw.purpose), role=labels.role(draw.role))
    yield (
        tr("Seed, typed by a person: {seed}", seed=draw.seed)
        if draw.typed
        else tr("Seed, from the computer's source of randomness: {seed}", seed=draw.seed)
    )
    yield tr(
        "Rule, version {n}: SHA-256 of the seed followed by the uid; in each stratum the smallest first", n=draw.rule
    )
    yield tr_n("{n} session could be drawn", "{n} sessions could be drawn", len(draw.frame))
    for why, n in told.left_out:
        yield tr("Left out: {n}, {why}", n=n, why=why)
    if told.earlier:
        numbers = ", ".join(map(str, told.earlier))
        yield tr("Drawn again after draw {numbers}, because: {reason}", numbers=numbers, reason=told.reason)


def _drawn(told: DrawTold) -> Iterator[str]:
    yield tr("Drawn:")
    for line in told.chosen:
        yield f"  {line.place} ({line.stratum})"
    for stratum in told.short:
        yield tr("Short: {stratum}: {n} of {wanted}", stratum=stratum.words, n=stratum.drawn, wanted=stratum.wanted)
