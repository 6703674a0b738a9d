"""What somebody asks for when they ask for a report: which one, and what may be ticked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fidelity_rater.app.report_models import Report


@dataclass(frozen=True, slots=True)
class Choices:
    """What is ticked. Notes are left out unless asked for."""

    notes: bool = False
    moments: bool = True
    feedback: bool = True


@dataclass(frozen=True, slots=True)
class ReportWish:
    """A report to be made. ``about`` is told by codes and names the file; ``offers`` are the choices that matter."""

    title: str
    about: str
    make: Callable[[Choices], Report]
    offers: frozenset[str] = frozenset()

    @property
    def file_stem(self) -> str:
        """A name to suggest, in letters that every file system takes."""
        kept = "".join(c if c.isalnum() or c in "-_" else " " for c in f"{self.title} {self.about}")
        return "-".join(kept.split())[:80]


NOTES, MOMENTS, FEEDBACK = "notes", "moments", "feedback"
