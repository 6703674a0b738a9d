"""Readiness on screen: all therapists sorted, one with every requirement, and ways to what is missing."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from app.worlds import HeldJobs
from fidelity_rater.app.accreditation.models import (
    Readiness,
    ReadinessRow,
    RequirementStanding,
    RuleFault,
    RuleSetCard,
    RuleSets,
    Standing,
)
from fidelity_rater.app.accreditation.pass_models import PassProfile, PassProfiles, PassReading, PassView, Told
from fidelity_rater.app.application import Workplace
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.settings import Settings
from fidelity_rater.scales.rule_set import CasesAsked, SessionsAsked, TrainingAsked
from fidelity_rater.ui.readiness.overview import MISSING, NOT_MET, STANDING, THERAPIST, in_order_of_codes
from fidelity_rater.ui.readiness.page import ReadinessPage
from fidelity_rater.ui.theme import ColourChoice, Theme
from helpers.shown_texts import untranslated

AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
CASE, SESSION = str(uuid.uuid4()), str(uuid.uuid4())
COURSE = RequirementStanding("course", "Course", "A course of 5 days.", "A page", Standing.MET, ("5 of 5 days",))
CASES = RequirementStanding(
    "cases", "Cases", "Four cases.", "A book", Standing.NOT_MET, ("2 of 4 cases",),
    ("Case 2: no focus", "session 8: no total", "2 more cases"), (CASE, SESSION, ""),
)  # fmt: skip
MARK = RequirementStanding(
    "mark", "Mark", "How many is not known.", "A form", Standing.UNKNOWN, (), ("Ask the body.",), note="Ask the body."
)
WISHED = RequirementStanding("areas", "Areas", "Two areas.", "Older", Standing.NOT_MET, preferred=True)


def card(id: str = "one", **changes: Any) -> RuleSetCard:  # noqa: A002
    known = {
        "id": id, "name": f"Rules {id}", "body": "A body", "as_of": date(2026, 5, 1),
        "check": "Check with the body: a-body.org.", "note": "A remark.", "sources": ("A book", "A page"),
        "requirements": 4, "own": False, "sha256": "0" * 64,
    }  # fmt: skip
    return RuleSetCard(**{**known, **changes})


def readiness(uid: str, rules: str, *found: RequirementStanding) -> Readiness:
    return Readiness(uid, rules, f"Rules {rules}", "A body", "0" * 64, "2026-05-01", "Check.", AT, found)


def row(code: str, *found: RequirementStanding) -> ReadinessRow:
    made = readiness(code, "one", *found)
    met, not_met, unknown = (made.count(standing) for standing in Standing)
    return ReadinessRow(therapist_uid=code, code=code, met=met, not_met=not_met, unknown=unknown, readiness=made)


ROWS = (row("T10", COURSE, CASES, MARK), row("T9", COURSE, WISHED), row("T2", COURSE, MARK))


def profile(id: str = "local", **changes: Any) -> PassProfile:  # noqa: A002
    known = {
        "id": id, "name": f"Line {id}", "scale": "ipt", "summary": "quality", "purpose": "summative",
        "roles": ("supervisor",), "line": 3.0, "ratings": 2, "pairs": 5, "as_of": date(2026, 1, 1),
        "decided_by": "the lead", "note": "Decided in spring.",
    }  # fmt: skip
    return PassProfile(**{**known, **changes})


class Marks:
    """A site's own lines."""

    def __init__(self) -> None:
        self.found: tuple[PassProfile, ...] = ()
        self.unusable: tuple[RuleFault, ...] = ()
        self.reading = PassReading(Told.CROSSES, 3.0, 3, 2, mean=3.1, low=2.7, high=3.5, further=2)

    def profiles(self) -> PassProfiles:
        return PassProfiles(self.found, self.unusable)

    def view(self, uid: str, profile_id: str, progress: Any) -> PassView:
        if profile_id == "wrong":
            raise UserFacingError("It names what its scale does not have.")
        return PassView(
            profile(profile_id), self.reading, f"{uid}: no verdict.", "One further blind rating is proposed.",
            ("It stands for no other body's mark.",), "Not validated.", ("r1", "r2"),
        )  # fmt: skip


class Remembered:
    def __init__(self) -> None:
        self.kept = Settings()

    def load(self) -> Settings:
        return self.kept

    def save(self, settings: Settings) -> None:
        self.kept = settings


