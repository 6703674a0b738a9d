"""What is wrong with a stranger's package is told in one sentence, and nothing of it is taken in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.sharing import forged
from app.sharing.homes import PASSPHRASE, QUIET, Home
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.packages import PackageKind
from fidelity_rater.app.sharing.contents import Contents
from fidelity_rater.app.sharing.gathering import Gathering
from fidelity_rater.app.sharing.histories import check_ledger
from fidelity_rater.app.sharing.models import FeedbackOrder, SoundChoice
from fidelity_rater.domain.ratings.chain import event_hash
from fidelity_rater.domain.ratings.events import Draft, EventKind


def gathered(home: Home, *ratings: str) -> Contents:
    with home.library.read() as uow:
        gathering = Gathering(uow)
        gathering.person(home.person)
        for uid in ratings:
            gathering.rating(uid)
        return gathering.contents()


def ratings_package(
    sender: Home, receiver: Home, contents: Contents, change: tuple[str, forged.Change] | None = None
) -> Any:
    head = forged.head(sender, PackageKind.RATINGS, to=receiver.person)
    return forged.write(sender, head, contents, to=receiver.person, change=change)


def put(**values: Any) -> Callable[[dict[str, Any]], object]:
    return lambda line: line.update(values)


MALFORMED = {
    "a number as text": ("sessions.jsonl", put(scheduled="6")),
    "a truth as a number": ("sessions.jsonl", put(scheduled=True)),
    "an endless number": ("sessions.jsonl", put(scheduled=10**30)),
    "no uuid": ("sessions.jsonl", put(uid="../../etc")),
    "a day that is none": ("sessions.jsonl", put(held_on="2026-02-31")),
    "an unknown word": ("sessions.jsonl", put(attendance="perhaps")),
    "a code like a name": ("therapists.jsonl", put(code="Dr. Müller & Söhne, <b>Wien</b>")),
    "a code that is a novel": ("therapists.jsonl", put(code="T" * 1000)),
    "a case of nobody": ("cases.jsonl", put(therapist="00000000-0000-4000-8000-000000000000")),
    "three focal areas": ("cases.jsonl", put(focus=[{"since": "2026-01-05", "areas": ["grief"] * 3}])),
    "a key cut short": ("people.jsonl", put(signing_key="00")),
    "another key for the signer": ("people.jsonl", put(signing_key="11" * 32)),
    "a rating of no session": ("ratings.jsonl", put(session="00000000-0000-4000-8000-000000000000")),
    "another role than signed": ("ratings.jsonl", put(role="panel")),
    "another session than signed": ("ratings.jsonl", put(session_named="00000000-0000-4000-8000-000000000000")),
    "another form than signed": ("ratings.jsonl", put(form="core")),
    "not signed after all": ("ratings.jsonl", put(signed_at=None, signature="")),
    "a signature of zeros": ("ratings.jsonl", put(signature="00" * 64)),
    "a time without its zone": ("events.jsonl", put(at="2026-03-02T09:30:00")),
    "an event changed": ("events.jsonl", put(body="{}")),
    "an event of tomorrow's kind": ("events.jsonl", put(kind="blessed")),
    "an event of somebody else": ("events.jsonl", put(actor="00000000-0000-4000-8000-000000000000")),
    "a list for an object": ("people.jsonl", lambda line: line.clear()),
}


@pytest.mark.parametrize("wrong", MALFORMED)
def test_what_is_malformed_is_refused(wrong: str, supervisor: Home, trainee: Home) -> None:
    rating = trainee.rated(trainee.session())
    path = ratings_package(trainee, supervisor, gathered(trainee, rating.uid), MALFORMED[wrong])
    with pytest.raises(UserFacingError) as told:
        supervisor.receiving.look(path, my_passphrase=PASSPHRASE, progress=QUIET)
    assert told.value.message.count(".") <= 3
    assert told.value.remedy


U = "00000000-0000-4000-8000-000000000000"
MOMENT = {"moment": U, "recording": U, "start_ms": 0, "end_ms": 500, "item": "CORE-01", "bearing": "for", "note": ""}
SCORE = {"item": "CORE-01", "dimension": "adherence", "value": 2}
NONSENSE = {
    "a phase that is none": (EventKind.COVER_SET, {"field": "phase", "value": "nirvana"}),
    "a focal area that is none": (EventKind.COVER_SET, {"field": "focal_areas", "value": ["money"]}),
    "another form": (EventKind.COVER_SET, {"field": "form", "value": "none"}),
    "a cover field of lists": (EventKind.COVER_SET, {"field": "difficulty", "value": [[]]}),
    "a score as text": (EventKind.SCORE_GIVEN, {**SCORE, "value": "2"}),
    "a score and a state": (EventKind.SCORE_GIVEN, {**SCORE, "state": "not_seen"}),
    "an item of no scale": (EventKind.SCORE_GIVEN, {**SCORE, "item": "X-99"}),
    "heard for less than nothing": (EventKind.SCORE_GIVEN, {**SCORE, "heard": {"ms": -1, "to": 5}}),
    "a note of numbers": (EventKind.NOTE_WRITTEN, {"item": "CORE-01", "text": 5}),
    "a moment of a file": (EventKind.MOMENT_MARKED, {**MOMENT, "recording": "/etc/passwd"}),
    "a moment that ends before it begins": (EventKind.MOMENT_MARKED, {**MOMENT, "start_ms": 900}),
    "a moment at half a millisecond": (EventKind.MOMENT_MARKED, {**MOMENT, "start_ms": 0.5}),
    "a moment deleted that never was": (EventKind.MOMENT_DELETED, {"moment": U}),
    "an undo too many": (EventKind.UNDONE, {}),
    "a second opening": (EventKind.OPENED, {}),
    "endless depth": (EventKind.NOTE_WRITTEN, {"item": None, "text": "", "x": [[[[[[[[[[[[[[[]]]]]]]]]]]]]]]}),
}


@pytest.mark.parametrize("wrong", NONSENSE)
def test_a_true_chain_of_nonsense_is_refused(wrong: str, supervisor: Home, trainee: Home) -> None:
    """Its author has made it so: every hash fits, and still nothing of it may reach a screen."""
    rating = trainee.rated(trainee.session())
    kind, body = NONSENSE[wrong]
    undone = [Draft(EventKind.UNDONE, {})] if kind is EventKind.UNDONE else []
    drafts = [*undone, Draft(kind, body)]
    contents = forged.continued(gathered(trainee, rating.uid), rating.uid, at=2, drafts=drafts)
    path = ratings_package(trainee, supervisor, contents)
    with pytest.raises(UserFacingError, match="contradicts itself|not what its own record says|moment: recording"):
        supervisor.receiving.look(path, my_passphrase=PASSPHRASE, progress=QUIET)


def test_a_ledger_of_nonsense_is_refused() -> None:
    for heard in ({"parts": [[U, "long"]], "spans": {}}, {"parts": [], "spans": {U: [[0, 5, "fast"]]}}, {"parts": 5}):
        with pytest.raises((TypeError, KeyError, ValueError)):
            check_ledger(heard)
    check_ledger({"parts": [[U, 500]], "spans": {U: [[0, 500, 1.5]]}})


def test_fields_of_a_later_version_are_let_be(supervisor: Home, trainee: Home) -> None:
    rating = trainee.rated(trainee.session())
    path = ratings_package(trainee, supervisor, gathered(trainee, rating.uid), ("sessions.jsonl", put(mood="blue")))
    incoming = supervisor.receiving.look(path, my_passphrase=PASSPHRASE, progress=QUIET)
    assert incoming.refusal == ""


def test_a_rating_made_by_another_than_the_signer_is_refused(supervisor: Home, trainee: Home) -> None:
    rating = supervisor.rated(supervisor.session())
    path = ratings_package(trainee, supervisor, gathered(supervisor, rating.uid))
    with pytest.raises(UserFacingError, match="signer has not made"):
        supervisor.receiving.look(path, my_passphrase=PASSPHRASE, progress=QUIET)


def test_a_rating_under_the_uid_of_anothers_is_refused(supervisor: Home, trainee: Home) -> None:
    """The trainee begins an own rating under the uid of the supervisor's, and sends it."""
    theirs = supervisor.rated(supervisor.session())
    mine = trainee.rated(trainee.session())
    contents = gathered(trainee, mine.uid)
    events, before = [], b""
    for event in contents.events[mine.uid][:-1]:
        renamed = replace(event, rating_uid=theirs.uid)
        events.append(replace(renamed, hash=event_hash(renamed, before)))
        before = events[-1].hash
    head = replace(
        mine, uid=theirs.uid, head_seq=len(events), head_hash=before, signed_at=None, signature=b"", session_named=""
    )
    forgery = replace(contents, ratings=(head,), events={theirs.uid: tuple(events)})
    path = ratings_package(trainee, supervisor, forgery)
    incoming = supervisor.receiving.look(path, my_passphrase=PASSPHRASE, progress=QUIET)
    assert "as somebody else's" in incoming.refusal
    assert supervisor.head(theirs.uid) == theirs


