"""What can be wrong with a scale file, as faults a site author can mend. Finding them belongs in ``loading``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: in which file, at which key, and a translated sentence that says what.

    ``line`` is where to look, None where that is not known; it is part of ``key`` when the file is not even TOML.
    """

    file: str
    key: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line is not None else self.file
        return ": ".join(part for part in (place, self.key, self.message) if part)


class ScaleFaults(Exception):
    """A file is not a usable scale or competence map; every fault found, in the order of the file."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults
