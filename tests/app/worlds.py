"""A small world for the use cases' tests: one library, one rater, one case, and a clock turned by hand."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.caseload import Caseload
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.importing import Importing
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.app.ports.library import RatingHead
from fidelity_rater.app.ports.sound import RecordingFacts
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.app.rating.opening import Opening, RatingChoice
from fidelity_rater.app.rating.signing import Signing
from fidelity_rater.app.recordings import Recordings
from fidelity_rater.app.saved import SavedState
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.domain.caseload import Consent, ConsentPurpose, FocalArea, Phase, Recording
from fidelity_rater.domain.people import Person, Purpose, Role
from fidelity_rater.resources import resource_path
from fidelity_rater.storage.identity import IdentityFiles
from fidelity_rater.storage.memory import MemoryLibrary
from helpers.libraries import CHEAP, PASSPHRASE

START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SOUND = bytes(range(256)) * 40
CONSENT = Consent(frozenset({ConsentPurpose.SUPERVISION, ConsentPurpose.ASSESSMENT}), given_on=date(2026, 3, 1))
QUIET = SilentProgress()


def scale_files() -> dict[str, Callable[[], bytes]]:
    folder = resource_path("scales")
    return {path.name: path.read_bytes for path in folder.glob("*.toml") if "competences" not in path.name}


class HandClock:
    """Every look at it is a second later than the one before."""

    def __init__(self) -> None:
        self.at = START

    def now(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


class ToldProbe:
    """Answers with what it was told; an answer that is an error is raised."""

    def __init__(self) -> None:
        self.answer: RecordingFacts | Exception = RecordingFacts("ogg", "opus", 60_000, 48_000, 1, 24_000, True)

    def facts(self, reader: BinaryIO) -> RecordingFacts:
        reader.read(16)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@dataclass
class _Held:
    work: Callable[[Any], Any]
    done: Callable[[Any], None]
    failed: Callable[[Exception], None]
    cancel: Callable[[], None] = lambda: None


class HeldJobs:
    """Jobs that wait until a test lets the next one run; ``held`` counts them."""

    def __init__(self) -> None:
        self._waiting: list[_Held] = []

    @property
    def held(self) -> int:
        return len(self._waiting)

    def start(self, work: Any, *, done: Any, failed: Any, **_: Any) -> _Held:
        self._waiting.append(_Held(work, done, failed))
        return self._waiting[-1]

    def run_next(self) -> None:
        job = self._waiting.pop(0)
        try:
            result = job.work(QUIET)
        except Exception as error:  # noqa: BLE001 - as a runner does
            job.failed(error)
        else:
            job.done(result)

    def run_all(self) -> None:
        while self._waiting:
            self.run_next()

    def close(self) -> None:
        self._waiting.clear()


class World:
    """The use cases joined around one library, with a therapist T01, their case C1 and its session 6."""

    def __init__(self, folder: Path, scales: ScaleShelf, library: Any = None, person: Person | None = None) -> None:
        self.folder, self.scales = folder, scales
        self.library: Any = library or MemoryLibrary()
        self.clock, self.bus, self.probe = HandClock(), Bus(), ToldProbe()
        self.news: list[Changed] = []
        self.identities = IdentityFiles(folder / "identities", cost=CHEAP)
        self.person = person or self.introduce("Ada Example", "AE")
        self.caseload = Caseload(self.library, self.bus)
        self.recordings = Recordings(self.library, clock=self.clock, bus=self.bus)
        self.importing = Importing(self.library, probe=self.probe, clock=self.clock, bus=self.bus)
        self.opening = self.opening_of(self.person)
        self.signing = Signing(self.library, identities=self.identities, bus=self.bus)
        self.therapist = self.caseload.add_therapist("T01", name="Terry Real")
        self.case = self.caseload.add_case(self.therapist.uid, "C1", name="Carol Client")
        self.caseload.set_focus(self.case.uid, (FocalArea.ROLE_TRANSITION,), since=date(2026, 1, 5))
        self.session = self.caseload.add_session(self.case.uid, 6, held_on=date(2026, 3, 1), phase=Phase.MIDDLE)
        self.bus.subscribe(self.news.append)

    def introduce(self, name: str, initials: str) -> Person:
        return self.identities.create(name=name, initials=initials, passphrase=PASSPHRASE).person

    def opening_of(self, person: Person) -> Opening:
        return Opening(
            self.library, person=person, scales=self.scales, clock=self.clock, bus=self.bus, app_version="test"
        )

    def begin(self, **choice: Any) -> str:
        known = {"session_uid": self.session.uid, "purpose": Purpose.FORMATIVE, "role": Role.SUPERVISOR}
        return self.opening.begin(RatingChoice(**{**known, **choice}))

    def desk(
        self,
        rating_uid: str = "",
        *,
        jobs: JobRunner | None = None,
        person: Person | None = None,
        on_saved: Callable[[SavedState], None] = lambda state: None,
    ) -> RatingDesk:
        return RatingDesk(
            self.opening.resume(rating_uid or self.begin()),
            person=person or self.person,
            library=self.library,
            jobs=jobs or InlineJobs(),
            clock=self.clock,
            bus=self.bus,
            on_saved=on_saved,
        )

    def signed(self, desk: RatingDesk | None = None) -> RatingDesk:
        """A rating with a score on it, signed."""
        desk = desk or self.desk()
        if not desk.sheet.scores:
            desk.give("CORE-01", "adherence", 3)
        desk.take(self.signing.sign(desk, PASSPHRASE))
        return desk

    def file(self, name: str = "session.ogg", data: bytes = SOUND) -> Path:
        path = self.folder / name
        path.write_bytes(data)
        return path

    def recording(self, *, consent: Consent = CONSENT, duration_ms: int = 60_000, name: str = "a.ogg") -> Recording:
        """A recording of the session, imported."""
        self.probe.answer = RecordingFacts("ogg", "opus", duration_ms, 48_000, 1, 24_000, True)
        path = self.file(name, name.encode() + SOUND)
        return self.importing.bring_in(path, self.session.uid, consent, QUIET).recording

    def head(self, rating_uid: str) -> RatingHead:
        with self.library.read() as uow:
            return uow.ratings.get(rating_uid)

    def refusing(self, error: Exception | None) -> None:
        """Make every commit fail (None: no more)."""
        self.library.fail_commits_with = error


def refused() -> UserFacingError:
    return UserFacingError("refused", "so there")


def reader(data: bytes = SOUND) -> BinaryIO:
    return io.BytesIO(data)
