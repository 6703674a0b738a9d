"""Feedback that has come, put into a world's library as taking in a package does."""

from __future__ import annotations

import io
import uuid
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from app.worlds import QUIET, World
from fidelity_rater.app.door.door import Door
from fidelity_rater.app.ports.documents import Clip, Document, DocumentKind
from fidelity_rater.domain.feedback import Feedback, FollowUp, FollowUpState, Level, Remark
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.ratings.events import Score
from fidelity_rater.domain.ratings.moments import Bearing, Moment
from fidelity_rater.domain.ratings.snapshot import Snapshot

ITEMS = ("CORE-01", "CORE-02", "CORE-03", "CORE-06", "CORE-07", "CORE-08")


def uid() -> str:
    return str(uuid.uuid4())


def door_of(world: World) -> Door:
    return Door(
        world.library,
        person=world.person,
        recordings=world.recordings,
        scales=world.scales,
        clock=world.clock,
        bus=world.bus,
    )


def receive(
    world: World,
    *,
    session_uid: str = "",
    recording_uid: str = "",
    values: tuple[int, ...] = (3, 2, 3, 4, 2, 3),
    clip: bool = False,
    follow_ups: tuple[tuple[str, FollowUpState], ...] = (),
    at: datetime | None = None,
) -> Document:
    """A supervisor's feedback on a session: one strength, one suggestion with a moment, six scores."""
    scale, now = world.scales.default(), at or world.clock.now()
    session_uid, recording_uid = session_uid or world.session.uid, recording_uid or uid()
    moment = Moment(uid(), recording_uid, 10_000, 20_000, ITEMS[1], Bearing.AGAINST)
    snapshot = Snapshot(
        rating_uid=uid(),
        session_uid=session_uid,
        person_uid=uid(),
        initials="SV",
        role=Role.SUPERVISOR,
        purpose=Purpose.FORMATIVE,
        scale_sha256=scale.sha256,
        form="short",
        signed_at=now,
        head_seq=9,
        head_hash=b"h" * 32,
        signature=b"s" * 64,
        cover={"phase": "middle", "focal_areas": ["role_transition"]},
        scores={(item, "adherence"): Score(value) for item, value in zip(ITEMS, values, strict=True)},
        moments=(moment,),
    )
    feedback = Feedback(
        uid=uid(),
        rating_uid=snapshot.rating_uid,
        author_uid=snapshot.person_uid,
        context="A hard week.",
        strengths=(Remark(uid(), "Warm and steady.", (ITEMS[0],)),),
        suggestions=(
            Remark(uid(), "Link mood to events.", (ITEMS[1],), (moment.uid,), Level(ITEMS[1], "adherence", 3)),
        ),
        closing="Go on.",
    )
    body: dict[str, Any] = {"feedback": feedback.as_json(), "snapshot": snapshot.as_json()}
    if follow_ups:
        body["follow_ups"] = [FollowUp(each, state, date(2026, 3, 3)).as_json() for each, state in follow_ups]
    document = Document(
        feedback.uid, DocumentKind.FEEDBACK_RECEIVED, session_uid, snapshot.person_uid, body, now, now, True, uid()
    )
    with world.library.work() as uow:
        uow.scales.keep(scale.sha256, scale.text.encode())
        if clip:
            sealed = world.library.vault.seal(io.BytesIO(b"sound" * 50), size=250, progress=QUIET)
            cut = Clip(uid(), recording_uid, 7_000, 23_000, "opus", document.package_uid, moment.uid, altered=True)
            uow.clips.add(cut, sealed)
            body |= {"clips": [cut.uid], "clip_of": {moment.uid: cut.uid}}
        document = replace(document, body=body)
        uow.documents.keep(document)
        uow.commit()
    return document
