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
from sqlalchemy import Connection, Select, Text, func, select
from sqlalchemy.sql.elements import ColumnElement

from fidelity_rater.app.ports.cohort import CohortCounts, CohortRequest, CohortStock, CohortTherapist
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.scoring.packed import FIRST_STATE, LEAST, OPEN
from fidelity_rater.storage.tables import case, document, rating, scale, session, therapist
from fidelity_rater.storage.types import uid_text

Array = np.ndarray
_ROLES: Final = tuple(Role)
_PURPOSES: Final = tuple(Purpose)
_OPEN: Final = -128
"""Stands for an open cell in a byte; states follow it as they do in a packed block, numbers are themselves."""
_LEAST: Final = -64
_AT_ONCE: Final = 500
_ROWS_AT_ONCE: Final = 1000
_SIGNED: Final = rating.c.signed_us.is_not(None)
_BETWEEN: Final = "\x1f"
_KIND: Final = (rating.c.role, rating.c.purpose, rating.c.phase, rating.c.focal_areas)
_BLOCKS: Final[Select[Any]] = select(
    rating.c.id,
    rating.c.session_id,
    # One text is read and looked up faster than five.
    func.concat_ws(_BETWEEN, rating.c.scale_id, *_KIND),
    rating.c.packed,
).where(rating.c.packed.is_not(None))


@dataclass(slots=True)
class _Columns:
    """The ratings of one scale: a row each in every array. Columns that nobody has answered are not kept."""

    width: int
    cells: dict[int, Array] = field(default_factory=dict)
    ids: Array = field(default_factory=lambda: np.empty(0, np.int64))
    about: Array = field(default_factory=lambda: np.empty((5, 0), np.int32))
    """Session, role, purpose, phase and focal areas, the latter four by their place in a list."""

    def add(self, parts: Sequence[_Part]) -> None:
        before = len(self.ids)
        for column in range(self.width):
            new = _appended([part.cells[column] for part in parts])
            known = self.cells.get(column)
            if known is None and (new.dtype != np.int8 or (new != _OPEN).any()):
                known = np.full(before, _OPEN, np.int8)
            if known is not None:
                self.cells[column] = _appended([known, new]) if before else new
        self.ids = np.concatenate([self.ids, *(part.ids for part in parts)])
        self.about = np.concatenate([self.about, *(part.about for part in parts)], axis=1)


@dataclass(frozen=True, slots=True)
class _Part:
    """Some ratings as they were read: by cell, and what is known about each."""

    ids: Array
    about: Array
    cells: Array


def _part(ids: Array, about: Array, blocks: Sequence[bytes]) -> _Part:
    block = np.frombuffer(b"".join(blocks), "<i2").reshape(len(blocks), -1)
    return _Part(ids, np.delete(about, 1, axis=1).T.astype(np.int32), np.ascontiguousarray(_narrow(block).T))


