"""How a rating was listened to, in sentences: for the page on which it is signed, and for the record once it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from fidelity_rater.app.evidence_models import LedgerLine
from fidelity_rater.app.rating.desk import RatingDesk, Spans
from fidelity_rater.app.spoken_time import media_time
from fidelity_rater.domain.caseload import Recording
from fidelity_rater.domain.heard import HeardSoFar, Ledger, joined
from fidelity_rater.domain.ratings.events import EventKind
from fidelity_rater.domain.ratings.shown import counted_items
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.scales.model import Item, RuleKind

NEARLY_ALL: Final = 0.9
"""Who has heard this much has heard the session; a few unheard seconds need no word."""
EARLY: Final = 0.5
"""A score without a moment that was given before this much of the session was reached is told.

Later ones, and those that a moment bears, are what rating while one listens looks like.
"""
SHORT_MS: Final = 60_000
"""An unheard stretch under this, and a share of a speed, needs no word of its own."""
IN_MINUTES_MS: Final = 600_000
"""From here on minutes are exact enough."""
MOST_NAMES: Final = 3


def ledger_of(recordings: Iterable[Recording], spans: Spans) -> Ledger:
    """What was heard of a session's recordings, deleted ones too."""
    told = {uid: joined((s.start_ms, s.end_ms, s.rate) for s in heard) for uid, heard in spans.items()}
    return Ledger(tuple((r.uid, r.duration_ms) for r in recordings), told)


def ledger_lines(desk: RatingDesk) -> tuple[LedgerLine, ...]:
    """What must be said of how this rating was listened to, the most telling first.

    Of a signed rating the ledger under its signature is told; of a draft, and of what was signed before signatures
    covered one, the desk's up to now. Nothing is said of a session without sound.
    """
    ledger = _signed_ledger(desk) or ledger_of(desk.rating.recordings, desk.ledger())
    if not ledger.duration_ms:
        return ()
    words = _Words(desk, ledger)
    return (*words.absent(), *words.whole(), words.heard(), *words.longest_gap(), *words.early())


def _signed_ledger(desk: RatingDesk) -> Ledger | None:
    if not desk.state.signed or not desk.rating.events or desk.rating.events[-1].kind is not EventKind.SIGNED:
        return None
    told = desk.rating.events[-1].data.get("heard")
    return Ledger.from_json(told) if told else None


