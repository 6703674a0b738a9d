"""Symptom totals of a case: typed in, or taken from a file after a look at it. Each act is one step back."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from fidelity_rater.app.caseload import Caseload, Step
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.measures.known import KnownMeasures
from fidelity_rater.app.measures.models import CaseGrid, Change, Entry, GridSession, Key, Look
from fidelity_rater.app.measures.placing import look_at
from fidelity_rater.app.measures.values import checked, checked_name
from fidelity_rater.app.plain_files import opened, state_of
from fidelity_rater.app.ports.library import Library, UnitOfWork
from fidelity_rater.app.ports.measures import MeasureReader
from fidelity_rater.domain.measures import Measure, Measurement, key_of, named_as_kept
from fidelity_rater.i18n import tr, tr_n


class Measures:
    """What clients report of their symptoms. It stands beside ratings and explains none of them."""

    def __init__(self, library: Library, caseload: Caseload, *, known: KnownMeasures, reader: MeasureReader) -> None:
        self._library, self._caseload = library, caseload
        self._known, self._reader = known, reader

    # What there is

    def known(self) -> tuple[Measure, ...]:
        """The questionnaires that the program knows by name and range."""
        return self._known.all()

    def of_case(self, case_uid: str) -> CaseGrid:
        """The grid of a case; a case without totals begins with the measures that are shown from the start."""
        with self._library.read() as uow:
            return self._grid(uow, case_uid)

    def offered(self, case_uid: str) -> tuple[Measure, ...]:
        """What can be added: known ones, and those that the therapist's other cases have."""
        with self._library.read() as uow:
            cases = uow.cases.of_therapist(uow.cases.get(case_uid).therapist_uid)
            used = {m.measure for case in cases for m in uow.measures.of_case(case.uid)}
        own = sorted({self._known.of(kept) for kept in used} - set(self.known()), key=lambda measure: measure.name)
        return (*self.known(), *own)

    def named(self, case_uid: str, name: str) -> Measure:
        """The measure with this name, or else a new one of the site's own. Raises ``UserFacingError``."""
        name = checked_name(name)
        return next((m for m in self.offered(case_uid) if key_of(name) in (m.id, key_of(m.name))), Measure(name, name))

    def _grid(self, uow: UnitOfWork, case_uid: str) -> CaseGrid:
        case = uow.cases.get(case_uid)
        therapist = uow.therapists.get(case.therapist_uid)
        found = uow.measures.of_case(case_uid)
        totals = {(m.session_uid, m.measure): m for m in found}
        measures = {m.measure: self._measure_kept_as(m.measure) for m in found}
        first = {} if measures else {measure.id: measure for measure in self._known.first()}
        order = {measure.id: at for at, measure in enumerate(self.known())}
        columns = sorted({**first, **measures}.values(), key=lambda m: (order.get(m.id, len(order)), m.name))
        return CaseGrid(
            case_uid,
            tr("{therapist} · {case}", therapist=therapist.code, case=case.code),
            therapist.code,
            case.code,
            _rows(uow, case_uid),
            tuple(columns),
            totals,
        )

    def _measure_kept_as(self, kept: str) -> Measure:
        """With the id it is kept under, so that its totals are found again."""
        known = self._known.of(kept)
        return known if known.id == kept else Measure(kept, known.name, known.minimum, known.maximum)

    # Typing in

    def put(self, case_uid: str, entries: Sequence[Entry]) -> CaseGrid:
        """Keep these totals, all or none, as one step. Raises ``UserFacingError``."""
        with self._library.read() as uow:
            before = self._grid(uow, case_uid)
        changes = [change for entry in entries if (change := _change(before, entry)) is not None]
        if changes:
            self._caseload.do(self._step(case_uid, changes, _label(before, entries)))
        return self.of_case(case_uid)

    def _step(self, case_uid: str, changes: Iterable[Change], label: str) -> Step:
        made = tuple(changes)
        back = tuple(Change(c.session_uid, c.measure, c.after, c.before) for c in made)
        return Step(
            label,
            undo=lambda uow: _carry_out(uow, case_uid, back),
            redo=lambda uow: _carry_out(uow, case_uid, made),
            changed=Changed.MEASURES,
            about=case_uid,
        )

    # The way back

    def undo_label(self, case_uid: str) -> str | None:
        """What an undo would take back, where that is a total of this case."""
        last = self._caseload.last
        return last.label if last is not None and last.about == case_uid else None

    def redo_label(self, case_uid: str) -> str | None:
        undone = self._caseload.undone
        return undone.label if undone is not None and undone.about == case_uid else None

    def undo(self, case_uid: str) -> CaseGrid:
        if self.undo_label(case_uid):
            self._caseload.undo()
        return self.of_case(case_uid)

    def redo(self, case_uid: str) -> CaseGrid:
        if self.redo_label(case_uid):
            self._caseload.redo()
        return self.of_case(case_uid)

    # From a file

    @property
    def endings(self) -> tuple[str, ...]:
        return self._reader.endings

    def look(self, case_uid: str, path: Path) -> Look:
        """What taking this file in would do; nothing is kept yet. Raises ``UserFacingError``."""
        told = self._reader.read(_bytes_of(path, self._reader.largest_bytes))
        with self._library.read() as uow:
            grid = self._grid(uow, case_uid)
        # What the case has comes last: its totals are found again under the id they are kept under.
        found = {key: m for m in (*self.offered(case_uid), *grid.measures) for key in (key_of(m.id), key_of(m.name))}

        def measure_of(name: str) -> Measure:
            return found.get(key_of(name)) or named_as_kept(" ".join(name.split()))

        return look_at(grid, told, measure_of)

    def take_in(self, look: Look, *, replace: bool = False) -> CaseGrid:
        """Keep what the look showed, all in one step; ``replace``: also where another total is kept here."""
        changes = look.changes(replace=replace)
        if changes:
            label = tr_n("Take {n} total from a file", "Take {n} totals from a file", len(changes))
            self._caseload.do(self._step(look.case_uid, changes, label))
        return self.of_case(look.case_uid)


