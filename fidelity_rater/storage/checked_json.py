"""Small JSON files with a format name, a version and a checksum, so that damage is told from a wrong key."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Final

_BIGGEST: Final = 64 * 1024 * 1024


class Damaged(Exception):
    """The file is not of this format, or has changed since it was written."""


class Newer(Exception):
    """The file is of a later version of the format."""


def canonical(record: dict[str, Any]) -> bytes:
    """Write a record in the one form that hashes and seals are taken of."""
    return json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def to_bytes(record: dict[str, Any], *, format_name: str, version: int) -> bytes:
    """Write a record with its format, version and checksum, readable by people."""
    whole = {"format": format_name, "version": version} | record
    whole["checksum"] = hashlib.sha256(canonical(whole)).hexdigest()
    return (json.dumps(whole, indent=1, ensure_ascii=False) + "\n").encode()


def read(path: Path, *, format_name: str, version: int) -> dict[str, Any]:
    """Read a record back. Raises :class:`Damaged`, :class:`Newer` or ``OSError``."""
    if path.stat().st_size > _BIGGEST:
        raise Damaged
    try:
        whole = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise Damaged from error
    if not isinstance(whole, dict) or whole.get("format") != format_name:
        raise Damaged
    if not isinstance(whole.get("version"), int):
        raise Damaged
    if whole["version"] > version:
        raise Newer
    checksum = whole.pop("checksum", None)
    if checksum != hashlib.sha256(canonical(whole)).hexdigest():
        raise Damaged
    return whole
