"""Assignments and ratings: what passes between raters, and that nothing else does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.sharing.homes import CLIENT, FREE, QUIET, SOUND, THERAPIST, Home
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.errors import NotAllowed
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.rating.assigned import label, reasons
from fidelity_rater.app.rating.opening import RatingChoice
from fidelity_rater.app.reporting.reporting import Reporting
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.sharing.contents import parts_of
from fidelity_rater.app.sharing.hiding import neutral_code
from fidelity_rater.app.sharing.models import AssignmentOrder, RatingsOrder, SubmissionOrder
from fidelity_rater.domain.caseload import Consent, ConsentPurpose, Session
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.ratings.blindness import Blindness, NotBlind, blindness
from fidelity_rater.domain.ratings.events import CoverField
from fidelity_rater.domain.ratings.fold import fold
from helpers.libraries import heard


@pytest.fixture
def panel(tmp_path: Path, scales: ScaleShelf) -> Home:
    return Home("Pat", tmp_path, scales)


def assigned(supervisor: Home, rater: Home, **more: Any) -> tuple[Session, str]:
    """A session that the supervisor has rated, sent to somebody to be rated; and the assignment's uid."""
    session = supervisor.session()
    supervisor.recording(session)
    supervisor.rated(session)
    order = supervisor.assign(session.uid, rater, words="Please rate.", reason="a hard case", **more)
    (uid,) = order.assignment_uids
    taken = rater.take(supervisor.send(order, rater), keep_contact=True)
    code = neutral_code(uid)
    assert taken.lines[-2:] == ("They write: Please rate.", f"In your caseload: {code} · 1 · session 6.")
    assert taken.to_rate == session.uid
    return session, uid


def rated(home: Home, session: Session, uid: str) -> str:
    choice = RatingChoice(session.uid, Purpose.FORMATIVE, Role.PEER, assignment_uid=uid)
    desk = home.resume(home.opening.begin(choice))
    desk.give("CORE-01", "adherence", 2)
    return home.sign(desk).uid


def told(home: Home, uid: str) -> Blindness:
    with home.library.read() as uow:
        state = fold(uow.ratings.events(uid))
    found = blindness(state.opening, state.closing)
    assert found is not None
    return found


def test_an_assignment_carries_the_session_and_nobodys_rating(supervisor: Home, panel: Home) -> None:
    session, uid = assigned(supervisor, panel)
    with panel.library.read() as uow:
        (recording,) = uow.recordings.of_session(session.uid)
        assert uow.ratings.of_session(session.uid) == ()
        (asked,) = uow.documents.about(session.uid, DocumentKind.ASSIGNMENT)
        here = uow.sessions.get(session.uid)
    assert (asked.uid, asked.body["words"], asked.body["reason"]) == (uid, "Please rate.", "")
    assert (here.held_on, here.scheduled) == (None, 6)
    assert heard(panel.library, recording.uid) == SOUND
    with supervisor.library.read() as uow:
        sent = uow.documents.get(uid)
    assert sent.final
    assert sent.body["reason"] == "a hard case"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reason=st.text("abcdefgh ", min_size=12, max_size=30), value=st.integers(0, 4))
def test_no_part_of_it_tells_whose_it_is_or_how_it_was_seen(
    reason: str, value: int, supervisor: Home, panel: Home
) -> None:
    session = supervisor.session()
    with supervisor.library.read() as uow:
        recordings = uow.recordings.of_session(session.uid)
    recording = recordings[0] if recordings else supervisor.recording(session)
    if not recordings:
        head = supervisor.rated(session, value=value)
        supervisor.feedback(head)
    with supervisor.library.read() as uow:
        (head,) = uow.ratings.of_session(session.uid)
        case = uow.cases.get(session.case_uid)
    order = supervisor.assign(session.uid, panel, reason=f"why {reason}")
    with supervisor.library.read() as uow:
        made = supervisor.sending._compose(uow, order)
    parts = {part.name: part.open().read() for part in parts_of(made.contents) if not part.name.startswith("scales/")}
    written = b"".join(parts.values())
    hidden = (head.uid, case.uid, case.therapist_uid, case.code, "T01", CLIENT, THERAPIST, FREE, f"why {reason}")
    assert not [secret for secret in hidden if secret.encode() in written]
    assert recording.uid.encode() in written
    assert recording.added_at.isoformat().encode() not in written
    assert "T01" not in made.name
    assert not {"ratings.jsonl", "events.jsonl", "clips.jsonl"} & set(parts)


