"""Compose what passes between a trainee and a supervisor: a submission, feedback, a reply."""

from __future__ import annotations

from dataclasses import replace

from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.library import RatingHead
from fidelity_rater.app.ports.packages import PackageKind
from fidelity_rater.app.rating.local_sound import events_here
from fidelity_rater.app.rating.snapshots import snapshot_of
from fidelity_rater.app.sharing.composed import Composed, Composing
from fidelity_rater.app.sharing.contents import Written
from fidelity_rater.app.sharing.models import FeedbackOrder, ReplyOrder, SubmissionOrder
from fidelity_rater.app.sharing.wording import without_words
from fidelity_rater.domain.feedback import Feedback, FollowUp, Reply
from fidelity_rater.domain.panel import PortfolioChoice
from fidelity_rater.domain.people import Role
from fidelity_rater.domain.ratings.fold import fold
from fidelity_rater.domain.ratings.moments import Moment
from fidelity_rater.domain.ratings.snapshot import Snapshot
from fidelity_rater.i18n import tr, tr_n

# Feedback


def compose_feedback(work: Composing, order: FeedbackOrder) -> Composed:
    """Feedback with what stands in the rating: scores and placed moments; its notes where they are ticked."""
    document = work.uow.documents.get(order.feedback_uid)
    if document is None or document.kind is not DocumentKind.FEEDBACK:
        return work.refuse(tr("This feedback is not in this library."))
    feedback = Feedback.from_json(document.body)
    head = work.own_signed(feedback.rating_uid)
    if head is None:
        return work.made
    if feedback.author_uid != work.person.uid:
        return work.refuse(tr("Only the person who wrote feedback can send it."))
    if not any((feedback.context, feedback.strengths, feedback.suggestions, feedback.closing)):
        work.made.obstacles.append(tr("Nothing has been written yet."))
    if work.superseded(head):
        work.made.cautions.append(tr("This rating has been corrected since; the feedback is on what stood before."))
    snapshot = _snapshot(work, head, feedback, order)
    work.gathering.session(head.session_uid)
    _write_feedback(work, document, feedback, snapshot)
    _tell_feedback(work, feedback, with_notes=order.with_notes)
    chosen = _chosen_moments(snapshot, order)
    work.sound(order.sound, head.session_uid, chosen, margin_ms=order.margin_ms, covered=order.covered)
    work.made.about = head.uid
    work.made.finals.append(document)
    work.name(head.session_uid, tr("feedback"))
    work.propose(work.uow.therapists.person_of(work.therapist_of(head.session_uid)))
    return work.done(scales=[head.scale_sha256])


def _snapshot(work: Composing, head: RatingHead, feedback: Feedback, order: FeedbackOrder) -> Snapshot:
    state = fold(events_here(work.uow, head.uid))
    whole = snapshot_of(head, state, work.person, with_notes=order.with_notes)
    tied = {uid for remark in (*feedback.strengths, *feedback.suggestions) for uid in remark.moments}
    tied |= order.moments or frozenset()
    shown = replace(whole, moments=tuple(m for m in whole.moments if m.placed or m.uid in tied))
    if order.with_notes:
        return shown
    return without_words(shown, work.scale_of(head.scale_sha256))


def _chosen_moments(snapshot: Snapshot, order: FeedbackOrder) -> tuple[Moment, ...]:
    if order.moments is None:
        return tuple(moment for moment in snapshot.moments if moment.placed)
    return tuple(moment for moment in snapshot.moments if moment.uid in order.moments)


def _write_feedback(work: Composing, document: Document, feedback: Feedback, snapshot: Snapshot) -> None:
    mine, at = work.person.uid, document.created_at
    work.gathering.document(
        Written(document.uid, DocumentKind.FEEDBACK, feedback.rating_uid, mine, feedback.as_json(), at)
    )
    work.gathering.document(
        Written(snapshot.rating_uid, DocumentKind.SNAPSHOT, snapshot.session_uid, mine, snapshot.as_json(), at)
    )
    therapist = work.therapist_of(snapshot.session_uid)
    for ticked in work.uow.documents.about(therapist, DocumentKind.FOLLOW_UP):
        follow_up = FollowUp.from_json(ticked.body)
        work.gathering.document(
            Written(
                ticked.uid, DocumentKind.FOLLOW_UP, therapist, ticked.author_uid, follow_up.as_json(), ticked.created_at
            )
        )


def _tell_feedback(work: Composing, feedback: Feedback, *, with_notes: bool) -> None:
    strengths, suggestions = len(feedback.strengths), len(feedback.suggestions)
    if strengths:
        work.made.lines.append(tr_n("Feedback with one strength.", "Feedback with {n} strengths.", strengths))
    if suggestions:
        work.made.lines.append(tr_n("One thing to work on.", "{n} things to work on.", suggestions))
    if feedback.context or feedback.closing:
        work.made.lines.append(tr("Your words on the session as a whole."))
    work.made.lines.append(
        tr("The scores and the placed moments of your signed rating, with your notes on them.")
        if with_notes
        else tr("The scores and the placed moments of your signed rating, without your notes.")
    )


# Submission


