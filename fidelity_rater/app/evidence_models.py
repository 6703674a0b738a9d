"""What the desk shows of the evidence: moments, how they bear on a score, the ledger of what was heard, the talk."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Span = tuple[int, int]
"""Start and end in milliseconds of one recording."""


class Standing(StrEnum):
    """How a score stands with its moments.

    ``BARE``: none, and one is wanted; ``CONTRARY``: only such as speak against the score; ``UNASKED``: none, and none
    is wanted (nothing scored, or a level that needs none).
    """

    UNASKED = "unasked"
    BARE = "bare"
    CONTRARY = "contrary"
    BORNE = "borne"


@dataclass(frozen=True, slots=True)
class DeskMoment:
    """One moment as lists and the picture of the sound show it. ``item`` is empty until it is placed.

    ``bearing`` is ``for`` or ``against``; ``part`` is the recording's uid, ``part_label`` names it where a session has
    several, and is empty otherwise. ``playable`` False: its recording is gone, or consent does not allow it.
    """

    uid: str
    item: str
    item_label: str
    start_ms: int
    end_ms: int
    bearing: str
    note: str
    part: str
    part_label: str = ""
    playable: bool = True


@dataclass(frozen=True, slots=True)
class HeardBand:
    """What of one recording has been heard, for its picture: merged, in order, whatever the speed."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One sentence about how a rating was listened to; following it leads to ``item`` where there is one."""

    sentence: str
    item: str = ""
    caution: bool = False


@dataclass(frozen=True, slots=True)
class TalkShare:
    """How much one speaker talked: ``name`` in words, milliseconds, turns, and the share of all talk (0 to 1)."""

    name: str
    speaker: str
    talk_ms: int
    turns: int
    share: float


@dataclass(frozen=True, slots=True)
class TranscriptLine:
    """One line beside the recording. ``name`` is who speaks, in words; ``speaker`` the id of :class:`Speaker`."""

    index: int
    start_ms: int
    end_ms: int
    name: str
    speaker: str
    text: str


@dataclass(frozen=True, slots=True)
class Play:
    """What to play for a moment: a stretch of a clip, or of the recording. Times in the sound's own milliseconds.

    ``offset_ms`` is where the sound begins on the recording's time axis, so that the time shown is the session's.
    ``rating_uid`` is the rating whose moment it is, where moments of several are heard in one place.
    """

    sound_uid: str
    recording_uid: str
    clip: bool
    start_ms: int
    end_ms: int
    duration_ms: int
    offset_ms: int = 0
    rating_uid: str = ""
