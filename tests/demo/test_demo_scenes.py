"""The demo's scenes: their words, what is listed as heard in them, and their sound."""

from __future__ import annotations

import hashlib

import av
import numpy as np
import pytest

from fidelity_rater.domain.caseload import FocalArea
from fidelity_rater.resources import resource_path
from fidelity_rater.scales.loading import load_scale
from fidelity_rater.scales.model import RuleKind, Scale
from helpers.demo_files import demo, scenes, timing

SCENES = scenes()
TIMING = timing()


@pytest.fixture(scope="module")
def scale() -> Scale:
    return load_scale(resource_path("scales", "ipt.toml").read_bytes(), name="ipt.toml")


def test_every_phase_and_focal_area_has_a_scene() -> None:
    assert {s["phase"] for s in SCENES.values()} == {"initial", "middle", "termination", "maintenance"}
    areas = {area for s in SCENES.values() if s["phase"] == "middle" for area in s["focal_areas"]}
    assert areas == {str(area) for area in FocalArea}


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_says_that_it_is_synthetic_before_anything_else(name: str) -> None:
    first, *others = demo(SCENES[name]["text"]).read_text(encoding="utf-8").splitlines()
    assert first.startswith("N: Synthetic demonstration recording.")
    assert all(line.startswith(("T: ", "C: ")) for line in others)
    assert others[0].startswith("T: ")


@pytest.mark.parametrize("name", SCENES)
def test_what_is_listed_as_heard_fits_the_scale_and_is_said_by_the_therapist(name: str, scale: Scale) -> None:
    scene = SCENES[name]
    lines = demo(scene["text"]).read_text(encoding="utf-8").splitlines()
    for heard in scene["heard"]:
        item = scale.item(heard["item"])
        assert item.fits(scene["phase"], tuple(scene["focal_areas"])), item.id
        dimension = {RuleKind.QUALITY_ONLY: "quality", RuleKind.PROSCRIBED: "extent"}.get(item.rule, "adherence")
        assert scale.dimension(dimension).permits(heard["extent"]), item.id
        assert heard["extent"] > 0, item.id
        assert heard["lines"] == sorted(set(heard["lines"])), item.id
        assert all(lines[number - 1].startswith("T: ") for number in heard["lines"]), item.id


def test_the_good_scenes_show_nothing_proscribed_and_the_other_one_does() -> None:
    proscribed = {name: [h["item"] for h in s["heard"] if h["item"].startswith("PRO-")] for name, s in SCENES.items()}
    assert len(proscribed.pop("not_ipt")) >= 5
    assert not any(proscribed.values())


@pytest.mark.parametrize("name", SCENES)
def test_the_sound_is_small_opus_as_long_as_its_timing_says(name: str) -> None:
    path, times = demo(SCENES[name]["audio"]), TIMING[name]
    with av.open(str(path)) as container:
        (stream,) = container.streams.audio
        assert (stream.codec_context.name, stream.codec_context.channels) == ("opus", 1)
        assert container.duration is not None
        assert container.duration / 1000 == pytest.approx(times["duration_ms"], abs=40)
    assert 80_000 <= times["duration_ms"] <= 180_000
    assert path.stat().st_size == times["bytes"]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == times["sha256"]


def test_all_sound_together_is_under_four_megabytes() -> None:
    assert sum(path.stat().st_size for path in demo("audio").iterdir()) < 4_000_000
    assert {path.stem for path in demo("audio").glob("*.opus")} == set(SCENES) == set(TIMING)


@pytest.mark.parametrize("name", SCENES)
def test_timing_follows_the_text_line_by_line(name: str) -> None:
    lines = demo(SCENES[name]["text"]).read_text(encoding="utf-8").splitlines()
    spoken = TIMING[name]["lines"]
    assert [(number, speaker) for number, speaker, _, _ in spoken] == [(n, line[0]) for n, line in enumerate(lines, 1)]
    ends = [0] + [end for *_, end in spoken]
    assert all(before <= start < end for before, (_, _, start, end) in zip(ends, spoken, strict=False))
    assert ends[-1] <= TIMING[name]["duration_ms"]


def test_the_voices_speak_where_the_timing_says_and_are_silent_between() -> None:
    with av.open(str(demo("audio", "maintenance.opus"))) as container:
        samples = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
    rate = 48_000
    speaking = np.zeros(len(samples), dtype=bool)
    for *_, start, end in TIMING["maintenance"]["lines"]:
        part = slice(start * rate // 1000, end * rate // 1000)
        speaking[part] = True
        assert np.sqrt(np.mean(samples[part] ** 2)) > 0.05
    assert np.sqrt(np.mean(samples[~speaking] ** 2)) < 0.005
