"""Small made-up recordings in memory, and sources that hand them out, whole or spoilt."""

from __future__ import annotations

import io
import wave
from fractions import Fraction
from typing import Any, BinaryIO

import av
import numpy as np

RATE = 16_000


def samples(seconds: float, rate: int = RATE) -> np.ndarray:
    """Make noise that comes and goes like syllables; the same every time."""
    count = int(seconds * rate)
    noise = np.random.default_rng(7).standard_normal(count)
    loudness = 0.2 + np.abs(np.sin(np.arange(count) * (2 * np.pi * 2.3 / rate)))
    return (noise * loudness * 5000).clip(-32767, 32767).astype(np.int16)


def wav_bytes(seconds: float, rate: int = RATE) -> bytes:
    """Make a mono wav."""
    file = io.BytesIO()
    with wave.open(file, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(rate)
        wav.writeframes(samples(seconds, rate).tobytes())
    return file.getvalue()


class MemorySource:
    """A recording's bytes in memory; remembers the readers it gave out."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.readers: list[BinaryIO] = []

    @property
    def size(self) -> int:
        return len(self._data)

    def open(self) -> BinaryIO:
        self.readers.append(self._reader())
        return self.readers[-1]

    def _reader(self) -> BinaryIO:
        return io.BytesIO(self._data)


class SpoiltSource(MemorySource):
    """Its readers fail from some byte on, as a vault's do when a chunk was tampered with."""

    def __init__(self, data: bytes, *, good_bytes: int) -> None:
        super().__init__(data)
        self._good_bytes = good_bytes

    def _reader(self) -> BinaryIO:
        return _SpoiltReader(self._data, self._good_bytes)


class _SpoiltReader(io.BytesIO):
    def __init__(self, data: bytes, good_bytes: int) -> None:
        super().__init__(data)
        self._good_bytes = good_bytes

    def read(self, size: int | None = -1, /) -> bytes:
        wanted = self.getbuffer().nbytes if size is None or size < 0 else size
        if self.tell() + wanted > self._good_bytes:
            raise ValueError("this chunk is not what was written")
        return super().read(size)


def encoded(container: str, codec: str, seconds: float = 2.0, **choices: object) -> bytes:
    """Encode the noise with PyAV.

    ``video``, ``vbr``, ``muxer`` (a dictionary of options) and ``told`` (words for its tags) may be chosen.
    """
    rate = 48_000 if codec in {"libopus", "opus"} else RATE
    file = io.BytesIO()
    muxer = choices.get("muxer", {})
    assert isinstance(muxer, dict)
    with av.open(file, "w", format=container, options=muxer) as output:
        told = str(choices.get("told", ""))
        picture = output.add_stream("mpeg4", rate=10, width=64, height=64) if choices.get("video") else None
        sound: Any = None
        if codec:
            layout = "stereo" if codec == "vorbis" else "mono"
            sound = output.add_stream(codec, rate=rate, layout=layout, options={"strict": "experimental"})
            sound.bit_rate = 64_000
            if told:
                sound.metadata.update(title=told, handler_name=told, comment=told)
        if told:
            output.metadata.update(title=told, artist=told, comment=told, album=told)
            output.set_chapters([_chapter(told, seconds)])
        if picture is not None:
            for _ in range(int(seconds * 10)):
                output.mux(picture.encode(av.VideoFrame(64, 64, "yuv420p")))
            output.mux(picture.encode())
        if sound is not None:
            _encode(output, sound, samples(seconds, rate), vbr=bool(choices.get("vbr")))
    return file.getvalue()


def _chapter(told: str, seconds: float) -> Any:
    end = int(seconds * 1000)
    return {"id": 1, "start": 0, "end": end, "time_base": Fraction(1, 1000), "metadata": {"title": told}}


def _encode(output: Any, stream: Any, data: np.ndarray, *, vbr: bool) -> None:
    if vbr:
        stream.codec_context.qscale = True
        stream.codec_context.global_quality = 4 * 118
    for at in range(0, len(data), 16_384):
        frame = av.AudioFrame.from_ndarray(data[None, at : at + 16_384], format="s16", layout="mono")
        frame.sample_rate = stream.rate
        frame.pts = at
        frame.time_base = Fraction(1, stream.rate)
        output.mux(stream.encode(frame))
    output.mux(stream.encode())