class Source:
    def __init__(self) -> None:
        self.cards = (card("one"), card("two", own=True))
        self.unusable: tuple[RuleFault, ...] = ()
        self.rows: tuple[ReadinessRow, ...] = ROWS
        self.asked: list[tuple[str, str]] = []
        self.elsewhere: dict[str, str] = {}
        self.marks = Marks()
        self.settings = Remembered()

    def rule_sets(self) -> RuleSets:
        return RuleSets(self.cards, self.unusable)

    def all_readiness(self, rules_id: str) -> tuple[ReadinessRow, ...]:
        self.asked.append(("", rules_id))
        return self.rows

    def told_elsewhere(self) -> dict[str, str]:
        return self.elsewhere

    def readiness(self, uid: str, rules_id: str) -> Readiness:
        self.asked.append((uid, rules_id))
        if uid == "gone":
            raise UserFacingError("It is gone.", "Choose another.")
        return readiness(uid, rules_id, COURSE, CASES, MARK, WISHED)

    # What the page also asks of the library and of the rules themselves

    def get(self, rules_id: str) -> Any:
        known = {"label": "", "asks": "", "source": ""}
        return SimpleNamespace(
            requirements=(
                TrainingAsked(id="course", kinds=("course",), **known),
                CasesAsked(id="cases", contacts=12, **known),
                SessionsAsked(id="sessions", of="recorded", **known),
            )
        )

    @contextmanager
    def read(self) -> Iterator[Any]:
        cases = SimpleNamespace(of_therapist=lambda uid: (SimpleNamespace(uid=CASE),))
        yield SimpleNamespace(cases=cases, therapists=SimpleNamespace(get=lambda uid: SimpleNamespace(code="T10")))


@pytest.fixture
def source() -> Source:
    return Source()


def made_page(source: Source, jobs: Any, qtbot: QtBot) -> ReadinessPage:
    work = SimpleNamespace(
        accreditation=source,
        library=source,
        pass_marks=source.marks,
        application=SimpleNamespace(rules=source, settings=source.settings),
    )
    made = ReadinessPage(cast(Workplace, work), jobs)
    qtbot.addWidget(made)
    made.resize(1000, 640)
    made.show()
    return made


@pytest.fixture
def page(source: Source, dressed: Theme, qtbot: QtBot) -> ReadinessPage:
    return made_page(source, InlineJobs(), qtbot)


def column(page: ReadinessPage, number: int) -> list[str]:
    model = page.overview.overview
    return [str(model.index(at, number).data()) for at in range(model.rowCount())]


def texts(page: ReadinessPage) -> str:
    QApplication.processEvents()
    return "\n".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())


def test_all_therapists_stand_in_order_of_their_codes(page: ReadinessPage) -> None:
    assert column(page, THERAPIST) == ["T2", "T9", "T10"]
    assert column(page, STANDING) == ["Not known", "Met", "Not met"]
    assert column(page, NOT_MET) == ["0", "0", "1"]
    assert column(page, MISSING) == ["Mark: Ask the body.", "Areas", "Cases: Case 2: no focus"]


def test_columns_sort_and_who_was_chosen_stays_chosen(page: ReadinessPage, qtbot: QtBot) -> None:
    page.overview.selectRow(2)
    page.overview.sortByColumn(STANDING, Qt.SortOrder.AscendingOrder)
    assert column(page, THERAPIST) == ["T10", "T2", "T9"]
    assert page.overview.chosen_uid == "T10"
    assert page.overview.currentIndex().row() == 0
    page.overview.sortByColumn(NOT_MET, Qt.SortOrder.DescendingOrder)
    assert column(page, THERAPIST) == ["T10", "T2", "T9"]
    page.overview.sortByColumn(THERAPIST, Qt.SortOrder.DescendingOrder)
    assert column(page, THERAPIST) == ["T10", "T9", "T2"]
    page.refresh()
    assert column(page, THERAPIST) == ["T10", "T9", "T2"]
    assert page.overview.chosen_uid == "T10"


