"""The way into the demo: makes its library on first use and opens it as its stock person."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fidelity_rater.app.accreditation.rules_shelf import RulesShelf
from fidelity_rater.app.bus import Bus
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.demo import data as files
from fidelity_rater.app.demo.agreed import keep_agreed
from fidelity_rater.app.demo.asking import Story, keep_asked
from fidelity_rater.app.demo.feedback import keep_feedback
from fidelity_rater.app.demo.measures import keep_measures
from fidelity_rater.app.demo.panel import keep_panel
from fidelity_rater.app.demo.ratings import RatingMaker, Sessions
from fidelity_rater.app.demo.records import keep_records
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.importing import Importing
from fidelity_rater.app.ports.identity import IdentityStore, UnlockedIdentity
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.library import Library, LibraryShelf
from fidelity_rater.app.ports.sound import Probe
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.domain.caseload import Case, Session, Therapist
from fidelity_rater.domain.people import Person
from fidelity_rater.i18n import tr

log = logging.getLogger(__name__)

FED_BACK = "T01"
"""Whose sessions the demo's feedback is about."""
RATERS = ("supervisor", "panel", "peer")
"""Who of the demo's people may be asked to rate."""
LIBRARY_FOLDER = "Demo.fidelity"
UNFINISHED_FOLDER = "unfinished.fidelity"


@dataclass(frozen=True, slots=True)
class DemoEntry:
    """The demo, open. ``identities`` are its own, so that its stock person can sign; the passphrase is public."""

    library: Library
    person: Person
    identities: IdentityStore
    passphrase: str
    notice: str
    first_session_uid: str
    first_time: bool = False
    """Whether it was made just now: whoever enters has seen nothing of it yet."""


class DemoDoor:
    """Opens the demo; slow on first use, so it belongs in a job."""

    def __init__(
        self,
        folder: Path,
        *,
        read: Callable[[], files.DemoData],
        identities: IdentityStore,
        shelf: LibraryShelf,
        probe: Probe,
        clock: WallClock,
        scales: ScaleShelf,
        version: str,
        rules: RulesShelf | None = None,
    ) -> None:
        """``rules``: what the demo's portfolio tells its therapist's readiness by; without them it does not."""
        self._folder, self._read = folder, read
        self._identities, self._shelf, self._probe = identities, shelf, probe
        self._clock, self._scales, self._version, self._rules = clock, scales, version, rules

    @property
    def made(self) -> bool:
        """Whether the demo is there already, so that entering is quick."""
        return (self._folder / LIBRARY_FOLDER).exists()

    def enter(self, progress: Progress) -> DemoEntry:
        """Open the demo, making it first where it is not there. Raises ``Cancelled`` or ``UserFacingError``."""
        demo = self._read()
        identity = self._people(demo)[demo.library["stock_person"]]
        first_time = not self.made
        if first_time:
            self._make(demo, identity, progress)
        library = self._shelf.open(self._folder / LIBRARY_FOLDER, identity)
        return DemoEntry(
            library,
            identity.person,
            self._identities,
            passphrase=demo.library["passphrase"],
            notice=demo.library["notice"],
            first_session_uid=_session_uid(library, demo.library["open_first"]),
            first_time=first_time,
        )

    def reset(self) -> None:
        """Throw the demo away with everything done in it; it is made anew when next entered."""
        if not self.made:
            return
        unfinished = self._folder / UNFINISHED_FOLDER
        shutil.rmtree(unfinished, ignore_errors=True)
        try:
            # Moved away in one step first: half a demo must never pass for one.
            (self._folder / LIBRARY_FOLDER).rename(unfinished)
        except OSError:
            raise UserFacingError(
                tr("The demo could not be reset."), tr("Close other windows that have it open, then try again.")
            ) from None
        shutil.rmtree(unfinished, ignore_errors=True)

    def _people(self, demo: files.DemoData) -> dict[str, UnlockedIdentity]:
        passphrase = demo.library["passphrase"]
        known = {card.person.name: card.person.uid for card in self._identities.all()}
        unlocked = {}
        wanted = demo.people if not self.made else [p for p in demo.people if p["code"] == demo.library["stock_person"]]
        for person in wanted:
            uid = known.get(person["name"])
            if uid is None:
                card = self._identities.create(name=person["name"], initials=person["initials"], passphrase=passphrase)
                uid = card.person.uid
            unlocked[person["code"]] = self._identities.unlock(uid, passphrase)
        return unlocked

    def _make(self, demo: files.DemoData, identity: UnlockedIdentity, progress: Progress) -> None:
        unfinished = self._folder / UNFINISHED_FOLDER
        shutil.rmtree(unfinished, ignore_errors=True)
        self._folder.mkdir(parents=True, exist_ok=True)
        library, _ = self._shelf.create(unfinished, name=demo.library["name"], identity=identity, demo=True)
        try:
            self._fill(library, demo, self._people(demo), progress)
        except BaseException:
            library.close()
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        library.close()
        unfinished.rename(self._folder / LIBRARY_FOLDER)
        log.info("made the demo library")

    def _fill(
        self, library: Library, demo: files.DemoData, people: dict[str, UnlockedIdentity], progress: Progress
    ) -> None:
        recordings = sum(
            len(s.get("recordings", ())) for t in demo.therapists for c in t["case"] for s in c["sessions"]
        )
        steps = _Steps(progress, total=recordings + len(demo.ratings))
        scale = self._scales.default()
        with library.work() as uow:
            for identity in people.values():
                uow.people.keep(identity.person)
            uow.scales.keep(scale.sha256, scale.text.encode())
            uow.commit()
        sessions = self._caseload(library, demo, steps)
        _keep_transcripts(library, demo, sessions)
        keep_measures(library, demo.read_measures(), sessions.uid)
        keep_records(
            library,
            demo.read_records(),
            session_uids=sessions.uid,
            author_uid=people[demo.library["stock_person"]].person.uid,
            scan=demo.read_scan,
        )
        self._tell(library, demo, people, sessions, steps)

    def _tell(
        self,
        library: Library,
        demo: files.DemoData,
        people: dict[str, UnlockedIdentity],
        sessions: Sessions,
        steps: _Steps,
    ) -> None:
        """What people did with the sessions, in the order in which one thing stands on another."""
        told, scale = demo.read_raters(), self._scales.default()
        story = self._story(demo, told, people)
        asked = keep_asked(library, told, story=story, sessions=sessions, scale=scale)
        maker = RatingMaker(
            library, demo, sessions=sessions, people=people, scale=scale, version=self._version, asked=asked
        )
        for row in (row for row in demo.ratings if not row["calibration"]):
            maker.make(row)
            steps.done()
        agreed = keep_agreed(library, told, demo.read_agreed(), people=people, session_uids=sessions.uid)
        asked.references.update(agreed)
        for row in (row for row in demo.ratings if row["calibration"]):
            maker.make(row)
            steps.done()
        trainee = next(person["code"] for person in demo.people if person.get("therapist") == FED_BACK)
        keep_feedback(
            library,
            demo.read_feedback(),
            ratings=maker.uids,
            sessions=sessions,
            trainee_uid=people[trainee].person.uid,
        )
        keep_panel(
            library,
            demo.read_panel(),
            story=story,
            people=people,
            session_uids=sessions.uid,
            scales=self._scales,
            rules=self._rules,
        )

    def _story(self, demo: files.DemoData, told: Mapping[str, Any], people: dict[str, UnlockedIdentity]) -> Story:
        return Story.of(
            told,
            now=self._clock.now(),
            lead=demo.library["stock_person"],
            people={code: identity.person for code, identity in people.items()},
            raters=frozenset(person["code"] for person in demo.people if person["role"] in RATERS),
        )

    def _caseload(self, library: Library, demo: files.DemoData, steps: _Steps) -> Sessions:
        found = Sessions({}, {}, {}, {})
        importing = Importing(library, probe=self._probe, clock=self._clock, bus=Bus())
        for described in demo.therapists:
            therapist = Therapist(new_uid(), described["code"], files.profile(described))
            with library.work() as uow:
                uow.therapists.add(therapist)
                uow.commit()
            for case in described["case"]:
                self._case(library, demo, therapist, case, found=found, importing=importing, steps=steps)
        return found

    def _case(
        self,
        library: Library,
        demo: files.DemoData,
        therapist: Therapist,
        described: dict[str, Any],
        *,
        found: Sessions,
        importing: Importing,
        steps: _Steps,
    ) -> None:
        case = _case_of(therapist, described)
        rows = [(row, _session_of(case, row)) for row in described["sessions"]]
        with library.work() as uow:
            uow.cases.add(case)
            for _, session in rows:
                uow.sessions.add(session)
            uow.commit()
        for row, session in rows:
            code = files.session_code(case.code, session.scheduled)
            found.uid[code] = session.uid
            found.opening[code] = {
                "scheduled": session.scheduled,
                "attended": session.attended,
                "planned": case.planned_sessions,
                "adaptation": case.adaptation,
            }
            for scene in row.get("recordings", ()):
                consent = files.consent(described, row)
                imported = importing.bring_in(demo.sounds[scene], session.uid, consent, steps)
                found.recordings[code] = (*found.recordings.get(code, ()), imported.recording)
                found.scenes[imported.recording.uid] = scene
                steps.done()


