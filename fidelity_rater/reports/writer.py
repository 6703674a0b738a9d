"""The :class:`~fidelity_rater.app.ports.reports.ReportWriter` that the application uses."""

from __future__ import annotations

from fidelity_rater.app.report_models import Report
from fidelity_rater.reports.page import PageSetter
from fidelity_rater.reports.pdf import PdfSetter


class Documents:
    """PDF and HTML; what is slow to load is loaded with the first of each."""

    def __init__(self) -> None:
        self._pdf, self._page = PdfSetter(), PageSetter()

    def pdf(self, report: Report) -> bytes:
        return self._pdf.set(report)

    def html(self, report: Report) -> bytes:
        return self._page.set(report)

    def pages(self, report: Report) -> tuple[bytes, ...]:
        return self._pdf.pages(report)
