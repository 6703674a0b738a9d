"""Long tables of scores (CSV): one line for each score, with who was rated, by whom and, where told, on which item."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from fidelity_rater.app.ports.long_tables import Column, ColumnWishes, LongTable
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.exchange.delimited import NOTHING, table_rows, table_text
from fidelity_rater.i18n import tr

LARGEST_BYTES: Final = 64 * 1024 * 1024
MOST_LINES: Final = 1_000_000
MOST_CELLS: Final = 5_000_000
"""Targets x raters x items: a table that names very many of each and scores hardly any would fill the memory."""
MOST_COLUMNS: Final = 200
LONGEST_NAME: Final = 120
LARGEST_SCORE: Final = 1e9
BETWEEN: Final = " · "
"""Between the parts of a name that several columns tell together."""

_TARGET: Final = (
    "target", "subject", "recording", "tape", "video", "session", "session scheduled", "session number", "session no",
    "unit", "ratee", "object", "participant", "person", "case", "client", "patient", "id",
)  # fmt: skip
_RATER: Final = ("rater", "judge", "observer", "coder", "assessor", "examiner", "rated by", "reviewer")
_SCORE: Final = ("score", "rating", "value", "response", "points", "category", "code")
_ITEM: Final = ("item", "question", "criterion", "variable")
_CLUSTER: Final = ("cluster", "therapist", "clinician", "trainee", "site", "group")
_CASE: Final = ("case", "client", "patient")
_WITHIN_A_CASE: Final = frozenset({"session", "session scheduled", "session number", "session no"})
_NUMBER: Final = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?")


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which columns tell what, by their places; empty: none does."""

    target: tuple[int, ...]
    rater: int
    score: int
    item: tuple[int, ...]
    cluster: tuple[int, ...]

    def taken(self) -> Iterator[tuple[Column, int]]:
        yield from ((Column.TARGET, at) for at in self.target)
        yield Column.RATER, self.rater
        yield Column.SCORE, self.score
        yield from ((Column.ITEM, at) for at in self.item)
        yield from ((Column.CLUSTER, at) for at in self.cluster)


class _Names:
    """Names out of some columns in the order in which they first came."""

    def __init__(self, at: tuple[int, ...], what: Column) -> None:
        self._at, self._what = at, what
        self._known: dict[str, int] = {}
        self.places: dict[str, int] = {}

    @property
    def named(self) -> bool:
        """Whether any column names them."""
        return bool(self._at)

    def place(self, line: int, cells: Sequence[str]) -> int:
        """The name's place among the others."""
        if len(self._at) != 1 or self._at[0] >= len(cells):
            return self._placed(_named(line, cells, self._at, self._what) if self._at else "")
        # The same few names stand in thousands of lines: each is looked at but once.
        written = cells[self._at[0]]
        place = self._known.get(written)
        if place is None:
            place = self._known[written] = self._placed(_named(line, cells, self._at, self._what))
        return place

    def _placed(self, name: str) -> int:
        return self.places.setdefault(name, len(self.places))

    def all(self) -> tuple[str, ...]:
        return tuple(self.places)


class _Gathered:
    """What the lines told so far."""

    def __init__(self, columns: _Columns) -> None:
        self.targets = _Names(columns.target, Column.TARGET)
        self.raters = _Names((columns.rater,), Column.RATER)
        self.items = _Names(columns.item, Column.ITEM)
        self.within = _Names(columns.cluster, Column.CLUSTER) if columns.cluster else None
        self.score = columns.score
        self.cells: dict[tuple[int, int, int], tuple[int, str]] = {}
        """By item, target and rater: the line, and the score as it is written."""
        self.clusters: dict[int, tuple[int, int]] = {}
        """By target: the line, and the place of the cluster's name."""
        self.lines = self.empty = 0


