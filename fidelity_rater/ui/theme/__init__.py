"""The look on screen: palette, stylesheet, text size and icons, made from the tokens of ``app.look``."""

from __future__ import annotations

from fidelity_rater.ui.theme.icons import icon, icon_names, pixmap
from fidelity_rater.ui.theme.palette import LOOK_CHANGES, current_look, palette_for
from fidelity_rater.ui.theme.stylesheet import set_role
from fidelity_rater.ui.theme.theme import GRID, ColourChoice, Theme

__all__ = [
    "GRID",
    "LOOK_CHANGES",
    "ColourChoice",
    "Theme",
    "current_look",
    "icon",
    "icon_names",
    "palette_for",
    "pixmap",
    "set_role",
]
