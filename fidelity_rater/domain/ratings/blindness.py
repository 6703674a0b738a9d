"""Whether a rating was made blind: without anything here of how somebody else sees the session, or whose work it is.

A rating says so itself: its opening with what was here when it was begun, its signature with what was here by then.
What came in between counts, whether or not anybody looked at it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

ASSIGNMENT: Final = "assignment"
BLIND: Final = "blind"
NOT_BLIND: Final = "not_blind"


class NotBlind(StrEnum):
    """Why a rating is not blind."""

    NOT_ASSIGNED = "not_assigned"
    """Nobody assigned it."""
    SAME_LIBRARY = "same_library"
    """It was assigned in the very library that it is rated in, or by the rater."""
    RATING = "rating"
    """Somebody else's rating of the session is in this library."""
    WORDS = "words"
    """Feedback on it, a reply, a consensus or a reference is."""
    OWN_WORK = "own_work"
    NAME = "name"
    """The therapist is known here by more than a code."""


@dataclass(frozen=True, slots=True)
class Blindness:
    """``reasons`` why not, as told at the opening and at the signature; ``late``: those that came in between."""

    assignment_uid: str = ""
    reasons: tuple[NotBlind, ...] = ()
    late: tuple[NotBlind, ...] = ()

    @property
    def blind(self) -> bool:
        return not self.reasons


def saying(reasons: Iterable[NotBlind], *, assignment_uid: str = "") -> dict[str, Any]:
    """What an opening or a signature says of it."""
    told = sorted(str(reason) for reason in set(reasons))
    said: dict[str, Any] = {BLIND: not told, NOT_BLIND: told}
    return {ASSIGNMENT: assignment_uid, **said} if assignment_uid else said


def blindness(opening: Mapping[str, Any], closing: Mapping[str, Any]) -> Blindness | None:
    """What a rating says of it; None: nothing, because nobody could expect it to be blind."""
    if BLIND not in opening:
        return None
    first, last = _reasons(opening), _reasons(closing)
    late = tuple(reason for reason in last if reason not in first)
    return Blindness(str(opening.get(ASSIGNMENT) or ""), (*first, *late), late)


def check_saying(data: Mapping[str, Any]) -> None:
    """Raises ``ValueError`` or ``TypeError`` for what contradicts itself; reasons of later versions are let be."""
    if BLIND not in data:
        return
    reasons = data[NOT_BLIND]
    if (
        not isinstance(data[BLIND], bool)
        or not isinstance(reasons, list)
        or not isinstance(data.get(ASSIGNMENT, ""), str)
    ):
        raise TypeError(BLIND)
    if not all(isinstance(reason, str) for reason in reasons) or data[BLIND] != (not reasons):
        raise ValueError(BLIND)


def _reasons(data: Mapping[str, Any]) -> tuple[NotBlind, ...]:
    """Those that this version knows; where there is another, that it was not assigned blind says as much."""
    known = {str(reason) for reason in NotBlind}
    return tuple(NotBlind(reason) if reason in known else NotBlind.SAME_LIBRARY for reason in data.get(NOT_BLIND, ()))