def test_the_model_keeps_qts_rules(page: ReadinessPage, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(page.overview.overview)


def test_codes_are_ordered_as_people_count() -> None:
    assert sorted(["T10", "t9", "T1b", "T1", "7", "A-2"], key=in_order_of_codes) == [
        "7",
        "A-2",
        "T1",
        "T1b",
        "t9",
        "T10",
    ]


def test_with_whom_to_check_is_always_said(page: ReadinessPage) -> None:
    for show in (page.show_all, lambda: page.show_therapist("T10", "T10")):
        show()
        said = texts(page)
        assert "Check with the body: a-body.org." in said
        assert "A body · as of 1 May 2026" in said
    assert not page.line.sources.isVisible()
    page.line.more.click()
    assert "A book\nA page\nA remark." in texts(page)


def test_another_rule_set_is_asked_about_the_same_person(page: ReadinessPage, source: Source) -> None:
    page.show_therapist("T10", "T10")
    page.rules.setCurrentIndex(1)
    page.rules.choice_made.emit(page.rules.key)
    assert source.asked[-1] == ("T10", "two")
    assert "T10 · Rules two" in texts(page)
    assert "a file of this site" in texts(page)
    page.everyone.click()
    assert source.asked[-1] == ("", "two")
    assert page.overview.isVisible()
    assert not page.everyone.isVisible()


def test_the_rules_that_were_last_looked_at_come_first_next_time(source: Source, dressed: Theme, qtbot: QtBot) -> None:
    made_page(source, InlineJobs(), qtbot).on_rules_chosen("two")
    made_page(source, InlineJobs(), qtbot)
    assert source.asked[-1] == ("", "two")
    source.cards = source.cards[:1]
    made_page(source, InlineJobs(), qtbot)
    assert source.asked[-1] == ("", "one"), "they are not there any more"


def test_a_row_opens_its_therapist_by_return(page: ReadinessPage, qtbot: QtBot) -> None:
    page.overview.selectRow(2)
    with qtbot.waitSignal(page.therapist_chosen) as told:
        qtbot.keyClick(page.overview, Qt.Key.Key_Return)
    assert told.args == ["T10", "T10"]
    assert page.one.isVisible()
    assert page.therapist_uid == "T10"


def test_each_requirement_says_its_standing_in_words_and_what_it_stands_on(page: ReadinessPage) -> None:
    page.show_therapist("T10")
    assert [made.mark.words.text() for made in page.one.cards] == ["Met", "Not met", "Not known", "Not met"]
    assert [made.accessibleName() for made in page.one.cards][1] == "Cases: Not met"
    said = texts(page)
    for line in ("Four cases.", "2 of 4 cases", "2 more cases", "Read in: A book", "1 met · 1 not met · 1 not known"):
        assert line in said
    assert said.count("Ask the body.") == 1, "a remark that is told as wanting is not told twice"
    assert "Areas (wished for, not required)" in said
    page.one.missing.setChecked(True)
    assert [made.found.id for made in page.one.cards] == ["cases", "mark", "areas"]


def test_lines_lead_to_case_session_and_log(page: ReadinessPage, qtbot: QtBot) -> None:
    page.show_therapist("T10", "T10")
    cases = page.one.cards[1]
    assert len(cases.links) == 2
    with qtbot.waitSignal(page.case_wanted) as told:
        cases.links[0].click()
    assert told.args == [CASE]
    with qtbot.waitSignal(page.session_wanted) as told:
        cases.links[1].click()
    assert told.args == [SESSION]
    assert cases.log_button is not None
    with qtbot.waitSignal(page.log_wanted) as told:
        cases.log_button.click()
    assert told.args == ["T10"]
    assert page.one.cards[0].log_button is None, "what is met needs no more entries"
    assert page.one.cards[2].log_button is None, "nothing in the log counts towards it"


def test_who_is_here_by_a_portfolio_alone_is_not_judged_and_said_to_be(page: ReadinessPage, source: Source) -> None:
    source.elsewhere = {"seven": "T07"}
    page.refresh()
    assert page.elsewhere.isVisible()
    assert "T07 is here by a portfolio alone" in page.elsewhere.text()
    page.show_therapist("seven", "T07")
    assert page.pages.currentWidget() is page.nobody
    assert "T07 is here by a portfolio alone" in page.nobody.sentence.text()
    assert ("seven", "one") not in source.asked
    page.everyone.click()
    assert page.pages.currentWidget() is page.overview


def test_files_that_cannot_be_used_and_no_rules_at_all_are_told(page: ReadinessPage, source: Source) -> None:
    source.unusable = (RuleFault("ours.toml", ("ours.toml:3: foo: unknown key “foo”",)),)
    page.refresh()
    assert page.unusable.message.text().count("ours.toml") == 1
    source.cards = ()
    page.refresh()
    assert not page.line.isVisible()
    assert page.pages.currentWidget() is page.nobody


def test_an_empty_library_and_a_fault_are_told(page: ReadinessPage, source: Source) -> None:
    source.rows = ()
    page.refresh()
    assert page.nobody.isVisible()
    page.show_therapist("gone", "T3")
    assert "It is gone." in page.banner.message.text()
    assert not page.one.isVisible(), "never another's standing"


def test_a_late_answer_is_not_shown_for_another_one(source: Source, dressed: Theme, qtbot: QtBot) -> None:
    jobs = HeldJobs()
    page = made_page(source, jobs, qtbot)
    page.show_therapist("A", "A")
    page.show_therapist("B", "B")
    jobs.run_all()
    assert page.one.heading.text() == "B · Rules one"


def test_news_are_read_only_while_seen(page: ReadinessPage, source: Source) -> None:
    asked = len(source.asked)
    page.on_changed(Changed.SETTINGS)
    assert len(source.asked) == asked
    page.hide()
    page.on_changed(Changed.TRAINING)
    assert len(source.asked) == asked
    page.show()
    assert len(source.asked) == asked + 1


def test_the_look_repaints_the_signs(page: ReadinessPage, dressed: Theme) -> None:
    before = page.overview.overview._inks[Standing.NOT_MET].name()
    dressed.choose(ColourChoice.DARK)
    page.on_look_changed()
    assert page.overview.overview._inks[Standing.NOT_MET].name() != before


def test_five_hundred_therapists_are_shown_and_sorted_at_once(page: ReadinessPage, source: Source) -> None:
    source.rows = tuple(
        replace(row(f"T{n}", COURSE, CASES, MARK), not_met=n % 7, therapist_uid=str(n)) for n in range(500)
    )
    began = time.perf_counter()
    page.refresh()
    page.overview.sortByColumn(NOT_MET, Qt.SortOrder.DescendingOrder)
    page.grab()
    assert time.perf_counter() - began < 1.0
    assert column(page, NOT_MET)[0] == "6"


def test_a_sites_own_line_is_drawn_with_its_doubt_and_its_ratings(
    page: ReadinessPage, source: Source, qtbot: QtBot
) -> None:
    source.marks.found = (profile(), profile("wrong"))
    source.marks.unusable = (RuleFault("bad.toml", ("line 1: no line",)),)
    page.show_therapist("T10", "T10")
    good, wrong, unreadable = page.one.lines
    said = texts(page)
    for words in (
        "This site's own line: Line local", "T10: no verdict.", "One further blind rating is proposed.",
        "It stands for no other body's mark.", "Not validated.", "Decided in spring.",
        "It names what its scale does not have.", "line 1: no line",
    ):  # fmt: skip
        assert words in said
    assert good.picture is not None
    assert good.picture.accessibleName() == "Mean 3.1, likely between 2.7 and 3.5. The line is 3."
    assert wrong.picture is None is unreadable.picture
    with qtbot.waitSignal(page.rating_chosen) as told:
        good.links[1].click()
    assert told.args == ["r2", ""]


def test_without_a_mean_or_a_band_none_is_drawn(page: ReadinessPage, source: Source) -> None:
    source.marks.found = (profile(),)
    source.marks.reading = PassReading(Told.TOO_FEW_RATINGS, 3.0, 0, 0)
    page.show_therapist("T10", "T10")
    assert page.one.lines[0].picture is None
    source.marks.reading = PassReading(Told.DOUBT_NOT_KNOWN, 3.0, 2, 1, mean=3.4)
    page.refresh()
    picture = page.one.lines[0].picture
    assert picture is not None
    assert "cannot be told yet" in picture.accessibleName()


def test_a_late_line_is_not_shown_for_another_one(source: Source, dressed: Theme, qtbot: QtBot) -> None:
    source.marks.found = (profile(),)
    jobs = HeldJobs()
    page = made_page(source, jobs, qtbot)
    page.show_therapist("A", "A")
    jobs.run_next()
    jobs.run_next()
    page.show_therapist("B", "B")
    jobs.run_next()
    assert not page.one.lines
    jobs.run_all()
    assert "B: no verdict." in texts(page)


def test_everything_that_the_page_says_itself_is_translated(
    pseudo_locale: None, source: Source, dressed: Theme, qtbot: QtBot
) -> None:
    source.marks.found = (profile(),)
    page = made_page(source, InlineJobs(), qtbot)
    model = page.overview.overview
    for at in range(model.columnCount()):
        assert "⟦" in str(model.headerData(at, Qt.Orientation.Horizontal))
    page.show_therapist("T10", "T10")
    data = {text for found in (COURSE, CASES, MARK, WISHED) for text in (found.label, found.asks, *found.stands_on)}
    data |= {text for found in (CASES, MARK) for text in found.wanting}
    view = source.marks.view("T10", "local", None)
    data |= {view.sentence, view.proposal, view.notice, *view.cautions, view.profile.note}
    data |= {each.name for each in source.cards} | {each.check for each in source.cards}
    data |= {"A book\nA page\nA remark."}
    found = [text for text in untranslated(page, data=tuple(data)) if not text.startswith(("Scroll", "qt_"))]
    assert not found
