"""From bytes to entries: TOML, sizes and shapes, each fault told in a sentence. Cross-checks belong in ``checks``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

from pydantic import ValidationError

from fidelity_rater.i18n import tr
from fidelity_rater.scales.errors import Fault, ScaleFaults
from fidelity_rater.scales.schema import FORMAT, Entry

LARGEST_FILE: Final = 2_000_000
MOST_ENTRIES: Final = 2_000
MOST_DOTS: Final = 1_000

EntryT = TypeVar("EntryT", bound=Entry)
_POSITION: Final = re.compile(
    r"^(?P<what>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$", re.DOTALL
)
_TYPES: Final = frozenset(
    {"string_type", "int_type", "float_type", "bool_type", "date_type", "list_type", "dict_type", "model_type"}
)


@dataclass
class FaultList:
    """The faults found so far in one file."""

    file: str
    faults: list[Fault] = field(default_factory=list)

    def add(self, key: str, message: str) -> None:
        self.faults.append(Fault(self.file, key, message))

    def raise_if_any(self) -> None:
        if self.faults:
            raise ScaleFaults(tuple(self.faults))


class AnyId(Container[str]):
    """The ids of a section where some could not be read: nothing is known to be missing from it."""

    def __contains__(self, _: object) -> bool:
        return True


@dataclass(frozen=True)
class Section(Generic[EntryT]):
    """The entries of one list of tables that are sound in themselves, each with its key.

    ``ids`` also names the entries that are not sound, so that one fault is not told as many.
    """

    entries: tuple[tuple[str, EntryT], ...]
    ids: Container[str]
    complete: bool

    def __iter__(self) -> Iterator[tuple[str, EntryT]]:
        return iter(self.entries)


def read_document(data: bytes, faults: FaultList) -> tuple[str, dict[str, Any]]:
    """Return the text of a TOML file and what it holds, or raise what makes it unreadable."""
    if len(data) > LARGEST_FILE:
        faults.add("", tr("the file is larger than {limit} bytes, too large for a scale", limit=LARGEST_FILE))
    else:
        try:
            text = data.decode("utf-8")
            _check_dots(text, faults)
            # A byte order mark is what some editors put first; it is no fault of the author's.
            return text, tomllib.loads(text.removeprefix("\ufeff"))
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            faults.add(tr("line {line}", line=line), tr("this is not UTF-8 text; save the file as UTF-8"))
        except RecursionError:
            faults.add("", tr("its values are nested too deeply"))
        except ValueError as error:
            _add_syntax_fault(str(error), faults)
    raise ScaleFaults(tuple(faults.faults))


def _check_dots(text: str, faults: FaultList) -> None:
    """Refuse keys of endless parts: the time to parse one grows with the square of its dots."""
    if text.count(".") <= MOST_DOTS:
        return
    for number, line in enumerate(text.splitlines(), start=1):
        if line.count(".") > MOST_DOTS:
            faults.add(tr("line {line}", line=number), tr("this line has too many dots"))
    faults.raise_if_any()


def _add_syntax_fault(reported: str, faults: FaultList) -> None:
    match = _POSITION.match(reported)
    what = match["what"] if match else reported
    if match and match["line"]:
        place = tr("line {line}, column {column}", line=match["line"], column=match["column"])
    else:
        place = tr("end of file") if match else ""
    faults.add(place, tr("this is not valid TOML ({what})", what=what[:200]))


def check_top_level(document: dict[str, Any], known: frozenset[str], faults: FaultList) -> None:
    """Check the format's number, and that there is nothing at the top that the format does not know."""
    version = document.get("format")
    if version is None:
        faults.add("format", tr("is missing; this version reads format {format}", format=FORMAT))
    elif type(version) is not int or version != FORMAT:
        faults.add("format", tr("is not a format this version reads; it reads format {format}", format=FORMAT))
    for key in document.keys() - known - {"format"}:
        faults.add(shortened(key), tr("is not a key that the format knows"))


def read_table(model: type[EntryT], raw: object, key: str, faults: FaultList) -> EntryT | None:
    """Read one table, or tell what is wrong with it."""
    if raw is None:
        faults.add(key, tr("is missing"))
        return None
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            _add_shape_fault(detail, key, faults)
        return None


