"""The scale for supervision sessions: thirteen items of one dimension, and an honest notice."""

from __future__ import annotations

from fidelity_rater.app.rating.questions import forms_offered
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.resources import resource_path
from fidelity_rater.scales.loading import load_scale

NAME = "supervision-session.toml"


def test_thirteen_items_each_with_what_it_sounds_like_and_anchors_of_its_own() -> None:
    scale = load_scale(resource_path("scales", NAME).read_bytes(), name=NAME)
    (quality,) = scale.dimensions
    assert [item.id for item in scale.items] == [f"S{n}" for n in range(1, 14)]
    assert all(not item.phases and not item.focal_areas and item.sounds_like for item in scale.items)
    assert all("Person supervised:" in item.description and "Supervisor:" in item.description for item in scale.items)
    general = {level.value: level.anchor for level in quality.levels}
    for item in scale.items:
        own = {level.value: level.anchor for level in scale.anchors_of(item, quality)}
        assert all(own[value] != general[value] for value in (1, 3, 5))
    for told in ("unvalidated", "formative", "what a person supervised brings", "no body's accreditation"):
        assert told in scale.notice


def test_it_can_be_chosen_when_a_rating_begins() -> None:
    shelf = ScaleShelf(
        {name: resource_path("scales", name).read_bytes for name in ("ipt.toml", NAME)}, default_name="ipt.toml"
    )
    assert any(choice.id.startswith(NAME) for choice in forms_offered(shelf))
