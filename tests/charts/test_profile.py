"""The item profile: every score as a number in a shape of its own, on as many pages as it takes."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter

import pytest

from fidelity_rater.app.look import DARK, LIGHT, LookTokens
from fidelity_rater.app.report_models import ItemProfile, ProfileRow, Track
from fidelity_rater.charts.profile import HIGHEST, draw_profile

TRACKS = (Track("Adherence", "adherence", 0, 4), Track("Quality", "quality", 1, 5, 3))
SVG = "{http://www.w3.org/2000/svg}"


def profile(*rows: ProfileRow, groups: int = 1, competent: str = "") -> ItemProfile:
    return ItemProfile(TRACKS, tuple((f"Group {n}", rows) for n in range(groups)), competent)


def words(svg: str) -> list[str]:
    return [text.text or "" for text in ET.fromstring(svg).iter(f"{SVG}text")]


def shapes(svg: str) -> Counter[str]:
    root = ET.fromstring(svg)
    return Counter(each.tag.removeprefix(SVG) for each in root.iter() if each.get("fill") in ("#004488", "#7d6100"))


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=lambda look: look.name)
def test_every_score_is_a_number_in_its_dimensions_own_shape(look: LookTokens) -> None:
    (svg,) = draw_profile(profile(ProfileRow("Checks", (3, 4)), ProfileRow("Links", (0, None))), look)
    levels = [*"01234", *"12345"]
    assert sorted(w for w in words(svg) if w.isdigit()) == sorted([*levels, "3", "4", "0"])
    if look is LIGHT:
        assert (shapes(svg)["circle"], shapes(svg)["rect"]) == (2, 1)


def test_a_state_stands_in_words_where_there_is_no_number() -> None:
    row = ProfileRow("Repairs strain", (None, None), "No occasion")
    assert "No occasion" in words(draw_profile(profile(row), LIGHT)[0])


def test_what_a_scale_calls_its_items_is_text() -> None:
    (svg,) = draw_profile(profile(ProfileRow("<b> & $x$", (1, 1)), competent="<3>"), LIGHT)
    assert {"<b> & $x$", "<3>"} <= set(words(svg))


def test_many_items_take_several_pages_and_none_is_lost() -> None:
    rows = tuple(ProfileRow(f"Item {n}", (n % 5, 1 + n % 5)) for n in range(30))
    pages = draw_profile(profile(*rows, groups=5), LIGHT)
    assert len(pages) > 2
    assert all(float(ET.fromstring(page).get("height", "0")) <= HIGHEST for page in pages)
    told = Counter(word for page in pages for word in words(page) if word.startswith("Item "))
    assert told == Counter({f"Item {n}": 5 for n in range(30)})
    assert any(word.endswith("continued") for page in pages for word in words(page))


def test_nothing_scored_draws_nothing() -> None:
    assert draw_profile(ItemProfile(TRACKS, ()), LIGHT) == ()