class View:
    """What one consistent view of the library reads but once, however often it is asked."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.kept_up = False
        self._all: Array | None = None
        self._left_out: list[int] | None = None

    def places(self, request: CohortRequest | None = None) -> Array:
        if request is not None and (request.since or request.until):
            return _session_places(self.connection, request)
        if self._all is None:
            self._all = _session_places(self.connection)
        return self._all

    def left_out(self) -> list[int]:
        """Ratings that a signed correction has replaced, and those made to calibrate."""
        if self._left_out is None:
            replaced = select(rating.c.supersedes_id).where(rating.c.supersedes_id.is_not(None), _SIGNED)
            of_raters = select(document.c.about).where(document.c.kind == DocumentKind.CALIBRATION)
            calibrations = select(rating.c.id).where(rating.c.uid.in_(of_raters))
            self._left_out = [key for query in (replaced, calibrations) for key in self.connection.scalars(query)]
        return self._left_out


class KeptScores:
    """What is kept of an open library's signed ratings. Safe to use from several threads."""

    def __init__(self) -> None:
        self._of_scale: dict[int, _Columns] = {}
        self._phases: dict[str, int] = {}
        self._areas: dict[str, int] = {}
        self._kinds: list[tuple[int, ...]] = []
        self._place_of_kind: dict[str, int] = {}
        self._known: set[int] = set()
        self._lock = Lock()

    def stock(self, view: View) -> tuple[CohortStock, ...]:
        connection = view.connection
        with self._lock:
            self._keep_up(view)
            places, left_out = view.places(), view.left_out()
            hashes = {row.id: row.sha256 for row in connection.execute(select(scale.c.id, scale.c.sha256))}
            found = []
            for scale_id, columns in self._of_scale.items():
                shown = _owners(columns, places) >= 0
                shown &= ~np.isin(columns.ids, left_out)
                sizes = (len(_ROLES), len(_PURPOSES), len(self._phases), len(self._areas))
                counts = np.bincount(np.ravel_multi_index(tuple(columns.about[1:, shown]), sizes))
                for kind in np.flatnonzero(counts).tolist():
                    places_of_kind = [int(place) for place in np.unravel_index(kind, sizes)]
                    found.append(self._told(hashes[scale_id], places_of_kind, int(counts[kind])))
            return tuple(found)

    def counts(self, view: View, request: CohortRequest) -> CohortCounts:
        connection = view.connection
        with self._lock:
            self._keep_up(view)
            found = _Found(request)
            places, left_out = view.places(request), [*view.left_out(), *_ids(connection, request.without)]
            query = select(scale.c.id).where(scale.c.sha256.in_(request.scales))
            for (scale_id,) in connection.execute(query):
                columns = self._of_scale.get(scale_id)
                if columns is not None and columns.width == request.width:
                    owners = _owners(columns, places)
                    shown = self._asked(columns, request) & (owners >= 0) & ~np.isin(columns.ids, left_out)
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

    def _keep_up(self, view: View) -> None:
        """Read what was signed since. None is ever unsigned, so that their number tells whether there is any."""
        if view.kept_up:
            return
        connection = view.connection
        counted = connection.execute(select(func.count()).select_from(rating).where(_SIGNED)).scalar_one()
        if counted != len(self._known):
            new = {key for (key,) in _plain(connection, select(rating.c.id).where(_SIGNED)).fetchall()} - self._known
            if self._known:
                ordered = sorted(new)
                for first in range(0, len(ordered), _AT_ONCE):
                    self._read(connection, rating.c.id.in_(ordered[first : first + _AT_ONCE]))
            else:
                self._read(connection, _SIGNED)
            self._known |= new
        view.kept_up = True

    def _read(self, connection: Connection, which: ColumnElement[bool]) -> None:
        cursor = _plain(connection, _BLOCKS.where(which))
        parts: dict[int, list[_Part]] = {}
        # A piece at a time: its bytes are narrowed while they are at hand, and the window gets its turn in between.
        while rows := cursor.fetchmany(_ROWS_AT_ONCE):
            ids, sessions, kinds, blocks = zip(*rows, strict=True)
            numbers = [self._number_of(kind) for kind in kinds]
            about = np.column_stack([sessions, np.array(self._kinds)[numbers]])
            scales = about[:, 1]
            for scale_id in set(scales.tolist()):
                of_scale = np.flatnonzero(scales == scale_id)
                part = _part(np.array(ids)[of_scale], about[of_scale], [blocks[n] for n in of_scale.tolist()])
                parts.setdefault(scale_id, []).append(part)
        for scale_id, them in parts.items():
            self._of_scale.setdefault(scale_id, _Columns(len(them[0].cells))).add(them)

    def _number_of(self, kind: str) -> int:
        """The place of a kind of rating: scale, role, purpose, phase and focal areas, each by its number."""
        place = self._place_of_kind.get(kind)
        if place is None:
            scale_id, role, purpose, phase, areas = kind.split(_BETWEEN)
            self._kinds.append(
                (
                    int(scale_id),
                    _ROLES.index(Role(role)),
                    _PURPOSES.index(Purpose(purpose)),
                    self._phases.setdefault(phase, len(self._phases)),
                    self._areas.setdefault(areas, len(self._areas)),
                )
            )
            place = self._place_of_kind[kind] = len(self._kinds) - 1
        return place


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
            numbers.append(_added(given.view(np.int8), first_of_owner))
            sums.append(_added(np.where(given, values, values.dtype.type(0)), first_of_owner))
            count, total = shared.spans(values, given)
            compared.append(count)
            apart.append(total)
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
        self._with_next = np.zeros(max(count - 1, 0), bool)
        """Which rows are the first of two of a session."""
        self._with_next[firsts[lengths == 2]] = True
        more = lengths > 2
        self._more = list(zip(firsts[more].tolist(), ends[more].tolist(), strict=True))

    def spans(self, values: Array, given: Array) -> tuple[int, int]:
        """How many sessions have more than one number, and how far apart these lie, added up."""
        both = given[:-1] & given[1:] & self._with_next
        wide = values.astype(np.int16 if values.dtype == np.int8 else np.int32)
        apart = np.abs(np.diff(wide)) * both
        count, total = int(np.count_nonzero(both)), int(apart.sum(dtype=np.int64))
        for start, end in self._more:
            held = values[start:end][given[start:end]]
            if len(held) > 1:
                count, total = count + 1, total + int(held.max()) - int(held.min())
        return count, total


