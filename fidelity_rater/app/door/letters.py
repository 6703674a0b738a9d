"""Makes a letter of received feedback: remarks with their moments and anchors, and the profile item by item."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from fidelity_rater.app.door.answers import Answer
from fidelity_rater.app.door.body import Received
from fidelity_rater.app.door.models import (
    Anchor,
    AnchorStep,
    Letter,
    LetterMoment,
    LetterRemark,
    ProfileAnswer,
    ProfileGroup,
    ProfileItem,
    ReceivedRow,
    ReplyState,
    SummaryLine,
)
from fidelity_rater.app.self_rating import Comparison, Order, answered, compare
from fidelity_rater.domain.feedback import Remark, Reply
from fidelity_rater.domain.ratings.events import CoverField, Score
from fidelity_rater.domain.ratings.sheet import Sheet
from fidelity_rater.domain.ratings.snapshot import ScoreKey, Snapshot
from fidelity_rater.domain.scoring.results import SummaryScore
from fidelity_rater.domain.scoring.scoring import Scorer
from fidelity_rater.scales.model import Dimension, DimensionKind, Item, Scale

MomentOf = Callable[[str], LetterMoment | None]


@dataclass(frozen=True, slots=True)
class OwnRating:
    """One's own rating of the session: signed, on a scale that measures the same; or a draft that was begun."""

    uid: str
    scores: Mapping[ScoreKey, Score] = field(default_factory=dict)
    order: Order = Order.UNKNOWN
    signed: bool = False
    alike: bool = True


def letter_of(
    row: ReceivedRow,
    received: Received,
    scale: Scale,
    *,
    moments: Iterable[LetterMoment],
    answer: Answer,
    own: OwnRating | None,
    ratable: bool,
) -> Letter:
    """Put a letter together from what was read."""
    by_uid = {moment.uid: moment for moment in moments}
    snapshot, feedback, reply = received.snapshot, received.feedback, answer.reply
    signed = own if own is not None and own.signed and own.alike else None
    remark = _Remarks(scale, snapshot, by_uid, reply)
    return Letter(
        row=row,
        purpose=str(snapshot.purpose),
        signed_at=snapshot.signed_at,
        context=feedback.context,
        strengths=tuple(remark.show(each) for each in feedback.strengths),
        suggestions=tuple(remark.show(each) for each in feedback.suggestions),
        closing=feedback.closing,
        note=snapshot.notes.get("", ""),
        summaries=summary_lines(scale, snapshot),
        profile=_profile(scale, snapshot, tuple(by_uid.values()), signed, reply),
        moments=tuple(sorted(by_uid.values(), key=lambda moment: (moment.recording_uid, moment.start_ms))),
        scale_name=f"{scale.name} {scale.version}",
        scale_notice=scale.notice,
        reply=reply_state(answer),
        comparison=compared(scale, snapshot, signed),
        draft_uid=own.uid if own is not None and not own.signed else "",
        ratable=ratable,
    )


def reply_state(answer: Answer) -> ReplyState:
    return ReplyState(
        uid=answer.reply.uid,
        words=answer.reply.words,
        contests=answer.reply.contests,
        sent=answer.document.final,
        changed_at=answer.document.changed_at,
        shown_before_rating=answer.shown_first,
    )


def compared(scale: Scale, snapshot: Snapshot, own: OwnRating | None) -> Comparison | None:
    """One's signed self-rating beside the other's."""
    return compare(scale, own.scores, snapshot.scores, order=own.order) if own is not None else None


def sheet_of(snapshot: Snapshot) -> Sheet:
    """What stands in a snapshot, as scoring takes it."""
    return Sheet(
        phase=str(snapshot.cover.get(CoverField.PHASE) or ""),
        focal_areas=tuple(snapshot.cover.get(CoverField.FOCAL_AREAS) or ()),
        scores=snapshot.scores,
    )


def scored_summaries(scale: Scale, snapshot: Snapshot) -> tuple[SummaryScore, ...]:
    """The numbers of a snapshot, with the items that they stand on."""
    adaptation = str(snapshot.cover.get(CoverField.ADAPTATION) or "standard")
    result = Scorer(scale).score(sheet_of(snapshot), form=snapshot.form, adaptation=adaptation, breakdowns=False)
    return result.summaries


