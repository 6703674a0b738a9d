"""From tokens to a QPalette, and back: which look the application wears now."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QGuiApplication, QPalette

from fidelity_rater.app.look import DARK, LIGHT, LookTokens


def palette_for(look: LookTokens) -> QPalette:
    """Make the palette of a look, every role told, so that nothing of the system's own shines through."""
    palette = QPalette(QColor(look.window))
    role = QPalette.ColorRole
    colours = {
        role.Window: look.window,
        role.Base: look.surface,
        role.AlternateBase: look.hover,
        role.Button: look.surface,
        role.ToolTipBase: look.text,
        role.ToolTipText: look.surface,
        role.WindowText: look.text,
        role.Text: look.text,
        role.ButtonText: look.text,
        role.BrightText: look.danger.strong,
        role.PlaceholderText: look.muted,
        role.Highlight: look.accent,
        role.HighlightedText: look.on_accent,
        role.Accent: look.accent,
        role.Link: look.accent,
        role.LinkVisited: look.accent,
        role.Light: look.hover,
        role.Midlight: look.hover,
        role.Mid: look.border,
        role.Dark: look.control,
        role.Shadow: look.sunken,
    }
    for each, colour in colours.items():
        palette.setColor(each, QColor(colour))
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, QColor(look.disabled))
    return palette


LOOK_CHANGES: Final = frozenset({QEvent.Type.PaletteChange, QEvent.Type.StyleChange})
"""The events by which a widget that paints itself learns that its colours may be others now.

A window's stylesheet may hold its palette, so that only its style is told of a change.
"""


def current_look() -> LookTokens:
    """The look that the application's palette wears; for widgets that paint themselves."""
    return DARK if QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT
