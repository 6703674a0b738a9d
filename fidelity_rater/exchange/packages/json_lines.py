"""JSON Lines from somebody else: bounded, strict, and never deeper than can be read."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from fidelity_rater.exchange.packages.refusals import not_understood


def read_lines(part: BinaryIO, *, longest: int) -> Iterator[Mapping[str, Any]]:
    """The objects, one a line. Raises ``UserFacingError`` at the first that is none."""
    while line := part.readline(longest + 1):
        if len(line) > longest:
            raise not_understood()
        yield _object(line)


def _object(line: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(line.decode("utf-8"), parse_constant=_refuse, parse_float=_finite)
        if b"\\u" in line:
            # Half of a pair of characters is valid JSON, but no text that could be kept anywhere.
            json.dumps(found, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise not_understood() from None
    if not isinstance(found, dict):
        raise not_understood()
    return found


def _refuse(constant: str) -> float:
    raise ValueError(constant)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number
