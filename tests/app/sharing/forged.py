"""Packages as a stranger might make them: signed by a real person, with parts altered at will."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.sharing.homes import QUIET, Home
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.ports.packages import Lock, PackageHead, PackageKind, Part, Signer
from fidelity_rater.app.sharing.contents import Contents, parts_of
from fidelity_rater.domain.people import Person
from fidelity_rater.domain.ratings.chain import next_event
from fidelity_rater.domain.ratings.events import Draft, Stamp, note_written
from helpers.packages import head_of, package_files

Line = dict[str, Any]
Change = Callable[[Line], object]


def head(home: Home, kind: PackageKind, *, to: Person, about: str = "", **more: Any) -> PackageHead:
    return head_of(home.identity, addressee=to, kind=kind, uid=new_uid(), about=about, **more)


def write(
    home: Home,
    made: PackageHead,
    contents: Contents,
    *,
    to: Person,
    change: tuple[str, Change] | None = None,
    parts: tuple[Part, ...] = (),
) -> Path:
    """Write a package of these contents; ``change`` alters the first line of one part."""
    path = home.folder / f"{made.uid}.fidpkg"
    every = [altered(part, change) for part in parts_of(contents)]
    package_files().write(path, made, [*every, *parts], identity=home.identity, lock=Lock(person=to), progress=QUIET)
    return path


def altered(part: Part, change: tuple[str, Change] | None) -> Part:
    if change is None or part.name != change[0]:
        return part
    with part.open() as file:
        first, *rest = file.read().decode().splitlines()
    line = json.loads(first)
    change[1](line)
    return Part.of_bytes(part.name, "\n".join([json.dumps(line), *rest]).encode() + b"\n")


def signer(person: Person) -> Signer:
    return Signer(person.uid, person.initials, person.signing_key, person.receiving_key)


def truncated(contents: Contents, rating_uid: str, count: int) -> Contents:
    """A rating's record as it was after so many events: a draft."""
    events = contents.events[rating_uid][:count]
    heads = tuple(
        replace(found, head_seq=count, head_hash=events[-1].hash, signed_at=None, signature=b"")
        for found in contents.ratings
        if found.uid == rating_uid
    )
    return replace(contents, ratings=heads, events={rating_uid: events})


def forked(contents: Contents, rating_uid: str, *, at: int, texts: tuple[str, ...]) -> Contents:
    """The same rating with another history after so many events, as from a second laptop; not signed."""
    return continued(contents, rating_uid, at=at, drafts=[note_written(None, text) for text in texts])


def continued(contents: Contents, rating_uid: str, *, at: int, drafts: Sequence[Draft]) -> Contents:
    """A rating whose author goes on in another way after so many events, whatever that may be; not signed."""
    short = truncated(contents, rating_uid, at)
    events = list(short.events[rating_uid])
    for draft in drafts:
        last = events[-1]
        events.append(
            next_event(
                rating_uid=rating_uid,
                head_seq=last.seq,
                head_hash=last.hash,
                draft=draft,
                stamp=Stamp(last.stamp.at),
                actor=last.actor,
            )
        )
    heads = tuple(replace(each, head_seq=events[-1].seq, head_hash=events[-1].hash) for each in short.ratings)
    return replace(short, ratings=heads, events={rating_uid: tuple(events)})


def write_open(home: Home, contents: Contents) -> Path:
    """Write ratings for whoever has the word."""
    made = head_of(home.identity, kind=PackageKind.RATINGS, uid=new_uid())
    path = home.folder / f"{made.uid}.fidpkg"
    package_files().write(
        path, made, parts_of(contents), identity=home.identity, lock=Lock(passphrase="word"), progress=QUIET
    )
    return path


def first_line(part: Part) -> Line:
    with part.open() as file:
        line: Line = json.loads(file.readline())
    return line
