"""Sets a report as tagged PDF/UA with Typst, all in memory. The same report is the same bytes again."""

from __future__ import annotations

import json
import logging
from datetime import UTC
from functools import cached_property
from typing import TYPE_CHECKING, Any

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.look import LIGHT
from fidelity_rater.app.report_models import Picture, Report
from fidelity_rater.charts.vector import Drawing, drawings, font_folder
from fidelity_rater.i18n import tr
from fidelity_rater.reports.plain import language_of, plain
from fidelity_rater.resources import resource_path

if TYPE_CHECKING:
    from typst import Fonts

log = logging.getLogger(__name__)

UPRIGHT_IN, ACROSS_IN = (6.65, 9.2), (10.1, 5.9)
"""What a page holds beside its margins and one heading."""
DOTS_PER_INCH = 110
"""Of pages as pictures: as large as they are read on a screen."""


class PdfSetter:
    """Keeps the fonts it has read."""

    def set(self, report: Report) -> bytes:
        """Raises ``UserFacingError`` where the document cannot be made."""
        made: bytes = self._compile(report, format="pdf", pdf_standards="ua-1")
        return made

    def pages(self, report: Report) -> tuple[bytes, ...]:
        """The same pages as PNG; raises as :meth:`set` does."""
        made = self._compile(report, format="png", ppi=DOTS_PER_INCH)
        return (made,) if isinstance(made, bytes) else tuple(made)

    def _compile(self, report: Report, **wanted: Any) -> Any:
        import typst

        files: dict[str, bytes] = {}
        data = plain(report, lambda picture: _draw(picture, files))
        files["report.json"] = json.dumps({**data, **_around(report)}, ensure_ascii=False).encode()
        files["main"] = resource_path("reports", "report.typ").read_bytes()
        try:
            return typst.compile(
                files,
                font_paths=self._fonts,
                ignore_system_fonts=True,
                timestamp=report.head.at.astimezone(UTC).replace(microsecond=0),
                **wanted,
            )
        except typst.TypstError as error:
            log.error("a report could not be set: %s", error.message)
            raise UserFacingError(
                tr("The report could not be made as PDF."), tr("Save it as HTML, which any browser opens and prints.")
            ) from None

    @cached_property
    def _fonts(self) -> Fonts:
        import typst

        return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(font_folder())])


def _draw(picture: Picture, files: dict[str, bytes]) -> list[dict[str, Any]]:
    told = []
    for drawing in drawings(picture.of, LIGHT):
        name = f"chart-{len(files)}.svg"
        files[name] = drawing.svg.encode()
        told.append({"file": name, "width_in": _width_in(drawing), "across": drawing.across})
    return told


def _width_in(drawing: Drawing) -> float:
    width, height = ACROSS_IN if drawing.across else UPRIGHT_IN
    return drawing.width_in * min(1.0, width / drawing.width_in, height / drawing.height_in)


def _around(report: Report) -> dict[str, Any]:
    language, region = language_of(report.head.language)
    look = LIGHT
    return {
        "language": language,
        "region": region or None,
        "scale_language": language_of(report.head.scale_language)[0],
        "look": {
            "text": look.text,
            "muted": look.muted,
            "border": look.border,
            "sunken": look.sunken,
            "accent": look.accent,
            "danger": look.danger.strong,
            "warning": look.warning.strong,
            "hues": {name: look.hue(name).strong for name in ("adherence", "quality", "proscribed", "other")},
        },
    }
