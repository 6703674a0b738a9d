"""The stylesheet: one shipped template, filled with a look's colours."""

from __future__ import annotations

from dataclasses import fields
from string import Template

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from fidelity_rater.app.look import Hue, LookTokens
from fidelity_rater.resources import resource_path


def stylesheet_for(look: LookTokens, *, text_pt: float = 10.0) -> str:
    """Fill the template; a colour it names that no look has is an error at once."""
    template = Template(resource_path("styles", "app.qss").read_text(encoding="utf-8"))
    sizes = {"heading_pt": f"{text_pt * 1.1:.2f}", "title_pt": f"{text_pt * 1.4:.2f}"}
    return template.substitute(_colours(look), **sizes)


def set_role(widget: QWidget, role: str, *, tone: str = "") -> None:
    """Give a widget its part in the stylesheet, also after it has been shown."""
    widget.setProperty("role", role)
    widget.setProperty("tone", tone)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def _colours(look: LookTokens) -> dict[str, str]:
    colours: dict[str, str] = {}
    for field in fields(look):
        value = getattr(look, field.name)
        if isinstance(value, Hue):
            colours |= {field.name: value.strong, f"{field.name}_on": value.on, f"{field.name}_soft": value.soft}
        elif isinstance(value, str):
            colours[field.name] = value
    accent = QColor(look.accent)
    colours["accent_hover"] = (accent.lighter(112) if look.dark else accent.darker(115)).name()
    for drawing in ("chevron", "check"):
        colours[drawing] = resource_path("styles", f"{drawing}-{look.name}.svg").as_posix()
    return colours
