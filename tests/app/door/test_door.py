"""The trainee's door: sealed until one has rated oneself, opened as a letter, answered, and beside what came before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.door.letters import ITEMS, door_of, receive
from app.worlds import CONSENT, World
from fidelity_rater.app.door.answers import Answer
from fidelity_rater.app.door.models import Asked
from fidelity_rater.app.errors import NotAllowed, UserFacingError
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.self_rating import SEEN_OTHER, Order
from fidelity_rater.domain.feedback import Contest, FollowUpState, ListenHere, Reply
from fidelity_rater.domain.people import Role


def rate_oneself(world: World, *, sign: bool = True) -> str:
    desk = world.desk(world.begin(role=Role.TRAINEE))
    for item in ITEMS:
        desk.give(item, "adherence", 4)
    if sign:
        world.signed(desk)
    return desk.rating.head.uid


def opening(world: World, rating_uid: str) -> dict[str, object]:
    return world.opening.resume(rating_uid).events[0].data


def reply_of(world: World) -> Answer:
    with world.library.read() as uow:
        document = uow.documents.of_kind(DocumentKind.REPLY)[-1]
    return Answer(document, Reply.from_json(document.body))


def test_what_has_come_is_listed_newest_first_unread_and_sealed(world: World) -> None:
    door = door_of(world)
    assert not door.any_received()
    first, second = receive(world), receive(world, session_uid="00000000-0000-4000-8000-000000000000")
    rows = door.received()
    assert [row.uid for row in rows] == [second.uid, first.uid]
    assert all(row.unread and row.sealed and not row.answered for row in rows)
    assert (rows[1].place.therapist, rows[1].place.case, rows[1].sender) == ("T01", "C1", "SV")
    assert not rows[0].place.known
    assert not door.sealed(second.uid).ratable


def test_scores_stay_sealed_until_the_self_rating_is_signed(world: World) -> None:
    door, document = door_of(world), receive(world)
    draft = rate_oneself(world, sign=False)
    with pytest.raises(NotAllowed, match="sealed"):
        door.letter(document.uid)
    assert door.sealed(document.uid).draft_uid == draft
    world.signed(world.desk(draft))
    letter = door.letter(document.uid)
    assert letter.comparison is not None
    assert letter.comparison.order is Order.BEFORE
    assert opening(world, draft)[SEEN_OTHER] is False
    assert not letter.reply.shown_before_rating
    assert reply_of(world).reply.self_rating_uid == draft
    assert not door.received()[0].unread


def test_shown_on_request_is_kept_and_a_later_self_rating_says_so_under_its_signature(world: World) -> None:
    door, document = door_of(world), receive(world)
    door.show_now(document.uid)
    letter = door.letter(document.uid)
    assert letter.comparison is None
    assert letter.reply.shown_before_rating
    late = rate_oneself(world)
    assert opening(world, late)[SEEN_OTHER] is True
    compared = door.letter(document.uid).comparison
    assert compared is not None
    assert compared.order is Order.AFTER
    assert world.signing.verify(late, world.scales.default()) is None


def test_begun_before_and_signed_after_is_neither(world: World) -> None:
    door, document = door_of(world), receive(world)
    draft = rate_oneself(world, sign=False)
    door.show_now(document.uid)
    assert door.letter(document.uid).draft_uid == draft
    world.signed(world.desk(draft))
    compared = door.letter(document.uid).comparison
    assert compared is not None
    assert compared.order is Order.BETWEEN


def test_a_correction_after_the_look_says_so(world: World) -> None:
    door, document = door_of(world), receive(world)
    first = rate_oneself(world)
    door.letter(document.uid)
    corrected = world.opening.correct(first, "Misread an anchor")
    assert opening(world, corrected)[SEEN_OTHER] is True


def test_a_supervisors_rating_says_nothing_of_an_order(world: World) -> None:
    receive(world)
    assert SEEN_OTHER not in opening(world, world.begin())


def test_the_receipt_is_of_the_first_opening(world: World) -> None:
    door, document = door_of(world), receive(world)
    door.show_now(document.uid)
    read_at = reply_of(world).reply.read_at
    door.letter(document.uid)
    door.show_now(document.uid)
    assert reply_of(world).reply.read_at == read_at


def test_a_letter_ties_remarks_to_anchors_and_moments(world: World) -> None:
    door, document = door_of(world), receive(world, clip=True)
    door.show_now(document.uid)
    letter = door.letter(document.uid)
    suggestion, strength = letter.suggestions[0], letter.strengths[0]
    step = suggestion.anchors[0]
    assert (step.reached and step.reached.value, step.towards and step.towards.value) == (2, 3)
    assert step.towards is not None
    assert step.towards.text
    assert strength.anchors[0].towards is None
    moment = suggestion.moments[0]
    assert moment.play is not None
    assert moment.play.clip
    assert moment.altered
    assert (moment.play.start_ms, moment.play.end_ms, moment.play.offset_ms) == (0, 16_000, 7_000)
    with door.sounds.open(moment.play).open() as reader:
        assert reader.read().startswith(b"sound")
    assert [item.id for group in letter.profile for item in group.items] == list(ITEMS)
    assert letter.scale_notice
    assert any(line.scored for line in letter.summaries)


def test_without_a_clip_ones_own_recording_is_heard_as_far_as_consent_goes(world: World) -> None:
    recording = world.recording()
    door, document = door_of(world), receive(world, recording_uid=recording.uid)
    door.show_now(document.uid)
    play = door.letter(document.uid).suggestions[0].moments[0].play
    assert play is not None
    assert (play.clip, play.sound_uid, play.start_ms, play.end_ms) == (False, recording.uid, 10_000, 20_000)
    world.recordings.set_consent(recording.uid, replace(CONSENT, withdrawn_on=date(2026, 3, 2)))
    moment = door.letter(document.uid).suggestions[0].moments[0]
    assert moment.play is None
    assert "withdrawn" in moment.silent
    with pytest.raises(NotAllowed, match="withdrawn"):
        door.sounds.open(play)


def test_what_consent_was_withdrawn_for_is_not_heard_from_a_clip_either(world: World) -> None:
    recording = world.recording(consent=replace(CONSENT, withdrawn_on=date(2026, 3, 2)))
    door, document = door_of(world), receive(world, recording_uid=recording.uid, clip=True)
    door.show_now(document.uid)
    assert door.letter(document.uid).moments[0].play is None


def test_what_did_not_come_along_says_so(world: World) -> None:
    door, document = door_of(world), receive(world)
    door.show_now(document.uid)
    moment = door.letter(document.uid).moments[0]
    assert moment.play is None
    assert moment.silent


def test_answers_are_kept_word_by_word_until_they_are_sent(world: World) -> None:
    door, document = door_of(world), receive(world)
    with pytest.raises(NotAllowed):
        door.answers.write(document.uid, "Thank you")
    door.show_now(document.uid)
    suggestion = door.letter(document.uid).suggestions[0].uid
    door.answers.reflect(document.uid, suggestion, thought="True.", step="Ask about the week.")
    door.answers.write(document.uid, "Thank you")
    contest = Contest(ITEMS[1], "adherence", "I did ask", "r", 5, 500)
    door.answers.contest(document.uid, contest)
    door.answers.contest(document.uid, replace(contest, reason="I asked twice"))
    with pytest.raises(UserFacingError, match="reason"):
        door.answers.contest(document.uid, replace(contest, reason=" "))
    letter = door.letter(document.uid)
    assert (letter.suggestions[0].thought, letter.suggestions[0].step) == ("True.", "Ask about the week.")
    assert [c.reason for c in letter.reply.contests] == ["I asked twice"]
    assert letter.reply.words == "Thank you"
    door.answers.withdraw_contest(document.uid, ITEMS[1], "adherence")
    assert not door.letter(document.uid).reply.contests


def test_what_was_sent_stays_and_another_answer_can_follow(world: World) -> None:
    door, document = door_of(world), receive(world)
    door.show_now(document.uid)
    sent = reply_of(world)
    with world.library.work() as uow:
        uow.documents.keep(replace(sent.document, final=True))
        uow.commit()
    assert door.letter(document.uid).reply.sent
    assert door.received()[0].answered
    with pytest.raises(NotAllowed, match="sent"):
        door.answers.write(document.uid, "More")
    door.answers.begin_again(document.uid)
    door.answers.write(document.uid, "More")
    letter = door.letter(document.uid)
    assert (letter.reply.sent, letter.reply.words) == (False, "More")
    assert reply_of(world).reply.read_at == sent.reply.read_at
    assert letter.reply.shown_before_rating


def test_earlier_feedback_stands_beside_with_what_came_of_it(world: World) -> None:
    door = door_of(world)
    first = receive(world, values=(1, 1, 1, 1, 1, 1))
    door.show_now(first.uid)
    suggestion = door.letter(first.uid).suggestions[0].uid
    door.answers.reflect(first.uid, suggestion, thought="", step="Try it")
    later = world.caseload.add_session(world.case.uid, 7, held_on=date(2026, 3, 8))
    second = receive(world, session_uid=later.uid, follow_ups=((suggestion, FollowUpState.WORKED_ON),))
    door.show_now(second.uid)
    beside = door.beside(second.uid)
    earlier = beside.earlier[0].suggestions[0]
    assert (earlier.text, earlier.step, earlier.state) == ("Link mood to events.", "Try it", FollowUpState.WORKED_ON)
    assert not door.beside(first.uid).earlier
    values = [[point.value for point in trend.points] for trend in beside.trends]
    assert all(len(points) <= 2 for points in values)
    assert all(points == sorted(points) for points in values)


def test_ones_own_view_over_time_names_the_order(world: World) -> None:
    door, document = door_of(world), receive(world)
    rate_oneself(world)
    door.letter(document.uid)
    compared = door.beside(document.uid).compared
    assert [(each.session_uid, each.comparison.order) for each in compared] == [(world.session.uid, Order.BEFORE)]


def test_sealed_feedback_stands_beside_nothing(world: World) -> None:
    door = door_of(world)
    opened = receive(world)
    door.show_now(opened.uid)
    later = world.caseload.add_session(world.case.uid, 7, held_on=date(2026, 3, 8))
    receive(world, session_uid=later.uid)
    assert all(len(trend.points) == 1 for trend in door.beside(opened.uid).trends)


def test_places_to_listen_to_are_kept_in_the_order_of_the_sound(world: World) -> None:
    door, recording = door_of(world), world.recording()
    late, early = (ListenHere(str(n), recording.uid, start, start + 500, "here") for n, start in ((1, 900), (2, 100)))
    assert door.answers.asked(world.session.uid) == Asked()
    door.answers.ask(world.session.uid, Asked((late, early), "Please"))
    assert door.answers.asked(world.session.uid) == Asked((early, late), "Please")
    door.answers.ask(world.session.uid, Asked((late,)))
    assert door.answers.asked(world.session.uid) == Asked((late,))
    session = door.session(world.session.uid)
    assert [part.uid for part in session.parts] == [recording.uid]
    assert (session.silent, session.self_rating_uid) == ("", "")
