"""The report of one signed rating: of the library's own, or of one that came with feedback."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fidelity_rater.app import labels
from fidelity_rater.app.rating.assigned import label, reasons
from fidelity_rater.app.report_models import (
    Block,
    Column,
    Facts,
    Head,
    Picture,
    Section,
    SessionReport,
    Table,
    Tone,
    Words,
)
from fidelity_rater.app.reporting.items import RatedItems, Sounding
from fidelity_rater.app.reporting.places import SessionPlace, Standing
from fidelity_rater.app.reporting.remarks import feedback_sections
from fidelity_rater.app.reporting.wording import HASH_SHOWN, basis, day, figure, head, instant, scale_section
from fidelity_rater.domain.feedback import Feedback
from fidelity_rater.domain.ratings.events import CoverField
from fidelity_rater.domain.ratings.sheet import Sheet
from fidelity_rater.domain.ratings.snapshot import Snapshot
from fidelity_rater.domain.scoring.results import RatingResult, SummaryScore
from fidelity_rater.domain.scoring.scoring import score_sheet
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.scales.model import RuleKind, Scale


@dataclass(frozen=True, slots=True)
class Ticked:
    """What goes into the report beside the scores."""

    notes: bool = False
    moments: bool = True


def session_report_of(
    snapshot: Snapshot,
    scale: Scale,
    place: SessionPlace,
    *,
    feedback: Feedback | None = None,
    ticked: Ticked | None = None,
    fingerprint: str = "",
    standing: Standing | None = None,
) -> SessionReport:
    """Tell a signed rating. ``fingerprint``: of the key it is signed with, empty where that is not known."""
    telling = _Telling(snapshot, scale, place, ticked or Ticked(), standing or Standing())
    sections = [
        Section(tr("Cover sheet"), (Facts(telling.cover()),)),
        *(feedback_sections(feedback, scale, telling.sounding) if feedback else ()),
        Section(tr("Summary"), telling.summary()),
        Section(tr("Departures and harm"), telling.departures()),
        *telling.profile(),
        Section(tr("Items"), telling.notes()),
        *telling.items.sections(),
        scale_section((scale,)),
        Section(tr("Signature"), telling.signature(fingerprint)),
    ]
    return SessionReport(telling.head(), tuple(sections))


class _Telling:
    """One rating, told bit by bit."""

    def __init__(
        self, snapshot: Snapshot, scale: Scale, place: SessionPlace, ticked: Ticked, standing: Standing
    ) -> None:
        self.snapshot, self.scale, self.place = snapshot, scale, place
        self._ticked, self._standing = ticked, standing
        self._cover: Mapping[str, Any] = snapshot.cover
        self.sheet = Sheet(
            phase=str(self._cover.get(CoverField.PHASE) or ""),
            focal_areas=tuple(self._cover.get(CoverField.FOCAL_AREAS) or ()),
            scores=snapshot.scores,
            harm_actions={item: action.get("done", "") for item, action in snapshot.harm_actions.items()},
        )
        self.sounding = Sounding(snapshot.moments, place.parts, ticked.moments)
        notes = snapshot.notes if ticked.notes else {}
        self.items = RatedItems(scale, self.sheet, snapshot.form, notes, self.sounding, ticked.notes)
        adaptation = str(self._cover.get(CoverField.ADAPTATION) or place.adaptation)
        self._result: RatingResult = score_sheet(scale, self.sheet, form=snapshot.form, adaptation=adaptation)

    def head(self) -> Head:
        warnings = []
        if self._standing.superseded_at is not None:
            warnings.append(
                tr(
                    "Superseded: a correction of this rating was signed on {time}. The correction counts.",
                    time=instant(self._standing.superseded_at),
                )
            )
        return head(
            tr("Session report"),
            self.place.told,
            scale_language=self.scale.language,
            at=self.snapshot.signed_at,
            warnings=tuple(warnings),
            notices=(self.scale.notice,) if self.scale.notice else (),
        )

    def cover(self) -> tuple[tuple[str, str], ...]:
        """The cover sheet; what it does not tell is said not to be told."""
        snapshot, place, told = self.snapshot, self.place, self._told
        session = labels.session(place.scheduled, place.attended, planned=place.planned)
        return (
            (tr("Therapist"), place.therapist),
            (tr("Case"), place.case),
            (tr("Session"), session),
            (tr("Held on"), day(place.held_on)),
            (tr("Phase"), labels.phase(self.sheet.phase) if self.sheet.phase else tr("not told")),
            (tr("Focal area"), labels.focal_areas(self.sheet.focal_areas)),
            *self._heard_otherwise(),
            (tr("Adaptation"), told(CoverField.ADAPTATION, labels.adaptation)),
            (tr("Client's difficulty"), told(CoverField.DIFFICULTY, labels.difficulty)),
            (tr("Sound"), told(CoverField.AUDIO_QUALITY, labels.audio_quality)),
            (tr("Prior knowledge"), told(CoverField.PRIOR_KNOWLEDGE, labels.acquaintance)),
            (tr("Rated by"), tr("{who}, {role}", who=snapshot.initials, role=labels.role(snapshot.role).lower())),
            *(((tr("Calibration"), self._standing.calibrated),) if self._standing.calibrated else ()),
            (tr("Purpose"), labels.purpose(snapshot.purpose)),
            (tr("Form"), self.scale.form(snapshot.form).name),
        )

    def _told(self, field: CoverField, label: Any) -> str:
        value = self._cover.get(field)
        return str(label(value)) if value else tr("not told")

    def _heard_otherwise(self) -> tuple[tuple[str, str], ...]:
        heard = self._cover.get(CoverField.FOCAL_AREAS_HEARD)
        return ((tr("Focal area, as the rater heard it"), labels.focal_areas(tuple(heard))),) if heard else ()

    def summary(self) -> tuple[Block, ...]:
        names = {rule.id: rule.name for rule in self.scale.scoring.summaries}
        rows = tuple(_summary_row(names[score.summary], score) for score in self._result.summaries)
        columns = (
            Column(tr("Figure")),
            Column(tr("Value"), number=True),
            Column(tr("From – to"), number=True),
            Column(tr("Stands on"), wide=True),
        )
        doubt = Words(tr("How far another rater would agree with these figures is not known."), Tone.QUIET)
        return (Table(tr("What the scores amount to"), columns, rows), doubt, *self._breakdowns(names), self._tally())

    def _breakdowns(self, names: Mapping[str, str]) -> Iterator[Block]:
        """By the scale's groups, and by domains, which lie across them: some of both have the same name."""
        groups = {group.id: group.name for group in self.scale.groups}
        for title, of_groups in ((tr("Group of items"), True), (tr("Domain of competence"), False)):
            rows = tuple(
                (groups.get(part.part, part.part), names[part.summary], figure(part.value), basis(part))
                for part in self._result.breakdowns
                if (part.part in groups) is of_groups
            )
            columns = (
                Column(title),
                Column(tr("Figure")),
                Column(tr("Value"), number=True),
                Column(tr("Stands on"), wide=True),
            )
            caption = tr("By group of items") if of_groups else tr("By domain of competence")
            if rows:
                yield Table(caption, columns, rows)

    def _tally(self) -> Block:
        rows = tuple(
            (
                self.scale.rule(RuleKind(tally.rule)).name,
                str(tally.done),
                str(tally.none),
                ", ".join(f"{self.scale.state(state).label} {n}" for state, n in tally.states) or "–",
                str(tally.open),
            )
            for tally in self._result.tallies
        )
        columns = (
            Column(tr("Items by rule")),
            Column(tr("Done"), number=True),
            Column(tr("Not done"), number=True),
            Column(tr("Otherwise answered"), wide=True),
            Column(tr("Unanswered"), number=True),
        )
        return Table(tr("How the items were answered"), columns, rows)

    def departures(self) -> tuple[Block, ...]:
        """What no mean may hide, plainly; and plainly also where there was nothing, or nobody said."""
        found: list[Block] = []
        for departure in self._result.departures:
            label = self.scale.item(departure.item).label
            if departure.harm:
                found.append(Words(tr("Harm flag raised on “{item}”.", item=label), Tone.DANGER))
                found += self._action(departure.item)
            if departure.extent:
                words = tr("“{item}” was heard, extent {extent}.", item=label, extent=departure.extent)
                found.append(Words(words, Tone.CAUTION))
        if not found:
            found.append(Words(tr("No departure and no harm flag was scored.")))
        unanswered = next((t.open for t in self._result.tallies if t.rule == RuleKind.PROSCRIBED), 0)
        if unanswered:
            found.append(
                Words(
                    tr_n(
                        "{n} item about what does not belong to IPT was left unanswered.",
                        "{n} items about what does not belong to IPT were left unanswered.",
                        unanswered,
                    ),
                    Tone.CAUTION,
                )
            )
        return tuple(found)

    def _action(self, item: str) -> tuple[Block, ...]:
        action = self.snapshot.harm_actions.get(item) if self._ticked.notes else None
        if not action:
            return (Words(tr("What was done about it is kept with the rating.")),)
        asked = ((tr("Done"), "done"), (tr("Told to"), "told"), (tr("When"), "when"))
        return (Facts(tuple((name, str(action.get(key, ""))) for name, key in asked)),)

    def profile(self) -> tuple[Section, ...]:
        profile = self.items.profile()
        if not profile.rows:
            return ()
        alt = tr_n(
            "Chart of {n} item with its scores. The same scores stand item by item further on.",
            "Chart of {n} items with their scores. The same scores stand item by item further on.",
            profile.rows,
        )
        return (Section(tr("Profile"), (Picture(tr("Item profile"), alt, profile),)),)

    def notes(self) -> tuple[Block, ...]:
        """What stands before the items: the rater's note on the whole, or that notes were left out."""
        if not self._ticked.notes:
            return (Words(tr("Notes are left out of this report."), Tone.QUIET),)
        found = []
        whole = self.snapshot.notes.get("", "")
        if whole:
            found.append(Words(whole, own=True))
        reasons = (
            (tr("Difficulty"), CoverField.DIFFICULTY_REASON),
            (tr("Parts that cannot be heard"), CoverField.INAUDIBLE_PARTS),
        )
        written = tuple((name, str(self._cover[field])) for name, field in reasons if self._cover.get(field))
        return (*found, *((Facts(written),) if written else ()))

    def signature(self, fingerprint: str) -> tuple[Block, ...]:
        snapshot = self.snapshot
        rows = [
            (tr("Signed by"), tr("{who}, {role}", who=snapshot.initials, role=labels.role(snapshot.role).lower())),
            (tr("Signed at"), instant(snapshot.signed_at)),
            (tr("Key fingerprint"), fingerprint or tr("not known here")),
            (tr("Rating"), snapshot.rating_uid),
            (
                tr("Head of its record"),
                tr_n("{hash}, after {n} entry", "{hash}, after {n} entries", snapshot.head_seq, hash=self._head_hash()),
            ),
        ]
        if (told := self._standing.blindness) is not None:
            rows.append((label(told), " ".join(reasons(told))))
        if snapshot.supersedes_uid:
            rows.append((tr("Corrects the rating"), snapshot.supersedes_uid))
            if self._ticked.notes and self._standing.correction_reason:
                rows.append((tr("Reason for the correction"), self._standing.correction_reason))
        what = tr("The signature covers the rating as its library keeps it. This report is a reading copy of it.")
        return (Facts(tuple(rows)), Words(what, Tone.QUIET))

    def _head_hash(self) -> str:
        return self.snapshot.head_hash.hex()[:HASH_SHOWN]


def _summary_row(name: str, score: SummaryScore) -> tuple[str, ...]:
    reach = tr("{least} – {most}", least=f"{score.minimum:g}", most=f"{score.maximum:g}")
    return name, figure(score.value), reach, basis(score)
