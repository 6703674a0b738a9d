"""References and the consensus behind each, read from a stranger's package as strictly as the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.sharing.reading import LONGEST_CODE
from fidelity_rater.domain.calibration import Reference
from fidelity_rater.domain.caseload import FocalArea, Phase
from fidelity_rater.domain.consensus import Consensus

Read = tuple[dict[str, Any], Iterable[str]]
"""The body, and the uids in it."""

SIGNATURE: Final = 64
HASH: Final = 32
MOST_AREAS: Final = 2
LONGEST_TITLE: Final = 400


def reference(given: Mapping[str, Any]) -> Read:
    read = Reference.from_json(given)
    title = read.title.strip()
    if read.made_at.tzinfo is None or read.retired or not title or len(title) > LONGEST_TITLE:
        raise ValueError("no reference in use")
    return read.as_json(), (read.uid, read.consensus_uid, read.session_uid, read.author_uid)


def consensus(given: Mapping[str, Any]) -> Read:
    """A signed one; whether the signature fits is another question."""
    read = Consensus.from_json(given)
    if read.agreed_at is None or read.agreed_at.tzinfo is None or len(read.signature) != SIGNATURE:
        raise ValueError("not signed")
    if read.phase:
        Phase(read.phase)
    areas = [FocalArea(area) for area in read.focal_areas]
    if len(areas) > MOST_AREAS or len(set(areas)) < len(areas):
        raise ValueError("focal areas")
    _check_originals(read)
    if any(moment.note for moment in read.moments):
        raise ValueError("somebody else's notes")
    uids = [read.uid, read.session_uid, read.author_uid]
    uids += [uid for each in read.originals for uid in (each.rating_uid, each.person_uid)]
    uids += [uid for moment in read.moments for uid in (moment.uid, moment.recording_uid)]
    return read.as_json(), uids


def _check_originals(read: Consensus) -> None:
    raters = {each.person_uid for each in read.originals}
    if len(raters) < 2 or len(raters) < len(read.originals):
        raise ValueError("no two raters")
    for each in read.originals:
        if len(each.initials) > LONGEST_CODE or not each.initials.isprintable() or len(each.head_hash) != HASH:
            raise ValueError("an original")
    if len({(score.item, score.dimension) for score in read.scores}) < len(read.scores):
        raise ValueError("two answers")
    if len({moment.uid for moment in read.moments}) < len(read.moments):
        raise ValueError("a moment twice")


READERS: Final[Mapping[DocumentKind, Callable[[Mapping[str, Any]], Read]]] = {
    DocumentKind.REFERENCE: reference,
    DocumentKind.CONSENSUS: consensus,
}
