"""Readiness out of a library: the shelf of rules with a site's own, one therapist, and all of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from fidelity_rater.app.accreditation.accreditation import Accreditation
from fidelity_rater.app.accreditation.models import Standing
from fidelity_rater.app.accreditation.rules_shelf import RulesShelf, own_files
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.documents import Document, DocumentKind, PackageNote
from fidelity_rater.app.ports.packages import PackageKind
from fidelity_rater.domain.accreditation.records import SupervisionContact
from fidelity_rater.domain.measures import Measurement
from fidelity_rater.storage.memory import MemoryLibrary
from storage import stories
from storage.stories import START, Story

OURS = """format = 1
[rules]
id = "ours"
name = "Ours"
body = "Our clinic"
as_of = 2026-11-22
check = "Check with the lead."

[[sources]]
id = "handbook"
name = "Handbook"

[[requirements]]
id = "measures"
kind = "measures"
label = "Measures"
asks = "PHQ-9 each time"
sources = ["handbook"]
measures = ["PHQ-9"]
every = 1
cases = 1

[[requirements]]
id = "supervision"
kind = "cases"
label = "Supervision"
asks = "An hour"
sources = ["handbook"]
minimum = 1
supervised = true
own_minutes = 60

[[requirements]]
id = "reviewed"
kind = "sessions"
label = "Reviewed"
asks = "One, if possible"
sources = ["handbook"]
of = "reviewed"
total = 1
preferred = true

