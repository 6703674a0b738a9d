"""What the rating desk shows: frozen values that the use case fills and the screen draws."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fidelity_rater.app.evidence_models import DeskMoment, Standing
from fidelity_rater.app.saved import SavedState

__all__ = [
    "AnswerKind",
    "BeginAnswers",
    "BeginQuestions",
    "CoverSheet",
    "DeskChoice",
    "DeskDimension",
    "DeskGroup",
    "DeskHeader",
    "DeskItem",
    "DeskLevel",
    "DeskProgress",
    "DeskState",
    "GivenState",
    "HarmAction",
    "ItemDetail",
    "MissingLine",
    "SavedState",
    "SoundPart",
    "SoundStatus",
]


class AnswerKind(StrEnum):
    """How a dimension is answered."""

    ORDINAL = "ordinal"
    COUNT = "count"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class DeskLevel:
    """One level of a dimension; ``anchor`` is the item's own where it has one, else the scale's."""

    value: int
    label: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class DeskDimension:
    """One dimension of one item as it stands now.

    ``column`` is its place in the list. ``locked`` says why it cannot be answered; empty: it can. ``evidence`` is the
    number of moments kept for its item, ``standing`` how its score stands with them, ``evidence_asked`` whether one is
    asked for and not merely encouraged. ``given_at_ms`` is where in which recording (``given_in``) the sound was when
    the number was given, so that it can be heard.
    """

    id: str
    name: str
    hue: str
    kind: AnswerKind
    levels: tuple[DeskLevel, ...] = ()
    column: int = 0
    minimum: int = 0
    maximum: int | None = None
    value: int | None = None
    locked: str = ""
    competent: int | None = None
    evidence: int = 0
    evidence_asked: bool = False
    standing: Standing = Standing.UNASKED
    given_at_ms: int | None = None
    given_in: str = ""

    def level(self, value: int) -> DeskLevel | None:
        return next((level for level in self.levels if level.value == value), None)


@dataclass(frozen=True, slots=True)
class DeskState:
    """A state that may stand in place of a number. ``reasons`` are (id, label); a free one where ``free_reason``."""

    id: str
    label: str
    explanation: str = ""
    reasons: tuple[tuple[str, str], ...] = ()
    free_reason: bool = False

    @property
    def needs_reason(self) -> bool:
        return bool(self.reasons) or self.free_reason


@dataclass(frozen=True, slots=True)
class GivenState:
    """The state that stands on an item, in words; ``reason_id`` is empty where no offered reason was chosen."""

    id: str
    label: str
    reason: str = ""
    reason_id: str = ""


@dataclass(frozen=True, slots=True)
class HarmAction:
    """What was done about a raised harm flag, whom it was told to and when."""

    done: str = ""
    told: str = ""
    when: str = ""

    @property
    def complete(self) -> bool:
        return bool(self.done.strip() and self.told.strip() and self.when.strip())


@dataclass(frozen=True, slots=True)
class DeskItem:
    """One row of the list.

    ``harm_offered``: a flag may be raised here; ``harm_raised``: it is, by hand or by a score.
    """

    id: str
    label: str
    rule_name: str
    dimensions: tuple[DeskDimension, ...]
    states: tuple[DeskState, ...] = ()
    state: GivenState | None = None
    has_note: bool = False
    harm_offered: bool = False
    harm_raised: bool = False
    harm_action_needed: bool = False
    missing: bool = True
    """Still open: neither a number nor a state on something that can be answered."""


@dataclass(frozen=True, slots=True)
class DeskGroup:
    """Items under one heading.

    ``columns`` names the answers' columns (name, hue), left to right; the name is empty where nothing is asked there.
    ``on_demand``: rated only where it occurred, so folded at first. ``outside``: scored before phase or focus changed,
    kept but no longer asked. ``none_heard``: the whole block may be answered at once.
    """

    id: str
    name: str
    kind: str
    items: tuple[DeskItem, ...]
    columns: tuple[tuple[str, str], ...] = ()
    on_demand: bool = False
    outside: bool = False
    none_heard: bool = False


@dataclass(frozen=True, slots=True)
class ItemDetail:
    """Everything about the chosen item."""

    item: DeskItem
    rule_explanation: str
    description: str
    sounds_like: str = ""
    competences: tuple[str, ...] = ()
    note: str = ""
    harm: HarmAction = HarmAction()
    moments: tuple[DeskMoment, ...] = ()


@dataclass(frozen=True, slots=True)
class DeskHeader:
    """What is being rated, for what, and on which scale. ``notice`` is what the scale must always say of itself."""

    therapist: str
    case: str
    focus: str
    session: str
    phase: str
    purpose: str
    role: str
    scale: str
    form: str
    notice: str = ""
    outside_scope: str = ""
    signed: str = ""
    """When and by whom it was signed, as a sentence; empty: a draft."""
    blind: str = ""
    """“Blind” or “Not blind”; empty where nobody expects it to be."""
    blind_why: tuple[str, ...] = ()
    calibrated: str = ""
    """When its rater was last calibrated by then; empty where nobody calibrates here."""
    calibrated_warning: bool = False
    """That is never, or too long ago."""


@dataclass(frozen=True, slots=True)
class DeskProgress:
    """How far the rating has come."""

    scored: int
    asked: int
    heard_ms: int = 0
    duration_ms: int = 0
    departures: int = 0
    """Answers that ask for a moment and have none."""
    harm_open: int = 0
    blocking: int = 0


@dataclass(frozen=True, slots=True)
class MissingLine:
    """One thing to do before signing; following it leads to ``item`` (empty: to the cover sheet or the recording)."""

    kind: str
    sentence: str
    item: str = ""
    blocking: bool = True
    field: str = ""
    """The field of the cover sheet that it is about."""


@dataclass(frozen=True, slots=True)
class DeskChoice:
    """One answer offered on the cover sheet."""

    id: str
    label: str
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class CoverSheet:
    """The cover sheet. None or empty: not answered; nothing is pre-filled but the phase that the plan proposes.

    ``purpose_fixed``: the purpose was settled when the rating began and cannot change any more.
    """

    purposes: tuple[DeskChoice, ...]
    phases: tuple[DeskChoice, ...]
    focal_areas: tuple[DeskChoice, ...]
    difficulties: tuple[DeskChoice, ...]
    audio_qualities: tuple[DeskChoice, ...]
    acquaintances: tuple[DeskChoice, ...]
    purpose: str | None = None
    purpose_fixed: bool = False
    phase: str | None = None
    phase_reason: str = ""
    declared_focus: tuple[str, ...] = ()
    rater_focus: str | None = None
    difficulty: str | None = None
    difficulty_reason: str = ""
    audio_quality: str | None = None
    inaudible: str = ""
    acquaintance: str | None = None
    locked: bool = False
    assigned: bool = False
    """Phase and declared focus are the assignment's."""


