"""The demo's feedback: what was sent on two ratings, the replies to it, what was ticked off, what a session asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.demo.ratings import Sessions
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.library import Library, RatingHead, UnitOfWork
from fidelity_rater.domain.feedback import (
    Contest,
    Feedback,
    FollowUp,
    FollowUpState,
    Level,
    ListenHere,
    Reflection,
    Remark,
    Reply,
)
from fidelity_rater.domain.people import Role
from fidelity_rater.domain.ratings.fold import RatingState, fold

Told = Mapping[str, Any]


def keep_feedback(
    library: Library, told: Told, *, ratings: Mapping[str, str], sessions: Sessions, trainee_uid: str
) -> None:
    """Put it all in; ``ratings`` are uids by the demo's own names of them."""
    with library.work() as uow:
        for each in told["feedback"]:
            if each["rating"] in ratings:
                head = uow.ratings.get(ratings[each["rating"]])
                _keep_one(uow, each, head, sessions=sessions, trainee_uid=trainee_uid)
        for session, places in _asked(told, sessions).items():
            body = {"places": [place.as_json() for place in places], "words": ""}
            at = uow.recordings.get(places[0].recording_uid).added_at
            uow.documents.keep(
                Document(new_uid(), DocumentKind.LISTEN_HERE, session, trainee_uid, body, at, at, final=True)
            )
        uow.commit()


def _keep_one(uow: UnitOfWork, told: Told, head: RatingHead, *, sessions: Sessions, trainee_uid: str) -> None:
    state, at = fold(uow.ratings.events(head.uid)), told["sent"]
    feedback = Feedback(
        uid=new_uid(),
        rating_uid=head.uid,
        author_uid=head.person_uid,
        context=told["context"],
        strengths=tuple(_remark(each, state) for each in told["strength"]),
        suggestions=tuple(_remark(each, state) for each in told["suggestion"]),
        closing=told["closing"],
    )
    reply = _reply(uow, told, feedback, head, trainee_uid)
    uow.documents.keep(
        Document(feedback.uid, DocumentKind.FEEDBACK, head.uid, head.person_uid, feedback.as_json(), at, at, final=True)
    )
    uow.documents.keep(
        Document(reply.uid, DocumentKind.REPLY_RECEIVED, head.uid, trainee_uid, reply.as_json(), at, at, final=True)
    )
    case = uow.cases.get(uow.sessions.get(head.session_uid).case_uid)
    for remark, each in zip(feedback.suggestions, told["suggestion"], strict=True):
        if each["state"] != FollowUpState.OPEN:
            seen_in = sessions.uid.get(each["seen_in"], "")
            ticked = FollowUp(remark.uid, FollowUpState(each["state"]), each["seen_on"], seen_in)
            kind, body = DocumentKind.FOLLOW_UP, ticked.as_json()
            uow.documents.keep(Document(remark.uid, kind, case.therapist_uid, head.person_uid, body, at, at))


def _remark(told: Told, state: RatingState) -> Remark:
    """Tied to every moment that the rating keeps for its items."""
    moments = tuple(uid for uid, moment in state.moments().items() if moment.item in told["items"])
    towards = Level.from_json(told["towards"]) if "towards" in told else None
    return Remark(new_uid(), told["text"], tuple(told["items"]), moments, towards)


def _reply(uow: UnitOfWork, told: Told, feedback: Feedback, head: RatingHead, trainee_uid: str) -> Reply:
    own = [h.uid for h in uow.ratings.of_session(head.session_uid) if h.role is Role.TRAINEE and h.signed_at]
    contest = told.get("contest")
    recordings = uow.recordings.of_session(head.session_uid)
    return Reply(
        uid=new_uid(),
        feedback_uid=feedback.uid,
        rating_uid=head.uid,
        author_uid=trainee_uid,
        read_at=told["sent"],
        reflections=tuple(
            Reflection(remark.uid, each["thought"], each["step"])
            for remark, each in zip(feedback.suggestions, told["suggestion"], strict=True)
        ),
        contests=(Contest(**contest, recording_uid=recordings[0].uid),) if contest and recordings else (),
        self_rating_uid=own[0] if own else "",
    )


def _asked(told: Told, sessions: Sessions) -> dict[str, list[ListenHere]]:
    found: dict[str, list[ListenHere]] = {}
    for session, place in _places(told, sessions):
        found.setdefault(session, []).append(place)
    return found


def _places(told: Told, sessions: Sessions) -> Iterator[tuple[str, ListenHere]]:
    for each in told["listen_here"]:
        recordings = sessions.recordings.get(each["session"], ())
        if recordings:
            first = recordings[0].uid
            place = ListenHere(new_uid(), first, each["start_ms"], each["end_ms"], each["words"])
            yield sessions.uid[each["session"]], place
