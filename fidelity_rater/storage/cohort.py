"""A cohort's counts from packed scores.

Reading and decrypting every rating takes most of a second where there are a hundred thousand. A signed rating never
changes, so what counts of it is kept from then on: a byte a cell, column by column. Which ratings have been replaced,
and whose sessions are in use, is read anew each time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final

import numpy as np
from sqlalchemy import Connection, and_, func, select
from sqlalchemy.sql.elements import ColumnElement

from fidelity_rater.app.ports.cohort import CohortCounts, CohortRequest, CohortStock, CohortTherapist
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.scoring.packed import FIRST_STATE, LEAST, OPEN
from fidelity_rater.storage.tables import case, rating, scale, session, therapist

Array = np.ndarray
_ROLES: Final = tuple(Role)
_PURPOSES: Final = tuple(Purpose)
_OPEN: Final = -128
"""Stands for an open cell in a byte; states follow it as they do in a packed block, numbers are themselves."""
_LEAST: Final = -64
_AT_ONCE: Final = 500
_SIGNED: Final = rating.c.signed_us.is_not(None)


@dataclass(slots=True)
class _Columns:
    """The ratings of one scale: a row each in every array. Columns that nobody has answered are not kept."""

    width: int
    cells: dict[int, Array] = field(default_factory=dict)
    ids: Array = field(default_factory=lambda: np.empty(0, np.int64))
    about: Array = field(default_factory=lambda: np.empty((5, 0), np.int32))
    """Session, role, purpose, phase and focal areas, the latter four by their place in a list."""

    def add(self, ids: Sequence[int], about: Sequence[Sequence[int]], blocks: Sequence[bytes]) -> None:
        before = len(self.ids)
        block = np.frombuffer(b"".join(blocks), "<i2").reshape(len(blocks), self.width)
        answered = np.flatnonzero((block != OPEN).any(axis=0))
        new = _narrow(np.ascontiguousarray(block.T[answered]))
        for place, column in enumerate(answered.tolist()):
            known = self.cells.get(column)
            known = np.full(before, _OPEN, np.int8) if known is None else known
            self.cells[column] = _appended([known, new[place]])
        nothing = np.full(len(blocks), _OPEN, np.int8)
        for column in self.cells.keys() - set(answered.tolist()):
            self.cells[column] = _appended([self.cells[column], nothing])
        self.ids = np.concatenate([self.ids, np.asarray(ids, np.int64)])
        self.about = np.concatenate([self.about, np.asarray(about, np.int32).T], axis=1)


class View:
    """What one consistent view of the library reads but once, however often it is asked."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._all: Array | None = None

    def places(self, request: CohortRequest | None = None) -> Array:
        if request is not None and (request.since or request.until):
            return _session_places(self.connection, request)
        if self._all is None:
            self._all = _session_places(self.connection)
        return self._all


