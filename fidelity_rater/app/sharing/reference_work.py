"""Compose references that others calibrate by: the session under a neutral code, its sound, its consensus."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.rating.calibrating import kept_consensus
from fidelity_rater.app.sharing.composed import Composed, Composing, file_name
from fidelity_rater.app.sharing.contents import Written
from fidelity_rater.app.sharing.hiding import hidden, neutral_code, undated
from fidelity_rater.app.sharing.models import ReferenceOrder
from fidelity_rater.domain.calibration import Reference
from fidelity_rater.domain.consensus import Consensus
from fidelity_rater.i18n import tr


@dataclass(frozen=True, slots=True)
class _Sent:
    """A reference that can be sent; ``session_uid`` as it is here."""

    document: Document
    reference: Reference
    agreed: Document
    consensus: Consensus
    session_uid: str


def compose_references(work: Composing, order: ReferenceOrder) -> Composed:
    """One's own references; no rating but the agreed one, and nothing of whose session it is."""
    found = [one for uid in order.reference_uids if (one := _kept(work, uid)) is not None]
    if work.made.obstacles or not found:
        return work.made if work.made.obstacles else work.refuse(tr("No reference is chosen."))
    if len({one.session_uid for one in found}) < len(found):
        return work.refuse(tr("Two of these references are of one session; a rater calibrates by one of them."))
    found.sort(key=lambda one: neutral_code(one.reference.uid))  # the order in which they were made would tell of them
    for one in found:
        _add(work, one)
    work.made.lines.append(tr("No other rating goes along, and no code of a therapist or a client."))
    work.made.cautions.append(
        tr(
            "The consensus goes along, with the initials of whose ratings it stands on. The app does not show it until "
            "its rater has signed the own attempt."
        )
    )
    if any(one.consensus.words or any(score.reason for score in one.consensus.scores) for one in found):
        work.made.cautions.append(tr("What was written on the consensus and as its reasons goes along, word for word."))
    work.made.about = found[0].reference.uid
    work.made.name = file_name(neutral_code(found[0].reference.uid), tr("reference"))
    return work.done(scales={one.consensus.scale_sha256 for one in found})


def _kept(work: Composing, uid: str) -> _Sent | None:
    """A reference that was made here and is in use; else an obstacle says what it is."""
    document = work.uow.documents.get(uid)
    if document is None or document.kind is not DocumentKind.REFERENCE:
        work.refuse(tr("This reference is not in the library any more."))
        return None
    reference = Reference.from_json(document.body)
    if document.author_uid != work.person.uid or document.package_uid:
        work.refuse(tr("Only whoever made a reference sends it to others."))
        return None
    if reference.retired:
        work.refuse(tr("This reference is not used any more."))
        return None
    try:
        consensus = kept_consensus(work.uow, reference)
    except UserFacingError as fault:
        work.refuse(fault.message)
        return None
    agreed = work.uow.documents.get(consensus.uid)
    if agreed is None or not consensus.signed:
        work.refuse(tr("Only a signed consensus can be a reference."))
        return None
    return _Sent(document, reference, agreed, consensus, work.uow.aliases.local(consensus.session_uid))


def _add(work: Composing, one: _Sent) -> None:
    uid, code, now = one.session_uid, neutral_code(one.reference.uid), work.now
    told = tr("“{title}”: {place}, under the code {code}", title=one.reference.title, place=work.place(uid), code=code)
    work.made.lines.append(told)
    before = len(work.made.wanted)
    work.whole(uid, work.remembered(uid))
    mine = work.made.wanted[before:]
    if not mine and not work.made.obstacles:
        work.made.obstacles.append(tr("The session has no recording to calibrate by."))
    work.made.wanted[before:] = [replace(each, recording=undated(each.recording, now)) for each in mine]
    known = hidden(work.uow, one.reference.uid, uid, phase=one.consensus.phase)
    work.gathering.hidden(known.session, known.case, known.therapist, [undated(w.recording, now) for w in mine])
    work.gathering.person(work.uow.people.get(one.consensus.author_uid))
    for document in (one.document, one.agreed):
        written = Written(document.uid, document.kind, uid, document.author_uid, document.body, document.created_at)
        work.gathering.document(written)
