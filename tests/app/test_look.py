from __future__ import annotations

import re
from dataclasses import fields

import pytest

from fidelity_rater.app.look import DARK, LIGHT, Hue, LookTokens, contrast, look_named

LOOKS = pytest.mark.parametrize("look", [LIGHT, DARK], ids=lambda look: look.name)


def test_contrast_follows_the_published_extremes() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)  # the known lightest readable grey


@LOOKS
def test_every_text_can_be_read(look: LookTokens) -> None:
    ratios = {name: round(contrast(ink, ground), 2) for name, ink, ground in look.text_pairs()}
    poor = {name: ratio for name, ratio in ratios.items() if ratio < 4.5}
    assert not poor


@LOOKS
def test_controls_and_focus_can_be_seen(look: LookTokens) -> None:
    for ground in (look.window, look.surface, look.hover):
        assert contrast(look.control, ground) >= 3
        assert contrast(look.accent, ground) >= 3


@LOOKS
def test_every_colour_is_one(look: LookTokens) -> None:
    for field in fields(look):
        value = getattr(look, field.name)
        colours = [value.strong, value.on, value.soft] if isinstance(value, Hue) else [value]
        for colour in colours:
            assert field.name in {"name", "dark"} or re.fullmatch(r"#[0-9a-f]{6}", colour), field.name


def test_a_role_nobody_knows_gets_the_neutral_hue() -> None:
    assert LIGHT.hue("adherence") == LIGHT.adherence
    assert LIGHT.hue("globals") == LIGHT.other
    assert look_named("dark") is DARK
    assert look_named("sepia") is LIGHT
