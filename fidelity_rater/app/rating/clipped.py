"""Clips that came with a rating whose recording is not here: its moments can be heard all the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

from fidelity_rater.app.evidence_models import Play
from fidelity_rater.app.ports.documents import Clip, DocumentKind
from fidelity_rater.app.ports.library import UnitOfWork

MARGIN_MS: Final = 3000
"""Where a clip holds several moments, this much is heard around the one that was asked for."""


class Stretch(Protocol):
    """A moment, as far as it takes to find its sound."""

    @property
    def uid(self) -> str: ...
    @property
    def start_ms(self) -> int: ...
    @property
    def end_ms(self) -> int: ...


def clips_for(uow: UnitOfWork, rating_uid: str) -> dict[str, Clip]:
    """By moment, the clip that it is heard in, as a portfolio tells; none where the recording itself is here."""
    clip_of: dict[str, str] = {}
    for document in uow.documents.of_kind(DocumentKind.PORTFOLIO):
        if rating_uid in document.body["ratings"]:
            clip_of |= document.body.get("clip_of", {})
    clips = {uid: clip for uid in set(clip_of.values()) if (clip := uow.clips.get(uid)) is not None}
    away = {uid for uid, clip in clips.items() if not _here(uow, clip.recording_uid)}
    return {moment: clips[clip] for moment, clip in clip_of.items() if clip in away}


def play_of(clips: Mapping[str, Clip], moment: Stretch) -> Play | None:
    """What a moment is heard from; a clip that was cut for it alone is heard whole."""
    clip = clips.get(moment.uid)
    if clip is None:
        return None
    length = clip.end_ms - clip.start_ms
    start, end = 0, length
    if sum(other.uid == clip.uid for other in clips.values()) > 1:
        start = max(0, moment.start_ms - MARGIN_MS - clip.start_ms)
        end = min(length, moment.end_ms + MARGIN_MS - clip.start_ms)
    return Play(clip.uid, clip.recording_uid, True, start, end, length, offset_ms=clip.start_ms)


def _here(uow: UnitOfWork, recording_uid: str) -> bool:
    try:
        uow.recordings.get(uow.aliases.local(recording_uid))
    except LookupError:
        return False
    return True
