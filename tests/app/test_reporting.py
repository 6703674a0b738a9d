"""What reports say of a rating, a case and a therapist, and what they keep to themselves."""

from __future__ import annotations

import uuid
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from app.worlds import QUIET, World
from fidelity_rater.app.competence_models import CompetenceChart, RatingError
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.jobs import Cancelled, Progress
from fidelity_rater.app.rating.marking import Marking
from fidelity_rater.app.rating.snapshots import snapshot_of
from fidelity_rater.app.report_models import Entry, ItemProfile, Picture, Point, Report, Table
from fidelity_rater.app.reporting.places import place_of
from fidelity_rater.app.reporting.reporting import Reporting
from fidelity_rater.app.reporting.session import session_report_of
from fidelity_rater.app.reporting.wishes import Choices
from fidelity_rater.app.reporting.wording import Mean
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.domain.feedback import Feedback, FollowUp, FollowUpState, Level, Remark
from fidelity_rater.domain.measures import Measurement
from fidelity_rater.domain.people import Person, Purpose
from fidelity_rater.domain.ratings.events import CoverField
from fidelity_rater.domain.ratings.fold import fold
from helpers.libraries import Told

OWN_REASON = "Terry's cat walked in"
NOTE = "She names her sister here"


class Printed:
    """A writer that prints nothing but what kind of document it was asked for."""

    def pdf(self, report: Report) -> bytes:
        return b"PDF " + report.head.title.encode()

    def html(self, report: Report) -> bytes:
        return b"HTML"

    def pages(self, report: Report) -> tuple[bytes, ...]:
        return (b"PNG",)


def finger(person: Person) -> str:
    return f"key of {person.initials}"


def reporting_of(world: World, **more: Any) -> Reporting:
    return Reporting(world.library, scales=world.scales, writer=Printed(), fingerprint=finger, **more)


