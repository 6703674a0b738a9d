"""TOML from plain values, for tests that build or change scale files; the standard library only reads it."""

from __future__ import annotations

import json
import re
from typing import Any


def toml_text(document: dict[str, Any]) -> str:
    """Write a document of tables, lists and plain values, tables inline below the top."""
    lines = [f"{_key(key)} = {_value(value)}" for key, value in document.items() if not isinstance(value, dict | list)]
    for key, value in document.items():
        if isinstance(value, dict):
            lines.append(f"[{_key(key)}]")
            lines += [f"{_key(inner)} = {_value(content)}" for inner, content in value.items()]
        elif isinstance(value, list) and value and all(isinstance(table, dict) for table in value):
            for table in value:
                lines.append(f"[[{_key(key)}]]")
                lines += [f"{_key(inner)} = {_value(content)}" for inner, content in table.items()]
        elif isinstance(value, list):
            lines.insert(0, f"{_key(key)} = {_value(value)}")
    return "\n".join(lines) + "\n"


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _text(key)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)} = {_value(content)}" for key, content in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_value(content) for content in value) + "]"
    return repr(value)
