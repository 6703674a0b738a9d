"""Scans and a site's own line in a portfolio: what is ticked, what goes, and who sees it when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.panel.desks import ASSESSED, OWN_NAME, PNG, Desk, hung, rated, scanned
from app.sharing.homes import Home
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.panel.portfolio_models import Assessed, Part, PortfolioSheet
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.report_models import Facts, Table, Words
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.sharing.models import SoundChoice
from fidelity_rater.domain.accreditation.records import Paper, PaperKind
from fidelity_rater.domain.panel import PassNote, Portfolio, Verdict

LINE = PassNote(
    "Our line", "4.00", "Mean 3.80 of 3 ratings by 2 raters. The band crosses the line.", "One further blind rating.",
    ("A line on this scale is the site's own.",), "Not validated.", date(2026, 1, 5), "The board",
)  # fmt: skip


def going(sheet: PortfolioSheet) -> list[tuple[bool, str]]:
    return [(tick.chosen, tick.goes_as) for tick in sheet.scans]


@pytest.fixture
def author(tmp_path: Path, scales: ScaleShelf) -> Desk:
    return Desk.of(Home("Ann", tmp_path, scales), ASSESSED)


def test_scans_are_ticked_each_can_be_left_out_and_only_those_of_what_is_in_it_go(author: Desk) -> None:
    therapist, uids = scanned(author)
    uid = author.portfolios.begin(therapist)
    sheet = author.portfolios.sheet(uid)
    assert going(sheet) == [(True, "Scan 1.png"), (True, "Scan 2.png"), (True, "Scan 3.png")]
    assert sheet.scans[0].record.startswith("A letter")
    assert sheet.scans[0].scan.name == OWN_NAME  # one's own library tells it by its own name
    author.portfolios.choose_scan(uid, uids[0], False)
    assert going(author.portfolios.sheet(uid)) == [(False, ""), (True, "Scan 1.png"), (True, "Scan 2.png")]
    author.portfolios.choose_part(uid, Part.PAPERS, False)
    assert going(author.portfolios.sheet(uid)) == [(True, "Scan 1.png")]
    author.portfolios.choose_part(uid, Part.PAPERS, True)
    assert going(author.portfolios.sheet(uid))[0] == (False, "")  # what was left out stays out
    author.portfolios.choose_scan(uid, uids[0], True)
    assert all(chosen for chosen, _ in going(author.portfolios.sheet(uid)))
    assert author.portfolios.scans.bytes_of(uids[0]) == PNG


def test_what_came_since_is_shown_as_ticked_before_it_goes(author: Desk) -> None:
    therapist, uids = scanned(author)
    uid = author.portfolios.begin(therapist)
    late = Paper(new_uid(), therapist, PaperKind.LETTER, "A late letter", date(2026, 1, 9))
    author.home.keep(DocumentKind.PAPER, late.uid, therapist, late.as_json())
    hung(author, late.uid)
    hung(author, author.home.documents(DocumentKind.PAPER)[0].uid)
    shown = [tick.scan.uid for tick in author.portfolios.sheet(uid).scans if tick.chosen]
    assert len(shown) == len(uids) + 2
    author.portfolios.renew(uid)
    going = Portfolio.from_json(author.home.documents(DocumentKind.PORTFOLIO)[0].body).scans
    assert [each.uid for each in going] == shown


def test_a_panel_that_shares_the_library_sees_scans_after_its_votes_under_neutral_names(
    author: Desk, tmp_path: Path, scales: ScaleShelf
) -> None:
    member = Desk.of(Home("Mo", tmp_path, scales, library=author.home.library))
    therapist, uids = scanned(author)
    uid = author.portfolios.begin(therapist)
    author.portfolios.choose_scan(uid, uids[1], False)
    author.portfolios.lay(uid)
    late = hung(author, Portfolio.from_json(author.home.documents(DocumentKind.PORTFOLIO)[0].body).papers[0].uid)
    assert late not in [tick.scan.uid for tick in author.portfolios.sheet(uid).scans]  # it stays as it was laid
    author.panel.deciding.lead(uid)
    with author.home.library.work() as uow:
        uow.people.keep(member.home.person)
        uow.commit()
    author.panel.seat(uid, [member.home.person.uid])
    assert member.view(uid).everything is None
    member.vote(uid, Verdict.ACCREDIT)
    everything = member.view(uid).everything
    assert everything is not None
    assert [(shown.scan.uid, shown.scan.name) for shown in everything.scans] == [
        (uids[0], "Scan 1.png"),
        (uids[2], "Scan 2.png"),
    ]
    assert everything.scans[1].record.startswith("A form")
    with author.home.library.work() as uow:
        uow.attachments.remove(uids[0])
        uow.commit()
    assert "One of its scans is not here." in member.view(uid).cautions


def test_a_member_elsewhere_looks_at_them_in_their_own_library(
    author: Desk, tmp_path: Path, scales: ScaleShelf
) -> None:
    far = Desk.of(Home("Nan", tmp_path, scales))
    therapist, uids = scanned(author)
    uid = author.portfolios.begin(therapist)
    order = author.portfolios.renew(uid)
    far.home.take(author.home.send(order, far.home), keep_contact=True)
    far.panel.deciding.lead(uid)
    far.vote(uid, Verdict.ACCREDIT)
    everything = far.view(uid).everything
    assert everything is not None
    assert [shown.scan.uid for shown in everything.scans] == uids
    assert far.portfolios.scans.bytes_of(uids[0]) == PNG
    assert OWN_NAME not in repr(far.view(uid))
    report = far.panel.report(uid)
    (papers,) = [section for section in report.sections if section.title == "Papers"]
    (table,) = [block for block in papers.blocks if isinstance(block, Table)]
    assert table.rows[0][-1] == "2"


# A site's own line


def test_the_sites_own_line_is_in_it_where_there_is_one_and_on_paper(tmp_path: Path, scales: ScaleShelf) -> None:
    asked: list[tuple[str, ...]] = []

    def marks(therapist_uid: str, rating_uids: tuple[str, ...]) -> tuple[PassNote, ...]:
        asked.append(rating_uids)
        return (LINE,)

    author = Desk.of(Home("Ann", tmp_path, scales), Assessed(profiles=lambda: 1, pass_marks=marks))
    head = rated(author.home, 3)
    (therapist,) = author.portfolios.therapists()
    uid = author.portfolios.begin(therapist.uid)
    (tick,) = [part for part in author.portfolios.sheet(uid).parts if part.part is Part.MARKS]
    assert (tick.chosen, tick.count) == (True, 1)
    assert asked == [(head.uid,)]
    author.portfolios.lay(uid)
    report = author.panel.report(uid)
    (section,) = [section for section in report.sections if section.title == "This site's own line"]
    (facts,) = [block for block in section.blocks if isinstance(block, Facts)]
    told = dict(facts.rows)
    assert told["What can be said"] == LINE.sentence
    assert told["What would tell more"] == LINE.proposal
    assert told["Line"] == "4.00"
    said = [block.text for block in section.blocks if isinstance(block, Words)]
    assert said == [*LINE.cautions, LINE.notice]


def test_without_a_line_nothing_is_offered_and_one_that_says_nothing_is_told(
    tmp_path: Path, scales: ScaleShelf
) -> None:
    author = Desk.of(Home("Ann", tmp_path, scales))
    rated(author.home, 3)
    (therapist,) = author.portfolios.therapists()
    uid = author.portfolios.begin(therapist.uid)
    assert Part.MARKS not in [part.part for part in author.portfolios.sheet(uid).parts]
    silent = Desk.of(author.home, Assessed(profiles=lambda: 1))
    with pytest.raises(UserFacingError, match="No line of this site"):
        silent.portfolios.choose_part(uid, Part.MARKS, True)
    other = Desk.of(author.home, Assessed(profiles=lambda: 1, pass_marks=lambda uid, ratings: (LINE,)))
    other.portfolios.choose_part(uid, Part.MARKS, True)
    assert silent.portfolios.renew(uid).sound is SoundChoice.CLIPS  # what it stood on is gone, and so is the line
    assert Portfolio.from_json(author.home.documents(DocumentKind.PORTFOLIO)[0].body).marks == ()
