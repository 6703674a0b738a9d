"""Handing a reader to PyAV so that nothing but its bytes is ever touched and nothing is printed."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, Any, BinaryIO, Final

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer

FORMATS: Final = (
    "wav,w64,aiff,caf,au,mp3,aac,ac3,amr,flac,ogg,asf,mov,mp4,m4a,matroska,webm,avi,mpeg,mpegts,dss"  # no playlists
)
OPTIONS: Final = {"format_whitelist": FORMATS, "protocol_whitelist": "none"}


class CalmReader:
    """A reader without a name whose ``seek`` never raises; a failure to read is kept.

    PyAV guesses formats from a ``name``, which a recording in the vault does not have, and prints a traceback of its
    own when ``seek`` raises.
    """

    def __init__(self, reader: BinaryIO) -> None:
        self._reader = reader
        self.failure: OSError | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            return self._reader.read(size)
        except OSError as error:
            self.failure = error
            return b""

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        try:
            return self._reader.seek(offset, whence)
        except (OSError, ValueError):
            return -1

    def tell(self) -> int:
        return self._reader.tell()

    def size(self) -> int:
        """Tell the length in bytes and go back to the start."""
        length = self.seek(0, io.SEEK_END)
        self.seek(0)
        return length


def open_container(reader: CalmReader, **options: str) -> InputContainer:
    """Open a recording by its content alone: no name, no other file, no playlist."""
    import av

    av.logging.set_level(av.logging.PANIC)
    file: Any = reader
    return av.open(file, mode="r", options=OPTIONS | options, metadata_errors="replace")


def best_sound(container: InputContainer) -> AudioStream | None:
    """Choose the sound that is measured and drawn, where a file has several tracks: the one that libVLC plays.

    That is the one marked as the default, else the first; FFmpeg's own choice is the one with the most channels.
    """
    from av.stream import Disposition

    tracks = [track for track in container.streams.audio if track.codec_context is not None]
    marked = [track for track in tracks if track.disposition & Disposition.default]
    return next(iter([*marked, *tracks]), None)
