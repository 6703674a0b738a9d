"""Lifting a quiet voice towards a loud one: libVLC's own compressor, set so that it holds loud voices where they are.

libVLC takes no audio filter from its caller but the equalizer: what ``--audio-filter`` says is hidden from its media
players. The variable that hides it belongs to libVLC's core, which every libVLC 3 exports, and may be written before
the sound begins. Where that core cannot be reached, nothing is levelled and :func:`can_level` says so.

Measured (docs/adr/0006): a voice at -40 dBFS comes out 16 dB louder, one at -14 dBFS 0.7 dB softer, nothing clips,
and sound comes 10 ms later, which :data:`LOOK_AHEAD_MS` takes off the clock.
"""

from __future__ import annotations

import ctypes
import logging
import sys
from typing import Any, Final

import vlc

log = logging.getLogger(__name__)

OPTIONS: Final = (
    "--compressor-rms-peak=0",
    "--compressor-attack=1.5",
    "--compressor-release=300",
    "--compressor-threshold=-30",
    "--compressor-ratio=10",
    "--compressor-knee=3",
    "--compressor-makeup-gain=16",
)
LOOK_AHEAD_MS: Final = 10.0
"""So far the compressor looks ahead, to catch a sudden loud word in time; libVLC's time knows nothing of it."""
_STRING: Final = 0x40
"""VLC_VAR_STRING."""


def can_level() -> bool:
    """Whether this libVLC is one whose core is known and within reach."""
    return _setter() is not None


def level(player: Any) -> bool:
    """Have a media player that has not begun yet level its sound; tell whether it will."""
    setter = _setter()
    return setter is not None and setter(player._as_parameter_, b"audio-filter", _STRING, b"compressor") == 0


def _setter() -> Any:
    if not vlc.libvlc_get_version().startswith(b"3."):
        return None
    try:
        core = ctypes.CDLL("libvlccore.dll") if sys.platform == "win32" else vlc.dll
        setter = core.var_SetChecked
    except (OSError, AttributeError) as error:
        log.info("libVLC's core cannot be reached, so voices are not levelled: %s", type(error).__name__)
        return None
    setter.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p]
    setter.restype = ctypes.c_int
    return setter
