"""Any order, any number of times: the same packages make the same library; and no record is ever written over."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.sharing import forged
from app.sharing.homes import QUIET, Home
from app.worlds import START
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.ports.jobs import Cancelled
from fidelity_rater.app.ports.packages import OpenPackage, Part
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.sharing.gathering import Gathering
from fidelity_rater.app.sharing.merge import Outcome, compare
from fidelity_rater.app.sharing.models import PortfolioOrder, RatingsOrder, SubmissionOrder
from fidelity_rater.domain.caseload import Session
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.ratings.chain import next_event
from fidelity_rater.domain.ratings.events import Draft, EventKind, RatingEvent, Stamp
from helpers.libraries import Told
from helpers.packages import memory_scratch, package_files

RATERS = ("Rita", "Rob", "Ruth")


def chain(*texts: str) -> tuple[RatingEvent, ...]:
    made: list[RatingEvent] = []
    for text in texts:
        before = made[-1] if made else None
        made.append(
            next_event(
                rating_uid="r",
                head_seq=before.seq if before else 0,
                head_hash=before.hash if before else b"",
                draft=Draft(EventKind.NOTE_WRITTEN, {"item": None, "text": text}),
                stamp=Stamp(START),
                actor="a",
            )
        )
    return tuple(made)


@given(here=st.lists(st.sampled_from("ab"), max_size=5), there=st.lists(st.sampled_from("ab"), max_size=5))
@settings(max_examples=40)
def test_records_are_compared_as_their_entries_are(here: list[str], there: list[str]) -> None:
    outcome = compare(chain(*here), chain(*there))
    if not here:
        assert outcome is Outcome.NEW
    elif here[: len(there)] == there:
        assert outcome is Outcome.SAME
    elif there[: len(here)] == here:
        assert outcome is Outcome.FORWARDED
    else:
        assert outcome is Outcome.FORK


# A correspondence of many packages


class Opened:
    """An open package that can be opened again and again."""

    def __init__(self, package: OpenPackage) -> None:
        self.head = package.head
        self._parts = {name: package.read(name) for name in package.names}
        self._lines = {name: tuple(package.lines(name)) for name in package.names if name.endswith(".jsonl")}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._parts)

    def size(self, name: str) -> int:
        return len(self._parts[name])

    def open(self, name: str) -> BinaryIO:
        return Part.of_bytes(name, self._parts[name]).open()

    def read(self, name: str) -> bytes:
        return self._parts[name]

    def lines(self, name: str) -> Iterator[Any]:
        return iter(self._lines[name])


class Post:
    """Package files that hand out what was read before."""

    def __init__(self) -> None:
        self.next: Any = None

    def by_passphrase(self, path: Path) -> bool:
        return True

    @contextmanager
    def open(self, path: Path, **_: Any) -> Iterator[Any]:
        yield self.next


@pytest.fixture(scope="module")
def correspondence(tmp_path_factory: pytest.TempPathFactory, scales: ScaleShelf) -> tuple[Opened, ...]:
    """A supervisor's and three raters' packages about three sessions, drafts and forks among them."""
    folder = tmp_path_factory.mktemp("post")
    supervisor = Home("Susan", folder, scales)
    sessions = [supervisor.session(number) for number in (3, 6, 9)]
    for number, session in enumerate(sessions):
        supervisor.recording(session, sound=bytes([number]) * 500)
    made = [supervisor.send(SubmissionOrder(session.uid), "word").path for session in sessions]
    for name in RATERS:
        made += _rater(Home(name, folder, scales), sessions, made[:3])
    supervisor_rating = supervisor.rated(sessions[0])
    portfolio = supervisor.portfolio(supervisor.told(supervisor_rating))
    made.append(supervisor.send(PortfolioOrder(portfolio.uid), "word").path)
    files = package_files()
    opened = []
    for path in made:
        with files.open(path, key="word", scratch=memory_scratch, progress=QUIET) as package:
            opened.append(Opened(package))
    return tuple(opened)


def _rater(rater: Home, sessions: list[Session], sent: list[Path]) -> list[Path]:
    """A rater's packages: a draft, signed ratings, a correction, and another history of one of them."""
    for path in sent:
        incoming = rater.receiving.look(path, package_passphrase="word", progress=QUIET)
        rater.receiving.take_in(incoming.package_uid, answers={}, keep_contact=False, progress=QUIET)
    first = rater.rated(sessions[0])
    second = rater.rated(sessions[1], role=Role.PEER, purpose=Purpose.SUMMATIVE)
    early = rater.send(RatingsOrder((first.uid,)), "word").path
    corrected = rater.sign(rater.resume(rater.opening.correct(first.uid, "a slip")))
    late = rater.send(RatingsOrder((corrected.uid, second.uid)), "word").path
    with rater.library.read() as uow:
        gathering = Gathering(uow)
        gathering.person(rater.person)
        gathering.rating(second.uid)
        whole = gathering.contents()
    drafts = [forged.truncated(whole, second.uid, count) for count in (1, 2)]
    other = forged.forked(whole, second.uid, at=2, texts=("otherwise", "and on"))
    longer = forged.forked(whole, second.uid, at=2, texts=("otherwise", "and on", "and on again"))
    return [early, late, *(forged.write_open(rater, contents) for contents in (*drafts, other, longer))]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_order_with_repeats_and_interruptions_makes_the_same_library(
    data: st.DataObject, correspondence: tuple[Opened, ...], scales: ScaleShelf, expected: str, tmp_path: Path
) -> None:
    packages = correspondence
    order = data.draw(st.permutations(range(len(packages))))
    repeats = data.draw(st.lists(st.sampled_from(range(len(packages))), max_size=6))
    stops = data.draw(st.sets(st.sampled_from(range(len(packages))), max_size=4))
    deliveries = [*repeats[:3], *order, *repeats[3:]]
    collector = Home("Collector", tmp_path, scales)
    post = Post()
    collector.use(post)
    for number in deliveries:
        if number in stops:
            deliver(collector, post, packages[number], stopped=True)
        deliver(collector, post, packages[number])
    assert digest(collector) == expected


