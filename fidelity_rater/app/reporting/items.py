"""The items of one rating: each with what was scored, what that level means, and where it was heard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fidelity_rater.app.report_models import Answer, Block, Entry, Heard, ItemProfile, ProfileRow, Section, Track, Words
from fidelity_rater.app.spoken_time import media_time
from fidelity_rater.domain.ratings.events import Score
from fidelity_rater.domain.ratings.moments import Bearing, Moment
from fidelity_rater.domain.ratings.sheet import Sheet
from fidelity_rater.domain.ratings.shown import ShownGroup, items_shown
from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import Dimension, DimensionKind, Item, Scale

MOST_TRACKS = 3
"""More dimensions than this side by side cannot be read on paper."""


@dataclass(frozen=True, slots=True)
class Sounding:
    """The moments of a rating, told as far as they may be."""

    moments: tuple[Moment, ...]
    parts: Mapping[str, int]
    shown: bool

    def of_item(self, item: str) -> tuple[Heard, ...]:
        """Those of one item (empty: of none), in the order of their sound."""
        return self._told(moment for moment in self.moments if moment.item == item)

    def of_uids(self, uids: Iterable[str]) -> tuple[Heard, ...]:
        wanted = frozenset(uids)
        return self._told(moment for moment in self.moments if moment.uid in wanted)

    def _told(self, moments: Iterable[Moment]) -> tuple[Heard, ...]:
        if not self.shown:
            return ()
        in_order = sorted(moments, key=lambda m: (self.parts.get(m.recording_uid, 0), m.start_ms, m.uid))
        return tuple(self._heard(moment) for moment in in_order)

    def _heard(self, moment: Moment) -> Heard:
        start, end = media_time(moment.start_ms, tenths=False), media_time(moment.end_ms, tenths=False)
        time = tr("{start} to {end}", start=start, end=end)
        if len(self.parts) > 1 and moment.recording_uid in self.parts:
            time = tr("part {n}, {time}", n=self.parts[moment.recording_uid], time=time)
        bearing = tr("against it") if moment.bearing is Bearing.AGAINST else tr("for it")
        return Heard(time, bearing if moment.item else "", moment.note)


@dataclass(frozen=True, slots=True)
class RatedItems:
    """One rating's items on its scale, as a report tells them."""

    scale: Scale
    sheet: Sheet
    form: str
    notes: Mapping[str, str]
    sounding: Sounding
    with_notes: bool

    def sections(self) -> tuple[Section, ...]:
        """One section a group; what was left open is named in a line, not item by item."""
        shown = items_shown(self.scale, self.sheet, form=self.form)
        begun = self.sheet.begun()
        found = [self._group(group, asked=True) for group in shown.groups]
        for group in shown.on_demand:
            occurred = tuple(item for item in group.items if item.id in begun)
            if occurred:
                found.append(self._group(ShownGroup(group.group, occurred), asked=False))
        if shown.outside:
            why = Words(tr("Scored before the phase, the focal area or the form changed; these count in no figure."))
            entries = tuple(self.entry(item) for item in shown.outside)
            found.append(Section(tr("Outside this phase, focal area or form"), (why, *entries), level=2))
        loose = self.sounding.of_item("")
        if loose:
            entry = Entry(tr("Moments that belong to no item"), "", heard=loose)
            found.append(Section(tr("Other moments"), (entry,), level=2))
        return tuple(found)

    def _group(self, shown: ShownGroup, *, asked: bool) -> Section:
        answered = [item for item in shown.items if self._is_told(item)]
        blocks: list[Block] = [self.entry(item) for item in answered]
        still_open = [item.label for item in shown.items if item not in answered] if asked else []
        if still_open:
            blocks.append(Words(tr("Not scored: {items}.", items="; ".join(still_open))))
        return Section(shown.group.name, tuple(blocks), level=2)

    def _is_told(self, item: Item) -> bool:
        return item.id in self.sheet.begun() or bool(self.notes.get(item.id)) or bool(self.sounding.of_item(item.id))

    def entry(self, item: Item) -> Entry:
        """One item with everything that was said of it."""
        answers, state, flag = [], "", ""
        for dimension in self.scale.dimensions:
            score = self.sheet.scores.get((item.id, dimension.id))
            if score is None:
                continue
            if score.state is not None:
                state = self.state(score)
            elif dimension.kind is DimensionKind.FLAG:
                flag = tr("{flag} raised", flag=dimension.name) if score.value else flag
            elif score.value is not None:
                answers.append(self._answer(item, dimension, score.value))
        return Entry(
            label=item.label,
            code=item.id,
            answers=tuple(answers),
            state=state or ("" if answers or flag else tr("Not scored.")),
            flag=flag,
            heard=self.sounding.of_item(item.id),
            note=self.notes.get(item.id, ""),
        )

    def state(self, score: Score) -> str:
        """A state with its reason; a reason in a person's own words goes with the notes."""
        state = self.scale.state(score.state or "")
        reason = dict(state.reasons).get(score.reason, "")
        if score.reason and not reason:
            reason = score.reason if self.with_notes else tr("a reason in the rater's own words")
        return tr("{state}: {reason}", state=state.label, reason=reason) if reason else state.label

    def _answer(self, item: Item, dimension: Dimension, value: int) -> Answer:
        if dimension.kind is not DimensionKind.ORDINAL:
            return Answer(dimension.name, dimension.hue, str(value))
        most = max(level.value for level in dimension.levels)
        level = next((level for level in self.scale.anchors_of(item, dimension) if level.value == value), None)
        return Answer(
            dimension.name,
            dimension.hue,
            tr("{value} of {most}", value=value, most=most),
            level.label if level else "",
            level.anchor if level else "",
        )

    def profile(self) -> ItemProfile:
        """Every answered item as a row of a chart; proscribed items and counts have lists of their own."""
        shown = items_shown(self.scale, self.sheet, form=self.form)
        begun = self.sheet.begun()
        tracks = self._tracks(item for group in shown.groups for item in group.items)
        groups = []
        for group in (*shown.groups, *shown.on_demand):
            rows = tuple(
                self._row(item, tracks) for item in group.items if item.id in begun and self._drawn(item, tracks)
            )
            if rows:
                groups.append((group.group.name, rows))
        competent = [(d.name, d.competent) for d in tracks if d.competent is not None]
        words = "; ".join(
            tr(
                "{level} on {dimension} is what this scale calls competent, not a pass mark",
                level=level,
                dimension=name,
            )
            for name, level in competent
        )
        return ItemProfile(tuple(_track(d) for d in tracks), tuple(groups), words)

    def _tracks(self, items: Iterable[Item]) -> tuple[Dimension, ...]:
        proscribed = self.scale.scoring.proscribed.dimension if self.scale.scoring.proscribed else ""
        asked = {d.id for item in items for d in self.scale.dimensions_of(item, self.sheet.phase)}
        drawn = [
            d for d in self.scale.dimensions if d.id in asked and d.kind is DimensionKind.ORDINAL and d.id != proscribed
        ]
        return tuple(drawn[:MOST_TRACKS])

    def _drawn(self, item: Item, tracks: tuple[Dimension, ...]) -> bool:
        own = {d.id for d in self.scale.dimensions_of(item, self.sheet.phase)}
        return any(track.id in own for track in tracks)

    def _row(self, item: Item, tracks: tuple[Dimension, ...]) -> ProfileRow:
        values = tuple(self.sheet.value(item.id, track.id) for track in tracks)
        states = [s for track in tracks if (s := self.sheet.state_of(item.id, track.id))]
        return ProfileRow(item.label, values, self.scale.state(states[0]).label if states else "")


def _track(dimension: Dimension) -> Track:
    values = [level.value for level in dimension.levels]
    return Track(dimension.name, dimension.hue, min(values), max(values), dimension.competent)
