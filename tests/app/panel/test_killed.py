"""A vote or a decision whose signing is killed in the middle: it is there whole or not at all, and can be tried again.

The process that signs is really killed (SIGKILL), over a real encrypted database; what it leaves is opened anew.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.sharing.homes import Keyring
from app.worlds import HandClock
from fidelity_rater.app.bus import Bus
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.errors import NotAllowed
from fidelity_rater.app.panel.deciding import Deciding, DecisionDraft
from fidelity_rater.app.panel.voting import VoteDraft, Voting
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.domain.caseload import Therapist
from fidelity_rater.domain.panel import Decision, Member, Portfolio, Round, Sitting, Verdict, Vote
from fidelity_rater.storage.database import Database, create_database
from fidelity_rater.storage.identity import Unlocked, verified
from helpers.libraries import PASSPHRASE
from helpers.packages import cheap_person

KEY = bytes(range(32))
DRAFT = VoteDraft(Verdict.ACCREDIT, {}, "Heard enough.")
DECISION = DecisionDraft(Verdict.DECLINE, "Two of four.", "", "All were there.")
SECONDS = 30

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="this system makes no process by copying one"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of forking beside other threads: the copy opens its own
]


class Killing:
    """A library whose next commit kills the process: before anything of it is on disk, or when all of it is."""

    def __init__(self, library: Any, when: str) -> None:
        self._library, self._when = library, when

    def read(self) -> Any:
        return self._library.read()

    @contextmanager
    def work(self) -> Iterator[Any]:
        with self._library.work() as uow:
            yield _Uow(uow, self._when)


class _Uow:
    def __init__(self, uow: Any, when: str) -> None:
        self._uow, self._when = uow, when

    def __getattr__(self, name: str) -> Any:
        return getattr(self._uow, name)

    def commit(self) -> None:
        if self._when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        self._uow.commit()
        os.kill(os.getpid(), signal.SIGKILL)


class Signing:
    """Signs, and then is no more."""

    def __init__(self, identity: Unlocked) -> None:
        self.person = identity.person

    def unlock(self, uid: str, passphrase: str) -> Signing:
        return self

    def sign(self, message: bytes) -> bytes:
        os.kill(os.getpid(), signal.SIGKILL)
        return b""


class Place:
    """Somebody who leads a panel and sits on it, with a database of their own."""

    def __init__(self, folder: Path) -> None:
        self.path, self.identity, self.clock = folder / "library.db", cheap_person("Mo"), HandClock()
        self.portfolio = Portfolio(new_uid(), new_uid(), new_uid(), (new_uid(),))
        me = Member(self.identity.person.uid, self.identity.person.initials)
        self.sitting = Sitting(new_uid(), self.portfolio.uid, me.uid, (me,))
        create_database(self.path, KEY, uid=new_uid(), name="Test library")
        database = Database.open(self.path, KEY)
        with database.work() as uow:
            uow.therapists.add(Therapist(self.portfolio.therapist_uid, "T01"))
            self._keep(uow, DocumentKind.PORTFOLIO, self.portfolio.uid, self.portfolio.therapist_uid, self.portfolio)
            self._keep(uow, DocumentKind.SITTING, self.sitting.uid, self.portfolio.uid, self.sitting)
            uow.commit()
        database.close()

    def seat_another(self) -> None:
        """Somebody whose vote is still wanting: the first round stays open."""
        members = (*self.sitting.members, Member(new_uid(), "NA"))
        with self.opened() as database:
            self.deciding(database).seat(self.portfolio.uid, members)

    def _keep(self, uow: Any, kind: DocumentKind, uid: str, about: str, what: Any) -> None:
        now, author = self.clock.now(), what.author_uid
        uow.documents.keep(Document(uid, kind, about, author, what.as_json(), now, now))

    def voting(self, library: Any, identities: Any = None) -> Voting:
        return Voting(library, **self._with(identities))

    def deciding(self, library: Any, identities: Any = None) -> Deciding:
        return Deciding(library, **self._with(identities))

    def _with(self, identities: Any) -> dict[str, Any]:
        known = identities or Keyring(self.identity)
        return {"person": self.identity.person, "identities": known, "clock": self.clock, "bus": Bus()}

    @contextmanager
    def opened(self) -> Iterator[Database]:
        database = Database.open(self.path, KEY)
        try:
            yield database
        finally:
            database.close()

    def killed(self, act: Callable[[Any], object]) -> None:
        """Do this in a process of its own, which must not outlive it."""
        child = os.fork()
        if child == 0:
            signal.alarm(SECONDS)
            try:
                act(Database.open(self.path, KEY))
            finally:
                os._exit(3)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status)
        assert os.WTERMSIG(status) == signal.SIGKILL

    def written(self, kind: DocumentKind) -> list[Any]:
        with self.opened() as database, database.read() as uow:
            return [document.body for document in uow.documents.of_kind(kind)]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.mark.parametrize("when", ["signing", "before", "after"])
def test_a_vote_is_there_whole_or_not_at_all(place: Place, when: str) -> None:
    uid = place.portfolio.uid
    place.seat_another()
    with place.opened() as database:
        place.voting(database).keep(uid, replace(DRAFT, words="Half written"))

    def act(database: Database) -> None:
        if when == "signing":
            place.voting(database, Signing(place.identity)).cast(uid, DRAFT, PASSPHRASE)
        place.voting(Killing(database, when)).cast(uid, DRAFT, PASSPHRASE)

    place.killed(act)
    (left,) = place.written(DocumentKind.VOTE)
    if when == "after":
        with place.opened() as database, pytest.raises(NotAllowed, match="voted in this round"):
            place.voting(database).cast(uid, DRAFT, PASSPHRASE)
    else:
        assert (left["signature"], left["words"]) == ("", "Half written")  # as it was before
        with place.opened() as database:
            place.voting(database).cast(uid, DRAFT, PASSPHRASE)
    (body,) = place.written(DocumentKind.VOTE)
    vote = Vote.from_json(body)
    assert (vote.verdict, vote.words, vote.round) == (Verdict.ACCREDIT, "Heard enough.", Round.FIRST)
    assert verified(place.identity.person, vote.message(), vote.signature)


@pytest.mark.parametrize("when", ["signing", "before", "after"])
def test_a_decision_is_there_whole_or_not_at_all(place: Place, when: str) -> None:
    uid = place.portfolio.uid
    with place.opened() as database:
        for _ in Round:
            place.voting(database).cast(uid, DRAFT, PASSPHRASE)
        place.deciding(database).keep(uid, replace(DECISION, reasons="Half written"))

    def act(database: Database) -> None:
        if when == "signing":
            place.deciding(database, Signing(place.identity)).decide(uid, DECISION, PASSPHRASE)
        place.deciding(Killing(database, when)).decide(uid, DECISION, PASSPHRASE)

    place.killed(act)
    (left,) = place.written(DocumentKind.DECISION)
    if when == "after":
        with place.opened() as database, pytest.raises(NotAllowed, match="has decided"):
            place.deciding(database).decide(uid, DECISION, PASSPHRASE)
    else:
        assert (left["signature"], left["reasons"], left["votes"]) == ("", "Half written", [])
        with place.opened() as database:
            place.deciding(database).decide(uid, DECISION, PASSPHRASE)
    (body,) = place.written(DocumentKind.DECISION)
    decision = Decision.from_json(body)
    assert (decision.verdict, decision.reasons, len(decision.votes)) == (Verdict.DECLINE, "Two of four.", 2)
    assert verified(place.identity.person, decision.message(), decision.signature)
