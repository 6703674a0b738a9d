"""Two people in two homes: the demo's supervisor, and one of the demo's trainees with a small library of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.caseload_models import Person
from fidelity_rater.app.demo.retelling import retell
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.ports.packages import Lock
from fidelity_rater.app.ports.queries import CaseRow, RatingRow, SessionRow
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.app.rating.opening import RatingChoice
from fidelity_rater.app.sharing.models import Order, Taken
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.i18n import tr
from fidelity_rater.resources import resource_path
from fidelity_rater.ui.screenshots.stage import Stage, open_beside

TRAINEE: Final = "RV"
THERAPIST: Final = "T01"
CASE: Final = "T01-C4"
SCHEDULED, HELD_ON, SOUND = 13, date(2024, 11, 26), "middle_sensitivities.opus"
"""The session that is sent in, and what is heard in it."""
LIKE_SUPERVISOR, LIKE_TRAINEE = 11, 6
"""Sessions of the same case, of the same sound, whose ratings say what the two hear in this one."""
QUIET: Final = SilentProgress()


@dataclass(slots=True)
class Pair:
    """Both windows; ``post`` is where packages lie on their way."""

    supervisor: Stage
    trainee: Stage
    post: Path
    passphrase: str
    session_uid: str = ""
    """The trainee's session, by its uid there."""

    @property
    def teaching(self) -> Workplace:
        return self.supervisor.area.work

    @property
    def learning(self) -> Workplace:
        return self.trainee.area.work

    def pass_on(self, order: Order, name: str) -> Taken:
        """Send something from the supervisor to the trainee, who takes it in, without a picture of it."""
        path = self.post / name
        lock = Lock(person=self.learning.person)
        self.teaching.sending.send(order, path, passphrase_of_mine=self.passphrase, lock=lock, progress=QUIET)
        incoming = self.learning.receiving.look(path, my_passphrase=self.passphrase, progress=QUIET)
        answers = {question.foreign_uid: question.proposed for question in incoming.questions}
        return self.learning.receiving.take_in(
            incoming.package_uid, answers=answers, keep_contact=False, progress=QUIET
        )

    def case(self) -> CaseRow:
        """The case in the demo."""
        with self.teaching.library.queries() as queries:
            page = queries.therapist_page(self.supervisor.area.caseload.therapist_uid)
        return next(row for row in page.cases if row.case.code == CASE)

    def rated(self, scheduled: int, role: str) -> tuple[SessionRow, RatingRow]:
        """A signed rating of the case in the demo."""
        session = next(row for row in self.case().sessions if row.session.scheduled == scheduled)
        return session, next(row for row in session.ratings if row.role == role and row.signed_at)

    def rate_like(self, work: Workplace, session_uid: str, *, scheduled: int, role: str) -> RatingDesk:
        """Rate a session as another one of the case was rated."""
        like, row = self.rated(scheduled, role)
        source = self.teaching.desk(row.uid, jobs=InlineJobs())
        uid = work.opening.begin(RatingChoice(session_uid, row.purpose, row.role, form=row.form))
        desk = work.desk(uid, jobs=InlineJobs())
        with work.library.read() as uow:
            (recording,) = uow.recordings.of_session(session_uid)
        retell(source, desk, recordings={each.uid: recording.uid for each in like.recordings})
        return desk

    def sign(self, work: Workplace, desk: RatingDesk) -> str:
        desk.take(work.signing.sign(desk, self.passphrase))
        return desk.rating.head.uid


@contextmanager
def open_pair(supervisor: Stage) -> Iterator[Pair]:
    """Open the trainee's window beside the demo's; nobody has entered it yet."""
    demo = supervisor.enter_demo().demo
    assert demo is not None
    post = supervisor.home / "post"
    post.mkdir()
    with open_beside(supervisor) as trainee:
        yield Pair(supervisor, trainee, post, demo.passphrase)


def enter_own_library(pair: Pair) -> None:
    """The trainee brings the identity over, makes a library, and puts the session in."""
    demo, stage = pair.supervisor.area.demo, pair.trainee
    assert demo is not None
    person = next(card.person for card in demo.identities.all() if card.person.initials == TRAINEE)
    moved = pair.post / "identity"
    demo.identities.export_file(person.uid, moved)
    identities, shelf = stage.application.identities, stage.application.shelf
    identities.import_file(moved)
    identity = identities.unlock(person.uid, pair.passphrase)
    library, _ = shelf.create(stage.home / "own.fidelity", name=tr("My supervision"), identity=identity)
    stage.window.enter(stage.application.enter(library, identity.person), None)
    for one, other in ((pair.learning, pair.teaching.person), (pair.learning, _second_supervisor(pair))):
        one.contacts.keep(other)
    pair.learning.contacts.compared(pair.teaching.person.uid)
    pair.session_uid = _place_session(pair)


def _second_supervisor(pair: Pair) -> Person:
    demo = pair.supervisor.area.demo
    assert demo is not None
    return next(card.person for card in demo.identities.all() if card.person.initials == "JT")


def _place_session(pair: Pair) -> str:
    """The session, its case as it stands in the demo, and the recording with the same consent."""
    work, like = pair.learning, pair.case()
    session = work.caseload.place(THERAPIST, CASE, scheduled=SCHEDULED, held_on=HELD_ON)
    with work.library.read() as uow:
        case = uow.cases.get(session.case_uid)
    work.caseload.edit_case(
        replace(
            case,
            planned_sessions=like.case.planned_sessions,
            adaptation=like.case.adaptation,
            presenting_problem=like.case.presenting_problem,
            focus_history=like.case.focus_history,
        )
    )
    consent = next(row.recordings[0].consent for row in like.sessions if row.recordings)
    work.importing.bring_in(resource_path("demo", "audio", SOUND), session.uid, consent, QUIET)
    return session.uid
