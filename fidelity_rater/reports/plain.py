"""A report as plain values for a template: JSON that holds text and never markup, with its charts drawn."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from fidelity_rater.app.report_models import Picture, Report, Section

Draw = Callable[[Picture], Any]
"""What stands in the template's data for a picture's drawings."""

# Controls, lone surrogates and noncharacters have no glyph in any font and no place in XML. An override of the
# direction would let words read otherwise than they were written; the marks that right-to-left text needs stay.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane * 0x10000 + 0xFFFE) + chr(plane * 0x10000 + 0xFFFF) for plane in range(1, 17))
    + "]"
)


def printable(text: str) -> str:
    """The text with ordinary line ends, and with a mark where something cannot be printed."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n"))


def plain(report: Report, draw: Draw) -> dict[str, Any]:
    """Everything a template needs; each block names its kind."""
    return {"head": _plain(report.head), "sections": [_section(section, draw) for section in report.sections]}


def _section(section: Section, draw: Draw) -> dict[str, Any]:
    blocks = []
    for block in section.blocks:
        kind = type(block).__name__.lower()
        if isinstance(block, Picture):
            told = {"title": printable(block.title), "alt": printable(block.alt), "drawings": draw(block)}
        else:
            told = _plain(block)
        blocks.append({"kind": kind, **told})
    across = any(drawing.get("across") for block in blocks for drawing in block.get("drawings", ()))
    return {"title": printable(section.title), "level": section.level, "across": across, "blocks": blocks}


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return str(value)
    if isinstance(value, str):
        return printable(value)
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value) if field.name != "at"}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


def language_of(tag: str) -> tuple[str, str]:
    """Language and region of a tag such as ``pt-BR``; English where it is none."""
    found = re.fullmatch(r"([A-Za-z]{2,3})(?:-([A-Za-z]{2}))?(?:-.*)?", tag)
    return (found[1].lower(), (found[2] or "").upper()) if found else ("en", "")
