"""Column types: how uids, times, days, hashes and small structures lie in the file."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Dialect, Integer, LargeBinary, Text
from sqlalchemy.types import TypeDecorator

from fidelity_rater.domain.ratings.chain import microseconds

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def uid_bytes(uid: str) -> bytes:
    """The 16 bytes of a uid. Raises ``ValueError`` unless it is written as ``str(uuid4())`` writes it.

    Hashes cover the text of uids, so a second spelling of the same one must not get in.
    """
    raw = bytes.fromhex(uid.replace("-", ""))
    if len(raw) != 16 or uid_text(raw) != uid:
        raise ValueError("a uid is a UUID in its usual form, lower case")
    return raw


def uid_text(raw: bytes) -> str:
    """The uid of 16 bytes."""
    h = raw.hex()
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


def instant(us: int) -> datetime:
    """The time of so many microseconds since 1970, UTC; exact."""
    return _EPOCH + us * _MICROSECOND


class Uid(TypeDecorator[str]):
    """A UUID as text outside, 16 bytes inside."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else uid_bytes(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else uid_text(value)


class MaybeUid(Uid):
    """A UUID, or nothing: empty text outside, NULL inside."""

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return super().process_bind_param(value or None, dialect)

    def process_result_value(self, value: Any, dialect: Dialect) -> str:
        return super().process_result_value(value, dialect) or ""


class Instant(TypeDecorator[datetime]):
    """A wall-clock time: aware outside (a naive one is refused), microseconds UTC inside."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else microseconds(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else instant(value)


class Day(TypeDecorator[date]):
    """A calendar day, as ISO text so that it sorts."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        return None if value is None else value.isoformat()

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        return None if value is None else date.fromisoformat(value)


class HexDigest(TypeDecorator[str]):
    """A hash as hexadecimal text outside, bytes inside."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else bytes.fromhex(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else value.hex()


class JsonText(TypeDecorator[Any]):
    """A list or mapping of plain values that is only ever read whole."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


class Truth(TypeDecorator[bool]):
    """Yes or no, as 1 or 0: STRICT tables know no BOOLEAN."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)
