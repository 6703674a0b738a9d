"""Every real recording has a waveform; every broken file has one, or one clear sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, TypeVar

import pytest

from fidelity_rater.app.ports.waveform import Waveform
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.media.peaks import PyAvWaveforms
from fidelity_rater.media.probe import PyAvProbe

T = TypeVar("T")
GOOD = {
    "common_voice_en.mp3": 1,
    "jfk.flac": 2,
    "jfk.mp3": 1,
    "librispeech.flac": 1,
    "meeting_30s_float_trñ.wav": 1,
    "meeting_7min.mp3": 1,
    "mls.opus": 1,
    "two_person_phone_8k.wav": 1,
}
"""The lanes of each; the 55-minute meeting is the benchmark's."""
SHORT = {
    "adpcm_no_byterate.wav",
    "cut_off_titles.mp3",
    "empty_frame.mp3",
    "flac_invalid_track_number.flac",
    "id3_broken_frame_size.mp3",
    "riff_extra_zero.wav",
}
"""Too short to be rated, but not to be drawn."""


def made(reader: BinaryIO, duration_ms: int) -> Waveform:
    return PyAvWaveforms().make(reader, duration_ms=duration_ms, progress=SilentProgress())


def probe(reader: BinaryIO) -> int:
    return PyAvProbe().facts(reader).duration_ms


def outcome(file: Path, work: Callable[[BinaryIO], T]) -> T | str:
    """Do it, or return the sentence that is said instead."""
    with file.open("rb") as reader:
        try:
            return work(reader)
        except UserFacingError as error:
            return error.message


@pytest.mark.parametrize(("name", "lanes"), GOOD.items(), ids=GOOD)
def test_real_recordings(test_data: Path, name: str, lanes: int, capfd: pytest.CaptureFixture[str]) -> None:
    file = test_data / "audio" / name
    with file.open("rb") as reader:
        duration_ms = probe(reader)
        reader.seek(0)
        found = made(reader, duration_ms)
    assert (found.lanes, found.whole, found.damaged) == (lanes, True, ())
    assert found.duration_ms == pytest.approx(duration_ms, abs=60)
    assert found.loudest > 1000
    talk = sum(end - start for start, end in found.speech)
    assert 0.2 < talk / found.duration_ms <= 1
    columns = found.columns(None, 0, found.duration_ms, 500)
    assert all(low <= high for low, high in zip(columns.lows, columns.highs, strict=True))
    assert capfd.readouterr() == ("", "")


def test_no_recording_is_forgotten(test_data: Path) -> None:
    assert {path.name for path in (test_data / "audio").iterdir()} == {*GOOD, "meeting_55min.opus"}


def test_every_broken_file_gives_a_waveform_or_the_probes_sentence(
    test_data: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    files = sorted((test_data / "audio-broken").iterdir())
    assert len(files) == 50
    for file in files:
        name = file.name.removeprefix("tinytag_")
        probed, found = outcome(file, probe), outcome(file, lambda reader: made(reader, 1000))
        if isinstance(found, str):
            assert found == probed, name
            continue
        assert found.whole, name
        assert PyAvWaveforms().read(found.as_bytes()) is not None, name
        if isinstance(probed, str):
            assert name in SHORT
        else:
            assert found.duration_ms == pytest.approx(probed, abs=60), name
    assert capfd.readouterr() == ("", "")