@dataclass(frozen=True, slots=True)
class BeginQuestions:
    """What is settled before the first score. Only the phase comes with a proposal, and says why."""

    session: str
    purposes: tuple[DeskChoice, ...]
    roles: tuple[DeskChoice, ...]
    forms: tuple[DeskChoice, ...]
    phases: tuple[DeskChoice, ...]
    focal_areas: tuple[DeskChoice, ...]
    phase: str | None = None
    phase_why: str = ""
    form: str | None = None
    role: str | None = None
    declared_focus: tuple[str, ...] = ()
    notice: str = ""
    assignment: str = ""
    """The uid of the assignment that settles all of this; empty: nobody assigned it."""
    purpose: str | None = None
    assigned_words: str = ""
    """What whoever assigned it wrote to the rater."""


@dataclass(frozen=True, slots=True)
class BeginAnswers:
    """How the rater has answered."""

    purpose: str
    role: str
    form: str
    phase: str
    focal_areas: tuple[str, ...]
    assignment: str = ""


@dataclass(frozen=True, slots=True)
class SoundPart:
    """One file of a session that came in several."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class SoundStatus:
    """How the sound stands. ``fault`` is a sentence with its remedy; ``approximate``: times are not to be trusted."""

    duration_ms: int = 0
    playing: bool = False
    rate: float = 1.0
    volume: int = 100
    parts: tuple[SoundPart, ...] = ()
    part: str = ""
    skip_ms: int = 5000
    approximate: bool = False
    fault: str = ""
    ready: bool = True
    skips_silences: bool = False
    saved_ms: int = 0
    """How much shorter skipping silences makes this part; 0 where nothing is known of silences."""
    levelled: bool = False
    can_level: bool = True
    channel: str = "both"
    stereo: bool = False
    looping: bool = False
