"""One's answer to feedback: kept as a draft word by word, until it is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.door.body import Received, received_in
from fidelity_rater.app.door.models import Asked
from fidelity_rater.app.errors import NotAllowed, UserFacingError
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.library import Library, UnitOfWork
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.domain.feedback import Contest, ListenHere, Reflection, Reply
from fidelity_rater.domain.people import Person
from fidelity_rater.i18n import tr

SHOWN_FIRST: Final = "shown_before_rating"
"""Beside a reply's own words: the scores were shown on request, before one had rated oneself."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One's reply with its document."""

    document: Document
    reply: Reply

    @property
    def shown_first(self) -> bool:
        return bool(self.document.body.get(SHOWN_FIRST))


def answers_to(uow: UnitOfWork, received: Received) -> tuple[Answer, ...]:
    """One's replies to a feedback, oldest first; the first one's receipt tells when it was opened."""
    documents = uow.documents.about(received.feedback.rating_uid, DocumentKind.REPLY)
    mine = [d for d in documents if d.body.get("feedback") == received.feedback.uid]
    return tuple(Answer(document, Reply.from_json(document.body)) for document in mine)


class Answers:
    """Writes replies and the places one wants listened to. Each call is one transaction; it returns when it is kept."""

    def __init__(self, library: Library, *, person: Person, clock: WallClock, bus: Bus) -> None:
        self._library, self._person, self._clock, self._bus = library, person, clock, bus

    def open(self, uid: str, *, shown_first: bool, self_rating_uid: str = "") -> None:
        """Note that this feedback is read from now on; the first time is what counts."""
        with self._library.work() as uow:
            received = received_in(uow, uid)
            before = answers_to(uow, received)
            if before:
                self._name_rating(uow, before[-1], self_rating_uid)
            else:
                self._begin(uow, received, self._clock.now(), {SHOWN_FIRST: shown_first}, self_rating_uid)
            uow.commit()
        self._bus.publish(Changed.FEEDBACK)

    def _name_rating(self, uow: UnitOfWork, answer: Answer, self_rating_uid: str) -> None:
        if self_rating_uid and not answer.document.final and answer.reply.self_rating_uid != self_rating_uid:
            self._keep(uow, answer, replace(answer.reply, self_rating_uid=self_rating_uid))

    def _begin(
        self, uow: UnitOfWork, received: Received, read_at: datetime, beside: Mapping[str, Any], self_rating_uid: str
    ) -> Answer:
        now = self._clock.now()
        reply = Reply(
            uid=new_uid(),
            feedback_uid=received.feedback.uid,
            rating_uid=received.feedback.rating_uid,
            author_uid=self._person.uid,
            read_at=read_at,
            self_rating_uid=self_rating_uid,
        )
        document = Document(
            uid=reply.uid,
            kind=DocumentKind.REPLY,
            about=reply.rating_uid,
            author_uid=self._person.uid,
            body={**reply.as_json(), **beside},
            created_at=now,
            changed_at=now,
        )
        uow.documents.keep(document)
        return Answer(document, reply)

    def _keep(self, uow: UnitOfWork, answer: Answer, reply: Reply) -> Document:
        body = {**answer.document.body, **reply.as_json()}
        document = replace(answer.document, body=body, changed_at=self._clock.now())
        uow.documents.keep(document)
        return document

    def begin_again(self, uid: str) -> str:
        """Begin another reply after one that was sent; return its uid."""
        with self._library.work() as uow:
            received = received_in(uow, uid)
            last = answers_to(uow, received)[-1]
            if last.document.final:
                beside = {SHOWN_FIRST: last.shown_first}
                last = self._begin(uow, received, last.reply.read_at, beside, last.reply.self_rating_uid)
            uow.commit()
        self._bus.publish(Changed.FEEDBACK)
        return last.document.uid

    def reflect(self, uid: str, suggestion_uid: str, *, thought: str, step: str) -> datetime:
        """Keep a thought and an intended step on one suggestion; both empty: none."""

        def change(reply: Reply) -> Reply:
            others = tuple(r for r in reply.reflections if r.suggestion_uid != suggestion_uid)
            mine = Reflection(suggestion_uid, thought.strip(), step.strip())
            return replace(reply, reflections=(*others, mine) if mine.thought or mine.step else others)

        return self._change(uid, change)

    def contest(self, uid: str, contest: Contest) -> datetime:
        """Say that one sees a score otherwise, and why. Raises ``UserFacingError`` without a reason."""
        if not contest.reason.strip():
            raise UserFacingError(tr("A score is contested with a reason."), tr("Say in a few words what you heard."))
        return self._change(
            uid, lambda reply: replace(reply, contests=(*_others(reply, contest.item, contest.dimension), contest))
        )

    def withdraw_contest(self, uid: str, item: str, dimension: str) -> datetime:
        return self._change(uid, lambda reply: replace(reply, contests=_others(reply, item, dimension)))

    def write(self, uid: str, words: str) -> datetime:
        """Keep the words to the sender."""
        return self._change(uid, lambda reply: replace(reply, words=words.strip()))

    def _change(self, uid: str, change: Callable[[Reply], Reply]) -> datetime:
        with self._library.work() as uow:
            answers = answers_to(uow, received_in(uow, uid))
            if not answers:
                raise NotAllowed(tr("This feedback has not been opened yet."))
            if answers[-1].document.final:
                raise NotAllowed(tr("Your answer has been sent and stays as it is."), tr("Write another one."))
            changed = change(answers[-1].reply)
            if changed == answers[-1].reply:
                return answers[-1].document.changed_at
            document = self._keep(uow, answers[-1], changed)
            uow.commit()
        return document.changed_at

    # Before one sends something in

    def asked(self, session_uid: str) -> Asked:
        """Where in this session one wants to be listened to, in the order of the sound, and in which words."""
        with self._library.read() as uow:
            document = self._listen_here(uow, session_uid)
        if document is None:
            return Asked()
        found = (ListenHere.from_json(each) for each in document.body["places"])
        places = sorted(found, key=lambda place: (place.recording_uid, place.start_ms))
        return Asked(tuple(places), str(document.body.get("words", "")))

    def ask(self, session_uid: str, asked: Asked) -> datetime:
        """Let this be what one asks."""
        now = self._clock.now()
        with self._library.work() as uow:
            before = self._listen_here(uow, session_uid)
            if before is None and asked == Asked():
                return now
            document = Document(
                uid=before.uid if before else new_uid(),
                kind=DocumentKind.LISTEN_HERE,
                about=session_uid,
                author_uid=self._person.uid,
                body={"places": [place.as_json() for place in asked.places], "words": asked.words},
                created_at=before.created_at if before else now,
                changed_at=now,
            )
            uow.documents.keep(document)
            uow.commit()
        return now

    def _listen_here(self, uow: UnitOfWork, session_uid: str) -> Document | None:
        """One's own that has not been sent; what was sent stays as it was."""
        documents = uow.documents.about(session_uid, DocumentKind.LISTEN_HERE)
        mine = [d for d in documents if d.author_uid == self._person.uid and not d.final]
        return mine[-1] if mine else None


def _others(reply: Reply, item: str, dimension: str) -> tuple[Contest, ...]:
    return tuple(c for c in reply.contests if (c.item, c.dimension) != (item, dimension))
