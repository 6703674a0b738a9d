"""Make a large library: 500 therapists x 4 cases x 16 sessions x 3 ratings of up to 40 items each, 96,000 ratings.

    python benchmarks/large_library.py FOLDER [--therapists 500]

It is a real encrypted library, opened afterwards like any other: its own key, every row through the app's own tables
and column types, every answer one that the scale permits, every rating chained, packed and signed by its rater. What is
not as in practice: rows are written in bulk, past the click path; answers come from a few hundred prepared sheets; and
of a rating's events only the first and the last are kept (``opened``, ``signed``), for all sixty would make five
gigabytes that no chart reads. Folding those two does not give the scores back, so a signature stands for the packed
scores and not for events. The recordings' sound was "deleted": rows without a vault file.

Ratings are numbered as the weeks went by, so that one therapist's lie scattered among everybody's.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice, product
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, Table, func, insert, select

from fidelity_rater.app.application import Application
from fidelity_rater.app.ports.library import Library, RatingHead
from fidelity_rater.app.rating.signing import statement
from fidelity_rater.bootstrap import build
from fidelity_rater.domain.caseload import Attendance, ConsentPurpose, FocalArea
from fidelity_rater.domain.course import course_plan
from fidelity_rater.domain.people import Person, Purpose, Role
from fidelity_rater.domain.ratings.answers import answer
from fidelity_rater.domain.ratings.chain import next_event
from fidelity_rater.domain.ratings.events import Draft, EventKind, Score, Stamp
from fidelity_rater.domain.ratings.sheet import Sheet
from fidelity_rater.domain.scoring.packed import pack_scores
from fidelity_rater.scales.model import DimensionKind, Item, Scale
from fidelity_rater.storage import tables, triggers
from fidelity_rater.storage.engine import make_engine
from fidelity_rater.storage.folder import LibraryFolder
from fidelity_rater.storage.identity_file import KeyCost

CHEAP_KEY = KeyCost(memory_kib=8 * 1024, iterations=1, lanes=1)
PASSPHRASE = "a benchmark has no secrets"  # noqa: S105 - it guards made-up data
NAME = "Large.fidelity"
CASES, SESSIONS, RATINGS, ITEMS = 4, 16, 3, 40
RATERS, VARIANTS = 16, 24
FORM = "full"
FIRST_DAY = datetime(2023, 1, 9, 9, 0, tzinfo=UTC)
AT_ONCE = 4000


def open_large(folder: Path, *, therapists: int = 500, maker: type[Maker] | None = None) -> tuple[Application, Library]:
    """Open the large library of a folder, making it first where it is not there."""
    application = build(folder, key_cost=CHEAP_KEY)
    if not (folder / NAME).exists():
        make(application, folder, therapists, maker or Maker)
    (card,) = application.identities.all()
    identity = application.identities.unlock(card.person.uid, PASSPHRASE)
    return application, application.shelf.open(folder / NAME, identity)


def make(application: Application, folder: Path, therapists: int, maker: type[Maker]) -> None:
    """Make the library under another name first, so that a half-made one is never measured."""
    card = application.identities.create(name="Benchmark", initials="BB", passphrase=PASSPHRASE)
    identity = application.identities.unlock(card.person.uid, PASSPHRASE)
    unfinished = folder / "unfinished.fidelity"
    library, _ = application.shelf.create(unfinished, name="Large", identity=identity)
    library.close()
    home = LibraryFolder(unfinished)
    engine = make_engine(home.database, home.look().open_as(identity).derive("db"))
    with engine.begin() as connection:
        # They check row by row what is right by construction here; opening the library puts them back.
        triggers.remove(connection)
    maker(engine.connect(), application.scales.default(), therapists).make()
    engine.dispose()
    application.shelf.open(unfinished, identity).close()
    unfinished.rename(folder / NAME)


@dataclass(frozen=True, slots=True)
class PreparedSheet:
    """One filled-in sheet that many ratings share."""

    number: int
    scores: dict[tuple[str, str], Score]
    packed: bytes

    @property
    def items(self) -> int:
        return len({item for item, _ in self.scores})


class Signer:
    """Someone who rates."""

    def __init__(self, chance: random.Random, name: str, initials: str) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(chance.randbytes(32))
        self.person = Person(new_uid(chance), name, initials, self._key.public_key().public_bytes_raw(), bytes(32))

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message)


class Maker:
    """Fills an empty library; local keys count from 1 in the order of making, so none has to be looked up."""

    roles = (Role.SUPERVISOR, Role.PEER, Role.TRAINEE)
    """Of those who rate a session."""

    def __init__(self, connection: Connection, scale: Scale, therapists: int) -> None:
        self._connection, self._scale, self._therapists = connection, scale, therapists
        self._chance = random.Random(96_000)
        self._cases = therapists * CASES
        self._session_uids: list[str] = []
        self._started = time.perf_counter()

    def make(self) -> None:
        self._people()
        self._caseload()
        self._sessions()
        prepared = self._prepared()
        self._ratings(prepared)
        self._connection.close()

    def _people(self) -> None:
        chance = self._chance
        self._raters = [Signer(chance, f"Rater {n}", f"R{n:02}") for n in range(RATERS)]
        self._trainees = [Signer(chance, f"Therapist {n}", f"T{n:03}") for n in range(self._therapists)]
        # The person who made the library is number 1.
        self._key_of = {s.person.uid: n for n, s in enumerate([*self._raters, *self._trainees], start=2)}
        signers = (vars_of(signer.person) for signer in [*self._raters, *self._trainees])
        self._insert(tables.person, ({"id": self._key_of[row["uid"]], **row} for row in signers))
        self._insert(tables.scale, [{"id": 1, "sha256": self._scale.sha256, "data": self._scale.text.encode()}])

    def _caseload(self) -> None:
        chance, numbers = self._chance, range(1, self._therapists + 1)
        self._insert(tables.therapist, ({"id": n, "uid": new_uid(chance), "code": f"T{n:03}"} for n in numbers))
        self._insert(tables.therapist_name, ({"therapist_id": n, "name": f"Therapist {n}"} for n in numbers))
        self._areas = [chance.choice(list(FocalArea)) for _ in range(self._cases)]
        self._insert(
            tables.case,
            (
                {
                    "id": n + 1,
                    "uid": new_uid(chance),
                    "therapist_id": n // CASES + 1,
                    "code": f"C{n % CASES + 1}",
                    "planned_sessions": SESSIONS,
                    "adaptation": "standard",
                    "suitability": {},
                }
                for n in range(self._cases)
            ),
        )
        self._insert(
            tables.focus,
            (
                {"case_id": n + 1, "n": 1, "since": self._start(n).date(), "areas": [self._areas[n]], "reason": ""}
                for n in range(self._cases)
            ),
        )

    def _start(self, case: int) -> datetime:
        """A therapist's cases follow one another, and no two therapists start in the same hour."""
        return FIRST_DAY + timedelta(weeks=18 * (case % CASES), hours=case // CASES % 5, days=case // CASES % 7)

    def _sessions(self) -> None:
        """Numbered week by week: session n of every case, then session n + 1."""
        chance = self._chance
        self._session_uids = [new_uid(chance) for _ in range(self._cases * SESSIONS)]
        numbered = list(enumerate(product(range(1, SESSIONS + 1), range(self._cases))))
        self._insert(
            tables.session,
            (
                {
                    "id": n + 1,
                    "uid": self._session_uids[n],
                    "case_id": case + 1,
                    "scheduled": number,
                    "attended": number,
                    "held_on": self._held(case, number).date(),
                    "attendance": Attendance.ATTENDED,
                    "phase": None,
                }
                for n, (number, case) in numbered
            ),
        )
        self._insert(tables.recording, (self._recording(n, case, number) for n, (number, case) in numbered))

    def _held(self, case: int, number: int) -> datetime:
        return self._start(case) + timedelta(weeks=number - 1)

    def _recording(self, n: int, case: int, number: int) -> dict[str, Any]:
        return {
            "id": n + 1,
            "uid": new_uid(self._chance),
            "session_id": n + 1,
            "part": 1,
            "duration_ms": 3_000_000,
            "container": "ogg",
            "codec": "opus",
            "sample_rate": 48_000,
            "channels": 1,
            "sha256": self._chance.randbytes(32).hex(),
            "size": 12_000_000,
            "added_us": self._held(case, number),
            "consent_purposes": [ConsentPurpose.SUPERVISION],
            "consent_hearers": [],
            "vault_name": f"{n:08x}",
            "wrapped_key": None,
            "sealed_sha256": self._chance.randbytes(32).hex(),
            "sealed_size": 12_001_000,
            "deleted_us": self._held(case, number) + timedelta(days=90),
        }

    def _prepared(self) -> dict[tuple[str, str], list[PreparedSheet]]:
        """A few hundred sheets, kept in a table in memory so that the scores are multiplied inside the database."""
        create = (
            "CREATE TEMP TABLE prepared (n INTEGER, item TEXT, dimension TEXT, value INTEGER, state TEXT, reason TEXT, "
            "after_us INTEGER, media_ms INTEGER, PRIMARY KEY (n, item, dimension)) WITHOUT ROWID"
        )
        with self._connection.begin():
            self._connection.exec_driver_sql(create)
        found: dict[tuple[str, str], list[PreparedSheet]] = {}
        phases = dict.fromkeys(course_plan(SESSIONS).phase_of(n) for n in range(1, SESSIONS + 1))
        for phase, area in product(phases, FocalArea):
            sheets = [self._fill(len(found) * VARIANTS + n, phase, area) for n in range(VARIANTS)]
            found[phase, area] = sheets
            for sheet in sheets:
                rows = [
                    (sheet.number, item, dimension, score.value, score.state, score.reason, n * 40_000_000, n * 45_000)
                    for n, ((item, dimension), score) in enumerate(sheet.scores.items(), start=1)
                ]
                with self._connection.begin():
                    self._connection.exec_driver_sql("INSERT INTO temp.prepared VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        return found

    def _fill(self, number: int, phase: str, area: str) -> PreparedSheet:
        scores: dict[tuple[str, str], Score] = {}
        sheet = Sheet(phase, (area,), scores)
        for item in self._scale.items_for(form=FORM, phase=phase, focal_areas=(area,))[:ITEMS]:
            for dimension, score in self._answers(item, phase):
                answer(self._scale, sheet, item=item.id, dimension=dimension, score=score)  # raises where not permitted
                scores[item.id, dimension] = score
        return PreparedSheet(number, scores, pack_scores(self._scale, scores))

    def _answers(self, item: Item, phase: str) -> Iterator[tuple[str, Score]]:
        chance, locked = self._chance, False
        dimensions = [d for d in self._scale.dimensions_of(item, phase) if d.kind is not DimensionKind.FLAG]
        states = self._scale.states_of(item, phase)
        if states and chance.random() < 0.06:
            state = chance.choice(states)
            free = "words of the rater's own" if state.free_reason else ""
            yield dimensions[0].id, Score(None, state.id, state.reasons[0][0] if state.reasons else free)
            return
        for dimension in dimensions:
            levels = [level.value for level in dimension.levels] or [dimension.minimum]
            value = min(levels) if dimension.hue == "proscribed" and chance.random() < 0.95 else chance.choice(levels)
            if not (locked and dimension.locked_while):
                yield dimension.id, Score(value)
            locked = locked or value == min(levels)

    def _ratings(self, prepared: dict[tuple[str, str], list[PreparedSheet]]) -> None:
        made = self._made(prepared)
        total, done = self._cases * SESSIONS * RATINGS, 0
        while batch := list(islice(made, AT_ONCE)):
            ratings, events, sheets = zip(*batch, strict=True)
            with self._connection.begin():
                self._connection.execute(insert(tables.rating), list(ratings))
                self._connection.execute(insert(tables.rating_event), [event for two in events for event in two])
                self._scores(done + 1, sheets)
            done += len(batch)
            told = f"{done:,} of {total:,} ratings, {time.perf_counter() - self._started:.0f} s"
            print(told, file=sys.stderr, flush=True)

    def _scores(self, first: int, sheets: Sequence[int]) -> None:
        execute = self._connection.exec_driver_sql
        execute("CREATE TEMP TABLE IF NOT EXISTS filled (rating_id INTEGER PRIMARY KEY, n INTEGER)")
        execute("DELETE FROM temp.filled")
        execute("INSERT INTO temp.filled VALUES (?, ?)", [(first + place, n) for place, n in enumerate(sheets)])
        execute(
            "INSERT INTO score (rating_id, item, dimension, value, state, reason, at_us, media_ms, clock, recording_id)"
            " SELECT r.id, p.item, p.dimension, p.value, p.state, p.reason, r.created_us + p.after_us, p.media_ms,"
            " 'ok', r.session_id FROM temp.filled f CROSS JOIN rating r ON r.id = f.rating_id"
            " CROSS JOIN temp.prepared p ON p.n = f.n"
        )

    def _made(
        self, prepared: dict[tuple[str, str], list[PreparedSheet]]
    ) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]], int]]:
        plan, number = course_plan(SESSIONS), 0
        for session, (scheduled, case) in enumerate(product(range(1, SESSIONS + 1), range(self._cases))):
            phase, area = plan.phase_of(scheduled), self._areas[case]
            own = self._trainees[case // CASES]
            for signer, role in zip(self._of_session(case, own), self.roles, strict=True):
                number += 1
                summative = role is Role.SUPERVISOR and scheduled % 4 == 0
                head = RatingHead(
                    uid=new_uid(self._chance),
                    session_uid=self._session_uids[session],
                    person_uid=signer.person.uid,
                    role=role,
                    purpose=Purpose.SUMMATIVE if summative else Purpose.FORMATIVE,
                    scale_sha256=self._scale.sha256,
                    form=FORM,
                    created_at=self._held(case, scheduled) + timedelta(days=1 + number % RATINGS),
                )
                sheet = self._chance.choice(prepared[phase, area])
                yield (
                    *self._rows(number, session + 1, head, sheet=sheet, signer=signer, cover=(phase, area)),
                    sheet.number,
                )

    def _of_session(self, case: int, own: Signer) -> tuple[Signer, Signer, Signer]:
        supervisor = case // CASES % RATERS
        return self._raters[supervisor], self._raters[(supervisor + 1 + case % 3) % RATERS], own

    def _rows(
        self,
        number: int,
        session: int,
        head: RatingHead,
        *,
        sheet: PreparedSheet,
        signer: Signer,
        cover: tuple[str, str],
    ) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        data = {"role": head.role, "purpose": head.purpose, "form": head.form, "scale_sha256": head.scale_sha256}
        told = {**data, "session_uid": head.session_uid, "phase": cover[0], "focal_areas": [cover[1]]}
        signed_at = head.created_at + timedelta(hours=1)
        events, seq, digest = [], 0, b""
        last = None
        for kind, body, at in (
            (EventKind.OPENED, told, head.created_at),
            (EventKind.SIGNED, {"key": signer.person.signing_key.hex()}, signed_at),
        ):
            last = next_event(
                rating_uid=head.uid,
                head_seq=seq,
                head_hash=digest,
                draft=Draft(kind, body),
                stamp=Stamp(at),
                actor=head.person_uid,
            )
            seq, digest = last.seq, last.hash
            events.append(
                {
                    "rating_id": number,
                    "seq": seq,
                    "kind": kind,
                    "body": last.body,
                    "at_us": at,
                    "clock": last.stamp.clock,
                    "actor_id": self._key_of[head.person_uid],
                    "hash": digest,
                }
            )
        assert last is not None
        rating = {
            "id": number,
            "uid": head.uid,
            "session_id": session,
            "person_id": self._key_of[head.person_uid],
            "role": head.role,
            "purpose": head.purpose,
            "scale_id": 1,
            "created_us": head.created_at,
            "form": head.form,
            "phase": cover[0],
            "focal_areas": [cover[1]],
            "harm_actions": {},
            "head_seq": seq,
            "head_hash": digest,
            "n_scored": sheet.items,
            "signed_us": signed_at,
            "packed": sheet.packed,
            "signature": signer.sign(statement(replace(head, head_seq=seq, head_hash=digest), last, sheet.packed)),
        }
        return rating, events

    def _insert(self, table: Table, rows: Iterable[dict[str, Any]]) -> None:
        remaining = iter(rows)
        with self._connection.begin():
            while batch := list(islice(remaining, AT_ONCE)):
                self._connection.execute(insert(table), batch)


def new_uid(chance: random.Random) -> str:
    """A random uid, the same ones in every run."""
    return str(uuid.UUID(bytes=chance.randbytes(16), version=4))


def vars_of(person: Person) -> dict[str, Any]:
    """A person's columns."""
    return {name: getattr(person, name) for name in ("uid", "name", "initials", "signing_key", "receiving_key")}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--therapists", type=int, default=500)
    options = parser.parse_args()
    application, library = open_large(options.folder, therapists=options.therapists)
    library.close()
    home = LibraryFolder(options.folder / NAME)
    (card,) = application.identities.all()
    key = home.look().open_as(application.identities.unlock(card.person.uid, PASSPHRASE)).derive("db")
    engine = make_engine(home.database, key)
    with engine.connect().execution_options(begin="DEFERRED") as connection:
        for table in (tables.therapist, tables.case, tables.session, tables.rating, tables.rating_event, tables.score):
            rows = connection.execute(select(func.count()).select_from(table)).scalar_one()
            print(f"{table.name:14}{rows:>12,} rows")
    engine.dispose()
    print(f"{'database':14}{home.database.stat().st_size / 1e6:>12,.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