def _rows(uow: UnitOfWork, case_uid: str) -> tuple[GridSession, ...]:
    sessions = sorted(uow.sessions.of_case(case_uid), key=lambda session: session.scheduled)
    return tuple(GridSession(s.uid, s.scheduled, s.held_on, s.attendance) for s in sessions if not s.archived)


def _change(grid: CaseGrid, entry: Entry) -> Change | None:
    """What an entry changes; None where it says what is kept."""
    before = grid.totals.get((entry.session_uid, entry.measure.id))
    if not entry.text.strip():
        after = None
    else:
        value = checked(entry.measure, entry.text)
        after = Measurement(entry.session_uid, entry.measure.id, value, before.on if before is not None else None)
    return None if before == after else Change(entry.session_uid, entry.measure.id, before, after)


def _label(grid: CaseGrid, entries: Sequence[Entry]) -> str:
    if len(entries) != 1:
        return tr_n("{n} symptom total", "{n} symptom totals", len(entries))
    numbers = {session.uid: session.scheduled for session in grid.sessions}
    entry = entries[0]
    return tr("{measure} of session {n}", measure=entry.measure.name, n=numbers.get(entry.session_uid, 0))


def _carry_out(uow: UnitOfWork, case_uid: str, changes: Sequence[Change]) -> None:
    """All of it, or nothing where the library has come to hold something else meanwhile."""
    kept: dict[Key, Measurement] = {(m.session_uid, m.measure): m for m in uow.measures.of_case(case_uid)}
    if any(kept.get((change.session_uid, change.measure)) != change.before for change in changes):
        raise UserFacingError(
            tr("The totals of this case have changed meanwhile, so nothing was kept."),
            tr("Look at them, then try again."),
        )
    for change in changes:
        if change.after is None:
            uow.measures.remove(change.session_uid, change.measure)
        else:
            uow.measures.set(change.after)


def _bytes_of(path: Path, most: int) -> bytes:
    if os.path.exists(path) and not os.path.isfile(path):  # noqa: PTH110, PTH113 - never raise
        raise UserFacingError(tr("This is a folder or a device, not a table."), tr("Choose the .csv file inside it."))
    with opened(path) as file:
        if state_of(file)[0] > most:
            raise UserFacingError(
                tr("The file is larger than {n} MB, too large for the totals of a case.", n=most // 2**20),
                tr("Choose a table of this case's totals."),
            )
        try:
            return file.read(most + 1)
        except OSError:
            raise UserFacingError(
                tr("The file could not be read to its end."),
                tr("Check that its drive is still connected, then try again."),
            ) from None