def test_two_sessions_of_one_case_are_not_seen_to_be_one_cases(supervisor: Home, panel: Home) -> None:
    sessions = [supervisor.session(number) for number in (3, 6)]
    for number, session in enumerate(sessions):
        supervisor.recording(session, sound=bytes([number]) * 500)
    uids = [uid for session in sessions for uid in supervisor.assign(session.uid, panel).assignment_uids]
    taken = panel.take(supervisor.send(AssignmentOrder(tuple(uids)), panel))
    assert (taken.documents, taken.to_rate) == (2, "")
    with panel.library.read() as uow:
        codes = {therapist.code for therapist in uow.therapists.all()}
    assert codes == {neutral_code(uid) for uid in uids}
    with supervisor.library.read() as uow:
        orders = [
            [
                therapist.code
                for therapist in supervisor.sending._compose(uow, AssignmentOrder(each)).contents.therapists
            ]
            for each in (tuple(uids), tuple(reversed(uids)))
        ]
    assert orders == [sorted(codes)] * 2  # nor does their order tell


def test_what_goes_along_is_told_before_it_is_sent(supervisor: Home, panel: Home) -> None:
    uids: list[str] = []
    for number in (3, 6):
        session = supervisor.session(number)
        supervisor.recording(session, sound=bytes([number]) * 500)
        uids += supervisor.assign(session.uid, panel, words="Thank you both.").assignment_uids
    with supervisor.library.read() as uow:
        lines = supervisor.sending._compose(uow, AssignmentOrder(tuple(uids))).lines
    assert [line for line in lines if "whole recording" in line] == ["2 whole recordings, 02:00 together."]
    assert lines.count("You say to them: Thank you both.") == 1


def test_a_blind_rater_is_not_asked_who_it_may_be(supervisor: Home, panel: Home) -> None:
    panel.session(therapist="T09")
    session = supervisor.session()
    supervisor.recording(session)
    incoming = panel.look(supervisor.send(supervisor.assign(session.uid, panel), panel))
    assert all(question.settled for question in incoming.questions)
    assert all(len(question.choices) == 1 for question in incoming.questions)


def test_ratings_come_back_and_find_their_place(supervisor: Home, panel: Home) -> None:
    session, uid = assigned(supervisor, panel)
    first = rated(panel, session, uid)
    corrected = panel.sign(panel.resume(panel.opening.correct(first, "a slip")))
    order = RatingsOrder((corrected.uid,))
    preview = panel.sending.preview(order)
    assert preview.proposed_person == supervisor.person.uid
    sent = panel.send(order, supervisor)
    looked = supervisor.look(sent)
    assert all(question.settled for question in looked.questions)
    assert looked.lines[0] == "T01 · C1 · session 6."
    taken = supervisor.take(sent)
    assert (taken.new, taken.recordings) == (2, 0)
    with supervisor.library.read() as uow:
        assert [therapist.code for therapist in uow.therapists.all()] == ["T01"]
        heads = {head.uid: head for head in uow.ratings.of_session(session.uid)}
        assert uow.ratings.events(corrected.uid) == panel_events(panel, corrected.uid)
    assert len(heads) == 3
    assert heads[corrected.uid].supersedes_uid == first
    assert supervisor.signing.verify(corrected.uid, supervisor.scales.default()) is None


def panel_events(home: Home, uid: str) -> object:
    with home.library.read() as uow:
        return uow.ratings.events(uid)


def test_a_draft_is_not_sent(supervisor: Home, panel: Home) -> None:
    session, uid = assigned(supervisor, panel)
    draft = panel.opening.begin(RatingChoice(session.uid, Purpose.SUMMATIVE, Role.PANEL, assignment_uid=uid))
    assert panel.sending.preview(RatingsOrder((draft,))).obstacles


@pytest.mark.parametrize("later", [False, True])
def test_what_comes_from_elsewhere_too_is_one_session(supervisor: Home, panel: Home, *, later: bool) -> None:
    """Whichever comes first decides under which code it is shown; both ways it is placed without asking."""
    session = supervisor.session()
    supervisor.recording(session)
    blind = supervisor.send(supervisor.assign(session.uid, panel), panel)
    open_ = supervisor.send(SubmissionOrder(session.uid), panel)
    for sent in (blind, open_) if later else (open_, blind):
        panel.take(sent)
    with panel.library.read() as uow:
        assert len(uow.therapists.all()) == 1
        assert len(uow.recordings.of_session(session.uid)) == 1