def texts(value: Any) -> list[str]:
    """Every text anywhere in a report."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for each in value for text in texts(each)]
    if is_dataclass(value) and not isinstance(value, type):
        if isinstance(value, Picture) and not isinstance(value.of, ItemProfile):
            return [value.title, value.alt]
        return [text for field in fields(value) for text in texts(getattr(value, field.name))]
    return []


def whole(report: Report) -> str:
    return "\n".join(texts(report))


def blocks(report: Report, kind: type) -> list[Any]:
    return [block for section in report.sections for block in section.blocks if isinstance(block, kind)]


def entry(report: Report, code: str) -> Entry:
    return next(each for each in blocks(report, Entry) if each.code == code)


@pytest.fixture(scope="module")
def shelf() -> ScaleShelf:
    from app.worlds import scale_files

    return ScaleShelf(scale_files(), default_name="ipt.toml")


class Rated:
    """A world with one signed rating: scores, states, a departure, a harm flag, moments, notes and feedback."""

    def __init__(self, folder: Path, scales: ScaleShelf) -> None:
        self.world = World(folder, scales)
        self.recording = self.world.recording()
        desk = self.world.desk()
        desk.give("CORE-01", "adherence", 3)
        desk.give("CORE-01", "quality", 2)
        desk.give("CORE-03", "adherence", 0)
        desk.put_state("CORE-02", "could_not_be_rated", OWN_REASON)
        desk.put_state("CORE-04", "could_not_be_rated", "inaudible")
        desk.give("PRO-01", "extent", 2)
        desk.raise_harm("CORE-11")
        desk.tell_harm_action("CORE-11", done="Rang Terry", told="The lead", when="today")
        desk.note("CORE-01", NOTE)
        desk.set_cover(CoverField.DIFFICULTY_REASON, "Terry was tired")
        self.moment = Marking(desk).mark(
            "CORE-01",
            "for",
            back_ms=0,
            selection=(12_300, 15_900),
            recording=self.recording.uid,
            note="Hear how Terry laughs",
        )
        self.desk = self.world.signed(desk)
        self.uid = self.desk.rating.head.uid
        self.suggestion = str(uuid.uuid4())
        self.feedback = Feedback(
            str(uuid.uuid4()),
            self.uid,
            self.world.person.uid,
            context="A late start",
            strengths=(Remark(str(uuid.uuid4()), "You waited", ("CORE-01",), (self.moment,)),),
            suggestions=(Remark(self.suggestion, "Ask for more", ("CORE-01",), (), Level("CORE-01", "quality", 4)),),
            closing="Well done",
        )
        now = self.world.clock.now()
        self.keep(DocumentKind.FEEDBACK, self.feedback.uid, self.uid, self.feedback.as_json(), final=True)
        self.reporting = reporting_of(self.world)
        self.now = now

    def keep(self, kind: DocumentKind, uid: str, about: str, body: Any, *, final: bool = False) -> None:
        now = self.world.clock.now()
        with self.world.library.work() as uow:
            uow.documents.keep(Document(uid, kind, about, self.world.person.uid, body, now, now, final=final))
            uow.commit()


@pytest.fixture(scope="module")
def rated(tmp_path_factory: pytest.TempPathFactory, shelf: ScaleShelf) -> Rated:
    return Rated(tmp_path_factory.mktemp("rated"), shelf)


def test_a_draft_has_no_report(tmp_path: Path, shelf: ScaleShelf) -> None:
    world = World(tmp_path, shelf)
    with pytest.raises(UserFacingError, match="signed rating"):
        reporting_of(world).session_report(world.begin())


def test_a_session_report_says_what_it_stands_on_and_names_nobody(rated: Rated) -> None:
    report = rated.reporting.session_report(rated.uid)
    told = whole(report)
    head = rated.world.head(rated.uid)
    scale = rated.world.scales.default()
    for wanted in (
        "T01 · C1 · session 6",
        "Middle phase",
        "Role transition",
        "AE, supervisor",
        "Formative",
        scale.notice,
        scale.version,
        scale.sha256,
        "key of AE",
        head.head_hash.hex()[:16],
        "not computed",
        "seudonymised",
        "2026-03-01",
    ):
        assert wanted in told, wanted
    for forbidden in ("Terry", "Carol", "Example", "anonymous", "anonymised", NOTE, OWN_REASON):
        assert forbidden not in told, forbidden
    assert report.head.at == head.signed_at


def test_every_figure_stands_beside_its_number_of_items(rated: Rated) -> None:
    table = blocks(rated.reporting.session_report(rated.uid), Table)[0]
    assert all("scored" in row[-1] for row in table.rows)


def test_an_item_tells_its_level_its_anchor_and_where_it_was_heard(rated: Rated) -> None:
    report = rated.reporting.session_report(rated.uid)
    scale = rated.world.scales.default()
    item = entry(report, "CORE-01")
    anchor = scale.anchors_of(scale.item("CORE-01"), scale.dimension("quality"))[1]
    assert (item.answers[1].value, item.answers[1].level, item.answers[1].anchor) == (
        "2 of 5",
        "Limited",
        anchor.anchor,
    )
    assert [heard.time for heard in item.heard] == ["00:12 to 00:15"]
    assert entry(report, "CORE-04").state == "Could not be rated: Inaudible"
    assert "own words" in entry(report, "CORE-02").state


def test_notes_go_in_where_they_are_ticked_and_only_there(rated: Rated) -> None:
    without, with_notes = (rated.reporting.session_report(rated.uid, with_notes=ticked) for ticked in (False, True))
    private = (NOTE, OWN_REASON, "Rang Terry", "Hear how Terry laughs", "Terry was tired")
    assert not [words for words in private if words in whole(without)]
    assert not [words for words in private if words not in whole(with_notes)]
    assert "Notes are left out" in whole(without)


def test_moments_are_told_only_where_they_are_ticked(rated: Rated) -> None:
    silent = rated.reporting.session_report(rated.uid, with_moments=False, feedback_uid=rated.feedback.uid)
    assert "00:12" not in whole(silent)
    point = blocks(rated.reporting.session_report(rated.uid, feedback_uid=rated.feedback.uid), Point)[0]
    assert [heard.time for heard in point.heard] == ["00:12 to 00:15"]


def test_departures_and_harm_are_said_plainly_and_what_was_not_answered_too(rated: Rated) -> None:
    section = next(s for s in rated.reporting.session_report(rated.uid).sections if s.title == "Departures and harm")
    told = "\n".join(texts(section))
    assert "Harm flag raised on “Risk attended to”" in told
    assert "extent 2" in told
    assert "left unanswered" in told


def test_feedback_leads_to_the_next_level_in_the_scales_own_words(rated: Rated) -> None:
    report = rated.reporting.session_report(rated.uid, feedback_uid=rated.feedback.uid)
    _, suggestion = blocks(report, Point)
    scale = rated.world.scales.default()
    assert suggestion.anchor == scale.anchors_of(scale.item("CORE-01"), scale.dimension("quality"))[3].anchor
    assert "quality 4, good" in suggestion.towards
    assert "A late start" in whole(report)
    with pytest.raises(UserFacingError):
        rated.reporting.session_report(rated.uid, feedback_uid=str(uuid.uuid4()))


def test_received_feedback_makes_the_very_report_that_its_library_makes(rated: Rated) -> None:
    with rated.world.library.read() as uow:
        head, state = uow.ratings.get(rated.uid), fold(uow.ratings.events(rated.uid))
        place = place_of(uow, uow.sessions.get(head.session_uid))
    scale = rated.world.scales.default()
    snapshot = snapshot_of(head, state, rated.world.person, with_notes=False)
    own = rated.reporting.session_report(rated.uid, feedback_uid=rated.feedback.uid)
    fingerprint = finger(rated.world.person)
    assert session_report_of(snapshot, scale, place, feedback=rated.feedback, fingerprint=fingerprint) == own
    letter = str(uuid.uuid4())
    body = {"feedback": rated.feedback.as_json(), "snapshot": snapshot.as_json()}
    rated.keep(DocumentKind.FEEDBACK_RECEIVED, letter, rated.world.session.uid, body, final=True)
    wish = rated.reporting.letter_wish(letter, place.told)
    assert replace(wish.make(Choices()), sections=()) == replace(own, sections=())
    told = whole(wish.make(Choices())).replace("not known here", fingerprint)  # its signer is no contact
    assert told == whole(own)
    assert wish.file_stem == "Session-report-T01-C1-session-6"


def test_received_feedback_on_a_session_elsewhere_goes_by_its_senders_codes(rated: Rated) -> None:
    with rated.world.library.read() as uow:
        head, state = uow.ratings.get(rated.uid), fold(uow.ratings.events(rated.uid))
    snapshot = snapshot_of(head, state, rated.world.person, with_notes=False)
    place = {"therapist": "X9", "case": "K2", "scheduled": 3, "attended": 3, "planned": 12, "held_on": "2026-02-01"}
    body = {"feedback": rated.feedback.as_json(), "snapshot": snapshot.as_json(), "place": place}
    letter = str(uuid.uuid4())
    rated.keep(DocumentKind.FEEDBACK_RECEIVED, letter, str(uuid.uuid4()), body, final=True)
    assert rated.reporting.letter_wish(letter, "").make(Choices()).head.subject == "X9 · K2 · session 3"
    with pytest.raises(UserFacingError):
        rated.reporting.letter_wish(rated.feedback.uid, "").make(Choices())


def test_a_superseded_rating_says_so_before_all_else(tmp_path: Path, shelf: ScaleShelf) -> None:
    world = World(tmp_path, shelf)
    first = world.signed().rating.head.uid
    second = world.opening.correct(first, "Terry was mixed up")
    reporting = reporting_of(world)
    assert reporting.session_report(first).head.warnings == ()  # a draft of a correction changes nothing
    world.signed(world.desk(second))
    assert "correction" in reporting.session_report(first).head.warnings[0]
    told = whole(reporting.session_report(second))
    assert first in told
    assert "mixed up" not in told
    assert "mixed up" in whole(reporting.session_report(second, with_notes=True))


def test_a_case_report_lays_sessions_symptoms_and_open_suggestions_side_by_side(rated: Rated) -> None:
    with rated.world.library.work() as uow:
        uow.measures.set(Measurement(rated.world.session.uid, "phq9", 14))
        uow.commit()
    report = rated.reporting.case_report(rated.world.case.uid)
    told = whole(report)
    for wanted in ("T01 · C1", "14", "Neither is shown to be the cause", "Ask for more", "1 signed rating"):
        assert wanted in told, wanted
    assert not [name for name in ("Terry", "Carol", "Example") if name in told]


def test_what_was_worked_on_is_open_no_more(tmp_path: Path, shelf: ScaleShelf) -> None:
    rated = Rated(tmp_path, shelf)
    tick = FollowUp(rated.suggestion, FollowUpState.WORKED_ON, rated.now.date())
    rated.keep(DocumentKind.FOLLOW_UP, rated.suggestion, rated.world.therapist.uid, tick.as_json())
    assert "No suggestion is open" in whole(rated.reporting.therapist_report(rated.world.therapist.uid))


def test_a_therapist_report_never_mixes_purposes_and_tells_n_and_spread(tmp_path: Path, shelf: ScaleShelf) -> None:
    world = World(tmp_path, shelf)
    for purpose, values in ((Purpose.FORMATIVE, (2, 4)), (Purpose.SUMMATIVE, (3,))):
        for number, value in enumerate(values, start=7):
            session = world.caseload.add_session(world.case.uid, number + 2 * (purpose is Purpose.SUMMATIVE))
            desk = world.desk(world.begin(session_uid=session.uid, purpose=purpose, form="short"))
            for item in desk.shown().asked:
                for dimension in desk.scale.dimensions_of(item, desk.sheet.phase):
                    if dimension.id in {"adherence", "quality"}:
                        desk.give(item.id, dimension.id, value)
            world.signed(desk)
    report = reporting_of(world).therapist_report(world.therapist.uid)
    means = next(t for t in blocks(report, Table) if t.caption == "Means over ratings")
    overall = {(row[1], row[2]): row[3:] for row in means.rows if row[0] == "All sessions"}
    assert overall["Formative", "Quality"] == ("2", "3.00", "1.41", "2.00 to 4.00")
    assert overall["Summative", "Quality"] == ("1", "3.00", "–", "–")


def test_one_value_has_no_spread() -> None:
    assert Mean(()).cells == ("0", "–", "–", "–")
    assert Mean((2.0,)).cells == ("1", "2.00", "–", "–")


def test_the_chart_of_a_report_knows_how_sure_its_dots_are(rated: Rated) -> None:
    def errors_of(chart: CompetenceChart, progress: Progress) -> tuple[RatingError, ...]:
        return (RatingError(chart.axes[0].summary, Purpose.FORMATIVE, 0.25),)

    world = rated.world
    reporting = reporting_of(world, errors_of=errors_of)
    for report in (reporting.case_report(world.case.uid), reporting.therapist_report(world.therapist.uid)):
        (picture,) = [one for one in blocks(report, Picture) if isinstance(one.of, CompetenceChart)]
        assert isinstance(picture.of, CompetenceChart)
        assert picture.of.errors is not None
        assert picture.of.errors[0].sem == 0.25


def test_without_a_rating_a_report_says_that_there_is_none(tmp_path: Path, shelf: ScaleShelf) -> None:
    world = World(tmp_path, shelf)
    reporting = reporting_of(world)
    for report in (reporting.case_report(world.case.uid), reporting.therapist_report(world.therapist.uid)):
        assert "No rating is signed yet." in whole(report)


def test_a_report_is_saved_whole_or_not_at_all(rated: Rated, tmp_path: Path) -> None:
    report = rated.reporting.session_report(rated.uid)
    place = tmp_path / "Report.PDF"
    assert rated.reporting.save(report, place, QUIET) == place
    assert place.read_bytes() == b"PDF Session report"
    with pytest.raises(UserFacingError, match="PDF or HTML"):
        rated.reporting.save(report, tmp_path / "report.docx", QUIET)
    with pytest.raises(UserFacingError, match="could not be saved"):
        rated.reporting.save(report, tmp_path / "nowhere" / "report.html", QUIET)
    with pytest.raises(Cancelled):
        rated.reporting.save(report, tmp_path / "stopped.html", Told(stop_at=2))
    assert [path.name for path in tmp_path.iterdir()] == ["Report.PDF"]
