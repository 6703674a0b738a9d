"""From a trainee's submission to the supervisor's feedback, to the reply: what arrives, where, and what does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.sharing.homes import CLIENT, FREE, QUIET, SOUND, THERAPIST, Home
from app.worlds import CONSENT
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import NotAllowed, UserFacingError, WrongPassphrase
from fidelity_rater.app.ports.clips import Covered
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.ports.jobs import Cancelled
from fidelity_rater.app.sharing.models import (
    Acquaintance,
    FeedbackOrder,
    ReplyOrder,
    SoundChoice,
    SubmissionOrder,
)
from fidelity_rater.domain.caseload import Consent, ConsentPurpose, Recording, Session
from fidelity_rater.domain.feedback import Contest, Feedback, ListenHere, Reflection, Reply
from fidelity_rater.domain.people import Role
from fidelity_rater.domain.ratings.events import CoverField
from fidelity_rater.domain.ratings.snapshot import Snapshot
from helpers.libraries import Told, heard
from helpers.packages import written_in

PLACE = "0b9d3c5e-7d52-4a7e-9f10-5d2f6a1f2c11"


def submitted(trainee: Home, supervisor: Home, *, self_rated: bool = False) -> tuple[Session, Recording]:
    """A session that went from the trainee to the supervisor."""
    session = trainee.session()
    recording = trainee.recording(session)
    rating = trainee.rated(session, role=Role.TRAINEE).uid if self_rated else ""
    order = SubmissionOrder(
        session.uid, rating, (ListenHere(PLACE, recording.uid, 1000, 9000, "Was this too early?"),), "Thank you."
    )
    supervisor.take(trainee.send(order, supervisor), keep_contact=True)
    return session, recording


def test_a_submission_arrives_whole_and_by_its_codes(trainee: Home, supervisor: Home) -> None:
    session, recording = submitted(trainee, supervisor, self_rated=True)
    told = supervisor.news[-1]
    assert Changed.FEEDBACK | Changed.CASELOAD | Changed.RECORDINGS | Changed.RATINGS | Changed.PEOPLE in told
    with supervisor.library.read() as uow:
        assert uow.sessions.get(session.uid).scheduled == 6
        assert uow.recordings.get(recording.uid).consent == CONSENT
        case = uow.cases.get(session.case_uid)
        therapist = uow.therapists.get(case.therapist_uid)
        (rating,) = uow.ratings.of_session(session.uid)
        (asked,) = uow.documents.about(session.uid, DocumentKind.LISTEN_HERE)
        assert uow.therapists.person_of(therapist.uid) == trainee.person.uid
        assert uow.people.get(trainee.person.uid).name == trainee.person.initials
        assert [contact.person.uid for contact in uow.contacts.all()] == [trainee.person.uid]
        assert (uow.therapists.name_of(therapist.uid), uow.cases.name_of(case.uid)) == ("", "")
    assert heard(supervisor.library, recording.uid) == SOUND
    assert (therapist.code, case.code) == ("T01", "C1")
    assert (case.presenting_problem, case.suitability, case.focus_history[0].reason) == ("", {}, "")
    assert rating == replace(trainee.head(rating.uid), session_named="")
    assert supervisor.signing.verify(rating.uid, supervisor.scales.default()) is None
    assert asked.final
    assert ListenHere.from_json(asked.body["places"][0]).words == "Was this too early?"
    assert asked.body["words"] == "Thank you."


def test_what_came_is_told_by_its_session_and_its_words(trainee: Home, supervisor: Home) -> None:
    session = trainee.session()
    recording = trainee.recording(session)
    rating = trainee.rated(session, role=Role.TRAINEE).uid
    asked = (ListenHere(PLACE, recording.uid, 1000, 9000, "Was this too early?"),)
    submission = trainee.send(SubmissionOrder(session.uid, rating, asked, "Thank you."), supervisor)
    place = "T01 · C1 · session 6."
    assert "Their own words to you." in supervisor.look(submission).lines
    assert supervisor.take(submission).lines == (
        f"In your caseload: {place}",
        "One place to listen to.",
        "They write: Thank you.",
        "Their signed self-rating.",
        "The whole recording, 01:00.",
    )
    feedback, _ = fed_back(supervisor, session, recording)
    sent = supervisor.send(FeedbackOrder(feedback.uid), trainee)
    carried = trainee.look(sent).lines
    counted = "Feedback with one strength and one thing to work on."
    assert carried[:3] == (place, counted, "Words on the session as a whole.")
    assert trainee.take(sent).lines[:3] == carried[:3]
    assert all(line.endswith(".") for line in carried)


def test_a_code_is_in_a_file_name_once(trainee: Home, supervisor: Home) -> None:
    session = trainee.session(case="T01-C4")
    trainee.recording(session)
    assert trainee.sending.preview(SubmissionOrder(session.uid)).proposed_name == "T01-C4-6-submission.fidpkg"


def test_nothing_but_codes_and_what_was_ticked_is_in_a_package(trainee: Home, supervisor: Home) -> None:
    """The file is the real format, in an envelope that hides nothing."""
    session = trainee.session()
    trainee.recording(session)
    sent = trainee.send(SubmissionOrder(session.uid), supervisor)
    said = written_in(sent.path)
    for name in (CLIENT, THERAPIST, FREE, trainee.person.name, str(trainee.folder)):
        assert name.encode() not in said
    assert b"T01" in said
    assert CLIENT not in sent.path.name


def test_feedback_under_a_strange_code_is_proposed_for_the_therapist_one_is(trainee: Home, supervisor: Home) -> None:
    """One has sent a submission before, so one is known to be the therapist T01 of one's own library."""
    theirs = trainee.session(6)
    trainee.recording(theirs)
    trainee.send(SubmissionOrder(theirs.uid), supervisor)
    mine = supervisor.session(6, therapist="S/12", case="K3")
    feedback, _ = fed_back(supervisor, mine, supervisor.recording(mine))
    sent = supervisor.send(FeedbackOrder(feedback.uid), trainee)
    asked = trainee.look(sent).questions[0]
    assert asked.proposed == supervisor_therapist(trainee, theirs)
    trainee.take(sent)
    (received,) = trainee.documents(DocumentKind.FEEDBACK_RECEIVED)
    assert received.body["place"]["therapist"] == "S/12"
    with trainee.library.read() as uow:
        assert len(uow.therapists.all()) == 1


