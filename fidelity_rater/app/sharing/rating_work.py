"""Compose what passes between raters: an assignment, and their ratings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.library import RatingHead
from fidelity_rater.app.rating.assigned import assignment_of
from fidelity_rater.app.sharing.composed import Composed, Composing, file_name
from fidelity_rater.app.sharing.contents import Written
from fidelity_rater.app.sharing.hiding import hidden, neutral_code, undated
from fidelity_rater.app.sharing.models import AssignmentOrder, RatingsOrder
from fidelity_rater.app.sharing.telling import recordings
from fidelity_rater.domain.assigning import Assignment
from fidelity_rater.domain.consent import refusal
from fidelity_rater.i18n import tr, tr_n


def compose_assignment(work: Composing, order: AssignmentOrder) -> Composed:
    """One rater's sessions with their sound; nothing of how anybody has rated them, and nothing of whose they are."""
    kept = [_kept(work, uid) for uid in order.assignment_uids]
    found = [(assignment_of(document), document) for document in kept if document is not None]
    if not found or len(found) < len(kept):
        return work.refuse(tr("An assignment is not in this library any more.") if kept else tr("Nothing is chosen."))
    raters = {asked.rater_uid for asked, _ in found}
    if len(raters) > 1:
        return work.refuse(tr("These assignments are for more than one rater."))
    rater = raters.pop()
    if rater == work.person.uid:
        return work.refuse(tr("What you have assigned to yourself is rated here; it is not sent."))
    found.sort(key=lambda each: neutral_code(each[0].uid))  # the order of the caseload would tell who belongs together
    for asked, document in found:
        _assign(work, asked, document)
    sound = [wanted.recording.duration_ms for wanted in work.made.wanted]
    if sound:
        work.made.lines.append(recordings(len(sound), sum(sound)))
    work.made.lines += [tr("You say to them: {words}", words=words) for words in _words(asked for asked, _ in found)]
    if any(document.final for _, document in found):
        work.made.cautions.append(tr("It was sent before; the same is sent again."))
    work.made.lines.append(tr("No rating goes along, and no code of a therapist or a client."))
    work.made.about, work.made.only_for = found[0][0].session_uid, rater
    work.made.name = file_name(neutral_code(found[0][0].uid), tr("to-rate"))
    work.propose(rater)
    return work.done(scales={asked.scale_sha256 for asked, _ in found})


def _words(those: Iterable[Assignment]) -> tuple[str, ...]:
    """What is said to the rater, each once."""
    return tuple(dict.fromkeys(words for asked in those if (words := asked.words.strip())))


def _kept(work: Composing, uid: str) -> Document | None:
    """An assignment that was made here."""
    document = work.uow.documents.get(uid)
    here = document is not None and document.kind is DocumentKind.ASSIGNMENT
    return document if here and document is not None and document.author_uid == work.person.uid else None


def _assign(work: Composing, asked: Assignment, document: Document) -> None:
    uid, now = asked.session_uid, work.now
    place = work.place(uid)
    work.made.lines.append(tr("{place}, under the code {code}", place=place, code=neutral_code(asked.uid)))
    covered = {recording: tuple(parts) for recording, parts in work.remembered(uid).items()}
    before = len(work.made.wanted)
    work.whole(uid, covered, told=False)
    mine = work.made.wanted[before:]
    if not mine and not work.made.obstacles:
        work.made.obstacles.append(tr("{place} has no sound that could be rated.", place=place))
    for wanted in mine:
        consent = wanted.recording.consent
        if why := refusal(consent, purpose=asked.purpose, role=asked.role, today=now.date()):
            work.made.obstacles.append(f"{place}: {why}")
    work.made.wanted[before:] = [replace(each, recording=undated(each.recording, now)) for each in mine]
    known = hidden(work.uow, asked.uid, uid, phase=asked.phase)
    work.gathering.hidden(known.session, known.case, known.therapist, [undated(w.recording, now) for w in mine])
    body = replace(asked, reason="").as_json()
    work.gathering.document(
        Written(asked.uid, DocumentKind.ASSIGNMENT, uid, work.person.uid, body, document.created_at)
    )
    work.made.finals.append(document)


def _asked_by(work: Composing, head: RatingHead) -> tuple[str, str]:
    """The package that asked for a rating, and who signed it: an assignment, or the reference that it calibrates by."""
    for said in work.uow.documents.about(head.uid, DocumentKind.CALIBRATION):
        reference = work.uow.documents.get(str(said.body["reference"]))
        return (reference.package_uid, reference.author_uid) if reference is not None else ("", "")
    return work.package_of(head.session_uid, DocumentKind.ASSIGNMENT)


def compose_ratings(work: Composing, order: RatingsOrder) -> Composed:
    """One's own signed ratings, each with its whole record."""
    heads = [head for uid in order.rating_uids if (head := work.own_signed(uid)) is not None]
    if not heads:
        return work.made if work.made.obstacles else work.refuse(tr("No rating is chosen."))
    work.records(heads)
    made = len({each.about for each in work.uow.documents.about_any([h.uid for h in heads], DocumentKind.CALIBRATION)})
    if made:
        work.made.lines.append(tr_n("One was made to calibrate.", "{n} were made to calibrate.", made))
    work.made.about = heads[0].uid
    work.made.in_reply_to, asker = _asked_by(work, heads[0])
    work.name(heads[0].session_uid, tr("ratings"))
    work.propose(asker)
    return work.done()
