"""A file into which a jump could land elsewhere than it says is told."""

from __future__ import annotations

import io

import pytest

from fidelity_rater.media.ogg_pages import counts_on
from fidelity_rater.media.reading import CalmReader
from helpers.sounds import encoded, wav_bytes

ONE = encoded("ogg", "libopus", 3)
OTHER = encoded("ogg", "libopus", 2, muxer={"serial_offset": "77"})


def pages(data: bytes) -> list[bytes]:
    return [b"OggS" + page for page in data.split(b"OggS")[1:]]


@pytest.mark.parametrize(
    ("data", "whole"),
    [
        (ONE, True),
        (ONE + OTHER, False),
        (ONE + ONE, False),
        (ONE[:-5], False),
        (b"".join(pages(ONE)[:3] + pages(ONE)[4:]), False),
        (ONE + b"more", False),
        (wav_bytes(1), False),
        (b"", False),
    ],
    ids=["whole", "chained", "twice", "cut short", "a page lost", "something behind it", "a wav", "empty"],
)
def test_only_one_unbroken_stream_is_trusted(data: bytes, whole: bool) -> None:
    assert counts_on(CalmReader(io.BytesIO(data))) is whole
