"""Keeping ALSA, the sound layer of Linux, from printing.

Without a sound device libVLC asks it again with every piece of sound, and each time ALSA prints eight lines.
"""

from __future__ import annotations

import ctypes
import sys

_LIBRARY = "libasound.so.2"


def silence_alsa() -> None:
    """Have ALSA's complaints go nowhere; where there is no ALSA, do nothing.

    They are handed to a C function that takes nothing and changes nothing: ALSA complains on libVLC's threads, and
    Python called back from there would have to outlive them.
    """
    if not sys.platform.startswith("linux"):
        return
    try:
        nowhere = ctypes.cast(ctypes.CDLL(None).getpid, ctypes.c_void_p)
        set_handler = ctypes.CDLL(_LIBRARY).snd_lib_error_set_handler
    except (OSError, AttributeError):
        return
    set_handler.argtypes, set_handler.restype = [ctypes.c_void_p], ctypes.c_int
    set_handler(nowhere)
