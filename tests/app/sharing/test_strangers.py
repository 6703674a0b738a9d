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
from fidelity_rater.domain.ratings.chain import event_hash


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
