"""Speech and silence: told by voice or by loudness, smoothed alike."""

from __future__ import annotations

import builtins
import random
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity_rater.app.ports.waveform import SpeechBasis
from fidelity_rater.media import speech
from fidelity_rater.media.speech import LoudnessHearing, VoiceHearing, hearing, smoothed
from helpers.shaped_sounds import sound, waveform


def hear(hearing: VoiceHearing, data: Any) -> None:
    hearing.take([data])
    while hearing.waiting:
        hearing.listen()


def flags(*runs: tuple[bool, int]) -> Any:
    """Answers of 10 ms each, given as runs in milliseconds."""
    return np.concatenate([np.full(length // 10, value) for value, length in runs])


def spans(*runs: tuple[bool, int]) -> tuple[tuple[int, int], ...]:
    answers = flags(*runs)
    return smoothed(answers, frame_ms=10, known_ms=len(answers) * 10)


def test_a_short_pause_belongs_to_the_speech_around_it() -> None:
    assert spans((False, 1000), (True, 500), (False, 390), (True, 500), (False, 1000)) == ((910, 2480),)


def test_a_long_pause_parts() -> None:
    assert spans((False, 1000), (True, 500), (False, 400), (True, 500), (False, 1000)) == ((910, 1590), (1810, 2490))


def test_a_knock_is_no_speech() -> None:
    assert spans((False, 1000), (True, 170), (False, 1000), (True, 180), (False, 1000)) == ((2080, 2440),)


def test_speech_at_the_edges_stays_inside() -> None:
    assert spans((True, 500), (False, 1000), (True, 500)) == ((0, 590), (1410, 2000))


@pytest.mark.parametrize("value", [True, False])
def test_all_or_nothing(value: bool) -> None:
    assert spans((value, 3000)) == (((0, 3000),) if value else ())
    assert smoothed(np.zeros(0, np.bool_), frame_ms=30, known_ms=0) == ()


@given(st.lists(st.booleans(), max_size=400), st.floats(1, 60))
def test_spans_are_in_order_and_do_not_overlap(answers: list[bool], frame_ms: float) -> None:
    known_ms = int(len(answers) * frame_ms)
    found = smoothed(np.array(answers, np.bool_), frame_ms=frame_ms, known_ms=known_ms)
    assert all(0 <= start < end <= known_ms for start, end in found)
    assert all(before < after for (_, before), (after, _) in pairwise(found))


def voiced(seconds: float, rate: int) -> Any:
    """Make a buzz with three formants: to the detector, a vowel."""
    at = np.arange(int(seconds * rate)) / rate
    tones = sum(np.sin(2 * np.pi * 130 * n * at) / (1 + abs(130 * n - 500) / 200) for n in range(1, 25))
    return 0.4 * tones / np.abs(tones).max() * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * at))


def talk(rate: int) -> Any:
    """Two seconds of a quiet room, three of voice, three of the room."""
    chance = np.random.default_rng(8)
    data = chance.standard_normal(8 * rate) * 0.0005
    data[2 * rate : 5 * rate] += voiced(3, rate)
    return data


@pytest.mark.parametrize("rate", [8000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000])
def test_the_voice_is_found_at_its_time_at_any_rate(rate: int) -> None:
    found = waveform(sound(talk(rate), rate=rate))
    assert found.speech_basis is SpeechBasis.VOICE
    ((start, end),) = found.speech
    assert start == pytest.approx(2000, abs=200)
    assert end == pytest.approx(5000, abs=400)


def test_either_lane_may_speak() -> None:
    data = talk(16_000)
    quiet = np.zeros_like(data)
    for lanes in ([data, quiet], [quiet, data]):
        ((start, _),) = waveform(sound(lanes, rate=16_000)).speech
        assert start == pytest.approx(2000, abs=200)


def test_blocks_of_any_length_give_the_detector_the_same_sound() -> None:
    """What is left over of a frame waits for the next block."""
    heard: list[bytes] = []

    class Ear:
        def is_speech(self, frame: bytes, rate: int) -> bool:
            assert (len(frame), rate) == (480, 8000)
            heard.append(frame)
            return False

    data = (talk(16_000) * 32_767).astype(np.int16)
    whole = VoiceHearing(Ear(), 16_000)
    hear(whole, data)
    at_once, chance, at = list(heard), random.Random(2), 0
    heard.clear()
    parts = VoiceHearing(Ear(), 16_000)
    while at < len(data):
        size = 2 * chance.randrange(1, 4500)
        hear(parts, data[at : at + size])
        at += size
    assert heard == at_once


@pytest.fixture
def without_detector(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest: Any, **named: Any) -> Any:
        if name == "webrtcvad":
            raise ImportError(name)
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", refuse)


@pytest.mark.usefixtures("without_detector")
def test_without_the_detector_loudness_tells() -> None:
    assert isinstance(hearing(16_000), LoudnessHearing)
    found = waveform(sound(talk(16_000), rate=16_000))
    assert found.speech_basis is SpeechBasis.LOUDNESS
    ((start, end),) = found.speech
    assert (start, end) == (pytest.approx(2000, abs=150), pytest.approx(5000, abs=150))


@pytest.mark.usefixtures("without_detector")
@pytest.mark.parametrize("height", [0.0, 0.0002, 0.5])
def test_an_even_sound_is_no_speech_to_loudness(height: float) -> None:
    data = np.random.default_rng(3).uniform(-height, height, 5 * 16_000)
    assert waveform(sound(data, rate=16_000)).speech == ()


def test_a_broken_detector_does_not_stop_the_waveform(monkeypatch: pytest.MonkeyPatch) -> None:
    """A detector that cannot be loaded, for whatever reason, leaves loudness."""
    monkeypatch.setitem(__import__("sys").modules, "webrtcvad", None)
    assert isinstance(speech.hearing(16_000), LoudnessHearing)


def test_speech_follows_the_peaks_and_is_never_said_to_be_known_before_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fidelity_rater.media.making.FIRST_S", 0.0)
    monkeypatch.setattr("fidelity_rater.media.making.EVERY_S", 0.0)
    seen: list[Any] = []
    data = sound(np.tile(talk(8000), 8), rate=8000)
    whole = waveform(data, duration_ms=64_000, grown=seen.append)
    assert whole.speech_known_ms == whole.known_ms == 64_000
    decoded = [now for now in seen if now.known_ms == 64_000]
    assert decoded, "the peaks are handed out before all speech is known"
    assert decoded[0].duration_ms == 64_000
    assert not decoded[0].whole
    assert decoded[0].speech_known_ms < 64_000
    told = [now.speech_known_ms for now in seen]
    assert told == sorted(told)
    for now in seen:
        assert all(end <= now.speech_known_ms for _, end in now.speech)


@pytest.mark.parametrize("most", [0, 20_000, 10**9])
def test_of_a_very_long_recording_some_is_heard_while_it_is_decoded(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr("fidelity_rater.media.speech.MOST_WAITING", most)
    found = waveform(sound(np.tile(talk(8000), 8), rate=8000))
    assert len(found.speech) == 8


@pytest.mark.usefixtures("without_detector")
def test_loudness_is_known_as_far_as_the_peaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fidelity_rater.media.making.FIRST_S", 0.0)
    monkeypatch.setattr("fidelity_rater.media.making.EVERY_S", 0.0)
    seen: list[Any] = []
    waveform(sound(np.tile(talk(8000), 30), rate=8000), grown=seen.append)
    assert seen
    assert all(now.speech_known_ms == now.known_ms for now in seen)
