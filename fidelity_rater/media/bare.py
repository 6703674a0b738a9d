"""Copying the sound of a recording and nothing else: no tags, chapters, pictures, other tracks, not a sample changed.

What was copied is read again and compared with the original, packet by packet: the same bytes at the same times, with
the same samples to be left off by whoever plays it. Where that is not so, there is no copy; the sound is encoded anew.
"""

from __future__ import annotations

import re
import zlib
from array import array
from collections.abc import Callable
from itertools import repeat
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import av
import numpy as np

from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.media.decoding import Decoding, lanes
from fidelity_rater.media.mpeg_frames import frames
from fidelity_rater.media.peaks import FASTER
from fidelity_rater.media.reading import CalmReader, best_sound, open_container

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer

EXACT_S: Final = 2e-6
"""Containers tell where they start in microseconds."""
PIECE: Final = 1 << 18
TELL_EVERY: Final = 1000
PERCENT: Final = 100
LEAST_WORD: Final = 3
BITEXACT: Final = {"fflags": "+bitexact"}
"""No muxer names itself, the day or chance."""

_OWN: Final = {"wav", "w64", "aiff", "flac", "ogg", "asf", "mp3"}
"""Kinds that are written as they are read."""
_ENDINGS: Final = {"asf": ".wma", "ipod": ".mp4", "mov": ".mp4", "matroska": ".webm", "adts": ".aac"}
"""Where what is written is not called as the kind is; as the probe calls it."""
_WORDS_AFTER: Final = re.compile(rb"APETAGEX|LYRICSBEGIN|ID3[\2-\4]|LIST|id3 |bext|iXML|_PMX|TAG.{125}\Z", re.DOTALL)
"""What begins words that were put behind the sound, where a file does not tell how long its sound is."""
_LOOKED_AT: Final = 1 << 16


class Copied:
    """What was seen of a stream's packets: their bytes, their times, and what is left off at their ends."""

    def __init__(self) -> None:
        self.bytes = 0
        self._sum = 0
        self._times = array("d")
        self._left_off = b""
        self.last: Any = None

    def add(self, packet: Any, at: float) -> None:
        self._sum = zlib.crc32(packet, self._sum)
        self.bytes += packet.size
        self._times.append(at)
        if packet.has_sidedata("skip_samples"):
            self._left_off += len(self._times).to_bytes(8) + bytes(packet.get_sidedata("skip_samples"))

    def like(self, other: Copied) -> bool:
        same = (self._sum, self.bytes, self._left_off) == (other._sum, other.bytes, other._left_off)
        if not same or not self._times or len(self._times) != len(other._times):
            return False
        return bool(np.abs(np.asarray(self._times) - np.asarray(other._times)).max() < EXACT_S)


