"""What somebody asks for when they ask for a report: which one, and what may be ticked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fidelity_rater.app.report_models import Report
from fidelity_rater.app.reporting.places import SessionPlace
from fidelity_rater.app.reporting.session import Ticked, session_report_of
from fidelity_rater.domain.feedback import Feedback
from fidelity_rater.domain.ratings.snapshot import Snapshot
from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import Scale


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


def received_wish(
    snapshot: Snapshot, scale: Scale, place: SessionPlace, *, feedback: Feedback | None, fingerprint: str = ""
) -> ReportWish:
    """The report of feedback that was received: of a rating that is not here but as a snapshot."""

    def make(choices: Choices) -> Report:
        return session_report_of(
            snapshot,
            scale,
            place,
            feedback=feedback if choices.feedback else None,
            ticked=Ticked(notes=choices.notes, moments=choices.moments),
            fingerprint=fingerprint,
        )

    offers = {MOMENTS} | ({FEEDBACK} if feedback else set()) | ({NOTES} if _has_notes(snapshot) else set())
    return ReportWish(tr("Session report"), place.told, make, frozenset(offers))


def _has_notes(snapshot: Snapshot) -> bool:
    return bool(snapshot.notes) or any(moment.note for moment in snapshot.moments)