def fed_back(supervisor: Home, session: Session, recording: Recording) -> tuple[Feedback, list[str]]:
    desk = supervisor.desk(session)
    desk.give("CORE-01", "adherence", 3)
    desk.note("CORE-01", FREE)
    desk.set_cover(CoverField.DIFFICULTY_REASON, FREE)
    desk.put_state("CORE-02", desk.scale.states_of(desk.scale.item("CORE-02"), "middle")[-1].id, FREE)
    moments = [supervisor.mark(desk, recording, at, at + 2000) for at in (5000, 9000, 40_000)]
    supervisor.mark(desk, recording, 20_000, 21_000, "")
    head = supervisor.sign(desk)
    return supervisor.feedback(head, moments=(moments[0],)), moments


def test_feedback_is_read_where_the_session_is(trainee: Home, supervisor: Home) -> None:
    session, recording = submitted(trainee, supervisor)
    feedback, moments = fed_back(supervisor, session, recording)
    order = FeedbackOrder(feedback.uid)
    preview = supervisor.sending.preview(order)
    assert preview.obstacles == ()
    assert preview.proposed_person == trainee.person.uid
    assert preview.proposed_name == "T01-C1-6-feedback.fidpkg"
    sent = supervisor.send(order, trainee)
    incoming = trainee.look(sent)
    assert incoming.acquaintance is Acquaintance.UNKNOWN
    assert all(question.settled for question in incoming.questions)
    taken = trainee.take(sent)
    (received,) = trainee.documents(DocumentKind.FEEDBACK_RECEIVED)
    assert (received.uid, received.about, received.author_uid) == (feedback.uid, session.uid, supervisor.person.uid)
    assert (taken.document_uid, taken.session_uid, taken.clips) == (feedback.uid, session.uid, 2)
    assert Feedback.from_json(received.body["feedback"]) == feedback
    assert received.body["place"]["therapist"] == "T01"
    shown = Snapshot.from_json(received.body["snapshot"])
    assert {moment.uid for moment in shown.moments} == set(moments)
    assert {moment.note for moment in shown.moments} == {""}
    assert FREE not in str(received.body)
    # The first two lie so near that one clip holds both; the third has its own.
    with trainee.library.read() as uow:
        clips = uow.clips.of_package(received.package_uid)
        assert not uow.ratings.of_session(session.uid)
        assert uow.scales.get(shown.scale_sha256)
    assert [(clip.start_ms, clip.end_ms, clip.moment_uid) for clip in clips] == [
        (2000, 14_000, ""),
        (37_000, 45_000, moments[2]),
    ]
    assert received.body["clip_of"] == {moments[0]: clips[0].uid, moments[1]: clips[0].uid, moments[2]: clips[1].uid}
    assert heard(trainee.library, clips[1].uid).startswith(b"clip 37000-45000")
    (mine,) = supervisor.documents(DocumentKind.FEEDBACK)
    assert mine.final
    assert mine.package_uid == received.package_uid


