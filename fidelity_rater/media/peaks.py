"""Making waveforms from sound with PyAV, and reading kept ones. What is heavy is imported where it is first needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, Final

from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.waveform import Waveform
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.media import refusals
from fidelity_rater.media.reading import CalmReader, open_container

FASTER: Final = {"max_size": "16384"}
"""A wav is read in larger pieces than the few milliseconds that players want; other formats do not know the word."""


class PyAvWaveforms:
    """Waveforms from any reader of a recording; ``voice`` False tells speech by loudness alone."""

    def __init__(self, *, voice: bool = True) -> None:
        self._voice = voice

    def warm(self) -> None:
        from fidelity_rater.media import making, speech  # noqa: F401

        if self._voice:
            speech.hearing(speech.VOICE_RATE)

    def make(
        self,
        reader: BinaryIO,
        *,
        duration_ms: int,
        progress: Progress,
        grown: Callable[[Waveform], None] = lambda waveform: None,
    ) -> Waveform:
        import av

        from fidelity_rater.media.making import Making

        calm = CalmReader(reader)
        try:
            if calm.size() == 0:
                raise refusals.empty()
            try:
                with open_container(calm, **FASTER) as container:
                    making = Making(container, duration_ms=duration_ms, progress=progress, voice=self._voice)
                    waveform = making.run(grown)
            except av.FFmpegError as error:
                raise refusals.unreadable_start(calm) from error
        except UserFacingError as error:
            if calm.failure is not None:
                raise refusals.reading_failed() from calm.failure
            raise error
        if calm.failure is not None:
            raise refusals.reading_failed() from calm.failure
        return waveform

    def read(self, data: bytes) -> Waveform | None:
        from fidelity_rater.media.waveform import read_waveform

        return read_waveform(data)
