"""Received feedback as the library keeps it: the document's body, read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fidelity_rater.app.ports.documents import Document
from fidelity_rater.domain.feedback import Feedback, FollowUp
from fidelity_rater.domain.ratings.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Received:
    """A document of received feedback. ``follow_ups`` by suggestion: what its sender ticked off by then."""

    document: Document
    feedback: Feedback
    snapshot: Snapshot
    follow_ups: Mapping[str, FollowUp]

    @property
    def uid(self) -> str:
        return self.document.uid

    @property
    def session_uid(self) -> str:
        return self.document.about


def read_received(document: Document) -> Received:
    """Read a document of the kind FEEDBACK_RECEIVED."""
    body: Mapping[str, Any] = document.body
    ticked = [FollowUp.from_json(each) for each in body.get("follow_ups", ())]
    return Received(
        document,
        Feedback.from_json(body["feedback"]),
        Snapshot.from_json(body["snapshot"]),
        {each.suggestion_uid: each for each in ticked},
    )
