"""A random draw that anybody can repeat with any program: its frame, its seed, its rule, and what it came to.

The rule, version 1. The *rank* of a candidate is the SHA-256 of the bytes of the seed (UTF-8) followed at once by the
bytes of the candidate's uid (36 characters of ASCII), written in hexadecimal. Within each stratum the candidates stand
in the order of their ranks, smallest first, and the first ``quota`` of them are drawn. Nothing else counts: not the
order of the frame, not the clock, not a generator of random numbers. In a shell, for one candidate::

    printf '%s%s' "$SEED" "$UID" | sha256sum

Who typed the seed, or drew it from the system's source of randomness, is written down, and written down before the
result is shown; so is everything that was left out, counted by its reason. A draw is never changed. One that is made
again from the same recordings says why, and stands beside the first.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from fidelity_rater.domain.people import Purpose, Role

RULE: Final = 1
SEED_BITS: Final = 128
SHORTEST_SEED: Final = 4
LONGEST_SEED: Final = 500


class Within(StrEnum):
    """Whether the quota is that of all recordings, of each therapist or of each case."""

    ALL = "all"
    THERAPIST = "therapist"
    CASE = "case"


class Strata(StrEnum):
    """What the quota is held for apart: nothing, each phase, each phase and focal area, or each third of the course."""

    NONE = "none"
    PHASE = "phase"
    PHASE_AND_FOCUS = "phase_and_focus"
    THIRD = "third"


class Third(StrEnum):
    """Where in its planned course a session lies."""

    EARLY = "early"
    MIDDLE = "middle"
    LATE = "late"


def third_of(number: int, planned: int) -> Third:
    """The third of the planned course that a session lies in, counted from 1; beyond the plan is late."""
    part = (max(number, 1) - 1) * 3 // max(planned, 1)
    return (Third.EARLY, Third.MIDDLE, Third.LATE)[min(part, 2)]


class LeftOut(StrEnum):
    """Why a session was not among those that could be drawn; of several reasons the first in this order."""

    ARCHIVED = "archived"
    NOT_HELD = "not_held"
    NO_RECORDING = "no_recording"
    DELETED = "deleted"
    NO_CONSENT = "no_consent"


Stratum = tuple[str, ...]
"""Whose quota it is (the uid of a therapist or case, or nothing), then the phase, focal area or third."""


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """A session that could be drawn."""

    uid: str
    stratum: Stratum = ()


def clean_seed(text: str) -> str:
    """The one form of a typed seed: normal form C, single spaces. Raises ``ValueError`` for one too short or long."""
    seed = " ".join(unicodedata.normalize("NFC", text).split())
    if not SHORTEST_SEED <= len(seed) <= LONGEST_SEED:
        raise ValueError("no seed")
    return seed


def rank(seed: str, uid: str) -> str:
    """Where a candidate stands under a seed: see the rule above."""
    return hashlib.sha256(seed.encode() + uid.encode()).hexdigest()


def drawn(frame: Iterable[Candidate], *, seed: str, quota: int) -> tuple[str, ...]:
    """The uids that are drawn, stratum by stratum, each in the order of its ranks."""
    strata: dict[Stratum, list[str]] = {}
    for candidate in frame:
        strata.setdefault(candidate.stratum, []).append(candidate.uid)
    chosen: list[str] = []
    for stratum in sorted(strata):
        chosen += sorted(strata[stratum], key=lambda uid: (rank(seed, uid), uid))[: max(quota, 0)]
    return tuple(chosen)


@dataclass(frozen=True, slots=True)
class Filled:
    """How a stratum was filled: ``drawn`` of the ``wanted``, out of ``there``."""

    stratum: Stratum
    there: int
    wanted: int
    drawn: int

    @property
    def short(self) -> bool:
        return self.drawn < self.wanted


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw with everything that it takes to repeat it. ``typed``: a person gave the seed, not the computer.

    ``earlier`` are the draws that some of the same sessions could have been drawn in, and ``reason`` says why it was
    drawn again; both empty for a first draw. ``strata_asked`` are the strata that should have been filled, also where
    nothing could be drawn in one.
    """

    uid: str
    author_uid: str
    drawn_at: datetime
    purpose: Purpose
    role: Role
    within: Within
    strata: Strata
    quota: int
    seed: str
    typed: bool
    frame: tuple[Candidate, ...]
    chosen: tuple[str, ...]
    left_out: Mapping[LeftOut, int] = field(default_factory=dict)
    strata_asked: tuple[Stratum, ...] = ()
    earlier: tuple[str, ...] = ()
    reason: str = ""
    rule: int = RULE

    @property
    def filled(self) -> tuple[Filled, ...]:
        """Stratum by stratum, also those that were asked for and had nothing."""
        there = Counter(candidate.stratum for candidate in self.frame)
        stratum_of = {candidate.uid: candidate.stratum for candidate in self.frame}
        taken = Counter(stratum_of[uid] for uid in self.chosen if uid in stratum_of)
        every = sorted({*there, *self.strata_asked})
        return tuple(Filled(stratum, there[stratum], self.quota, taken[stratum]) for stratum in every)

    def as_json(self) -> dict[str, Any]:
        return {
            "uid": self.uid,
            "author": self.author_uid,
            "drawn_at": self.drawn_at.isoformat(),
            "purpose": str(self.purpose),
            "role": str(self.role),
            "within": str(self.within),
            "strata": str(self.strata),
            "quota": self.quota,
            "seed": self.seed,
            "typed": self.typed,
            "frame": [[candidate.uid, *candidate.stratum] for candidate in self.frame],
            "chosen": list(self.chosen),
            "left_out": {str(why): n for why, n in self.left_out.items()},
            "strata_asked": [list(stratum) for stratum in self.strata_asked],
            "earlier": list(self.earlier),
            "reason": self.reason,
            "rule": self.rule,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Draw:
        return cls(
            uid=str(data["uid"]),
            author_uid=str(data["author"]),
            drawn_at=datetime.fromisoformat(data["drawn_at"]),
            purpose=Purpose(data["purpose"]),
            role=Role(data["role"]),
            within=Within(data["within"]),
            strata=Strata(data["strata"]),
            quota=int(data["quota"]),
            seed=str(data["seed"]),
            typed=bool(data["typed"]),
            frame=tuple(Candidate(str(uid), tuple(map(str, stratum))) for uid, *stratum in data["frame"]),
            chosen=tuple(map(str, data["chosen"])),
            left_out={LeftOut(why): int(n) for why, n in data["left_out"].items()},
            strata_asked=tuple(tuple(map(str, stratum)) for stratum in data["strata_asked"]),
            earlier=tuple(map(str, data["earlier"])),
            reason=str(data["reason"]),
            rule=int(data["rule"]),
        )


@dataclass(frozen=True, slots=True)
class Repeated:
    """A draw done again from what it wrote down. ``missing`` it should have drawn, ``extra`` it should not have."""

    chosen: tuple[str, ...]
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        return not self.missing and not self.extra


def repeat(draw: Draw) -> Repeated:
    """Draw again. Raises ``ValueError`` for a rule that this version does not know."""
    if draw.rule != RULE:
        raise ValueError("unknown rule")
    again = drawn(draw.frame, seed=draw.seed, quota=draw.quota)
    missing = tuple(uid for uid in again if uid not in set(draw.chosen))
    extra = tuple(uid for uid in draw.chosen if uid not in set(again))
    return Repeated(again, missing, extra)
