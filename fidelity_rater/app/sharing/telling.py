"""What a package says, in a clinician's words: whose session, what was written on it, what is asked, how much sound."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from fidelity_rater.app import labels
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.ports.library import UnitOfWork
from fidelity_rater.app.ports.packages import PackageKind
from fidelity_rater.app.rating.calibrating import reference_in
from fidelity_rater.app.sharing.opened import Opened
from fidelity_rater.app.sharing.panel_signatures import votes_in
from fidelity_rater.app.sharing.panel_words import votes_counted
from fidelity_rater.app.sharing.placing import Known
from fidelity_rater.app.sharing.reference_judging import references_in
from fidelity_rater.app.spoken_time import media_time
from fidelity_rater.domain.caseload import Case, Session, Therapist
from fidelity_rater.domain.feedback import Feedback, Reply
from fidelity_rater.domain.panel import Decision, Sitting
from fidelity_rater.domain.ratings.snapshot import Snapshot
from fidelity_rater.i18n import tr, tr_n

OF_THEIR_OWN: Final = frozenset({PackageKind.SUBMISSION, PackageKind.REPLY})
"""Kinds by which somebody sends work of their own: the rating in it is their self-rating."""


def what_it_carries(uow: UnitOfWork, opened: Opened) -> Iterator[str]:
    """Sentences, the session first; by the package's codes."""
    contents, kind = opened.contents, opened.head.kind
    known = Known(uow, contents)
    for session in contents.sessions:
        here = known.session(session.uid) if kind is PackageKind.RATINGS else None
        if here is not None:  # it may come back under the code that its rater knows it by
            yield f"{place_here(uow, here)}."
            continue
        case = next(case for case in contents.cases if case.uid == session.case_uid)
        therapist = next(each for each in contents.therapists if each.uid == case.therapist_uid)
        yield f"{_place(therapist, case, session)}."
    if kind is PackageKind.REPLY and not contents.sessions:
        yield from rated_session(uow, opened)
    yield from what_it_says(opened)
    yield from _ratings(opened)
    for carried in contents.recordings:
        if carried.sound:
            yield recordings(1, carried.recording.duration_ms)
    if contents.clips:
        yield clips(len(contents.clips), sum(c.clip.end_ms - c.clip.start_ms for c in contents.clips))
    elif kind is PackageKind.FEEDBACK and not any(carried.sound for carried in contents.recordings):
        yield tr("No sound.")
    if contents.scans:
        yield tr_n("One scan.", "{n} scans.", len(contents.scans))
    if any(carried.altered for carried in contents.recordings) or any(c.clip.altered for c in contents.clips):
        yield tr("Stretches of the sound were covered before it was sent.")


def _ratings(opened: Opened) -> Iterator[str]:
    if n := sum(history.signed for history in opened.histories):
        yield signed_ratings(opened, n)
    if n := sum(bool(reference_in(history.events[0].data)) for history in opened.histories):
        yield tr_n("One was made to calibrate.", "{n} were made to calibrate.", n)


def rated_session(uow: UnitOfWork, opened: Opened) -> Iterator[str]:
    """The session whose rating a reply is about, by the codes here; nothing where that rating is not here."""
    uid = Reply.from_json(opened.main.body).rating_uid
    if uow.ratings.has(uid):
        yield f"{place_here(uow, uow.ratings.get(uid).session_uid)}."


def place_here(uow: UnitOfWork, session_uid: str) -> str:
    """A session by the codes that it has in this library."""
    session = uow.sessions.get(session_uid)
    case = uow.cases.get(session.case_uid)
    return _place(uow.therapists.get(case.therapist_uid), case, session)


def _place(therapist: Therapist, case: Case, session: Session) -> str:
    return tr("{therapist} · {case} · session {n}", therapist=therapist.code, case=case.code, n=session.scheduled)


# Sound and ratings


def clips(n: int, length_ms: int) -> str:
    return tr_n("One clip, {time}.", "{n} clips, {time} together.", n, time=media_time(length_ms, tenths=False))


def recordings(n: int, length_ms: int) -> str:
    time = media_time(length_ms, tenths=False)
    return tr_n("The whole recording, {time}.", "{n} whole recordings, {time} together.", n, time=time)


def signed_ratings(opened: Opened, n: int) -> str:
    if opened.head.kind in OF_THEIR_OWN and n == 1:
        return tr("Their signed self-rating.")
    return tr_n("One signed rating.", "{n} signed ratings.", n)


# Words


