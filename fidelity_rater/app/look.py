"""The colours of the look, as plain data that the window and the charts share. No toolkit here.

The three hues are Paul Tol's medium-contrast set (https://personal.sron.nl/~pault/), which stays apart in every kind of
colour blindness: its dark halves on light ground, its light halves on dark. A hue never speaks alone: a number, a shape
or a word always says the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Hue:
    """One hue of meaning: ``strong`` for ink, lines and filled buttons, ``on`` for ink on it, ``soft`` for ground."""

    strong: str
    on: str
    soft: str


@dataclass(frozen=True, slots=True)
class LookTokens:
    """Every colour of one look, as ``#rrggbb``."""

    name: str
    dark: bool
    window: str
    surface: str
    sunken: str
    hover: str
    border: str
    control: str
    """Outline of a control that must be seen: at least 3:1 on any ground."""
    text: str
    muted: str
    disabled: str
    accent: str
    on_accent: str
    accent_soft: str
    adherence: Hue
    quality: Hue
    proscribed: Hue
    other: Hue
    ok: Hue
    warning: Hue
    danger: Hue
    grid: str

    def hue(self, role: str) -> Hue:
        """The hue of a dimension's role; an unknown role gets the neutral one."""
        hues = {"adherence": self.adherence, "quality": self.quality, "proscribed": self.proscribed}
        return hues.get(role, self.other)

    def text_pairs(self) -> Iterator[tuple[str, str, str]]:
        """Every (name, ink, ground) that text is drawn in; a test holds each to 4.5:1."""
        grounds = {"window": self.window, "surface": self.surface, "sunken": self.sunken, "hover": self.hover}
        for ground, colour in grounds.items():
            yield f"text on {ground}", self.text, colour
            yield f"muted on {ground}", self.muted, colour
            yield f"accent on {ground}", self.accent, colour
        yield "text on accent_soft", self.text, self.accent_soft
        yield "muted on accent_soft", self.muted, self.accent_soft
        yield "accent on accent_soft", self.accent, self.accent_soft
        yield "on_accent on accent", self.on_accent, self.accent
        for name in ("adherence", "quality", "proscribed", "other", "ok", "warning", "danger"):
            hue: Hue = getattr(self, name)
            yield f"on {name}", hue.on, hue.strong
            yield f"text on soft {name}", self.text, hue.soft
            yield f"muted on soft {name}", self.muted, hue.soft
            yield f"{name} on its soft", hue.strong, hue.soft
            yield f"{name} on surface", hue.strong, self.surface
            yield f"{name} on window", hue.strong, self.window


LIGHT: Final = LookTokens(
    name="light",
    dark=False,
    window="#f3f4f6",
    surface="#ffffff",
    sunken="#e9ebef",
    hover="#eef1f4",
    border="#d5d9df",
    control="#79838f",
    text="#1b232d",
    muted="#525d69",
    disabled="#8b949e",
    accent="#0b655f",
    on_accent="#ffffff",
    accent_soft="#dcefec",
    adherence=Hue("#004488", "#ffffff", "#e3edf8"),
    quality=Hue("#7d6100", "#ffffff", "#faf1d2"),
    proscribed=Hue("#994455", "#ffffff", "#fbe9ec"),
    other=Hue("#47525e", "#ffffff", "#e9ecef"),
    ok=Hue("#1d6639", "#ffffff", "#e4f2e8"),
    warning=Hue("#85480a", "#ffffff", "#fdf0dc"),
    danger=Hue("#a3201d", "#ffffff", "#fdeae8"),
    grid="#d5d9df",
)

DARK: Final = LookTokens(
    name="dark",
    dark=True,
    window="#161a20",
    surface="#1e242c",
    sunken="#12161b",
    hover="#29313b",
    border="#38424e",
    control="#7b8896",
    text="#e7ebf0",
    muted="#a7b2be",
    disabled="#6d7884",
    accent="#5fcabf",
    on_accent="#0a201d",
    accent_soft="#183a38",
    adherence=Hue("#86b4e6", "#0a1b2d", "#1c3048"),
    quality=Hue("#eecc66", "#241b00", "#3a3216"),
    proscribed=Hue("#ee99aa", "#2d0c14", "#35222a"),
    other=Hue("#b4bfca", "#171c22", "#2b333c"),
    ok=Hue("#7fcf9a", "#08210f", "#193323"),
    warning=Hue("#f0b26b", "#2b1800", "#3d2c16"),
    danger=Hue("#ff9c94", "#330806", "#4a211f"),
    grid="#38424e",
)


def look_named(name: str) -> LookTokens:
    """The light look, unless the dark one is asked for."""
    return DARK if name == DARK.name else LIGHT


def contrast(ink: str, ground: str) -> float:
    """WCAG 2.2 contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((_luminance(ink), _luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