# Blind


def test_the_assignment_settles_what_is_rated(supervisor: Home, panel: Home) -> None:
    session, uid = assigned(supervisor, panel, phase="termination", focal_areas=("grief",), role=Role.PEER)
    choice = RatingChoice(session.uid, Purpose.FORMATIVE, Role.TRAINEE, phase="initial", assignment_uid=uid)
    desk = panel.resume(panel.opening.begin(choice))
    head = desk.rating.head
    assert (head.purpose, head.role) == (Purpose.SUMMATIVE, Role.PEER)
    assert (desk.state.phase, desk.state.focal_areas, desk.assigned) == ("termination", ("grief",), True)
    for field, value in ((CoverField.PHASE, "middle"), (CoverField.FOCAL_AREAS, []), (CoverField.FORM, "short")):
        with pytest.raises(NotAllowed, match="settles"):
            desk.set_cover(field, value)
    desk.set_cover(CoverField.FOCAL_AREAS_HEARD, ["role_dispute"])
    assert desk.state.focal_areas == ("grief",)


def test_rated_from_a_package_it_is_blind_and_says_so_under_its_signature(supervisor: Home, panel: Home) -> None:
    session, uid = assigned(supervisor, panel)
    made = rated(panel, session, uid)
    found = told(panel, made)
    assert (found.blind, found.assignment_uid, label(found)) == (True, uid, "Blind")
    supervisor.take(panel.send(RatingsOrder((made,)), supervisor))
    assert told(supervisor, made) == found


def test_the_report_on_it_says_whether_it_was_blind(supervisor: Home, panel: Home) -> None:
    session, uid = assigned(supervisor, panel)
    made = rated(panel, session, uid)
    reporting = Reporting(panel.library, scales=panel.scales, writer=None, fingerprint=lambda person: "")  # type: ignore[arg-type]
    section = reporting.session_report(made).sections[-1]
    facts = dict(section.blocks[0].rows)
    assert facts["Blind"].startswith("Rated from an assignment")


def test_only_its_rater_can_begin_it(supervisor: Home, panel: Home) -> None:
    session, uid = assigned(supervisor, panel)
    choice = RatingChoice(session.uid, Purpose.SUMMATIVE, Role.PANEL, assignment_uid=uid)
    with pytest.raises(UserFacingError, match="somebody else's"):
        supervisor.opening.begin(choice)
    with pytest.raises(UserFacingError, match="not in this library"):
        panel.opening.begin(replace(choice, assignment_uid=session.uid))


def test_a_second_rating_in_the_same_library_is_not_blind(supervisor: Home, panel: Home) -> None:
    session = supervisor.session()
    supervisor.rated(session, purpose=Purpose.SUMMATIVE)
    (uid,) = supervisor.assign(session.uid, panel).assignment_uids
    beside = Home("Pat", panel.folder, panel.scales, library=supervisor.library, identity=panel.identity)
    found = told(beside, rated(beside, session, uid))
    assert found.reasons == (NotBlind.NAME, NotBlind.RATING, NotBlind.SAME_LIBRARY)
    assert label(found) == "Not blind"
    assert len(reasons(found)) == 3


def test_what_comes_in_before_the_signature_ends_the_blindness(supervisor: Home, panel: Home) -> None:
    session, uid = assigned(supervisor, panel)
    desk = panel.resume(
        panel.opening.begin(RatingChoice(session.uid, Purpose.SUMMATIVE, Role.PANEL, assignment_uid=uid))
    )
    desk.give("CORE-01", "adherence", 2)
    with supervisor.library.read() as uow:
        (others,) = uow.ratings.of_session(session.uid)
    panel.take(supervisor.send(RatingsOrder((others.uid,)), panel))
    made = panel.sign(desk).uid
    found = told(panel, made)
    assert (found.blind, found.reasons, found.late) == (False, (NotBlind.RATING,), (NotBlind.RATING,))
    assert reasons(found)[0].endswith("It came in after the rating was begun.")


