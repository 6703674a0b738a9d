"""What stands beside a letter: earlier feedback and what came of it, the numbers and one's own view over time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fidelity_rater.app.door.answers import Answer
from fidelity_rater.app.door.body import Received
from fidelity_rater.app.door.letters import OwnRating, compared, scored_summaries, summary_lines
from fidelity_rater.app.door.listing import short_place
from fidelity_rater.app.door.models import (
    Beside,
    EarlierFeedback,
    EarlierSuggestion,
    ReceivedRow,
    Trend,
    TrendPoint,
)
from fidelity_rater.app.self_rating import SessionCompared, in_time
from fidelity_rater.domain.feedback import FollowUp, FollowUpState
from fidelity_rater.domain.scoring.results import SummaryScore
from fidelity_rater.scales.model import Scale


@dataclass(frozen=True, slots=True)
class Opened:
    """One opened feedback with what belongs to it. ``own`` None: no signed self-rating that measures the same."""

    received: Received
    row: ReceivedRow
    answers: tuple[Answer, ...]
    own: OwnRating | None


def beside_of(uid: str, opened: Sequence[Opened], scales: Mapping[str, Scale], *, alike: frozenset[str]) -> Beside:
    """Put it together; ``alike`` are the scales that measure as the letter's own does, all of them by hash."""
    this = next(each for each in opened if each.received.uid == uid)
    in_order = sorted(opened, key=_when)
    measured = [each for each in in_order if each.received.snapshot.scale_sha256 in alike]
    follow_ups = _follow_ups(in_order)
    return Beside(
        earlier=tuple(
            _earlier(each, scales[each.received.snapshot.scale_sha256], follow_ups)
            for each in reversed(in_order)
            if _when(each) < _when(this)
        ),
        trends=_trends(measured, scales, uid),
        compared=in_time(_compared(measured, scales)),
    )


def _when(each: Opened) -> tuple[str, str]:
    """By the day of the session, then of the rating."""
    signed = each.received.snapshot.signed_at.isoformat()
    held = each.row.place.held_on
    return (held.isoformat() if held else signed[:10], signed)


def _follow_ups(opened: Iterable[Opened]) -> dict[str, FollowUp]:
    """What has become of each suggestion, as far as it was told; the latest word stands."""
    return {uid: follow_up for each in opened for uid, follow_up in each.received.follow_ups.items()}


def _earlier(each: Opened, scale: Scale, follow_ups: Mapping[str, FollowUp]) -> EarlierFeedback:
    reflections = each.answers[-1].reply.reflections if each.answers else ()
    steps = {reflection.suggestion_uid: reflection.step for reflection in reflections}

    def state(uid: str) -> FollowUpState | None:
        return follow_ups[uid].state if uid in follow_ups else None

    return EarlierFeedback(
        row=each.row,
        suggestions=tuple(
            EarlierSuggestion(remark.text, steps.get(remark.uid, ""), state(remark.uid))
            for remark in each.received.feedback.suggestions
        ),
        summaries=summary_lines(scale, each.received.snapshot),
    )


def _trends(measured: Sequence[Opened], scales: Mapping[str, Scale], uid: str) -> tuple[Trend, ...]:
    """One line for each number that is a mean; sums of what should not be heard are no progress."""
    scored: list[tuple[Opened, Mapping[str, SummaryScore]]] = []
    for each in measured:
        scale = scales[each.received.snapshot.scale_sha256]
        scored.append((each, {s.summary: s for s in scored_summaries(scale, each.received.snapshot)}))
    if not scored:
        return ()
    scale = scales[measured[-1].received.snapshot.scale_sha256]
    found = []
    for summary in scale.scoring.summaries:
        points = [(each, by_id[summary.id]) for each, by_id in scored if summary.id in by_id]
        there = [(each, score) for each, score in points if score.value is not None]
        if not summary.trend or not there:
            continue
        found.append(
            Trend(
                name=summary.name,
                hue=scale.dimension(summary.dimension).hue,
                minimum=min(score.minimum for _, score in there),
                maximum=max(score.maximum for _, score in there),
                points=tuple(_point(each, score, uid) for each, score in there),
            )
        )
    return tuple(found)


def _point(each: Opened, score: SummaryScore, uid: str) -> TrendPoint:
    return TrendPoint(
        label=short_place(each.row.place),
        held_on=each.row.place.held_on,
        value=score.value or 0.0,
        scored=score.scored,
        this=each.received.uid == uid,
    )


def _compared(measured: Iterable[Opened], scales: Mapping[str, Scale]) -> Iterable[SessionCompared]:
    for each in measured:
        snapshot = each.received.snapshot
        found = compared(scales[snapshot.scale_sha256], snapshot, each.own)
        if found is not None:
            yield SessionCompared(each.row.place.uid, short_place(each.row.place), each.row.place.held_on, found)
