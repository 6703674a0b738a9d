"""Of a whole recording only its sound leaves: the same samples at the same times, and none of the words in its file."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from itertools import repeat
from pathlib import Path
from typing import Any, Final

import av
import numpy as np
import pytest

from fidelity_rater.app.ports.jobs import Cancelled
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.media.bare import crc16
from fidelity_rater.media.clips import PyAvClips
from fidelity_rater.media.decoding import Decoding, lanes
from fidelity_rater.media.mpeg_frames import frame_length
from fidelity_rater.media.peaks import FASTER
from fidelity_rater.media.reading import CalmReader, best_sound, open_container
from helpers.libraries import Told
from helpers.sounds import encoded, wav_bytes

NAME: Final = "Carol Clientname"
QUIET: Final = SilentProgress()


def with_id3(data: bytes, *, words: bytes = NAME.encode()) -> bytes:
    """Put an ID3 tag with a picture before the sound, and the tags behind it that are found in the wild."""
    picture = b"\xff\xfb\x90\x64" + words + bytes(500) + b"\xff\xd8\xff\xe0"
    held = b""
    for mark, body in ((b"TPE1", b"\x03" + words), (b"APIC", b"\x00image/jpeg\x00\x03\x00" + picture)):
        held += mark + struct.pack(">IH", len(body), 0) + body
    size = bytes(len(held) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + size + held + data + ape_tag(words) + b"TAG" + words.ljust(125, b"\0")


def ape_tag(words: bytes) -> bytes:
    field = struct.pack("<II", len(words), 0) + b"Artist\0" + words
    head = [
        b"APETAGEX" + struct.pack("<IIII", 2000, len(field) + 32, 1, flags) + bytes(8) for flags in (5 << 29, 1 << 31)
    ]
    return head[0] + field + head[1]


def with_flac_blocks(data: bytes) -> bytes:
    """Put a picture and an application's own words among a FLAC's blocks."""
    streaminfo = data[8:42]
    blocks = b"".join(
        bytes([kind]) + len(body).to_bytes(3) + body
        for kind, body in ((0, streaminfo), (6, picture_block()), (2, b"none" + NAME.encode()), (0x81, bytes(64)))
    )
    at, last = 4, False
    while not last:
        last, at = bool(data[at] & 0x80), at + 4 + int.from_bytes(data[at + 1 : at + 4])
    return b"fLaC" + blocks + data[at:]


def picture_block() -> bytes:
    words, kind = NAME.encode(), b"image/png"
    text = struct.pack(">II", 3, len(kind)) + kind + struct.pack(">I", len(words)) + words
    return text + struct.pack(">IIIII", 1, 1, 24, 0, len(words)) + words


def with_chunks(data: bytes) -> bytes:
    """Put words before and behind a wav's sound."""
    words = NAME.encode()
    held = b"INFOIART" + struct.pack("<I", len(words)) + words
    chunk = b"LIST" + struct.pack("<I", len(held)) + held
    whole = b"WAVE" + data[12:36] + b"bext" + struct.pack("<I", 602) + words.ljust(602, b"\0") + data[36:] + chunk
    return b"RIFF" + struct.pack("<I", len(whole)) + whole


KINDS: Final[dict[str, Callable[[], bytes]]] = {
    "wav": lambda: with_chunks(wav_bytes(2)),
    "wav, floats": lambda: encoded("wav", "pcm_f32le", told=NAME),
    "wav, adpcm": lambda: encoded("wav", "adpcm_ima_wav", told=NAME),
    "mp3, vbr": lambda: with_id3(encoded("mp3", "libmp3lame", vbr=True, told=NAME)),
    "mp3 without a count": lambda: with_id3(encoded("mp3", "libmp3lame", muxer={"write_xing": "0"})),
    "m4a": lambda: encoded("ipod", "aac", told=NAME),
    "m4a, lossless": lambda: encoded("ipod", "alac", told=NAME),
    "opus": lambda: encoded("ogg", "libopus", told=NAME),
    "vorbis": lambda: encoded("ogg", "vorbis", told=NAME),
    "flac": lambda: with_flac_blocks(encoded("flac", "flac", told=NAME)),
    "flac in ogg": lambda: encoded("ogg", "flac", told=NAME),
    "flac in matroska": lambda: encoded("matroska", "flac", told=NAME),
    "wma": lambda: encoded("asf", "wmav2", told=NAME),
    "webm": lambda: encoded("webm", "libopus", told=NAME),
    "webm without a length": lambda: encoded("webm", "libopus", told=NAME, muxer={"live": "1"}),
    "aac": lambda: with_id3(encoded("adts", "aac")),
    "mp4, video": lambda: encoded("mp4", "aac", video=True, told=NAME),
    "avi, video": lambda: encoded("avi", "libmp3lame", video=True, told=NAME),
}


def bare(data: bytes) -> tuple[tuple[str, str] | None, bytes]:
    out = io.BytesIO()
    return PyAvClips().bare(io.BytesIO(data), out, progress=QUIET), out.getvalue()


def heard(data: bytes) -> tuple[list[np.ndarray], int]:
    """Decode on the time axis of the peaks."""
    with open_container(CalmReader(io.BytesIO(data)), **FASTER) as container:
        stream: Any = best_sound(container)
        decoding = Decoding(container, stream, duration_ms=600_000)
        parts = [lanes(block) for block in decoding.blocks(repeat(16_000))]
    return [np.concatenate(lane) for lane in zip(*parts, strict=True)], decoding.rate


