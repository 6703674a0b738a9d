"""What can be wanted of something on the therapist's page."""

from __future__ import annotations

from enum import StrEnum, auto


class Wanted(StrEnum):
    """An act on the thing whose uid comes with it."""

    EDIT_THERAPIST = auto()
    ARCHIVE_THERAPIST = auto()
    RESULTS = auto()
    THERAPIST_REPORT = auto()
    CASE_REPORT = auto()
    MEASURES = auto()
    ADD_CASE = auto()
    EDIT_CASE = auto()
    ARCHIVE_CASE = auto()
    SET_FOCUS = auto()
    ADD_SESSION = auto()
    EDIT_SESSION = auto()
    ARCHIVE_SESSION = auto()
    IMPORT_HERE = auto()
    RATE = auto()
    RATE_ANEW = auto()
    SEND_SESSION = auto()
    OPEN_RATING = auto()
    DISCARD_RATING = auto()
    RATING_REPORT = auto()
    CONSENT = auto()
    BRING_SOUND_BACK = auto()
    DELETE_RECORDING = auto()
