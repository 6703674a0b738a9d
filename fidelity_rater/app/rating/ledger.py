"""The ledger of listening: which stretches of a session this rater really heard, at what speed, and which not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from fidelity_rater.app.evidence_models import Span
from fidelity_rater.app.ports.library import HeardSpan
from fidelity_rater.app.rating.silences import merged
from fidelity_rater.domain.caseload import Recording
from fidelity_rater.domain.heard import HeardSoFar, heard_ms, joined

Spans = dict[str, list[HeardSpan]]
"""By recording."""


class Ledger:
    """What was heard: kept in the library, or new, or held until the player proves that sound went out.

    A silence that was skipped was not heard and never counts as that; it is remembered while the rating is open, so
    that it can be shown apart from what was merely left out.
    """

    def __init__(self) -> None:
        self._kept: dict[str, tuple[HeardSpan, ...]] = {}
        self._new: Spans = {}
        self._held: Spans = {}
        self._skipped: dict[str, tuple[Span, ...]] = {}

    def begin(self, kept: Mapping[str, tuple[HeardSpan, ...]]) -> None:
        """Go on from what the library holds."""
        self._kept = dict(kept)

    def hold(self, uid: str, span: HeardSpan) -> None:
        """Note a stretch that time ran through, though nothing proves yet that it sounded."""
        self._held.setdefault(uid, []).append(span)

    def confirm(self) -> None:
        """Sound went out: what was held was heard."""
        held, self._held = self._held, {}
        self._add(held)

    def drop(self) -> None:
        """Nothing went out: what was held was not heard."""
        self._held = {}

    def skip(self, uid: str, span: Span) -> None:
        """Note a silence that was jumped over."""
        self._skipped[uid] = merged((*self._skipped.get(uid, ()), span))

    def spans(self, uid: str) -> tuple[Span, ...]:
        """What of a recording was heard at whatever speed, merged, in order."""
        return merged((s.start_ms, s.end_ms) for s in self._all(uid))

    def all(self) -> dict[str, tuple[HeardSpan, ...]]:
        """Everything that was heard, at its speed."""
        return {uid: _joined(self._all(uid)) for uid in {*self._kept, *self._new}}

    def skipped(self, uid: str) -> tuple[Span, ...]:
        """The silences that were jumped over, and not heard at another time."""
        return _without(self._skipped.get(uid, ()), self.spans(uid))

    def heard_ms(self) -> int:
        """How much of all recordings was heard at least once."""
        return sum(heard_ms((s.start_ms, s.end_ms) for s in self._all(uid)) for uid in {*self._kept, *self._new})

    def so_far(self, parts: Sequence[Recording]) -> HeardSoFar:
        """How far these recordings, joined end to end, have been heard."""
        total = furthest = begins_ms = 0
        for part in parts:
            if spans := self.spans(part.uid):
                total += heard_ms(spans)
                furthest = begins_ms + spans[-1][1]
            begins_ms += part.duration_ms
        return HeardSoFar(total, furthest)

    def take(self) -> dict[str, tuple[HeardSpan, ...]]:
        """Hand over what is not in the library yet; from now on it counts as kept."""
        taken, self._new = self._new, {}
        spans = {uid: _joined(new) for uid, new in taken.items()}
        for uid, new in spans.items():
            self._kept[uid] = _joined((*self._kept.get(uid, ()), *new))
        return spans

    def give_back(self, taken: Mapping[str, tuple[HeardSpan, ...]]) -> None:
        """It could not be written down after all: hand it over again the next time."""
        self._add(taken)

    @property
    def anything_new(self) -> bool:
        return bool(self._new)

    def _add(self, spans: Mapping[str, Iterable[HeardSpan]]) -> None:
        for uid, new in spans.items():
            self._new.setdefault(uid, []).extend(new)

    def _all(self, uid: str) -> tuple[HeardSpan, ...]:
        return (*self._kept.get(uid, ()), *self._new.get(uid, ()))


def _joined(spans: Iterable[HeardSpan]) -> tuple[HeardSpan, ...]:
    return tuple(HeardSpan(*span) for span in joined((s.start_ms, s.end_ms, s.rate) for s in spans))


def _without(spans: Iterable[Span], others: Sequence[Span]) -> tuple[Span, ...]:
    """What is left of the spans where none of the others lies."""
    left: list[Span] = []
    for start, end in spans:
        at = start
        for other_start, other_end in others:
            if other_end <= at or other_start >= end:
                continue
            if other_start > at:
                left.append((at, other_start))
            at = max(at, other_end)
        if at < end:
            left.append((at, end))
    return tuple(left)
