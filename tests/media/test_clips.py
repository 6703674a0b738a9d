"""Clips begin and end where they say on the time axis that peaks are drawn on, and carry nothing but their sound."""

from __future__ import annotations

import io
import wave
from collections.abc import Callable
from itertools import repeat
from pathlib import Path
from typing import Any, Final

import av
import numpy as np
import pytest

from fidelity_rater.app.ports.clips import ClipCutter, Cover, Covered
from fidelity_rater.app.ports.jobs import Cancelled
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.media import clip_reading
from fidelity_rater.media.clip_reading import Passing
from fidelity_rater.media.clips import PyAvClips
from fidelity_rater.media.decoding import Decoding, lanes
from fidelity_rater.media.reading import CalmReader, best_sound, open_container
from helpers.sounds import encoded, samples, wav_bytes

OPUS_RATE: Final = 48_000
KINDS: Final[dict[str, Callable[[], bytes]]] = {
    "wav": lambda: wav_bytes(9),
    "wav, 11025 Hz": lambda: wav_bytes(9, 11_025),
    "wav, floats": lambda: encoded("wav", "pcm_f32le", 9),
    "mp3, vbr": lambda: encoded("mp3", "libmp3lame", 9, vbr=True),
    "mp3 without a count": lambda: encoded("mp3", "libmp3lame", 9, muxer={"write_xing": "0"}),
    "m4a": lambda: encoded("ipod", "aac", 9),
    "opus": lambda: encoded("ogg", "libopus", 9),
    "vorbis": lambda: encoded("ogg", "vorbis", 9),
    "flac": lambda: encoded("flac", "flac", 9),
    "wma": lambda: encoded("asf", "wmav2", 9),
    "webm": lambda: encoded("webm", "libopus", 9),
    "webm without a length": lambda: encoded("webm", "libopus", 9, muxer={"live": "1"}),
    "aac": lambda: encoded("adts", "aac", 9),
    "mp4, video": lambda: encoded("mp4", "aac", 9, video=True),
}


class Telling:
    """Remembers what was told; stops at a call where it is asked to."""

    def __init__(self, *, stop_at: int = -1) -> None:
        self.told: list[tuple[int, int]] = []
        self._stop_at = stop_at

    def tell(self, done: int, total: int) -> None:
        self.told.append((done, total))
        self.check()

    def check(self) -> None:
        if len(self.told) == self._stop_at:
            raise Cancelled


def cutter() -> ClipCutter:
    return PyAvClips()


def cut(data: bytes, *spans: tuple[int, int], covered: tuple[Covered, ...] = ()) -> Any:
    return cutter().cut(io.BytesIO(data), spans, covered=covered, progress=Telling())


def heard(data: bytes) -> tuple[np.ndarray, int]:
    """Decode on the time axis of the peaks; the first lane, as numbers from -1 to 1."""
    with open_container(CalmReader(io.BytesIO(data))) as container:
        stream: Any = best_sound(container)
        decoding = Decoding(container, stream, duration_ms=60_000)
        parts = [lanes(block)[0] for block in decoding.blocks(repeat(8000))]
    sound = np.concatenate(parts)
    return (sound / 32_768 if sound.dtype == np.int16 else sound).astype(np.float64), decoding.rate


