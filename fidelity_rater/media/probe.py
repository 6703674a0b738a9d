"""Finding out whether a file is a recording that can be heard, and how long it really is.

The length is where the sound ends, not what a header promises: headers of mp3 without a frame count are guesses,
recorders that lost power leave them empty, half-copied files keep them whole. Reading every packet would tell, but
costs seconds on a long recording. So the probe jumps to just before the promised end and reads on from there; only
where nothing is found, or nothing was promised, it reads from the start. Packets are counted, not decoded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO, Final

from fidelity_rater.app.ports.sound import RecordingFacts
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.media import refusals
from fidelity_rater.media.reading import CalmReader, best_sound, open_container

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer

LEAST_S: Final = 0.2
TAIL_S: Final = 3.0
BAD_PACKETS: Final = 200
"""So much damage at the start and no sound yet: give up."""
CUT_SHORT_MS: Final = 1000
LONGEST_MS: Final = 48 * 3_600_000
"""Longer is no session but a damaged time stamp."""
FASTEST_BIT_RATE: Final = 50_000_000
"""Faster than any sound; a damaged header says such things."""

_CONTAINERS: Final = {"mov": "mp4", "matroska": "webm", "asf": "wma"}


class PyAvProbe:
    """Probe recordings with PyAV, from any reader."""

    def facts(self, reader: BinaryIO) -> RecordingFacts:
        import av

        calm = CalmReader(reader)
        try:
            if calm.size() == 0:
                raise refusals.empty()
            try:
                with open_container(calm) as container:
                    return _facts(container, calm)
            except av.FFmpegError as error:
                raise refusals.unreadable_start(calm) from error
        except UserFacingError as error:
            if calm.failure is not None:
                raise refusals.reading_failed() from calm.failure
            raise error


def _facts(container: InputContainer, calm: CalmReader) -> RecordingFacts:
    stream: Any = best_sound(container)
    if stream is None:
        raise refusals.without_sound(video=bool(container.streams.video))
    context = stream.codec_context
    if context is None:
        raise refusals.unknown_sound()
    _hear_a_stretch(container, stream)
    if not stream.rate or not stream.channels:
        raise refusals.damaged()
    promised_ms = _promised_ms(container, stream)
    duration_ms, found_at_promise = _length(container, stream, promised_ms)
    if calm.failure is not None:
        raise refusals.reading_failed() from calm.failure
    if duration_ms < LEAST_S * 1000:
        raise refusals.too_short()
    if duration_ms > LONGEST_MS:
        raise refusals.damaged()
    guessed = container.format.name == "mp3" and not _counts_its_frames(calm)
    short = promised_ms is not None and not guessed and duration_ms < promised_ms - CUT_SHORT_MS
    return RecordingFacts(
        container=_CONTAINERS.get(container.format.name.split(",")[0], container.format.name),
        codec=context.codec.canonical_name,
        duration_ms=duration_ms,
        sample_rate=stream.rate,
        channels=stream.channels,
        bit_rate=_bit_rate(container, stream),
        duration_known=found_at_promise and not guessed and not short,
        cut_short=short and not container.streams.video,
    )


def _bit_rate(container: InputContainer, stream: AudioStream) -> int | None:
    for bit_rate in (stream.bit_rate, container.bit_rate):
        if bit_rate is not None and 0 < bit_rate < FASTEST_BIT_RATE:
            return int(bit_rate)
    return None


def _hear_a_stretch(container: InputContainer, stream: AudioStream) -> None:
    """Decode the first stretch, stepping over damage; raise what is wrong when there is none."""
    import av

    heard, bad = 0.0, 0
    for packet in container.demux(stream):
        try:
            for frame in packet.decode():
                heard += frame.samples / frame.sample_rate if frame.sample_rate else 0.0
        except av.FFmpegError:
            bad += 1
        if heard >= LEAST_S:
            return
        if bad > BAD_PACKETS:
            break
    if bad or not (stream.rate and stream.channels):
        raise refusals.damaged()
    raise refusals.too_short() if heard else refusals.no_sound()


def _promised_ms(container: InputContainer, stream: AudioStream) -> int | None:
    if stream.duration is not None and stream.time_base is not None:
        return round(stream.duration * stream.time_base * 1000)
    return None if container.duration is None else round(container.duration / 1000)


def _length(container: InputContainer, stream: AudioStream, promised_ms: int | None) -> tuple[int, bool]:
    """Return where the sound ends, and whether it was found where it was promised."""
    if promised_ms is not None:
        end_ms = _end_after(container, stream, max(0.0, promised_ms / 1000 - TAIL_S))
        if end_ms is not None and end_ms >= promised_ms - CUT_SHORT_MS:
            return end_ms, abs(end_ms - promised_ms) <= CUT_SHORT_MS
    return _end_after(container, stream, 0.0) or 0, False


def _end_after(container: InputContainer, stream: AudioStream, from_s: float) -> int | None:
    """Read packets from there to the end; return the end of the last on the recording's own time axis."""
    import av

    start_s = (container.start_time or 0) / av.time_base
    base = float(stream.time_base or 0)
    end = None
    try:
        container.seek(round((from_s + start_s) * av.time_base))
        for packet in container.demux(stream):
            if packet.pts is not None:
                end = max(end or 0, packet.pts + (packet.duration or 0))
    except av.FFmpegError:
        pass  # a break in the file: what was found before it counts
    return None if end is None else max(0, round((end * base - start_s) * 1000))


def _counts_its_frames(calm: CalmReader) -> bool:
    """Tell whether an mp3 begins with a count of its frames; without one its promised length is a guess."""
    calm.seek(0)
    head = calm.read(10)
    skip = 0
    if head[:3] == b"ID3" and len(head) == 10:
        skip = 10 + (head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9])
    calm.seek(skip)
    first_frames = calm.read(4096)
    return any(mark in first_frames for mark in (b"Xing", b"Info", b"VBRI"))
