"""Probing: the facts of good recordings, one clear sentence for each bad one."""

from __future__ import annotations

import io
import random
import subprocess
import sys
from pathlib import Path

import pytest

from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.media import probe
from fidelity_rater.media.probe import PyAvProbe
from helpers.sounds import SpoiltSource, encoded, wav_bytes

EMPTY = "The file is empty."
NO_RECORDING = "The file is not a sound recording."
NO_SOUND = "There is no sound in the file."
TOO_SHORT = "The recording is too short: it lasts less than a fifth of a second."
DAMAGED = "The recording is damaged: its sound cannot be read."
SILENT_VIDEO = "The video has no sound track."
UNREAD = "The file could not be read to its end."

BROKEN = {
    "adpcm_no_byterate.wav": TOO_SHORT,
    "corrupt_metadata.ogg": 2132,
    "cut_off_titles.mp3": TOO_SHORT,
    "data_after_eos.ogg": 3685,
    "detect_mp3_id3v2.x": 445,
    "detect_none.x": NO_RECORDING,
    "detect_wav.x": DAMAGED,
    "empty_file.aiff": EMPTY,
    "empty_file.flac": EMPTY,
    "empty_file.m4a": EMPTY,
    "empty_file.mp3": EMPTY,
    "empty_file.ogg": EMPTY,
    "empty_file.wav": EMPTY,
    "empty_file.wma": EMPTY,
    "empty_frame.mp3": TOO_SHORT,
    "flac_invalid_track_number.flac": TOO_SHORT,
    "id3_broken_frame_size.mp3": TOO_SHORT,
    "id3_header_with_a_zero_byte.wav": 1000,
    "incomplete.mp3": NO_RECORDING,
    "invalid_block_sizes.flac": DAMAGED,
    "invalid_file.aiff": NO_RECORDING,
    "invalid_file.asf": NO_RECORDING,
    "invalid_file.flac": NO_RECORDING,
    "invalid_file.m4a": NO_RECORDING,
    "invalid_file.ogg": NO_RECORDING,
    "invalid_file.wav": NO_RECORDING,
    "invalid_file_larger.mp3": NO_RECORDING,
    "invalid_object_size.wma": DAMAGED,
    "invalid_sample_rate.aiff": DAMAGED,
    "invalid_second_streaminfo.flac": DAMAGED,
    "magic_bytes_only_id3.x": DAMAGED,
    "magic_bytes_only_mp4.x": DAMAGED,
    "magic_bytes_only_wav.x": DAMAGED,
    "mp4_extended_size.m4a": DAMAGED,
    "mp4_extended_size_truncated.m4a": DAMAGED,
    "mp4_invalid_size_zero.m4a": DAMAGED,
    "negative_bitrate.ogg": 7664,
    "no_audio.aiff": NO_SOUND,
    "no_audio.ogg": NO_SOUND,
    "no_audio_data_compressed.wav": NO_SOUND,
    "no_audio_data_uncompressed.wav": NO_SOUND,
    "riff_extra_zero.wav": TOO_SHORT,
    "there_is_no_such_ext.bogus": NO_RECORDING,
    "zero_value_properties.aiff": DAMAGED,
    "zero_value_properties.flac": DAMAGED,
    "zero_value_properties.m4a": DAMAGED,
    "zero_value_properties.ogg": DAMAGED,
    "zero_value_properties.opus": DAMAGED,
    "zero_value_properties.wav": DAMAGED,
    "zero_value_properties.wma": DAMAGED,
}
"""What becomes of each broken file: the sentence, or the length in milliseconds of what can be heard after all."""


def refusal(data: bytes) -> UserFacingError:
    with pytest.raises(UserFacingError) as caught:
        PyAvProbe().facts(io.BytesIO(data))
    return caught.value


@pytest.mark.parametrize(
    ("container", "codec", "name", "codec_name"),
    [
        ("wav", "pcm_s16le", "wav", "pcm_s16le"),
        ("mp3", "libmp3lame", "mp3", "mp3"),
        ("ipod", "aac", "mp4", "aac"),
        ("ogg", "vorbis", "ogg", "vorbis"),
        ("opus", "libopus", "ogg", "opus"),
        ("flac", "flac", "flac", "flac"),
        ("asf", "wmav2", "wma", "wmav2"),
        ("webm", "libopus", "webm", "opus"),
        ("mp4", "aac", "mp4", "aac"),
    ],
)
def test_the_facts_of_every_format(container: str, codec: str, name: str, codec_name: str) -> None:
    facts = PyAvProbe().facts(io.BytesIO(encoded(container, codec, 5.0)))
    assert (facts.container, facts.codec, facts.channels) == (name, codec_name, 2 if codec == "vorbis" else 1)
    assert facts.sample_rate == (48_000 if codec == "libopus" else 16_000)
    assert facts.duration_ms == pytest.approx(5000, abs=130)
    assert facts.duration_known
    assert not facts.cut_short
    assert facts.bit_rate is None or 5_000 < facts.bit_rate < 300_000


def test_the_sound_of_a_video() -> None:
    facts = PyAvProbe().facts(io.BytesIO(encoded("mp4", "aac", 3.0, video=True)))
    assert facts.codec == "aac"
    assert facts.duration_ms == pytest.approx(3000, abs=130)


def test_an_mp3_without_a_frame_count_is_measured() -> None:
    """Its container guesses the length from the first frames' bit rate, and guesses wrong."""
    facts = PyAvProbe().facts(io.BytesIO(encoded("mp3", "libmp3lame", 20.0, vbr=True, muxer={"write_xing": "0"})))
    assert facts.duration_ms == pytest.approx(20_000, abs=130)
    assert not facts.duration_known
    assert not facts.cut_short


