"""A whole panel over real packages: an author, a chair and two members, each with a library of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from app.panel.desks import ASSESSED, WORDS, Desk, laid, rated
from app.sharing.homes import CLIENT, FREE, THERAPIST, Home
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.cohort.reading import Cohorts
from fidelity_rater.app.errors import NotAllowed, UserFacingError, WrongPassphrase
from fidelity_rater.app.panel.deciding import DecisionDraft
from fidelity_rater.app.panel.models import (
    Stage,
)
from fidelity_rater.app.panel.portfolio_models import Entry
from fidelity_rater.app.panel.sealing import sealing
from fidelity_rater.app.panel.voting import VoteDraft
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.rating.marking import Marking
from fidelity_rater.app.results import Results
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.sharing.models import DecisionOrder, PortfolioOrder, SoundChoice
from fidelity_rater.domain.panel import Member, PortfolioChoice, Verdict
from fidelity_rater.domain.people import Purpose
from fidelity_rater.reports.writer import Documents
from helpers.libraries import PASSPHRASE


@pytest.fixture
def four(tmp_path: Path, scales: ScaleShelf) -> tuple[Desk, Desk, Desk, Desk]:
    author, chair, one, two = (
        Desk.of(Home(name, tmp_path, scales), ASSESSED) for name in ("Ann", "Chris", "Mo", "Nan")
    )
    return author, chair, one, two


def pass_votes(giver: Desk, taker: Desk, uid: str) -> None:
    taker.home.take(giver.home.send(giver.panel.votes_order(uid), taker.home), keep_contact=True)


def test_a_whole_panel_in_four_places(four: tuple[Desk, Desk, Desk, Desk]) -> None:
    author, chair, one, two = four
    uid, heads = laid(author)
    order = author.portfolios.renew(uid)
    assert order == PortfolioOrder(uid)
    for desk in (chair, one, two):
        desk.home.take(author.home.send(order, desk.home), keep_contact=True)
        assert [row.stage for row in desk.panel.rows()] == [Stage.FIRST]
    # The chair leads, and says who votes.
    chair.panel.deciding.lead(uid)
    for other in (one, two):
        with chair.home.library.work() as uow:
            uow.people.keep(other.home.person)
            uow.commit()
    everybody = [Member(d.home.person.uid, d.home.person.initials) for d in (chair, one, two)]
    chair.panel.deciding.seat(uid, everybody)
    for other in (one, two):
        pass_votes(chair, other, uid)
    # First votes, blind, on clips.
    view = one.view(uid)
    (case,) = view.cases
    assert [session.label[:16] for session in case.sessions] == [
        "C1 · Session 3 o",
        "C1 · Session 9 o",
        "C1 · Session 12 ",
    ]
    assert all(moment.play and moment.play.clip for session in case.sessions for moment in session.moments)
    with pytest.raises(NotAllowed, match="sealed"):
        one.panel.check_open(heads[0].uid)
    one.vote(uid, Verdict.ACCREDIT, a="Stayed with the loss.")
    assert one.view(uid).stage is Stage.WAITING
    pass_votes(one, chair, uid)
    assert one.view(uid).to_send == ()
    assert chair.view(uid).everything is None
    chair.vote(uid, Verdict.DEFER)
    two.vote(uid, Verdict.DECLINE)
    pass_votes(two, chair, uid)
    # All have voted: the chair sees everything, and closes the round for those elsewhere.
    assert chair.view(uid).stage is Stage.SECOND
    assert one.view(uid).everything is None
    with pytest.raises(NotAllowed):
        chair.panel.deciding.close_first(uid)  # it is over by itself
    everything = chair.view(uid).everything
    assert everything is not None
    assert {vote.initials for vote in everything.votes} == {"CH", "MO", "NA"}
    assert everything.words == WORDS
    assert {section.title for section in everything.sections} >= {
        "Readiness",
        "Supervision log",
        "How far raters agreed",
    }
    assert FREE not in str(everything.sections)
    assert len(everything.ratings) == 3
    chair.panel.check_open(heads[0].uid)
    # Members elsewhere see everything as soon as they are sent the votes.
    pass_votes(chair, one, uid)
    there = one.view(uid).everything
    assert there is not None
    assert {vote.initials for vote in there.votes} == {"CH", "MO", "NA"}


def test_votes_come_back_and_the_decision_goes_home(four: tuple[Desk, Desk, Desk, Desk]) -> None:
    author, chair, one, _ = four
    uid, _ = laid(author)
    for desk in (chair, one):
        desk.home.take(author.home.send(author.portfolios.renew(uid), desk.home), keep_contact=True)
    chair.panel.deciding.lead(uid)
    with chair.home.library.work() as uow:
        uow.people.keep(one.home.person)
        uow.commit()
    members = [Member(d.home.person.uid, d.home.person.initials) for d in (chair, one)]
    chair.panel.deciding.seat(uid, members)
    one.vote(uid, Verdict.ACCREDIT, a="Stayed with the loss.")
    pass_votes(one, chair, uid)
    assert "Vote yourself first" in chair.view(uid).leading.why_not_close
    chair.vote(uid, Verdict.DEFER)
    assert chair.view(uid).stage is Stage.SECOND
    pass_votes(chair, one, uid)
    view = one.view(uid)
    assert view.stage is Stage.SECOND
    assert view.everything is not None
    one.vote(uid, Verdict.DEFER)
    pass_votes(one, chair, uid)
    # What others voted the second time is shown once one has voted oneself.
    assert [v.round for v in chair.view(uid).everything.votes] == [1, 1]  # type: ignore[union-attr]
    assert "own second vote" in chair.view(uid).leading.why_not_decide
    chair.vote(uid, Verdict.DEFER)
    assert [v.round for v in chair.view(uid).everything.votes] == [1, 1, 2, 2]  # type: ignore[union-attr]
    draft = DecisionDraft(Verdict.DEFER, "Two of four cases.", "", "All were there.")
    with pytest.raises(UserFacingError, match="what is wanting"):
        chair.panel.deciding.decide(uid, draft, PASSPHRASE)
    draft = replace(draft, conditions="Two more cases.")
    with pytest.raises(WrongPassphrase):
        chair.panel.deciding.decide(uid, draft, "wrong")
    chair.panel.deciding.keep(uid, draft)
    assert chair.panel.deciding.draft(uid) == draft
    decision = chair.panel.deciding.decide(uid, draft, PASSPHRASE)
    sent = chair.home.send(DecisionOrder(decision), author.home)
    author.home.take(sent, keep_contact=True)
    told = author.view(uid)
    assert told.stage is Stage.DECIDED
    assert told.decision is not None
    assert (told.decision.verdict_label, told.decision.conditions) == ("Defer", "Two more cases.")
    assert [vote.round for vote in told.everything.votes] == [1, 1, 2, 2]  # type: ignore[union-attr]
    assert told.cautions == ()
    with pytest.raises(NotAllowed, match="after the decision"):
        chair.vote(uid, Verdict.ACCREDIT)
    one.home.take(chair.home.send(DecisionOrder(decision), one.home))
    assert one.view(uid).stage is Stage.DECIDED


def test_in_one_library_the_author_leads_and_never_votes(tmp_path: Path, scales: ScaleShelf) -> None:
    author = Desk.of(Home("Ann", tmp_path, scales))
    member = Desk.of(Home("Mo", tmp_path, scales, library=author.home.library))
    uid, heads = laid(Desk.of(author.home, ASSESSED))
    with pytest.raises(NotAllowed):
        author.panel.deciding.lead(uid)  # not before it is laid before the panel
    author.portfolios.lay(uid)
    author.panel.deciding.lead(uid)
    seat = Member(member.home.person.uid, member.home.person.initials)
    with pytest.raises(NotAllowed, match="has no vote"):
        author.panel.deciding.seat(uid, [seat, Member(author.home.person.uid, "AN")])
    author.panel.deciding.seat(uid, [seat])
    with pytest.raises(NotAllowed, match="no vote on it"):
        author.vote(uid, Verdict.ACCREDIT)
    view = member.view(uid)
    assert view.stage is Stage.FIRST
    assert any(recording.play for session in view.cases[0].sessions for recording in session.recordings)
    assert member.panel.sealed() == frozenset(head.uid for head in heads)
    member.panel.voting.keep(uid, VoteDraft(None, {view.cases[0].sessions[0].named: "Warm."}, "So far."))
    assert member.panel.voting.draft(uid) == VoteDraft(None, {view.cases[0].sessions[0].named: "Warm."}, "So far.")
    with pytest.raises(UserFacingError, match="Choose what you vote for"):
        member.panel.voting.cast(uid, member.panel.voting.draft(uid), PASSPHRASE)
    member.vote(uid, Verdict.ACCREDIT)
    assert member.view(uid).stage is Stage.SECOND  # everybody has voted
    assert member.view(uid).to_send == ()
    with pytest.raises(NotAllowed, match="has voted already"):
        author.panel.deciding.seat(uid, [])
    with pytest.raises(NotAllowed, match="stays as it is"):
        author.portfolios.write(uid, "More.")


# The seal


def values_in(value: Any) -> Iterator[Any]:
    """Everything that a read model holds, however deep."""
    yield value
    if is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from values_in(getattr(value, each.name))
    elif isinstance(value, (list, tuple, set, frozenset)):
        for each in value:
            yield from values_in(each)
    elif isinstance(value, dict):
        for pair in value.items():
            yield from values_in(pair)


def test_a_sealed_view_holds_no_score_no_vote_and_no_word_on_either(four: tuple[Desk, Desk, Desk, Desk]) -> None:
    author, chair, one, _ = four
    uid, heads = laid(author)
    for desk in (chair, one):
        desk.home.take(author.home.send(author.portfolios.renew(uid), desk.home), keep_contact=True)
    chair.vote(uid, Verdict.DECLINE, a="Hurried.")
    pass_votes(chair, one, uid)
    view = one.view(uid)
    assert (view.stage, view.everything, view.decision, view.own) == (Stage.FIRST, None, None, ())
    held = list(values_in(view))
    texts = [each for each in held if isinstance(each, str) and not isinstance(each, Enum)]
    for word in (FREE, WORDS, "Hurried.", "Readiness", "ICC", "2 of 4 cases", "0.71", "Decline"):
        assert not any(word in text for text in texts), word
    # The only numbers are places in the sound, the round that is due, and days.
    times = {5000, 8000, 60_000, 0, 1, 2000, 11_000, 9000}
    assert {each for each in held if type(each) is int} <= times
    assert not [each for each in held if type(each) is float]
    kinds = {type(each).__name__ for each in held if is_dataclass(each)}
    assert kinds <= {
        "PanelView",
        "HeardCase",
        "HeardSession",
        "HeardRecording",
        "HeardMoment",
        "Play",
        "Seat",
        "Leading",
    }
    assert not {head.uid for head in heads} & set(texts)
    answers = {level.label for dimension in one.home.scales.default().dimensions for level in dimension.levels}
    assert not answers & set(texts)


def test_bearing_and_note_make_no_difference_to_what_is_heard_first(tmp_path: Path, scales: ScaleShelf) -> None:
    """The same evidence for and against an item is the same before the vote."""
    desks = []
    for name, against in (("Ann", False), ("Amy", True)):
        author = Desk.of(Home(name, tmp_path, scales))
        session = author.home.session()
        recording = author.home.recording(session)
        desk = author.home.desk(session, purpose=Purpose.SUMMATIVE)
        desk.give("CORE-01", "adherence", 1 if against else 4)
        moment = author.home.mark(desk, recording, 5000, 8000)
        if against:
            Marking(desk).turn(moment)
        author.home.sign(desk)
        with author.home.library.read() as uow:
            uid = author.portfolios.begin(uow.therapists.by_code("T01").uid)
        author.portfolios.lay(uid)
        member = Desk.of(Home("Mo", tmp_path, scales, library=author.home.library))
        desks.append(member.view(uid).cases[0].sessions[0].moments)
    shown = [[(m.item, m.start_ms, m.end_ms, m.silent) for m in moments] for moments in desks]
    assert shown[0] == shown[1]


def test_what_is_sealed_is_in_no_chart_and_on_no_desk(tmp_path: Path, scales: ScaleShelf) -> None:
    author = Desk.of(Home("Ann", tmp_path, scales))
    member = Desk.of(Home("Mo", tmp_path, scales, library=author.home.library))
    rated(author.home, 3)
    (choice,) = author.portfolios.therapists()
    uid = author.portfolios.begin(choice.uid)
    author.portfolios.lay(uid)
    charts = [
        Results(sealing(desk.home.library, desk.panel.sealed), scales=scales).chart(choice.uid)
        for desk in (author, member)
    ]
    assert charts[0] is not None
    assert charts[1] is None
    with sealing(member.home.library, member.panel.sealed).queries() as queries:
        assert list(queries.export_rows()) == []
        assert queries.packed_sheets(choice.uid) == ()
    cohorts = [Cohorts(sealing(desk.home.library, desk.panel.sealed), scales=scales) for desk in (author, member)]
    assert [cohort.view().counts.ratings for cohort in cohorts] == [1, 0]  # type: ignore[union-attr]
    assert "One rating is left out" in member.panel.left_out()
    assert author.panel.left_out() == ""
    author.panel.deciding.lead(uid)
    author.panel.deciding.seat(uid, [Member(member.home.person.uid, "MO")])
    member.vote(uid, Verdict.ACCREDIT)
    assert Results(sealing(member.home.library, member.panel.sealed), scales=scales).chart(choice.uid) is not None
    with sealing(member.home.library, member.panel.sealed).queries() as queries:
        assert len(queries.packed_sheets(choice.uid)) == 1


# Laying together


def test_formative_ratings_are_ticked_by_the_trainees_word_and_summative_always(
    tmp_path: Path, scales: ScaleShelf
) -> None:
    author = Desk.of(Home("Ann", tmp_path, scales))
    summative, formative = rated(author.home, 3), rated(author.home, 9, purpose=Purpose.FORMATIVE)
    (choice,) = author.portfolios.therapists()
    assert (choice.code, choice.ratings) == ("T01", 2)
    attempt, now = rated(author.home, 11), author.home.clock.now()
    with author.home.library.work() as uow:
        said = {"reference": new_uid()}
        me = author.home.person.uid
        uow.documents.keep(Document(new_uid(), DocumentKind.CALIBRATION, attempt.uid, me, said, now, now))
        uow.commit()
    assert author.portfolios.therapists() == (choice,), "what was made to calibrate is no rating of the therapist"
    uid = author.portfolios.begin(choice.uid)
    assert author.portfolios.begin(choice.uid) == uid
    ticks = {tick.uid: tick for tick in author.portfolios.sheet(uid).ratings}
    assert (ticks[summative.uid].entry, ticks[summative.uid].chosen) == (Entry.ALWAYS, True)
    assert (ticks[formative.uid].entry, ticks[formative.uid].chosen) == (Entry.NOT_CHOSEN, False)
    with pytest.raises(NotAllowed, match="trainee's choice"):
        author.portfolios.let_in(uid, formative.uid, True)
    with pytest.raises(UserFacingError, match="not come yet"):
        author.portfolios.told(uid, formative.uid, chosen=True, on=date(2027, 1, 1))
    author.portfolios.told(uid, formative.uid, chosen=True, on=date(2026, 3, 1))
    (tick,) = [t for t in author.portfolios.sheet(uid).ratings if t.uid == formative.uid]
    assert (tick.entry, tick.chosen, tick.told_on) == (Entry.BY_CHOICE, True, date(2026, 3, 1))
    # The trainee may think otherwise until it is laid before the panel.
    author.portfolios.told(uid, formative.uid, chosen=False, on=date(2026, 3, 2))
    assert not next(t for t in author.portfolios.sheet(uid).ratings if t.uid == formative.uid).chosen
    # A choice that was taken back counts also where nobody has looked at the draft since.
    author.portfolios.told(uid, formative.uid, chosen=True, on=date(2026, 3, 1))
    author.home.keep(DocumentKind.PORTFOLIO_CHOICE, new_uid(), formative.uid, PortfolioChoice(chosen=False).as_json())
    author.portfolios.renew(uid)
    assert author.home.sending.preview(PortfolioOrder(uid)).obstacles == ()
    assert not next(t for t in author.portfolios.sheet(uid).ratings if t.uid == formative.uid).chosen
    author.portfolios.discard(uid)
    assert author.panel.rows() == ()


def test_a_rating_that_was_corrected_gives_way_to_its_correction(tmp_path: Path, scales: ScaleShelf) -> None:
    author = Desk.of(Home("Ann", tmp_path, scales))
    first = rated(author.home, 3)
    uid = author.portfolios.begin(author.portfolios.therapists()[0].uid)
    later = author.home.sign(author.home.resume(author.home.opening.correct(first.uid, "a slip")))
    author.portfolios.write(uid, "x")
    assert [t.uid for t in author.portfolios.sheet(uid).ratings if t.chosen] == [later.uid]
    assert author.home.sending.preview(PortfolioOrder(uid, SoundChoice.WHOLE)).obstacles == ()


def test_who_has_no_role_looks_on(tmp_path: Path, scales: ScaleShelf) -> None:
    author = Desk.of(Home("Ann", tmp_path, scales))
    member = Desk.of(Home("Mo", tmp_path, scales, library=author.home.library))
    other = Desk.of(Home("Nan", tmp_path, scales, library=author.home.library))
    rated(author.home, 3)
    uid = author.portfolios.begin(author.portfolios.therapists()[0].uid)
    author.portfolios.lay(uid)
    author.panel.deciding.lead(uid)
    author.panel.deciding.seat(uid, [Member(member.home.person.uid, "MO")])
    assert other.view(uid).stage is Stage.LOOK_ON
    assert other.view(uid).everything is None
    with pytest.raises(NotAllowed, match="not among those who vote"):
        other.vote(uid, Verdict.ACCREDIT)
    with author.home.library.work() as uow:
        therapist = uow.therapists.by_code("T01").uid
        uow.people.keep(member.home.person)
        uow.therapists.set_person(therapist, member.home.person.uid)
        uow.commit()
    assert member.home.person.uid not in {each.uid for each in author.panel.askable(uid)}
    with pytest.raises(NotAllowed, match="your own work"):
        member.vote(uid, Verdict.ACCREDIT)


# The report


def test_the_report_tells_what_was_seen_voted_decided_and_signed(tmp_path: Path, scales: ScaleShelf) -> None:
    author = Desk.of(Home("Ann", tmp_path, scales), ASSESSED)
    member = Desk.of(Home("Mo", tmp_path, scales, library=author.home.library))
    uid, heads = laid(author)
    author.portfolios.lay(uid)
    author.panel.deciding.lead(uid)
    with author.home.library.work() as uow:
        uow.people.keep(member.home.person)
        uow.commit()
    author.panel.seat(uid, [member.home.person.uid])
    with pytest.raises(NotAllowed, match="sealed"):
        member.panel.report(uid)
    member.vote(uid, Verdict.ACCREDIT, a="Stayed with the loss.")
    member.vote(uid, Verdict.DEFER)
    draft = DecisionDraft(Verdict.DEFER, "Two of four cases.", "Two more cases.", "All were there.")
    author.panel.deciding.decide(uid, draft, PASSPHRASE)
    report = member.panel.report(uid)
    told = str(report)
    for word in (
        "Two more cases.",
        "All were there.",
        "Stayed with the loss.",
        "2 of 4 cases",
        "Check with it.",
        "ICC",
    ):
        assert word in told, word
    assert scales.default().notice in report.head.notices
    assert "Pseudonymised" in report.head.notices[0]
    assert not [words for words in report.head.warnings if "You " in words], "paper does not know who reads it"
    for secret in (FREE, CLIENT, THERAPIST):
        assert secret not in told
    (signed,) = [b for s in report.sections for b in s.blocks if getattr(b, "caption", "") == "Who signed what"]
    assert len(signed.rows) == len(heads) + 3
    assert all(row[4] == "key" for row in signed.rows)
    assert Documents().pdf(report).startswith(b"%PDF")
    assert b"Two more cases." in Documents().html(report)
