"""The clock against the sound itself, in small; ``benchmarks/clock.py`` does it at length."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from fidelity_rater.app.ports.sound import PlayerState
from fidelity_rater.domain.timecode import ClockQuality
from fidelity_rater.playback.engine import open_player

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "clock.py"
SECONDS = 20


@pytest.fixture(scope="module")
def bench() -> Iterator[ModuleType]:
    player = open_player()
    player.close()
    if player.engine == "none":
        pytest.skip("libVLC is not installed on this computer")
    if not BENCHMARK.exists():
        pytest.skip("the benchmarks are not beside these tests")
    spec = importlib.util.spec_from_file_location("clock_benchmark", BENCHMARK)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.mark.parametrize("rate", [1.0, 1.5])
def test_after_a_seek_in_a_vbr_mp3_the_clock_tells_what_is_heard(bench: ModuleType, rate: float) -> None:
    """libVLC's own demuxer is seconds off here; off 1x its word runs ahead of the sound."""
    sound = bench.speechlike(SECONDS)
    session = bench.Session(bench.encode(sound, "mp3", "libmp3lame", quality=5), SECONDS * 1000)
    try:
        session.player.set_rate(rate)
        session.player.play()
        session.wait_for(PlayerState.PLAYING)
        session.player.seek(11_000)
        session.look(1.5, rate)
        errors = [error for look, error, _ in bench.errors(session, sound) if look.quality is ClockQuality.OK]
    finally:
        session.close()
    assert len(errors) > 5
    assert abs(np.median(errors)) < (5 if rate == 1.0 else 20)