def compose_submission(work: Composing, order: SubmissionOrder) -> Composed:
    """One's own session with its sound, what one asks, and one's self-rating where it is named."""
    work.gathering.session(order.session_uid)
    work.made.lines.append(tr("The cover sheet of {place}.", place=work.place(order.session_uid)))
    work.whole(order.session_uid, order.covered)
    if not work.made.wanted and not work.made.obstacles:
        work.made.obstacles.append(tr("This session has no sound that could be listened to."))
    if order.self_rating_uid:
        _self_rating(work, order.self_rating_uid, session_uid=order.session_uid)
    _ask(work, order)
    work.made.about, work.made.mine = order.session_uid, work.therapist_of(order.session_uid)
    work.name(order.session_uid, tr("submission"))
    work.propose(_last_supervisor(work))
    return work.done()


def _self_rating(work: Composing, rating_uid: str, *, session_uid: str) -> None:
    head = work.own_signed(rating_uid)
    if head is None:
        return
    if head.role is not Role.TRAINEE or head.session_uid != session_uid:
        work.made.obstacles.append(tr("This is not your self-rating of this session."))
        return
    work.record(head)
    work.made.lines.append(tr("Your signed self-rating."))


def _ask(work: Composing, order: SubmissionOrder) -> None:
    if not order.listen_here and not order.words.strip():
        return
    asked = [
        found
        for found in work.uow.documents.about(order.session_uid, DocumentKind.LISTEN_HERE)
        if found.author_uid == work.person.uid and not found.final
    ]
    body = {"places": [place.as_json() for place in order.listen_here], "words": order.words.strip()}
    uid, at = (asked[-1].uid, asked[-1].created_at) if asked else (new_uid(), work.now)
    written = Written(uid, DocumentKind.LISTEN_HERE, order.session_uid, work.person.uid, body, at)
    work.gathering.document(written)
    work.made.finals += asked[-1:]
    if order.listen_here:
        n = len(order.listen_here)
        work.made.lines.append(
            tr_n("One place where you ask to be listened to.", "{n} places where you ask to be listened to.", n)
        )
    if order.words.strip():
        work.made.lines.append(tr("Your words to the listener."))


def _last_supervisor(work: Composing) -> str:
    sent = (note for note in work.uow.packages.all() if note.sent and note.kind == PackageKind.SUBMISSION)
    return next((note.other_uid for note in sent if note.other_uid), "")


# Reply


def compose_reply(work: Composing, order: ReplyOrder) -> Composed:
    """What one answers to received feedback, with the self-rating that it names."""
    document = work.uow.documents.get(order.reply_uid)
    if document is None or document.kind is not DocumentKind.REPLY:
        return work.refuse(tr("This reply is not in this library."))
    reply = Reply.from_json(document.body)
    received = next(
        (
            found
            for found in work.uow.documents.of_kind(DocumentKind.FEEDBACK_RECEIVED)
            if found.body["feedback"]["uid"] == reply.feedback_uid
        ),
        None,
    )
    if received is None or reply.author_uid != work.person.uid:
        return work.refuse(tr("The feedback that this answers is not in this library."))
    reply = _with_self_rating(work, reply)
    work.gathering.document(
        Written(reply.uid, DocumentKind.REPLY, reply.rating_uid, reply.author_uid, reply.as_json(), document.created_at)
    )
    _portfolio_choice(work, reply)
    _tell_reply(work, reply)
    work.made.about, work.made.in_reply_to = reply.rating_uid, received.package_uid
    work.made.finals.append(document)
    work.name(received.about, tr("reply"))
    work.propose(received.author_uid)
    return work.done()


def _portfolio_choice(work: Composing, reply: Reply) -> None:
    """Whether the rating, and one's self-rating, may go before a panel, where one has said so."""
    about = [uid for uid in (reply.rating_uid, reply.self_rating_uid) if uid]
    said = [
        document
        for document in work.uow.documents.about_any(about, DocumentKind.PORTFOLIO_CHOICE)
        if document.author_uid == work.person.uid
    ]
    latest = {document.about: document for document in sorted(said, key=lambda each: each.changed_at)}
    for document in latest.values():
        body = PortfolioChoice.from_json(document.body).as_json()
        work.gathering.document(
            Written(document.uid, document.kind, document.about, document.author_uid, body, document.created_at)
        )
        work.made.finals += [] if document.final else [document]
    chosen = [document for document in latest.values() if document.body["chosen"]]
    if chosen:
        work.made.lines.append(tr("That this rating may go into your portfolio."))
    elif latest:
        work.made.lines.append(tr("That this rating may not go into your portfolio."))


def _with_self_rating(work: Composing, reply: Reply) -> Reply:
    uid = reply.self_rating_uid
    head = work.uow.ratings.get(uid) if uid and work.uow.ratings.has(uid) else None
    if head is None or head.signed_at is None:
        if uid:
            work.made.cautions.append(tr("Your self-rating is not signed, so it stays here."))
        return replace(reply, self_rating_uid="")
    work.record(head)
    work.made.lines.append(tr("Your signed self-rating."))
    return reply


def _tell_reply(work: Composing, reply: Reply) -> None:
    work.made.lines.append(tr("When you read the feedback."))
    if reply.reflections:
        n = len(reply.reflections)
        work.made.lines.append(tr_n("One thought on what to work on.", "{n} thoughts on what to work on.", n))
    if reply.contests:
        n = len(reply.contests)
        work.made.lines.append(tr_n("One score that you see otherwise.", "{n} scores that you see otherwise.", n))
    if reply.words:
        work.made.lines.append(tr("Your words to the sender."))