class KeptScores:
    """What is kept of an open library's signed ratings. Safe to use from several threads."""

    def __init__(self) -> None:
        self._of_scale: dict[int, _Columns] = {}
        self._phases: dict[str, int] = {}
        self._areas: dict[str, int] = {}
        self._known: set[int] = set()
        self._lock = Lock()

    def stock(self, view: View) -> tuple[CohortStock, ...]:
        connection = view.connection
        with self._lock:
            self._keep_up(connection)
            places, replaced = view.places(), _replaced(connection)
            hashes = {row.id: row.sha256 for row in connection.execute(select(scale.c.id, scale.c.sha256))}
            found = []
            for scale_id, columns in self._of_scale.items():
                shown = _owners(columns, places) >= 0
                shown &= ~np.isin(columns.ids, replaced)
                sizes = (len(_ROLES), len(_PURPOSES), len(self._phases), len(self._areas))
                counts = np.bincount(np.ravel_multi_index(tuple(columns.about[1:, shown]), sizes))
                for kind in np.flatnonzero(counts).tolist():
                    places_of_kind = [int(place) for place in np.unravel_index(kind, sizes)]
                    found.append(self._told(hashes[scale_id], places_of_kind, int(counts[kind])))
            return tuple(found)

    def counts(self, view: View, request: CohortRequest) -> CohortCounts:
        connection = view.connection
        with self._lock:
            self._keep_up(connection)
            found = _Found(request)
            places, replaced = view.places(request), _replaced(connection)
            query = select(scale.c.id).where(scale.c.sha256.in_(request.scales))
            for (scale_id,) in connection.execute(query):
                columns = self._of_scale.get(scale_id)
                if columns is not None and columns.width == request.width:
                    owners = _owners(columns, places)
                    shown = self._asked(columns, request) & (owners >= 0) & ~np.isin(columns.ids, replaced)
                    found.add(columns, np.flatnonzero(shown), owners)
            return found.told(connection)

    def _told(self, sha256: str, kind: list[int], count: int) -> CohortStock:
        role, purpose, phase, areas = kind
        listed = json.loads(list(self._areas)[areas])
        return CohortStock(sha256, _ROLES[role], _PURPOSES[purpose], list(self._phases)[phase], tuple(listed), count)

    def _asked(self, columns: _Columns, request: CohortRequest) -> Array:
        _, role, purpose, phase, areas = columns.about
        asked: Array = np.isin(role, [_ROLES.index(one) for one in request.roles])
        asked &= purpose == _PURPOSES.index(request.purpose)
        if request.phases:
            asked &= np.isin(phase, [self._phases[one] for one in request.phases if one in self._phases])
        if request.focal_areas:
            fitting = [
                place for text, place in self._areas.items() if request.focal_areas.intersection(json.loads(text))
            ]
            asked &= np.isin(areas, fitting)
        return asked

    def _keep_up(self, connection: Connection) -> None:
        """Read what was signed since. None is ever unsigned, so that their number tells whether there is any."""
        counted = connection.execute(select(func.count()).select_from(rating).where(_SIGNED)).scalar_one()
        if counted == len(self._known):
            return
        cursor = connection.execute(select(rating.c.id).where(_SIGNED)).cursor
        assert cursor is not None
        new = {row[0] for row in cursor.fetchall()} - self._known
        if self._known:
            ordered = sorted(new)
            for first in range(0, len(ordered), _AT_ONCE):
                self._read(connection, rating.c.id.in_(ordered[first : first + _AT_ONCE]))
        else:
            self._read(connection, _SIGNED)
        self._known |= new

    def _read(self, connection: Connection, which: ColumnElement[bool]) -> None:
        query = select(
            rating.c.scale_id,
            rating.c.id,
            rating.c.session_id,
            rating.c.role,
            rating.c.purpose,
            rating.c.phase,
            rating.c.focal_areas,
            rating.c.packed,
        ).where(and_(which, rating.c.packed.is_not(None)))
        cursor = connection.execute(query).cursor
        assert cursor is not None
        kept: dict[tuple[int, int], tuple[list[int], list[tuple[int, ...]], list[bytes]]] = {}
        roles, purposes = ({str(one): place for place, one in enumerate(them)} for them in (_ROLES, _PURPOSES))
        for scale_id, key, session_id, role, purpose, phase, areas, packed in cursor.fetchall():
            ids, about, blocks = kept.setdefault((scale_id, len(packed) // 2), ([], [], []))
            ids.append(key)
            numbered = (
                self._phases.setdefault(phase, len(self._phases)),
                self._areas.setdefault(areas, len(self._areas)),
            )
            about.append((session_id, roles[role], purposes[purpose], *numbered))
            blocks.append(packed)
        for (scale_id, width), (ids, about, blocks) in kept.items():
            columns = self._of_scale.setdefault(scale_id, _Columns(width))
            if columns.width == width:
                columns.add(ids, about, blocks)


class _Found:
    """The ratings that were asked for, counted cell by cell."""

    def __init__(self, request: CohortRequest) -> None:
        self._request = request
        self._parts: list[tuple[_Columns, Array, Array, Array]] = []

    def add(self, columns: _Columns, rows: Array, owners: Array) -> None:
        self._parts.append((columns, rows, owners[rows], columns.about[0, rows]))

    def told(self, connection: Connection) -> CohortCounts:
        owners = _joined([part[2] for part in self._parts], np.int64)
        sessions = _joined([part[3] for part in self._parts], np.int32)
        order = np.lexsort((sessions, owners))
        self._order = order
        if len(self._parts) == 1:
            columns, rows, held, kept = self._parts[0]
            self._parts[0] = (columns, rows[order], held, kept)
        owners, sessions = owners[order], sessions[order]
        first_of_owner, first_of_session = _firsts(owners), _firsts(sessions)
        answers, compared, apart = [], [], []
        numbers, sums = [], []
        shared = _Shared(first_of_session, len(sessions))
        for cell in self._request.cells:
            values = self._values(cell)
            given = values >= (_LEAST if values.dtype == np.int8 else LEAST)
            answers.append(_histogram(values))
            plain = np.where(given, values, values.dtype.type(0))
            numbers.append(_added(given.view(np.int8), first_of_owner))
            sums.append(_added(plain, first_of_owner))
            spans = shared.spans(values, given)
            compared.append(len(spans))
            apart.append(int(spans.sum()))
        return CohortCounts(
            ratings=len(owners),
            sessions=len(first_of_session),
            therapists=_therapists(connection, owners, first_of_owner, numbers, sums),
            answers=tuple(answers),
            compared=tuple(compared),
            apart=tuple(apart),
        )

    def _values(self, cell: int) -> Array:
        parts = []
        for columns, rows, _, _ in self._parts:
            known = columns.cells.get(cell)
            parts.append(np.full(len(rows), _OPEN, np.int8) if known is None else known[rows])
        if not parts:
            return np.empty(0, np.int8)
        return parts[0] if len(parts) == 1 else _appended(parts)[self._order]


class _Shared:
    """The sessions that several ratings share; rows of a session lie together."""

    def __init__(self, firsts: Array, count: int) -> None:
        ends = np.append(firsts[1:], count)
        lengths = ends - firsts
        self._pairs = firsts[lengths == 2]
        more = lengths > 2
        self._more = list(zip(firsts[more].tolist(), ends[more].tolist(), strict=True))

    def spans(self, values: Array, given: Array) -> Array:
        """How far apart the numbers of each session lie that has more than one."""
        one, other = self._pairs, self._pairs + 1
        both = given[one] & given[other]
        spans = [np.abs(values[one[both]].astype(np.int32) - values[other[both]])]
        for start, end in self._more:
            held = values[start:end][given[start:end]]
            if len(held) > 1:
                spans.append(np.array([int(held.max()) - int(held.min())]))
        return np.concatenate(spans)


def _narrow(block: Array) -> Array:
    """Packed cells as bytes where their numbers fit, which those of any ordinary scale do."""
    numbers = block >= LEAST
    held = block[numbers]
    if held.size and (held.min() < _LEAST or held.max() > 127):
        return block
    states = np.where(block == OPEN, _OPEN, block - FIRST_STATE + _OPEN + 1)
    return np.where(numbers, block, states).astype(np.int8)


def _wide(values: Array) -> Array:
    """Cells as a packed block has them."""
    if values.dtype != np.int8:
        return values
    wide = values.astype(np.int16)
    states = np.where(wide == _OPEN, OPEN, wide - _OPEN - 1 + FIRST_STATE)
    return np.where(wide >= _LEAST, wide, states)


def _appended(parts: list[Array]) -> Array:
    """The parts of a column, as bytes if all of them are."""
    narrow = all(part.dtype == np.int8 for part in parts)
    return np.concatenate(parts if narrow else [_wide(part) for part in parts])


def _histogram(values: Array) -> dict[int, int]:
    """How often each content stands in a column, as a packed block has it; open cells left out."""
    if values.dtype == np.int8:
        counts = np.bincount(values.view(np.uint8), minlength=256)
        found = np.flatnonzero(counts)
        pairs = zip(_wide(found.astype(np.uint8).view(np.int8)).tolist(), counts[found].tolist(), strict=True)
    else:
        contents, counts = np.unique(values, return_counts=True)
        pairs = zip(contents.tolist(), counts.tolist(), strict=True)
    return {value: count for value, count in sorted(pairs) if value != OPEN}


def _added(values: Array, firsts: Array) -> list[int]:
    if not len(values):
        return []
    added: list[int] = np.add.reduceat(values, firsts, dtype=np.int64).tolist()
    return added


def _firsts(keys: Array) -> Array:
    """Where each run of equal keys begins."""
    return np.flatnonzero(np.append(True, keys[1:] != keys[:-1])) if len(keys) else np.empty(0, np.int64)


def _joined(parts: list[Array], kind: Any) -> Array:
    return np.concatenate(parts) if parts else np.empty(0, kind)


def _session_places(connection: Connection, request: CohortRequest | None = None) -> Array:
    """Session and therapist of every session that is in use and was held when asked for."""
    query = select(session.c.id, case.c.therapist_id).join_from(session, case).join(therapist)
    query = query.where(~session.c.archived, ~therapist.c.archived)
    if request is not None and request.since is not None:
        query = query.where(session.c.held_on >= request.since)
    if request is not None and request.until is not None:
        query = query.where(session.c.held_on <= request.until)
    cursor = connection.execute(query).cursor
    assert cursor is not None
    return np.array(cursor.fetchall(), np.int64).reshape(-1, 2)


def _owners(columns: _Columns, places: Array) -> Array:
    """Each rating's therapist; -1 where its session is not among those that count."""
    of_session = columns.about[0]
    size = int(max(of_session.max(initial=0), places[:, 0].max(initial=0))) + 1
    by_session = np.full(size, -1, np.int64)
    by_session[places[:, 0]] = places[:, 1]
    return by_session[of_session]


def _replaced(connection: Connection) -> list[int]:
    query = select(rating.c.supersedes_id).where(rating.c.supersedes_id.is_not(None), _SIGNED)
    return list(connection.execute(query).scalars())


def _therapists(
    connection: Connection, owners: Array, firsts: Array, numbers: list[list[int]], sums: list[list[int]]
) -> tuple[CohortTherapist, ...]:
    named = {row.id: (row.uid, row.code) for row in connection.execute(select(therapist))}
    counts = np.diff(np.append(firsts, len(owners))).tolist()
    keys: Iterable[int] = owners[firsts].tolist()
    by_therapist = zip(zip(*numbers, strict=True), zip(*sums, strict=True), strict=True) if numbers else ()
    cells = list(by_therapist) or [((), ())] * len(counts)
    found = [
        CohortTherapist(*named[key], ratings, counted, added)
        for key, ratings, (counted, added) in zip(keys, counts, cells, strict=True)
    ]
    return tuple(sorted(found, key=lambda one: one.code))