class _Steps:
    """Counts recordings and ratings towards one progress; the sealing of each small file is not told."""

    def __init__(self, progress: Progress, *, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def done(self) -> None:
        self._done += 1
        self._progress.tell(self._done, self._total)

    def tell(self, done: int, total: int) -> None:
        self._progress.check()

    def check(self) -> None:
        self._progress.check()


def _keep_transcripts(library: Library, demo: files.DemoData, sessions: Sessions) -> None:
    transcripts = demo.read_transcripts()
    with library.work() as uow:
        for recording_uid, scene in sessions.scenes.items():
            uow.transcripts.keep(recording_uid, transcripts[scene])
        uow.commit()


def _case_of(therapist: Therapist, described: dict[str, Any]) -> Case:
    return Case(
        uid=new_uid(),
        therapist_uid=therapist.uid,
        code=described["code"],
        planned_sessions=described["planned_sessions"],
        adaptation=described["adaptation"],
        presenting_problem=described["presenting_problem"],
        focus_history=files.focus_history(described),
        suitability=dict(described.get("suitability", {})),
    )


def _session_of(case: Case, row: dict[str, Any]) -> Session:
    return Session(
        uid=files.session_uid(files.session_code(case.code, row["scheduled"])),
        case_uid=case.uid,
        scheduled=row["scheduled"],
        attended=row.get("attended"),
        held_on=row["held_on"],
        attendance=files.attendance(row),
        phase=files.phase(row),
    )


def _session_uid(library: Library, code: str) -> str:
    case_code, _, number = code.rpartition("-S")
    with library.read() as uow:
        for therapist in uow.therapists.all():
            case = uow.cases.by_code(therapist.uid, case_code)
            if case is not None:
                sessions = uow.sessions.of_case(case.uid)
                return next((s.uid for s in sessions if s.scheduled == int(number)), "")
    return ""
