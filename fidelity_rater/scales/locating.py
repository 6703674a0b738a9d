"""Where in a TOML file a key stands: the parser tells no lines, and an author with 71 items needs one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from fidelity_rater.scales.errors import Fault

_HEADER: Final = re.compile(r"^[ \t]*(?:\[\[[ \t]*([\w.-]+)[ \t]*\]\]|\[[ \t]*([\w.-]+)[ \t]*\])")
_KEY: Final = re.compile(r"^(?P<section>scoring\.\w+|\w+)(?:\[(?P<index>\d+)\])?(?:\.(?P<name>[\w-]+).*)?$")


def with_lines(faults: Sequence[Fault], text: str, document: dict[str, Any]) -> tuple[Fault, ...]:
    """Add to each fault the line where its key, or else its table, stands, and put them in the order of the file.

    A fault whose place is not sure comes first, without a line.
    """
    lines = text.splitlines()
    headers: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        match = _HEADER.match(line)
        if match:
            headers.setdefault(match[1] or match[2], []).append(number)
    located = (replace(fault, line=_line_of(fault.key, lines, headers, document)) for fault in faults)
    return tuple(sorted(located, key=lambda fault: fault.line or 0))


def _line_of(key: str, lines: list[str], headers: dict[str, list[int]], document: dict[str, Any]) -> int | None:
    match = _KEY.match(key)
    if match is None:
        return None
    section, index = match["section"], int(match["index"] or 0)
    starts = headers.get(section, [])
    # A header inside a long text would shift the count; then no line is better than a wrong one.
    if not starts or len(starts) != _tables(section, document):
        return None
    name = match["name"]
    for number in range(starts[index] + 1, len(lines)) if name else ():
        if _HEADER.match(lines[number]):
            break
        if re.match(rf"[ \t]*{re.escape(name)}[ \t]*=", lines[number]):
            return number + 1
    return starts[index] + 1


def _tables(section: str, document: dict[str, Any]) -> int:
    found: Any = document
    for step in section.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    return len(found) if isinstance(found, list) else int(found is not None)