def as_clip_hears(sound: np.ndarray, rate: int) -> np.ndarray:
    """Bring sound to the rate of clips, without moving it."""
    places = np.arange(len(sound) * OPUS_RATE // rate) * rate / OPUS_RATE
    return np.interp(places, np.arange(len(sound)), sound)


def late_ms(clip: np.ndarray, original: np.ndarray) -> tuple[float, float]:
    """Tell by how much a clip is late, and how alike both are there (1: the same)."""
    size = 2 * max(len(clip), len(original))
    product = np.fft.irfft(np.fft.rfft(clip, size) * np.conj(np.fft.rfft(original, size)))
    place = int(np.argmax(product))
    alike = product[place] / (np.linalg.norm(clip) * np.linalg.norm(original))
    return (place if place < size // 2 else place - size) * 1000 / OPUS_RATE, float(alike)


@pytest.mark.parametrize("kind", KINDS)
def test_a_clip_begins_where_it_says_in_every_kind_of_recording(kind: str) -> None:
    data = KINDS[kind]()
    original, rate = heard(data)
    first, second = cut(data, (6_203, 7_450), (1_777, 3_001))
    for clip, (start, end) in ((first, (6_203, 7_450)), (second, (1_777, 3_001))):
        assert (clip.start_ms, clip.end_ms, clip.codec, clip.suffix) == (start, end, "opus", ".opus")
        assert not clip.altered
        sound, clip_rate = heard(clip.data)
        assert clip_rate == OPUS_RATE
        assert abs(len(sound) - (end - start) * 48) <= 5
        expected = as_clip_hears(original[round(start * rate / 1000) : round(end * rate / 1000)], rate)
        late, alike = late_ms(sound, expected)
        assert abs(late) < 0.1, f"{late} ms late"
        assert alike > 0.65


@pytest.mark.parametrize("kind", ["wav", "opus", "m4a"])
def test_what_lies_far_on_is_jumped_to(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clip_reading, "JUMP_S", 2.0)
    data, jump, jumps = KINDS[kind](), Passing._jump, list[float]()

    def noted(self: Passing, at: float) -> None:
        jumps.append(at)
        jump(self, at)

    monkeypatch.setattr(Passing, "_jump", noted)
    (clip,) = cut(data, (7_203, 8_450))
    original, rate = heard(data)
    expected = as_clip_hears(original[round(7.203 * rate) : round(8.45 * rate)], rate)
    late, alike = late_ms(heard(clip.data)[0], expected)
    assert len(jumps) == 1
    assert abs(late) < 0.1
    assert alike > 0.65


def test_a_click_stands_at_its_millisecond() -> None:
    sound = np.zeros(8 * OPUS_RATE, np.int16)
    sound[5 * OPUS_RATE + 480 : 5 * OPUS_RATE + 490] = 30_000
    (clip,) = cut(wav(sound, OPUS_RATE), (4_900, 5_400))
    found, _ = heard(clip.data)
    assert abs(float(np.argmax(np.abs(found))) / 48 - 110.1) < 0.15


def wav(sound: np.ndarray, rate: int, channels: int = 1) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(channels)
        writer.setsampwidth(2)
        writer.setframerate(rate)
        writer.writeframes(sound.astype("<i2").tobytes())
    return file.getvalue()


@pytest.mark.parametrize(("channels", "lanes_kept"), [(1, 1), (2, 2), (6, 1)])
def test_two_channels_stay_two_and_more_are_mixed(channels: int, lanes_kept: int) -> None:
    data = wav(np.repeat(samples(2, 8000), channels), 8000, channels)
    (clip,) = cut(data, (500, 1500))
    with av.open(io.BytesIO(clip.data)) as container:
        assert container.streams.audio[0].channels == lanes_kept


def test_overlapping_spans_and_the_same_one_twice_are_each_cut() -> None:
    clips = cut(wav_bytes(5), (1000, 3000), (2000, 4000), (1000, 3000))
    assert [(clip.start_ms, clip.end_ms) for clip in clips] == [(1000, 3000), (2000, 4000), (1000, 3000)]
    assert clips[0].data == clips[2].data


def test_what_lies_beyond_the_recording_is_left_off() -> None:
    (clip,) = cut(wav_bytes(3), (-2000, 9000))
    assert (clip.start_ms, clip.end_ms) == (0, 3000)


def test_a_span_without_any_sound_is_refused() -> None:
    with pytest.raises(UserFacingError, match="no sound"):
        cut(wav_bytes(3), (1000, 2000), (4000, 5000))


def test_nothing_but_sound_goes_along_and_the_same_cut_gives_the_same_bytes() -> None:
    file = io.BytesIO()
    with av.open(file, "w", format="ogg") as output:
        output.metadata.update(title="Mrs Miller", artist="Dr Snow", date="2026-01-02")
        stream: Any = output.add_stream("libopus", rate=OPUS_RATE, layout="mono")
        stream.metadata.update(title="Mrs Miller", comment="first session")
        frame = av.AudioFrame.from_ndarray(samples(2, OPUS_RATE)[None, :], format="s16", layout="mono")
        frame.sample_rate = OPUS_RATE
        output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    (clip,) = cut(file.getvalue(), (0, 1000))
    whole = io.BytesIO()
    assert cutter().whole(io.BytesIO(file.getvalue()), whole, covered=(), progress=Telling()) == ("opus", ".opus")
    for data in (clip.data, whole.getvalue()):
        assert b"Miller" not in data
        assert b"Snow" not in data
        with av.open(io.BytesIO(data)) as container:
            assert not container.metadata
            assert not container.streams.audio[0].metadata
    assert cut(file.getvalue(), (0, 1000))[0].data == clip.data


@pytest.mark.parametrize("cover", list(Cover))
def test_nothing_of_a_covered_stretch_is_heard_and_nothing_beside_it_is_touched(cover: Cover) -> None:
    """Told by a tone that only the covered stretch holds."""
    rate, seconds = 16_000, 6
    at = np.arange(rate * seconds) / rate
    low = 0.3 * np.sin(2 * np.pi * 220 * at)
    secret = np.where((at >= 2.0) & (at < 3.0), 0.5 * np.sin(2 * np.pi * 3100 * at), low)
    data = wav((secret * 32_767).astype(np.int16), rate)
    (open_clip,) = cut(data, (1000, 4000))
    (clip,) = cut(data, (1000, 4000), covered=(Covered(2000, 3000, cover),))
    assert clip.altered
    assert loudness_at(open_clip.data, 3100) > 0.2
    assert loudness_at(clip.data, 3100) < 0.002
    sound, _ = heard(clip.data)
    before, after = sound[: 1000 * 48 - 200], sound[2000 * 48 + 200 : -200]
    assert 0.19 < np.sqrt(np.mean(before**2)) < 0.23
    assert 0.19 < np.sqrt(np.mean(after**2)) < 0.23
    middle = sound[1060 * 48 : 1960 * 48]
    assert (np.abs(middle).max() < 0.01) == (cover is Cover.SILENCE)


def loudness_at(data: bytes, hertz: int) -> float:
    """Tell the loudest that a frequency gets in any 20 ms."""
    sound, rate = heard(data)
    size = rate // 50
    frames = sound[: len(sound) // size * size].reshape(-1, size) * np.hanning(size)
    bins = np.abs(np.fft.rfft(frames, axis=1)) / (size / 4)
    return float(bins[:, round(hertz * size / rate)].max())


def test_a_stretch_elsewhere_does_not_make_a_clip_an_altered_one() -> None:
    one, other = cut(wav_bytes(5), (0, 1000), (2000, 3000), covered=(Covered(1000, 2000),))
    assert not one.altered
    assert not other.altered


def test_a_pause_of_the_recorder_is_silent_in_the_clip_too() -> None:
    data = with_a_leap(seconds=8, at=4, by=3)
    original, _ = heard(data)
    paused, beyond = cut(data, (3500, 7600), (4500, 6500))
    sound, _ = heard(paused.data)
    expected = original[3500 * 48 : 7600 * 48]
    assert late_ms(sound, expected)[1] > 0.65
    assert abs(late_ms(sound, expected)[0]) < 0.1
    assert np.abs(heard(beyond.data)[0]).max() < 0.001


def with_a_leap(*, seconds: float, at: float, by: float) -> bytes:
    """Encode a webm whose time stamps leap ahead."""
    file = io.BytesIO()
    source: Any = av.open(io.BytesIO(encoded("webm", "libopus", seconds)))
    with source, av.open(file, "w", format="webm") as output:
        sound = source.streams.audio[0]
        stream = output.add_stream_from_template(sound)
        for packet in source.demux(sound):
            if packet.pts is None or packet.dts is None or packet.time_base is None:
                continue
            if packet.pts * packet.time_base >= at:
                packet.pts += int(by / packet.time_base)
                packet.dts += int(by / packet.time_base)
            packet.stream = stream
            output.mux(packet)
    return file.getvalue()


def test_a_recording_whose_time_begins_anew_is_cut_as_its_peaks_are_drawn() -> None:
    data = encoded("ogg", "libopus", 4) + encoded("ogg", "libopus", 4, muxer={"serial_offset": "77"})
    original, rate = heard(data)
    assert len(original) > 7.9 * rate
    (clip,) = cut(data, (5000, 6500))
    late, alike = late_ms(heard(clip.data)[0], original[5000 * 48 : 6500 * 48])
    assert abs(late) < 0.1
    assert alike > 0.65


def test_the_whole_is_as_long_as_the_recording_and_covered_where_asked() -> None:
    out = io.BytesIO()
    told = Telling()
    cutter().whole(io.BytesIO(wav_bytes(5)), out, covered=(Covered(1000, 2000),), progress=told)
    sound, _ = heard(out.getvalue())
    assert abs(len(sound) - 5 * OPUS_RATE) <= 3
    assert np.abs(sound[1060 * 48 : 1960 * 48]).max() < 0.01
    assert told.told[-1][1] == 5000


@pytest.mark.parametrize("whole", [False, True])
def test_stopping_leaves_nothing_running(whole: bool) -> None:
    data, stop = wav_bytes(5), Telling(stop_at=1)
    with pytest.raises(Cancelled):
        if whole:
            cutter().whole(io.BytesIO(data), io.BytesIO(), covered=(), progress=stop)
        else:
            cutter().cut(io.BytesIO(data), [(1000, 2000)], progress=stop)


@pytest.mark.parametrize(
    "data", [b"", b"no sound at all, just words", wav_bytes(1)[:40], encoded("mp4", "", video=True)]
)
def test_what_cannot_be_read_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(UserFacingError):
        cut(data, (0, 1000))
    with pytest.raises(UserFacingError):
        cutter().whole(io.BytesIO(data), io.BytesIO(), covered=(), progress=Telling())


def test_no_spans_need_no_reading() -> None:
    assert cut(b"") == ()


def test_a_session_of_an_hour_is_cut_where_its_sound_is(test_data: Path) -> None:
    path = test_data / "audio" / "meeting_7min.mp3"
    with path.open("rb") as file:
        (clip,) = cutter().cut(file, [(401_234, 403_234)], progress=Telling())
    original, rate = heard(path.read_bytes())
    expected = as_clip_hears(original[round(401.234 * rate) : round(403.234 * rate)], rate)
    late, alike = late_ms(heard(clip.data)[0], expected)
    assert abs(late) < 0.1
    assert alike > 0.65
