"""Whether an Ogg file is one unbroken count of time, so that a jump into it lands where it says.

Pages are looked at, not what is in them: one stream, no page missing, no count that begins anew.
"""

from __future__ import annotations

import struct
from typing import Final

from fidelity_rater.media.reading import CalmReader

MOST_PAGES: Final = 20_000
"""A file of more, smaller pages is read as quickly packet by packet."""
_HEAD: Final = struct.Struct("<4sBBqIIIB")
_BEGINS: Final = 2
_NO_TIME: Final = -1


def counts_on(calm: CalmReader) -> bool:
    """Follow the pages from the first to the last; leaves the reader anywhere."""
    at, size, expected, granule, stream = 0, calm.size(), 0, 0, None
    while at < size:
        calm.seek(at)
        head = calm.read(_HEAD.size + 255)
        if len(head) < _HEAD.size or expected > MOST_PAGES:
            return False
        mark, _, kind, time, serial, number, _, segments = _HEAD.unpack_from(head)
        lengths = head[_HEAD.size : _HEAD.size + segments]
        if mark != b"OggS" or number != expected or len(lengths) < segments:
            return False
        if serial != (serial if stream is None else stream) or bool(kind & _BEGINS) != (expected == 0):
            return False
        if time != _NO_TIME and time < granule:
            return False
        stream, expected, granule = serial, expected + 1, max(granule, time)
        at += _HEAD.size + segments + sum(lengths)
    return expected > 0 and at == size
