"""What a scale file that says nothing of it means about evidence: which values want no moment, which are contradicted.

Files written before a scale could say so keep their bytes and their fingerprint, so the meaning is found here.
"""

from __future__ import annotations

from fidelity_rater.scales.checks import Draft, permits
from fidelity_rater.scales.model import DimensionKind
from fidelity_rater.scales.schema import DimensionEntry

Values = tuple[int, ...]


def needless(entry: DimensionEntry, draft: Draft) -> Values:
    """The values that say that nothing was heard, and so can have no moment.

    Not told: what locks another dimension, and the 0 of counts, of flags and of the hues that stand for presence.
    """
    if entry.no_evidence_at is not None:
        return tuple(entry.no_evidence_at)
    found = {lock.value for _, e in draft.dimensions if (lock := e.locked_while) and lock.dimension == entry.id}
    presence = entry.kind is not DimensionKind.ORDINAL or entry.hue in ("adherence", "proscribed")
    if presence and permits(entry, 0):
        found.add(0)
    return tuple(sorted(found - set(entry.evidence_asked_at)))


def contradictions(entry: DimensionEntry) -> tuple[Values, Values]:
    """The values that moments only for the item contradict, and those that moments only against it do.

    Not told: below and above the competent level; else the lowest level, and those above the middle one. What should
    not be heard at all is contradicted only where it is said to be absent: a rater may hold a departure to be "for" its
    item, which was heard, or "against" the therapist. A flag is contradicted by nothing.
    """
    told = entry.contradicted_by
    if told is not None:
        return tuple(told.supporting), tuple(told.opposing)
    if entry.kind is DimensionKind.FLAG:
        return (), ()
    if entry.kind is DimensionKind.COUNT:
        return ((0,) if permits(entry, 0) else ()), ()
    values = [level.value for level in entry.levels]
    if entry.hue == "proscribed":
        return (values[0],), ()
    if entry.competent is not None:
        line = entry.competent
        return tuple(v for v in values if v < line), tuple(v for v in values if v > line)
    return (values[0],), tuple(values[len(values) // 2 + 1 :] or values[-1:])
