"""What the composer's panel shows, made from the feedback, the rating and what came back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from fidelity_rater.app.evidence_models import DeskMoment
from fidelity_rater.app.feedback.aims import aim_of, quoted
from fidelity_rater.app.feedback.models import Candidate, Gap, OfferedMoment, Part, ShownFeedback, ShownRemark, TiedItem
from fidelity_rater.app.feedback.proposals import propose, proposed_context
from fidelity_rater.app.feedback.replies import reflections_on, shown_reply
from fidelity_rater.app.ports.documents import Document
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.app.spoken_time import day_and_time
from fidelity_rater.domain.feedback import MOST_SUGGESTIONS, Feedback, Remark, Reply
from fidelity_rater.domain.ratings.moments import Bearing
from fidelity_rater.i18n import tr

MOST_MOMENTS: Final = 8
"""More moments than these are ticked in vain: one hears a few."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the feedback stands: what it says, whether it was sent, what went before and what came back."""

    feedback: Feedback
    sent: Document | None = None
    before: bool = False
    corrected: bool = False
    replies: tuple[Reply, ...] = ()


def picture(desk: RatingDesk, standing: Standing) -> ShownFeedback:
    """Everything that the panel shows. Once it was sent, nothing is proposed and nothing missing any more."""
    feedback, sent = standing.feedback, standing.sent
    proposals = propose(desk)
    hearable = {r.uid for r in desk.rating.recordings} - desk.rating.silent
    return ShownFeedback(
        uid=feedback.uid,
        context=feedback.context,
        proposed_context="" if sent or feedback.context else proposed_context(desk),
        strengths=tuple(_remarks(desk, feedback.strengths, Bearing.FOR, standing)),
        suggestions=tuple(_remarks(desk, feedback.suggestions, Bearing.AGAINST, standing)),
        closing=feedback.closing,
        strength_candidates=() if sent else _unsaid(proposals.strengths, feedback.strengths),
        suggestion_candidates=() if sent else _unsaid(proposals.suggestions, feedback.suggestions),
        gaps=() if sent else tuple(_gaps(desk, feedback)),
        room=len(feedback.suggestions) < MOST_SUGGESTIONS,
        sent=tr("Sent {when}", when=day_and_time(sent.changed_at)) if sent else "",
        before=standing.before,
        notice=_notice(standing),
        replies=tuple(shown_reply(reply, desk.scale, playable=hearable) for reply in standing.replies),
    )


def _notice(standing: Standing) -> str:
    if standing.corrected:
        return tr("This rating was corrected. Feedback belongs beside its correction.")
    return ""


def _unsaid(candidates: tuple[Candidate, ...], said: tuple[Remark, ...]) -> tuple[Candidate, ...]:
    items = {item for remark in said for item in remark.items}
    return tuple(candidate for candidate in candidates if candidate.item not in items)


def _remarks(
    desk: RatingDesk, remarks: tuple[Remark, ...], bearing: Bearing, standing: Standing
) -> Iterator[ShownRemark]:
    for number, remark in enumerate(remarks, start=1):
        offered = _offered(desk, remark, bearing)
        shown = [moment for n, moment in enumerate(offered) if moment.tied or n < MOST_MOMENTS]
        yield ShownRemark(
            uid=remark.uid,
            number=number,
            text=remark.text,
            items=tuple(TiedItem(i, desk.scale.item(i).label) for i in remark.items if desk.scale.has_item(i)),
            moments=tuple(shown),
            unshown=len(offered) - len(shown),
            aim=aim_of(desk.scale, remark.towards),
            last=number == len(remarks),
            reflections=reflections_on(remark.uid, standing.replies),
        )


def _offered(desk: RatingDesk, remark: Remark, bearing: Bearing) -> list[OfferedMoment]:
    """The moments of its items and those it is tied to, such as speak for what it says first."""
    found: dict[str, DeskMoment] = {}
    for item in remark.items:
        found |= {moment.uid: moment for moment in desk.moments.of_item(item)}
    found |= {uid: moment for uid in remark.moments if (moment := desk.moments.get(uid)) is not None}
    ordered = sorted(found.values(), key=lambda moment: moment.bearing != bearing)
    return [OfferedMoment(moment, moment.uid in remark.moments) for moment in ordered]


def _gaps(desk: RatingDesk, feedback: Feedback) -> Iterator[Gap]:
    """What is missing before sending. Only where nothing is said at all is there nothing to send."""
    if not any(remark.text for remark in (*feedback.strengths, *feedback.suggestions)):
        yield Gap(tr("Nothing is said yet: name what went well, or what to work on."), Part.STRENGTHS, blocking=True)
    elif not feedback.strengths:
        yield Gap(tr("No strength is named yet."), Part.STRENGTHS)
    elif not feedback.suggestions:
        yield Gap(tr("Nothing to work on is named yet."), Part.SUGGESTIONS)
    for number, remark in enumerate(feedback.strengths, start=1):
        if not remark.text:
            yield Gap(tr("Strength {n} has no words yet.", n=number), Part.STRENGTHS, remark.uid)
    for number, remark in enumerate(feedback.suggestions, start=1):
        aim = aim_of(desk.scale, remark.towards)
        if not remark.text:
            yield Gap(tr("Suggestion {n} has no words yet.", n=number), Part.SUGGESTIONS, remark.uid)
        elif aim is not None and remark.text == quoted(aim):
            sentence = tr("Suggestion {n} is in the scale's words only, not in yours.", n=number)
            yield Gap(sentence, Part.SUGGESTIONS, remark.uid)
        if not remark.items and not remark.moments:
            sentence = tr("Suggestion {n} is tied to no item and no moment.", n=number)
            yield Gap(sentence, Part.SUGGESTIONS, remark.uid)
