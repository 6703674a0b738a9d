"""A library with one empty rating, for the benchmarks of a click and of a kill."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from pathlib import Path

from fidelity_rater.app.ports.library import RatingHead
from fidelity_rater.domain.caseload import Case, Session, Therapist
from fidelity_rater.domain.people import Person, Purpose, Role
from fidelity_rater.storage.database import Database, create_database

KEY = bytes(range(32))
_SCALE = "5c" * 32


def make_library(path: Path) -> tuple[str, str]:
    """Make the library under ``KEY``; return the rating's uid and the rater's."""
    create_database(path, KEY, uid=str(uuid.uuid4()), name="Benchmark")
    therapist = Therapist(str(uuid.uuid4()), "T01")
    case = Case(str(uuid.uuid4()), therapist.uid, "C1")
    session = Session(str(uuid.uuid4()), case.uid, 1, 1, None)
    person = Person(str(uuid.uuid4()), "Rater", "RR", bytes(32), bytes(32))
    head = RatingHead(
        uid=str(uuid.uuid4()),
        session_uid=session.uid,
        person_uid=person.uid,
        role=Role.SUPERVISOR,
        purpose=Purpose.FORMATIVE,
        scale_sha256=_SCALE,
        form="full",
        created_at=datetime.now(UTC),
    )
    database = Database.open(path, KEY)
    with database.work() as work:
        work.therapists.add(therapist)
        work.cases.add(case)
        work.sessions.add(session)
        work.people.keep(person)
        work.scales.keep(_SCALE, b"scale")
        work.ratings.open(head)
        work.commit()
    database.close()
    return head.uid, person.uid