def test_a_live_webm_without_a_length_is_measured() -> None:
    facts = PyAvProbe().facts(io.BytesIO(encoded("webm", "libopus", 4.0, muxer={"live": "1"})))
    assert facts.duration_ms == pytest.approx(4000, abs=130)
    assert not facts.duration_known


@pytest.mark.parametrize(
    ("container", "codec", "muxer"),
    [
        ("wav", "pcm_s16le", {}),
        ("mp3", "libmp3lame", {}),
        ("ipod", "aac", {"moov_size": "8192"}),
        ("flac", "flac", {}),
        ("asf", "wmav2", {}),
    ],
)
def test_a_half_copied_file_is_as_long_as_what_is_there(container: str, codec: str, muxer: dict[str, str]) -> None:
    data = encoded(container, codec, 20.0, muxer=muxer)
    facts = PyAvProbe().facts(io.BytesIO(data[: len(data) // 2]))
    assert facts.duration_ms == pytest.approx(10_000, rel=0.15)
    assert facts.cut_short or container == "wav", "a wav's promise is corrected by its size"


def test_a_recorder_that_lost_power_leaves_a_wav_without_a_length() -> None:
    data = bytearray(wav_bytes(3))
    data[4:8] = data[40:44] = b"\xff\xff\xff\xff"
    assert PyAvProbe().facts(io.BytesIO(bytes(data))).duration_ms == 3000


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(b"", EMPTY, id="empty"),
        pytest.param(b"Notes of the session, typed.\n" * 400, NO_RECORDING, id="text"),
        pytest.param(random.Random(3).randbytes(60_000), NO_RECORDING, id="random"),
        pytest.param(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(5000), NO_RECORDING, id="picture"),
        pytest.param(b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n/etc/passwd\n", NO_RECORDING, id="playlist"),
        pytest.param(wav_bytes(0), NO_SOUND, id="header only"),
        pytest.param(wav_bytes(0.1), TOO_SHORT, id="too short"),
        pytest.param(encoded("mp4", "", 2.0, video=True), SILENT_VIDEO, id="video without sound"),
        pytest.param(encoded("ipod", "aac", 2.0)[:4000], DAMAGED, id="m4a without its index"),
    ],
)
def test_what_cannot_be_rated_is_refused_in_one_sentence(data: bytes, sentence: str) -> None:
    error = refusal(data)
    assert error.message == sentence
    assert error.remedy
    assert "\n" not in str(error)


def test_a_drive_that_fails_while_reading_is_not_taken_for_a_damaged_recording() -> None:
    class Unplugged(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() >= 32_768:
                raise OSError("device gone")
            return super().read(size)

    with pytest.raises(UserFacingError, match=UNREAD):
        PyAvProbe().facts(Unplugged(encoded("mp3", "libmp3lame", 20.0)))


def test_a_bug_in_a_reader_is_no_sentence_for_people() -> None:
    with pytest.raises(ValueError, match="chunk"):
        PyAvProbe().facts(SpoiltSource(wav_bytes(3), good_bytes=1000).open())


def test_a_length_beyond_belief_is_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "LONGEST_MS", 2999)
    assert refusal(wav_bytes(3)).message == DAMAGED


@pytest.mark.parametrize("seed", range(40))
def test_spoilt_bytes_give_facts_or_a_sentence_and_nothing_else(seed: int) -> None:
    chance = random.Random(seed)
    container, codec = chance.choice([("mp3", "libmp3lame"), ("ipod", "aac"), ("opus", "libopus"), ("flac", "flac")])
    data = bytearray(encoded(container, codec, 1.0))
    for _ in range(chance.choice([1, 20, 300])):
        data[chance.randrange(min(len(data), chance.choice([64, 600, len(data)])))] = chance.randrange(256)
    try:
        facts = PyAvProbe().facts(io.BytesIO(bytes(data[: chance.randrange(len(data))])))
    except UserFacingError:
        return
    assert facts.duration_ms >= 200
    assert facts.sample_rate > 0
    assert facts.channels > 0


def test_the_reader_stays_open_for_its_owner() -> None:
    reader = io.BytesIO(wav_bytes(1))
    PyAvProbe().facts(reader)
    assert not reader.closed


def test_the_room_can_be_entered_without_loading_decoders() -> None:
    code = "import sys, fidelity_rater.media.probe; sys.exit(bool({'av', 'numpy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(("name", "outcome"), BROKEN.items(), ids=BROKEN)
def test_broken_files(test_data: Path, name: str, outcome: str | int, capfd: pytest.CaptureFixture[str]) -> None:
    file = test_data / "audio-broken" / f"tinytag_{name}"
    with file.open("rb") as reader:
        if isinstance(outcome, str):
            with pytest.raises(UserFacingError) as caught:
                PyAvProbe().facts(reader)
            assert caught.value.message == outcome
        else:
            assert PyAvProbe().facts(reader).duration_ms == outcome
    assert capfd.readouterr() == ("", "")


def test_no_broken_file_is_forgotten(test_data: Path) -> None:
    files = {path.name.removeprefix("tinytag_") for path in (test_data / "audio-broken").iterdir()}
    assert files == set(BROKEN)


@pytest.mark.parametrize(
    ("name", "duration_ms"),
    [
        ("meeting_55min.opus", 3_300_000),
        ("two_person_phone_8k.wav", 45_300),
        ("meeting_7min.mp3", 420_015),
        ("meeting_30s_float_trñ.wav", 30_000),
    ],
)
def test_real_recordings(test_data: Path, name: str, duration_ms: int) -> None:
    with (test_data / "audio" / name).open("rb") as reader:
        assert PyAvProbe().facts(reader).duration_ms == duration_ms
