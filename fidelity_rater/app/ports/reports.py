"""Port for documents that people print, file and read aloud: reports as PDF and as a page of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from fidelity_rater.app.report_models import Report


class ReportWriter(Protocol):
    """Makes documents in memory; whoever asks keeps them. Slow; belongs in a job. Raises ``UserFacingError``."""

    def pdf(self, report: Report) -> bytes:
        """Tagged PDF (PDF/UA-1)."""
        ...

    def html(self, report: Report) -> bytes:
        """One self-contained page: no scripts, nothing loaded from elsewhere."""
        ...

    def pages(self, report: Report) -> tuple[bytes, ...]:
        """The PDF's pages as PNG pictures, to be looked at."""
        ...
