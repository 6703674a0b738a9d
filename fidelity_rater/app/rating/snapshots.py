"""A signed rating as it is shown to others; see ``domain.ratings.snapshot``."""

from __future__ import annotations

from dataclasses import replace

from fidelity_rater.app.ports.library import RatingHead
from fidelity_rater.domain.people import Person
from fidelity_rater.domain.ratings.events import CoverField
from fidelity_rater.domain.ratings.fold import RatingState
from fidelity_rater.domain.ratings.snapshot import Snapshot


def snapshot_of(head: RatingHead, state: RatingState, person: Person, *, with_notes: bool) -> Snapshot:
    """What stands in the rating; without notes where not ticked, neither its own nor those of items and moments.

    What was done about a harm flag is told in the rater's own words, so it goes with the notes.
    Raises ``ValueError`` for a draft.
    """
    if head.signed_at is None:
        raise ValueError("only a signed rating is shown to others")
    moments = tuple(state.moments().values())
    cover = {str(field): state.cover(field) for field in CoverField if state.cover(field) is not None}
    scores = {key: standing.score for key, standing in state.scores().items()}
    return Snapshot(
        rating_uid=head.uid,
        session_uid=head.session_uid,
        person_uid=head.person_uid,
        initials=person.initials,
        role=head.role,
        purpose=head.purpose,
        scale_sha256=head.scale_sha256,
        form=head.form,
        signed_at=head.signed_at,
        head_seq=head.head_seq,
        head_hash=head.head_hash,
        signature=head.signature,
        supersedes_uid=head.supersedes_uid or "",
        cover=cover,
        scores=scores,
        harm_actions=dict(state.harm_actions()) if with_notes else {},
        moments=moments if with_notes else tuple(replace(moment, note="") for moment in moments),
        notes=dict(state.notes()) if with_notes else {},
    )
