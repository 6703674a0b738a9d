"""Keeps sealed ratings out of what is counted and charted, until the first round of votes is over for this person."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any, cast

from fidelity_rater.app.ports.cohort import CohortCounts, CohortRequest
from fidelity_rater.app.ports.library import Library
from fidelity_rater.app.ports.queries import ExportRow, PackedSheet, Queries, RatedSheet, SharedRow, TrajectoryRows


def sealing(library: Library, sealed: Callable[[], frozenset[str]]) -> Library:
    """The same library, but that no score of these ratings is read from it; asked anew at each reading."""
    return cast(Library, _Sealing(library, sealed))


class _Sealing:
    def __init__(self, library: Library, sealed: Callable[[], frozenset[str]]) -> None:
        self._library, self._sealed = library, sealed

    def __getattr__(self, name: str) -> Any:
        return getattr(self._library, name)

    def queries(self) -> AbstractContextManager[Queries]:
        return self._queries()

    @contextmanager
    def _queries(self) -> Iterator[Queries]:
        sealed = self._sealed()
        with self._library.queries() as queries:
            yield cast(Queries, _SealedQueries(queries, sealed)) if sealed else queries


class _SealedQueries:
    def __init__(self, queries: Queries, sealed: frozenset[str]) -> None:
        self._queries, self._sealed = queries, sealed

    def __getattr__(self, name: str) -> Any:
        return getattr(self._queries, name)

    def cohort(self, request: CohortRequest) -> CohortCounts:
        return self._queries.cohort(replace(request, without=request.without | self._sealed))

    def case_sheets(self, case_uid: str) -> tuple[RatedSheet, ...]:
        return tuple(sheet for sheet in self._queries.case_sheets(case_uid) if sheet.rating.uid not in self._sealed)

    def shared(self, *, sessions: Collection[str] | None = None) -> tuple[SharedRow, ...]:
        return tuple(row for row in self._queries.shared(sessions=sessions) if row.rating.uid not in self._sealed)

    def export_rows(self) -> Iterator[ExportRow]:
        return (row for row in self._queries.export_rows() if row.rating_uid not in self._sealed)

    def trajectory(self, therapist_uid: str) -> TrajectoryRows:
        rows = self._queries.trajectory(therapist_uid)
        return replace(rows, sheets=tuple(sheet for sheet in rows.sheets if sheet.rating.uid not in self._sealed))

    def packed_sheets(self, therapist_uid: str) -> tuple[PackedSheet, ...]:
        found = self._queries.packed_sheets(therapist_uid)
        return tuple(one for one in found if one.sheet.rating.uid not in self._sealed)
