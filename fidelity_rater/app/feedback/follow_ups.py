"""What stands open from earlier feedback, beside a new formative rating; never beside one that decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from fidelity_rater.app import labels
from fidelity_rater.app.bus import Bus
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.feedback.aims import aim_of, score_words
from fidelity_rater.app.feedback.models import AskedPlace, FollowedSuggestion, SinceLastTime, TiedItem
from fidelity_rater.app.feedback.replies import reflections_on, replies_of, shown_reply, span_words
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.library import Library, RatingHead, UnitOfWork
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.app.rating.opening import OpenRating
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.spoken_time import day_and_time
from fidelity_rater.domain.caseload import Case, Session
from fidelity_rater.domain.feedback import Feedback, FollowUp, FollowUpState, ListenHere, Reply
from fidelity_rater.domain.people import Person, Purpose, Role
from fidelity_rater.domain.ratings.blindness import ASSIGNMENT
from fidelity_rater.domain.ratings.fold import fold
from fidelity_rater.domain.ratings.sheet import Sheet
from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import Scale

MOST_DIFFERENCES: Final = 6


@dataclass(frozen=True, slots=True)
class _Earlier:
    """Feedback that was sent, with where it belongs and what came back."""

    feedback: Feedback
    document: Document
    head: RatingHead
    session: Session
    case: Case
    replies: tuple[Reply, ...]
    self_rating: Sheet | None
    own: Sheet | None


class FollowUps:
    """Open suggestions of a therapist, and what was answered to them."""

    def __init__(self, library: Library, *, person: Person, scales: ScaleShelf, clock: WallClock, bus: Bus) -> None:
        self._library, self._person, self._scales = library, person, scales
        self._clock, self._bus = clock, bus

    def since_last_time(self, rating: OpenRating) -> SinceLastTime | None:
        """What to have in mind while rating; slow, so in a job.

        None where it would colour the judgement (a summative rating), or is not this person's to follow up.
        """
        head = rating.head
        mine = head.person_uid == self._person.uid and head.role is not Role.TRAINEE
        # Whoever rates for somebody else, or to calibrate, rates this session alone.
        assigned = rating.events[0].data.get(ASSIGNMENT) or rating.reference_uid
        if head.purpose is not Purpose.FORMATIVE or not mine or assigned:
            return None
        therapist_uid = rating.case.therapist_uid
        with self._library.read() as uow:
            earlier = [one for one in _sent_to(uow, therapist_uid) if one.session.uid != head.session_uid]
            ticks = {
                document.uid: FollowUp.from_json(document.body)
                for document in uow.documents.about(therapist_uid, DocumentKind.FOLLOW_UP)
            }
            asked = uow.documents.about(head.session_uid, DocumentKind.LISTEN_HERE)
        latest = earlier[0] if earlier else None
        suggestions = tuple(self._suggestions(earlier, ticks))
        done = {uid for uid, tick in ticks.items() if _settled(tick) and tick.session_uid != head.session_uid}
        return SinceLastTime(
            therapist_uid=therapist_uid,
            session_uid=head.session_uid,
            # What was ticked off beside this very rating stays where it was, to be undone.
            suggestions=tuple(one for one in suggestions if one.uid not in done),
            done=tuple(one for one in suggestions if one.uid in done),
            replies=tuple(shown_reply(reply, self._scale(latest)) for reply in latest.replies) if latest else (),
            differences=tuple(_differences(latest, self._scale(latest))) if latest else (),
            places=tuple(_places(asked, rating)),
            words="\n".join(words for one in asked if (words := str(one.body.get("words", "")).strip())),
        )

    def tick(self, since: SinceLastTime, suggestion_uid: str, state: str) -> None:
        """Say that a suggestion was worked on, is let go, or is open again. No rating holds a trace of it."""
        now = self._clock.now()
        said = FollowUp(suggestion_uid, FollowUpState(state), now.astimezone().date(), since.session_uid)
        with self._library.work() as uow:
            before = uow.documents.get(suggestion_uid)
            uow.documents.keep(
                Document(
                    uid=suggestion_uid,
                    kind=DocumentKind.FOLLOW_UP,
                    about=since.therapist_uid,
                    author_uid=self._person.uid,
                    body=said.as_json(),
                    created_at=before.created_at if before else now,
                    changed_at=now,
                )
            )
            uow.commit()
        self._bus.publish(Changed.FEEDBACK)

    def _scale(self, earlier: _Earlier) -> Scale:
        return self._scales.kept_in(self._library, earlier.head.scale_sha256)

    def _suggestions(self, earlier: list[_Earlier], ticks: dict[str, FollowUp]) -> Iterator[FollowedSuggestion]:
        """All that was ever suggested, the latest first."""
        seen: set[str] = set()
        for one in earlier:
            scale = self._scale(one)
            for remark in one.feedback.suggestions:
                tick = ticks.get(remark.uid)
                if remark.uid in seen:
                    continue
                seen.add(remark.uid)
                yield FollowedSuggestion(
                    uid=remark.uid,
                    text=remark.text,
                    said=_said(one),
                    state=str(tick.state) if tick else str(FollowUpState.OPEN),
                    since=tick.on.isoformat() if tick and _settled(tick) else "",
                    items=tuple(TiedItem(i, scale.item(i).label) for i in remark.items if scale.has_item(i)),
                    aim=aim_of(scale, remark.towards),
                    reflections=reflections_on(remark.uid, one.replies),
                )


def _settled(tick: FollowUp) -> bool:
    return tick.state is not FollowUpState.OPEN


def _sent_to(uow: UnitOfWork, therapist_uid: str) -> list[_Earlier]:
    """What was sent on a therapist's sessions, the latest first; of a rating and its corrections only the last."""
    found: list[_Earlier] = []
    for case in uow.cases.of_therapist(therapist_uid):
        for session in uow.sessions.of_case(case.uid):
            heads = [head for head in uow.ratings.of_session(session.uid) if head.signed_at is not None]
            sent = {head.uid: _last_sent(uow, head) for head in heads if head.role is not Role.TRAINEE}
            replaced = _corrected_by(heads, {uid for uid, document in sent.items() if document is not None})
            for head in heads:
                document = sent.get(head.uid)
                if document is not None and head.uid not in replaced:
                    found.append(_earlier(uow, document, head, session=session, case=case, heads=heads))
    return sorted(found, key=lambda one: one.document.changed_at, reverse=True)


