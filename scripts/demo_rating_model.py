"""A simple model of how therapists and raters differ, from which the demo's made-up scores are drawn.

A score starts from how far the scene shows the behaviour (``scenes.toml``). Added to it: the therapist's skill on
that day, the item's difficulty, the session's and the item's own luck (the same for every rater), the rater's leniency,
and the rater's own noise. The figures are chosen for plausible pictures; they are measured nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from demo_rating_plan import UNHEARD, Sitting, seeded

GROWTH = {"T01": (-0.9, 1.05), "T02": (0.5, 0.5), "T03": (-1.05, -0.45)}
"""Skill at the first and at the last rated session: one improves, one is steady, one begins."""
CASE_SHIFT = {"T01-C2": -0.2, "T01-C4": -0.15, "T02-C2": 0.1}
LENIENCY = {"AM": 0.15, "JT": -0.15, "PK": -0.1, "LB": 0.1, "RV": 0.0, "SF": 0.55}
NEW_RATER = (1.15, -0.2, date(2025, 5, 1))
"""How lenient CN, who learns to rate, is on the first day, and by how much that changes in a month."""
SCENE_SKILL = {"initial_halting": -0.9, "middle_transition_halting": -0.9, "not_ipt": -1.3}
"""The skill that can already be heard in a scene; the others are spoken by a good therapist."""
GOOD = 0.4
HARD = {"CORE-02": 0.2, "CORE-07": 0.35, "CORE-09": 0.25, "DIS-02": 0.2, "END-02": 0.2, "INI-09": 0.2, "MID-05": 0.15}
EASY = {"CORE-01": 0.2, "CORE-03": 0.15, "INI-01": 0.2, "MID-01": 0.15, "CORE-04": 0.15}
MISSED_CUE_SCENE = "not_ipt"
CORRECTED_ITEMS = ("MID-06", "CORE-08")

Heard = Mapping[str, int]
"""Item id -> how far a scene shows it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rater answers on one dimension of an item: a number, or a state with its reason."""

    item: str
    dimension: str
    value: int | None = None
    state: str = ""
    reason: str = ""


def skill_of(sitting: Sitting) -> float:
    """The therapist's skill in this session."""
    first, last = GROWTH[sitting.therapist]
    shift = CASE_SHIFT.get(sitting.case, 0.0) + seeded(f"day {sitting.session}").gauss(0, 0.2)
    return first + (last - first) * sitting.progress + shift


def leniency_of(sitting: Sitting) -> float:
    """The rater's leniency; trainee RV starts hard on their own work and ends easy on it; CN learns."""
    if sitting.rater == "RV":
        return -0.5 + 0.9 * sitting.progress
    if sitting.rater == "CN":
        first, a_month, since = NEW_RATER
        return first + a_month * (sitting.opened_at.date() - since).days / 30
    return LENIENCY[sitting.rater]


def view_of(sitting: Sitting) -> float:
    """How this rater takes this very hour. Raters who hear it apart differ more than those who have talked about it."""
    if not sitting.assignment and not sitting.calibration:
        return 0.0
    return seeded(f"view {sitting.session} {sitting.rater}").gauss(0, 0.34 if sitting.assignment else 0.05)


class Rater:
    """One rater's answers on one session."""

    def __init__(self, sitting: Sitting, heard: Heard) -> None:
        self.sitting, self.heard = sitting, heard
        self.skill = skill_of(sitting)
        self.above_scene = self.skill - SCENE_SKILL.get(sitting.scene, GOOD)
        self.leniency = leniency_of(sitting) + view_of(sitting)
        # A correction carries over what was heard before, so it draws the same noise.
        self.own = seeded(f"rater {sitting.session} {sitting.rater}")

    def answers(self, item: str, rule: str) -> list[Answer]:
        """The answers on an item of a rule, in the order in which they are clicked."""
        if (self.sitting.session, item) in UNHEARD:
            return [Answer(item, "adherence", state="could_not_be_rated", reason="inaudible")]
        if rule == "proscribed":
            return self._proscribed(item)
        if rule == "quality_only":
            return [Answer(item, "quality", self._quality(item, base=self.heard.get(item, 3)))]
        if item == "CORE-11" and self.sitting.scene == MISSED_CUE_SCENE:
            return [Answer(item, "adherence", 0), Answer(item, "harm", 1)]
        return self._done(item, rule)

    def overall(self, given: list[Answer], dimension: str) -> int:
        """A global judgement, which follows the items without being calculated from them."""
        low, high = (0, 4) if dimension == "adherence" else (1, 5)
        numbers = [a.value for a in given if a.dimension == dimension and a.value is not None]
        centre = sum(numbers) / len(numbers) if numbers else low
        return _step(centre + self.own.gauss(0, 0.25), low, high)

    def _done(self, item: str, rule: str) -> list[Answer]:
        extent = self.heard.get(item)
        if extent is None:
            luck = self._shared(item).random()
            if rule == "coverage" and luck < 0.94:
                return [Answer(item, "adherence", state="not_this_session")]
            if rule == "opportunity" and not (item == "CORE-12" and self.sitting.scene == MISSED_CUE_SCENE):
                return [Answer(item, "adherence", state="no_occasion", reason="did_not_arise")]
            if rule == "opportunity" or luck < 0.7:
                return [Answer(item, "adherence", 0)]
            return [Answer(item, "adherence", 1), Answer(item, "quality", self._quality(item, base=2))]
        latent = extent + 0.6 * self.above_scene + self._item(item) + 0.6 * self.leniency + self.own.gauss(0, 0.32)
        adherence = _step(latent, 1 if extent > 1 or rule != "expected" else 0, 4)
        if self.sitting.supersedes and item in CORRECTED_ITEMS:
            adherence = min(4, adherence + 1)
        found = [Answer(item, "adherence", adherence)]
        if adherence:
            found.append(Answer(item, "quality", self._quality(item, base=3 + 0.2 * (extent - 3))))
        return found

    def _quality(self, item: str, *, base: float) -> int:
        # The therapist's own level counts, and a little of what the scene lets one hear.
        latent = 0.7 * 3 + 0.3 * base + 0.85 * self.skill + self._item(item) + self.leniency + self.own.gauss(0, 0.38)
        return _step(latent, 1, 5)

    def _proscribed(self, item: str) -> list[Answer]:
        extent = self.heard.get(item, 0)
        if extent:
            extent = _step(extent + self.own.gauss(0, 0.3), 1, 4)
        elif item in ("PRO-04", "PRO-06") and self.sitting.therapist == "T03":
            extent = 1 if self._shared(item).random() + self.own.gauss(0, 0.1) > 0.7 else 0
        found = [Answer(item, "extent", extent)]
        if item == "PRO-07" and extent:
            found.append(Answer(item, "harm", 1))
        return found

    def _item(self, item: str) -> float:
        return EASY.get(item, 0.0) - HARD.get(item, 0.0) + self._shared(item).gauss(0, 0.32)

    def _shared(self, item: str) -> Random:
        return seeded(f"item {self.sitting.session} {item}")


def _step(latent: float, low: int, high: int) -> int:
    return max(low, min(high, round(latent)))