def summary_lines(scale: Scale, snapshot: Snapshot) -> tuple[SummaryLine, ...]:
    """The same in words for the screen."""
    names = {summary.id: summary.name for summary in scale.scoring.summaries}
    return tuple(
        SummaryLine(
            id=score.summary,
            name=names[score.summary],
            hue=scale.dimension(score.dimension).hue,
            value=score.value,
            scored=score.scored,
            asked=score.asked,
            words=score.not_computed,
        )
        for score in scored_summaries(scale, snapshot)
    )


@dataclass(frozen=True, slots=True)
class _Remarks:
    """Shows remarks with what they are tied to."""

    scale: Scale
    snapshot: Snapshot
    moments: Mapping[str, LetterMoment]
    reply: Reply

    def show(self, remark: Remark) -> LetterRemark:
        mine = next((r for r in self.reply.reflections if r.suggestion_uid == remark.uid), None)
        items = [self.scale.item(item) for item in remark.items if self.scale.has_item(item)]
        return LetterRemark(
            uid=remark.uid,
            text=remark.text,
            items=tuple(item.label for item in items),
            moments=tuple(self.moments[uid] for uid in remark.moments if uid in self.moments),
            anchors=tuple(step for item in items for step in self._steps(item, remark)),
            thought=mine.thought if mine else "",
            step=mine.step if mine else "",
        )

    def _steps(self, item: Item, remark: Remark) -> Iterable[AnchorStep]:
        """The anchor reached on the dimension that the remark leads on, with the next one up.

        A remark that leads nowhere tells one anchor of each item: that of its last dimension, which says how well.
        """
        towards, found = remark.towards, []
        for dimension in self.scale.dimensions_of(item, sheet_of(self.snapshot).phase):
            score = self.snapshot.scores.get((item.id, dimension.id))
            leads = towards is not None and (towards.item, towards.dimension) == (item.id, dimension.id)
            if dimension.kind is not DimensionKind.ORDINAL or (towards is not None and not leads):
                continue
            reached = _anchor(self.scale, item, dimension, score.value if score else None)
            target = _anchor(self.scale, item, dimension, towards.value if leads and towards else None)
            if reached is not None or target is not None:
                found.append(AnchorStep(item.id, item.label, dimension.name, dimension.hue, reached, target))
        return found[-1:]


def _anchor(scale: Scale, item: Item, dimension: Dimension, value: int | None) -> Anchor | None:
    level = next((level for level in scale.anchors_of(item, dimension) if level.value == value), None)
    return Anchor(level.value, level.label, level.anchor) if level else None


def _profile(
    scale: Scale, snapshot: Snapshot, moments: tuple[LetterMoment, ...], own: OwnRating | None, reply: Reply
) -> tuple[ProfileGroup, ...]:
    scored = {item for item, _ in snapshot.scores}
    groups = []
    for group in scale.groups:
        items = [item for item in scale.items if item.group == group.id and item.id in scored]
        shown = tuple(_profile_item(scale, snapshot, item, moments, own=own, reply=reply) for item in items)
        if shown:
            groups.append(ProfileGroup(group.name, shown))
    return tuple(groups)


def _profile_item(
    scale: Scale,
    snapshot: Snapshot,
    item: Item,
    moments: tuple[LetterMoment, ...],
    *,
    own: OwnRating | None,
    reply: Reply,
) -> ProfileItem:
    mine = own.scores if own is not None else {}
    dimensions = [d for d in scale.dimensions if (item.id, d.id) in snapshot.scores]
    return ProfileItem(
        id=item.id,
        label=item.label,
        description=item.description,
        answers=tuple(
            _answer(scale, item, d, snapshot.scores.get((item.id, d.id)), mine.get((item.id, d.id))) for d in dimensions
        ),
        moments=tuple(moment for moment in moments if moment.item == item.id),
        note=snapshot.notes.get(item.id, ""),
        contests=tuple(contest for contest in reply.contests if contest.item == item.id),
    )


def _answer(scale: Scale, item: Item, dimension: Dimension, score: Score | None, own: Score | None) -> ProfileAnswer:
    theirs, mine = answered(scale, dimension, score), answered(scale, dimension, own)
    levels = scale.anchors_of(item, dimension)
    return ProfileAnswer(
        dimension=dimension.id,
        dimension_name=dimension.name,
        hue=dimension.hue,
        value=theirs.value,
        words=theirs.words,
        lowest=min((level.value for level in levels), default=dimension.minimum),
        highest=max((level.value for level in levels), default=dimension.maximum or 0),
        own_value=mine.value,
        own=mine.words,
        levels=tuple(Anchor(level.value, level.label, level.anchor) for level in levels),
    )