@pytest.mark.parametrize("kind", [DocumentKind.FEEDBACK_RECEIVED, DocumentKind.CONSENSUS, DocumentKind.SNAPSHOT])
def test_words_on_the_session_end_it_too(kind: DocumentKind, supervisor: Home, panel: Home) -> None:
    session, uid = assigned(supervisor, panel)
    now = panel.clock.now()
    with panel.library.work() as uow:
        uow.documents.keep(Document(new_uid(), kind, session.uid, supervisor.person.uid, {"feedback": {}}, now, now))
        uow.commit()
    assert told(panel, rated(panel, session, uid)).reasons == (NotBlind.WORDS,)


def test_nobody_is_blind_to_their_own_work(supervisor: Home, panel: Home) -> None:
    session, uid = assigned(supervisor, panel)
    with panel.library.work() as uow:
        case = uow.cases.get(uow.sessions.get(session.uid).case_uid)
        uow.people.keep(panel.person)
        uow.therapists.set_person(case.therapist_uid, panel.person.uid)
        uow.commit()
    assert told(panel, rated(panel, session, uid)).reasons == (NotBlind.OWN_WORK,)


def test_an_ordinary_rating_says_nothing_of_it(supervisor: Home) -> None:
    head = supervisor.rated(supervisor.session())
    with supervisor.library.read() as uow:
        assert blindness(fold(uow.ratings.events(head.uid)).opening, {}) is None


# What cannot be sent


def test_without_recorded_consent_no_sound_is_assigned(supervisor: Home, panel: Home) -> None:
    session = supervisor.session()
    supervisor.recording(session, consent=Consent())
    obstacle, *_ = supervisor.sending.preview(supervisor.assign(session.uid, panel)).obstacles
    assert "No consent is recorded" in obstacle


def test_consent_must_cover_what_it_is_rated_for_and_as_whom(supervisor: Home, panel: Home) -> None:
    session = supervisor.session()
    only = Consent(frozenset({ConsentPurpose.SUPERVISION}), given_on=supervisor.clock.now().date())
    supervisor.recording(session, consent=only)
    (obstacle,) = supervisor.sending.preview(supervisor.assign(session.uid, panel)).obstacles
    assert "assessment" in obstacle
    formative = supervisor.assign(session.uid, panel, purpose=Purpose.FORMATIVE)
    assert supervisor.sending.preview(formative).obstacles == ()


def test_an_assignment_goes_to_its_rater_only(supervisor: Home, trainee: Home, panel: Home) -> None:
    session = supervisor.session()
    supervisor.recording(session)
    order = supervisor.assign(session.uid, panel)
    with pytest.raises(NotAllowed, match="somebody else's"):
        supervisor.send(order, trainee)
    sent = supervisor.send(order, "by a passphrase")
    incoming = trainee.receiving.look(sent.path, package_passphrase="by a passphrase", progress=QUIET)
    assert any("somebody else" in caution for caution in incoming.cautions)
    (mine,) = supervisor.assign(session.uid, supervisor).assignment_uids
    (other,) = supervisor.assign(session.uid, trainee).assignment_uids
    assert supervisor.sending.preview(AssignmentOrder((mine,))).obstacles
    assert supervisor.sending.preview(AssignmentOrder((*order.assignment_uids, other))).obstacles
    assert supervisor.sending.preview(AssignmentOrder(())).obstacles
    assert supervisor.sending.preview(AssignmentOrder((session.uid,))).obstacles


@pytest.mark.parametrize(
    "wrong",
    [
        {"phase": "beginning"},
        {"focal_areas": ["love"]},
        {"due": "soon"},
        {"session": "3f5c0d5e-7a53-4e0c-9d5e-0b8f6f1f9a42"},
        {"form": "longest"},
        {"scale": "0" * 64},
        {"rater": "Pat"},
        {"purpose": None},
        {"role": 3},
    ],
)
def test_a_stranger_s_assignment_is_read_strictly(wrong: dict[str, Any], supervisor: Home, panel: Home) -> None:
    session = supervisor.session()
    supervisor.recording(session)
    order = supervisor.assign(session.uid, panel)
    compose = supervisor.sending._compose

    def forged(uow: Any, given: Any) -> Any:
        made = compose(uow, given)
        (written,) = made.contents.documents
        body = {**written.body, **wrong}
        made.contents = replace(made.contents, documents=(replace(written, body=body),))
        return made

    supervisor.sending._compose = forged  # type: ignore[method-assign]
    with pytest.raises(UserFacingError, match="not as it should be"):
        panel.look(supervisor.send(order, panel))