def test_notes_go_along_only_where_they_are_ticked(trainee: Home, supervisor: Home) -> None:
    session, recording = submitted(trainee, supervisor)
    feedback, moments = fed_back(supervisor, session, recording)
    order = FeedbackOrder(feedback.uid, with_notes=True, moments=frozenset(moments[2:]), margin_ms=0)
    trainee.take(supervisor.send(order, trainee))
    (received,) = trainee.documents(DocumentKind.FEEDBACK_RECEIVED)
    shown = Snapshot.from_json(received.body["snapshot"])
    assert shown.notes == {"CORE-01": FREE}
    assert supervisor.cutter.spans == [(40_000, 42_000)]


def test_the_same_feedback_sent_again_is_the_later_one_whichever_comes_first(trainee: Home, supervisor: Home) -> None:
    session, recording = submitted(trainee, supervisor)
    feedback, _ = fed_back(supervisor, session, recording)
    first = supervisor.send(FeedbackOrder(feedback.uid), trainee)
    second = supervisor.send(FeedbackOrder(feedback.uid, sound=SoundChoice.NONE, with_notes=True), trainee)
    trainee.take(second)
    trainee.take(first)
    (received,) = trainee.documents(DocumentKind.FEEDBACK_RECEIVED)
    assert received.package_uid == second.package_uid
    assert Snapshot.from_json(received.body["snapshot"]).notes
    with trainee.library.read() as uow:
        brought = uow.clips.of_package(first.package_uid)
    assert received.body["clips"] == sorted(clip.uid for clip in brought)
    assert set(received.body["clip_of"].values()) == {clip.uid for clip in brought}


def test_covered_stretches_are_told_and_the_original_stays(trainee: Home, supervisor: Home) -> None:
    session = supervisor.session()
    recording = supervisor.recording(session)
    feedback, _ = fed_back(supervisor, session, recording)
    order = FeedbackOrder(
        feedback.uid, sound=SoundChoice.WHOLE, covered={recording.uid: (Covered(1000, 2000), Covered(5000, 6000))}
    )
    sent = supervisor.send(order, trainee)
    assert SOUND not in written_in(sent.path)
    told = trainee.look(sent)
    assert any("covered" in line for line in told.lines)
    assert not any("covered" in caution for caution in told.cautions)  # there is nothing to be warned of
    assert trainee.take(sent).recordings == 1
    assert heard(trainee.library, recording.uid) == b"covered whole 2"
    with trainee.library.read() as uow:
        assert uow.recordings.get(recording.uid).size == len(b"covered whole 2")


def test_what_consent_does_not_let_a_trainee_hear_stays(supervisor: Home, trainee: Home) -> None:
    session = supervisor.session()
    only_supervisors = Consent(frozenset({ConsentPurpose.SUPERVISION}), frozenset({"supervisor"}), date(2026, 3, 1))
    recording = supervisor.recording(session, consent=only_supervisors)
    feedback, _ = fed_back(supervisor, session, recording)
    assert len(supervisor.sending.preview(FeedbackOrder(feedback.uid)).obstacles) == 1
    with pytest.raises(NotAllowed, match="must stay here"):
        supervisor.send(FeedbackOrder(feedback.uid), trainee, name="a.fidpkg")
    assert list(supervisor.folder.iterdir()) == []
    sent = supervisor.send(FeedbackOrder(feedback.uid, sound=SoundChoice.NONE), trainee)
    assert trainee.take(sent).clips == 0


def replied(trainee: Home, supervisor: Home, *, self_rated: bool = True) -> tuple[Feedback, Reply]:
    session, recording = submitted(trainee, supervisor)
    feedback, _ = fed_back(supervisor, session, recording)
    trainee.take(supervisor.send(FeedbackOrder(feedback.uid), trainee))
    rating = trainee.rated(session, value=2, role=Role.TRAINEE).uid if self_rated else ""
    thought = Reflection(feedback.suggestions[0].uid, "I was in a hurry.", "Wait for it.")
    return feedback, trainee.reply(feedback, reflections=(thought,), self_rating_uid=rating)