def test_a_correction_without_what_it_corrects_is_refused(supervisor: Home, trainee: Home) -> None:
    first = trainee.rated(trainee.session())
    second = trainee.sign(trainee.resume(trainee.opening.correct(first.uid, "a slip")))
    contents = gathered(trainee, second.uid)
    alone = replace(
        contents,
        ratings=tuple(head for head in contents.ratings if head.uid == second.uid),
        events={second.uid: contents.events[second.uid]},
    )
    incoming = supervisor.receiving.look(
        ratings_package(trainee, supervisor, alone), my_passphrase=PASSPHRASE, progress=QUIET
    )
    assert "correction of a rating that is not here" in incoming.refusal


def body(**values: Any) -> forged.Change:
    return lambda line: line["body"].update(values)


REMARK = {"uid": U, "text": "", "items": ["CORE-01"], "moments": [], "towards": None}
FALSE_FEEDBACK = {
    "on another rating": (0, body(rating=U)),
    "by another author": (0, body(author=U)),
    "under another uid": (0, body(uid=U)),
    "a text of numbers": (0, body(context=5)),
    "a remark on no item": (0, body(strengths=[{**REMARK, "items": ["X-99"]}])),
    "a remark on no moment's uid": (0, body(strengths=[{**REMARK, "moments": ["first"]}])),
    "towards a level of nothing": (0, body(suggestions=[{**REMARK, "towards": ["CORE-01", "grace", 3]}])),
    "of another session": (1, body(session=U)),
    "of another rater": (1, body(person=U)),
    "a score on no item": (1, body(scores=[["X-99", "adherence", {"value": 1}]])),
    "a score in words": (1, body(scores=[["CORE-01", "adherence", {"value": "much"}]])),
    "on no scale": (1, body(scale="00" * 32)),
    "in no form": (1, body(form="none")),
    "a cover of lists": (1, body(cover={"difficulty": [[]]})),
    "a moment at half a millisecond": (1, body(moments=[{**MOMENT, "start_ms": 0.5}])),
    "a moment of no recording": (1, body(moments=[{**MOMENT, "recording": ""}])),
    "notes on no item": (1, body(notes={"X-99": "hm"})),
    "a kind that does not belong there": (1, put(kind="decision")),
}


@pytest.mark.parametrize("wrong", FALSE_FEEDBACK)
def test_false_feedback_is_refused(wrong: str, supervisor: Home, trainee: Home) -> None:
    feedback = supervisor.feedback(supervisor.rated(supervisor.session()))
    with supervisor.library.read() as uow:
        contents = supervisor.sending._compose(uow, FeedbackOrder(feedback.uid, sound=SoundChoice.NONE)).contents
    number, change = FALSE_FEEDBACK[wrong]
    first = contents.documents[number]
    ordered = replace(contents, documents=(first, *(each for each in contents.documents if each != first)))
    head = forged.head(supervisor, PackageKind.FEEDBACK, to=trainee.person, about=feedback.rating_uid)
    whole = forged.write(supervisor, head, ordered, to=trainee.person)
    assert trainee.receiving.look(whole, my_passphrase=PASSPHRASE, progress=QUIET).refusal == ""
    head = replace(head, uid=U)
    path = forged.write(supervisor, head, ordered, to=trainee.person, change=("documents.jsonl", change))
    with pytest.raises(UserFacingError):
        trainee.receiving.look(path, my_passphrase=PASSPHRASE, progress=QUIET)
