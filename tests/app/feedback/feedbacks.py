"""What the tests of feedback share: a signed rating to write about, and feedback as it stands once it was sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from app.worlds import World
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.feedback.composer import Composer, read_written
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.app.rating.marking import Marking
from fidelity_rater.app.saved import SavedState
from fidelity_rater.domain.feedback import Feedback, Reply

GOOD, WEAK, NONE, MIDDLING = "CORE-02", "CORE-03", "CORE-01", "CORE-06"


def rated(world: World, *, sign: bool = True, **choice: Any) -> RatingDesk:
    """A rating with something good, something weak, something left out, and two moments of the good one."""
    recording = world.recording()
    desk = world.desk(world.begin(**choice))
    desk.give(GOOD, "adherence", 4)
    desk.give(GOOD, "quality", 4)
    desk.give(WEAK, "adherence", 3)
    desk.give(WEAK, "quality", 2)
    desk.give(NONE, "adherence", 0)
    desk.give(MIDDLING, "adherence", 3)
    desk.give(MIDDLING, "quality", 3)
    mark = Marking(desk)
    for bearing, span in (("against", (3_000, 9_000)), ("for", (20_000, 26_000))):
        mark.mark(GOOD, bearing, back_ms=0, selection=span, recording=recording.uid)
    return world.signed(desk) if sign else desk


def compose(
    world: World, desk: RatingDesk, *, jobs: Any = None, on_saved: Callable[[SavedState], None] = lambda state: None
) -> Composer:
    return Composer(
        desk,
        read_written(world.library, desk.rating.head.uid),
        person=world.person,
        library=world.library,
        jobs=jobs or InlineJobs(),
        clock=world.clock,
        bus=world.bus,
        on_saved=on_saved,
    )


def kept(world: World, desk: RatingDesk) -> tuple[Feedback, ...]:
    """The feedback on this rating as the library has it."""
    with world.library.read() as uow:
        documents = uow.documents.about(desk.rating.head.uid, DocumentKind.FEEDBACK)
    return tuple(Feedback.from_json(document.body) for document in documents)


def send(world: World, feedback: Feedback) -> None:
    """As a package does once it is written: the draft is final."""
    with world.library.work() as uow:
        draft = uow.documents.get(feedback.uid)
        assert draft is not None
        uow.documents.keep(replace(draft, final=True, package_uid=new_uid(), changed_at=world.clock.now()))
        uow.commit()


def answer(world: World, feedback: Feedback, **said: Any) -> Reply:
    """A reply as it is taken in."""
    now = world.clock.now() + timedelta(days=1)
    reply = Reply(new_uid(), feedback.uid, feedback.rating_uid, new_uid(), now, **said)
    with world.library.work() as uow:
        uow.documents.keep(
            Document(
                reply.uid,
                DocumentKind.REPLY_RECEIVED,
                feedback.rating_uid,
                reply.author_uid,
                reply.as_json(),
                now,
                now,
                final=True,
                package_uid=new_uid(),
            )
        )
        uow.commit()
    return reply
