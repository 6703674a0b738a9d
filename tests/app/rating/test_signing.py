"""Signing locks; whatever is changed afterwards is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.worlds import START, HeldJobs, World
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import DiskFull, NotAllowed, WrongPassphrase
from fidelity_rater.app.keeping import Keeping
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.ratings.chain import next_event
from fidelity_rater.domain.ratings.events import CoverField, Draft, EventKind
from fidelity_rater.storage.memory.contents import Contents
from helpers.libraries import PASSPHRASE


def verdict(world: World, desk: RatingDesk) -> str | None:
    return world.signing.verify(desk.rating.head.uid, desk.scale)


def test_a_signed_rating_is_locked_and_its_signature_holds(world: World) -> None:
    world.news.clear()
    desk = world.signed()
    head = world.head(desk.rating.head.uid)
    assert desk.locked
    assert head.signed_at == desk.state.head_stamp.at if desk.state.head_stamp else False
    assert len(head.signature) == 64
    assert verdict(world, desk) is None
    assert world.news[-1] == Changed.RATINGS | Changed.SCORES
    with pytest.raises(NotAllowed):
        world.signing.sign(desk, PASSPHRASE)


def test_the_signature_holds_after_the_form_was_changed(world: World) -> None:
    desk = world.desk(world.begin(form="full"))
    desk.set_cover(CoverField.FORM, "short")
    assert verdict(world, world.signed(desk)) is None


def test_a_wrong_passphrase_signs_nothing(world: World) -> None:
    desk = world.desk()
    desk.give("CORE-01", "adherence", 2)
    with pytest.raises(WrongPassphrase):
        world.signing.sign(desk, "something else")
    assert not desk.locked
    assert world.head(desk.rating.head.uid).signed_at is None
    desk.give("CORE-01", "adherence", 3)


def test_what_is_missing_blocks(world: World) -> None:
    desk = world.desk()
    with pytest.raises(NotAllowed, match="No item is scored"):
        world.signing.sign(desk, PASSPHRASE)
    desk.give("CORE-11", "harm", 1)
    with pytest.raises(NotAllowed, match="harm flag"):
        world.signing.sign(desk, PASSPHRASE)
    desk.tell_harm_action("CORE-11", done="called", told="lead", when="today")
    desk.set_cover(CoverField.PHASE, None)
    with pytest.raises(NotAllowed, match="phase"):
        world.signing.sign(desk, PASSPHRASE)
    desk.undo()
    assert verdict(world, world.signed(desk)) is None


def test_what_is_still_being_saved_is_on_disk_before_the_signature(world: World) -> None:
    jobs = HeldJobs()
    desk = world.desk(jobs=jobs)
    desk.give("CORE-01", "adherence", 2)
    world.signed(desk)
    jobs.run_all()
    assert desk.saved.all_saved
    assert verdict(world, desk) is None


def test_a_full_disk_leaves_the_rating_unsigned_and_open(world: World) -> None:
    desk = world.desk()
    desk.give("CORE-01", "adherence", 2)
    world.refusing(DiskFull("The disk is full."))
    with pytest.raises(DiskFull):
        world.signing.sign(desk, PASSPHRASE)
    world.refusing(None)
    desk.give("CORE-02", "adherence", 2)
    assert verdict(world, world.signed(desk)) is None


def test_somebody_else_cannot_sign_it(world: World) -> None:
    uid = world.begin()
    other = world.desk(uid, person=world.introduce("Ben Other", "BO"))
    with pytest.raises(NotAllowed):
        world.signing.sign(other, PASSPHRASE)


# Tampering: the library's own contents, changed behind its back.


def _change_event(**changes: Any) -> Callable[[Contents, str], None]:
    def change(contents: Contents, uid: str) -> None:
        events = list(contents.events[uid])
        events[1] = replace(events[1], **changes)
        contents.events[uid] = tuple(events)

    return change


def _rewrite_chain(contents: Contents, uid: str) -> None:
    """Another score, with every hash after it made to fit."""
    state, made = (0, b""), []
    for event in contents.events[uid]:
        body = {**event.data, "value": 4} if event.kind is EventKind.SCORE_GIVEN else event.data
        again = next_event(
            rating_uid=uid,
            head_seq=state[0],
            head_hash=state[1],
            draft=Draft(event.kind, body),
            stamp=event.stamp,
            actor=event.actor,
        )
        made.append(again)
        state = (again.seq, again.hash)
    contents.events[uid] = tuple(made)


def _append(contents: Contents, uid: str) -> None:
    last = contents.events[uid][-1]
    more = next_event(
        rating_uid=uid,
        head_seq=last.seq,
        head_hash=last.hash,
        draft=Draft(EventKind.NOTE_WRITTEN, {"item": None, "text": "x"}),
        stamp=last.stamp,
        actor=last.actor,
    )
    contents.events[uid] = (*contents.events[uid], more)


def _drop(contents: Contents, uid: str) -> None:
    contents.events[uid] = (contents.events[uid][0], *contents.events[uid][2:])


def _truncate(contents: Contents, uid: str) -> None:
    contents.events[uid] = contents.events[uid][:-1]


def _head(**changes: Any) -> Callable[[Contents, str], None]:
    def change(contents: Contents, uid: str) -> None:
        contents.heads[uid] = replace(contents.heads[uid], **changes)

    return change


def _another_key(contents: Contents, uid: str) -> None:
    person = contents.people[contents.heads[uid].person_uid]
    contents.people[person.uid] = replace(person, signing_key=bytes(reversed(person.signing_key)))


TAMPERING: dict[str, tuple[Callable[[Contents, str], None], str]] = {
    "a score": (_change_event(body='{"item":"CORE-01","dimension":"adherence","value":4}'), "Event 2"),
    "who did it": (_change_event(actor="somebody"), "Event 2"),
    "a hash": (_change_event(hash=b"h" * 32), "Event 2"),
    "an event taken out": (_drop, "Event 3"),
    "the chain made to fit": (_rewrite_chain, "does not fit"),
    "something added": (_append, "added to this rating after"),
    "the end cut off": (_truncate, "after it was signed|signature"),
    "the purpose": (_head(purpose=Purpose.SUMMATIVE), "does not fit"),
    "the role": (_head(role=Role.TRAINEE), "does not fit"),
    "the form": (_head(form="full"), "does not fit"),
    "the signature": (_head(signature=b"s" * 64), "does not fit"),
    "the signature's length": (_head(signature=b""), "does not fit"),
    "what it corrects": (_head(supersedes_uid="other"), "does not fit"),
    "why it corrects": (_head(correction_reason="other"), "does not fit"),
    "the time of signing": (_head(signed_at=START), "time at which"),
    "the signer's key": (_another_key, "does not fit"),
}


@pytest.mark.parametrize("kind", TAMPERING)
def test_every_kind_of_tampering_is_told(world: World, kind: str) -> None:
    desk = world.signed()
    tamper, words = TAMPERING[kind]
    tamper(world.library._contents, desk.rating.head.uid)
    fault = verdict(world, desk)
    assert fault is not None
    assert re.search(words, fault)


def keeping(world: World) -> Keeping:
    return Keeping(world.library, signing=world.signing, scales=world.scales)


def test_a_check_of_the_library_names_the_rating_by_its_codes(world: World) -> None:
    desk = world.signed()
    assert keeping(world).check(SilentProgress()) == ()
    _head(role=Role.TRAINEE)(world.library._contents, desk.rating.head.uid)
    assert keeping(world).check(SilentProgress()) == (
        "T01 · C1 · session 6: The signature of this rating does not fit its contents.",
    )


def test_a_scale_changed_behind_the_librarys_back_is_told(world: World) -> None:
    desk = world.signed()
    sha256 = desk.scale.sha256
    text = desk.scale.text.replace("competent = 3", "competent = 2", 1)
    assert text != desk.scale.text
    world.library._contents.scales[sha256] = text.encode()
    world.scales = ScaleShelf(world.scales.built_in, default_name="ipt.toml")
    (finding,) = keeping(world).check(SilentProgress())
    assert "copy of a scale has been changed" in finding


def test_it_all_works_on_the_encrypted_library_too(real_world: World) -> None:
    desk = real_world.signed()
    assert verdict(real_world, desk) is None
    assert keeping(real_world).check(SilentProgress()) == ()