class _Half:
    """A job's progress, of which this is one half."""

    def __init__(self, progress: Progress, *, second: bool) -> None:
        self._progress, self._done = progress, PERCENT if second else 0

    def check(self) -> None:
        self._progress.check()

    def tell(self, done: int, total: int) -> None:
        self._progress.tell(self._done + PERCENT * min(done, total) // max(1, total), 2 * PERCENT)


class _Out:
    """Room to write in, without a name and without what else it could do."""

    def __init__(self, out: BinaryIO) -> None:
        self.write, self.seek, self.tell = out.write, out.seek, out.tell


def copy(
    container: InputContainer, stream: AudioStream, reader: BinaryIO, out: BinaryIO, *, size: int, progress: Progress
) -> str | None:
    """Write the sound alone and return how a file of it ends; None where that cannot be done without changing it.

    The container reads from ``reader``, and is not to be used any more afterwards.
    """
    kind = kind_for(container, stream)
    if kind is None or _tells(container, stream):
        return None
    first, second = _Half(progress, second=False), _Half(progress, second=True)
    try:
        if kind == "mp3":
            original = passed(container, stream, size=size, progress=first)
            out.writelines(frames(CalmReader(reader), first))
        else:
            original = _muxed(container, stream, out, kind=kind, size=size, progress=first)
        proved = original is not None and _proved(original, reader, out, progress=second)
    except (av.FFmpegError, ValueError):
        return None  # the original is damaged, or its kind cannot hold it
    return _ENDINGS.get(kind, f".{kind}") if proved else None


def kind_for(container: InputContainer, stream: AudioStream) -> str | None:
    """Choose what the sound is written as; players and the app find their way in it as in the original."""
    kind, codec = container.format.name, stream.codec_context.codec.canonical_name
    if codec == "vorbis" and kind != "ogg":
        return None  # elsewhere its comments are among what its decoder needs
    if kind in _OWN:
        return kind
    if kind.startswith("mov,"):
        return "ipod" if codec in {"aac", "alac", "ac3"} else "mov" if codec.startswith("pcm_") else "mp4"
    if codec == "aac" and kind in {"aac", "mpegts"}:
        return "adts"
    if kind in {"matroska,webm", "avi"}:
        return {"flac": "flac", "opus": "webm"}.get(codec, "matroska")
    return None


def _tells(container: InputContainer, stream: AudioStream) -> bool:
    """Tell whether words about the recording are among what its decoder needs, which is copied as it is."""
    header = bytes(stream.codec_context.extradata or b"")
    if container.format.name == "ogg" or stream.codec_context.codec.canonical_name == "flac":
        return False  # written anew
    words = [*container.metadata.values(), *stream.metadata.values()]
    return any(len(word) > LEAST_WORD and word.encode() in header for word in words)


def passed(
    container: InputContainer,
    stream: AudioStream,
    *,
    size: int,
    progress: Progress,
    each: Callable[[Any], None] | None = None,
) -> Copied | None:
    """Pass over a stream's packets; None where they have no times."""
    seen = Copied()
    base, start = float(stream.time_base or 0), (container.start_time or 0) / av.time_base
    for number, packet in enumerate(container.demux(stream)):
        if not packet.size:
            continue
        if packet.pts is None:
            return None
        seen.add(packet, packet.pts * base - start)
        seen.last = packet
        if number % TELL_EVERY == 0:
            progress.check()
            progress.tell(min(size, seen.bytes), size)
        if each is not None:
            each(packet)
    return seen


def _muxed(
    container: InputContainer, stream: AudioStream, out: BinaryIO, *, kind: str, size: int, progress: Progress
) -> Copied | None:
    target: Any = _Out(out)
    with av.open(target, "w", format=kind, container_options=BITEXACT, buffer_size=PIECE) as written:
        copied: Any = written.add_stream_from_template(stream)

        def put(packet: Any) -> None:
            packet.stream = copied
            written.mux_one(packet)

        return passed(container, stream, size=size, progress=progress, each=put)


def _proved(original: Copied, reader: BinaryIO, out: BinaryIO, *, progress: Progress) -> bool:
    """Read the copy as it will be read: the same packets, and its first second sounds the same."""
    copy = CalmReader(out)
    size = copy.size()
    with open_container(copy, **FASTER) as container:  # packets are cut in the same way as the original's
        stream = best_sound(container)
        seen = passed(container, stream, size=size, progress=progress) if stream is not None else None
    if seen is None or not original.like(seen) or _words_after(copy, seen.last, size=size):
        return False
    try:
        first, same = _first_second(reader), _first_second(out)
    except UserFacingError:
        return False
    return len(first) == len(same) and all(np.array_equal(a, b) for a, b in zip(first, same, strict=True))


def _words_after(copy: CalmReader, last: Any, *, size: int) -> bool:
    """Tell whether something else follows the sound and was taken for it."""
    if last.stream.codec_context.name == "flac":
        return crc16(bytes(last)) != 0
    copy.seek(max(0, size - _LOOKED_AT))
    return _WORDS_AFTER.search(copy.read(_LOOKED_AT)) is not None


def crc16(data: bytes) -> int:
    """Sum up a FLAC frame; one with its own sum at its end comes to nothing."""
    found = 0
    for byte in data:
        found ^= byte << 8
        for _ in range(8):
            found = found << 1 ^ (0x18005 if found & 0x8000 else 0)
    return found


def _first_second(reader: BinaryIO) -> list[Any]:
    reader.seek(0)
    with open_container(CalmReader(reader)) as container:
        stream: Any = best_sound(container)
        decoding = Decoding(container, stream, duration_ms=0)
        return [lane.copy() for lane in lanes(next(decoding.blocks(repeat(decoding.rate))))]
