"""What the panels of feedback and follow-up show: frozen values that the use cases fill and the screen draws."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fidelity_rater.app.evidence_models import DeskMoment


class Part(StrEnum):
    """The parts of feedback that one can be led to."""

    CONTEXT = "context"
    STRENGTHS = "strengths"
    SUGGESTIONS = "suggestions"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class TiedItem:
    """An item that a remark is tied to."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class OfferedMoment:
    """A moment of a tied item, and whether the remark is tied to it."""

    moment: DeskMoment
    tied: bool


@dataclass(frozen=True, slots=True)
class Aim:
    """The anchor of one level, in the scale's own words; ``dimension`` is its name."""

    dimension: str
    value: int
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class ShownReflection:
    """What a trainee has answered to one suggestion."""

    thought: str
    step: str


@dataclass(frozen=True, slots=True)
class ShownRemark:
    """One strength, or one thing to work on. ``number`` counts from 1; ``unshown`` moments are found in their list."""

    uid: str
    number: int
    text: str
    items: tuple[TiedItem, ...] = ()
    moments: tuple[OfferedMoment, ...] = ()
    unshown: int = 0
    aim: Aim | None = None
    last: bool = False
    reflections: tuple[ShownReflection, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that the scores propose to be said, with why; nothing of it is said until it is chosen."""

    item: str
    label: str
    why: str
    aim: Aim | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing before sending; it leads to a remark, or to a part. ``blocking``: there is nothing to send."""

    sentence: str
    part: Part
    remark: str = ""
    blocking: bool = False


@dataclass(frozen=True, slots=True)
class ShownContest:
    """A score that the trainee sees otherwise. ``when`` is empty where no stretch of the recording was named."""

    score: str
    reason: str
    when: str = ""
    recording: str = ""
    start_ms: int = 0
    end_ms: int = 0
    playable: bool = False


@dataclass(frozen=True, slots=True)
class ShownReply:
    """What has come back on one feedback; ``read`` says when it was read."""

    read: str
    words: str = ""
    contests: tuple[ShownContest, ...] = ()
    self_rated: bool = False


@dataclass(frozen=True, slots=True)
class ShownFeedback:
    """The feedback on the rating that is on the desk.

    ``proposed_context`` is a start from the cover sheet, empty where it is used or there is none. ``room`` False: there
    are as many things to work on as are worked on. ``sent`` says when it went out; then nothing can be changed.
    ``before`` True: what was written on the rating that this one corrects can be taken over. ``notice`` is what must be
    known first.
    """

    uid: str
    context: str = ""
    proposed_context: str = ""
    strengths: tuple[ShownRemark, ...] = ()
    suggestions: tuple[ShownRemark, ...] = ()
    closing: str = ""
    strength_candidates: tuple[Candidate, ...] = ()
    suggestion_candidates: tuple[Candidate, ...] = ()
    gaps: tuple[Gap, ...] = ()
    room: bool = True
    sent: str = ""
    before: bool = False
    notice: str = ""
    replies: tuple[ShownReply, ...] = ()


@dataclass(frozen=True, slots=True)
class ChosenItem:
    """The item chosen on the desk, as something to be said of it. ``why`` is how it was scored."""

    id: str
    label: str
    why: str
    is_strength: bool = False
    is_suggestion: bool = False


# Since last time


@dataclass(frozen=True, slots=True)
class FollowedSuggestion:
    """A suggestion of earlier feedback. ``state`` is ``open``, ``worked_on`` or ``dropped``, since that day."""

    uid: str
    text: str
    said: str
    state: str = "open"
    since: str = ""
    items: tuple[TiedItem, ...] = ()
    aim: Aim | None = None
    reflections: tuple[ShownReflection, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedPlace:
    """A stretch that the therapist asks to be listened to. It is no moment: nothing is claimed of it."""

    uid: str
    when: str
    words: str
    recording: str
    start_ms: int
    end_ms: int
    playable: bool = True


@dataclass(frozen=True, slots=True)
class SinceLastTime:
    """What stands open from before, beside a new formative rating.

    ``done`` are suggestions that were ticked off beside another session. ``differences`` are sentences, one for each
    score that the therapist gave otherwise in a self-rating. ``words`` is what the therapist has written with the
    session.
    """

    therapist_uid: str
    session_uid: str
    suggestions: tuple[FollowedSuggestion, ...] = ()
    done: tuple[FollowedSuggestion, ...] = ()
    replies: tuple[ShownReply, ...] = ()
    differences: tuple[str, ...] = ()
    places: tuple[AskedPlace, ...] = ()
    words: str = ""

    @property
    def open(self) -> int:
        """How many suggestions nobody has ticked off."""
        return sum(suggestion.state == "open" for suggestion in self.suggestions)

    @property
    def empty(self) -> bool:
        told = self.suggestions or self.done or self.replies or self.differences
        return not (told or self.places or self.words)
