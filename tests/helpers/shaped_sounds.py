"""Recordings in memory whose every sample is known: encode an array, and count by hand what its bins must be."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import Any

import av
import numpy as np

from fidelity_rater.app.ports.jobs import Cancelled
from fidelity_rater.app.ports.waveform import Waveform
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.media.peaks import PyAvWaveforms


def sound(data: Any, *, rate: int, container: str = "wav", codec: str = "pcm_s16le", **muxer: str) -> bytes:
    """Encode lanes of full scale 1, ``(lanes, samples)``."""
    lanes = np.atleast_2d(np.asarray(data, np.float32))
    layout = {1: "mono", 2: "stereo", 4: "4.0", 6: "5.1"}[len(lanes)]
    file = io.BytesIO()
    with av.open(file, "w", format=container, options=muxer) as output:
        stream: Any = output.add_stream(codec, rate=rate, layout=layout, options={"strict": "experimental"})
        stream.bit_rate = 64_000 * len(lanes)
        add_sound(output, stream, lanes, layout)
    return file.getvalue()


def add_sound(output: Any, stream: Any, lanes: Any, layout: str, *, skip: range = range(0)) -> None:
    """Encode lanes into a stream; packets whose number is in ``skip`` get lost."""
    rate = stream.rate
    resampler = av.AudioResampler(format=stream.codec_context.format, layout=layout, rate=rate)
    packets: list[Any] = []
    for at in range(0, lanes.shape[1], 4096):
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(lanes[:, at : at + 4096]), format="fltp", layout=layout)
        frame.sample_rate, frame.pts, frame.time_base = rate, at, Fraction(1, rate)
        for piece in resampler.resample(frame):
            packets.extend(stream.encode(piece))
    for piece in resampler.resample(None):
        packets.extend(stream.encode(piece))
    packets.extend(stream.encode())
    output.mux([packet for number, packet in enumerate(packets) if number not in skip])


def waveform(data: bytes, *, duration_ms: int = 10_000, grown: Any = lambda waveform: None) -> Waveform:
    """Make the waveform of a recording in memory."""
    return PyAvWaveforms().make(io.BytesIO(data), duration_ms=duration_ms, progress=SilentProgress(), grown=grown)


def sine(seconds: float, *, rate: int, hertz: float = 200.0, height: float = 0.5) -> Any:
    return height * np.sin(np.arange(int(seconds * rate)) * (2 * np.pi * hertz / rate))


class Impatient(SilentProgress):
    """Stops at the n-th look."""

    def __init__(self, looks: int) -> None:
        self._left = looks

    def check(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise Cancelled
