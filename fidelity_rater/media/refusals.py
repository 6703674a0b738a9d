"""What is said of a file whose sound cannot be read; one sentence each, the same wherever it is found out."""

from __future__ import annotations

from typing import Final

from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.i18n import tr
from fidelity_rater.media.reading import CalmReader

_BEGINNINGS: Final = (b"RIFF", b"ID3", b"fLaC", b"OggS", b"FORM", b"\x1aE\xdf\xa3", b"0&\xb2u\x8ef\xcf\x11")


def unreadable_start(calm: CalmReader) -> UserFacingError:
    calm.seek(0)
    head = calm.read(16)
    known = head.startswith(_BEGINNINGS) or head[4:8] in (b"ftyp", b"moov", b"mdat")
    return damaged() if known else no_recording()


def without_sound(*, video: bool) -> UserFacingError:
    """Tell a video without a sound track from a sound file without sound."""
    return silent_video() if video else no_sound()


def empty() -> UserFacingError:
    return UserFacingError(tr("The file is empty."), tr("Copy it from the recorder again."))


def no_recording() -> UserFacingError:
    return UserFacingError(
        tr("The file is not a sound recording."),
        tr("Recordings can be WAV, MP3, M4A, OGG, Opus, FLAC, WMA, WebM, or the sound of an MP4 video."),
    )


def no_sound() -> UserFacingError:
    return UserFacingError(tr("There is no sound in the file."), tr("Check that the recorder was not paused or muted."))


def silent_video() -> UserFacingError:
    return UserFacingError(tr("The video has no sound track."), tr("Choose a recording with sound."))


def too_short() -> UserFacingError:
    return UserFacingError(
        tr("The recording is too short: it lasts less than a fifth of a second."), tr("Choose the whole recording.")
    )


def damaged() -> UserFacingError:
    return UserFacingError(
        tr("The recording is damaged: its sound cannot be read."),
        tr("Copy it from the recorder again, or open it in a sound editor and save it anew."),
    )


def unknown_sound() -> UserFacingError:
    return UserFacingError(
        tr("The sound in the file is of a kind that this app cannot play."),
        tr("Save it as WAV, MP3 or M4A with the program that made it."),
    )


def reading_failed() -> UserFacingError:
    return UserFacingError(
        tr("The file could not be read to its end."), tr("Check the drive or memory stick and try again.")
    )


def beyond_the_end() -> UserFacingError:
    return UserFacingError(
        tr("A stretch to be cut out lies where the recording has no sound."),
        tr("Leave that moment out, or check that the recording was copied whole."),
    )
