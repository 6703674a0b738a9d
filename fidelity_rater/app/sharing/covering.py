"""Remember what was covered in a recording, so that a name covered once does not leave the next time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.ports.clips import Cover, Covered
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.library import UnitOfWork
from fidelity_rater.app.sharing.models import CoveredParts


def remembered(uow: UnitOfWork, recording_uids: Iterable[str]) -> dict[str, tuple[Covered, ...]]:
    """What was covered in these recordings the last time somebody chose it here."""
    found = {uid: _stretches(uow, uid) for uid in recording_uids}
    return {uid: stretches for uid, stretches in found.items() if stretches}


def remember(uow: UnitOfWork, covered: CoveredParts, *, author_uid: str, now: datetime) -> bool:
    """Keep the choice for each recording that is named, also that nothing is covered. Tell whether it is another."""
    changed = False
    for uid, stretches in covered.items():
        if tuple(stretches) == _stretches(uow, uid):
            continue
        known = uow.documents.about(uid, DocumentKind.COVERED)
        body = {"stretches": [[one.start_ms, one.end_ms, str(one.cover)] for one in stretches]}
        kept, made_at = (known[-1].uid, known[-1].created_at) if known else (new_uid(), now)
        uow.documents.keep(Document(kept, DocumentKind.COVERED, uid, author_uid, body, made_at, now))
        changed = True
    return changed


def _stretches(uow: UnitOfWork, recording_uid: str) -> tuple[Covered, ...]:
    known = uow.documents.about(recording_uid, DocumentKind.COVERED)
    if not known:
        return ()
    return tuple(Covered(start, end, Cover(cover)) for start, end, cover in known[-1].body["stretches"])
