"""Waveforms of sounds whose every sample is known, reckoned here by another way."""

from __future__ import annotations

import io
import subprocess
import sys
import threading
import time
from typing import Any

import numpy as np
import pytest

from fidelity_rater.app.ports.jobs import Cancelled
from fidelity_rater.app.ports.waveform import Waveform
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.media.peaks import PyAvWaveforms
from helpers.shaped_sounds import Impatient, add_sound, sine, sound, waveform
from helpers.sounds import SpoiltSource, encoded, wav_bytes

RATE = 16_000
LONG = wav_bytes(0, rate=48_000)[:40] + b"\xff\xff\xff\xff" + bytes(96_000 * 1800)
"""Half an hour of nothing."""
WAVS = ["pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_f64le"]


def loudest_ms(found: Waveform, lane: int | None = None) -> list[int]:
    """The 5 ms columns, by their start, that hold the highest peak."""
    columns = found.columns(lane, 0, found.duration_ms, found.duration_ms // 5)
    top = max(columns.highs)
    return [5 * at for at, high in enumerate(columns.highs) if high == top]


@pytest.mark.parametrize("codec", WAVS)
def test_a_sines_extremes_and_loudness(codec: str) -> None:
    found = waveform(sound(sine(2, rate=RATE, height=0.5), rate=RATE, codec=codec))
    slack = 260 if codec == "pcm_u8" else 2
    assert (found.lanes, found.duration_ms, found.known_ms, found.whole) == (1, 2000, 2000, True)
    columns = found.columns(None, 0, 2000, 100)
    assert list(columns.highs) == pytest.approx([16_384] * 100, abs=slack)
    assert list(columns.lows) == pytest.approx([-16_384] * 100, abs=slack)
    assert list(columns.loudness) == pytest.approx([16_384 / 2**0.5] * 100, abs=slack)
    assert found.loudest == pytest.approx(16_384, abs=slack)
    assert found.damaged == ()


@pytest.mark.parametrize("rate", [8000, 11_025, 12_000, 16_000, 22_050, 44_100, 48_000, 96_000])
@pytest.mark.parametrize("at_ms", [0, 1, 4999, 12_345, 19_999])
def test_a_click_lies_in_the_bin_of_its_time(rate: int, at_ms: int) -> None:
    data = np.zeros(20 * rate)
    data[at_ms * rate // 1000] = 0.9
    found = waveform(sound(data, rate=rate), duration_ms=20_000)
    size = round(rate * 0.005) * 1000 / rate
    columns = found.columns(None, 0, size * 4100, 4100)
    lit = [at for at, high in enumerate(columns.highs) if high > 1000]
    assert lit == [int(at_ms * rate // 1000 / round(rate * 0.005))]
    found_around = found.columns(None, at_ms - 1, at_ms + 1, 1)
    assert found_around.highs[0] == pytest.approx(29_491, abs=2)


def test_every_bin_is_what_numpy_finds_in_its_samples() -> None:
    chance = np.random.default_rng(4)
    data = chance.integers(-32_768, 32_768, 7 * RATE + 13).astype(np.int16)
    found = waveform(sound(data / 32_768, rate=RATE))
    columns = found.columns(0, 0, 1401 * 5, 1401)
    for at in (0, 1, 31, 32, 700, 1023, 1024, 1399, 1400):
        samples = data[at * 80 : at * 80 + 80].astype(float)
        assert (columns.lows[at], columns.highs[at]) == (samples.min(), samples.max())
        assert columns.loudness[at] == pytest.approx(np.sqrt((samples**2).mean()), abs=1)


@pytest.mark.parametrize("codec", ["pcm_s16le", "pcm_f32le"])
def test_stereo_lanes_are_kept_apart_and_can_be_shown_together(codec: str) -> None:
    left, right = np.zeros(2 * RATE), sine(2, rate=RATE, height=0.25)
    left[RATE] = -0.75
    found = waveform(sound([left, right], rate=RATE, codec=codec))
    assert found.lanes == 2
    assert min(found.columns(0, 0, 2000, 10).lows) == pytest.approx(-24_576, abs=2)
    assert list(found.columns(0, 0, 900, 10).highs) == [0] * 10
    assert list(found.columns(1, 0, 2000, 10).highs) == pytest.approx([8192] * 10, abs=2)
    together = found.columns(None, 0, 2000, 10)
    assert min(together.lows) == pytest.approx(-24_576, abs=2)
    assert list(together.highs) == pytest.approx([8192] * 10, abs=2)
    assert together.loudness[0] == pytest.approx(8192 / 2, abs=2), "the mean of both lanes' power"


def test_stereo_that_is_decoded_lane_by_lane() -> None:
    tone = sine(3, rate=48_000, height=0.5)
    found = waveform(sound([tone, np.zeros_like(tone)], rate=48_000, container="ogg", codec="vorbis"))
    assert found.lanes == 2
    assert max(found.columns(0, 500, 2500, 5).highs) > 12_000
    assert max(found.columns(1, 500, 2500, 5).highs) < 1000


@pytest.mark.parametrize("channels", [4, 6])
def test_more_channels_than_two_are_mixed_to_one_lane(channels: int) -> None:
    lanes = np.zeros((channels, RATE))
    lanes[0] = 0.8
    found = waveform(sound(lanes, rate=RATE))
    assert found.lanes == 1
    assert found.columns(None, 100, 900, 1).highs[0] == pytest.approx(0.8 * 32_768 / channels, abs=2)


def test_a_very_quiet_voice_keeps_its_shape() -> None:
    data = sine(2, rate=RATE, height=5 / 32_768)
    data[:RATE] = 0
    found = waveform(sound(data, rate=RATE))
    assert found.loudest == 5
    assert list(found.columns(None, 0, 2000, 2).highs) == [0, 5]


def test_full_scale_in_both_directions() -> None:
    data = np.zeros(RATE)
    data[100], data[5000] = -1.0, 1.0
    found = waveform(sound(data, rate=RATE, codec="pcm_f32le"))
    assert found.loudest == 32_768
    assert (min(found.columns(0, 0, 1000, 5).lows), max(found.columns(0, 0, 1000, 5).highs)) == (-32_768, 32_767)


def test_numbers_that_are_none_in_a_float_wav_say_nothing() -> None:
    data = sine(2, rate=RATE)
    data[100], data[9000], data[9999] = np.nan, np.inf, -np.inf
    found = waveform(sound(data, rate=RATE, codec="pcm_f32le"))
    assert found.duration_ms == 2000
    assert max(found.columns(0, 1000, 2000, 5).highs) == pytest.approx(16_384, abs=2)


@pytest.mark.parametrize("samples", [1, 2, 79, 80, 81, 2560, 2561])
def test_the_shortest_recordings(samples: int) -> None:
    found = waveform(sound(np.full(samples, 0.5), rate=RATE))
    assert found.whole
    assert found.duration_ms == round(samples / 16)
    assert found.columns(None, 0, 5, 1).highs[0] == pytest.approx(16_384, abs=1)
    assert PyAvWaveforms().read(found.as_bytes()) is not None


def test_silence_is_known_and_flat() -> None:
    found = waveform(sound(np.zeros(5 * RATE), rate=RATE))
    columns = found.columns(None, 0, 5000, 50)
    assert set(columns.lows) == set(columns.highs) == set(columns.loudness) == {0}
    assert (found.loudest, found.speech) == (0, ())


@pytest.mark.parametrize(
    ("container", "codec", "muxer"),
    [
        ("webm", "libopus", {"live": "1"}),
        ("ogg", "libopus", {}),
        ("mp3", "libmp3lame", {"write_xing": "0"}),
        ("flac", "flac", {}),
        ("ipod", "aac", {}),
        ("asf", "wmav2", {}),
        ("matroska", "pcm_s16le", {"live": "1"}),
        ("aiff", "pcm_s16be", {}),
        ("adts", "aac", {}),
    ],
)
@pytest.mark.parametrize("guess_ms", [1, 8000, 90_000])
def test_a_burst_is_found_at_its_time_in_every_format(
    container: str, codec: str, muxer: dict[str, str], guess_ms: int
) -> None:
    rate = 48_000
    data = np.zeros(8 * rate)
    data[5 * rate : 5 * rate + 2400] = sine(0.05, rate=rate, hertz=1000, height=0.9)
    found = waveform(sound(data, rate=rate, container=container, codec=codec, **muxer), duration_ms=guess_ms)
    assert found.duration_ms == pytest.approx(8000, abs=130)
    assert found.damaged == ()
    columns = found.columns(None, 0, 8000, 1600)
    lit = [5 * at for at, high in enumerate(columns.highs) if high > 8000]
    late = 60 if container in {"adts", "asf", "mp3"} else 10  # an encoder's own delay, which players share
    assert lit[0] == pytest.approx(5000, abs=late)
    assert lit[-1] == pytest.approx(5045, abs=late)


def test_an_mp3_of_variable_rate_without_a_count() -> None:
    found = waveform(encoded("mp3", "libmp3lame", 20.0, vbr=True, muxer={"write_xing": "0"}), duration_ms=12_000)
    assert found.duration_ms == pytest.approx(20_000, abs=130)


def test_a_recorder_that_lost_power_leaves_a_wav_without_a_length() -> None:
    data = bytearray(wav_bytes(3))
    data[4:8] = data[40:44] = b"\xff\xff\xff\xff"
    assert waveform(bytes(data)).duration_ms == 3000


def lossy(container: str, codec: str, skip: range, rate: int = 48_000) -> bytes:
    """Twelve seconds with a burst at ten, and a stretch of packets lost before it."""
    import av

    data = sine(12, rate=rate, height=0.1)
    data[10 * rate : 10 * rate + 2400] = 0.9
    file = io.BytesIO()
    with av.open(file, "w", format=container) as output:
        stream: Any = output.add_stream(codec, rate=rate, layout="mono")
        add_sound(output, stream, np.atleast_2d(data).astype(np.float32), "mono", skip=skip)
    return file.getvalue()


@pytest.mark.parametrize(("container", "codec"), [("webm", "libopus"), ("matroska", "flac")])
def test_what_was_lost_amid_the_sound_leaves_the_rest_in_its_place(container: str, codec: str) -> None:
    found = waveform(lossy(container, codec, range(20, 60)), duration_ms=12_000)
    assert 9990 <= loudest_ms(found)[0] <= 10_055
    (start, end), *others = found.damaged
    assert not others
    assert end - start > 500
    assert max(found.columns(None, start + 100, end - 100, 3).highs) <= 50, "drawn as silence"
    assert found.duration_ms == pytest.approx(12_000, abs=50)


def test_lost_pages_of_an_ogg_leave_the_rest_in_its_place() -> None:
    pages = lossy("ogg", "libopus", range(0)).split(b"OggS")[1:]
    kept = b"".join(b"OggS" + page for number, page in enumerate(pages) if number not in {4, 5})
    found = waveform(kept, duration_ms=12_000)
    assert 9990 <= loudest_ms(found)[0] <= 10_055
    assert len(found.damaged) == 1
    assert found.duration_ms == pytest.approx(12_000, abs=50)


def test_bytes_spoilt_in_the_middle_are_stepped_over() -> None:
    data = bytearray(lossy("matroska", "flac", range(0)))
    middle = len(data) // 3
    data[middle : middle + 6000] = np.random.default_rng(1).bytes(6000)
    found = waveform(bytes(data), duration_ms=12_000)
    assert found.whole
    assert found.damaged
    assert 9990 <= loudest_ms(found)[0] <= 10_055


@pytest.mark.parametrize(("container", "codec"), [("mp3", "libmp3lame"), ("flac", "flac"), ("ogg", "libopus")])
def test_a_half_copied_file_is_as_long_as_what_is_there(container: str, codec: str) -> None:
    data = encoded(container, codec, 20.0)
    assert waveform(data[: len(data) // 2], duration_ms=20_000).duration_ms == pytest.approx(10_000, rel=0.15)


def test_a_file_with_two_tracks_shows_the_one_that_is_played() -> None:
    import av

    file = io.BytesIO()
    quiet, loud = sine(2, rate=48_000, height=0.1), np.stack([sine(2, rate=48_000, height=0.6)] * 2)
    with av.open(file, "w", format="matroska") as output:
        streams: list[Any] = [
            output.add_stream("pcm_s16le", rate=48_000, layout=layout) for layout in ("mono", "stereo")
        ]
        add_sound(output, streams[0], np.atleast_2d(quiet).astype(np.float32), "mono")
        add_sound(output, streams[1], loud.astype(np.float32), "stereo")
    found = waveform(file.getvalue())
    assert found.lanes == 1
    assert found.loudest == pytest.approx(0.1 * 32_768, abs=3)


def test_the_sound_of_a_video() -> None:
    assert waveform(encoded("mp4", "aac", 3.0, video=True)).duration_ms == pytest.approx(3000, abs=130)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"Notes of the session, typed.\n" * 400, "The file is not a sound recording."),
        (encoded("mp4", "", 2.0, video=True), "The video has no sound track."),
        (wav_bytes(0), "There is no sound in the file."),
        (encoded("ipod", "aac", 2.0)[:4000], "The recording is damaged: its sound cannot be read."),
    ],
    ids=["empty", "text", "silent video", "header only", "no index"],
)
def test_what_cannot_be_decoded_is_said_in_the_probes_words(data: bytes, sentence: str) -> None:
    with pytest.raises(UserFacingError) as caught:
        waveform(data)
    assert caught.value.message == sentence


def test_a_drive_that_fails_while_reading_is_said() -> None:
    class Unplugged(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() >= 131_072:
                raise OSError("device gone")
            return super().read(size)

    with pytest.raises(UserFacingError, match="could not be read to its end"):
        PyAvWaveforms().make(Unplugged(wav_bytes(20)), duration_ms=20_000, progress=SilentProgress())


def test_a_bug_in_a_reader_is_no_sentence_for_people() -> None:
    reader = SpoiltSource(wav_bytes(20), good_bytes=200_000).open()
    with pytest.raises(ValueError, match="chunk"):
        PyAvWaveforms().make(reader, duration_ms=20_000, progress=SilentProgress())


def test_it_grows_from_the_left_and_each_picture_stays_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fidelity_rater.media.making.FIRST_S", 0.0)
    monkeypatch.setattr("fidelity_rater.media.making.EVERY_S", 0.0)
    seen: list[tuple[Waveform, Any]] = []
    data = sound(sine(120, rate=RATE), rate=RATE)
    whole = waveform(data, duration_ms=1000, grown=lambda now: seen.append((now, now.columns(None, 0, 60_000, 99))))
    assert len({now.known_ms for now, _ in seen}) >= 3
    assert [now.known_ms for now, _ in seen] == sorted(now.known_ms for now, _ in seen)
    assert not any(now.whole for now, _ in seen)
    for now, picture in seen:
        assert now.columns(None, 0, 60_000, 99) == picture
        assert now.columns(None, 0, now.known_ms, 50) == whole.columns(None, 0, now.known_ms, 50)
        beyond = now.columns(None, now.known_ms + 5, now.known_ms + 500, 3)
        assert all(low > high for low, high in zip(beyond.lows, beyond.highs, strict=True))
    with pytest.raises(ValueError, match="whole"):
        seen[0][0].as_bytes()


def test_the_first_picture_comes_at_once_and_then_a_few_a_second() -> None:
    moments: list[float] = []
    began = time.monotonic()
    waveform(LONG, duration_ms=1_800_000, grown=lambda now: moments.append(time.monotonic() - began))
    assert moments
    gaps = np.diff(moments)
    assert sum(gaps < 0.24) <= 1, "only the complete peaks come sooner"


def test_it_stops_where_the_person_asks() -> None:
    with pytest.raises(Cancelled):
        PyAvWaveforms().make(io.BytesIO(wav_bytes(60)), duration_ms=60_000, progress=Impatient(3))


def test_an_exception_of_the_watcher_is_not_swallowed() -> None:
    def watch(now: Waveform) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        waveform(LONG, duration_ms=1_800_000, grown=watch)


def test_progress_is_told_in_milliseconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fidelity_rater.media.making.FIRST_S", 0.0)
    monkeypatch.setattr("fidelity_rater.media.making.EVERY_S", 0.0)
    told: list[tuple[int, int]] = []

    class Told(SilentProgress):
        def tell(self, done: int, total: int) -> None:
            told.append((done, total))

    PyAvWaveforms().make(io.BytesIO(wav_bytes(30)), duration_ms=30_000, progress=Told())
    assert told
    assert told == sorted(told)
    assert {total for _, total in told} == {30_000}
    assert told[-1][0] <= 30_000


def test_two_can_be_made_at_once() -> None:
    data = encoded("ogg", "libopus", 10.0)
    found: list[bytes] = []
    threads = [threading.Thread(target=lambda: found.append(waveform(data).as_bytes())) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1


def test_the_reader_stays_open_for_its_owner() -> None:
    reader = io.BytesIO(wav_bytes(1))
    PyAvWaveforms().make(reader, duration_ms=1000, progress=SilentProgress())
    assert not reader.closed


def test_the_room_can_be_entered_without_loading_decoders() -> None:
    code = "import sys, fidelity_rater.media.peaks; sys.exit(bool({'av', 'numpy', 'webrtcvad'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("bins", [1, 7])
@pytest.mark.parametrize("shift", [-1.0, -0.3, 0.0, 0.3, 1.0])
def test_extremes_of_floats_are_what_numpy_finds(bins: int, shift: float) -> None:
    """On either side of nothing, and on both."""
    from fidelity_rater.media.binning import extremes

    data = np.random.default_rng(5).uniform(-0.5, 0.5, 80 * bins + 13).astype(np.float32) + np.float32(shift)
    data[:40] *= 0
    data[80:120] = -0.0
    starts = np.arange(0, len(data), 80)
    lows, highs = extremes(data, starts)
    assert lows.tolist() == np.minimum.reduceat(data, starts).tolist()
    assert highs.tolist() == np.maximum.reduceat(data, starts).tolist()
