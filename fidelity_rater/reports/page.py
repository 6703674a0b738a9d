"""Sets a report as one self-contained HTML page with Jinja2: no scripts, nothing loaded from anywhere."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from fidelity_rater.app.look import DARK, LIGHT, LookTokens
from fidelity_rater.app.report_models import Picture, Report
from fidelity_rater.charts.vector import drawings
from fidelity_rater.reports.plain import language_of, plain
from fidelity_rater.resources import resource_path

if TYPE_CHECKING:
    from jinja2 import Environment


class PageSetter:
    """Keeps the template it has read."""

    def set(self, report: Report) -> bytes:
        from markupsafe import Markup

        counted = iter(range(10_000))
        data = plain(report, lambda picture: _draw(picture, counted))
        language, region = language_of(report.head.language)
        return (
            self._environment.get_template("report.html")
            .render(
                **data,
                language=f"{language}-{region}" if region else language,
                scale_language=language_of(report.head.scale_language)[0],
                # Our own file; nothing that a person wrote is in it.
                style=Markup(self._style),  # noqa: S704
                at=report.head.at.isoformat(),
            )
            .encode()
        )

    @cached_property
    def _environment(self) -> Environment:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        return Environment(
            loader=FileSystemLoader(resource_path("reports")),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    @cached_property
    def _style(self) -> str:
        rules = resource_path("reports", "report.css").read_text(encoding="utf-8")
        light, dark = (";".join(f"--{name}:{value}" for name, value in _colours(look)) for look in (LIGHT, DARK))
        return f":root{{{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{rules}"


def _colours(look: LookTokens) -> list[tuple[str, str]]:
    plain_ones = ("window", "surface", "sunken", "border", "text", "muted", "accent")
    hues = ("adherence", "quality", "proscribed", "other", "warning", "danger")
    return [(name, getattr(look, name)) for name in plain_ones] + [(name, getattr(look, name).strong) for name in hues]


def _draw(picture: Picture, counted: Any) -> list[dict[str, Any]]:
    """Every drawing twice, for light and for dark ground; the page shows the one that fits."""
    pairs = zip(drawings(picture.of, LIGHT), drawings(picture.of, DARK), strict=True)
    return [
        {"light": _inline(light.svg, next(counted), picture), "dark": _inline(dark.svg, next(counted), picture)}
        for light, dark in pairs
    ]


def _inline(svg: str, number: int, picture: Picture) -> Any:
    """A drawing as a part of the page: names of its own, its title and description, no style that leaks out."""
    from markupsafe import Markup, escape

    own = f"c{number}-"
    svg = re.sub(r"<style.*?</style>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{own}\1"', svg)
    svg = re.sub(r'href="#([^"]+)"', rf'href="#{own}\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{own}\1)", svg)
    start, rest = svg.split(">", 1)
    start += f' role="img" aria-labelledby="{own}title {own}desc" stroke-linejoin="round"'
    told = f'<title id="{own}title">{escape(picture.title)}</title><desc id="{own}desc">{escape(picture.alt)}</desc>'
    # Made by charts, which escapes what a scale calls its items.
    return Markup(f"{start}>{told}{rest}")  # noqa: S704
