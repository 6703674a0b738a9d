"""Writes a report's file whole or not at all."""

from __future__ import annotations

from pathlib import Path

from fidelity_rater.app.plain_files import put_whole
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.reports import ReportWriter
from fidelity_rater.app.report_models import Report
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.i18n import tr

PDF, HTML = ".pdf", ".html"


def save(report: Report, path: Path, *, writer: ReportWriter, progress: Progress) -> Path:
    """Set the report by the file's ending and put it there, over what was there; return the place.

    Nothing is changed where it fails or is stopped. Raises ``UserFacingError`` or ``Cancelled``.
    """
    kind = path.suffix.lower()
    if kind not in {PDF, HTML, ".htm"}:
        raise UserFacingError(tr("A report can be saved as PDF or HTML."), tr("End the file's name in .pdf or .html."))
    progress.tell(1, 3)
    data = writer.pdf(report) if kind == PDF else writer.html(report)
    progress.tell(2, 3)
    _put(data, path)
    progress.tell(3, 3)
    return path


def _put(data: bytes, path: Path) -> None:
    """Only the owner may read it: a report is a clinical record."""
    try:
        put_whole(data, path)
    except OSError:
        raise UserFacingError(
            tr("The report could not be saved there."), tr("Choose another folder, or free some space.")
        ) from None