def what_it_says(opened: Opened, *, aloud: bool = False, contested: tuple[str, ...] = ()) -> Iterator[str]:
    """What was written in it, counted; nothing of its scores. ``aloud``: their words to oneself as they stand.

    ``contested`` names the scores that a reply contests; without names they are counted.
    """
    match opened.head.kind:
        case PackageKind.FEEDBACK:
            yield from _feedback(opened)
        case PackageKind.SUBMISSION:
            yield from _submission(opened, aloud=aloud)
        case PackageKind.REPLY:
            yield from _reply(Reply.from_json(opened.main.body), contested, aloud=aloud)
            yield from _choices(opened)
        case PackageKind.ASSIGNMENT:
            yield tr_n("One session to rate.", "{n} sessions to rate.", len(opened.contents.sessions))
        case PackageKind.REFERENCE:
            for reference in references_in(opened.contents):
                yield tr("A reference to calibrate by: {title}", title=reference.title)
        case PackageKind.PORTFOLIO:
            yield tr("A portfolio, to be decided on.")
        case PackageKind.VOTES:
            yield from _votes(opened)
        case PackageKind.DECISION:
            decision = Decision.from_json(opened.main.body)
            yield tr("The panel's decision: {verdict}.", verdict=labels.verdict(decision.verdict).lower())
            yield from votes_counted(decision.votes)


def _choices(opened: Opened) -> Iterator[str]:
    said = [document.body["chosen"] for document in opened.contents.documents_of(DocumentKind.PORTFOLIO_CHOICE)]
    if any(said):
        yield tr("They let the rating go into their portfolio.")
    elif said:
        yield tr("They do not let the rating go into their portfolio.")


def _votes(opened: Opened) -> Iterator[str]:
    yield from votes_counted(tuple(votes_in(opened.contents)))
    for written in opened.contents.documents_of(DocumentKind.SITTING):
        sitting = Sitting.from_json(written.body)
        who = ", ".join(member.initials for member in sitting.members)
        yield tr("Who sits on the panel: {who}.", who=who) if who else tr("Who leads the panel.")
        if sitting.first_closed_at is not None:
            yield tr("The first round of votes is closed.")


def _submission(opened: Opened, *, aloud: bool) -> Iterator[str]:
    asked = [document.body for document in opened.contents.documents]
    n = sum(len(body["places"]) for body in asked)
    if n:
        yield tr_n("One place to listen to.", "{n} places to listen to.", n)
    yield from _own_words("\n".join(str(body["words"]) for body in asked), aloud=aloud)


def _own_words(words: str, *, aloud: bool) -> Iterator[str]:
    if words := words.strip():
        yield tr("They write: {words}", words=words) if aloud else tr("Their own words to you.")


def _feedback(opened: Opened) -> Iterator[str]:
    feedback = Feedback.from_json(opened.main.body)
    yield feedback_counted(feedback)
    if feedback.context or feedback.closing:
        yield tr("Words on the session as a whole.")
    (shown,) = opened.contents.documents_of(DocumentKind.SNAPSHOT)
    if Snapshot.from_json(shown.body).notes:
        yield tr("The scores and notes of a signed rating.")
    else:
        yield tr("The scores of a signed rating.")


def feedback_counted(feedback: Feedback) -> str:
    """Its strengths, and what there is to work on; neither is counted out where there is none."""
    n_strengths, n_aims = len(feedback.strengths), len(feedback.suggestions)
    strengths = tr_n("one strength", "{n} strengths", n_strengths)
    aims = tr_n("one thing to work on", "{n} things to work on", n_aims)
    if n_strengths and n_aims:
        return tr("Feedback with {strengths} and {aims}.", strengths=strengths, aims=aims)
    if n_strengths:
        return tr("Feedback with {strengths}, without things to work on.", strengths=strengths)
    if n_aims:
        return tr("Feedback with {aims}.", aims=aims)
    return tr("Feedback without things to work on.")


def _reply(reply: Reply, contested: tuple[str, ...], *, aloud: bool) -> Iterator[str]:
    n = len(reply.reflections)
    yield tr_n("A reply with one thought.", "A reply with {n} thoughts.", n) if n else tr("A reply.")
    if contested:
        named = "; ".join(contested)
        yield tr_n(
            "They see one score otherwise: {named}.",
            "They see {n} scores otherwise: {named}.",
            len(contested),
            named=named,
        )
    elif reply.contests:
        n = len(reply.contests)
        yield tr_n("One score that they see otherwise.", "{n} scores that they see otherwise.", n)
    yield from _own_words(reply.words, aloud=aloud)
