"""Read what a stranger has written: every field is of the kind and within the bounds that it should be, or refused."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Final, TypeVar

from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.i18n import tr

E = TypeVar("E", bound=StrEnum)

LONGEST_CODE: Final = 64
LONGEST_TEXT: Final = 200_000
MOST: Final = 2**53
"""Beyond this, not every program reads the same number."""
HASH: Final = 64


def malformed(part: str, what: str) -> UserFacingError:
    """The sentence for a part that is not as it should be, with the name of the field."""
    return UserFacingError(
        tr("Something in this package is not as it should be ({part}: {what}).", part=part, what=what),
        tr("Nothing was taken in. Ask its sender to make it again."),
    )


class Fields:
    """One object of a part, read field by field. Fields that nobody asks for are those of a later version: let be."""

    def __init__(self, data: object, part: str) -> None:
        if not isinstance(data, Mapping):
            raise malformed(part, tr("no object"))
        self._data: Mapping[str, Any] = data
        self.part = part

    def has(self, name: str) -> bool:
        return self._data.get(name) is not None

    def raw(self, name: str) -> Any:
        return self._data.get(name)

    def fault(self, name: str) -> UserFacingError:
        return malformed(self.part, name)

    def text(self, name: str, *, most: int = LONGEST_TEXT, least: int = 0) -> str:
        value = self._data.get(name)
        if not isinstance(value, str) or not least <= len(value) <= most or "\0" in value:
            raise self.fault(name)
        try:
            value.encode()
        except UnicodeEncodeError:
            raise self.fault(name) from None
        return value

    def code(self, name: str) -> str:
        """A short name that is shown and put in file names."""
        value = self.text(name, most=LONGEST_CODE, least=1)
        if value != " ".join(value.split()) or not all(c.isalnum() or c in " -_./" for c in value):
            raise self.fault(name)
        return value

    def word(self, name: str) -> str:
        """A short technical name, such as of a codec; may be empty."""
        value = self.text(name, most=LONGEST_CODE)
        if not value.isprintable():
            raise self.fault(name)
        return value

    def uid(self, name: str) -> str:
        return self._uid(self._data.get(name), name)

    def maybe_uid(self, name: str) -> str:
        """A uid, or the empty text where none is given."""
        return self._uid(self._data[name], name) if self._data.get(name) else ""

    def uids(self, name: str, *, most: int = 1000) -> tuple[str, ...]:
        return tuple(self._uid(value, name) for value in self.list(name, most=most))

    def _uid(self, value: object, name: str) -> str:
        try:
            if isinstance(value, str) and str(uuid.UUID(value)) == value:
                return value
        except ValueError:
            pass
        raise self.fault(name)

    def whole(self, name: str, *, least: int = 0, most: int = MOST) -> int:
        value = self._data.get(name)
        if type(value) is not int or not least <= value <= most:
            raise self.fault(name)
        return value

    def maybe_whole(self, name: str, *, least: int = 0, most: int = MOST) -> int | None:
        return self.whole(name, least=least, most=most) if self.has(name) else None

    def truth(self, name: str) -> bool:
        value = self._data.get(name, False)
        if not isinstance(value, bool):
            raise self.fault(name)
        return value

    def bytes_of(self, name: str, *, least: int = 0, most: int = 64) -> bytes:
        """Bytes that are written in hexadecimal."""
        text = self.text(name, most=2 * most)
        try:
            value = bytes.fromhex(text)
        except ValueError:
            raise self.fault(name) from None
        if not least <= len(value) <= most or value.hex() != text:
            raise self.fault(name)
        return value

    def sha256(self, name: str) -> str:
        return self.bytes_of(name, least=HASH // 2, most=HASH // 2).hex()

    def instant(self, name: str) -> datetime:
        """A wall-clock time with its zone."""
        try:
            value = datetime.fromisoformat(self.text(name, most=40))
            if value.tzinfo is not None:
                return value.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        raise self.fault(name)

    def maybe_day(self, name: str) -> date | None:
        if not self.has(name):
            return None
        try:
            return date.fromisoformat(self.text(name, most=10))
        except ValueError:
            raise self.fault(name) from None

    def one_of(self, name: str, kind: type[E]) -> E:
        try:
            return kind(self.text(name, most=LONGEST_CODE))
        except ValueError:
            raise self.fault(name) from None

    def some_of(self, name: str, kind: type[E]) -> tuple[E, ...]:
        try:
            return tuple(kind(value) for value in self.list(name, most=100))
        except (ValueError, TypeError):
            raise self.fault(name) from None

    def list(self, name: str, *, most: int = 10_000) -> list[Any]:
        value = self._data.get(name, [])
        if not isinstance(value, list) or len(value) > most:
            raise self.fault(name)
        return value

    def objects(self, name: str, *, most: int = 10_000) -> Iterator[Fields]:
        for value in self.list(name, most=most):
            yield Fields(value, self.part)

    def mapping(self, name: str) -> Mapping[str, Any]:
        value = self._data.get(name)
        if not isinstance(value, Mapping):
            raise self.fault(name)
        return value


def agrees(read: Any, given: Any) -> bool:
    """Whether what was read is what was given, but for fields that a later version may have added to objects.

    Readers of the domain are lenient (they turn 5 into "5"); what comes from outside is not to be guessed at.
    """
    if isinstance(read, Mapping):
        return isinstance(given, Mapping) and all(name in given and agrees(read[name], given[name]) for name in read)
    if isinstance(read, list):
        return isinstance(given, list) and len(read) == len(given) and all(map(agrees, read, given))
    return type(read) is type(given) and bool(read == given)


def bounded(value: Any, *, depth: int = 12) -> bool:
    """Whether texts and lists in a body stay within bounds, and nothing is nested without end."""
    if depth == 0:
        return False
    if isinstance(value, str):
        return len(value) <= LONGEST_TEXT and "\0" not in value and not any("\ud800" <= c <= "\udfff" for c in value)
    if isinstance(value, list):
        return len(value) <= 20_000 and all(bounded(each, depth=depth - 1) for each in value)
    if isinstance(value, Mapping):
        return len(value) <= 20_000 and all(
            bounded(key, depth=depth - 1) and bounded(each, depth=depth - 1) for key, each in value.items()
        )
    if isinstance(value, float):
        return value == value and abs(value) < float("inf")
    return not isinstance(value, int) or abs(value) <= MOST