def assert_same_sound(one: bytes, other: bytes) -> None:
    (before, rate), (after, same_rate) = heard(one), heard(other)
    assert rate == same_rate
    assert len(before) == len(after)
    for lane, same in zip(before, after, strict=True):
        np.testing.assert_array_equal(lane, same)


def says(data: bytes) -> bool:
    return NAME.encode() in data or NAME.encode("utf-16-le") in data


@pytest.mark.parametrize("kind", KINDS)
def test_every_sample_stays_and_no_word_does(kind: str) -> None:
    data = KINDS[kind]()
    assert says(data)
    made, copied = bare(data)
    assert made is not None
    assert_same_sound(data, copied)
    assert not says(copied)
    with av.open(io.BytesIO(copied)) as container:
        assert [stream.type for stream in container.streams] == ["audio"]
        assert not container.chapters()
        assert not {"title", "artist", "comment", "album", "creation_time"} & {
            key.lower() for key in container.metadata
        }


def test_a_copy_of_a_copy_is_the_same() -> None:
    for kind in ("wav", "mp3, vbr", "m4a", "opus", "flac", "wma"):
        _, once = bare(KINDS[kind]())
        assert bare(once)[1] == once, kind


@pytest.mark.parametrize("name", ["mls.opus", "jfk.mp3", "jfk.flac", "common_voice_en.mp3", "two_person_phone_8k.wav"])
def test_recordings_from_elsewhere_stay_as_they_are_heard(name: str, test_data: Path) -> None:
    data = (test_data / "audio" / name).read_bytes()
    made, copied = bare(data)
    assert made is not None
    assert_same_sound(data, copied)


def late_sound() -> bytes:
    """A video whose sound begins half a second after its picture."""
    file = io.BytesIO()
    source = io.BytesIO(encoded("mp4", "aac", video=True))
    with av.open(source) as read, av.open(file, "w", format="mp4") as write:
        copies = {stream.index: write.add_stream_from_template(stream) for stream in read.streams}
        for packet in read.demux():
            if packet.dts is None or packet.pts is None:
                continue
            late = round(0.5 / packet.time_base) if packet.stream.type == "audio" else 0
            packet.pts, packet.dts = packet.pts + late, packet.dts + late
            packet.stream = copies[packet.stream.index]
            write.mux(packet)
    return file.getvalue()


def open_ended(behind: bytes) -> bytes:
    """A wav whose recorder never told its length."""
    data = wav_bytes(2)
    return data[:40] + b"\xff\xff\xff\xff" + data[44:] + behind


ANEW: Final[dict[str, Callable[[], bytes]]] = {
    "sound that begins after the picture": late_sound,
    "comments that the decoder needs": lambda: encoded("webm", "vorbis", told=NAME),
    "a tag that sticks to the last frame": lambda: encoded("flac", "flac") + b"TAG" + NAME.encode().ljust(125, b"\0"),
    "a tag in a wav without a length": lambda: open_ended(b"TAG" + NAME.encode().ljust(125, b"\0")),
    "words in a wav without a length": lambda: open_ended(b"LIST\x1c\0\0\0INFOIART\x10\0\0\0" + NAME.encode()),
    "a kind that hardly anybody has": lambda: encoded("au", "pcm_s16be"),
}


@pytest.mark.parametrize("why", ANEW)
def test_what_cannot_be_copied_exactly_is_not_copied(why: str) -> None:
    assert bare(ANEW[why]())[0] is None


def test_an_mp3_in_pieces_stays_an_mp3_in_pieces() -> None:
    one, other = (encoded("mp3", "libmp3lame", seconds) for seconds in (2.0, 1.0))
    made, copied = bare(with_id3(one) + with_id3(other))
    assert not says(copied)
    if made is not None:
        assert_same_sound(with_id3(one) + with_id3(other), copied)


def test_an_mp3_cut_short_keeps_what_there_is() -> None:
    data = encoded("mp3", "libmp3lame")[:-100]
    made, copied = bare(data)
    assert made == ("mp3", ".mp3")
    assert_same_sound(data, copied)


def test_it_can_be_stopped_and_tells_how_far_it_is() -> None:
    data = KINDS["opus"]()
    told = Told()
    assert PyAvClips().bare(io.BytesIO(data), io.BytesIO(), progress=told) is not None
    shares = [done / total for done, total in told.words]
    assert shares == sorted(shares)
    with pytest.raises(Cancelled):
        PyAvClips().bare(io.BytesIO(data), io.BytesIO(), progress=Told(stop_at=2))


def test_what_is_no_recording_is_said_to_be_none() -> None:
    with pytest.raises(UserFacingError):
        bare(b"no sound at all" * 100)


def test_frames_are_as_long_as_their_heads_say() -> None:
    assert frame_length(bytes.fromhex("fffb9064")) == 417
    assert frame_length(bytes.fromhex("fff388c4")) == 288
    assert frame_length(b"TAG ") == frame_length(b"\xff\xff\xff\xff") == frame_length(b"\xff") == 0


def test_a_sum_over_itself_comes_to_nothing() -> None:
    data = b"123456789"
    assert crc16(data) == 0xFEE8
    assert crc16(data + (0xFEE8).to_bytes(2)) == 0