def test_a_reply_comes_back_to_its_rating(trainee: Home, supervisor: Home) -> None:
    feedback, reply = replied(trainee, supervisor)
    sent = trainee.send(ReplyOrder(reply.uid), supervisor)
    taken = supervisor.take(sent)
    (received,) = supervisor.documents(DocumentKind.REPLY_RECEIVED)
    assert Reply.from_json(received.body) == reply
    assert (received.about, taken.rating_uid, taken.new) == (feedback.rating_uid, feedback.rating_uid, 1)
    assert supervisor.signing.verify(reply.self_rating_uid, supervisor.scales.default()) is None
    again = supervisor.take(sent)
    assert taken.lines == ("T01 · C1 · session 6.", "A reply with one thought.", "Their signed self-rating.")
    assert (again.new, again.documents) == (0, 0)
    assert supervisor.look(sent).taken_at is not None
    assert len(supervisor.documents(DocumentKind.REPLY_RECEIVED)) == 1


def test_a_reply_to_what_is_not_here_is_refused(trainee: Home, supervisor: Home, tmp_path: Path) -> None:
    _, reply = replied(trainee, supervisor)
    sent = trainee.send(ReplyOrder(reply.uid), "a shared word")
    stranger = Home("Nobody", tmp_path, supervisor.scales)
    incoming = stranger.look(sent, package_passphrase="a shared word")
    assert incoming.refusal == "This answers feedback that is not in this library."
    with pytest.raises(NotAllowed):
        stranger.receiving.take_in(incoming.package_uid, answers={}, keep_contact=False, progress=QUIET)
    with stranger.library.read() as uow:
        assert uow.people.all() == ()


def test_a_reply_to_a_rating_that_was_corrected_since_is_taken_in_and_says_so(trainee: Home, supervisor: Home) -> None:
    feedback, reply = replied(trainee, supervisor, self_rated=False)
    sent = trainee.send(ReplyOrder(reply.uid), supervisor)
    supervisor.sign(supervisor.resume(supervisor.opening.correct(feedback.rating_uid, "I misheard")))
    assert any("corrected since" in caution for caution in supervisor.look(sent).cautions)
    assert any("corrected since" in line for line in supervisor.take(sent).lines)


def test_a_session_known_here_under_another_uid_is_found_by_codes_and_answers(trainee: Home, supervisor: Home) -> None:
    theirs, mine = trainee.session(6), supervisor.session(6)
    recording = trainee.recording(theirs)
    rating = trainee.rated(theirs, role=Role.TRAINEE)
    sent = trainee.send(SubmissionOrder(theirs.uid, rating.uid), supervisor)
    asked = {question.what: question for question in supervisor.look(sent).questions}
    assert [asked["therapist"].proposed, asked["case"].proposed] == [
        supervisor_therapist(supervisor, mine),
        mine.case_uid,
    ]
    assert "" not in dict(asked["therapist"].choices)
    taken = supervisor.take(sent)
    assert taken.session_uid == mine.uid
    here = supervisor.head(rating.uid)
    assert (here.session_uid, here.session_named) == (mine.uid, theirs.uid)
    assert supervisor.signing.verify(rating.uid, supervisor.scales.default()) is None
    # And what goes back is known again.
    with supervisor.library.read() as uow:
        assert uow.recordings.get(recording.uid).session_uid == mine.uid
    feedback, _ = fed_back(supervisor, mine, recording)
    trainee.take(supervisor.send(FeedbackOrder(feedback.uid), trainee))
    (received,) = trainee.documents(DocumentKind.FEEDBACK_RECEIVED)
    assert received.about == theirs.uid
    reply = trainee.reply(feedback, self_rating_uid=rating.uid)
    assert supervisor.take(trainee.send(ReplyOrder(reply.uid), supervisor)).same == 1


def supervisor_therapist(home: Home, session: Session) -> str:
    with home.library.read() as uow:
        uid: str = uow.cases.get(session.case_uid).therapist_uid
    return uid


