"""Feedback as a report tells it, and the suggestions that are still open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fidelity_rater.app.development.suggestions import last_told, settled
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.ports.library import RatingHead, UnitOfWork
from fidelity_rater.app.report_models import Block, Point, Section, Words
from fidelity_rater.app.reporting.items import Sounding
from fidelity_rater.domain.caseload import Case, Session
from fidelity_rater.domain.feedback import Feedback, Level, Remark
from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import Scale


def feedback_sections(feedback: Feedback, scale: Scale, sounding: Sounding) -> tuple[Section, ...]:
    """What was said, from what went well to what to work on."""
    before: list[Block] = [Words(feedback.context, own=True)] if feedback.context.strip() else []
    after = (Words(feedback.closing, own=True),) if feedback.closing.strip() else ()
    found = [Section(tr("Feedback"), tuple(before))]
    for title, remarks in ((tr("What went well"), feedback.strengths), (tr("To work on"), feedback.suggestions)):
        points = tuple(_point(number, remark, scale, sounding) for number, remark in enumerate(remarks, start=1))
        if points:
            found.append(Section(title, points, level=2))
    if after:
        found.append(Section(tr("In closing"), after, level=2))
    return tuple(found)


def _point(number: int, remark: Remark, scale: Scale, sounding: Sounding) -> Point:
    towards, anchor = next_level(scale, remark.towards) if remark.towards else ("", "")
    return Point(
        number=number,
        text=remark.text,
        about=tuple(scale.item(item).label for item in remark.items if scale.has_item(item)),
        heard=sounding.of_uids(remark.moments),
        towards=towards,
        anchor=anchor,
    )


def next_level(scale: Scale, level: Level) -> tuple[str, str]:
    """What a level is called, and its anchor; empty where the scale does not know it."""
    dimension = next((d for d in scale.dimensions if d.id == level.dimension), None)
    if dimension is None or not scale.has_item(level.item):
        return "", ""
    item = scale.item(level.item)
    found = next((a for a in scale.anchors_of(item, dimension) if a.value == level.value), None)
    if found is None:
        return "", ""
    told = tr(
        "{item}: {dimension} {value}, {level}",
        item=item.label,
        dimension=dimension.name.lower(),
        value=level.value,
        level=found.label.lower(),
    )
    return told, found.anchor


@dataclass(frozen=True, slots=True)
class OpenSuggestion:
    """A suggestion that was sent and is open, with the rating and the session that it came from."""

    remark: Remark
    rating: RatingHead
    session: Session


def open_suggestions(uow: UnitOfWork, cases: Iterable[Case]) -> tuple[OpenSuggestion, ...]:
    """What was suggested to a therapist in these cases, and neither worked on nor dropped since, by session."""
    found: list[OpenSuggestion] = []
    for case in cases:
        done = settled(uow, case.therapist_uid)
        for session in uow.sessions.of_case(case.uid):
            for rating, feedback in _sent(uow, session):
                found += [OpenSuggestion(r, rating, session) for r in feedback.suggestions if r.uid not in done]
    return tuple(found)


def _sent(uow: UnitOfWork, session: Session) -> list[tuple[RatingHead, Feedback]]:
    """The last feedback sent on each rating of a session; that on a correction stands for that on what it corrects."""
    heads = [head for head in uow.ratings.of_session(session.uid) if head.signed_at is not None]
    sent = {head.uid: d for head in heads for d in uow.documents.about(head.uid, DocumentKind.FEEDBACK) if d.final}
    return [(head, Feedback.from_json(sent[head.uid].body)) for head in last_told(heads, sent.keys())]