def _corrected_by(heads: list[RatingHead], uids: set[str]) -> set[str]:
    """Every rating that one of these corrects, however many corrections lie between."""
    before = {head.uid: head.supersedes_uid for head in heads}
    found: set[str] = set()
    for uid in uids:
        at = before.get(uid)
        while at is not None and at not in found:
            found.add(at)
            at = before.get(at)
    return found


def _last_sent(uow: UnitOfWork, head: RatingHead) -> Document | None:
    sent = [document for document in uow.documents.about(head.uid, DocumentKind.FEEDBACK) if document.final]
    return sent[-1] if sent else None


def _earlier(
    uow: UnitOfWork, document: Document, head: RatingHead, *, session: Session, case: Case, heads: list[RatingHead]
) -> _Earlier:
    superseded = {other.supersedes_uid for other in heads}
    self_rated = next(
        (
            other
            for other in heads
            if other.role is Role.TRAINEE and other.scale_sha256 == head.scale_sha256 and other.uid not in superseded
        ),
        None,
    )
    return _Earlier(
        feedback=Feedback.from_json(document.body),
        document=document,
        head=head,
        session=session,
        case=case,
        replies=replies_of(uow.documents.about(head.uid, DocumentKind.REPLY_RECEIVED)),
        self_rating=Sheet.of(fold(uow.ratings.events(self_rated.uid))) if self_rated else None,
        own=Sheet.of(fold(uow.ratings.events(head.uid))) if self_rated else None,
    )


def _said(one: _Earlier) -> str:
    number = labels.session(one.session.scheduled, one.session.attended, planned=one.case.planned_sessions)
    return tr(
        "{case}, {session}, sent {when}", case=one.case.code, session=number, when=day_and_time(one.document.changed_at)
    )


def _differences(one: _Earlier, scale: Scale) -> Iterator[str]:
    """Where the therapist's own rating and the supervisor's lie apart, the widest first."""
    if one.self_rating is None or one.own is None:
        return
    apart = []
    for place, item in enumerate(scale.items):
        for dimension in scale.dimensions:
            own, other = one.self_rating.value(item.id, dimension.id), one.own.value(item.id, dimension.id)
            if own is not None and other is not None and own != other and dimension.levels:
                apart.append((-abs(own - other), place, item, dimension, own, other))
    for _, _, item, dimension, own, other in sorted(apart, key=lambda found: found[:2])[:MOST_DIFFERENCES]:
        yield tr(
            "{item}: {own} by their own rating, {yours} by yours",
            item=item.label,
            own=score_words(dimension, own),
            yours=score_words(dimension, other),
        )


def _places(documents: tuple[Document, ...], rating: OpenRating) -> Iterator[AskedPlace]:
    hearable = {recording.uid for recording in rating.recordings} - rating.silent
    for document in documents:
        for place in (ListenHere.from_json(data) for data in document.body.get("places", ())):
            yield AskedPlace(
                uid=place.uid,
                when=span_words(place.start_ms, place.end_ms),
                words=place.words,
                recording=place.recording_uid,
                start_ms=place.start_ms,
                end_ms=place.end_ms,
                playable=place.recording_uid in hearable,
            )