def _narrow(block: Array) -> Array:
    """Packed cells as bytes where their numbers fit, which those of any ordinary scale do."""
    given = block >= LEAST
    if block.max(initial=OPEN) > 127 or (given & (block < _LEAST)).any():
        return block
    # OPEN and the states follow each other from the lowest number on, in a packed block as in a byte.
    return np.where(given, block, block - np.int16(OPEN - _OPEN)).astype(np.int8)


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
    # One text a therapist: a row for each session would take three times as long.
    listed = func.group_concat(session.c.id.cast(Text))
    query = select(case.c.therapist_id, listed).join_from(session, case).join(therapist)
    query = query.where(~session.c.archived, ~therapist.c.archived).group_by(case.c.therapist_id)
    if request is not None and request.since is not None:
        query = query.where(session.c.held_on >= request.since)
    if request is not None and request.until is not None:
        query = query.where(session.c.held_on <= request.until)
    found = [(owner, np.fromstring(ids, np.int64, sep=",")) for owner, ids in _plain(connection, query).fetchall()]
    sessions = _joined([ids for _, ids in found], np.int64)
    owners = np.repeat([owner for owner, _ in found], [len(ids) for _, ids in found])
    return np.stack([sessions, owners.astype(np.int64)], axis=1)


def _ids(connection: Connection, uids: frozenset[str]) -> list[int]:
    return list(connection.scalars(select(rating.c.id).where(rating.c.uid.in_(uids)))) if uids else []


def _owners(columns: _Columns, places: Array) -> Array:
    """Each rating's therapist; -1 where its session is not among those that count."""
    of_session = columns.about[0]
    size = int(max(of_session.max(initial=0), places[:, 0].max(initial=0))) + 1
    by_session = np.full(size, -1, np.int64)
    by_session[places[:, 0]] = places[:, 1]
    return by_session[of_session]


def _plain(connection: Connection, query: Select[Any]) -> Any:
    """The driver's own cursor: rows by the thousand, of plain columns, cost half of what they do as Row objects."""
    cursor = connection.execute(query).cursor
    assert cursor is not None
    return cursor


def _therapists(
    connection: Connection, owners: Array, firsts: Array, numbers: list[list[int]], sums: list[list[int]]
) -> tuple[CohortTherapist, ...]:
    query = select(therapist.c.id, therapist.c.uid, therapist.c.code)
    named = {key: (uid_text(uid), code) for key, uid, code in _plain(connection, query).fetchall()}
    counts = np.diff(np.append(firsts, len(owners))).tolist()
    keys: Iterable[int] = owners[firsts].tolist()
    by_therapist = zip(zip(*numbers, strict=True), zip(*sums, strict=True), strict=True) if numbers else ()
    cells = list(by_therapist) or [((), ())] * len(counts)
    found = [
        CohortTherapist(*named[key], ratings, counted, added)
        for key, ratings, (counted, added) in zip(keys, counts, cells, strict=True)
    ]
    return tuple(sorted(found, key=lambda one: one.code))