def test_a_new_therapist_and_an_old_one_as_one_chooses(trainee: Home, supervisor: Home) -> None:
    theirs = trainee.session(6, therapist="ME", case="X")
    trainee.recording(theirs)
    mine = supervisor.session(6)
    sent = trainee.send(SubmissionOrder(theirs.uid), supervisor)
    (asked, _) = supervisor.look(sent).questions
    assert asked.proposed == ""
    therapist = supervisor_therapist(supervisor, mine)
    assert set(dict(asked.choices)) == {"", therapist}
    taken = supervisor.take(sent, {asked.foreign_uid: therapist})
    with supervisor.library.read() as uow:
        case = uow.cases.get(uow.sessions.get(taken.session_uid).case_uid)
        assert (case.therapist_uid, case.code) == (therapist, "X")
        assert uow.aliases.local(asked.foreign_uid) == therapist


def test_the_same_sound_is_kept_once(trainee: Home, supervisor: Home) -> None:
    theirs, mine = trainee.session(6), supervisor.session(6)
    recording, here = trainee.recording(theirs), supervisor.recording(mine)
    assert supervisor.take(trainee.send(SubmissionOrder(theirs.uid), supervisor)).recordings == 0
    with supervisor.library.read() as uow:
        assert [each.uid for each in uow.recordings.of_session(mine.uid)] == [here.uid]
        assert uow.aliases.local(recording.uid) == here.uid


def test_what_is_said_of_a_sound_is_heard_under_its_uid_here(trainee: Home, supervisor: Home) -> None:
    theirs, mine = trainee.session(6), supervisor.session(6)
    recording, here = trainee.recording(theirs), supervisor.recording(mine)
    asked = ListenHere(PLACE, recording.uid, 1000, 9000, "Here.")
    supervisor.take(trainee.send(SubmissionOrder(theirs.uid, "", (asked,)), supervisor))
    (place,) = supervisor.documents(DocumentKind.LISTEN_HERE)[0].body["places"]
    assert ListenHere.from_json(place) == replace(asked, recording_uid=here.uid)
    feedback, _ = fed_back(supervisor, mine, here)
    trainee.take(supervisor.send(FeedbackOrder(feedback.uid), trainee))
    (received,) = trainee.documents(DocumentKind.FEEDBACK_RECEIVED)
    moments = Snapshot.from_json(received.body["snapshot"]).moments
    assert {moment.recording_uid for moment in moments} == {recording.uid}
    with trainee.library.read() as uow:
        assert len(uow.clips.of_recording(recording.uid)) == 2
    contest = Contest("CORE-01", "adherence", "Listen again.", recording.uid, 1000, 2000)
    reply = trainee.reply(feedback, contests=(contest,))
    taken = supervisor.take(trainee.send(ReplyOrder(reply.uid), supervisor))
    label = supervisor.scales.default().item("CORE-01").label
    assert any(line.startswith(f"They see one score otherwise: {label}, ") for line in taken.lines)
    (told,) = supervisor.documents(DocumentKind.REPLY_RECEIVED)
    assert Reply.from_json(told.body).contests == (replace(contest, recording_uid=here.uid),)


def test_a_withdrawal_of_consent_comes_along(trainee: Home, supervisor: Home) -> None:
    session, recording = submitted(trainee, supervisor)
    trainee.recording(trainee.session(7))
    with trainee.library.work() as uow:
        uow.recordings.set_consent(recording.uid, replace(CONSENT, purposes=frozenset({ConsentPurpose.SUPERVISION})))
        uow.commit()
    supervisor.take(trainee.send(SubmissionOrder(session.uid), supervisor))
    with supervisor.library.read() as uow:
        assert uow.recordings.get(recording.uid).consent.purposes == {ConsentPurpose.SUPERVISION}


def test_a_package_for_another_person_is_refused(trainee: Home, supervisor: Home, tmp_path: Path) -> None:
    session = trainee.session()
    trainee.recording(session)
    sent = trainee.send(SubmissionOrder(session.uid), supervisor)
    other = Home("Other", tmp_path, supervisor.scales)
    assert not other.receiving.asks_passphrase(sent.path)
    with pytest.raises(UserFacingError, match="somebody else"):
        other.look(sent)
    with pytest.raises(WrongPassphrase):
        supervisor.look(sent, my_passphrase="wrong")


def test_what_one_has_sent_oneself_is_not_taken_in(trainee: Home) -> None:
    session = trainee.session()
    trainee.recording(session)
    sent = trainee.send(SubmissionOrder(session.uid), trainee)
    assert "made this package here yourself" in trainee.look(sent).refusal


def test_somebody_with_other_keys_than_known_is_refused(trainee: Home, supervisor: Home) -> None:
    impostor = replace(trainee.person, signing_key=bytes(32), receiving_key=b"x" * 32)
    supervisor.contacts.keep(impostor)
    session = trainee.session()
    trainee.recording(session)
    assert "other keys" in supervisor.look(trainee.send(SubmissionOrder(session.uid), supervisor)).refusal