[[requirements]]
id = "form"
kind = "mark"
label = "Form"
asks = "A mark"
sources = ["handbook"]
body = "Our clinic"
form = "Form 1"
not_known = ["results", "minimum"]
note = "not known: ask the lead"
"""
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class Noon:
    def now(self) -> datetime:
        return NOW


def shelf(own: dict[str, Callable[[], bytes]] | None = None, *, built_in: str = OURS) -> RulesShelf:
    return RulesShelf({"ours.toml": built_in.encode}, own=lambda: own or {})


@pytest.fixture
def story() -> Story:
    return Story(MemoryLibrary())


def supervise(story: Story, minutes: int) -> None:
    contact = SupervisionContact(
        stories.uid(), story.therapist.uid, date(2026, 3, 1), minutes, case_uids=(story.case.uid,)
    )
    with story.library.work() as work:
        work.documents.keep(
            Document(
                contact.uid,
                DocumentKind.SUPERVISION,
                story.therapist.uid,
                story.rater.uid,
                contact.as_json(),
                START,
                START,
            )
        )
        work.commit()


def readiness(story: Story) -> Accreditation:
    return Accreditation(story.library, shelf=shelf(), clock=Noon())


def test_one_therapist_with_what_is_wanting_and_where_it_leads(story: Story) -> None:
    supervise(story, 45)
    found = readiness(story).readiness(story.therapist.uid, "ours")
    measures, supervision, reviewed, form = found.requirements
    assert (measures.wanting, measures.leads_to) == (("C1, session 1: no PHQ-9",), (story.session.uid,))
    assert supervision.wanting == ("C1: 45 min of 1 h",)
    assert supervision.leads_to == (story.case.uid,)
    assert (reviewed.standing, reviewed.preferred) == (Standing.NOT_MET, True)
    assert (form.standing, form.wanting[-1]) == (Standing.UNKNOWN, "not known: ask the lead")
    assert (found.at, found.as_of, found.check, found.standing) == (
        NOW, "2026-11-22", "Check with the lead.", Standing.NOT_MET,
    )  # fmt: skip


def test_what_is_written_down_is_seen_at_the_next_look_and_the_unknown_stays(story: Story) -> None:
    accreditation = readiness(story)
    supervise(story, 45)
    supervise(story, 15)
    with story.library.work() as work:
        work.measures.set(Measurement(story.session.uid, "phq9", 11.0))
        work.commit()
    (row,) = accreditation.all_readiness("ours")
    assert (row.code, row.met, row.not_met, row.unknown, row.required) == ("T01", 2, 0, 1, 3)
    assert row.standing is Standing.UNKNOWN
    assert row.readiness == accreditation.readiness(story.therapist.uid, "ours")


def test_a_sites_file_stands_beside_and_never_in_place_of_anothers(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    assert own_files(folder) == {}
    folder.mkdir()
    (folder / "second.toml").write_text(OURS.replace('id = "ours"', 'id = "second"').replace('"Ours"', '"A second"'))
    (folder / "taken.toml").write_text(OURS)
    (folder / "broken.toml").write_text(OURS.replace("every = 1", "evry = 1"))
    (folder / "notes.txt").write_text("nothing of this")
    found = shelf(own_files(folder)).all()
    assert [(card.id, card.own) for card in found.cards] == [("second", True), ("ours", False)]
    assert [(form.body, form.form) for form in found.cards[0].forms] == [("Our clinic", "Form 1")]
    told = {fault.file: fault.faults for fault in found.unusable}
    assert set(told) == {"taken.toml", "broken.toml"}
    assert "is the id of another rule set" in told["taken.toml"][0]
    assert any("broken.toml:20: requirements[0].evry" in fault for fault in told["broken.toml"])


def test_a_file_that_changed_is_read_anew_and_one_that_went_is_missed() -> None:
    texts = {"own.toml": OURS.replace('id = "ours"', 'id = "own"').encode()}
    rules = RulesShelf({}, own=lambda: {name: (lambda text=text: text) for name, text in texts.items()})
    assert rules.get("own").name == "Ours"
    texts["own.toml"] = texts["own.toml"].replace(b'"Ours"', b'"Other"')
    assert rules.all().cards[0].name == "Other"
    assert rules.get("own").name == "Other"
    texts.clear()
    rules.all()
    with pytest.raises(UserFacingError, match="no rule set"):
        rules.get("own")


def test_two_who_ask_at_once_see_each_rule_set_once_and_whole() -> None:
    asked: list[str] = []
    meanwhile: list[object] = []

    def last_file() -> bytes:
        asked.append("again")
        if len(asked) == 1:  # another job asks while the first reads its last file
            meanwhile.append(rules.all())
        return OURS.replace('id = "ours"', 'id = "second"').encode()

    rules = RulesShelf({"ours.toml": OURS.encode, "second.toml": last_file})
    found = rules.all()
    assert meanwhile == [found]
    assert ([card.id for card in found.cards], found.unusable) == (["ours", "second"], ())


def test_one_can_be_had_while_all_are_read_anew() -> None:
    names: list[str] = []

    def first_file() -> bytes:
        if asked:
            names.append(rules.get("ours").name)
        return OURS.replace('id = "ours"', 'id = "first"').encode()

    asked: list[bool] = []
    rules = RulesShelf({"first.toml": first_file, "ours.toml": OURS.encode})
    rules.all()
    asked.append(True)
    rules.all()
    assert names == ["Ours"]


def test_who_came_in_a_portfolio_alone_is_judged_there_until_there_is_a_log_here(story: Story) -> None:
    accreditation, uid = readiness(story), story.therapist.uid
    with story.library.work() as work:
        work.packages.note(PackageNote(stories.uid(), PackageKind.PORTFOLIO, True, "", uid, START))
        work.commit()
    assert accreditation.told_elsewhere() == {}, "what was sent tells nothing of where the log is"
    with story.library.work() as work:
        work.packages.note(PackageNote(stories.uid(), PackageKind.PORTFOLIO, False, "", uid, START))
        work.commit()
    assert accreditation.told_elsewhere() == {uid: "T01"}
    assert accreditation.all_readiness("ours") == ()
    supervise(story, 45)
    assert accreditation.told_elsewhere() == {}
    assert [row.code for row in accreditation.all_readiness("ours")] == ["T01"]
