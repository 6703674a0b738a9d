"""What a command said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def refused(self) -> str:
        """The one sentence of a refusal."""
        assert self.code != 0
        assert self.out == ""
        (line,) = self.err.splitlines()
        assert "Traceback" not in line
        assert line.endswith((".", "?")), line
        return line


Run = Callable[..., Answer]
