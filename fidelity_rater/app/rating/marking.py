"""Mark what is being heard as evidence, and change a marked moment: each act one event, checked against the sound."""

from __future__ import annotations

from dataclasses import replace

from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.errors import NotAllowed
from fidelity_rater.app.evidence_models import Span
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.domain.ratings.events import moment_changed, moment_deleted, moment_marked
from fidelity_rater.domain.ratings.moments import SHORTEST_MS, Bearing, Moment
from fidelity_rater.i18n import tr

FOREVER_MS = 2**53
"""The end of a recording whose length is not known."""


class Marking:
    """What a rater does with moments. Acts that would change nothing make no event.

    Every act raises ``NotAllowed``, with the sentence to show, where it cannot be done; nothing is changed then.
    """

    def __init__(self, desk: RatingDesk) -> None:
        self._desk = desk
        self._durations = {recording.uid: recording.duration_ms for recording in desk.rating.recordings}

    def mark(
        self,
        item: str,
        bearing: str,
        *,
        back_ms: int,
        selection: Span | None = None,
        recording: str = "",
        note: str = "",
    ) -> str:
        """Keep what was heard from ``back_ms`` ago until now, or exactly the selection; return the moment's uid.

        ``bearing`` is ``for`` or ``against``; an empty ``item`` leaves the moment to be placed later. A selection in a
        ``recording`` that is named, such as of lines of its transcript, needs no sound.
        """
        part, span = (recording, selection) if recording and selection else self._heard(back_ms, selection)
        self._check_item(item)
        start, end = self._within(part, *span)
        moment = Moment(new_uid(), part, start, end, item, Bearing(bearing), note.strip())
        self._desk.do(moment_marked(moment))
        return moment.uid

    def _heard(self, back_ms: int, selection: Span | None) -> tuple[str, Span]:
        """The part that is loaded, and what of it is meant."""
        now, _, recording = self._desk.heard()
        if now is None or recording is None:
            raise NotAllowed(tr("No recording is loaded, so there is nothing to mark."))
        return recording, selection or (now - back_ms, now)

    def move(self, uid: str, start_ms: int, end_ms: int) -> None:
        """Give a moment other edges. The edge that stays where it was holds where they would come too near."""
        moment = self._moment(uid)
        keep_end = end_ms == moment.end_ms
        start, end = self._within(moment.recording_uid, start_ms, end_ms, keep_end=keep_end)
        self._change(moment, replace(moment, start_ms=start, end_ms=end))

    def nudge(self, uid: str, start_by: int = 0, end_by: int = 0) -> None:
        """Move its edges by so many milliseconds; both by the same keeps its length."""
        moment = self._moment(uid)
        if start_by == end_by:
            most = max(0, self._duration(moment.recording_uid) - moment.end_ms)
            start_by = end_by = min(max(start_by, -moment.start_ms), most)
        self.move(uid, moment.start_ms + start_by, moment.end_ms + end_by)

    def place(self, uid: str, item: str) -> None:
        """Let it be evidence for another item; empty: for none yet."""
        moment = self._moment(uid)
        self._check_item(item)
        self._change(moment, replace(moment, item=item))

    def copy(self, uid: str, item: str) -> str:
        """Keep the same stretch for another item as well; return the copy's uid, or that of one already there."""
        moment = self._moment(uid)
        self._check_item(item)
        wanted = replace(moment, item=item)
        for other in self._desk.state.moments_of(item):
            if replace(other, uid=uid) == wanted:
                return other.uid
        copied = replace(wanted, uid=new_uid())
        self._desk.do(moment_marked(copied))
        return copied.uid

    def turn(self, uid: str) -> None:
        """From for to against, or back."""
        moment = self._moment(uid)
        other = Bearing.FOR if moment.bearing is Bearing.AGAINST else Bearing.AGAINST
        self._change(moment, replace(moment, bearing=other))

    def write(self, uid: str, note: str) -> None:
        """Write, change or (empty) take away its note."""
        moment = self._moment(uid)
        self._change(moment, replace(moment, note=note.strip()))

    def remove(self, uid: str) -> None:
        self._desk.do(moment_deleted(self._moment(uid).uid))

    def _change(self, before: Moment, after: Moment) -> None:
        if after != before:
            self._desk.do(moment_changed(after))

    def _moment(self, uid: str) -> Moment:
        moment = self._desk.state.moment(uid)
        if moment is None:
            raise NotAllowed(tr("This moment is not there any more."))
        return moment

    def _check_item(self, item: str) -> None:
        if item and not self._desk.scale.has_item(item):
            raise NotAllowed(tr("This scale has no item {item}.", item=item))

    def _duration(self, recording: str) -> int:
        return self._durations.get(recording, FOREVER_MS)

    def _within(self, recording: str, start: int, end: int, *, keep_end: bool = True) -> Span:
        """The stretch kept inside the recording, and long enough to be heard."""
        duration = self._duration(recording)
        if duration < SHORTEST_MS:
            raise NotAllowed(tr("This recording is too short to mark a moment in it."))
        start, end = (min(max(0, edge), duration) for edge in (start, end))
        if end - start >= SHORTEST_MS:
            return start, end
        if keep_end and end >= SHORTEST_MS:
            return end - SHORTEST_MS, end
        start = min(start, duration - SHORTEST_MS)
        return start, start + SHORTEST_MS