class LongTables:
    """Reads long tables that spreadsheets and statistics programs have written."""

    @property
    def largest_bytes(self) -> int:
        return LARGEST_BYTES

    def read(self, data: bytes, wishes: ColumnWishes | None = None) -> LongTable:
        if len(data) > LARGEST_BYTES:
            raise _too_large(tr("The file is larger than {n} MB.", n=LARGEST_BYTES // 2**20))
        shorten = tr("Leave out the columns that are not needed, then try again.")
        rows = table_rows(table_text(data), most_columns=MOST_COLUMNS, too_wide=shorten)
        _, head = next(rows, (0, []))
        first = next(rows, None)
        columns = _columns(head, wishes or ColumnWishes(), first[1] if first else ())
        found = _Gathered(columns)
        for line, cells in chain([first] if first else (), rows):
            found.lines += 1
            if found.lines > MOST_LINES:
                raise _too_large(tr("The table has more than {n} lines.", n=MOST_LINES))
            _gather(found, line, cells)
        return _table(found, head, columns)


def _too_large(message: str) -> UserFacingError:
    return UserFacingError(message, tr("Part it into several tables."))


# --- columns ------------------------------------------------------------------------------------------------------


def _columns(head: Sequence[str], wishes: ColumnWishes, first: Sequence[str]) -> _Columns:
    """What the columns tell, by their names; ``first`` is the line below them. Raises ``UserFacingError``."""
    keys = [_key(name) for name in head]
    asked = [
        _wished(keys, names)
        for names in (wishes.target, (wishes.rater,), (wishes.score,), wishes.item, (wishes.cluster,))
    ]
    # A column that somebody names for one thing is not taken for another by its name.
    free = ["" if any(at in those for those in asked) else key for at, key in enumerate(keys)]
    rater = asked[1] or _usual(free, (*_RATER, tr("Rater")))
    score = asked[2] or _usual(free, (*_SCORE, tr("Score")))
    item = asked[3] or _usual(free, (*_ITEM, tr("Item")))
    cluster = asked[4] or _usual(free, (*_CLUSTER, tr("Therapist")))
    target = asked[0] or _usual_target(free, cluster)
    if not (target and rater and score):
        raise _missing(first, target=target, rater=rater, score=score)
    columns = _Columns(target, rater[0], score[0], item, cluster)
    for name in {keys[at] for _, at in columns.taken()}:
        if keys.count(name) > 1:
            raise UserFacingError(
                tr("Two columns of the table are called {name}.", name=name[:40]),
                tr("Leave one of them in the table, then try again."),
            )
    return columns


def _usual_target(keys: Sequence[str], cluster: tuple[int, ...]) -> tuple[int, ...]:
    """A session's number is its own only within a case, and a case's code within a therapist: they go together."""
    found = _usual(keys, (*_TARGET, tr("Recording"), tr("Session")))
    if found and keys[found[0]] in _WITHIN_A_CASE:
        case = _usual(keys, _CASE)
        return (*cluster, *case, *found) if case else found
    return found


def _wished(keys: Sequence[str], names: Iterable[str]) -> tuple[int, ...]:
    """The columns that were asked for by name."""
    found = []
    for name in filter(None, names):
        if _key(name) not in keys:
            raise UserFacingError(
                tr("The table has no column called {name}.", name=name[:40]),
                tr("Its columns are: {names}.", names=", ".join(keys[:20])),
            )
        found.append(keys.index(_key(name)))
    return tuple(found)


def _usual(keys: Sequence[str], names: Iterable[str]) -> tuple[int, ...]:
    """The column with one of these names, the more usual name first."""
    return next(((keys.index(key),) for name in names if (key := _key(name)) in keys), ())


def _missing(
    first: Sequence[str], *, target: tuple[int, ...], rater: tuple[int, ...], score: tuple[int, ...]
) -> UserFacingError:
    remedy = tr("Write target, rater and score into its first line, or tell which columns are meant.")
    others = [cell for at, cell in enumerate(first) if at not in target and cell]
    if target and not rater and not score and len(others) > 1 and all(map(_NUMBER.fullmatch, others)):
        return UserFacingError(
            tr("The table seems to have one column for each rater, not one line for each score."),
            tr("Make it long: the columns target, rater and score, one line for each score."),
        )
    if not target:
        return UserFacingError(tr("No column of the table tells what was rated (target, subject, recording)."), remedy)
    if not rater:
        return UserFacingError(tr("No column of the table tells who rated (rater, judge, observer)."), remedy)
    return UserFacingError(tr("No column of the table tells the score (score, rating, value)."), remedy)


def _key(name: str) -> str:
    return " ".join(re.split(r"[\W_]+", name.casefold())).strip() or name.strip()


# --- lines --------------------------------------------------------------------------------------------------------


def _gather(found: _Gathered, line: int, cells: Sequence[str]) -> None:
    target = found.targets.place(line, cells)
    rater = found.raters.place(line, cells)
    item = found.items.place(line, cells)
    if found.within is not None:
        _place_in_cluster(found, line, target, found.within.place(line, cells))
    written = cells[found.score] if found.score < len(cells) else ""
    if written.casefold() in NOTHING:
        found.empty += 1
        return
    first = found.cells.setdefault((item, target, rater), (line, written))
    if first[0] != line:
        raise UserFacingError(
            tr("Lines {first} and {second} score the same item of the same target by the same rater.",
               first=first[0], second=line)
            if found.items.named
            else tr("Lines {first} and {second} score the same target by the same rater.",
                    first=first[0], second=line),
            tr("Leave one of them in the table, or tell which further columns name the target or the item."),
        )  # fmt: skip


def _place_in_cluster(found: _Gathered, line: int, target: int, cluster: int) -> None:
    first = found.clusters.setdefault(target, (line, cluster))
    if first[1] != cluster:
        raise UserFacingError(
            tr("Lines {first} and {second} place the same target within two clusters.", first=first[0], second=line),
            tr("Give each target a name of its own, or tell that both columns together name it."),
        )


def _named(line: int, cells: Sequence[str], at: tuple[int, ...], what: Column) -> str:
    if len(at) == 1 and at[0] < len(cells) and cells[at[0]]:
        return cells[at[0]][:LONGEST_NAME]
    parts = [cells[place] if place < len(cells) else "" for place in at]
    if not all(parts):
        names = {
            Column.TARGET: tr("the target"),
            Column.RATER: tr("the rater"),
            Column.ITEM: tr("the item"),
            Column.CLUSTER: tr("the cluster"),
        }
        raise UserFacingError(
            tr("In line {line}, the cell that names {what} is empty.", line=line, what=names.get(what, "")),
            tr("Fill it in, or take the line out."),
        )
    return BETWEEN.join(parts)[:LONGEST_NAME]


# --- scores -------------------------------------------------------------------------------------------------------


def _table(found: _Gathered, head: Sequence[str], columns: _Columns) -> LongTable:
    if not found.cells:
        raise UserFacingError(
            tr("The table has its columns' names, but no score under them."),
            tr("Check that the table was finished when it was saved."),
        )
    targets, raters, items = found.targets.all(), found.raters.all(), found.items.all()
    clusters = found.within.all() if found.within is not None else ()
    if len(targets) * len(raters) * len(items) > MOST_CELLS:
        raise _too_large(
            tr("The table names so many targets, raters and items that more than {n} scores could be.", n=MOST_CELLS)
        )
    numbers, categories = _numbers(found)
    blocks = [[[None] * len(raters) for _ in targets] for _ in items]  # type: list[list[list[float | None]]]
    for (item, target, rater), number in numbers.items():
        blocks[item][target][rater] = number
    taken = tuple(columns.taken())
    places = {at for _, at in taken}
    return LongTable(
        targets=targets,
        raters=raters,
        items=items,
        scores=tuple(tuple(map(tuple, block)) for block in blocks),
        lines=found.lines,
        empty=found.empty,
        taken=tuple((column, head[at][:LONGEST_NAME]) for column, at in taken),
        unused=tuple(name[:LONGEST_NAME] for at, name in enumerate(head) if at not in places and name),
        clusters=tuple(clusters[cluster] for _, (_, cluster) in sorted(found.clusters.items())),
        categories=categories,
    )


def _numbers(found: _Gathered) -> tuple[dict[tuple[int, int, int], float], tuple[str, ...]]:
    """Every score as a number, or, where not one of them is a number, as the place of its word."""
    numbers: dict[tuple[int, int, int], float] = {}
    words: dict[tuple[int, int, int], str] = {}
    known: dict[str, float | None] = {}
    for key, (line, written) in found.cells.items():
        if written not in known:
            known[written] = _number(line, written)
        number = known[written]
        if number is None:
            words[key] = written[:LONGEST_NAME]
        else:
            numbers[key] = number
    if words and numbers:
        line, written = min(found.cells[key] for key in words)
        raise UserFacingError(
            tr("In line {line}, the score “{score}” is not a number, while others are.", line=line, score=written[:40]),
            tr("Write a number, or leave the cell empty where nothing was scored."),
        )
    if words:
        categories = sorted(set(words.values()))
        at = {word: float(place) for place, word in enumerate(categories)}
        return {key: at[word] for key, word in words.items()}, tuple(categories)
    return numbers, ()


def _number(line: int, written: str) -> float | None:
    """A number with a point or a comma as its decimal sign; None for a word."""
    plain = written.replace("\u2212", "-").replace("\u00a0", "").strip()
    if not _NUMBER.fullmatch(plain):
        return None
    number = float(plain.replace(",", "."))
    if not math.isfinite(number) or abs(number) > LARGEST_SCORE:
        raise UserFacingError(
            tr("In line {line}, the score {score} is too large.", line=line, score=written[:40]),
            tr("Check that the numbers were written as they were meant."),
        )
    return number
