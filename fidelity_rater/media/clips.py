"""Cutting stretches out of recordings with PyAV, so that only they leave. What is heavy is imported when it is used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from fidelity_rater.app.ports.clips import Covered, CutClip, Span
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.media import refusals
from fidelity_rater.media.peaks import FASTER
from fidelity_rater.media.probe import PyAvProbe
from fidelity_rater.media.reading import CalmReader, best_sound, open_container

if TYPE_CHECKING:
    from av.container import InputContainer

T = TypeVar("T")


class PyAvClips:
    """Cuts with PyAV; every clip is Opus in Ogg, whatever the recording was."""

    def cut(
        self, reader: BinaryIO, spans: Sequence[Span], *, covered: Sequence[Covered] = (), progress: Progress
    ) -> tuple[CutClip, ...]:
        if not spans:
            return ()
        from fidelity_rater.media.clip_cutting import cut_all, cut_passing
        from fidelity_rater.media.clip_reading import Doubtful

        def passing(container: InputContainer, stream: Any) -> tuple[CutClip, ...]:
            return cut_passing(container, stream, spans, covered=covered, progress=progress, exact=exact)

        def everything(container: InputContainer, stream: Any) -> tuple[CutClip, ...]:
            return cut_all(container, stream, spans, covered=covered, progress=progress, duration_ms=length)

        exact = _jumps_are_exact(reader)
        try:
            return _reading(reader, passing)
        except Doubtful:
            length = PyAvProbe().facts(reader).duration_ms
            return _reading(reader, everything)

    def whole(
        self, reader: BinaryIO, out: BinaryIO, *, covered: Sequence[Covered], progress: Progress
    ) -> tuple[str, str]:
        from fidelity_rater.media.clip_cutting import cut_whole

        length = PyAvProbe().facts(reader).duration_ms

        def everything(container: InputContainer, stream: Any) -> tuple[str, str]:
            return cut_whole(container, stream, out, covered=covered, progress=progress, duration_ms=length)

        return _reading(reader, everything)

    def bare(self, reader: BinaryIO, out: BinaryIO, *, progress: Progress) -> tuple[str, str] | None:
        from fidelity_rater.media.bare import copy

        size = CalmReader(reader).size()

        def everything(container: InputContainer, stream: Any) -> tuple[str, str] | None:
            codec = stream.codec_context.codec.canonical_name
            suffix = copy(container, stream, reader, out, size=size, progress=progress)
            return None if suffix is None else (codec, suffix)

        return _reading(reader, everything)


def _jumps_are_exact(reader: BinaryIO) -> bool:
    """Tell an Ogg file whose count of time is unbroken; other kinds are told by their container alone."""
    from fidelity_rater.media.ogg_pages import counts_on

    calm = CalmReader(reader)
    return counts_on(calm) and calm.failure is None


def _reading(reader: BinaryIO, work: Callable[[InputContainer, Any], T]) -> T:
    """Open a recording and work on its sound; say in one sentence what is wrong where that fails."""
    import av

    calm = CalmReader(reader)
    try:
        if calm.size() == 0:
            raise refusals.empty()
        try:
            with open_container(calm, **FASTER) as container:
                made = work(container, _sound(container))
        except av.FFmpegError as error:
            raise refusals.unreadable_start(calm) from error
    except UserFacingError as error:
        if calm.failure is not None:
            raise refusals.reading_failed() from calm.failure
        raise error
    if calm.failure is not None:
        raise refusals.reading_failed() from calm.failure
    return made


def _sound(container: InputContainer) -> Any:
    stream = best_sound(container)
    if stream is None:
        raise refusals.without_sound(video=bool(container.streams.video))
    return stream
