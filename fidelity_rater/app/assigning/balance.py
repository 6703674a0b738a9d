"""Spread sessions over raters: each about equally many, in every stratum too, and nobody what they must not have."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fidelity_rater.domain.drawing import Stratum


@dataclass(frozen=True, slots=True)
class ToSpread:
    """A session, its stratum, and the raters who must not have it."""

    uid: str
    stratum: Stratum = ()
    barred: frozenset[str] = frozenset()


def spread(
    sessions: Iterable[ToSpread], raters: Sequence[str], *, each: int, busy: Mapping[str, int] | None = None
) -> dict[str, tuple[str, ...]]:
    """The raters of each session, ``each`` of them where there are so many; the same for the same question.

    Whoever has fewest gets the next: fewest of these, then fewest of this stratum, then fewest before (``busy``).
    Sessions that few may have come first, so that the rest can make up for them.
    """
    known = list(dict.fromkeys(raters))
    before = busy or {}
    total: Counter[str] = Counter()
    of_stratum: Counter[tuple[Stratum, str]] = Counter()
    made: dict[str, tuple[str, ...]] = {}
    waiting = sorted(sessions, key=lambda s: (-len(s.barred & set(known)), s.stratum))
    for session in waiting:
        free = [rater for rater in known if rater not in session.barred]
        free.sort(
            key=lambda rater: (
                total[rater],
                of_stratum[session.stratum, rater],
                before.get(rater, 0),
                _lot(session.uid, rater),
            )
        )
        chosen = tuple(free[:each])
        total.update(chosen)
        of_stratum.update((session.stratum, rater) for rater in chosen)
        made[session.uid] = chosen
    return made


def _lot(session: str, rater: str) -> str:
    """Between equals neither the alphabet decides nor anybody."""
    return hashlib.sha256(f"{session}{rater}".encode()).hexdigest()