def read_section(
    model: type[EntryT], raw: object, key: str, faults: FaultList, *, id_key: str = "id", required: bool = True
) -> Section[EntryT]:
    """Read a list of tables, telling also ids that come twice; a required one needs at least one table."""
    nothing: Section[EntryT] = Section((), AnyId(), complete=False)
    if raw is None or raw == []:
        if not required:
            return Section((), frozenset(), complete=True)
        faults.add(key, tr("is missing; at least one is needed"))
        return nothing
    if not isinstance(raw, list):
        faults.add(key, tr("must be a list of tables, each under [[{key}]]", key=key))
        return nothing
    if len(raw) > MOST_ENTRIES:
        faults.add(key, tr("has more than {limit} entries", limit=MOST_ENTRIES))
        return nothing
    before = len(faults.faults)
    ids = _read_ids(raw, key, faults, id_key=id_key)
    tables = ((where, read_table(model, table, where, faults)) for where, table in _numbered(raw, key))
    entries = tuple((where, entry) for where, entry in tables if entry is not None)
    return Section(entries, ids, complete=len(faults.faults) == before)


def _numbered(tables: list[object], key: str) -> Iterator[tuple[str, object]]:
    return ((f"{key}[{index}]", table) for index, table in enumerate(tables))


def _read_ids(tables: list[object], key: str, faults: FaultList, *, id_key: str) -> Container[str]:
    """Return every id that the tables give, sound or not, and tell those that come twice."""
    first: dict[str, str] = {}
    unnamed = False
    for where, table in _numbered(tables, key):
        entry_id = table.get(id_key) if isinstance(table, dict) else None
        if not isinstance(entry_id, str):
            unnamed = True
        elif first.setdefault(entry_id, where) != where:
            message = tr('"{value}" is already {first}', value=shortened(entry_id), first=first[entry_id])
            faults.add(f"{where}.{id_key}", message)
    return AnyId() if unnamed else first.keys()


def shortened(value: str) -> str:
    """Shorten a stranger's text and take out what could not be shown."""
    shown = "".join(char if char.isprintable() else "?" for char in value)
    return shown if len(shown) <= 60 else shown[:59] + "…"


def _add_shape_fault(detail: Any, key: str, faults: FaultList) -> None:
    path = key
    for step in detail["loc"]:
        if isinstance(step, int):
            path += f"[{step}]"
        elif step != "[key]":
            path += f".{shortened(step)}"
    faults.add(path.removeprefix("."), _shape_sentence(detail))


def _shape_sentence(detail: Any) -> str:
    kind: str = detail["type"]
    context: dict[str, Any] = detail.get("ctx", {})
    if kind in _TYPES:
        return _type_sentence(kind)
    if kind in ("enum", "literal_error"):
        allowed = str(context.get("expected", "")).replace(" or ", ", ").replace("'", "")
        return tr("{value} is not one of: {allowed}", value=_quoted(detail["input"]), allowed=allowed)
    if kind == "string_pattern_mismatch":
        return _pattern_sentence(detail)
    plain = {
        "missing": tr("is missing"),
        "extra_forbidden": tr("is not a key that the format knows"),
        "blank": tr("must not be empty"),
        "too_short": tr("must name at least one"),
        "control_character": tr("has a character that cannot be shown"),
    }
    return plain.get(kind) or _limit_sentence(kind, context)


def _limit_sentence(kind: str, context: dict[str, Any]) -> str:
    limit = next(iter(context.values()), "")
    match kind:
        case "string_too_long":
            return tr("is longer than {limit} characters", limit=context["max_length"])
        case "greater_than":
            return tr("must be more than {limit}", limit=limit)
        case "greater_than_equal":
            return tr("must be {limit} or more", limit=limit)
        case "less_than_equal":
            return tr("must be {limit} or less", limit=limit)
        case _:
            return tr("is not usable here")


def _type_sentence(kind: str) -> str:
    match kind:
        case "string_type":
            return tr('must be text, in "quotation marks"')
        case "int_type":
            return tr("must be a whole number")
        case "float_type":
            return tr("must be a number")
        case "bool_type":
            return tr("must be true or false")
        case "date_type":
            return tr("must be a day, written as 2026-11-22")
        case "list_type":
            return tr("must be a list, in [square brackets]")
        case _:
            return tr("must be a table of keys and values")


def _pattern_sentence(detail: Any) -> str:
    value = _quoted(detail["input"])
    if detail["loc"][-1] == "language":
        return tr("{value} is not a language code such as en or de-CH", value=value)
    if "anchors" in detail["loc"] and len(detail["loc"]) > 3:
        return tr("{value} is not a level: a whole number is needed", value=value)
    return tr("{value} is not a usable id: a letter, then letters, digits, and the signs - _ .", value=value)


def _quoted(value: object) -> str:
    # Anything but text may be too large or too deep to spell out.
    return f'"{shortened(value)}"' if isinstance(value, str) else tr("this value")