@pytest.fixture(scope="module")
def expected(correspondence: tuple[Opened, ...], scales: ScaleShelf, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The library that the packages make in the order in which they were written."""
    collector, post = Home("Collector", tmp_path_factory.mktemp("expected"), scales), Post()
    collector.use(post)
    for package in correspondence:
        deliver(collector, post, package)
    with collector.library.read() as uow:
        forks = uow.documents.of_kind(DocumentKind.FORK)
        ratings = [head for session in _sessions(uow) for head in uow.ratings.of_session(session)]
    assert len(ratings) == 3 * len(RATERS) + 1
    assert len(forks) == len(RATERS)
    return digest(collector)


def _sessions(uow: Any) -> list[str]:
    cases = [case for therapist in uow.therapists.all() for case in uow.cases.of_therapist(therapist.uid)]
    return [session.uid for case in cases for session in uow.sessions.of_case(case.uid)]


def deliver(collector: Home, post: Post, package: Opened, *, stopped: bool = False) -> None:
    post.next = package
    incoming = collector.receiving.look(Path("post"), package_passphrase="word", progress=QUIET)
    assert incoming.refusal == ""
    progress = _Stops() if stopped else QUIET
    try:
        collector.receiving.take_in(incoming.package_uid, answers={}, keep_contact=False, progress=progress)
    except Cancelled:
        assert stopped


class _Stops(Told):
    def check(self) -> None:
        raise Cancelled


def digest(home: Home) -> str:
    """All that is in a library, but for when it came: the histories of each rating as a set, whichever is current."""
    contents = home.library._contents
    histories: dict[str, set[bytes]] = {}
    for head in contents.heads.values():
        histories.setdefault(head.uid, set()).add(head.head_hash)
    for document in contents.documents.values():
        if document.kind is DocumentKind.FORK:
            kept = document.body["head"]
            histories.setdefault(kept["uid"], set()).add(bytes.fromhex(kept["head_hash"]))
    told: list[object] = [
        sorted((uid, sorted(found)) for uid, found in histories.items()),
        *(sorted(map(repr, table.values())) for table in (contents.therapists, contents.cases, contents.sessions)),
        sorted(map(repr, contents.recordings.values())),
        sorted(hashlib.sha256(home.library.vault.open(uid).data).hexdigest() for uid in contents.recordings),
        sorted(map(repr, contents.people.values())),
        sorted(contents.scales),
        sorted(contents.aliases.items()),
        sorted(repr(replace(d)) for d in contents.documents.values() if d.kind is not DocumentKind.FORK),
        sorted((note.uid, note.kind, note.other_uid, note.about) for note in contents.packages.values()),
        len(home.library.vault._sounds),
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()
