"""The real thing: encrypted libraries, real packages and clips. Nothing in the clear is ever on disk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.worlds import CONSENT, QUIET
from fidelity_rater import bootstrap
from fidelity_rater.app.application import Workplace
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.panel.voting import VoteDraft
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.jobs import Cancelled
from fidelity_rater.app.ports.packages import Lock
from fidelity_rater.app.rating.opening import RatingChoice
from fidelity_rater.app.sharing.models import FeedbackOrder, SubmissionOrder
from fidelity_rater.app.training.models import Paper, PaperKind
from fidelity_rater.domain.feedback import Feedback, Remark
from fidelity_rater.domain.panel import Verdict
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.ratings.events import moment_marked
from fidelity_rater.domain.ratings.moments import Moment
from helpers.libraries import CHEAP, PASSPHRASE, Told, heard
from helpers.plain_bytes import assert_nowhere
from helpers.sounds import wav_bytes

CLIENT, THERAPIST = "Carol Clientname", "Terry Therapistname"
STRENGTH = "You stayed with the loss for as long as it took."
WAV = wav_bytes(8.0)


def workplace(home: Path, name: str) -> Workplace:
    application = bootstrap.build(home, key_cost=CHEAP)
    door = application.front_door
    card = door.introduce(name=name, initials=name[:2], passphrase=PASSPHRASE)
    made = door.create(door.folder_for(f"Library of {name[:1]}"), door.unlock(card.person.uid, PASSPHRASE))
    return application.enter(made.library, card.person)


@pytest.fixture
def places(tmp_path: Path) -> Iterator[tuple[Workplace, Workplace]]:
    """A trainee's workplace, and a supervisor's, who know each other's cards."""
    trainee, supervisor = workplace(tmp_path / "t", "Terry Trainee"), workplace(tmp_path / "s", "Susan Supervisor")
    for one, other in ((trainee, supervisor), (supervisor, trainee)):
        seen = one.contacts.read_card(other.contacts.my_card())
        assert seen.fingerprint == other.contacts.my_fingerprint
        one.contacts.keep(seen.person)
    yield trainee, supervisor
    trainee.close()
    supervisor.close()


def test_there_and_back_nothing_lies_in_the_clear(places: tuple[Workplace, Workplace], tmp_path: Path) -> None:
    trainee, supervisor = places
    session = trainee.caseload.place("T01", "C1", scheduled=6)
    therapist = trainee.library
    with therapist.work() as uow:
        case = uow.cases.get(session.case_uid)
        uow.cases.set_name(case.uid, CLIENT)
        uow.therapists.set_name(case.therapist_uid, THERAPIST)
        uow.commit()
    plain = tmp_path / "plain.wav"
    plain.write_bytes(WAV)
    recording = trainee.importing.bring_in(plain, session.uid, CONSENT, QUIET).recording
    plain.unlink()
    outbox = tmp_path / "post"
    outbox.mkdir()
    submission = trainee.sending.send(
        SubmissionOrder(session.uid),
        outbox / "submission.fidpkg",
        passphrase_of_mine=PASSPHRASE,
        lock=Lock(person=supervisor.person),
        progress=QUIET,
    )
    incoming = supervisor.receiving.look(submission.path, my_passphrase=PASSPHRASE, progress=QUIET)
    assert_nowhere(tmp_path, needles())
    with pytest.raises(Cancelled):
        supervisor.receiving.take_in(incoming.package_uid, answers={}, keep_contact=False, progress=Told(stop_at=1))
    supervisor.receiving.take_in(incoming.package_uid, answers={}, keep_contact=False, progress=QUIET)
    assert heard(supervisor.library, recording.uid) == WAV
    feedback = write_feedback(supervisor, session.uid, recording.uid)
    sent = supervisor.sending.send(
        FeedbackOrder(feedback.uid, margin_ms=500),
        outbox / "feedback.fidpkg",
        passphrase_of_mine=PASSPHRASE,
        lock=Lock(person=trainee.person),
        progress=QUIET,
    )
    incoming = trainee.receiving.look(sent.path, my_passphrase=PASSPHRASE, progress=QUIET)
    taken = trainee.receiving.take_in(incoming.package_uid, answers={}, keep_contact=False, progress=QUIET)
    assert taken.clips == 1
    with trainee.library.read() as uow:
        (clip,) = uow.clips.of_package(incoming.package_uid)
        (received,) = uow.documents.about(session.uid, DocumentKind.FEEDBACK_RECEIVED)
    assert received.uid == feedback.uid
    assert (clip.recording_uid, clip.start_ms) == (recording.uid, 1500)
    assert heard(trainee.library, clip.uid).startswith(b"OggS")
    assert_nowhere(tmp_path, [*needles(), heard(trainee.library, clip.uid)[-64:]])
    for place in places:
        place.close()
    assert not [path for path in tmp_path.rglob("*") if path.suffix in (".scratch", ".part")]