def test_stopping_leaves_nothing_and_the_package_stays_open(trainee: Home, supervisor: Home) -> None:
    session = trainee.session()
    trainee.recording(session)
    with pytest.raises(Cancelled):
        trainee.send(SubmissionOrder(session.uid), supervisor, name="stopped.fidpkg", progress=Told(stop_at=1))
    assert list(trainee.folder.iterdir()) == []
    sent = trainee.send(SubmissionOrder(session.uid), supervisor)
    incoming = supervisor.look(sent)
    with pytest.raises(Cancelled):
        supervisor.receiving.take_in(incoming.package_uid, answers={}, keep_contact=True, progress=Told(stop_at=1))
    refusal = UserFacingError("no room")
    supervisor.library.fail_commits_with = refusal
    with pytest.raises(UserFacingError, match="no room"):
        supervisor.receiving.take_in(incoming.package_uid, answers={}, keep_contact=True, progress=QUIET)
    supervisor.library.fail_commits_with = None
    assert supervisor.library.vault._sounds == {}
    with supervisor.library.read() as uow:
        assert uow.therapists.all() == uow.people.all() == uow.packages.all() == ()
    taken = supervisor.receiving.take_in(incoming.package_uid, answers={}, keep_contact=True, progress=QUIET)
    assert taken.recordings == 1
    with pytest.raises(UserFacingError, match="not open any more"):
        supervisor.receiving.take_in(incoming.package_uid, answers={}, keep_contact=True, progress=QUIET)


def test_a_package_that_cannot_be_noted_is_not_left_lying(trainee: Home, supervisor: Home) -> None:
    session = trainee.session()
    trainee.recording(session)
    trainee.library.fail_commits_with = UserFacingError("no room")
    with pytest.raises(UserFacingError, match="no room"):
        trainee.send(SubmissionOrder(session.uid), supervisor, name="unnoted.fidpkg")
    assert list(trainee.folder.iterdir()) == []


def test_feedback_on_a_draft_is_not_sent(supervisor: Home) -> None:
    session = supervisor.session()
    supervisor.recording(session)
    desk = supervisor.desk(session)
    feedback = supervisor.feedback(desk.rating.head)
    assert any(
        "not signed" in obstacle for obstacle in supervisor.sending.preview(FeedbackOrder(feedback.uid)).obstacles
    )
    assert supervisor.sending.preview(SubmissionOrder(session.uid, desk.rating.head.uid)).obstacles


def test_a_package_that_is_put_away_while_it_is_looked_at_does_not_come_back(trainee: Home, supervisor: Home) -> None:
    session = trainee.session()
    trainee.recording(session)
    sent = trainee.send(SubmissionOrder(session.uid), supervisor)

    class Impatient(Told):
        def tell(self, done: int, total: int) -> None:
            supervisor.receiving.put_away()

    with pytest.raises(Cancelled):
        supervisor.look(sent, progress=Impatient())
    incoming = supervisor.look(sent)
    with pytest.raises(Cancelled):
        supervisor.receiving.take_in(incoming.package_uid, answers={}, keep_contact=False, progress=PutAway(supervisor))
    with pytest.raises(UserFacingError, match="not open any more"):
        supervisor.receiving.take_in(incoming.package_uid, answers={}, keep_contact=False, progress=QUIET)
    supervisor.receiving.close()


class PutAway(Told):
    """Closes the dialog, which puts the package away, and stops the job."""

    def __init__(self, home: Home) -> None:
        super().__init__()
        self._home = home

    def tell(self, done: int, total: int) -> None:
        self._home.receiving.put_away()
        raise Cancelled


def test_feedback_without_things_to_work_on_is_not_counted_out(trainee: Home, supervisor: Home) -> None:
    session = supervisor.session()
    feedback, _ = fed_back(supervisor, session, supervisor.recording(session))
    words_only = replace(feedback, strengths=(), suggestions=())
    supervisor.keep(DocumentKind.FEEDBACK, feedback.uid, feedback.rating_uid, words_only.as_json())
    sent = supervisor.send(FeedbackOrder(feedback.uid), trainee)
    incoming = trainee.look(sent)
    assert not any("0" in line.split() for line in (*sent.lines, *incoming.lines))
    assert "Your words on the session as a whole." in sent.lines
    assert "Feedback without things to work on." in incoming.lines
