"""The reader that PyAV gets."""

from __future__ import annotations

import io

from fidelity_rater.media.reading import CalmReader


class Unplugged(io.BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        raise OSError("device gone")


def test_a_seek_that_cannot_be_done_answers_minus_one() -> None:
    """PyAV prints a traceback of its own when it raises."""
    reader = CalmReader(io.BytesIO(b"abc"))
    assert reader.size() == 3
    assert reader.seek(-5) == -1
    assert reader.seek(0, 99) == -1
    assert reader.read() == b"abc"
    assert reader.tell() == 3


def test_a_failing_drive_reads_as_an_end_and_is_remembered() -> None:
    reader = CalmReader(Unplugged(b"abc"))
    assert reader.read(3) == b""
    assert isinstance(reader.failure, OSError)


def test_the_name_of_a_file_is_kept_from_the_decoder() -> None:
    assert not hasattr(CalmReader(io.BytesIO()), "name")