def needles() -> list[str | bytes]:
    return [CLIENT, THERAPIST, STRENGTH, WAV[2000:2040], WAV[-40:]]


def write_feedback(supervisor: Workplace, session_uid: str, recording_uid: str) -> Feedback:
    uid = supervisor.opening.begin(RatingChoice(session_uid, Purpose.FORMATIVE, Role.SUPERVISOR, phase="middle"))
    desk = supervisor.desk(uid, jobs=InlineJobs())
    desk.give("CORE-01", "adherence", 3)
    moment = Moment(new_uid(), recording_uid, 2000, 4000, "CORE-01")
    desk.do(moment_marked(moment))
    desk.take(supervisor.signing.sign(desk, PASSPHRASE))
    remark = Remark(new_uid(), STRENGTH, ("CORE-01",), (moment.uid,))
    feedback = Feedback(new_uid(), uid, supervisor.person.uid, strengths=(remark,))
    now = supervisor.application.wall_clock.now()
    with supervisor.library.work() as uow:
        document = Document(feedback.uid, DocumentKind.FEEDBACK, uid, supervisor.person.uid, {}, now, now)
        uow.documents.keep(replace(document, body=feedback.as_json()))
        uow.commit()
    return feedback


def test_a_package_that_was_changed_on_its_way_leaves_nothing(
    places: tuple[Workplace, Workplace], tmp_path: Path
) -> None:
    trainee, supervisor = places
    session = trainee.caseload.place("T01", "C1", scheduled=6)
    plain = tmp_path / "plain.wav"
    plain.write_bytes(WAV)
    trainee.importing.bring_in(plain, session.uid, CONSENT, QUIET)
    sent = trainee.sending.send(
        SubmissionOrder(session.uid),
        tmp_path / "submission.fidpkg",
        passphrase_of_mine=PASSPHRASE,
        lock=Lock(person=supervisor.person),
        progress=QUIET,
    )
    plain.unlink()
    data = bytearray(sent.path.read_bytes())
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    for wrong in (bytes(data[: len(data) // 2]), bytes(data[:-20]) + bytes(20)):
        sent.path.write_bytes(wrong)
        with pytest.raises(UserFacingError):
            supervisor.receiving.look(sent.path, my_passphrase=PASSPHRASE, progress=QUIET)
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == before
    assert_nowhere(tmp_path, [WAV[2000:2040], WAV[-40:]])


def test_scans_go_before_a_panel_and_nothing_of_them_lies_in_the_clear(
    places: tuple[Workplace, Workplace], tmp_path: Path
) -> None:
    author, member = places
    session = author.caseload.place("T01", "C1", scheduled=6)
    choice = RatingChoice(session.uid, Purpose.SUMMATIVE, Role.SUPERVISOR, phase="middle")
    desk = author.desk(author.opening.begin(choice), jobs=InlineJobs())
    desk.give("CORE-01", "adherence", 3)
    desk.take(author.signing.sign(desk, PASSPHRASE))
    with author.library.read() as uow:
        therapist = uow.therapists.by_code("T01")
    assert therapist is not None
    paper = author.training.keep(Paper("", therapist.uid, PaperKind.LETTER, "Letter", date(2026, 1, 2)))
    scanned, file = b"\x89PNG\r\n\x1a\n" + CLIENT.encode() * 5000, tmp_path / f"{CLIENT}.png"
    file.write_bytes(scanned)
    author.training.scans.attach(paper.uid, file, QUIET)
    file.unlink()
    portfolio, path = author.portfolios.begin(therapist.uid), tmp_path / "portfolio.fidpkg"
    order = author.portfolios.renew(portfolio)
    lock = Lock(person=member.person)
    author.sending.send(order, path, passphrase_of_mine=PASSPHRASE, lock=lock, progress=QUIET)
    incoming = member.receiving.look(path, my_passphrase=PASSPHRASE, progress=QUIET)
    member.receiving.take_in(incoming.package_uid, answers={}, keep_contact=True, progress=QUIET)
    assert member.panel.view(portfolio).everything is None
    member.panel.deciding.lead(portfolio)
    member.panel.voting.cast(portfolio, VoteDraft(Verdict.ACCREDIT), PASSPHRASE)
    everything = member.panel.view(portfolio).everything
    assert everything is not None
    (shown,) = everything.scans
    assert member.portfolios.scans.bytes_of(shown.scan.uid) == scanned
    assert shown.scan.name == "Scan 1.png"
    assert_nowhere(tmp_path, [CLIENT])
