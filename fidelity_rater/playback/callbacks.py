"""A recording's bytes handed to libVLC from memory, chunk by chunk, through C callbacks."""

from __future__ import annotations

import ctypes
import itertools
from typing import Any, BinaryIO

import vlc

from fidelity_rater.app.ports.sound import SoundSource

_ERROR = -1


class SourceMedia:
    """A libVLC medium that reads from a :class:`SoundSource`.

    libVLC calls from its own threads and survives no exception: each callback returns a whole number and keeps the
    failure for whoever asks. (Not even logging happens there: it would leave a dummy thread object behind.) The C
    function objects must outlive the medium, so keep this object as long as it.
    """

    def __init__(self, instance: Any, source: SoundSource) -> None:
        self._source = source
        self._readers: dict[int, BinaryIO] = {}
        self._keys = itertools.count(1)
        self.failure: Exception | None = None
        """The first exception that reading raised; libVLC itself shows it only as an end of the sound."""
        make = vlc.CallbackDecorators
        self._callbacks = (
            make.MediaOpenCb(self._open),
            make.MediaReadCb(self._read),
            make.MediaSeekCb(self._seek),
            make.MediaCloseCb(self._close),
        )
        self.media = instance.media_new_callbacks(*self._callbacks, None)

    def release(self) -> None:
        """Give the medium back; call after the player that plays it has stopped."""
        self.media.release()
        for key in list(self._readers):
            self._close(key)

    def _open(self, _opaque: Any, data: Any, size: Any) -> int:
        try:
            reader = self._source.open()
            key = next(self._keys)
            self._readers[key] = reader
            data[0] = key
            size[0] = self._source.size
        except Exception as error:  # noqa: BLE001 - none may reach C
            return self._failed(error)
        return 0

    def _read(self, key: int, buffer: Any, length: int) -> int:
        try:
            piece = self._readers[key].read(length)
            ctypes.memmove(buffer, piece, len(piece))
        except Exception as error:  # noqa: BLE001 - none may reach C
            return self._failed(error)
        return len(piece)

    def _seek(self, key: int, offset: int) -> int:
        try:
            return 0 if self._readers[key].seek(offset) == offset else _ERROR
        except Exception as error:  # noqa: BLE001 - none may reach C
            return self._failed(error)

    def _close(self, key: int) -> None:
        try:
            reader = self._readers.pop(key, None)
            if reader is not None:
                reader.close()
        except Exception as error:  # noqa: BLE001 - none may reach C
            self._failed(error)

    def _failed(self, error: Exception) -> int:
        if self.failure is None:
            self.failure = error
        return _ERROR