class _Words:
    """The sentences about one rating."""

    def __init__(self, desk: RatingDesk, ledger: Ledger) -> None:
        self._desk, self._ledger = desk, ledger
        self._labels = {r.uid: tr("Part {n}", n=r.part) for r in desk.rating.recordings}
        self._scored = [
            (item, dimension.id, score.score.value, score.heard)
            for item in counted_items(desk.scale, desk.sheet, form=desk.form)
            for dimension in desk.scale.dimensions_of(item, desk.sheet.phase)
            if (score := desk.state.score(item.id, dimension.id)) is not None and score.heard is not None
        ]

    def heard(self) -> LedgerLine:
        """Tell how much was heard, and how much of it in a hurry."""
        heard, whole = self._ledger.heard_ms, self._ledger.duration_ms
        if heard == 0:
            return LedgerLine(tr("Nothing of the recording was heard."), caution=True)
        in_minutes = whole >= IN_MINUTES_MS
        words = {"heard": _amount(heard, in_minutes=in_minutes), "whole": _amount(whole, in_minutes=in_minutes)}
        hurried = [
            tr("{time} of it at {speed}×", time=_length(ms, in_minutes=in_minutes), speed=f"{rate:g}")
            for rate, ms in self._ledger.by_speed().items()
            if rate > 1 and (ms >= SHORT_MS or not in_minutes)
        ]
        text = tr("Heard {heard} of {whole} min", **words) if in_minutes else tr("Heard {heard} of {whole}", **words)
        return LedgerLine(tr("{what}.", what=", ".join([text, *hurried])), caution=heard < NEARLY_ALL * whole)

    def longest_gap(self) -> list[LedgerLine]:
        gaps = self._ledger.unheard()
        if not gaps:
            return []
        start, end = gaps[0]
        if end - start < min(SHORT_MS, self._ledger.duration_ms // 10):
            return []
        first, last = self._ledger.place(start), self._ledger.place(end - 1)
        at = self._place(*first)
        until = self._time(last[1] + 1) if first[0] == last[0] else self._place(last[0], last[1] + 1)
        return [LedgerLine(tr("Longest stretch not heard: {start}–{end}.", start=at, end=until), caution=True)]

    def absent(self) -> list[LedgerLine]:
        """What was said not to be there although much had not been heard: absence rests on listening alone."""
        line = NEARLY_ALL * self._ledger.duration_ms
        found: dict[str, tuple[Item, HeardSoFar]] = {}
        for item, dimension, value, heard in self._scored:
            if value is not None and value in self._desk.scale.dimension(dimension).no_evidence_at and heard.ms < line:
                found.setdefault(item.id, (item, heard))
        if not found:
            return []
        least = min(heard.ms for _, heard in found.values())
        in_minutes = self._ledger.duration_ms >= IN_MINUTES_MS
        sentence = tr(
            "{items}: scored as not heard when {heard} of {whole} had been heard.",
            items=_named([item for item, _ in found.values()]),
            heard=_length(least, in_minutes=in_minutes),
            whole=_length(self._ledger.duration_ms, in_minutes=in_minutes),
        )
        return [LedgerLine(sentence, next(iter(found)), caution=True)]

    def whole(self) -> list[LedgerLine]:
        """Judgements of the session as a whole that were made before its end was reached."""
        return self._before(NEARLY_ALL, whole=True)

    def early(self) -> list[LedgerLine]:
        return self._before(EARLY, whole=False)

    def _before(self, share: float, *, whole: bool) -> list[LedgerLine]:
        line = share * self._ledger.duration_ms
        found: dict[str, tuple[Item, HeardSoFar]] = {}
        for item, dimension, value, heard in self._scored:
            # What was scored as absent has been told in stronger words.
            absent = value is not None and value in self._desk.scale.dimension(dimension).no_evidence_at
            of_whole = item.rule_in(self._desk.sheet.phase) is RuleKind.GLOBAL
            borne = not whole and self._desk.state.weight_of(item.id).moments > 0
            if of_whole is whole and not absent and not borne and heard.to < line:
                found.setdefault(item.id, (item, heard))
        if not found:
            return []
        names = _named([item for item, _ in found.values()])
        furthest = max(heard.to for _, heard in found.values())
        if furthest == 0:
            sentence = tr("{items}: scored before anything was heard.", items=names)
        else:
            uid, ms = self._ledger.place(furthest - 1)
            place = self._place(uid, ms + 1)
            sentence = tr("{items}: scored before anything after {place} was heard.", items=names, place=place)
        return [LedgerLine(sentence, next(iter(found)), caution=whole or furthest == 0)]

    def _place(self, uid: str, ms: int) -> str:
        if len(self._ledger.parts) < 2:
            return self._time(ms)
        return tr("{part}, {time}", part=self._labels.get(uid, ""), time=self._time(ms))

    def _time(self, ms: int) -> str:
        return media_time(ms, tenths=False)


def _amount(ms: int, *, in_minutes: bool) -> str:
    return str(ms // 60_000) if in_minutes else media_time(ms, tenths=False)


def _length(ms: int, *, in_minutes: bool) -> str:
    return tr("{n} min", n=_amount(ms, in_minutes=True)) if in_minutes else _amount(ms, in_minutes=False)


def _named(items: list[Item]) -> str:
    """The first few by name, the rest counted."""
    names = ", ".join(tr("“{item}”", item=item.label) for item in items[:MOST_NAMES])
    rest = len(items) - MOST_NAMES
    return tr_n("{names} and {n} more", "{names} and {n} more", rest, names=names) if rest > 0 else names
